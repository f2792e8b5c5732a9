"""One act on what was ticked in the list or the calendar."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from calendar_app import bulk
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page, safe_next, undo_tag, undo_url
from workspaces.roles import Can


@require_POST
@workspace_page(Can.PLAN)
def selection_change(request: WorkspaceRequest) -> HttpResponse:
    """``key`` many times, ``act`` and its value; what was refused is listed with its reason."""
    post = request.POST
    back = safe_next(request, reverse("calendar:calendar_view", args=[request.workspace.slug]))
    try:
        outcome = bulk.do(
            request.workspace,
            post.getlist("key"),
            post.get("act", ""),
            {name: post.get(name, "") for name in ("person", "days", "pillar", "campaign")},
            by=request.user,
        )
    except bulk.CannotDo as error:
        messages.error(request, str(error))
        return redirect(back)
    count = len(outcome.done)
    text = ngettext("%(n)d done.", "%(n)d done.", count) % {"n": count}
    if not outcome.refused:
        tag = undo_tag(request, outcome.step) if outcome.step else ""
        messages.success(request, text, extra_tags=tag)
        return redirect(back)
    context = {
        "outcome": outcome,
        "count": count,
        "back": back,
        "undo_url": undo_url(request, outcome.step) if outcome.step else "",
        "title": _("Some were refused") if count else _("Nothing was done"),
    }
    return page(request, "calendar_app/selection_result.html", context)
