"""Periods: a from–to of days in the workspace's zone, with what to compare it to."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _


class Grain(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    CUSTOM = "custom"


class Compare(StrEnum):
    BEFORE = "before"
    YEAR = "year"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``start`` to ``end``, both inclusive. Weeks start on Monday."""

    start: date
    end: date
    grain: Grain = Grain.CUSTOM

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"A period cannot end ({self.end}) before it starts ({self.start}).")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def code(self) -> str:
        """Stable text for addresses and commands: 2026Q4, 2026-11, 2026-W47, 2026-11-01..2026-11-21."""
        match self.grain:
            case Grain.QUARTER:
                return f"{self.start.year}Q{(self.start.month + 2) // 3}"
            case Grain.MONTH:
                return f"{self.start:%Y-%m}"
            case Grain.WEEK:
                year, week, _day = self.start.isocalendar()
                return f"{year}-W{week:02d}"
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    @property
    def label(self) -> str:
        match self.grain:
            case Grain.QUARTER:
                return f"{self.start.year} Q{(self.start.month + 2) // 3}"
            case Grain.MONTH:
                return _("%(year)d/%(month)d") % {
                    "year": self.start.year,
                    "month": self.start.month,
                }
        if self.start == self.end:
            return f"{self.start:%Y/%m/%d}"
        end = f"{self.end:%m/%d}" if self.end.year == self.start.year else f"{self.end:%Y/%m/%d}"
        return f"{self.start:%Y/%m/%d}–{end}"

    def previous(self) -> "Period":
        """The period of the same kind just before; for custom ones the same number of days."""
        match self.grain:
            case Grain.QUARTER:
                return quarter_of(self.start - timedelta(days=1))
            case Grain.MONTH:
                return month_of(self.start - timedelta(days=1))
        length = timedelta(days=self.days)
        return Period(self.start - length, self.end - length, self.grain)

    def next(self) -> "Period":
        match self.grain:
            case Grain.QUARTER:
                return quarter_of(self.end + timedelta(days=1))
            case Grain.MONTH:
                return month_of(self.end + timedelta(days=1))
        length = timedelta(days=self.days)
        return Period(self.start + length, self.end + length, self.grain)

    def year_before(self) -> "Period":
        """The same days one year earlier; weeks go back 52 whole weeks, to keep weekdays."""
        match self.grain:
            case Grain.QUARTER:
                return quarter_of(_minus_year(self.start))
            case Grain.MONTH:
                return month_of(_minus_year(self.start))
            case Grain.WEEK:
                return Period(
                    self.start - timedelta(weeks=52), self.end - timedelta(weeks=52), Grain.WEEK
                )
        start = _minus_year(self.start)
        return Period(start, start + timedelta(days=self.days - 1))

    def compared(self, how: Compare) -> "Period | None":
        return {Compare.BEFORE: self.previous, Compare.YEAR: self.year_before}.get(
            how, lambda: None
        )()

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Start (inclusive) and end (exclusive) in UTC of these days in ``zone``."""
        start = datetime.combine(self.start, time.min, zone)
        end = datetime.combine(self.end + timedelta(days=1), time.min, zone)
        return start.astimezone(UTC), end.astimezone(UTC)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def week_of(day: date) -> Period:
    start = day - timedelta(days=day.weekday())
    return Period(start, start + timedelta(days=6), Grain.WEEK)


def month_of(day: date) -> Period:
    last = monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=last), Grain.MONTH)


def quarter_of(day: date) -> Period:
    first = day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    last_month = first.month + 2
    return Period(
        first,
        date(first.year, last_month, monthrange(first.year, last_month)[1]),
        Grain.QUARTER,
    )


def parse_period(code: str) -> Period:
    """The period a code names (see ``Period.code``). Raises ValueError with a sentence."""
    code = code.strip()
    try:
        if match := re.fullmatch(r"(\d{4})[- ]?[Qq]([1-4])", code):
            return quarter_of(date(int(match[1]), 3 * int(match[2]) - 2, 1))
        if match := re.fullmatch(r"(\d{4})-(\d{1,2})", code):
            return month_of(date(int(match[1]), int(match[2]), 1))
        if match := re.fullmatch(r"(\d{4})-?W(\d{1,2})", code):
            return week_of(date.fromisocalendar(int(match[1]), int(match[2]), 1))
        if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", code):
            return Period(date.fromisoformat(match[1]), date.fromisoformat(match[2]))
    except (ValueError, OverflowError):  # the last week of the calendar has no Sunday
        pass
    raise ValueError(
        _("“%(code)s” is not a period. Write 2026Q4, 2026-11, 2026-W47 or 2026-11-01..2026-11-21.")
        % {"code": code}
    )


def _minus_year(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
