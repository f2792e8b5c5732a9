"""The calendar in a person's own calendar program."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from icalendar import Calendar

from calendar_app import entries, laying, publishing, review
from calendar_app.contents import digest_of
from calendar_app.models import Entry, EntryVersion, Publication
from tests.factories.calendar import EntryFactory, SlotFactory, VersionFactory
from tests.factories.platforms import SocialAccountFactory
from workspaces import undo
from workspaces.models import Membership, ShareLink

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def posts(team):
    """Mine on Facebook; somebody else's on Instagram; slots of both."""
    other = SocialAccountFactory(workspace=team.workspace, platform="instagram", ours=True)
    team.account.ours = True
    team.account.save()
    at = datetime(2026, 12, 25, 10, 0, tzinfo=UTC)  # 18:00 in Taipei
    for account, person in ((team.account, team.editor), (other, team.lead)):
        row = EntryFactory(
            workspace=team.workspace, author=person, assignee=person, title=f"{person}的聖誕貼文"
        )
        VersionFactory(entry=row, account=account, at=at)
        SlotFactory(account=account, assignee=person, at=at + timedelta(days=1))
    return other


def address(client, team, what, *, by) -> str:
    client.force_login(by)
    made = client.post(reverse("calendar:feed_create", args=[team.workspace.slug]), {"what": what})
    client.logout()
    return made.context["url"]


def events(client, url):
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_mine_holds_my_posts_and_slots_in_utc(client, team, posts):
    found = events(client, address(client, team, "mine", by=team.editor))

    post, slot = found
    assert str(post["SUMMARY"]) == f"Facebook · {team.editor}的聖誕貼文（草稿）"
    assert post["DTSTART"].dt == datetime(2026, 12, 25, 10, 0, tzinfo=UTC)
    assert post["DTSTART"].to_ical() == b"20261225T100000Z"
    assert str(post["STATUS"]) == "TENTATIVE"
    assert "空的時段" in str(slot["SUMMARY"]) or "空時段" in str(slot["SUMMARY"])


def test_all_and_one_account(client, team, posts):
    everything = events(client, address(client, team, "all", by=team.editor))
    one = events(client, address(client, team, str(posts.pk), by=team.editor))

    assert len(everything) == 2  # posts only
    assert [str(event["UID"]).split("-")[0] for event in one] == ["post", "slot"]
    assert all("Instagram" in str(event["SUMMARY"]) for event in one)


def test_a_move_keeps_the_uid_and_a_removed_post_is_cancelled(client, team, posts):
    url = address(client, team, "mine", by=team.editor)
    before = events(client, url)[0]
    version = EntryVersion.objects.get(entry__assignee=team.editor)

    entries.plan(version, version.at + timedelta(days=1), by=team.editor)
    moved = next(one for one in events(client, url) if one["UID"] == before["UID"])
    entries.remove(Entry.objects.get(pk=version.entry_id), by=team.editor)
    gone = next(one for one in events(client, url) if one["UID"] == before["UID"])

    assert moved["DTSTART"].dt == before["DTSTART"].dt + timedelta(days=1)
    assert str(gone["STATUS"]) == "CANCELLED"
    assert gone["SEQUENCE"] > before["SEQUENCE"]


def test_the_clock_of_another_zone_is_kept_over_its_change(client, team, posts):
    """18:00 in New York before and after the night to 14 March 2027."""
    team.workspace.zone = "America/New_York"
    team.workspace.save()
    EntryVersion.objects.all().delete()
    for day in (date(2027, 3, 13), date(2027, 3, 14)):
        row = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
        at = laying.moment(day, time(18, 0), team.workspace.tz)
        VersionFactory(entry=row, account=team.account, at=at)

    found = events(client, address(client, team, "all", by=team.editor))

    assert [event["DTSTART"].to_ical() for event in found] == [
        b"20270313T230000Z",
        b"20270314T220000Z",
    ]


def test_it_is_shown_once_ends_when_revoked_and_with_the_membership(client, team, posts):
    url = address(client, team, "all", by=team.editor)
    client.force_login(team.editor)
    page = reverse("calendar:feed_detail", args=[team.workspace.slug])
    assert url not in client.get(page).content.decode()
    second = address(client, team, "mine", by=team.editor)

    client.force_login(team.lead)
    link = ShareLink.objects.order_by("pk").first()
    revoke = reverse("calendar:feed_revoke", args=[team.workspace.slug, link.pk])
    assert client.post(revoke).status_code == 404  # somebody else's
    client.force_login(team.editor)
    client.post(revoke)

    assert client.get(url).status_code == 404
    assert client.get(second).status_code == 200
    Membership.objects.filter(user=team.editor).delete()
    assert client.get(second).status_code == 404


def test_a_strange_choice_is_refused(client, team, posts):
    stranger = SocialAccountFactory(ours=True)
    client.force_login(team.editor)

    client.post(
        reverse("calendar:feed_create", args=[team.workspace.slug]), {"what": str(stranger.pk)}
    )

    assert not ShareLink.objects.exists()


