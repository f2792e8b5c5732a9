"""Charts of goals: a figure's past weeks for judging a goal, and the course of one target."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analytics.charts.chart_data import Chart
from analytics.charts.chart_words import bucket_name
from analytics.goals.forecast import Gathers
from analytics.goals.outlook import Outlook, gathers, outlooks, shown, weekly
from analytics.goals.targets import attainment, number_of
from analytics.metrics import METRICS, Metric, MetricUnit
from analytics.models import Target
from analytics.query import MetricValue, metric_values
from analytics.texts import number_text, value_text
from planning.models import Objective
from platforms.display import format_full_day
from workspaces.periods import Period

UNITS = {MetricUnit.MILLISECONDS: 3_600_000, MetricUnit.MICROS: 1_000_000}


def growth_chart(objective: Objective, today: date) -> Chart:
    """Half a year of weeks, to see whether the goal is within reach."""
    metric = METRICS.get(objective.metric)
    if metric is None:
        return Chart("", "", reason=_("Choose the figure that shows it."))
    values = weekly(objective.workspace, [metric.key], None, today).get(metric.key, [])
    known = [value for value in values if value.known]
    chart = Chart(str(metric.label), _("by week"), layout=_layout(metric))
    if not known:
        reasons = [value.missing_reason for value in values if value.missing_reason]
        chart.reason = reasons[0] if reasons else _("There are no figures for these days.")
        return chart
    chart.data = [_line(metric, values, str(metric.label), "var(--chart-1)")]
    chart.columns = [_("Week from"), str(metric.label)]
    chart.rows = [
        [bucket_name(value.day, "week"), value_text(value)] for value in values if value.day
    ]
    return chart


def target_chart(target: Target, today: date) -> Chart:
    """What was reached week by week, the goal as steps, the forecast with its interval."""
    look = outlooks([attainment(target, today, today=today)], today)[0]
    metric = look.standing.metric
    course = _course(target, metric, today)
    chart = Chart(str(metric.label), look.sentence, layout=_layout(metric))
    reached = [(day, number) for day, number in course if number is not None]
    steps = goal_steps(target)
    chart.data = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": _("Goal"),
            "x": [day.isoformat() for day, _value in steps],
            "y": [_drawn(metric, value) for _day, value in steps],
            "line": {"color": "var(--chart-2)", "width": 2, "dash": "dash", "shape": "hv"},
        },
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": _("So far"),
            "x": [day.isoformat() for day, _number in reached],
            "y": [_drawn(metric, number) for _day, number in reached],
            "line": {"color": "var(--chart-1)", "width": 2},
            "marker": {"color": "var(--chart-1)", "size": 5},
        },
    ]
    if look.forecast.known and reached:
        chart.data += _cone(look, reached[-1])
    chart.columns = [_("Day"), _("So far"), _("Goal")]
    chart.rows = [
        [
            _full(day),
            "—" if number is None else _text(metric, number, look),
            _text(metric, _goal_on(steps, day), look),
        ]
        for day, number in course
    ]
    if look.forecast.known:
        chart.rows.append(
            [
                _full(target.due),
                _("%(value)s (forecast)") % {"value": shown(look.forecast.value, look.standing)},
                _text(metric, target.value, look),
            ]
        )
    return chart


def goal_steps(target: Target) -> list[tuple[date, Decimal]]:
    """(day, goal from that day on): the first value, every revision of it, and the due day."""
    changes = [
        (revision.at.date(), revision.before.get("value"), revision.after.get("value"))
        for revision in target.revisions.order_by("at", "pk")
        if "value" in revision.after
    ]
    first = Decimal(changes[0][1]) if changes and changes[0][1] else Decimal(target.value)
    steps = [(target.start, first)]
    for day, _before, after in changes:
        steps.append((min(max(day, target.start), target.due), Decimal(after)))
    steps.append((target.due, Decimal(target.value)))
    return steps


def _goal_on(steps: list[tuple[date, Decimal]], day: date) -> Decimal:
    return [value for at, value in steps if at <= day or at == steps[0][0]][-1]


def _course(target: Target, metric: Metric, today: date) -> list[tuple[date, Decimal | None]]:
    """The last day of each week with the value reached by then; totals are added up."""
    last = min(today, target.due)
    if last < target.start:
        return []
    values = metric_values(
        target.workspace,
        Period(target.start, last),
        by="week",
        metrics=[metric.key],
        accounts=[target.account_id] if target.account_id else None,
    )
    rows = sorted((value for value in values if value.day), key=lambda value: value.day or last)
    course: list[tuple[date, Decimal | None]] = []
    total = Decimal(0)
    for value in rows:
        assert value.day is not None
        end = min(value.day + timedelta(days=6), last)
        number = None if value.value is None else Decimal(value.value)
        if gathers(metric) is Gathers.SUM and number is not None:
            total += number
            number = total
        course.append((end, number))
    return course


def _cone(look: Outlook, last: tuple[date, Decimal]) -> list[dict[str, Any]]:
    metric, due = look.standing.metric, look.standing.target.due
    x = [last[0].isoformat(), due.isoformat()]
    now = _drawn(metric, last[1])

    def line(value: float | None, **more: Any) -> dict[str, Any]:
        end = None if value is None else _drawn(metric, Decimal(str(value)))
        return {"type": "scatter", "mode": "lines", "x": x, "y": [now, end]} | more

    edge = {"color": "var(--chart-axis)", "width": 1}
    return [
        line(look.forecast.low, line=edge, showlegend=False, hoverinfo="skip"),
        line(
            look.forecast.high,
            name=_("80 % interval"),
            line=edge,
            fill="tonexty",
            hoverinfo="skip",
        ),
        line(
            look.forecast.value,
            name=_("Forecast"),
            line={"color": "var(--chart-3)", "width": 2, "dash": "dot"},
        ),
    ]


def _line(metric: Metric, values: list[MetricValue], name: str, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [value.day.isoformat() for value in values if value.day],
        "y": [
            None if value.value is None else _drawn(metric, value.value)
            for value in values
            if value.day
        ],
        "customdata": [value_text(value) for value in values if value.day],
        "hovertemplate": "%{customdata}",
        "connectgaps": False,
        "line": {"color": colour, "width": 2},
        "marker": {"color": colour, "size": 5},
    }


def _layout(metric: Metric) -> dict[str, Any]:
    return {
        "xaxis": {"type": "date", "tickformat": "%-m/%-d", "showgrid": False},
        "yaxis": {
            "tickformat": ".1~%" if metric.is_ratio else ",~r",
            "rangemode": "normal" if metric.level else "tozero",
            "nticks": 5,
        },
    }


def _drawn(metric: Metric, value: int | Decimal) -> float:
    return float(value) / UNITS.get(metric.unit, 1)


def _text(metric: Metric, value: Decimal | None, look: Outlook) -> str:
    return number_text(number_of(value, metric), metric, look.standing.value.currency)


def _full(day: date) -> str:
    return format_full_day(day, language=get_language() or "zh-hant")
