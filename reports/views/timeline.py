"""The timeline as an Excel file, straight from the projects: one of them, or a quarter's."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from planning.models import Project
from reports.outputs import OUTPUTS
from reports.services.drafts import render_draft
from reports.services.errors import CannotDo
from reports.services.files import CONTENT_TYPES
from workspaces import audit
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key
from workspaces.periods import Period, quarter_of
from workspaces.roles import Can


@require_safe
@workspace_page(Can.VIEW)
def timeline_download(request: WorkspaceRequest) -> HttpResponse:
    """``?project=3`` for one project over its own days; without it this quarter's."""
    number = request.GET.get("project", "")
    subject, period = None, quarter_of(timezone.localdate())
    if number:
        rows = Project.objects.in_workspace(request.workspace)
        project = get_object_or_404(rows, pk=number if is_key(number) else 0)
        subject, period = project.pk, Period(project.start, project.due)
    try:
        rendered = render_draft(
            request.workspace, OUTPUTS["O1.2.1"], period, "xlsx", subject=subject
        )
    except CannotDo as error:
        messages.error(request, str(error))
        return redirect("planning:project_list", request.workspace.slug)
    audit.record(
        request.workspace,
        request.user,
        "reports.downloaded",
        rendered.name,
        after={"file": rendered.name},
    )
    response = HttpResponse(rendered.content, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(rendered.name)}"
    return response
