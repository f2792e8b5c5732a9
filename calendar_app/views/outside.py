"""Links for people outside: a lead makes them, sees what was said, and revokes them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app import outside
from calendar_app.models import OutsideReview
from calendar_app.outside_forms import OutsideForm
from workspaces import share_links
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page
from workspaces.roles import Can

OVER_SHOWN = 30


@require_safe
@workspace_page(Can.LEAD)
def outsider_list(request: WorkspaceRequest) -> HttpResponse:
    return _list(request)


def _list(request: WorkspaceRequest, *, url: str = "") -> HttpResponse:
    rows = (
        OutsideReview.objects.in_workspace(request.workspace)
        .select_related("link", "made_by", "workspace")
        .prefetch_related("entries", "opinions__entry")
    )
    context = {
        "url": url,
        "open": [_row(row) for row in rows.filter(link__in=_links(request).open())],
        "over": [_row(row) for row in rows.exclude(link__in=_links(request).open())[:OVER_SHOWN]],
    }
    return page(request, "calendar_app/outsider_list.html", context)


def _row(row: OutsideReview) -> dict:
    """A link with its posts and the newest word about each."""
    said = {opinion.entry_id: opinion for opinion in row.opinions.all()}
    posts = [(entry, said.get(entry.pk)) for entry in row.entries.all()]
    return {"review": row, "posts": posts, "answered": sum(1 for _e, one in posts if one)}


def _links(request: WorkspaceRequest):
    from workspaces.models import ShareLink

    return ShareLink.objects.in_workspace(request.workspace).filter(scope=outside.SCOPE)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.LEAD)
def outsider_create(request: WorkspaceRequest) -> HttpResponse:
    """``entry`` in the address chooses posts beforehand."""
    wanted = [int(text) for text in request.GET.getlist("entry") if is_key(text)]
    form = OutsideForm(request.workspace, request.POST or None, wanted=wanted)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            _row, token = outside.put_before(
                request.workspace,
                form.chosen,
                name=data["name"],
                organisation=data["organisation"],
                message=data["message"],
                days=data["days"],
                by=request.user,
            )
        except outside.CannotSay as error:
            form.add_error("entries", str(error))
        else:
            # Shown once, in the answer itself: the address is a key.
            url = request.build_absolute_uri(reverse("outside:outsider_review", args=[token]))
            return _list(request, url=url)
    return page(
        request,
        "calendar_app/outsider_create.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@require_POST
@workspace_page(Can.LEAD)
def outsider_revoke(request: WorkspaceRequest, pk: int) -> HttpResponse:
    rows = OutsideReview.objects.in_workspace(request.workspace)
    row = get_object_or_404(rows.select_related("link__workspace"), pk=pk)
    share_links.revoke(row.link, by=request.user)
    messages.success(request, _("The link opens nothing any more."))
    return redirect("calendar:outsider_list", request.workspace.slug)
