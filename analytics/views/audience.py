"""The audience and where it comes from: latest cuts, and one cut with its chart and rows."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analytics.audience import AudienceRow, Cut, Figure, cuts
from analytics.charts.chart_data import Chart
from analytics.sources import UNITS
from analytics.texts import HOME_CURRENCY
from analytics.view_state import ViewState, view_state
from analytics.views.dashboard import page_frame
from platforms.display import UNKNOWN, format_full_day, format_range, format_value
from platforms.measures import EVERY_MEASURE
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page
from workspaces.roles import Can

SHOWN = 8  # rows of a cut on the overview
DRAWN = 20
PER_PAGE = 50
COLUMNS = 2  # figures beside each other on the overview


@require_GET
@workspace_page(Can.VIEW)
def audience_list(request: WorkspaceRequest) -> HttpResponse:
    """Every account and site with the latest reading of each of its cuts."""
    state = view_state(request)
    groups: dict[str, dict[str, Any]] = {}
    for cut in cuts(state.workspace, state.period, accounts=state.account_ids, most=100):
        group = groups.setdefault(cut.code, {"subject": cut.subject, "cuts": []})
        group["cuts"].append(cut_view(state, cut, COLUMNS, cut.rows[:SHOWN]))
    context = page_frame(state) | {
        "groups": list(groups.values()),
        "may_import": request.can(Can.IMPORT),
    }
    return page(request, "analytics/audience_list.html", context)


@require_GET
@csp_update({"style-src": settings.PLOTLY_STYLE_HASHES})
@workspace_page(Can.VIEW)
def audience_detail(request: WorkspaceRequest, subject: str, dimension: str) -> HttpResponse:
    """One cut: drawn, and row by row with the file and row of each figure."""
    state = view_state(request)
    cut = _one(state, subject, dimension)
    rows = Paginator(cut.rows, PER_PAGE).get_page(request.GET.get("page"))
    chart = _chart(cut)
    context = page_frame(state) | {
        "cut": cut_view(state, cut, len(cut.columns), list(rows.object_list)),
        "rows": rows,
        "chart": chart,
        "chart_url": _address(state, cut, "analytics:audience_data") if chart.data else "",
    }
    return page(request, "analytics/audience_detail.html", context, part="audience-rows")


@require_GET
@workspace_page(Can.VIEW)
def audience_data(request: WorkspaceRequest, subject: str, dimension: str) -> HttpResponse:
    """The chart of one cut as plotly JSON."""
    return JsonResponse(_chart(_one(view_state(request), subject, dimension)).as_json())


def _one(state: ViewState, subject: str, dimension: str) -> Cut:
    kind, _dash, number = subject.partition("-")
    if kind not in ("account", "site") or not is_key(number):
        raise Http404
    found = cuts(state.workspace, state.period, only=(kind, int(number), dimension))
    if not found:
        raise Http404
    return found[0]


def cut_view(state: ViewState, cut: Cut, columns: int, rows: list[AudienceRow]) -> dict[str, Any]:
    """A cut as its templates take it: everything formatted."""
    names = cut.columns[:columns]
    return {
        "cut": cut,
        "label": cut.label,
        "when": when(cut),
        "taken": format_full_day(cut.taken_on, language=_language()),
        "columns": [column_label(name) for name in names],
        "more": max(0, cut.total - len(rows)),
        "url": _address(state, cut, "analytics:audience_detail"),
        "file": cut.batch.file.name if cut.batch.file else "",
        "rows": [
            {
                "label": row.label,
                "size": row.size,
                "cells": [figure_text(row.figure(name)) for name in names],
                "number": row.row,
                "url": reverse("data:row_detail", args=[state.workspace.slug, row.batch, row.row]),
            }
            for row in rows
        ],
    }


def column_label(name: tuple[str, bool]) -> str:
    """A share says of what it is a share."""
    measure, share = name
    label = str(EVERY_MEASURE[measure].label) if measure in EVERY_MEASURE else measure
    return _("Share of %(measure)s") % {"measure": label} if share else label


def figure_text(figure: Figure | None) -> str:
    if figure is None:
        return UNKNOWN
    if figure.share:
        return f"{figure.value / 10_000:.1f}%"
    unit = UNITS[EVERY_MEASURE[figure.measure].unit]
    currency = figure.currency or HOME_CURRENCY
    return format_value(figure.value, unit, language=_language(), currency=currency)


def when(cut: Cut) -> str:
    """The days the cut speaks of, or the day it was taken."""
    if cut.start and cut.end and cut.start != cut.end:
        return format_range(cut.start, cut.end, language=_language())
    return format_full_day(cut.end or cut.taken_on, language=_language())


def _chart(cut: Cut) -> Chart:
    """The largest rows as bars; ages stand in their order."""
    lead = cut.lead
    rows = [row for row in cut.rows if lead and row.figure(lead)][:DRAWN]
    if lead is None or not rows:
        return Chart(cut.label, "", reason=_("There is nothing to draw."))
    drawn = list(reversed(rows))  # plotly draws from the bottom
    scale = 10_000 if lead[1] else 1
    values = [figure.value / scale for row in drawn if (figure := row.figure(lead))]
    largest = max(rows, key=lambda row: row.size)
    title = _("%(label)s: most are “%(key)s”") % {"label": cut.label, "key": largest.label}
    return Chart(
        title,
        f"{column_label(lead)} · {when(cut)}",
        data=[
            {
                "type": "bar",
                "orientation": "h",
                "x": values,
                "y": [_short(row.label) for row in drawn],
                "text": [figure_text(row.figure(lead)) for row in drawn],
                "marker": {"color": "var(--chart-1)"},
                "hovertemplate": "%{y}<br>%{text}<extra></extra>",
            }
        ],
        layout={
            "yaxis": {"automargin": True, "type": "category"},
            "xaxis": {"ticksuffix": "%" if lead[1] else "", "rangemode": "tozero"},
        },
        columns=[cut.label, column_label(lead)],
        rows=[[row.label, figure_text(row.figure(lead))] for row in rows],
    )


def _short(label: str) -> str:
    return label if len(label) <= 28 else label[:27] + "…"


def _address(state: ViewState, cut: Cut, name: str) -> str:
    address = reverse(name, args=[state.workspace.slug, cut.code, cut.dimension])
    return f"{address}?{state.query}"


def _language() -> str:
    return get_language() or "zh-hant"
