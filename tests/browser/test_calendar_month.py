"""A month of work in the browser: laid and shared out, written and published, approved outside."""

import re
from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from calendar_app import laying, review
from calendar_app.models import Entry, EntryVersion, Slot
from planning.models import VoiceRule
from platforms.models import SocialAccount
from tests.factories.calendar import (
    EntryFactory,
    LicenceFactory,
    MediaFactory,
    SlotFactory,
    VersionFactory,
)
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory
from tests.samples.meta import content_csv
from workspaces.models import ShareLink
from workspaces.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
FACEBOOK = "100900000000001"


@pytest.fixture
def team(settings, tmp_path) -> SimpleNamespace:
    """A Facebook page, an editor and a lead."""
    cache.clear()
    settings.MEDIA_ROOT = tmp_path / "media"
    workspace = WorkspaceFactory(slug="tea", name="山線茶行")
    people = {
        role.value: MembershipFactory(workspace=workspace, role=role, user__name=name).user
        for role, name in ((Role.EDITOR, "林子晴"), (Role.LEAD, "陳怡君"), (Role.MANAGER, "王大明"))
    }
    account = SocialAccount.objects.create(
        workspace=workspace, platform="facebook", name="山線茶行", ours=True
    )
    return SimpleNamespace(workspace=workspace, account=account, **people)


@pytest.fixture
def go(page: Page, live_server):
    page.set_default_timeout(20_000)

    def to(name: str, *args, query: str = "") -> Page:
        page.goto(live_server.url + reverse(name, args=["tea", *args]) + query)
        return page

    return to


def tab_to(page: Page, target: Locator) -> None:
    """As somebody without a mouse gets there."""
    expect(target).to_be_visible()
    for _step in range(160):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def press(page: Page, target: Locator) -> None:
    tab_to(page, target)
    page.keyboard.press("Enter")


def test_a_lead_lays_a_month_and_shares_it_out(team, go, sign_in):
    sign_in(team.lead)
    page = go("calendar:slot_create")
    first = timezone.localdate() + timedelta(days=1)
    page.get_by_label("帳號").select_option(str(team.account.pk))
    page.get_by_label("日期", exact=True).fill(first.isoformat())
    page.get_by_label("時間", exact=True).fill("18:00")
    page.locator("[name=weekdays][value='1']").check()
    page.locator("[name=weekdays][value='4']").check()
    page.get_by_role("button", name="新增").click()
    expect(page.locator(".toast").first).to_contain_text("個時段")
    laid = Slot.objects.standing().count()
    assert laid >= 16  # Tuesdays and Fridays of two months
    assert {slot.at.astimezone(team.workspace.tz).weekday() for slot in Slot.objects.all()} == {
        1,
        4,
    }

    page = go("calendar:share_out", query=f"?from={first}&to={first + timedelta(days=30)}")
    among = page.get_by_role("checkbox", name="王大明")
    among.uncheck()
    page.get_by_role("button", name="重新試算").or_(
        page.locator("form[method=get] button")
    ).first.click()
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    assert not Slot.objects.exclude(assignee=None).exists()  # looked at, not given out
    page.locator("form[data-main-form] button").click()
    expect(page.locator(".toast").first).to_contain_text("個時段")

    given = list(Slot.objects.exclude(assignee=None).values_list("assignee", flat=True))
    shares = [given.count(person.pk) for person in (team.editor, team.lead)]
    assert len(given) >= 8 and sum(shares) == len(given)
    assert abs(shares[0] - shares[1]) <= 1
    slot = Slot.objects.exclude(assignee=None).first()
    day = slot.at.astimezone(team.workspace.tz).date()
    expect(page.locator(f'[data-day="{day}"] .chip').first).to_contain_text(str(slot.assignee))


def bring(page: Page, go, rows: list[dict]) -> None:
    """An export file, as the editor drops it."""
    go("data:import_list")
    body = content_csv(rows, page=(FACEBOOK, "山線茶行"))
    page.set_input_files("#files", [{"name": "內容.csv", "mimeType": "text/csv", "buffer": body}])
    page.wait_for_url("**/review/**")
    page.get_by_label("檔案裡的時間是").select_option("America/Los_Angeles")
    expect(page.locator("#review").get_by_text("換算").first).to_be_visible()
    page.locator(".page-acts").get_by_role("button", name=re.compile("匯入")).click()
    expect(page.locator(".status", has_text="已匯入").first).to_be_visible()