def test_it_asks_as_often_for_many_posts_as_for_few(
    client, team, posts, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def more(count):
        for _n in range(count):
            row = EntryFactory(workspace=team.workspace, author=team.editor)
            VersionFactory(entry=row, account=team.account)

    url = address(client, team, "all", by=team.editor)
    client.get(url)
    more(1)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    more(6)
    with django_assert_max_num_queries(len(few)):
        client.get(url)


def marks(event) -> tuple[int, datetime]:
    return int(event["SEQUENCE"]), event["LAST-MODIFIED"].dt


def test_what_moves_rises_and_what_stays_does_not(client, team, posts):
    url = address(client, team, "all", by=team.editor)
    mine, theirs = events(client, url)
    version = EntryVersion.objects.get(entry__assignee=team.editor)

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        entries.plan(version, version.at + timedelta(days=3), by=team.editor)
        first = {event["UID"]: marks(event) for event in events(client, url)}
        again = {event["UID"]: marks(event) for event in events(client, url)}

    assert first[mine["UID"]][0] == marks(mine)[0] + 1
    assert first[mine["UID"]][1] == NOW + timedelta(hours=1)
    assert first[theirs["UID"]] == marks(theirs)
    assert again == first


@pytest.mark.parametrize(
    "how", ["moved and undone", "removed and brought back", "renamed", "given"]
)
def test_no_way_of_changing_a_post_lets_the_count_fall(client, team, posts, how):
    url = address(client, team, "all", by=team.editor)
    version = EntryVersion.objects.get(entry__assignee=team.editor)
    entry = Entry.objects.get(pk=version.entry_id)

    def act():
        if how == "moved and undone":
            step = entries.plan(version, version.at + timedelta(days=1), by=team.editor)
            yield
            undo.undo(step, team.editor)
        elif how == "removed and brought back":
            step = entries.remove(entry, by=team.editor)
            yield
            undo.undo(step, team.editor)
        elif how == "renamed":
            entries.write(entry, {"title": "新名字"}, seen=entry.version, by=team.editor)
            yield
            Entry.objects.filter(pk=entry.pk).update(state=Entry.State.IN_REVIEW)
        else:
            entries.write(entry, {"assignee_id": team.lead.pk}, seen=1, by=team.editor)
            yield
            Entry.objects.filter(pk=entry.pk).update(state=Entry.State.APPROVED)
        yield

    def count():
        found = {str(event["UID"]): marks(event)[0] for event in events(client, url)}
        return found[f"post-{version.pk}@social-workbench"]

    seen = [count()]
    for _step in act():
        seen.append(count())

    assert seen == [seen[0], seen[0] + 1, seen[0] + 2]


def test_what_was_called_off_is_cancelled_until_it_is_sent_to_review_again(client, team, posts):
    url = address(client, team, "all", by=team.editor)
    version = EntryVersion.objects.get(entry__assignee=team.editor)
    entry = Entry.objects.get(pk=version.entry_id)
    review.ask(entry, by=team.editor)
    entry.refresh_from_db()
    review.approve(entry, by=team.manager, digest=digest_of(entry))

    def told():
        found = {str(event["UID"]): event for event in events(client, url)}
        event = found[f"post-{version.pk}@social-workbench"]
        return str(event["STATUS"]), marks(event)[0]

    sure = told()
    publishing.give_up(Publication.objects.get(version=version), by=team.editor)
    off = told()
    entry.refresh_from_db()
    review.ask(entry, by=team.editor)
    open_again = told()

    assert [sure[0], off[0], open_again[0]] == ["CONFIRMED", "CANCELLED", "TENTATIVE"]
    assert sure[1] < off[1] < open_again[1]


def test_a_change_of_words_is_no_calling_off(client, team, posts):
    url = address(client, team, "all", by=team.editor)
    version = EntryVersion.objects.get(entry__assignee=team.editor)
    entry = Entry.objects.get(pk=version.entry_id)
    review.ask(entry, by=team.editor)
    entry.refresh_from_db()
    review.approve(entry, by=team.manager, digest=digest_of(entry))
    entry.refresh_from_db()

    entries.write(entry, {"text": "新的字"}, seen=entry.version, by=team.editor)
    entry.refresh_from_db()
    review.take_back(entry, by=team.editor)

    assert {str(event["STATUS"]) for event in events(client, url)} == {"TENTATIVE"}


def test_the_file_obeys_the_rules_of_the_format(client, team, posts):
    """RFC 5545: 3.1 lines and folding, 3.3.11 escaping, 3.6.1 what an event must have."""
    title = "冬茶，上市；" * 12 + "a,b;c\\d"
    text = "第一行\n第二行, 有逗號; 有分號 \\ 有反斜線\r\n" + "很長的字" * 60
    Entry.objects.filter(assignee=team.editor).update(title=title, text=text)
    url = address(client, team, "mine", by=team.editor)

    content = client.get(url).content

    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert not any(b"\n" in line or b"\r" in line or not line for line in lines)
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # no letter is torn apart
    whole = content.replace(b"\r\n ", b"").decode().split("\r\n")
    assert whole[:1] == ["BEGIN:VCALENDAR"] and "VERSION:2.0" in whole
    assert sum(line.startswith("PRODID:") for line in whole) == 1
    values = [line.partition(":")[2] for line in whole if line.startswith(("SUMMARY", "DESCRIP"))]
    bare = re.compile(r"(?<!\\)(?:\\\\)*[,;]|(?<!\\)(?:\\\\)*\\[^\\,;nN]")
    assert not any(bare.search(value) for value in values)
    event = events(client, url)[0]
    assert str(event["SUMMARY"]) == f"Facebook · {title}（草稿）"
    assert "第一行\n第二行, 有逗號; 有分號 \\ 有反斜線" in str(event["DESCRIPTION"])
    for one in events(client, url):
        names = [name for name, _value in one.property_items()]
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "LAST-MODIFIED", "STATUS"):
            assert names.count(name) == 1
    # All times are moments in UTC, so the file needs no zone of its own.
    times = [line for line in whole if line.startswith(("DT", "LAST-MODIFIED"))]
    assert times and all(re.fullmatch(r"[A-Z-]+:\d{8}T\d{6}Z", line) for line in times)
    assert not any("TZID" in line for line in whole)
