"""The answers of the command palette."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from workspaces import finding
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can


@require_safe
@workspace_page(Can.VIEW)
def find_list(request: WorkspaceRequest) -> HttpResponse:
    """``q``: words; answers with lines for the palette's list, nothing else."""
    rows = finding.found(request, request.GET.get("q", ""))
    return page(request, "workspaces/_found.html", {"rows": rows})
