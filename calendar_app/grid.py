"""Which days and hours a view of the calendar shows. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class View(StrEnum):
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    LIST = "list"
    BOARD = "board"  # account × day


@dataclass(frozen=True, slots=True)
class Window:
    """The days one view shows around ``day``: all of them, and those that are its subject."""

    view: View
    day: date

    @property
    def first(self) -> date:
        """The first day shown; a month shows whole weeks from Monday."""
        return self.core_first - DAY * self.core_first.weekday() if self._whole else self.core_first

    @property
    def last(self) -> date:
        last = self.core_last
        return last + DAY * (6 - last.weekday()) if self._whole else last

    @property
    def _whole(self) -> bool:
        return self.view is View.MONTH

    @property
    def core_first(self) -> date:
        match self.view:
            case View.DAY:
                return self.day
            case View.WEEK | View.BOARD:
                return self.day - DAY * self.day.weekday()
        return self.day.replace(day=1)

    @property
    def core_last(self) -> date:
        match self.view:
            case View.DAY:
                return self.day
            case View.WEEK | View.BOARD:
                return self.core_first + 6 * DAY
        return self.day.replace(day=monthrange(self.day.year, self.day.month)[1])

    def days(self) -> list[date]:
        return [self.first + DAY * n for n in range((self.last - self.first).days + 1)]

    def weeks(self) -> list[list[date]]:
        days = self.days()
        return [days[n : n + 7] for n in range(0, len(days), 7)]

    def is_core(self, day: date) -> bool:
        return self.core_first <= day <= self.core_last

    def before(self) -> date:
        """A day of the view before this one."""
        return self.core_first - DAY

    def after(self) -> date:
        return self.core_last + DAY


def same_place(day: date, view: View, by: int) -> date:
    """``day`` moved by ``by`` views: months keep the day of the month where there is one."""
    if view in (View.MONTH, View.LIST):
        months = day.year * 12 + day.month - 1 + by
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day + by * (DAY if view is View.DAY else WEEK)
