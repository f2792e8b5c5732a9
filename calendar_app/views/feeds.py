"""A person's own calendar addresses: made and revoked on a page, fetched by a calendar program."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app import feed
from platforms.models import SocialAccount
from workspaces import rates, share_links
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.models import ShareLink
from workspaces.roles import Can

GUESSES = {"most": 60, "seconds": 600}
MOST = 20  # addresses of one person


@require_safe
def post_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Outside the door: the token is the person's own secret and ends with the membership."""
    link = feed.link_of(token)
    if link is None:
        known = rates.allowed(f"feed-guess:{request.META.get('REMOTE_ADDR', '')}", **GUESSES)
        return HttpResponse(status=404 if known else 429)
    root = request.build_absolute_uri("/").rstrip("/")
    content = feed.feed_of(link, at=timezone.now(), root=root)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _own(request: WorkspaceRequest):
    rows = ShareLink.objects.in_workspace(request.workspace).filter(scope__in=feed.SCOPES)
    return rows.filter(user=request.user).open()


@require_safe
@workspace_page(Can.VIEW)
def feed_detail(request: WorkspaceRequest) -> HttpResponse:
    return _page(request)


def _page(request: WorkspaceRequest, *, token: str = "") -> HttpResponse:
    url = ""
    if token:
        url = request.build_absolute_uri(reverse("outside:post_feed", args=[token]))
    context = {
        "links": [(link, link.label) for link in _own(request)],
        "url": url,
        "accounts": SocialAccount.objects.in_workspace(request.workspace).ours().for_list(),
    }
    return page(request, "calendar_app/feed_detail.html", context)


@require_POST
@workspace_page(Can.VIEW)
def feed_create(request: WorkspaceRequest) -> HttpResponse:
    """``what``: mine, all, or an account's number."""
    what = request.POST.get("what", "")
    account, scope = None, {"mine": feed.MINE, "all": feed.ALL}.get(what, feed.ACCOUNT)
    if scope == feed.ACCOUNT:
        rows = SocialAccount.objects.in_workspace(request.workspace).ours()
        account = rows.filter(pk=int(what)).first() if what.isdecimal() and len(what) < 19 else None
        if account is None:
            messages.error(request, _("Choose what the address should show."))
            return redirect("calendar:feed_detail", request.workspace.slug)
    if _own(request).count() >= MOST:
        messages.error(request, _("You have many addresses already. Revoke one first."))
        return redirect("calendar:feed_detail", request.workspace.slug)
    _link, token = share_links.issue(
        request.workspace,
        scope=scope,
        label=str(account or feed.name_of(scope)),
        by=request.user,
        subject=account,
        user=request.user,
        days=None,
    )
    # Shown once, in the answer itself: the address is a key and belongs in no other place.
    return _page(request, token=token)


@require_POST
@workspace_page(Can.VIEW)
def feed_revoke(request: WorkspaceRequest, pk: int) -> HttpResponse:
    share_links.revoke(get_object_or_404(_own(request), pk=pk), by=request.user)
    messages.success(request, _("The calendar’s address opens nothing any more."))
    return redirect("calendar:feed_detail", request.workspace.slug)
