"""Plan meets result: which imported post a published plan became, decided by a person."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from calendar_app import ties
from calendar_app.models import EntryVersion
from platforms.models import Post
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can

PER_PAGE = 20
FILTERS = ("show", "account", "from", "to", "q")  # of the list of posts without a plan


@require_safe
@workspace_page(Can.PLAN)
def match_list(request: WorkspaceRequest) -> HttpResponse:
    """Published plans without a result, each with the posts it could be."""
    waiting = (
        EntryVersion.objects.in_workspace(request.workspace)
        .filter(publication__state__in=["sent", "by_hand"], tie=None, entry__removed_at=None)
        .select_related("entry", "account", "publication", "workspace")
        .order_by("-publication__done_at")
    )
    rows = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    found = ties.suggestions_of(list(rows))
    context = {
        "rows": rows,
        "lines": [
            {"version": version, "suggestions": _shown(found[version.pk])} for version in rows
        ],
    }
    return page(request, "calendar_app/match_list.html", context, part="matches")


def _shown(found: list[tuple[Post, float]]) -> list[dict]:
    return [{"post": post, "likeness": f"{likeness:.0%}"} for post, likeness in found]


@require_POST
@workspace_page(Can.PLAN)
def match_tie(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``post`` is it; ``act=untie`` takes a tie back; pk 0 with ``act=all`` looks for sure ones."""
    if request.POST.get("act") == "all":
        count = ties.match_new(request.workspace)
        messages.success(
            request,
            ngettext("%(n)d result was found.", "%(n)d results were found.", count) % {"n": count},
        )
        return redirect("calendar:match_list", request.workspace.slug)
    version = get_object_or_404(
        EntryVersion.objects.in_workspace(request.workspace).select_related("entry"), pk=pk
    )
    if request.POST.get("act") == "untie":
        ties.untie(version, by=request.user)
        return redirect("calendar:entry_detail", request.workspace.slug, version.entry_id)
    text = request.GET.get("post") or request.POST.get("post", "")
    post = get_object_or_404(
        Post.objects.in_workspace(request.workspace).filter(account=version.account_id),
        pk=int(text) if text.isdecimal() and len(text) < 19 else 0,
    )
    ties.tie(version, post, by=request.user)
    messages.success(request, _("Tied. Its figures now stand in the calendar."))
    if request.GET.get("post"):  # came from the list of posts, whose filters go along
        kept = {name: request.POST[name] for name in FILTERS if request.POST.get(name)}
        back = reverse("calendar:unmatched_list", args=[request.workspace.slug])
        return redirect(f"{back}?{urlencode(kept)}" if kept else back)
    return redirect("calendar:match_list", request.workspace.slug)
