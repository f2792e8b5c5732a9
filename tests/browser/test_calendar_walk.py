"""The calendar by keys and by mouse: a slot is carried to another day and taken back."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from calendar_app.models import Slot
from tests.samples.people import sample_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def calendar(page: Page, live_server, sign_in) -> Page:
    call_command("seed_demo", "--today", timezone.localdate().isoformat(), verbosity=0)
    sign_in(sample_person("lead"))
    page.set_default_timeout(30_000)
    return page


def test_a_slot_is_carried_by_keys_and_by_mouse(calendar: Page, live_server):
    page = calendar
    slot = Slot.objects.filter(workspace__slug="demo", filled_by=None).order_by("at")[3]
    tz = slot.workspace.tz
    day = slot.at.astimezone(tz).date()
    page.goto(f"{live_server.url}/w/demo/calendar/?view=week&date={day}")
    weekday = day.weekday()
    step, key = (1, "ArrowRight") if weekday < 5 else (-1, "ArrowLeft")
    chip = f'[data-chip="s{slot.pk}"]'

    page.locator(f"{chip} a").first.focus()
    page.keyboard.press("m")
    page.keyboard.press(key)
    page.keyboard.press("Enter")

    first = day + timedelta(days=step)
    expect(page.locator(f'[data-day="{first}"] {chip}')).to_be_visible()
    slot.refresh_from_db()
    assert slot.at.astimezone(tz).date() == first

    second = first + timedelta(days=step)
    page.locator(chip).drag_to(page.locator(f'[data-day="{second}"]'))
    expect(page.locator(f'[data-day="{second}"] {chip}')).to_be_visible()
    page.locator("#toasts").get_by_role("button", name="復原").last.click()
    expect(page.locator(f'[data-day="{first}"] {chip}')).to_be_visible()

    slot.refresh_from_db()
    assert slot.at.astimezone(tz).date() == first


def test_escape_puts_it_back(calendar: Page, live_server):
    page = calendar
    slot = Slot.objects.filter(workspace__slug="demo", filled_by=None).order_by("at")[3]
    before = slot.at
    day = before.astimezone(slot.workspace.tz).date()
    page.goto(f"{live_server.url}/w/demo/calendar/?view=week&date={day}")

    page.locator(f'[data-chip="s{slot.pk}"] a').first.focus()
    page.keyboard.press("m")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")

    expect(page.locator("[data-calendar-says]")).to_contain_text("維持原位")
    slot.refresh_from_db()
    assert slot.at == before


def test_on_a_phone_the_days_come_first(calendar: Page, live_server):
    page = calendar
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/w/demo/calendar/")
    filters, gauges = page.locator(".calendar-bar form"), page.locator(".gauges")

    expect(page.locator(".calendar-day:visible").first).to_be_in_viewport()
    expect(filters).to_be_hidden()
    expect(gauges).to_be_hidden()
    page.get_by_label("篩選與計畫現況").check()
    expect(filters).to_be_visible()
    expect(gauges).to_be_visible()

    page.goto(f"{live_server.url}/w/demo/calendar/?state=empty")
    expect(filters).to_be_visible()  # whoever narrows the month sees by what
