"""Publishing by hand: reminded once, noted once, missed when nobody came."""

import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.intake import deliveries
from calendar_app import clock, entries, publishing, review, ties
from calendar_app.contents import digest_of
from calendar_app.models import Entry, EntryVersion, PostTie, Publication
from platforms.models import AccountAlias
from tests.factories.calendar import EntryFactory, VersionFactory
from tests.factories.platforms import PostFactory
from tests.samples import meta
from workspaces import jobs
from workspaces.models import Notification


@pytest.fixture
def due(team) -> Publication:
    """A scheduled publication in three days."""
    entry = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
    VersionFactory(entry=entry, account=team.account)
    review.ask(entry, by=team.editor)
    entry.refresh_from_db()
    review.approve(entry, by=team.lead, digest=digest_of(entry))
    return Publication.objects.get(version__entry=entry)


def at(due, minutes: int):
    return due.due_at + timedelta(minutes=minutes)


def test_the_person_in_charge_is_reminded_once(due, team):
    done = [clock.tick(at(due, minute))["reminded"] for minute in (-1, 0, 1)]

    assert done == [0, 1, 0]
    told = Notification.objects.filter(user=team.editor, text__contains="該在")
    assert told.count() == 1


def test_noted_by_hand_with_its_link(due, team):
    publishing.done_by_hand(due, "https://www.facebook.com/p/1", by=team.editor)

    entry = Entry.objects.get(pk=due.version.entry_id)
    assert (due.state, entry.state) == ("by_hand", "published")
    assert [(one.was, one.now) for one in due.attempts.all()] == [("due", "by_hand")]


def test_of_two_who_note_it_the_second_is_told(due, team):
    twin = Publication.objects.get(pk=due.pk)
    publishing.done_by_hand(due, "https://example.com/1", by=team.editor)

    with pytest.raises(publishing.CannotDo):
        publishing.done_by_hand(twin, "https://example.com/2", by=team.lead)

    assert Publication.objects.get(pk=due.pk).permalink == "https://example.com/1"


def test_after_the_window_it_is_missed_and_gets_a_new_time(due, team):
    missed = [clock.tick(at(due, minute))["missed"] for minute in (119, 121, 200)]
    due.refresh_from_db()
    later = timezone.now() + timedelta(days=9)
    publishing.again(due, later, by=team.lead)

    assert missed == [0, 1, 0]
    assert (due.state, due.due_at) == ("due", later)
    assert Entry.objects.get(pk=due.version.entry_id).state == Entry.State.SCHEDULED


def test_a_pause_holds_reminders_and_misses_and_ends_by_itself(due, team):
    pause = publishing.pause(team.workspace, reason="強震", by=team.lead, resumes_at=at(due, 60))

    during = clock.tick(at(due, 10))
    after = clock.tick(at(due, 61))

    pause.refresh_from_db()
    assert (during["reminded"], during["missed"]) == (0, 0)
    assert (after["reminded"], pause.ended_at) == (1, at(due, 61))


def test_a_pause_of_another_account_changes_nothing(due, team):
    from tests.factories.platforms import SocialAccountFactory

    other = SocialAccountFactory(workspace=team.workspace)
    publishing.pause(team.workspace, reason="帳號被盜", by=team.lead, account=other)

    assert clock.tick(at(due, 1))["reminded"] == 1


def test_a_published_post_is_not_changed_any_more(due, team):
    publishing.done_by_hand(due, "https://example.com/1", by=team.editor)

    with pytest.raises(entries.CannotChange):
        entries.write(due.version.entry, {"text": "改"}, seen=1, by=team.editor)


def test_the_link_finds_the_result(due, team):
    post = PostFactory(
        account=team.account, permalink="https://facebook.com/shan/posts/pfbid02abc?locale=zh_TW"
    )

    publishing.done_by_hand(due, "https://www.facebook.com/shan/posts/pfbid02abc/", by=team.editor)

    assert PostTie.objects.get().post == post


def test_without_a_link_account_time_and_text_do(due, team):
    publishing.done_by_hand(due, "", by=team.editor)
    post = PostFactory(
        account=team.account,
        text=due.text + " #冬茶",
        published_at=Publication.objects.get(pk=due.pk).done_at + timedelta(minutes=2),
    )
    PostFactory(account=team.account, text="另一篇完全不同的貼文", published_at=post.published_at)

    assert ties.match_new(team.workspace) == 1
    assert PostTie.objects.get().post == post
    assert ties.match_new(team.workspace) == 0


def test_what_is_not_sure_waits_for_a_person(due, team):
    publishing.done_by_hand(due, "", by=team.editor)
    when = Publication.objects.get(pk=due.pk).done_at
    posts = [PostFactory(account=team.account, text=due.text, published_at=when) for _ in range(2)]

    assert ties.match_new(team.workspace) == 0
    assert {post for post, _likeness in ties.suggestions(due.version)} == set(posts)
    ties.tie(due.version, posts[1], by=team.editor)
    assert PostTie.objects.get().post == posts[1]


def test_an_import_brings_the_result_into_the_calendar_cell(due, team, client, run_jobs):
    """The walk's end: the export comes, and the cell shows the figure of what was planned."""
    publishing.done_by_hand(
        due, "https://www.facebook.com/shan/posts/1000000000000001", by=team.editor
    )
    EntryVersion.objects.filter(pk=due.version_id).update(at=timezone.now())
    AccountAlias.objects.create(
        workspace=team.workspace,
        account=team.account,
        platform="facebook",
        kind="platform_id",
        value="100900000000001",
    )
    pacific = timezone.now().astimezone(ZoneInfo("America/Los_Angeles"))
    content = meta.content_csv(
        [
            {
                "id": "1000000000000001",
                "text": due.text,
                "link": due.permalink,
                "time": f"{pacific:%m/%d/%Y %H:%M}",
                "Reach": 1000,
                "Reactions": 40,
                "Comments": 5,
                "Shares": 5,
            }
        ]
    )
    file = deliveries.receive(
        team.workspace,
        io.BytesIO(content),
        "export.csv",
        by=team.editor,
        choices={"account": team.account.pk},
    )
    jobs.enqueue(
        "analytics.import_files",
        workspace=team.workspace,
        by=team.editor,
        label="匯入",
        params={"files": [file.pk]},
    )

    run_jobs()

    client.force_login(team.editor)
    page = client.get(reverse("calendar:calendar_view", args=[team.workspace.slug]))
    assert PostTie.objects.get().version == due.version
    assert "互動率 5.0%" in page.content.decode()
