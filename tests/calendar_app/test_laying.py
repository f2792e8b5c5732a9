"""Slots are laid, moved, given out and taken away, and every act has its way back."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app import laying
from calendar_app.models import Publication, Slot, SlotRule
from tests.factories.calendar import EntryFactory, SlotFactory, VersionFactory, soon
from tests.factories.workspaces import UserFactory
from workspaces import undo


def rule(team, **given) -> SlotRule:
    values = {
        "workspace": team.workspace,
        "account": team.account,
        "weekdays": 0b0010010,  # Tuesday and Friday
        "time": time(18, 0),
        "starts_on": date(2026, 11, 1),
    }
    return SlotRule.objects.create(**(values | given))


def laid(team) -> list[datetime]:
    tz = team.workspace.tz
    return [slot.at.astimezone(tz) for slot in Slot.objects.standing().order_by("at")]


def test_a_rule_lays_its_weekdays_once(team):
    rule(team)
    first, last = date(2026, 11, 1), date(2026, 11, 30)

    made = [laying.lay(team.workspace, first, last) for _twice in range(2)]

    assert made == [8, 0]
    assert {at.weekday() for at in laid(team)} == {1, 4}
    assert {at.time() for at in laid(team)} == {time(18, 0)}


def test_a_removed_slot_is_not_laid_again(team):
    rule(team, starts_on=timezone.localdate())
    start = timezone.localdate() + timedelta(days=1)
    laying.lay(team.workspace, start, start + timedelta(days=13))
    slot = Slot.objects.first()

    laying.remove(slot, seen=slot.version, by=team.lead)
    laying.lay(team.workspace, start, start + timedelta(days=13))

    assert not Slot.objects.standing().filter(pk=slot.pk).exists()
    assert Slot.objects.filter(rule_day=slot.rule_day).count() == 1


def test_the_clock_time_stays_when_daylight_saving_changes(team):
    team.workspace.zone = "America/New_York"
    team.workspace.save()
    rule(team, weekdays=0b1111111, starts_on=date(2026, 10, 30))

    laying.lay(team.workspace, date(2026, 10, 30), date(2026, 11, 3))

    assert {at.time() for at in laid(team)} == {time(18, 0)}
    assert {at.utcoffset() for at in laid(team)} == {timedelta(hours=-4), timedelta(hours=-5)}


def test_a_time_that_daylight_saving_skips_moves_on():
    skipped = laying.moment(date(2026, 3, 8), time(2, 30), ZoneInfo("America/New_York"))

    assert skipped.astimezone(ZoneInfo("America/New_York")).time() == time(3, 30)


def test_moving_takes_the_post_along_and_back(team):
    slot = SlotFactory(account=team.account)
    version = VersionFactory(account=team.account, slot=slot, at=slot.at)
    later = slot.at + timedelta(days=2)

    step = laying.move(slot, later, seen=slot.version, by=team.lead)
    version.refresh_from_db()
    moved = version.at
    undo.undo(step, team.lead)

    version.refresh_from_db()
    assert (moved, version.at) == (later, slot.at - timedelta(days=2))


def test_of_two_who_move_the_second_is_told(team):
    slot = SlotFactory(account=team.account)
    seen = slot.version
    laying.move(slot, soon(5), seen=seen, by=team.lead)

    with pytest.raises(laying.Changed, match="有人剛剛改了"):
        laying.move(Slot.objects.get(pk=slot.pk), soon(6), seen=seen, by=team.manager)

    assert Slot.objects.get(pk=slot.pk).at == soon(5)


def test_a_past_time_is_refused(team):
    slot = SlotFactory(account=team.account)

    with pytest.raises(laying.CannotMove):
        laying.move(slot, timezone.now(), seen=slot.version, by=team.lead)


def test_giving_out_many_is_one_act(team):
    slots = [SlotFactory(account=team.account, at=soon(day)) for day in (2, 3)]

    step = laying.give({slots[0]: team.editor, slots[1]: team.lead}, by=team.lead)
    given = list(Slot.objects.order_by("at").values_list("assignee", flat=True))
    undo.undo(step, team.lead)

    assert given == [team.editor.pk, team.lead.pk]
    assert set(Slot.objects.values_list("assignee", flat=True)) == {None}


def test_nobody_outside_the_workspace_gets_a_slot(team):
    with pytest.raises(laying.CannotMove):
        laying.assign([SlotFactory(account=team.account)], UserFactory(), by=team.lead)


def test_a_slot_with_a_post_stays(team):
    slot = SlotFactory(account=team.account)
    VersionFactory(account=team.account, slot=slot)

    with pytest.raises(laying.CannotMove, match="已經有貼文"):
        laying.remove(slot, seen=slot.version, by=team.lead)


def test_ending_a_rule_leaves_what_is_filled(team):
    row = rule(team, starts_on=timezone.localdate(), weekdays=0b1111111)
    start = timezone.localdate() + timedelta(days=1)
    laying.lay(team.workspace, start, start + timedelta(days=4))
    kept = Slot.objects.first()
    VersionFactory(account=team.account, slot=kept)

    assert laying.end_rule(row, by=team.lead) == 4
    assert list(Slot.objects.standing()) == [kept]


def test_ending_a_rule_can_be_taken_back(team):
    row = SlotRule(workspace=team.workspace, account=team.account, weekdays=127, time=time(18),
                   starts_on=date.today())  # fmt: skip
    laying.add_rule(row, by=team.lead)
    before = set(Slot.objects.standing().values_list("pk", flat=True))
    count, step = laying.stop_rule(row, by=team.lead)
    assert count > 50
    assert not Slot.objects.standing().filter(at__gt=timezone.now()).exists()

    undo.undo(step, team.lead)

    row.refresh_from_db()
    assert row.ended_at is None
    assert set(Slot.objects.standing().values_list("pk", flat=True)) == before


def test_giving_out_what_is_gone_says_so_and_repaints_nothing(client, team):
    client.force_login(team.lead)
    slot = SlotFactory(account=team.account)
    laying.remove(slot, seen=slot.version, by=team.lead)

    answer = client.post(
        reverse("calendar:slot_assign", args=[team.workspace.slug]),
        {"slot": slot.pk, "person": team.editor.pk},
        headers={"hx-request": "true"},
    )

    assert answer.status_code == 204
    assert "toast" in answer["HX-Trigger"]


def test_a_slot_whose_post_is_out_stays(team):
    slot = SlotFactory(account=team.account, at=soon(3))
    entry = EntryFactory(workspace=team.workspace, author=team.editor)
    version = VersionFactory(entry=entry, account=team.account, at=slot.at, slot=slot)
    Publication.objects.create(
        workspace=team.workspace,
        version=version,
        state=Publication.State.BY_HAND,
        due_at=slot.at,
        token="out",
    )

    with pytest.raises(laying.CannotMove, match="已經發布"):
        laying.move(slot, soon(5), seen=slot.version, by=team.lead)

    slot.refresh_from_db()
    version.refresh_from_db()
    assert slot.at == version.at == soon(3)
    assert slot.version == 1
