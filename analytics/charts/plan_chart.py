"""One rate by what posts were planned as; a group of few posts is drawn, but never called best."""

from django.utils.translation import gettext as _

from analytics.charts.chart_data import Chart
from analytics.charts.chart_words import posts_behind
from analytics.metrics import find
from analytics.plan_table import ENOUGH, PlanRow, PlanTable, plan_table
from analytics.query import MetricValue
from analytics.texts import value_text
from analytics.view_state import ViewState
from platforms.display import UNKNOWN

KEY = "engagement_rate"
MOST = 12  # bars; the table beside holds every row


def plan_chart(state: ViewState, cut: str, *, table: PlanTable | None = None) -> Chart:
    """The engagement rate per group, the highest on top; ``table`` where it is at hand."""
    table = table or plan_table(state, cut)
    metric = find(KEY)
    told = [(row, row.value(KEY)) for row in table.named]
    known = [(row, value) for row, value in told if value and value.known]
    known.sort(key=lambda pair: pair[1].number)
    chart = Chart(finding(table), str(metric.label) + _(" · posts behind it"))
    if not known:
        chart.reason = _("No group has posts with this figure yet.")
        return chart
    drawn = known[-MOST:]
    chart.data.append(
        {
            "type": "bar",
            "orientation": "h",
            "y": [row.name for row, _value in drawn],
            "x": [float(value.number) for _row, value in drawn],
            "text": [_said(value) for _row, value in drawn],
            "textposition": "auto",
            "cliponaxis": False,
            "hoverinfo": "skip",
            "marker": {"color": [_colour(value) for _row, value in drawn]},
        }
    )
    chart.layout = {
        "xaxis": {"tickformat": ".1~%", "rangemode": "tozero"},
        "yaxis": {"type": "category", "automargin": True},
        "hovermode": False,
        "margin": {"l": 8, "r": 24, "t": 8, "b": 32},
    }
    chart.columns = [table.title, str(metric.label), _("Posts")]
    chart.rows = [[row.name, value_text(v), f"{v.used}/{v.total}"] for row, v in reversed(known)]
    chart.rows += [[row.name, UNKNOWN, "—"] for row, v in told if not (v and v.known)]
    return chart


def best_row(table: PlanTable) -> tuple[PlanRow, MetricValue] | None:
    """The group with the highest rate, where at least two have enough posts and the next one is
    lower as printed."""
    told = [(row, row.value(KEY)) for row in table.named]
    enough = [(row, v) for row, v in told if v and v.known and v.used >= ENOUGH]
    enough.sort(key=lambda pair: -pair[1].number)
    if len(enough) < 2 or value_text(enough[0][1]) == value_text(enough[1][1]):
        return None
    return enough[0]


def finding(table: PlanTable) -> str:
    best = best_row(table)
    if best is None:
        return _("%(metric)s by %(cut)s") % {"metric": find(KEY).label, "cut": table.title}
    row, value = best
    return _("%(group)s: the highest %(metric)s, %(value)s") % {
        "group": row.name,
        "metric": find(KEY).label,
        "value": value_text(value),
    }


def _said(value: MetricValue) -> str:
    said = f"{value_text(value)} · {posts_behind(value.used)}"
    return said if value.used >= ENOUGH else said + _(" (few)")


def _colour(value: MetricValue) -> str:
    return "var(--chart-1)" if value.used >= ENOUGH else "var(--chart-axis)"
