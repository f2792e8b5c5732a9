"""Plan and result: figures by what posts were planned as."""

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from analytics.charts.plan_chart import plan_chart
from analytics.plan_table import ENOUGH, plan_cut, plan_table
from analytics.view_state import ViewState, view_state
from analytics.views.dashboard import page_frame
from calendar_app.planned_as import CUTS
from planning.models import Brief
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.periods import Compare, Period
from workspaces.roles import Can


@require_GET
@csp_update({"style-src": settings.PLOTLY_STYLE_HASHES})
@workspace_page(Can.VIEW)
def plan_panel(request: WorkspaceRequest) -> HttpResponse:
    """A section of the dashboard, loaded after the figures; without scripts a page of its own."""
    state, cut = view_state(request), plan_cut(request)
    table = plan_table(state, cut)
    chart = plan_chart(state, cut, table=table)
    address = reverse("analytics:chart_data", args=[state.workspace.slug, f"plan-{cut}"])
    matches = reverse("calendar:unmatched_list", args=[state.workspace.slug])
    days = urlencode({"from": f"{state.period.start}", "to": f"{state.period.end}"})
    context = page_frame(state) | {
        "table": table,
        "cut": cut,
        "cuts": list(CUTS.items()),
        "enough": ENOUGH,
        "chart": chart if chart.data else None,
        "chart_url": f"{address}?{state.query}",
        "matches_url": f"{matches}?{days}" if request.can(Can.PLAN) else "",
    }
    return page(request, "analytics/plan_panel.html", context, part="plan-panel")


@require_GET
@workspace_page(Can.VIEW)
def pillar_window(request: WorkspaceRequest, brief: int) -> HttpResponse:
    """Beside the pillars of a brief: the share that was meant, the share that came out, the rate."""
    found = get_object_or_404(Brief.objects.in_workspace(request.workspace), pk=brief)
    period = Period(found.start, found.end)
    state = ViewState(request.workspace, period, Compare.BEFORE, [], timezone.localdate())
    table = plan_table(state, "pillar", brief=found)
    dashboard = reverse("analytics:dashboard", args=[request.workspace.slug])
    context = {
        "brief": found,
        "table": table,
        "rows": [
            (row, cell) for row in table.rows for cell in row.cells if cell.key == "engagement_rate"
        ],
        "enough": ENOUGH,
        "more": f"{dashboard}?{state.query}#plans",
    }
    return page(request, "analytics/pillar_window.html", context, part="pillar-window")
