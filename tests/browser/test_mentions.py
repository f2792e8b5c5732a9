"""A colleague is named in a remark by typing @: with keys, with a finger, and heard by ARIA."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories.calendar import EntryFactory, VersionFactory
from tests.factories.workspaces import MembershipFactory, UserFactory
from workspaces.models import Comment, Notification
from workspaces.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def remarks(live_server, page: Page, sign_in) -> Page:
    lead = MembershipFactory(role=Role.LEAD)
    for name, role in (("林子晴", Role.EDITOR), ("林子", Role.VIEWER), ("May Lin", Role.MANAGER)):
        MembershipFactory(workspace=lead.workspace, role=role, user=UserFactory(name=name))
    entry = EntryFactory(workspace=lead.workspace, author=lead.user)
    VersionFactory(entry=entry, account__workspace=lead.workspace)
    sign_in(lead.user)
    page.goto(f"{live_server.url}/w/{lead.workspace.slug}/calendar/posts/{entry.pk}/remarks/")
    return page


def test_keys_choose_and_take_a_name_and_the_reader_hears_it(remarks: Page):
    page = remarks
    area, names = page.locator("#remark"), page.locator("#remark-names")
    area.click()
    page.keyboard.type("請 @林")

    expect(names).to_be_visible()
    expect(area).to_have_attribute("role", "combobox")
    expect(area).to_have_attribute("aria-expanded", "true")
    expect(area).to_have_attribute("aria-controls", "remark-names")
    shown = names.get_by_role("option")
    expect(shown).to_have_count(2)
    first = names.locator("[aria-selected=true]")
    expect(area).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    before = first.inner_text()
    page.keyboard.press("ArrowDown")
    assert names.locator("[aria-selected=true]").inner_text() != before
    page.keyboard.press("ArrowDown")
    assert names.locator("[aria-selected=true]").inner_text() == before
    page.keyboard.type("子晴")
    page.keyboard.press("Enter")

    expect(area).to_have_value("請 @林子晴 ")
    expect(names).to_be_hidden()
    assert area.get_attribute("role") is None
    assert area.get_attribute("aria-activedescendant") is None
    page.keyboard.type("和 @may")
    page.keyboard.press("Tab")
    expect(area).to_have_value("請 @林子晴 和 @May Lin ")
    page.keyboard.type("看")
    page.keyboard.press("Enter")  # nothing is offered: a new line
    expect(area).to_have_value("請 @林子晴 和 @May Lin 看\n")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#remarks .comment-text")).to_contain_text("@林子晴 和 @May Lin 看")
    told = {str(one.user) for one in Notification.objects.all()}
    assert told == {"林子晴", "May Lin"}
    assert Comment.objects.get().mentions.count() == 2


def test_escape_closes_the_list_and_only_the_list(remarks: Page):
    page = remarks
    area, names = page.locator("#remark"), page.locator("#remark-names")
    area.click()
    page.keyboard.type("@")
    expect(names.get_by_role("option")).to_have_count(3)

    page.keyboard.press("Escape")
    expect(names).to_be_hidden()
    page.keyboard.type("林")
    expect(names).to_be_hidden()
    expect(area).to_be_focused()
    page.keyboard.type(" @")
    expect(names).to_be_visible()
    area.fill("me@may")
    expect(names).to_be_hidden()


def test_a_name_is_taken_by_touch_in_the_middle_of_the_text(remarks: Page):
    page = remarks
    page.set_viewport_size({"width": 390, "height": 844})
    area = page.locator("#remark")
    area.fill("前面 後面")
    area.focus()
    page.keyboard.press("Home")
    for _letter in "前面 ":
        page.keyboard.press("ArrowRight")
    page.keyboard.type("@子晴")

    option = page.locator("#remark-names").get_by_role("option", name="林子晴")
    box = option.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    option.click()

    expect(area).to_have_value("前面 @林子晴 後面")
    expect(area).to_be_focused()
