"""Publishing by hand: reminded once, noted once, missed when nobody came."""

import io
from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.intake import deliveries
from calendar_app import clock, entries, publishing, review, ties
from calendar_app.contents import digest_of
from calendar_app.models import Entry, EntryVersion, PostTie, Publication
from calendar_app.planned_done import planned_and_done
from calendar_app.waiting import waiting_for
from platforms.models import AccountAlias
from tests.factories.calendar import EntryFactory, VersionFactory
from tests.factories.platforms import PostFactory, SocialAccountFactory
from tests.samples import meta
from workspaces import jobs, undo
from workspaces.models import Membership, Notification
from workspaces.periods import month_of


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


@pytest.fixture
def missed(due) -> Publication:
    clock.tick(at(due, 121))
    due.refresh_from_db()
    return due


def test_changed_words_of_a_missed_post_do_not_go_out_unseen(missed, team):
    entry = missed.version.entry
    entries.write(entry, {"text": "沒有人看過的字"}, seen=entry.version, by=team.editor)

    with pytest.raises(publishing.CannotDo, match="送審"):
        publishing.again(missed, timezone.now() + timedelta(days=9), by=team.editor)

    entry.refresh_from_db()
    assert entry.state == Entry.State.DRAFT
    assert not Publication.objects.filter(state=Publication.State.DUE).exists()


def test_what_went_back_to_review_is_not_scheduled_by_a_new_time(due, team):
    entry = due.version.entry
    entries.write(entry, {"text": "換過的字"}, seen=entry.version, by=team.editor)
    due.refresh_from_db()

    with pytest.raises(publishing.CannotDo):
        publishing.again(due, timezone.now() + timedelta(days=9), by=team.editor)

    entry.refresh_from_db()
    assert entry.state == Entry.State.IN_REVIEW


def test_a_missed_post_that_is_moved_is_planned_again(missed, team):
    later = timezone.now() + timedelta(days=9)

    entries.plan(missed.version, later, by=team.editor)

    missed.refresh_from_db()
    assert (missed.state, missed.due_at) == (Publication.State.DUE, later)
    assert Entry.objects.get().state == Entry.State.SCHEDULED


def test_a_missed_post_reviewed_again_is_due_again(missed, team):
    entry = missed.version.entry
    entries.write(entry, {"text": "改得更好"}, seen=entry.version, by=team.editor)
    later = timezone.now() + timedelta(days=9)
    entries.plan(EntryVersion.objects.get(), later, by=team.editor)
    review.ask(entry, by=team.editor)
    entry.refresh_from_db()
    review.approve(entry, by=team.lead, digest=digest_of(entry))

    missed.refresh_from_db()
    assert (missed.state, missed.due_at, missed.text) == ("due", later, "改得更好")


@pytest.fixture
def half_out(team) -> Entry:
    """A post on two accounts, approved; on the first it is out, on the other it waits."""
    entry = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
    other = SocialAccountFactory(workspace=team.workspace, platform="threads", ours=True)
    first = VersionFactory(entry=entry, account=team.account)
    VersionFactory(entry=entry, account=other)
    review.ask(entry, by=team.editor)
    entry.refresh_from_db()
    review.approve(entry, by=team.lead, digest=digest_of(entry))
    row = Publication.objects.get(version=first)
    publishing.done_by_hand(row, "https://www.facebook.com/p/1", by=team.editor)
    EntryVersion.objects.filter(pk=first.pk).update(at=timezone.now() - timedelta(hours=1))
    entry.refresh_from_db()
    return entry


def test_the_account_on_which_it_is_out_stays(half_out, team):
    with pytest.raises(entries.CannotChange, match="已經發布"):
        entries.choose_accounts(half_out, [], by=team.editor)

    out = half_out.versions.get(account=team.account)
    with pytest.raises(entries.CannotChange):
        entries.plan(out, timezone.now() + timedelta(days=3), by=team.editor)
    with pytest.raises(entries.CannotChange):
        entries.write_version(out, {"text": "改"}, seen=half_out.version, by=team.editor)
    assert Publication.objects.get(version=out).permalink == "https://www.facebook.com/p/1"


