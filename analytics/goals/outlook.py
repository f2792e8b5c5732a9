"""Forecasts of targets from their weeks, and what such a forecast says in a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analytics.goals.forecast import LEAST_WEEKS, Forecast, Gathers, NoForecast, forecast
from analytics.goals.targets import Attainment
from analytics.metrics import Better, Metric
from analytics.models import Target
from analytics.query import MetricValue, metric_values
from analytics.texts import number_text
from platforms.display import format_full_day
from workspaces.models import Workspace
from workspaces.periods import Period, week_of

WEEKS_BACK = 26


@dataclass(frozen=True, slots=True)
class Outlook:
    """A target's forecast with its sentence. ``weeks``: (Monday, value) the line is drawn through."""

    standing: Attainment
    forecast: Forecast
    weeks: list[tuple[date, float | None]]
    sentence: str
    likely: bool | None  # None: the target lies inside the interval, or nothing can be said

    @property
    def tone(self) -> str:
        return {True: "good", False: "warn", None: "idle"}[self.likely]


def outlooks(standing: Iterable[Attainment], today: date) -> list[Outlook]:
    """Same order; one series of weeks per metric and account, however many targets use it."""
    standing = list(standing)
    series = _series(standing, today)
    return [_outlook(one, series[_key(one.target)]) for one in standing]


def gathers(metric: Metric) -> Gathers:
    if metric.level:
        return Gathers.LEVEL
    return Gathers.SUM if metric.sums else Gathers.MEAN


def weekly(
    workspace: Workspace, metrics: Sequence[str], account: int | None, today: date
) -> dict[str, list[MetricValue]]:
    """Values of the whole weeks before ``today``, oldest first, by metric."""
    monday = week_of(today).start
    period = Period(monday - timedelta(weeks=WEEKS_BACK), monday - timedelta(days=1))
    values = metric_values(
        workspace,
        period,
        by="week",
        metrics=list(dict.fromkeys(metrics)),
        accounts=None if account is None else [account],
    )
    found: dict[str, list[MetricValue]] = {}
    for value in values:
        found.setdefault(value.metric.key, []).append(value)
    for rows in found.values():
        rows.sort(key=lambda value: value.day or date.min)
    return found


def _key(target: Target) -> tuple[int, int | None, str]:
    return target.workspace_id, target.account_id, target.metric


def _series(
    standing: Sequence[Attainment], today: date
) -> dict[tuple[int, int | None, str], list[MetricValue]]:
    wanted: dict[tuple[Workspace, int | None], set[str]] = {}
    for one in standing:
        place = (one.target.workspace, one.target.account_id)
        wanted.setdefault(place, set()).add(one.metric.key)
    found: dict[tuple[int, int | None, str], list[MetricValue]] = {}
    for (workspace, account), keys in wanted.items():
        by_metric = weekly(workspace, sorted(keys), account, today)
        for key in keys:
            found[workspace.pk, account, key] = by_metric.get(key, [])
    return found


def _outlook(one: Attainment, values: Sequence[MetricValue]) -> Outlook:
    until = one.until
    whole = [
        value for value in values if value.day and until and value.day + timedelta(days=6) <= until
    ]
    weeks = _filled([(value.day, _number(value)) for value in whole if value.day])
    if one.metric.level:
        weeks = _changes(weeks)
    target = one.target
    if until is None or one.at < target.start:
        made = Forecast(weeks=len(weeks), reason=NoForecast.NOTHING)
    else:
        now = one.value.value
        made = forecast(
            [value for _day, value in weeks],
            so_far=None if now is None else float(now),
            elapsed=(until - target.start).days + 1,
            left=(target.due - until).days,
            gathers=gathers(one.metric),
        )
    return Outlook(one, made, weeks, _sentence(one, made), _likely(one, made))


def _filled(weeks: list[tuple[date, float | None]]) -> list[tuple[date, float | None]]:
    """Every week from the first to the last one, so that gaps keep their width."""
    if not weeks:
        return []
    known = dict(weeks)
    first, last = min(known), max(known)
    count = (last - first).days // 7 + 1
    days = [first + timedelta(weeks=n) for n in range(count)]
    return [(day, known.get(day)) for day in days]


def _changes(weeks: list[tuple[date, float | None]]) -> list[tuple[date, float | None]]:
    """Of a level: how much it changed in each week; a gap is shared among its weeks."""
    changes: list[tuple[date, float | None]] = []
    before: tuple[int, float] | None = None
    for n, (day, value) in enumerate(weeks):
        if value is None:
            changes.append((day, None))
            continue
        step = None
        if before is not None:
            gap = n - before[0]
            step = (value - before[1]) / gap
            for back in range(1, gap):
                changes[n - back] = (changes[n - back][0], step)
        changes.append((day, step))
        before = (n, value)
    return changes


def _number(value: MetricValue) -> float | None:
    return None if value.value is None else float(value.value)


def _likely(one: Attainment, made: Forecast) -> bool | None:
    if made.low is None or made.high is None:
        return None
    goal = float(one.target.value)
    if one.metric.better is Better.DOWN:
        return True if made.high <= goal else False if made.low > goal else None
    return True if made.low >= goal else False if made.high < goal else None


def shown(number: float | None, one: Attainment) -> str:
    """A forecast as the metric's figures are printed: counts without decimals."""
    if number is None:
        return number_text(None, one.metric, one.value.currency)
    value: Decimal | int = Decimal(str(number))
    if not (one.metric.is_ratio or one.metric.mean):
        value = round(number)
    elif one.metric.mean and not one.metric.is_ratio:
        value = Decimal(str(round(number, 1)))
    return number_text(value, one.metric, one.value.currency)


def _sentence(one: Attainment, made: Forecast) -> str:
    if made.reason is NoForecast.SHORT:
        return _(
            "No forecast: %(weeks)d whole weeks have figures, at least %(least)d are needed."
        ) % {"weeks": made.weeks, "least": LEAST_WEEKS}
    if made.reason is NoForecast.FAR:
        return _("No forecast: the due day is more than half a year away.")
    if made.reason is NoForecast.OVER:
        return _("Nothing is left to forecast: the figures reach the due day.")
    if made.reason is NoForecast.NOTHING:
        return _("No forecast: there is no figure yet.")
    words = {
        "value": shown(made.value, one),
        "low": shown(made.low, one),
        "high": shown(made.high, one),
        "day": format_full_day(one.target.due, language=get_language() or "zh-hant"),
        "weeks": made.weeks,
    }
    text = _(
        "By %(day)s about %(value)s; if weeks go on scattering as they did, eight times in ten "
        "between %(low)s and %(high)s (the line through %(weeks)d weeks, flattening out)."
    )
    return text % words
