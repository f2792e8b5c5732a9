"""The composer while two people write: what each changed stands, and nobody is locked out."""

import pytest
from playwright.sync_api import Page, expect

from calendar_app import entries, review
from calendar_app.contents import digest_of
from calendar_app.models import Entry
from planning.models import VoiceRule
from tests.factories.calendar import EntryFactory, LicenceFactory, VersionFactory
from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import MembershipFactory
from workspaces.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def entry(page: Page, live_server, sign_in) -> Entry:
    """A draft of an editor on YouTube, open in the composer."""
    account = SocialAccountFactory(platform="youtube", ours=True)
    editor = MembershipFactory(workspace=account.workspace, role=Role.EDITOR).user
    row = EntryFactory(workspace=account.workspace, author=editor, text="原來的字")
    VersionFactory(entry=row, account=account)
    sign_in(editor)
    page.goto(f"{live_server.url}/w/{account.workspace.slug}/calendar/posts/{row.pk}/edit/")
    return row


@pytest.fixture
def lead(entry):
    return MembershipFactory(workspace=entry.workspace, role=Role.LEAD).user


def saved(page: Page) -> None:
    expect(page.locator("#composer [data-saved-at]")).to_contain_text("已儲存")


def test_what_a_lead_sets_meanwhile_and_what_is_typed_both_stand(
    page: Page, entry, lead, console_guard
):
    console_guard.allow("409")
    entries.write(
        entry, {"assignee_id": lead.pk, "title": "組長的標題"}, seen=entry.version, by=lead
    )

    page.locator("#text").fill("我打的字")

    saved(page)
    expect(page.locator("#title")).to_have_value("組長的標題")
    entry.refresh_from_db()
    assert (entry.text, entry.title, entry.assignee) == ("我打的字", "組長的標題", lead)


@pytest.mark.parametrize(
    ("act", "stands"), [("用我打的", "我打的字"), ("用目前存的版本", "組長的字")]
)
def test_the_same_words_are_decided_by_a_person(
    page: Page, entry, lead, console_guard, act, stands
):
    console_guard.allow("409")
    entries.write(entry, {"text": "組長的字"}, seen=entry.version, by=lead)

    page.locator("#text").fill("我打的字")
    panel = page.locator("[data-conflict]")
    expect(panel.locator("ins")).to_contain_text("我打")
    panel.get_by_role("button", name=act).click()

    saved(page)
    expect(panel).to_have_count(0)
    expect(page.locator("#text")).to_have_value(stands)
    entry.refresh_from_db()
    assert entry.text == stands
    page.locator("#text").fill("接著寫下去")
    saved(page)
    expect(page.locator("#composer-aside")).to_contain_text("接著寫下去")


def test_a_line_sent_by_enter_is_saved_and_the_page_stays(page: Page, entry):
    version = entry.versions.get()
    field = page.locator(f"#title-{version.pk}")

    field.fill("影片標題")
    field.press("Enter")

    expect(page.locator("#composer-aside")).to_contain_text("影片標題")
    version.refresh_from_db()
    assert version.title == "影片標題"


def test_a_text_of_its_own_begins_with_the_shared_one(page: Page, entry):
    version = entry.versions.get()

    page.locator(f"#own-{version.pk}").check()

    expect(page.locator(f"#text-{version.pk}")).to_have_value("原來的字")
    expect(page.locator(f"#version-{version.pk} [data-saved-at]")).to_contain_text("已儲存")
    version.refresh_from_db()
    assert (version.own_text, version.text) == (True, "原來的字")


def test_a_word_to_avoid_is_replaced_by_one_click(page: Page, entry):
    VoiceRule.objects.create(
        workspace=entry.workspace, kind=VoiceRule.Kind.AVOID, text="ＣＰ值", other="划算"
    )
    page.locator("#text").fill("這組 CP值 超高，cp值第一")

    page.get_by_role("button", name="改成「划算」").first.click()

    expect(page.locator("#text")).to_have_value("這組 划算 超高，划算第一")
    expect(page.get_by_role("button", name="改成「划算」")).to_have_count(0)


def test_signed_in_again_in_another_tab_the_text_is_saved(page: Page, entry, console_guard):
    """The page's token is that of the session before; it takes the new one and goes on."""
    console_guard.allow("403")
    page.evaluate("document.body.setAttribute('hx-headers', '{\"X-CSRFToken\": \"old\"}')")

    page.locator("#text").fill("沒有弄丟")

    saved(page)
    entry.refresh_from_db()
    assert entry.text == "沒有弄丟"


def test_the_page_says_at_once_that_a_change_asks_for_another_review(page: Page, entry, lead):
    version = entry.versions.get()
    type(version).objects.filter(pk=version.pk).update(title="影片")
    asset = LicenceFactory(asset__workspace=entry.workspace).asset
    entry.media.create(asset=asset)
    review.ask(entry, by=entry.author)
    entry.refresh_from_db()
    review.approve(entry, by=lead, digest=digest_of(entry))
    page.reload()
    expect(page.locator("#entry-stands")).to_contain_text("這篇已核准")

    page.locator("#text").fill("核准之後又改")

    expect(page.locator("#entry-state")).to_contain_text("審閱中")
    expect(page.locator("#entry-stands")).not_to_contain_text("已核准")
