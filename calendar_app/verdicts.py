"""What two figures of two posts allow to say, and what they do not. Pure.

A share (engagements of people reached) is compared as two proportions: Newcombe's interval of
their difference, from Wilson's of each, at 95 %. A sum of one post cannot be told from chance and
is only described. Nothing here says that one variant "won": two posts also differ by their hour,
their day and whom the platform happened to show them to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt

from calendar_app.results import Figure

Z = 1.959964  # 95 %
LEAST_BELOW = 100  # people or views on each side
LEAST_ABOVE = 5  # who did it, and who did not
RIPE_DAYS = 28  # after these a post hardly gathers more
SAME_AGE = 1  # days two readings may lie apart
SAME_TIMES = timedelta(days=14)  # further apart, the news, the season and the followers are others


class Verdict(StrEnum):
    UNTIED = "untied"  # a variant has no imported post yet
    UNKNOWN = "unknown"  # a figure is not known
    UNEVEN = "uneven"  # read at different ages
    FEW = "few"  # too few to tell anything from chance
    DESCRIBED = "described"  # a sum: said, not judged
    ALIKE = "alike"  # enough, and no difference that could not be chance
    APART = "apart"  # a difference hardly due to chance alone


@dataclass(frozen=True, slots=True)
class Said:
    """``low``–``high``: where B minus A lies with 95 %, as parts of 1; ``lack``: what is missing."""

    verdict: Verdict
    low: float | None = None
    high: float | None = None
    lack: int = 0  # people or views the smaller side still lacks

    @property
    def higher(self) -> str:
        """ "a" or "b" where the two are apart, else ""."""
        if self.verdict is not Verdict.APART or self.low is None:
            return ""
        return "b" if self.low > 0 else "a"


def judge(a: Figure | None, b: Figure | None, *, share: bool) -> Said:
    """A against B by one figure. None: there is no post to read it from."""
    if a is None or b is None:
        return Said(Verdict.UNTIED)
    if a.value is None or b.value is None:
        return Said(Verdict.UNKNOWN)
    if _uneven(a.age, b.age):
        return Said(Verdict.UNEVEN)
    if not share:
        return Said(Verdict.DESCRIBED)
    sides = [(one.above or 0, one.below or 0) for one in (a, b)]
    if any(above > below for above, below in sides):
        return Said(Verdict.DESCRIBED)  # more acts than people: no proportion
    lack = max(LEAST_BELOW - below for _above, below in sides)
    if lack > 0 or any(min(above, below - above) < LEAST_ABOVE for above, below in sides):
        return Said(Verdict.FEW, lack=max(lack, 0))
    low, high = difference(sides[0], sides[1])
    apart = low > 0 or high < 0
    return Said(Verdict.APART if apart else Verdict.ALIKE, low, high)


def _uneven(a: int | None, b: int | None) -> bool:
    if a is None or b is None:
        return False
    return min(a, b) < RIPE_DAYS and abs(a - b) > SAME_AGE


def wilson(above: int, below: int) -> tuple[float, float]:
    """Where the true share lies with 95 %. ``below`` is at least 1."""
    share = above / below
    middle = share + Z * Z / (2 * below)
    spread = Z * sqrt(share * (1 - share) / below + Z * Z / (4 * below * below))
    whole = 1 + Z * Z / below
    return (middle - spread) / whole, (middle + spread) / whole


def difference(a: tuple[int, int], b: tuple[int, int]) -> tuple[float, float]:
    """Newcombe's interval of B's share minus A's; each side as (above, below)."""
    p, q = a[0] / a[1], b[0] / b[1]
    (low_a, high_a), (low_b, high_b) = wilson(*a), wilson(*b)
    down = sqrt((q - low_b) ** 2 + (high_a - p) ** 2)
    up = sqrt((high_b - q) ** 2 + (p - low_a) ** 2)
    return q - p - down, q - p + up


@dataclass(frozen=True, slots=True)
class Arm:
    """What could explain a difference besides what was varied."""

    account: int
    platform: str
    weekday: int | None
    hour: int | None
    kind: str
    text: str
    media: Sequence[int]
    day: date | None = None


def also_differs(a: Arm, b: Arm, varied: str) -> list[str]:
    """Keys of what differs although it was not to be varied: account, date, weekday, hour, …"""
    found: list[str] = []
    if a.account != b.account:
        found.append("account")
    if a.day and b.day and abs(a.day - b.day) > SAME_TIMES:
        found.append("date")
    if varied != "time":
        if a.weekday != b.weekday and None not in (a.weekday, b.weekday):
            found.append("weekday")
        if a.hour is not None and b.hour is not None and abs(a.hour - b.hour) > 1:
            found.append("hour")
    if varied != "format" and a.kind != b.kind:
        found.append("kind")
    if varied in ("picture", "format", "time") and a.text != b.text:
        found.append("text")
    if varied not in ("picture", "format") and list(a.media) != list(b.media):
        found.append("media")
    return found
