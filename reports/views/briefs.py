"""Plans of a period as Word files, straight from their brief or posting strategy."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from planning.models import Brief, PostingStrategy
from reports.documents.template import TemplateError
from reports.outputs import OUTPUTS
from reports.services.drafts import render_draft
from reports.services.errors import CannotDo
from reports.services.files import CONTENT_TYPES
from workspaces import audit
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.roles import Can


@require_safe
@workspace_page(Can.VIEW)
def brief_download(request: WorkspaceRequest, brief: int) -> HttpResponse:
    found = get_object_or_404(Brief.objects.in_workspace(request.workspace), pk=brief)
    return _word(request, "O1.1.1", found, "planning:brief_detail")


@require_safe
@workspace_page(Can.VIEW)
def strategy_download(request: WorkspaceRequest, strategy: int) -> HttpResponse:
    rows = PostingStrategy.objects.in_workspace(request.workspace)
    return _word(
        request, "O2.1.1", get_object_or_404(rows, pk=strategy), "planning:strategy_detail"
    )


def _word(
    request: WorkspaceRequest, code: str, plan: Brief | PostingStrategy, back: str
) -> HttpResponse:
    try:
        rendered = render_draft(
            request.workspace, OUTPUTS[code], plan.period, "docx", subject=plan.pk
        )
    except (CannotDo, TemplateError) as error:
        messages.error(request, str(error))
        return redirect(back, request.workspace.slug, plan.pk)
    audit.record(
        request.workspace, request.user, "reports.downloaded", plan, after={"file": rendered.name}
    )
    response = HttpResponse(rendered.content, content_type=CONTENT_TYPES["docx"])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(rendered.name)}"
    return response
