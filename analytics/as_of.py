"""*As of*: a period that is over is read as it stood some days after its end.

Each figure's last reading taken by that day speaks (the rule *current*, asked of those readings
alone); where there is none, the first one taken after it, and that one is marked late. The rule
runs measure by measure like *current* does, so a column that only a later file has is not lost.
Later growth never changes such a value: it shows only in what is current today.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from workspaces.models import Workspace
from workspaces.periods import Period

BY_HAND = "by_hand"  # the family of typed figures
LAST_TAKEN = 99_999_999  # above every yyyymmdd


@dataclass(frozen=True, slots=True)
class Sides:
    """Two periods read alike: as many days of each, by a day equally far from their ends.

    ``as_of`` and ``before_as_of`` are None where today's newest reading is that reading.
    """

    as_of: date | None
    before: Period | None
    before_as_of: date | None
    cut: bool = False  # only the days that have elapsed of the running period are compared


def reading_day(workspace: Workspace, period: Period) -> date:
    """The day by which the figures of ``period`` are read once it is over."""
    ripe = timedelta(days=workspace.ripening_days)
    return min(period.end, date.max - ripe) + ripe  # the calendar has a last day


def as_of(workspace: Workspace, period: Period, today: date | None = None) -> date | None:
    """``reading_day`` once it has passed; None before, when the newest reading is the reading."""
    day = reading_day(workspace, period)
    return day if day < (today or today_in(workspace)) else None


def today_in(workspace: Workspace) -> date:
    return timezone.localdate(timezone=workspace.tz)


def distance(workspace: Workspace, period: Period, today: date) -> int:
    """How many days after its end (or its last elapsed day) ``period`` is read."""
    return min(workspace.ripening_days, max(0, (today - period.end).days))


def elapsed(period: Period, today: date) -> Period:
    """The part of a running period that has begun, today included; else ``period`` itself."""
    if not period.start <= today < period.end:
        return period
    return Period(period.start, today)


def alike(period: Period, earlier: Period, today: date) -> Period:
    """As many days of ``earlier`` as have elapsed of a running ``period``; else all of it."""
    part = elapsed(period, today)
    if part is period or part.days >= earlier.days:
        return earlier
    return Period(earlier.start, earlier.start + timedelta(days=part.days - 1))


def sides(workspace: Workspace, period: Period, earlier: Period | None, today: date) -> Sides:
    """How ``period`` and the one it is compared with are read, by one rule for both."""
    own = as_of(workspace, period, today)
    if earlier is None:
        return Sides(own, None, None)
    before = alike(period, earlier, today)
    day = before.end + timedelta(days=distance(workspace, period, today))
    return Sides(own, before, day if day < today else None, cut=before != earlier)


def in_time(rank: str, family: str, day: date) -> bool:
    """Whether a delivery counts as taken by ``day``.

    What a person types says how it was, whenever it is typed: a correction, never growth.
    """
    return family == BY_HAND or int(rank[:8]) <= int(f"{day:%Y%m%d}")


def place(rank: str, family: str, day: date) -> tuple[int, int, str]:
    """Where a delivery of this ``SourceBatch.rank`` stands for a period read by ``day``.

    The greatest speaks: those taken in time, the latest of them; then the first taken after.
    """
    taken = int(rank[:8])
    if in_time(rank, family, day):
        return (1, taken, rank[9:17])
    return (0, LAST_TAKEN - taken, rank[9:17])
