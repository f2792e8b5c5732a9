"""A bar is carried with the keyboard: picked up, moved, dropped, shown, done, taken back."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from planning.models import Task
from tests.factories.timeline import ProjectFactory, TaskFactory, TaskLinkFactory
from tests.factories.workspaces import MembershipFactory
from workspaces.roles import Role

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chart(live_server, page: Page, sign_in):
    lead = MembershipFactory(role=Role.LEAD)
    project = ProjectFactory(workspace=lead.workspace)
    design = TaskFactory(project=project, title="主視覺")
    printing = TaskFactory(
        project=project, title="印刷", start=date(2026, 11, 26), due=date(2026, 11, 30)
    )
    TaskLinkFactory(before=design, after=printing)
    sign_in(lead.user)
    page.goto(f"{live_server.url}/w/{lead.workspace.slug}/planning/projects/{project.pk}/")
    return design, printing


def test_a_bar_is_moved_with_the_keyboard_alone_and_taken_back(page: Page, chart):
    design, printing = chart
    bar = page.get_by_role("button", name="主視覺：")
    says = page.locator("[data-gantt-says]")

    bar.focus()
    page.keyboard.press("Enter")
    expect(says).to_contain_text("已拿起")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(says).to_contain_text("11/25")
    page.keyboard.press("Escape")
    assert bar.get_attribute("transform") is None

    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    sheet = page.locator("#gantt-sheet")
    expect(sheet).to_contain_text("印刷")
    expect(sheet.get_by_role("button", name="移動 2 項任務")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#toasts")).to_contain_text("已移動 2 項任務")
    assert Task.objects.get(pk=design.pk).due == date(2026, 11, 27)
    assert Task.objects.get(pk=printing.pk).start == date(2026, 11, 30)
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="主視覺：")).to_have_attribute("data-due", "2026-11-25")


def test_shift_and_arrows_change_only_the_last_day(page: Page, chart):
    page.get_by_role("button", name="主視覺：").focus()
    for key in ("Enter", "Shift+ArrowLeft", "Enter"):
        page.keyboard.press(key)

    sheet = page.locator("#gantt-sheet")
    expect(sheet).to_contain_text("11/23")
    expect(sheet).to_contain_text("11/24")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("button", name="主視覺：")).to_be_focused()


def test_a_bar_is_dragged_with_the_pointer(page: Page, chart):
    box = page.get_by_role("button", name="主視覺：").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 49, y, steps=4)
    page.mouse.up()

    expect(page.locator("#gantt-sheet")).to_contain_text("11/27")