def test_half_out_and_changed_it_waits_for_its_review(half_out, team):
    entries.write(half_out, {"text": "第二則換一句"}, seen=half_out.version, by=team.editor)

    clock.tick(timezone.now())

    half_out.refresh_from_db()
    assert half_out.state == Entry.State.IN_REVIEW
    review.approve(half_out, by=team.lead, digest=digest_of(half_out))
    half_out.refresh_from_db()
    assert half_out.state == Entry.State.SCHEDULED


def test_without_the_account_that_was_left_it_is_published(half_out, team):
    entries.choose_accounts(half_out, [team.account], by=team.editor)

    assert Entry.objects.get(pk=half_out.pk).state == Entry.State.PUBLISHED
    assert review.waiting(half_out) is None


def test_an_account_without_a_time_keeps_the_post_open(half_out, team):
    rest = half_out.versions.exclude(account=team.account).get()
    entries.plan(rest, None, by=team.editor)
    publishing._settle(half_out)

    assert Entry.objects.get(pk=half_out.pk).state == Entry.State.APPROVED


def test_a_pause_takes_it_off_the_day_too(due, team):
    Publication.objects.update(due_at=timezone.now() - timedelta(minutes=5))
    member = Membership.objects.get(workspace=team.workspace, user=team.editor)
    asker = SimpleNamespace(user=team.editor, workspace=team.workspace, membership=member)
    assert [one.kind for one in waiting_for(asker)] == ["publication"]

    publishing.pause(team.workspace, reason="強震", by=team.lead)

    assert [one.kind for one in waiting_for(asker)] == []


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("https://www.instagram.com/p/C1/", "Instagram"),
        ("https://www.facebook.com/", "首頁"),
        ("http://testserver/w/shan/calendar/", "工作台"),
        ("facebook.com/shan/posts/1", "不是連結"),
    ],
    ids=["another platform", "a front page", "this workbench", "no scheme"],
)
def test_a_link_that_cannot_be_the_post_is_refused(due, team, client, link, said):
    client.force_login(team.editor)
    address = reverse("calendar:publication_done", args=[team.workspace.slug, due.pk])

    answer = client.post(address, {"link": link})

    due.refresh_from_db()
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert due.state == Publication.State.DUE


def test_one_time_for_all_accounts_that_are_left(half_out, team):
    third = SocialAccountFactory(workspace=team.workspace, platform="x", ours=True)
    VersionFactory(entry=half_out, account=third)
    before = dict(half_out.versions.values_list("pk", "at"))
    later = (timezone.now() + timedelta(days=9)).replace(microsecond=0)

    step = entries.plan_all(half_out, later, by=team.editor)

    out = half_out.versions.get(account=team.account)
    now = dict(half_out.versions.values_list("pk", "at"))
    assert now == {pk: before[pk] if pk == out.pk else later for pk in before}
    undo.undo(step, team.editor)
    assert dict(half_out.versions.values_list("pk", "at")) == before


def test_what_waits_for_its_review_again_was_not_called_off(due, team):
    """Planned against done: given up is only what a person gave up."""

    def counted() -> tuple[int, int, int]:
        day = month_of(due.due_at.astimezone(team.workspace.tz).date())
        found = planned_and_done(team.workspace, day, "kind", [team.account.pk])
        (done,) = found.values()
        return done.missed, done.off, done.open

    entry = due.version.entry
    entries.write(entry, {"text": "換過的字"}, seen=entry.version, by=team.editor)
    assert counted() == (0, 0, 1)

    entry.refresh_from_db()
    review.approve(entry, by=team.lead, digest=digest_of(entry))
    due.refresh_from_db()
    publishing.give_up(due, by=team.editor)
    assert counted() == (0, 1, 0)


def test_what_was_missed_and_is_a_draft_again_stays_missed(missed, team):
    EntryVersion.objects.update(at=timezone.now() - timedelta(hours=3))
    entry = missed.version.entry
    entries.write(entry, {"text": "改了再發"}, seen=entry.version, by=team.editor)

    at = EntryVersion.objects.get().at.astimezone(team.workspace.tz)
    found = planned_and_done(team.workspace, month_of(at.date()), "kind", [team.account.pk])

    assert [(one.missed, one.off) for one in found.values()] == [(1, 0)]
