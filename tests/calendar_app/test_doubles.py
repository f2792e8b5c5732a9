"""Two accounts become one: plans follow, what was planned for both is settled, parting gives back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from analytics.intake.deliveries import set_ours
from analytics.merging import accounts as merged_accounts
from calendar_app import doubled, entries, laying, options
from calendar_app.media_facts import markets_of
from calendar_app.models import Entry, EntryMedia, EntryVersion, LaidAside, Publication, Slot
from tests.factories.calendar import (
    EntryFactory,
    MediaFactory,
    SlotFactory,
    VersionFactory,
    soon,
)
from tests.factories.platforms import SocialAccountFactory
from workspaces import undo
from workspaces.models import AuditEvent, UndoStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def into(team):
    """The account that will stand for team.account."""
    set_ours(team.account, True, team.lead)
    other = SocialAccountFactory(
        workspace=team.workspace, platform=team.account.platform, name="改名後"
    )
    set_ours(other, True, team.lead)
    return other


@pytest.fixture
def both(team, into) -> Entry:
    """Planned for both, each in a slot, with words and a picture of its own for the old one."""
    entry = EntryFactory(workspace=team.workspace, author=team.editor, assignee=team.editor)
    for account, text in ((team.account, "舊帳號的字"), (into, "新帳號的字")):
        slot = SlotFactory(account=account, at=soon(4))
        VersionFactory(
            entry=entry, account=account, slot=slot, at=slot.at, own_text=True, text=text,
            utm={"content": text},
        )  # fmt: skip
    old = entry.versions.get(account=team.account)
    asset = MediaFactory(workspace=team.workspace)
    EntryMedia.objects.create(entry=entry, version=old, asset=asset, alt="舊的說明")
    return entry


def merge(team, into) -> None:
    team.account.refresh_from_db()
    merged_accounts.merge(team.account, into, team.lead)


def part(team) -> None:
    team.account.refresh_from_db()
    merged_accounts.part(team.account, team.lead)


def plan_of(entry) -> set[tuple]:
    """Everything of a post's versions that parting has to give back."""
    return {
        (one.account_id, one.at, one.slot_id, one.own_text, one.text, str(one.utm),
         tuple(one.media.values_list("asset", "alt")))
        for one in EntryVersion.objects.filter(entry=entry)
    }  # fmt: skip


def settle(client, team, left, keep):
    address = reverse("calendar:double_settle", args=[team.workspace.slug, left.pk])
    return client.post(address, {"keep": keep.pk}, follow=True)


def test_slots_rules_and_versions_follow_and_go_back(team, into):
    slot = SlotFactory(account=team.account)
    rule = laying.SlotRule.objects.create(
        workspace=team.workspace, account=team.account, weekdays=1, time="18:00",
        starts_on=soon().date(),
    )  # fmt: skip
    version = VersionFactory(
        entry=EntryFactory(workspace=team.workspace, author=team.editor), account=team.account
    )
    rows = (slot, rule, version)

    merge(team, into)
    for row in rows:
        row.refresh_from_db()
    assert {row.account for row in rows} == {into}
    assert doubled.doubles(team.workspace, most=9) == []

    part(team)
    for row in rows:
        row.refresh_from_db()
    assert {row.account for row in rows} == {team.account}


def test_what_was_planned_for_both_waits_for_a_person(client, team, into, both):
    EntryFactory(workspace=team.workspace, author=team.editor)
    assert merged_accounts.preview(team.account, into).doubled == 1
    merge(team, into)
    client.force_login(team.editor)

    today = client.get(reverse("workspaces:today", args=[team.workspace.slug]))
    page = client.get(reverse("calendar:double_list", args=[team.workspace.slug]))

    assert "有 1 篇貼文在同一個帳號排了兩次" in today.content.decode()
    words = page.content.decode()
    assert "舊帳號的字" in words and "新帳號的字" in words
    assert f"原本排給「{team.account.name}」" in words
    [row] = page.context["rows"]
    assert [side["version"].account for side in row["sides"]] == [into, team.account]


@pytest.mark.parametrize("held", ["stands", "left"])
def test_one_holds_and_parting_gives_both_back(client, team, into, both, held):
    before = plan_of(both)
    merge(team, into)
    left = both.versions.get(account=team.account)
    stands = both.versions.get(account=into)
    client.force_login(team.editor)

    settle(client, team, left, stands if held == "stands" else left)

    version = both.versions.get()
    assert version.account == into
    assert version.text == ("新帳號的字" if held == "stands" else "舊帳號的字")
    assert doubled.doubles(team.workspace, most=9) == []
    assert AuditEvent.objects.filter(verb="calendar.double_settled").count() == 1
    part(team)
    assert plan_of(both) == before
    assert not LaidAside.objects.exists()


