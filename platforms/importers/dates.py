"""Dates and clock times as export files write them; month-first or day-first per file."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

MONTH_FIRST, DAY_FIRST = "mdy", "dmy"
YEARS = range(1990, 2101)  # a year outside is a slip of the pen or of a spreadsheet
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_CLOCK = (
    r"(?:[T ]+(?P<half1>上午|下午|am|pm)? ?(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?"
    r" ?(?P<half2>am|pm|上午|下午)? ?(?P<zone>z|utc|[+-]\d{2}:?\d{2})?)?"
)
_FORMS = tuple(
    re.compile(form + _CLOCK, re.IGNORECASE | re.ASCII)
    for form in (
        r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})",
        r"(?P<y>\d{4})[-/.](?P<a>\d{1,2})[-/.](?P<d>\d{1,2})",
        r"(?P<y>\d{4}) ?年 ?(?P<a>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?日?",
        r"(?P<name>[a-z]{3,9})\.? (?P<d>\d{1,2}),? (?P<y>\d{4})",
        r"(?P<d>\d{1,2})[- ](?P<name>[a-z]{3,9})\.?[-, ]+(?P<y>\d{4}|\d{2})",
        r"(?P<y>\d{4})(?P<a>\d{2})(?P<d>\d{2})",
    )
)


# The day number a spreadsheet shows where the form of a date was lost: 45292 is 2024-01-01.
_SERIAL = re.compile(r"(?P<serial>[3-7]\d{4})(?P<part>\.\d+)?", re.ASCII)
_SERIAL_DAYS = range(34_335, 73_051)  # 1994 to 2099
_SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001 - wall time


def is_serial(cell: str) -> bool:
    """Is the cell the number of a day, as a spreadsheet keeps it?"""
    found = _SERIAL.fullmatch(cell)
    return found is not None and int(found["serial"]) in _SERIAL_DAYS


def _of_serial(cell: str) -> datetime | date | None:
    if not is_serial(cell):
        return None
    whole, _point, part = cell.partition(".")
    when = _SERIAL_START + timedelta(days=int(whole))
    if not part.strip("0"):
        return when.date()
    # Spreadsheets round the fraction of a day; a second is what they keep.
    return when + timedelta(seconds=round(float(f"0.{part}") * 86_400))


def _match(text: str) -> re.Match[str] | None:
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            return found
    return None


def tidy(cell: str) -> str:
    """Half-width, single blanks: the form the patterns expect."""
    text = unicodedata.normalize("NFKC", cell) if not cell.isascii() else cell
    return " ".join(text.split())


def moment(cell: str, order: str = MONTH_FIRST, zone: str = "UTC") -> datetime | date | None:
    """A wall time where the cell has a clock, else a day; None where it is neither.

    A clock with an offset is turned into the wall time of ``zone``.
    """
    text = tidy(cell)
    found = _match(text)
    if found is None:
        return _of_serial(text)
    part = found.groupdict()
    try:
        day = _day(part, order)
        if part.get("h") is None:
            return day
        written = datetime.combine(day, _clock(part))
        return _in_zone(written, part["zone"], zone) if part["zone"] else written
    except (ValueError, KeyError):
        return None


def day(cell: str, order: str = MONTH_FIRST) -> date | None:
    """The date part only, whatever clock stands behind it."""
    text = tidy(cell)
    found = _match(text)
    if found is None:
        serial = _of_serial(text)
        return serial.date() if isinstance(serial, datetime) else serial
    try:
        return _day(found.groupdict(), order)
    except (ValueError, KeyError):
        return None


def _day(part: dict[str, str | None], order: str) -> date:
    year = int(part["y"] or 0)
    if len(part["y"] or "") <= 2:
        year += 2000
    if year not in YEARS:
        raise ValueError(year)
    if part.get("first"):
        first, second = int(part["first"] or 0), int(part["second"] or 0)
        return date(year, *((first, second) if order == MONTH_FIRST else (second, first)))
    if part.get("name"):
        return date(year, _MONTHS[(part["name"] or "").casefold()], int(part["d"] or 0))
    return date(year, int(part["a"] or 0), int(part["d"] or 0))


def _clock(part: dict[str, str | None]) -> time:
    hour, minute, second = int(part["h"] or 0), int(part["m"] or 0), int(part["s"] or 0)
    half = (part["half1"] or part["half2"] or "").casefold()
    if half in ("pm", "下午") and hour < 12:
        hour += 12
    elif half in ("am", "上午") and hour == 12:
        hour = 0
    return time(hour, minute, second)


def _in_zone(written: datetime, offset: str, zone: str) -> datetime:
    digits = offset.casefold().replace(":", "")
    if digits in ("z", "utc"):
        shift = timedelta(0)
    else:
        sign = -1 if digits[0] == "-" else 1
        shift = sign * timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
    aware = written.replace(tzinfo=timezone(shift))
    return aware.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


class OrderVotes:
    """Whether a file's ``03/04/2025`` is March or April, decided over all of its dates.

    Any first part above 12 settles day-first, any second part above 12 month-first; where
    neither occurs, daily series are tried both ways and the one that runs day by day wins.
    """

    def __init__(self) -> None:
        self.day_first = 0
        self.month_first = 0
        self.undecided: list[str] = []

    def add(self, cell: str) -> None:
        found = _match(tidy(cell))
        if found is None or not found.groupdict().get("first"):
            return
        first, second = int(found["first"]), int(found["second"])
        if first > 12 >= second:
            self.day_first += 1
        elif second > 12 >= first:
            self.month_first += 1
        elif first != second and len(self.undecided) < 2000:
            self.undecided.append(cell)

    @property
    def mixed(self) -> bool:
        """Both orders occur: a spreadsheet turned part of the dates round."""
        return self.day_first > 0 and self.month_first > 0

    def decide(self, default: str | None) -> str | None:
        """The order of the file; ``default`` where nothing settles it (None: nobody knows)."""
        if self.mixed:
            return default or MONTH_FIRST
        if self.day_first:
            return DAY_FIRST
        if self.month_first:
            return MONTH_FIRST
        if not self.undecided:
            return default or MONTH_FIRST
        return _by_steps(self.undecided) or default


def _by_steps(cells: Iterable[str]) -> str | None:
    """The order under which neighbouring dates are one day apart more often."""
    cells = list(cells)
    steps = {}
    for order in (MONTH_FIRST, DAY_FIRST):
        days = [day(cell, order) for cell in cells]
        steps[order] = sum(
            one is not None and two is not None and abs((two - one).days) == 1
            for one, two in pairwise(days)
        )
    if steps[MONTH_FIRST] == steps[DAY_FIRST]:
        return None
    return max(steps, key=lambda order: steps[order])
