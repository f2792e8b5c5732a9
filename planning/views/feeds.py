"""A person's own calendar feed: fetched by a calendar program, made and revoked on a page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from planning import feed, shared
from planning.timeline_forms import LinkForm
from workspaces import share_links
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.models import Department, ShareLink
from workspaces.roles import Can


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Outside the door: the token is the person's own secret and ends with the membership."""
    link = share_links.find(token, shared.FEED)
    if link is None or link.user is None:
        return HttpResponse(status=404)
    root = request.build_absolute_uri("/").rstrip("/")
    content = feed.feed_of(link.workspace, link.user, at=timezone.now(), root=root)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    return response


def _own(request: WorkspaceRequest):
    return ShareLink.objects.in_workspace(request.workspace).filter(
        scope=shared.FEED, user=request.user
    )


@require_GET
@workspace_page(Can.VIEW)
def feed_detail(request: WorkspaceRequest) -> HttpResponse:
    return _feed_page(request)


def _feed_page(request: WorkspaceRequest, *, token: str = "") -> HttpResponse:
    url = ""
    if token:
        url = request.build_absolute_uri(reverse("shared:calendar_feed", args=[token]))
    context = {"link": _own(request).open().first(), "url": url}
    return page(request, "planning/feed_detail.html", context)


@require_POST
@workspace_page(Can.VIEW)
def feed_create(request: WorkspaceRequest) -> HttpResponse:
    """A new secret; an earlier one opens nothing from now on."""
    for link in _own(request).open():
        share_links.revoke(link, by=request.user)
    _link, token = share_links.issue(
        request.workspace,
        scope=shared.FEED,
        label=str(request.user),
        by=request.user,
        user=request.user,
        days=None,
    )
    # Shown once, in the answer itself: the address is a key and belongs in no other place.
    return _feed_page(request, token=token)


@require_POST
@workspace_page(Can.VIEW)
def feed_revoke(request: WorkspaceRequest) -> HttpResponse:
    for link in _own(request).open():
        share_links.revoke(link, by=request.user)
    messages.success(request, _("The calendar’s address opens nothing any more."))
    return redirect("planning:feed_detail", request.workspace.slug)


# --- links of departments -----------------------------------------------------------------


@require_GET
@workspace_page(Can.LEAD)
def share_list(request: WorkspaceRequest) -> HttpResponse:
    return _share_page(request, LinkForm(request.workspace))


def _share_page(
    request: WorkspaceRequest, form: LinkForm, *, url: str = "", status: int = 200
) -> HttpResponse:
    rows = ShareLink.objects.in_workspace(request.workspace).filter(scope=shared.SCOPE)
    names = {
        f"department:{one.pk}": one.name
        for one in Department.objects.in_workspace(request.workspace)
    }
    links = [(link, names.get(link.subject_key, "—")) for link in rows.select_related("made_by")]
    context = {
        "form": form,
        "url": url,
        "open": [pair for pair in links if pair[0].is_open()],
        "over": [pair for pair in links if not pair[0].is_open()][:30],
    }
    return page(request, "planning/share_list.html", context, status=status)


@require_POST
@workspace_page(Can.LEAD)
def share_create(request: WorkspaceRequest) -> HttpResponse:
    form = LinkForm(request.workspace, request.POST)
    if not form.is_valid():
        return _share_page(request, form, status=422)
    data = form.cleaned_data
    _link, token = share_links.issue(
        request.workspace,
        scope=shared.SCOPE,
        label=data["label"],
        by=request.user,
        subject=data["department"],
        days=data["days"],
    )
    url = request.build_absolute_uri(reverse("shared:shared_tasks", args=[token]))
    return _share_page(request, LinkForm(request.workspace), url=url)


@require_POST
@workspace_page(Can.LEAD)
def share_revoke(request: WorkspaceRequest, pk: int) -> HttpResponse:
    rows = ShareLink.objects.in_workspace(request.workspace).filter(scope=shared.SCOPE)
    link = get_object_or_404(rows.select_related("workspace"), pk=pk)
    share_links.revoke(link, by=request.user)
    messages.success(request, _("The link opens nothing any more."))
    return redirect("planning:share_list", request.workspace.slug)
