"""Remarks on a post: said about all of it or one account's version, settled, taken away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app.models import Entry
from calendar_app.views.entries import found_entries
from workspaces import comments
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.audit import subject_key
from workspaces.http import page, undo_tag
from workspaces.models import Comment, Membership
from workspaces.roles import Can


def remarks_of(
    request: WorkspaceRequest, entry: Entry, *, error: str = "", typed: str = "", part: str = ""
) -> dict[str, Any]:
    """Context of ``_remarks.html``: open ones first named with their account, then settled ones."""
    parts = {f"account:{one.account_id}": one.account for one in _versions(entry)}
    rows: list[dict[str, Any]] = [
        {"remark": row, "account": parts.get(row.part)}
        for rows in comments.of(request.workspace, entry).values()
        for row in rows
    ]
    rows.sort(key=lambda one: (one["remark"].at, one["remark"].pk))
    return {
        "entry": entry,
        "remarks": [one for one in rows if one["remark"].resolved_at is None],
        "settled": [one for one in rows if one["remark"].resolved_at is not None],
        "remark_parts": list(parts.items()) if len(parts) > 1 else [],
        "remark_part": part,
        "remark_error": error,
        "remark_typed": typed,
        "remark_names": _names(request),
        "may_settle": request.can(Can.PLAN),
    }


def _names(request: WorkspaceRequest) -> list[str]:
    """Whoever can be named with @: every other member, for each of them can read the post."""
    members = Membership.objects.in_workspace(request.workspace).with_people()
    return sorted(str(one.user) for one in members if one.user_id != request.user.pk)


def _versions(entry: Entry) -> Any:
    return entry.versions.select_related("account")


@require_safe
@workspace_page(Can.VIEW)
def remark_list(request: WorkspaceRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(found_entries(request), pk=pk)
    return page(
        request, "calendar_app/remark_list.html", remarks_of(request, entry), part="remarks"
    )


@require_POST
@workspace_page(Can.VIEW)
def remark_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``text``, and ``part`` ("account:5") when it is about one account's version."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    text, part = request.POST.get("text", ""), request.POST.get("part", "")
    if part not in {f"account:{one.account_id}" for one in _versions(entry)}:
        part = ""
    error = ""
    try:
        comments.say(
            request.workspace,
            entry,
            text,
            by=request.user,
            part=part,
            url=_address(entry),
            also={person for person in (entry.author, entry.assignee) if person},
        )
    except comments.CannotSay as refusal:
        error = str(refusal)
    return _answer(request, entry, error=error, typed=text if error else "", part=part)


@require_POST
@workspace_page(Can.PLAN)
def remark_settle(request: WorkspaceRequest, pk: int, number: int) -> HttpResponse:
    """Done, or with ``open`` set back among the open ones."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    remark = _remark(request, entry, number)
    done = not request.POST.get("open")
    comments.resolve(remark, entry, by=request.user, done=done, url=_address(entry))
    return _answer(request, entry)


@require_POST
@workspace_page(Can.VIEW)
def remark_remove(request: WorkspaceRequest, pk: int, number: int) -> HttpResponse:
    """People take away what they said themselves."""
    entry = get_object_or_404(found_entries(request), pk=pk)
    error = ""
    try:
        step = comments.remove(_remark(request, entry, number), by=request.user)
        if not request.htmx:
            messages.success(request, _("Remark removed"), extra_tags=undo_tag(request, step))
    except comments.CannotSay as refusal:
        error = str(refusal)
    return _answer(request, entry, error=error)


def _address(entry: Entry) -> str:
    """Where whoever is told of a remark lands: on it."""
    return reverse("calendar:entry_detail", args=[entry.workspace.slug, entry.pk]) + (
        "#remark-{remark}"
    )


def _remark(request: WorkspaceRequest, entry: Entry, number: int) -> Comment:
    rows = Comment.objects.in_workspace(request.workspace)
    return get_object_or_404(
        rows.select_related("author", "resolved_by", "workspace"),
        pk=number,
        subject_key=subject_key(entry),
        removed_at=None,
    )


def _answer(
    request: WorkspaceRequest, entry: Entry, *, error: str = "", typed: str = "", part: str = ""
) -> HttpResponse:
    if request.htmx or error:
        context = remarks_of(request, entry, error=error, typed=typed, part=part)
        return page(
            request,
            "calendar_app/remark_list.html",
            context,
            part="remarks",
            status=422 if error else 200,
        )
    back = reverse("calendar:entry_detail", args=[request.workspace.slug, entry.pk])
    return redirect(back + "#remarks")
