"""Where a figure is heading: a damped straight line through its weeks, and how sure that is. Pure.

The line is fitted by least squares to whole weeks. Each week ahead adds nine tenths of the slope
that the week before added, because no team grows in a straight line for long. The interval comes
from how far past weeks lay from the line (80 %: eight of ten such forecasts hold the outcome if the
weeks go on scattering as before). With fewer than eight weeks nothing is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, sqrt

LEAST_WEEKS = 8
MOST_WEEKS = 26  # older weeks say little about the next ones
FARTHEST = 26  # weeks ahead
DAMPING = 0.9
Z80 = 1.2816


class Gathers(StrEnum):
    """How weeks make up the value of the whole period."""

    SUM = "sum"  # a running total: weeks are added to what is there
    LEVEL = "level"  # a level: weekly changes are added to the last level
    MEAN = "mean"  # a ratio: days of the period weigh the same


class NoForecast(StrEnum):
    SHORT = "short"  # too few weeks with figures
    FAR = "far"  # the due day is too far away
    OVER = "over"  # nothing is left to forecast
    NOTHING = "nothing"  # no value so far


@dataclass(frozen=True, slots=True)
class Forecast:
    """``value`` at the due day between ``low`` and ``high`` (80 %); ``reason`` when there is none."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    weeks: int = 0  # with figures, that the line is drawn through
    reason: NoForecast | None = None

    @property
    def known(self) -> bool:
        return self.value is not None


def forecast(
    weeks: Sequence[float | None],
    *,
    so_far: float | None,
    elapsed: int,
    left: int,
    gathers: Gathers,
) -> Forecast:
    """``weeks``: one value per whole week, oldest first, None where nothing is known; for a level
    its change in that week. ``so_far``: the value on the last day with figures. ``elapsed`` and
    ``left``: days of the period before and after that day.
    """
    if left <= 0:
        return Forecast(reason=NoForecast.OVER)
    known = [(n, value) for n, value in enumerate(weeks[-MOST_WEEKS:]) if value is not None]
    if len(known) < LEAST_WEEKS:
        return Forecast(weeks=len(known), reason=NoForecast.SHORT)
    if left > FARTHEST * 7:
        return Forecast(weeks=len(known), reason=NoForecast.FAR)
    if so_far is None:
        return Forecast(weeks=len(known), reason=NoForecast.NOTHING)
    line = _line(known, len(weeks[-MOST_WEEKS:]) - 1)
    steps = left / 7
    ahead, reach, gain, damped = 0.0, 0.0, 0.0, 1.0
    for step in range(ceil(steps)):
        part = min(1.0, steps - step)
        damped *= DAMPING
        gain += damped
        ahead += part * _not_below_zero(line.level + line.slope * gain, gathers)
        reach += part * (line.last + gain)
    # Weeks scatter one by one; that height and slope of the line are uncertain moves them together.
    spread = line.sigma * sqrt(steps + steps**2 / len(known) + reach**2 / line.width)
    spread *= _quantile(len(known) - 2)
    return _told(so_far, ahead, spread, steps, elapsed, left, gathers, len(known))


@dataclass(frozen=True, slots=True)
class _Line:
    """``level`` in the last week, ``slope`` per week, scatter; ``last`` is how far the last week
    lies from the middle of all, ``width`` the squared spread of the weeks."""

    level: float
    slope: float
    sigma: float
    last: float
    width: float


def _line(known: Sequence[tuple[int, float]], last: int) -> _Line:
    n = len(known)
    mean_x = sum(x for x, _y in known) / n
    mean_y = sum(y for _x, y in known) / n
    width = sum((x - mean_x) ** 2 for x, _y in known)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in known) / width
    residuals = [y - (mean_y + slope * (x - mean_x)) for x, y in known]
    sigma = sqrt(sum(r * r for r in residuals) / (n - 2))
    return _Line(mean_y + slope * (last - mean_x), slope, sigma, last - mean_x, width)


def _quantile(freedom: int) -> float:
    """Student's t for 80 % both ways, by the first terms of its expansion around the normal."""
    return Z80 + (Z80**3 + Z80) / (4 * freedom)


def _not_below_zero(value: float, gathers: Gathers) -> float:
    """Counts and rates cannot be negative; a level may fall."""
    return value if gathers is Gathers.LEVEL else max(0.0, value)


def _told(
    so_far: float,
    ahead: float,
    spread: float,
    steps: float,
    elapsed: int,
    left: int,
    gathers: Gathers,
    weeks: int,
) -> Forecast:
    if gathers is Gathers.MEAN:
        days = elapsed + left
        value = (so_far * elapsed + ahead / steps * left) / days
        half = spread / steps * left / days
    else:
        value = so_far + ahead
        half = spread
    low = value - half
    if gathers is Gathers.SUM:
        low = max(low, so_far)
    return Forecast(value, max(0.0, low), value + half, weeks)
