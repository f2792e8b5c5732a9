"""營運健康: is everything running, and what needs a hand."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.health import look
from workspaces.http import page
from workspaces.roles import Can


@require_safe
@workspace_page(Can.MANAGE)
def health(request: WorkspaceRequest) -> HttpResponse:
    context = {"health": look(request.workspace)}
    return page(request, "workspaces/health.html", context, part="health")
