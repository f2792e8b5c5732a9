"""A full day of a month shows its first posts and says how many more there are."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from calendar_app import board, laying
from calendar_app.asked import asked
from calendar_app.day_number import day_number
from calendar_app.models import Slot
from tests.factories.calendar import EntryFactory, SlotFactory, VersionFactory

DAY = date(2026, 12, 11)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel("2026-12-01T02:00:00Z", tick=False):
        yield


def at(team, hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return laying.moment(day, time(hour, minute), team.workspace.tz)


def post(team, moment: datetime, title: str = "貼文"):
    row = EntryFactory(workspace=team.workspace, author=team.editor, title=title)
    return VersionFactory(entry=row, account=team.account, at=moment)


def cell(team, view: str = "month", day: date = DAY) -> board.Cell:
    request = RequestFactory().get("/", {"view": view, "date": day.isoformat()})
    request.workspace = team.workspace
    return next(one for one in board.cells(asked(request)) if one.day == day)


def test_the_first_are_shown_and_the_others_counted(team):
    for minute in range(9):
        post(team, at(team, 18, minute), f"貼文 {minute}")
    SlotFactory(account=team.account, at=at(team, 17))
    SlotFactory(account=team.account, at=at(team, 20))

    found = cell(team)

    assert [chip.title for chip in found.shown] == ["空的時段", "貼文 0", "貼文 1", "貼文 2"]
    assert (found.total, found.more) == (11, 7)
    assert len(cell(team, "day").chips) == 11 and cell(team, "day").more == 0


def test_what_fits_is_shown_whole(team):
    for minute in range(5):
        post(team, at(team, 18, minute))

    found = cell(team)

    assert (len(found.shown), found.more) == (5, 0)


def test_days_are_those_of_the_workspace(team):
    team.workspace.zone = "America/New_York"
    team.workspace.save()
    for minute in range(7):
        post(team, at(team, 23, minute))  # the next day in UTC

    assert cell(team).total == 7
    assert cell(team, day=DAY + timedelta(days=1)).total == 0


def test_the_night_of_a_changed_clock_belongs_to_its_own_day(team):
    team.workspace.zone = "Europe/Berlin"
    team.workspace.save()
    change = date(2027, 3, 28)
    for hour in (0, 1, 3, 23):
        post(team, at(team, hour, 30, change))

    assert cell(team, day=change).total == 4


def test_a_full_month_asks_as_often_and_reads_as_little(team):
    def questions() -> int:
        with CaptureQueriesContext(connection) as caught:
            found = cell(team)
        assert len(found.chips) <= board.SHOWN * 2
        return len(caught)

    post(team, at(team, 12))
    few = questions()
    for minute in range(30):
        post(team, at(team, 18, minute))

    assert questions() == few


@pytest.mark.parametrize("zone", ["Asia/Taipei", "America/New_York", "UTC"])
def test_days_are_told_apart_to_the_second_also_where_the_clock_changes(team, zone):
    tz = ZoneInfo(zone)
    first, last = date(2026, 10, 26), date(2026, 12, 6)  # in New York the clock changes on 11/1
    moments = [
        datetime.combine(first + timedelta(days=n), clock, tz)
        for n in range(42)
        for clock in (time.min, time(12), time(23, 59, 59))
    ]
    Slot.objects.bulk_create(
        Slot(workspace=team.workspace, account=team.account, at=at) for at in moments
    )

    found = Slot.objects.annotate(n=day_number("at", first, last, tz)).values_list("at", "n")

    assert [(at.astimezone(tz).date() - first).days for at, _n in found] == [n for _at, n in found]
    assert len(found) == 126
