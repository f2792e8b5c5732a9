"""Working days of Taiwan and of one workspace, and the days that people celebrate.

Public holidays and make-up working days come from the ``holidays`` package, which follows the
calendar of the Directorate-General of Personnel Administration; lunar days from ``borax``.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from workspaces.models import SpecialDay, Workspace

DAY = timedelta(days=1)
# No calendar has a longer row of days off; beyond it a workspace has closed every day.
_LONGEST_REST = 400


class NoWorkingDay(Exception):
    """The workspace has marked every day of more than a year as a day off."""


@cache
def _year(year: int) -> tuple[dict[date, str], frozenset[date]]:
    """Names of the public holidays of ``year`` and its make-up working days."""
    table = holidays.country_holidays("TW", years=year, language="zh_TW")
    made_up = frozenset(day for day in table.weekend_workdays if day.year == year)
    return {day: name.replace("; ", "、") for day, name in table.items()}, made_up


def holiday_name(day: date) -> str:
    """``端午節``; empty on other days. Names are the law's own, so always in Chinese."""
    return _year(day.year)[0].get(day, "")


def is_make_up_day(day: date) -> bool:
    """A Saturday at work in exchange for a bridging day off."""
    return day in _year(day.year)[1]


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Arithmetic in working days. ``closed`` and ``open`` are the workspace's own exceptions."""

    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        if day in self.open:
            return True
        if day in self.closed:
            return False
        names, made_up = _year(day.year)
        return day in made_up or (day.weekday() < 5 and day not in names)

    def on_or_after(self, day: date) -> date:
        """``day`` itself if people work on it, else the next day they do."""
        return self._first(day, DAY)

    def on_or_before(self, day: date) -> date:
        return self._first(day, -DAY)

    def shift(self, day: date, count: int) -> date:
        """``count`` working days after ``day`` (before it if negative); 0 is ``on_or_after``.

        ``shift(date(2026, 12, 25), -3)`` is 12/22: three working days before, that day not
        counted.
        """
        if count == 0:
            return self.on_or_after(day)
        step = DAY if count > 0 else -DAY
        for _turn in range(abs(count)):
            day = self._first(day + step, step)
        return day

    def count(self, first: date, last: date) -> int:
        """Working days from ``first`` to ``last``, both included; 0 if ``last`` is earlier."""
        days = (last - first).days + 1
        return sum(self.works(first + DAY * n) for n in range(days))

    def span(self, first: date, length: int) -> date:
        """The last of ``length`` working days that begin on or after ``first`` (length ≥ 1)."""
        return (
            self.shift(self.on_or_after(first), length - 1)
            if length > 1
            else self.on_or_after(first)
        )

    def _first(self, day: date, step: timedelta) -> date:
        for _turn in range(_LONGEST_REST):
            if self.works(day):
                return day
            day += step
        raise NoWorkingDay


def working_days(workspace: Workspace) -> WorkingDays:
    """The workspace's own arithmetic, by one query."""
    own = list(SpecialDay.objects.in_workspace(workspace).values_list("day", "works"))
    return WorkingDays(
        closed=frozenset(day for day, works in own if not works),
        open=frozenset(day for day, works in own if works),
    )


def day_names(workspace: Workspace, first: date, last: date) -> dict[date, str]:
    """What to write beside a day: the workspace's own name for it, else the public holiday's."""
    named = {
        day: name
        for year in range(first.year, last.year + 1)
        for day, name in _year(year)[0].items()
        if first <= day <= last
    }
    own = SpecialDay.objects.in_workspace(workspace).filter(day__range=(first, last))
    return named | dict(own.values_list("day", "name"))
