"""Windows that planning's pages open: targets, pace and growth of a brief's objectives."""

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from analytics.charts.goal_chart import growth_chart, target_chart
from analytics.goals.objectives import outlooks_of
from analytics.metrics import METRICS
from analytics.models import Target
from planning.models import Brief, Objective
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can


@require_GET
@workspace_page(Can.VIEW)
def objective_pace(request: WorkspaceRequest, brief: int) -> HttpResponse:
    """Every target of a brief: so far, goal, pace and forecast, under its objective."""
    found = get_object_or_404(Brief.objects.in_workspace(request.workspace), pk=brief)
    objectives = list(
        Objective.objects.in_workspace(request.workspace).standing().filter(brief=found.pk)
    )
    looks = outlooks_of(request.workspace, objectives, timezone.localdate())
    served = {look.standing.target.objective_id for look in looks}
    context = {
        "brief": found,
        "looks": looks,
        "without": [one for one in objectives if one.pk not in served],
        "may_set": request.can(Can.SET_TARGETS),
    }
    return page(request, "analytics/objective_pace.html", context, part="pace")


@csp_update({"style-src": settings.PLOTLY_STYLE_HASHES})
@require_GET
@workspace_page(Can.VIEW)
def target_panel(request: WorkspaceRequest, objective: int) -> HttpResponse:
    """Beside an objective that is being written: past growth of its figure, and its targets."""
    found = get_object_or_404(
        Objective.objects.in_workspace(request.workspace).select_related("brief"), pk=objective
    )
    context = {
        "objective": found,
        "metric": METRICS.get(found.metric),
        "looks": outlooks_of(request.workspace, [found], timezone.localdate()),
        "may_set": request.can(Can.SET_TARGETS),
    }
    return page(request, "analytics/target_panel.html", context, part="target-panel")


@require_GET
@workspace_page(Can.VIEW)
def growth_data(request: WorkspaceRequest, objective: int) -> HttpResponse:
    """The figure of an objective week by week, as plotly JSON."""
    found = get_object_or_404(
        Objective.objects.in_workspace(request.workspace).select_related("workspace"), pk=objective
    )
    return JsonResponse(growth_chart(found, timezone.localdate()).as_json())


@require_GET
@workspace_page(Can.VIEW)
def target_data(request: WorkspaceRequest, target: int) -> HttpResponse:
    """The course of a target: what was reached, the goal with its steps, the forecast."""
    targets = Target.objects.in_workspace(request.workspace).filter(metric__in=METRICS)
    found = get_object_or_404(targets.select_related("workspace", "account"), pk=target)
    return JsonResponse(target_chart(found, timezone.localdate()).as_json())
