"""Charts of the dashboard as plotly JSON, with the finding as title and the figures as a table.

Points are the registry's values, nothing is computed here but the order of things.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from analytics.charts.chart_words import (
    account_name,
    best_kind,
    best_moment,
    bucket_name,
    kind_name,
    largest_part,
    largest_rise,
    posts_behind,
)
from analytics.metrics import Break, Metric, MetricUnit, Source, find
from analytics.query import MetricValue
from analytics.texts import value_text
from analytics.view_state import COLOURS, ViewState
from platforms.display import UNKNOWN
from platforms.models import SocialAccount

TREND = (
    "engagement_rate",
    "mean_reach_per_post",
    "engagements",
    "views",
    "engagement_rate_by_views",
    "share_rate",
    "saves",
    "link_clicks",
    "account_views",
    "net_followers",
    "profile_visits",
    "post_count",
)
MOMENTS = 3  # a level read fewer times than this has no course


@dataclass(slots=True)
class Chart:
    """``data``/``layout`` for plotly; ``table`` the same figures as text."""

    title: str
    note: str
    data: list[dict[str, Any]] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "data": self.data,
            "layout": self.layout,
            "reason": self.reason or None,
            "table": {"columns": self.columns, "rows": self.rows},
        }


def trend(state: ViewState, key: str = TREND[0]) -> Chart:
    """One metric over time, a line per account."""
    metric = find(key)
    cut = time_cut(state, metric)
    values = _over_time(state, metric, cut)
    chart = Chart(
        best_moment(metric, values, cut), _note(metric, cut), layout=_time_layout(metric, cut)
    )
    accounts = _drawn(state, values)
    known = {account.pk for account in accounts}
    if not accounts:
        return _without(chart, metric, values)
    days = sorted({value.day for value in values if value.day and _account(value) in known})
    breaks = [
        found
        for found in metric.breaks_for({account.platform for account in accounts})
        if state.period.start < found.on <= state.period.end
    ]
    for account in accounts:
        mine = {v.day: v for v in values if _account(v) == account.pk and v.day}
        points = [(day, mine.get(day)) for day in days]
        chart.data.append(_line(state, account, metric, points, breaks, cut))
    _mark(chart, breaks)
    _fill_table(chart, metric, accounts, days, values, cut)
    return chart


def growth(state: ViewState) -> Chart:
    """New followers over time, stacked per account; what was lost is not in most exports."""
    metric = find("new_followers")
    cut = time_cut(state, metric)
    values = _over_time(state, metric, cut)
    chart = Chart(largest_part(metric, values), _note(metric, cut))
    chart.layout = _time_layout(metric, cut) | {"barmode": "stack", "bargap": 0.25}
    accounts = _drawn(state, values)
    if not accounts:
        return _without(chart, metric, values)
    days = sorted({value.day for value in values if value.day})
    for account in accounts:
        mine = {v.day: v for v in values if _account(v) == account.pk}
        chart.data.append(
            {
                "type": "bar",
                "name": account_name(account, accounts),
                "x": [day.isoformat() for day in days],
                "y": [_y(mine.get(day)) for day in days],
                "customdata": [value_text(mine.get(day)) for day in days],
                "hovertemplate": "%{customdata}",
                "marker": {"color": state.colour(account)},
            }
        )
    _fill_table(chart, metric, accounts, days, values, cut)
    return chart


def levels(state: ViewState) -> Chart:
    """Followers at the end of each day or week, a line per account."""
    metric = find("followers")
    cut = time_cut(state, metric)
    values = _over_time(state, metric, cut)
    chart = Chart(largest_rise(values), _note(metric, cut), layout=_time_layout(metric, cut))
    chart.layout["yaxis"].pop("rangemode")
    accounts = _drawn(state, [value for value in values if value.known], least=MOMENTS)
    if not accounts:
        return _without(chart, metric, values)
    days = sorted({value.day for value in values if value.day})
    for account in accounts:
        mine = {v.day: v for v in values if _account(v) == account.pk and v.day}
        points = [(day, mine.get(day)) for day in days]
        chart.data.append(_line(state, account, metric, points, [], cut))
    _fill_table(chart, metric, accounts, days, values, cut)
    return chart


def kinds(state: ViewState, key: str = "engagement_rate") -> Chart:
    """One rate by kind of post, with how many posts stand behind each."""
    metric = find(key)
    values = state.values(by="type", metrics=[key])
    known = sorted((v for v in values if v.known), key=lambda v: v.value or 0)
    chart = Chart(best_kind(metric, known), str(metric.label) + _(" · posts behind it"))
    if not known:
        return _without(chart, metric, values)
    names = [kind_name(value) for value in known]
    chart.data.append(
        {
            "type": "bar",
            "orientation": "h",
            "y": names,
            "x": [_y(value) for value in known],
            "text": [f"{value_text(v)} · {posts_behind(v.used)}" for v in known],
            "textposition": "auto",
            "cliponaxis": False,
            "hoverinfo": "skip",
            "marker": {"color": "var(--chart-1)"},
        }
    )
    chart.layout = {
        "xaxis": {"tickformat": _tick(metric), "rangemode": "tozero"},
        "yaxis": {"type": "category"},
        "hovermode": False,
        "margin": {"l": 8, "r": 24, "t": 8, "b": 32},
    }
    chart.columns = [_("Kind of post"), str(metric.label), _("Posts")]
    chart.rows = [[kind_name(v), value_text(v), f"{v.used}/{v.total}"] for v in reversed(known)]
    chart.rows += [[kind_name(v), UNKNOWN, f"{v.used}/{v.total}"] for v in values if not v.known]
    return chart


CHARTS: dict[str, Callable[[ViewState], Chart]] = {
    "growth": growth,
    "kinds": kinds,
    "levels": levels,
}


def chart_called(state: ViewState, name: str, metric: str = "") -> Chart | None:
    if name == "trend":
        return trend(state, metric if metric in TREND else TREND[0])
    return CHARTS[name](state) if name in CHARTS else None


def time_cut(state: ViewState, metric: Metric) -> str:
    """Days, weeks or months: posts are too few per day, years too long for weeks."""
    days = state.period.days
    if metric.source is Source.POSTS:
        return "week" if days <= 190 else "month"
    if days <= 45:
        return "day"
    return "week" if days <= 190 else "month"


def _over_time(state: ViewState, metric: Metric, cut: str) -> list[MetricValue]:
    return state.values(by=cut, metrics=[metric.key], per_account=True)


def _account(value: MetricValue) -> int | None:
    return value.account.pk if value.account else None


def _drawn(
    state: ViewState, values: Iterable[MetricValue], *, least: int = 1
) -> list[SocialAccount]:
    """Accounts with at least ``least`` known points, at most six: those with most."""
    points: dict[int, int] = {}
    for value in values:
        if value.known and value.account:
            points[value.account.pk] = points.get(value.account.pk, 0) + 1
    enough = [pk for pk in points if points[pk] >= least]
    kept = sorted(enough, key=lambda pk: -points[pk])[:COLOURS]
    return [account for account in state.accounts if account.pk in kept]


def _without(chart: Chart, metric: Metric, values: Sequence[MetricValue]) -> Chart:
    chart.title = str(metric.label)
    reasons = [value.missing_reason for value in values if value.missing_reason]
    chart.reason = reasons[0] if reasons else _("There are no figures for these days.")
    return chart


def _line(
    state: ViewState,
    account: SocialAccount,
    metric: Metric,
    points: Sequence[tuple[date, MetricValue | None]],
    breaks: Sequence[Break],
    cut: str,
) -> dict[str, Any]:
    """A line broken where figures are missing and where the way of counting changes."""
    x: list[str] = []
    y: list[float | None] = []
    said: list[str] = []
    edges = [found.on for found in breaks if found.platform == account.platform]
    for place, (day, value) in enumerate(points):
        before = points[place - 1][0] if place else day
        if any(before < _inside(edge, cut) <= day for edge in edges):
            x.append(day.isoformat())
            y.append(None)
            said.append("")
        x.append(day.isoformat())
        y.append(_y(value))
        said.append(_said(value))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": account_name(account, state.all_accounts),
        "x": x,
        "y": y,
        "customdata": said,
        "hovertemplate": "%{customdata}",
        "connectgaps": False,
        "line": {"color": state.colour(account), "width": 2},
        "marker": {"color": state.colour(account), "size": 5},
    }


def _inside(edge: date, cut: str) -> date:
    """The first point that counts in the new way: the bucket the change falls in."""
    if cut == "week":
        return edge - timedelta(days=edge.weekday())
    return edge.replace(day=1) if cut == "month" else edge


def _mark(chart: Chart, breaks: Sequence[Break]) -> None:
    for found in breaks:
        chart.layout.setdefault("shapes", []).append(
            {
                "type": "line",
                "xref": "x",
                "yref": "paper",
                "x0": found.on.isoformat(),
                "x1": found.on.isoformat(),
                "y0": 0,
                "y1": 1,
                "line": {"color": "var(--chart-axis)", "width": 1, "dash": "dot"},
            }
        )
    if breaks:
        chart.note += " · " + " ".join(str(found.note) for found in breaks)


def _time_layout(metric: Metric, cut: str) -> dict[str, Any]:
    ticks = "%Y/%-m" if cut == "month" else "%-m/%-d"
    return {
        "xaxis": {"type": "date", "tickformat": ticks, "showgrid": False},
        "yaxis": {"tickformat": _tick(metric), "rangemode": "tozero", "nticks": 5},
    }


def _tick(metric: Metric) -> str:
    return ".1~%" if metric.is_ratio else ",~r"


def _y(value: MetricValue | None) -> float | int | None:
    """What is drawn: the value itself; durations in hours, money in whole units."""
    if value is None or value.value is None:
        return None
    if value.metric.unit is MetricUnit.MILLISECONDS:
        return float(Decimal(value.value) / 3_600_000)
    if value.metric.unit is MetricUnit.MICROS:
        return float(Decimal(value.value) / 1_000_000)
    return float(value.value) if isinstance(value.value, Decimal) else value.value


def _said(value: MetricValue | None) -> str:
    """The figure on hover; for a rate of posts with how many stand behind it."""
    if value is None or not value.known:
        return UNKNOWN
    by_posts = value.metric.source is Source.POSTS and value.metric.is_ratio
    return value_text(value) + (f" · {posts_behind(value.used)}" if by_posts else "")


def _note(metric: Metric, cut: str) -> str:
    words = {
        "metric": str(metric.label),
        "cut": {"day": _("by day"), "week": _("by week"), "month": _("by month")}[cut],
        "whose": _("by publishing day")
        if metric.source is Source.POSTS
        else _("figures of the days"),
    }
    return _("%(metric)s, %(cut)s, %(whose)s") % words


def _fill_table(
    chart: Chart,
    metric: Metric,
    accounts: Sequence[SocialAccount],
    days: Sequence[date],
    values: Sequence[MetricValue],
    cut: str,
) -> None:
    heads = {"day": _("Day"), "week": _("Week from"), "month": _("Month")}
    chart.columns = [heads[cut], *(account_name(account, accounts) for account in accounts)]
    by_place = {(_account(value), value.day): value for value in values}
    chart.rows = [
        [
            bucket_name(day, cut),
            *(value_text(by_place.get((account.pk, day))) for account in accounts),
        ]
        for day in days
    ]
