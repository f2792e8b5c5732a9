"""Send to review, take back, approve, send back; remarks on a section."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planning import review
from planning.errors import CannotDo
from planning.models import Brief
from planning.sections import SECTIONS
from planning.views.found import found_brief
from workspaces import comments
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.approvals import NotAllowed
from workspaces.http import came_from, page
from workspaces.models import User
from workspaces.roles import Can


def _back(request: WorkspaceRequest, brief: Brief) -> HttpResponse:
    return redirect("planning:brief_detail", request.workspace.slug, brief.pk)


@require_POST
@workspace_page(Can.PLAN)
def brief_submit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    brief = found_brief(request, pk)
    try:
        version = review.submit(brief, by=request.user)
        sentence = _("Version %d is sent to review. Its figures are frozen.") % version.number
        messages.success(request, sentence)
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return _back(request, brief)


@require_POST
@workspace_page(Can.PLAN)
def brief_take_back(request: WorkspaceRequest, pk: int) -> HttpResponse:
    brief = found_brief(request, pk)
    try:
        review.take_back(brief, by=request.user)
        messages.success(request, _("The brief is a draft again."))
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return _back(request, brief)


@require_POST
@workspace_page(Can.SIGN)
def brief_decide(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``act=approve`` or ``act=send-back``; sending back needs a comment."""
    brief = found_brief(request, pk)
    comment = request.POST.get("comment", "")
    try:
        if request.POST.get("act") == "approve":
            digest = request.POST.get("digest", "")
            review.approve(brief, by=request.user, comment=comment, digest=digest)
            messages.success(request, _("The brief is approved."))
        else:
            review.send_back(brief, by=request.user, comment=comment)
            messages.success(request, _("The brief is sent back to its writers."))
    except (CannotDo, NotAllowed) as refusal:
        messages.error(request, str(refusal))
    return _back(request, brief)


@require_POST
@workspace_page(Can.VIEW)
def comment_create(request: WorkspaceRequest, pk: int, section: str) -> HttpResponse:
    brief = found_brief(request, pk)
    if section not in SECTIONS:
        raise Http404
    url = reverse("planning:brief_detail", args=[request.workspace.slug, pk]) + f"#{section}"
    error = ""
    try:
        comments.say(
            request.workspace,
            brief,
            request.POST.get("text", ""),
            by=request.user,
            part=section,
            url=url,
            also=User.objects.filter(pk__in=review.writers_of(brief)),
        )
    except comments.CannotSay as refusal:
        error = str(refusal)
    if request.htmx:
        context = {
            "brief": brief,
            "key": section,
            "comments": comments.of(request.workspace, brief).get(section, []),
            "error": error,
            "typed": request.POST.get("text", "") if error else "",
        }
        status = 422 if error else 200
        return page(request, "planning/comment_part.html", context, part="comments", status=status)
    if error:
        messages.error(request, error)
    return redirect(came_from(request, url))
