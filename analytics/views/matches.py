"""Rows whose post a person has to name: the row beside the posts it may be."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models.query import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from analytics.intake import words
from analytics.merging import undecided
from analytics.merging.posts import CannotMerge
from analytics.merging.undecided import SAME, Case
from platforms.models import BatchPost, Post
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page, undo_tag
from workspaces.models import Workspace
from workspaces.roles import Can

PER_PAGE = 10
WAITING, GUESSED, DECIDED = "waiting", "guessed", "decided"
LISTS = {WAITING: undecided.waiting, GUESSED: undecided.guessed, DECIDED: undecided.decided}


@require_GET
@workspace_page(Can.IMPORT)
def match_list(request: WorkspaceRequest) -> HttpResponse:
    """``show``: waiting (counts nowhere yet), guessed (counts by itself) or decided."""
    return _list(request, request.GET.get("show", WAITING))


@require_POST
@workspace_page(Can.IMPORT)
def match_decide(request: WorkspaceRequest, post: int) -> HttpResponse:
    """``is`` is "same:<post>", "own" or "left_out"."""
    found = get_object_or_404(Post.objects.in_workspace(request.workspace), pk=post)
    show = request.POST.get("show", WAITING)
    choice, _colon, number = request.POST.get("is", "").partition(":")
    into = None
    if choice == SAME and is_key(number):
        into = Post.objects.in_workspace(request.workspace).filter(pk=int(number)).first()
    try:
        step = undecided.decide(found, choice, request.user, into=into)
    except CannotMerge as why:
        return _list(request, show, errors={found.pk: str(why)}, status=422)
    messages.success(request, _said(choice), extra_tags=undo_tag(request, step))
    return redirect(f"{reverse('data:match_list', args=[request.workspace.slug])}?show={show}")


@require_POST
@workspace_page(Can.IMPORT)
def match_reopen(request: WorkspaceRequest, post: int) -> HttpResponse:
    """Take a decision back."""
    found = get_object_or_404(Post.objects.in_workspace(request.workspace), pk=post)
    step = undecided.reopen(found, request.user)
    messages.success(request, _("The decision was taken back."), extra_tags=undo_tag(request, step))
    return redirect(f"{reverse('data:match_list', args=[request.workspace.slug])}?show={DECIDED}")


def _said(choice: str) -> str:
    return {
        SAME: _("The row counts with that post from now on."),
        Post.Decision.OWN: _("The row counts as a post of its own."),
        Post.Decision.LEFT_OUT: _("The row is left out and counts nowhere."),
    }[choice]


def _list(
    request: WorkspaceRequest,
    show: str,
    *,
    errors: dict[int, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    show = show if show in LISTS else WAITING
    counts = {key: _rows(request.workspace, key).count() for key in LISTS}
    rows = Paginator(_rows(request.workspace, show), PER_PAGE).get_page(request.GET.get("page"))
    found = undecided.cases(request.workspace, list(rows), offers=show != DECIDED)
    context = {
        "rows": rows,
        "show": show,
        "lines": [_line(request, case, errors or {}) for case in found],
        "lists": [
            {"key": key, "label": label, "count": counts[key]}
            for key, label in (
                (WAITING, pgettext("rows", "Waiting")),
                (GUESSED, pgettext("rows", "Taken for a post of its own")),
                (DECIDED, pgettext("rows", "Decided")),
            )
        ],
    }
    return page(request, "data/match_list.html", context, part="matches", status=status)


def _rows(workspace: Workspace, show: str) -> QuerySet[Post]:
    return LISTS[show](workspace).select_related("account")


def _line(request: WorkspaceRequest, case: Case, errors: dict[int, str]) -> dict[str, Any]:
    """A case as the page shows it: one column for the row and one for each candidate."""
    zone = request.workspace.tz
    posts = [case.post, *[offer.candidate.post for offer in case.offers]]
    figures = [dict(case.figures), *[dict(offer.figures) for offer in case.offers]]
    labels = list(dict.fromkeys(label for some in figures for label in some))
    return {
        "case": case,
        "error": errors.get(case.post.pk, ""),
        "times": [_when(post, zone) for post in posts],
        "texts": [post.text for post in posts],
        "links": [post.address for post in posts],
        "figures": [(label, [some.get(label, "—") for some in figures]) for label in labels],
        "places": [_places(case.rows), *[_places([one.place]) for one in case.offers]],
        "decision": case.post.get_decision_display(),
    }


def _when(post: Post, zone: Any) -> str:
    if post.published_at:
        return words.moment(post.published_at, zone)
    return words.day(post.published_on) if post.published_on else "—"


def _places(rows: Sequence[BatchPost | None]) -> list[BatchPost]:
    return [row for row in rows if row is not None][:3]
