"""The clock: ends of months, leap days, Taiwan's make-up days, and zones that change theirs."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from calendar_app import bulk_acts, clock, entries, laying, publishing, review
from calendar_app.grid import View, Window, same_place
from calendar_app.models import Entry, EntryVersion, Publication, Slot, SlotRule
from tests.factories.calendar import EntryFactory, SlotFactory, VersionFactory
from workspaces import days

NEW_YORK = ZoneInfo("America/New_York")


def zone(team, name: str) -> None:
    team.workspace.zone = name
    team.workspace.save()


def rule(team, at: time, first: date, *, weekdays: int = 0b1111111) -> SlotRule:
    return SlotRule.objects.create(
        workspace=team.workspace, account=team.account, weekdays=weekdays, time=at, starts_on=first
    )


def laid(team) -> list[datetime]:
    rows = Slot.objects.standing().order_by("at").values_list("at", flat=True)
    return [at.astimezone(team.workspace.tz) for at in rows]


# --- daylight saving ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "night", "clock_time", "stands_at"),
    [
        ("America/New_York", date(2027, 3, 14), time(2, 30), time(3, 30)),  # skipped
        ("America/New_York", date(2026, 11, 1), time(1, 30), time(1, 30)),  # twice: the first
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), time(3, 30)),
        ("Australia/Sydney", date(2026, 10, 4), time(2, 30), time(3, 30)),
        ("Asia/Taipei", date(2027, 3, 28), time(2, 30), time(2, 30)),  # never changes
    ],
)
def test_a_rule_in_the_night_of_the_change_lays_one_slot(team, name, night, clock_time, stands_at):
    zone(team, name)
    rule(team, clock_time, night - timedelta(days=1))

    laying.lay(team.workspace, night - timedelta(days=1), night + timedelta(days=1))

    found = laid(team)
    assert [at.date() for at in found] == [night + timedelta(days=n) for n in (-1, 0, 1)]
    assert [at.time() for at in found] == [clock_time, stands_at, clock_time]


def test_of_a_doubled_hour_the_first_is_taken():
    doubled = laying.moment(date(2026, 11, 1), time(1, 30), NEW_YORK)

    assert doubled == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_moved_over_the_change_a_post_keeps_its_clock_time(team):
    zone(team, "America/New_York")
    with time_machine.travel("2027-03-01T12:00:00Z"):
        before = laying.moment(date(2027, 3, 12), time(18), NEW_YORK)

        after = bulk_acts._moved(before, 7, team.workspace)

    assert after.astimezone(NEW_YORK).time() == time(18)
    assert after - before == timedelta(days=7, hours=-1)


def test_a_post_is_missed_by_minutes_that_pass_not_by_the_clock_on_the_wall(team):
    """The night in which an hour is left out: two hours of waiting are two hours."""
    zone(team, "America/New_York")
    due = datetime(2027, 3, 14, 6, 50, tzinfo=UTC)  # 01:50, ten minutes before the leap
    with time_machine.travel("2027-03-10T12:00:00Z"):
        row = EntryFactory(workspace=team.workspace, author=team.editor)
        version = VersionFactory(entry=row, account=team.account, at=due)
        Publication.objects.create(
            workspace=team.workspace, version=version, due_at=due, token="t", text="x"
        )
        Entry.objects.update(state=Entry.State.SCHEDULED)

    assert publishing.mark_missed(due + timedelta(minutes=119)) == 0
    assert publishing.mark_missed(due + timedelta(minutes=121)) == 1


# --- ends of months and leap days --------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "by", "other"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 3, 31), -1, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_another_month_keeps_the_day_where_there_is_one(day, by, other):
    assert same_place(day, View.MONTH, by) == other


@pytest.mark.parametrize(
    ("day", "length"), [(date(2028, 2, 29), 29), (date(2027, 2, 1), 28), (date(2026, 12, 31), 31)]
)
def test_a_month_holds_its_days_and_whole_weeks(day, length):
    window = Window(View.MONTH, day)

    assert (window.core_last - window.core_first).days + 1 == length
    assert len(window.days()) % 7 == 0
    assert window.days()[0].weekday() == 0


def test_a_rule_is_laid_on_the_leap_day_and_over_the_new_year(team):
    rule(team, time(9), date(2028, 2, 28))
    laying.lay(team.workspace, date(2028, 2, 28), date(2028, 3, 1))
    assert [at.date().isoformat() for at in laid(team)] == [
        "2028-02-28",
        "2028-02-29",
        "2028-03-01",
    ]

    SlotRule.objects.all().delete()
    Slot.objects.all().delete()
    rule(team, time(0, 0), date(2026, 12, 30))
    laying.lay(team.workspace, date(2026, 12, 31), date(2027, 1, 1))
    assert [at.date().isoformat() for at in laid(team)] == ["2026-12-31", "2027-01-01"]


def test_a_rule_that_ends_on_the_last_of_a_month_lays_that_day_and_no_other(team):
    SlotRule.objects.filter(pk=rule(team, time(23, 59), date(2026, 11, 29)).pk).update(
        ends_on=date(2026, 11, 30)
    )

    laying.lay(team.workspace, date(2026, 11, 28), date(2026, 12, 5))

    assert [at.date().isoformat() for at in laid(team)] == ["2026-11-29", "2026-11-30"]


def test_the_day_that_is_laid_first_is_today_where_the_workspace_is(team):
    """Shortly after New Year in Taipei it is still the old year in UTC."""
    with time_machine.travel("2026-12-31T17:00:00Z", tick=False):
        rule(team, time(9), date(2026, 12, 1))
        clock.daily()

    assert laid(team)[0] == datetime(2027, 1, 1, 9, tzinfo=team.workspace.tz)


def test_a_review_ends_at_the_minute_its_post_would_go_out(team):
    at = datetime(2028, 2, 29, 15, 59, tzinfo=UTC)  # 23:59 in Taipei
    with time_machine.travel("2028-02-20T02:00:00Z"):
        row = EntryFactory(workspace=team.workspace, author=team.editor)
        VersionFactory(entry=row, account=team.account, at=at)
        review.ask(row, by=team.editor)

    assert review.expire(at - timedelta(minutes=1)) == 0
    assert review.expire(at) == 1


def test_moved_by_a_month_of_days_over_the_leap_day(team):
    with time_machine.travel("2028-02-01T02:00:00Z"):
        slot = SlotFactory(account=team.account, at=datetime(2028, 2, 28, 10, tzinfo=UTC))
        row = EntryFactory(workspace=team.workspace, author=team.editor)
        version = VersionFactory(entry=row, account=team.account, at=slot.at, slot=slot)

        entries.plan(version, bulk_acts._moved(version.at, 2, team.workspace), by=team.editor)

    assert EntryVersion.objects.get().at == datetime(2028, 3, 1, 10, tzinfo=UTC)
    assert Slot.objects.get().at == datetime(2028, 3, 1, 10, tzinfo=UTC)


# --- Taiwan ------------------------------------------------------------------------------------


def test_a_make_up_saturday_is_a_day_of_work_in_the_calendar(team):
    """8 February 2025: a Saturday at work for a bridging day of the Lunar New Year."""
    from django.test import RequestFactory

    from calendar_app import board
    from calendar_app.asked import asked

    request = RequestFactory().get("/", {"view": "month", "date": "2025-02-01"})
    request.workspace = team.workspace
    cells = {cell.day: cell for cell in board.cells(asked(request))}

    assert days.is_make_up_day(date(2025, 2, 8))
    assert cells[date(2025, 2, 8)].works
    assert not cells[date(2025, 2, 15)].works  # any other Saturday
    assert not cells[date(2025, 1, 31)].works  # a Friday of the holidays


def test_working_days_before_a_post_count_the_make_up_saturday(team):
    arithmetic = days.working_days(team.workspace)

    assert arithmetic.works(date(2025, 2, 8))
    assert not arithmetic.works(date(2025, 2, 9))
