"""The dashboard: how the period stands, against target and against before."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analytics.campaign_rows import campaign_columns, campaign_rows
from analytics.cards import (
    account_columns,
    account_rows,
    basis,
    late_note,
    late_words,
    line,
    overview,
)
from analytics.charts.chart_data import CHARTS, TREND, chart_called, trend
from analytics.charts.plan_chart import plan_chart
from analytics.closing.beside import beside, causes_of
from analytics.goals.targets import attainments, by_rank
from analytics.headline import headline
from analytics.metrics import Metric, Scope, Source, UnknownMetric, find
from analytics.metrics.facts import facts_of, measures_asked_for
from analytics.metrics.inputs import input_label, input_unit, summed_label
from analytics.models import Target
from analytics.plan_table import plan_cut
from analytics.query import MetricValue, metric_values
from analytics.sources import input_text, rows_behind
from analytics.texts import value_text
from analytics.view_state import ViewState, last_known_day, view_state
from calendar_app import planned_as
from platforms.kinds import label_of
from platforms.models import Post
from workspaces import zones
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page
from workspaces.periods import quarter_of
from workspaces.roles import Can

NO_TREND = "none"


@require_GET
@csp_update({"style-src": settings.PLOTLY_STYLE_HASHES})
@workspace_page(Can.VIEW)
def dashboard(request: WorkspaceRequest) -> HttpResponse:
    """This quarter against target and last quarter, or whatever the address asks for."""
    state = view_state(request)
    now, before = state.values(), state.values_before()
    standing = attainments(
        running_targets(state), min(state.today, state.period.end), today=state.today
    )
    closing = beside(state, now)
    was = {key: one.then for key, one in closing.corrected.items()} if closing else {}
    shown = overview(state, now, before, standing, was)
    last = None
    if not any(value.known and value.value for value in now):
        last = last_known_day(state.workspace, state.account_ids)
    context = page_frame(state) | {
        "overview": shown,
        "headline": headline(state, shown.leading, standing, last),
        "empty": not state.all_accounts,
        "silent": last is not None or not any(v.known and v.value for v in now),
        "last_period": quarter_of(last) if last else None,
        "standing": standing,
        "as_of": state.period.end if state.period.end < state.today else None,
        "late_note": late_note(now),
        "closing": closing,
        "corrected": closing.corrected if closing else {},
        "rows": account_rows(state) if len(state.accounts) > 1 else [],
        "columns": account_columns(),
        "campaigns": [] if state.chosen else campaign_rows(state),
        "campaign_columns": campaign_columns(),
        "trend_metric": _first_trend(request, now),
        "plan_cut": plan_cut(request),
        "may_set": request.can(Can.SET_TARGETS),
        "may_import": request.can(Can.IMPORT),
    }
    return page(request, "analytics/dashboard.html", context)


@require_GET
@csp_update({"style-src": settings.PLOTLY_STYLE_HASHES})
@workspace_page(Can.VIEW)
def chart_panel(request: WorkspaceRequest) -> HttpResponse:
    """The charts with their findings as titles; loaded after the figures."""
    state = view_state(request)
    chosen = _trend_metric(request)
    charts = [(name, make(state)) for name, make in CHARTS.items()]
    charts = [(name, chart) for name, chart in charts if chart.data]
    if request.GET.get("trend") != NO_TREND:
        charts.insert(0, ("trend", trend(state, chosen)))
    context = page_frame(state) | {
        "trend_metric": chosen,
        "trend_options": [(key, find(key).label) for key in TREND],
        "charts": [
            {
                "name": name,
                "chart": chart,
                "url": _chart_url(request, state, name, chosen),
            }
            for name, chart in charts
        ],
    }
    return page(request, "analytics/chart_panel.html", context, part="chart-panel")


def _chart_url(request: WorkspaceRequest, state: ViewState, name: str, metric: str) -> str:
    address = reverse("analytics:chart_data", args=[state.workspace.slug, name])
    return f"{address}?{state.query}&trend={metric}"


@require_GET
@workspace_page(Can.VIEW)
def chart_data(request: WorkspaceRequest, name: str) -> HttpResponse:
    """One chart as plotly JSON."""
    state = view_state(request)
    chart = chart_called(state, name, _trend_metric(request))
    if name.startswith("plan-") and name.removeprefix("plan-") in planned_as.CUTS:
        chart = plan_chart(state, name.removeprefix("plan-"))
    if chart is None:
        raise Http404
    return JsonResponse(chart.as_json())


@require_GET
@workspace_page(Can.VIEW)
def metric_detail(request: WorkspaceRequest, key: str) -> HttpResponse:
    """How we know a number: definition, formula, inputs, and the rows behind it."""
    try:
        metric = find(key)
    except UnknownMetric as error:
        raise Http404(str(error)) from None
    state = view_state(request)
    post = None
    if is_key(number := request.GET.get("post", "")):
        post = get_object_or_404(
            Post.objects.in_workspace(state.workspace).select_related("account"), pk=number
        )
    value = _one(state, key, post)
    if value is None:
        raise Http404
    earlier = _earlier(state, key) if post is None else None
    language = get_language() or "zh-hant"
    shown = line(state, value, earlier)
    closing = beside(state, [value]) if post is None and state.plan is None else None
    was = closing.corrected.get(key) if closing else None
    context = page_frame(state) | {
        "level": 3 if request.htmx else 2,  # below the panel's heading, or the page's
        "metric": metric,
        "value": value,
        "line": shown,
        "post": post,
        "basis": basis(value),
        "late": late_words(value),
        "closing": closing,
        "was": was,
        "causes": causes_of(closing) if closing and was else [],
        "grown": _grown(state, key, post, value),
        "earlier": earlier,
        "inputs": [
            (_input_name(metric, name, post), input_text(number, input_unit(name), value.currency))
            for name, number in value.inputs.items()
        ],
        "words": [
            {
                "measure": input_label(measure),
                "facts": [
                    {
                        "platform": fact.platform,
                        "label": label_of(fact.platform),
                        "export": fact.export,
                        "word": fact.word(language),
                    }
                    for fact in facts_of(metric, measure)
                ],
            }
            for measure in measures_asked_for(metric)
        ],
        "breaks": metric.breaks_for(set(value.platforms)),
        "rows": rows_behind(state, metric, request.GET.get("page"), post, currency=value.currency),
    }
    part = "row-list" if request.GET.get("page") else "metric-detail"
    return page(request, "analytics/metric_detail.html", context, part=part)


def _input_name(metric: Metric, key: str, post: Post | None):
    if post is not None or metric.scope is Scope.ONE_SUBJECT:
        return input_label(key)
    return summed_label(key, over_posts=metric.source is Source.POSTS)


def _one(state: ViewState, key: str, post: Post | None) -> MetricValue | None:
    if post is None and state.plan is not None:
        return _in_row(state, state.values(by=state.plan.cut, metrics=[key]))
    if post is None:
        return state.values(metrics=[key])[0]
    values = state.values(by="post", metrics=[key], posts=[post.pk], accounts=None)
    return values[0] if values else None


def _in_row(state: ViewState, values: list[MetricValue] | None) -> MetricValue | None:
    """The value of the row that is asked for."""
    assert state.plan is not None
    return next((v for v in values or () if v.planned_as == state.plan.of), None)


def _earlier(state: ViewState, key: str) -> MetricValue | None:
    if state.plan is not None:
        return _in_row(state, state.values_before(by=state.plan.cut, metrics=[key]))
    found = state.values_before(metrics=[key])
    return found[0] if found else None


def _grown(state: ViewState, key: str, post: Post | None, value: MetricValue) -> str:
    """What the newest readings say of a period that is read by a day: growth, no correction."""
    if state.as_of is None:
        return ""
    only: dict[str, Any] = {"accounts": state.account_ids}
    if post:
        only = {"by": "post", "posts": [post.pk]}
    elif state.plan:
        only |= {"by": state.plan.cut}
    found = metric_values(state.workspace, state.period, metrics=[key], **only)
    if state.plan and not post:
        found = [one for one in found if one.planned_as == state.plan.of]
    if not found or found[0].value is None or found[0].value == value.value:
        return ""
    return value_text(found[0])


def page_frame(state: ViewState) -> dict:
    """What every analytics page needs for its title line and filters."""
    return {
        "state": state,
        "period": state.period,
        "compare": state.compare.value,
        "around": state.around,
        "zone": _("Times in %(zone)s") % {"zone": zones.label(state.workspace.zone)},
        "whose": _whose(state),
    }


def _whose(state: ViewState) -> str:
    """The chosen accounts by name, before the zone in the title line."""
    names = [f"{account.name} · {account.facts.label}" for account in state.accounts]
    return " · ".join(names[:2]) + " · " if state.chosen and len(names) <= 2 else ""


def running_targets(state: ViewState) -> list[Target]:
    """Targets that run within the shown period, for the shown accounts."""
    rows = Target.objects.in_workspace(state.workspace).filter(
        archived_at=None, start__lte=state.period.end, due__gte=state.period.start
    )
    if state.chosen:
        rows = rows.filter(account__in=state.chosen)
    return by_rank(rows.select_related("account", "owner", "workspace"))


def _first_trend(request: WorkspaceRequest, values: list[MetricValue]) -> str:
    """What the chart over time begins with: what was asked for, else the first that has figures."""
    if request.GET.get("trend") in TREND:
        return request.GET["trend"]
    known = {value.metric.key for value in values if value.known and value.value}
    return next((key for key in TREND if key in known), NO_TREND)


def _trend_metric(request: WorkspaceRequest) -> str:
    asked = request.GET.get("trend", "")
    return asked if asked in TREND else TREND[0]
