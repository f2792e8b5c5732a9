"""The page behind a link for somebody outside: outside the door, open to whoever holds the token.

It shows the link's posts as they would go out and takes one word about each; nothing else of
the workspace is on it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from calendar_app import facts, outside, placing
from calendar_app.files_out import file_answer
from calendar_app.models import Entry, OutsideReview
from calendar_app.views.media_uses import cut_answer
from platforms.lengths import TEXT_RULES
from workspaces import rates, share_links
from workspaces.http import is_key

LOOKS = {"most": 600, "seconds": 600}  # of one link, files included
WORDS = {"most": 60, "seconds": 3600}
GUESSES = {"most": 30, "seconds": 600}  # of one address: tokens that open nothing


def outsider_page(view: Callable) -> Callable:
    """Let the holder of an open link in; a calm page to everybody else."""

    @wraps(view)
    def enter(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = outside.review_of(token)
        response: HttpResponseBase
        if row is None:
            response = _over(request, token)
        elif not rates.allowed(f"outside:{row.link_id}", **LOOKS):
            response = _too_often(request)
        else:
            with override(row.workspace.language), timezone.override(row.workspace.zone):
                response = view(request, row, token, *args, **kwargs)
        # The address is the key: it stays out of caches, referrers and search machines.
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return enter


def _over(request: HttpRequest, token: str) -> HttpResponse:
    """Expired or revoked: say whom to ask. Unknown: say no more than that."""
    if not rates.allowed(f"outside-guess:{request.META.get('REMOTE_ADDR', '')}", **GUESSES):
        return _too_often(request)
    link = share_links.over(token, outside.SCOPE)
    context = {
        "expired": link is not None,
        "asked_by": str(link.made_by) if link and link.made_by else "",
        "team": link.workspace.name if link else "",
        "revoked": bool(link and link.revoked_at),
        "at": (link.revoked_at or link.expires_at) if link else None,
    }
    language = link.workspace.language if link else settings.LANGUAGE_CODE
    with override(language), timezone.override(link.workspace.zone if link else None):
        return render(request, "calendar_app/outsider_over.html", context, status=404)


def _too_often(request: HttpRequest) -> HttpResponse:
    response = render(request, "calendar_app/outsider_over.html", {"too_often": True}, status=429)
    response["Retry-After"] = "600"
    return response


@require_safe
@outsider_page
def outsider_review(request: HttpRequest, row: OutsideReview, token: str) -> HttpResponse:
    return _page(request, row, token)


def _page(
    request: HttpRequest,
    row: OutsideReview,
    token: str,
    *,
    wrong: int = 0,
    error: str = "",
    comment: str = "",
    status: int = 200,
) -> HttpResponse:
    pieces = outside.pieces(row)
    context = {
        "review": row,
        "token": token,
        "pieces": [(piece, _previews(piece.entry)) for piece in pieces],
        "waiting": sum(piece.waits for piece in pieces),
        "wrong": wrong,
        "error": error,
        "comment": comment,
    }
    return render(request, "calendar_app/outsider_review.html", context, status=status)


def _previews(entry: Entry) -> list[dict[str, Any]]:
    """Every account's version with its words and media; everything has been prefetched."""
    shared = [use for use in entry.media.all() if use.version_id is None]
    found = []
    for version in sorted(entry.versions.all(), key=lambda v: (v.account.platform, v.account.name)):
        version.entry = entry  # the same row, with its words
        limit = TEXT_RULES.get(version.account.platform)
        found.append(
            {
                "version": version,
                "text": facts.full_text(version),
                "first_comment": version.first_comment or entry.first_comment,
                "media": list(version.media.all()) or shared,
                "titled": bool(limit and limit.title),
            }
        )
    return found


# The right to answer stands in the address, not in a cookie that another site could ride on;
# and under no-referrer browsers send the origin as "null", which the cookie's check refuses.
@csrf_exempt
@require_POST
@outsider_page
def outsider_decide(request: HttpRequest, row: OutsideReview, token: str, pk: int) -> HttpResponse:
    """``act`` is approve or change; a refusal keeps the comment."""
    entry = get_object_or_404(outside.entries_of(row), pk=pk)
    if not rates.allowed(f"outside-words:{row.link_id}", **WORDS):
        return _too_often(request)
    comment = request.POST.get("comment", "")
    try:
        outside.say(
            row,
            entry,
            yes=request.POST.get("act") == "approve",
            digest=request.POST.get("digest", ""),
            comment=comment,
        )
    except outside.CannotSay as error:
        return _page(request, row, token, wrong=pk, error=str(error), comment=comment, status=422)
    response = redirect("outside:outsider_review", token)
    response["Location"] += f"#post-{pk}"
    return response


@require_safe
@outsider_page
def outsider_media(
    request: HttpRequest, row: OutsideReview, token: str, pk: int
) -> HttpResponseBase:
    """A file as the link's posts show it, cut where they cut it; ``?size=small`` for the page.

    ``?use=``: which of its places is meant. What was cut away is nobody's business outside, so the
    whole is only given where a post shows the whole.
    """
    uses = placing.uses_of(row.workspace).filter(entry__in=outside.entries_of(row), asset=pk)
    shown = {use.pk: use for use in uses}
    if not shown:
        raise Http404
    key = request.GET.get("use", "")
    use = shown.get(int(key)) if is_key(key) else None
    use = use or min(shown.values(), key=lambda one: bool(one.crop))
    asset = use.asset
    if use.crop:
        return cut_answer(use, small=request.GET.get("size") == "small")
    small = request.GET.get("size") == "small" and asset.preview
    return file_answer(
        request,
        asset.preview if small else asset.stored,
        name=asset.name,
        content_type="image/webp" if small else asset.content_type,
        attached=not small,
    )
