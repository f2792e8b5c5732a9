"""One post as it will go out; sent to review, taken back, approved, sent back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app import experiments, facts, outside, particulars, placing, review
from calendar_app.contents import digest_of
from calendar_app.models import Entry, Publication
from calendar_app.results import results_of
from calendar_app.views.entries import checked, found_entries
from calendar_app.views.remarks import remarks_of
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.approvals import NotAllowed
from workspaces.audit import subject_key
from workspaces.http import page
from workspaces.models import Approval
from workspaces.roles import Can


@require_safe
@workspace_page(Can.VIEW)
def entry_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """What goes out where and when, who decides, what became of it."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    return _detail(request, entry)


def _detail(
    request: WorkspaceRequest,
    entry: Entry,
    *,
    error: str = "",
    comment: str = "",
    status: int = 200,
) -> HttpResponse:
    asked = review.waiting(entry)
    approvers = review.approvers_of(entry) if asked else []
    versions = list(entry.versions.select_related("account", "entry", "publication", "tie__post"))
    posts = [v.tie.post_id for v in versions if hasattr(v, "tie")]
    results = results_of(request.workspace, posts) if posts else {}
    decisions = Approval.objects.in_workspace(request.workspace).filter(
        subject_key=subject_key(entry)
    )
    digest = digest_of(entry)
    strips = placing.strips(entry, versions)
    own = {one["version"].pk: one["uses"] for one in strips[1:]}
    context: dict[str, Any] = {
        "entry": entry,
        "versions": [
            {
                "version": version,
                "media": own.get(version.pk, []),
                "text": facts.full_text(version),
                "publication": getattr(version, "publication", None),
                "tie": getattr(version, "tie", None),
                "result": results.get(version.tie.post_id) if hasattr(version, "tie") else None,
            }
            for version in versions
        ],
        "media": strips[0]["uses"],
        "asked": asked,
        "approver_names": _(", ").join(str(person) for person in approvers),
        "may_approve": bool(asked) and request.user in approvers and request.can(Can.LEAD),
        "may_plan": request.can(Can.PLAN),
        "digest": digest,
        "outside": outside.opinions_about(entry, digest),
        "may_lead": request.can(Can.LEAD),
        "decisions": decisions.select_related("author", "decided_by")[:20],
        "error": error,
        "comment": comment,
        **remarks_of(request, entry),
        "variants": experiments.of_entry(entry),
        "particular_lines": particulars.lines_of(entry.kind, entry.particulars),
        "open_states": (Publication.State.DUE, Publication.State.MISSED),
        **(checked(entry) if entry.state != Entry.State.PUBLISHED else {"checks": []}),
    }
    return page(request, "calendar_app/entry_detail.html", context, status=status)


@require_POST
@workspace_page(Can.PLAN)
def review_ask(request: WorkspaceRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(found_entries(request), pk=pk)
    try:
        entry = review.ask(entry, by=request.user)
    except review.CannotDo as error:
        messages.error(request, str(error))
        return redirect("calendar:entry_edit", request.workspace.slug, pk)
    text = (
        _("Sent to review.")
        if entry.state == Entry.State.IN_REVIEW
        else _("Approved; it goes out at its time.")
    )
    messages.success(request, text)
    return redirect("calendar:entry_detail", request.workspace.slug, pk)


@require_POST
@workspace_page(Can.PLAN)
def review_withdraw(request: WorkspaceRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(found_entries(request), pk=pk)
    try:
        review.take_back(entry, by=request.user)
        messages.success(request, _("Taken back. You can go on writing."))
    except review.CannotDo as error:
        messages.error(request, str(error))
    return redirect("calendar:entry_edit", request.workspace.slug, pk)


@require_POST
@workspace_page(Can.LEAD)
def review_decide(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``act`` is approve or send_back; a refusal keeps the comment."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    comment = request.POST.get("comment", "")
    try:
        if request.POST.get("act") == "send_back":
            review.send_back(entry, by=request.user, comment=comment)
            messages.success(request, _("Sent back. Its writers have been told."))
        else:
            entry = review.approve(
                entry, by=request.user, digest=request.POST.get("digest", ""), comment=comment
            )
            messages.success(request, _("Approved."))
    except (review.CannotDo, NotAllowed) as error:
        return _detail(request, entry, error=str(error), comment=comment, status=422)
    return redirect("calendar:entry_detail", request.workspace.slug, pk)