@pytest.mark.parametrize("held", ["stands", "left"])
def test_settling_can_be_taken_back_while_the_accounts_are_one(client, team, into, both, held):
    merge(team, into)
    before = plan_of(both)
    left = both.versions.get(account=team.account)
    stands = both.versions.get(account=into)
    client.force_login(team.editor)
    settle(client, team, left, stands if held == "stands" else left)

    undo.undo(UndoStep.objects.get(handler=doubled.BACK), team.editor)

    assert plan_of(both) == before
    assert len(doubled.doubles(team.workspace, most=9)) == 1
    part(team)
    assert {one.account for one in both.versions.all()} == {team.account, into}


def test_taking_back_after_parting_says_that_both_stand(client, team, into, both):
    merge(team, into)
    client.force_login(team.editor)
    left = both.versions.get(account=team.account)
    settle(client, team, left, left)
    part(team)

    with pytest.raises(undo.CannotUndo):
        undo.undo(UndoStep.objects.get(handler=doubled.BACK), team.editor)


def test_what_is_out_already_stays(client, team, into, both):
    merge(team, into)
    left = both.versions.get(account=team.account)
    stands = both.versions.get(account=into)
    Publication.objects.create(
        workspace=team.workspace, version=left, state="by_hand", due_at=left.at,
        done_at=left.at, token="t",
    )  # fmt: skip
    client.force_login(team.editor)

    refused = settle(client, team, left, stands)
    assert "已經發布" in refused.content.decode()
    assert both.versions.count() == 2
    settle(client, team, left, left)

    assert both.versions.get().pk == left.pk
    both.refresh_from_db()
    assert both.state == Entry.State.PUBLISHED  # nothing of it waits any more
    part(team)
    left.refresh_from_db()
    assert left.account == team.account
    assert both.versions.count() == 1  # what is out gets no second version


def test_a_published_post_needs_nobody_and_a_stale_page_changes_nothing(client, team, into, both):
    merge(team, into)
    left = both.versions.get(account=team.account)
    stands = both.versions.get(account=into)
    client.force_login(team.editor)
    settle(client, team, left, stands)

    again = settle(client, team, stands, stands)

    assert again.status_code == 404  # it is no version that was left behind
    assert both.versions.get() == stands
    Entry.objects.filter(pk=both.pk).update(state=Entry.State.PUBLISHED)
    part(team)
    assert both.versions.get() == stands


def test_choosing_accounts_drops_nothing_that_waits_for_a_person(team, into, both):
    merge(team, into)

    entries.choose_accounts(both, [into], by=team.editor)

    assert {one.account for one in both.versions.all()} == {team.account, into}


@pytest.mark.parametrize(
    ("old", "new", "together"),
    [
        (["JP"], [], ["JP", "TW"]),
        (["JP"], ["HK"], ["HK", "JP"]),
        ([], ["JP"], ["JP", "TW"]),
        ([], [], ["TW"]),
        (["TW"], ["TW", "JP"], ["JP", "TW"]),
    ],
)
def test_a_licence_has_to_hold_in_the_markets_of_both(team, into, old, new, together):
    given = options.options_of(team.workspace)
    given.markets = {str(team.account.pk): old, str(into.pk): new}
    given.save()

    merge(team, into)
    now = markets_of(into.pk, options.options_of(team.workspace))
    part(team)

    assert sorted(now) == together
    again = options.options_of(team.workspace).markets
    assert (again[str(team.account.pk)], again[str(into.pk)]) == (old, new)


def test_markets_that_somebody_said_since_stay(team, into):
    given = options.options_of(team.workspace)
    given.markets = {str(team.account.pk): ["JP"]}
    given.save()
    merge(team, into)
    given = options.options_of(team.workspace)
    given.markets[str(into.pk)] = ["HK"]
    given.save()

    part(team)

    assert options.options_of(team.workspace).markets[str(into.pk)] == ["HK"]


def test_a_change_of_accounts_is_looked_at_again(client, team, into, both):
    merge(team, into)
    Entry.objects.filter(pk=both.pk).update(state=Entry.State.IN_REVIEW)
    version = Entry.objects.get(pk=both.pk).version
    left = both.versions.get(account=team.account)

    doubled.hold(left, left.pk, by=team.editor)

    both.refresh_from_db()
    assert both.version == version + 1
    with pytest.raises(doubled.CannotDo):
        doubled.hold(both.versions.get(), 0, by=team.editor)


def test_a_slot_that_was_filled_meanwhile_stays_filled(team, into, both):
    merge(team, into)
    left = both.versions.get(account=team.account)
    slot = left.slot
    doubled.hold(left, both.versions.get(account=into).pk, by=team.editor)
    slot = Slot.objects.get(pk=slot.pk)
    entries.begin(team.workspace, by=team.editor, slot=slot)

    part(team)

    back = both.versions.get(account=team.account)
    assert back.slot is None
    assert back.at - slot.at == timedelta(0)
