"""An earlier version of a brief, and what changed since the one before it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from planning import contents
from planning.models import BriefVersion
from planning.versions import compare
from planning.views.found import found_brief
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page
from workspaces.roles import Can


@require_safe
@workspace_page(Can.VIEW)
def version_detail(request: WorkspaceRequest, pk: int, number: int) -> HttpResponse:
    """Version ``number`` against the one before, or against ``?against=``; 0 is the draft of now."""
    brief = found_brief(request, pk)
    versions = BriefVersion.objects.in_workspace(request.workspace).filter(brief=brief.pk)
    version = get_object_or_404(versions.select_related("made_by"), number=number)
    asked = request.GET.get("against", "")
    other = int(asked) if is_key(asked) else number - 1
    if other == 0 and asked:
        before, now = version.content, contents.content_of(brief)
    else:
        earlier = versions.filter(number=other).first()
        before = earlier.content if earlier else None
        now = version.content
    context = {
        "brief": brief,
        "version": version,
        "against": other if before is not None else None,
        "against_draft": bool(other == 0 and asked),
        "changes": compare(before, now) if before is not None else [],
        "sections": [{"read": read} for read in contents.read(version.content)],
        "others": versions.exclude(number=number).values_list("number", flat=True),
    }
    return page(request, "planning/version_detail.html", context)
