"""The calendar in a person's own calendar program."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from icalendar import Calendar

from calendar_app import entries, laying
from calendar_app.models import Entry, EntryVersion
from tests.factories.calendar import EntryFactory, SlotFactory, VersionFactory
from tests.factories.platforms import SocialAccountFactory
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

    url = address(client, team, "all", by=team.editor)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _n in range(6):
        row = EntryFactory(workspace=team.workspace, author=team.editor)
        VersionFactory(entry=row, account=team.account)
    with django_assert_max_num_queries(len(few)):
        client.get(url)