def test_an_editor_fills_a_slot_by_keys_and_sees_what_became_of_it(
    team, go, sign_in, page, jobs_at_once, console_guard
):
    console_guard.allow("422")
    sign_in(team.editor)
    SocialAccount.objects.all().delete()  # the first file brings the page with its number
    old = {"id": "900000000000001", "Reach": 400, "Reactions": 20, "time": "11/02/2026 04:30"}
    bring(page, go, [old])
    SocialAccount.objects.update(ours=True)
    account = SocialAccount.objects.get()
    day = timezone.localdate(timezone=team.workspace.tz) + timedelta(days=3)
    slot = SlotFactory(
        account=account,
        assignee=team.editor,
        at=laying.moment(day, time(18, 0), team.workspace.tz),
    )
    VoiceRule.objects.create(
        workspace=team.workspace, kind=VoiceRule.Kind.AVOID, text="最便宜", other="划算"
    )
    picture = MediaFactory(workspace=team.workspace, name="茶園.jpg")
    LicenceFactory(asset=picture, expires_on=timezone.localdate() - timedelta(days=2))

    # To the slot and into it.
    go("calendar:calendar_view", query=f"?view=week&date={day}")
    tab_to(page, page.locator('[data-day][tabindex="0"]'))
    while page.evaluate("document.activeElement.dataset.day") != day.isoformat():
        here = date.fromisoformat(page.evaluate("document.activeElement.dataset.day"))
        page.keyboard.press("ArrowRight" if here < day else "ArrowLeft")
    press(page, page.locator(f'[data-chip="s{slot.pk}"] .chip-link'))
    press(page, page.locator("#side-panel").get_by_role("button", name="在這個時段寫貼文"))
    page.wait_for_url("**/edit/")
    assert Entry.objects.get().state == "draft"

    # Written with a word to avoid, and with a picture whose licence has ended.
    tab_to(page, page.locator("#text"))
    page.keyboard.type("冬茶到了，全台最便宜，週末來喝一杯。")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved-at]").first).to_contain_text("儲存")
    press(page, page.get_by_role("link", name="從素材庫選"))
    press(page, page.get_by_role("button", name="放進貼文", exact=True))
    page.wait_for_url("**/edit/#media")
    send = page.locator(".page-acts").get_by_role("button", name="送審")
    press(page, send)
    told = page.locator(".toast").last
    expect(told).to_contain_text("最便宜")
    expect(told).to_contain_text("茶園.jpg")
    assert Entry.objects.get().state == "draft"

    # Both mended.
    tab_to(page, page.locator("#text"))
    page.keyboard.press("Control+a")
    page.keyboard.type("冬茶到了，很划算，週末來喝一杯。")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved-at]").first).to_contain_text("儲存")
    page.wait_for_timeout(300)
    press(page, page.get_by_role("link", name="茶園.jpg").first)
    until = page.locator("[name=expires_on]")
    for typed in (("12", "31", "2030"), ("2030", "ArrowRight", "12", "31")):
        tab_to(page, until)  # the order of a date is that of the browser's language
        for part in typed:
            page.keyboard.press(part) if part.isalpha() else page.keyboard.type(part)
        if until.input_value() == "2030-12-31":
            break
        page.keyboard.press("Shift+Tab")
    expect(until).to_have_value("2030-12-31")
    press(page, page.get_by_role("button", name="儲存授權"))
    expect(page.locator(".toast").last).to_contain_text("儲存")
    entry = Entry.objects.get()
    go("calendar:entry_edit", entry.pk)
    press(page, send)
    page.wait_for_url(f"**/posts/{entry.pk}/")
    entry.refresh_from_db()
    assert (entry.state, entry.text) == ("in_review", "冬茶到了，很划算，週末來喝一杯。")

    # Approved by somebody else.
    sign_in(team.lead)
    go("calendar:entry_detail", entry.pk)
    page.get_by_role("button", name="核准", exact=True).click()
    expect(page.locator(".toast").last).to_contain_text("核准")
    entry.refresh_from_db()
    assert entry.state == "scheduled"

    # Published by hand, the link pasted.
    sign_in(team.editor)
    version = EntryVersion.objects.select_related("publication").get()
    go("calendar:publication_detail", version.publication.pk)
    tab_to(page, page.locator("#link"))
    page.keyboard.type("https://www.facebook.com/900000000000002")
    page.keyboard.press("Enter")
    expect(page.locator(".status", has_text="發布").first).to_be_visible()
    entry.refresh_from_db()
    assert entry.state == "published"

    # After the next import the cell shows the figure.
    out = {"id": "900000000000002", "Reach": 1000, "Reactions": 40, "Comments": 6, "Shares": 4}
    published = timezone.localtime(timezone=team.workspace.tz) - timedelta(days=1)
    bring(page, go, [old, out | {"text": entry.text, "time": f"{published:%m/%d/%Y} 04:30"}])
    go("calendar:calendar_view", query=f"?view=week&date={day}")
    cell = page.locator(f'[data-day="{day}"]')
    expect(cell.locator(".chip-result")).to_contain_text("5.0%")


def test_somebody_outside_approves_by_a_link_that_then_expires(
    team, go, sign_in, page, browser, browser_context_args, live_server
):
    entry = EntryFactory(
        workspace=team.workspace, author=team.editor, assignee=team.editor, title="冬茶上市"
    )
    VersionFactory(entry=entry, account=team.account)
    review.ask(entry, by=team.editor)
    sign_in(team.manager)
    go("calendar:options_edit")
    page.get_by_label("外部人員的核准算一關").check()
    page.locator("form[data-main-form] button").last.click()
    expect(page.locator(".toast").last).to_contain_text("儲存")

    sign_in(team.lead)
    go("calendar:entry_detail", entry.pk)
    page.get_by_role("link", name="建立連結").click()
    page.get_by_label("給誰").fill("王經理")
    expect(page.locator("[name=entries]:checked")).to_have_count(1)
    page.get_by_role("button", name="建立連結").click()
    address = page.locator("code").first.inner_text()

    context = browser.new_context(
        **browser_context_args | {"viewport": {"width": 390, "height": 844}}
    )
    outside = context.new_page()
    outside.goto(address)
    expect(outside.get_by_text(entry.text)).to_be_visible()
    assert outside.evaluate("document.documentElement.scrollWidth <= innerWidth")
    outside.get_by_role("button", name=re.compile("^希望修改")).click()
    expect(outside.get_by_text("請寫下要改什麼，團隊才知道怎麼調整。").first).to_be_visible()
    outside.get_by_role("button", name=re.compile("^核准")).click()
    expect(outside.get_by_text("你已核准")).to_be_visible()
    entry.refresh_from_db()
    assert entry.state == "scheduled"

    page.reload()
    go("calendar:outsider_list")
    expect(page.get_by_text("已核准")).to_be_visible()
    ShareLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    outside.goto(address)
    expect(outside.get_by_role("heading", name="這個連結已經過期")).to_be_visible()
    expect(outside.get_by_text("陳怡君")).to_be_visible()
    assert entry.text not in outside.content()
    context.close()
