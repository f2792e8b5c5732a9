"""Asking departments for material, and what becomes of what they hand in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models.query import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app import offers, requests
from calendar_app.models import Entry, MaterialRequest
from calendar_app.request_forms import OfferLicenceForm, RequestForm
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.days import working_days
from workspaces.http import page, undo_tag
from workspaces.roles import Can

PER_PAGE = 40


@require_safe
@workspace_page(Can.VIEW)
def request_list(request: WorkspaceRequest) -> HttpResponse:
    """What is asked of departments: handed in first, then by due day; the closed ones apart."""
    closed = request.GET.get("show") == "closed"
    rows = requests.rows_of(request.workspace)
    rows = (
        rows.exclude(closed_at=None).order_by("-closed_at", "-pk")
        if closed
        else rows.open().order_by("-offered", "task__due", "pk")
    )
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    here = reverse("calendar:request_list", args=[request.workspace.slug])
    context = {
        "rows": found,
        "lines": requests.standings(request.workspace, found),
        "closed": closed,
        "tabs": [
            {"url": here, "label": pgettext("requests", "Open"), "current": not closed},
            {
                "url": f"{here}?show=closed",
                "label": pgettext("requests", "Closed"),
                "current": closed,
            },
        ],
        "may_plan": request.can(Can.PLAN),
    }
    return page(request, "calendar_app/request_list.html", context, part="requests")


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.PLAN)
def request_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Ask for copy, a picture or a video for one post."""
    entry = get_object_or_404(_entries(request), pk=pk)
    days = working_days(request.workspace)
    proposal = requests.proposed_due(requests.goes_out(entry), request.workspace, days)
    today = timezone.localdate(timezone=request.workspace.tz)
    usual = max(proposal, days.on_or_after(today)) if proposal else None
    form = RequestForm(request.POST or None, workspace=request.workspace, proposal=usual)
    if request.method == "POST" and form.is_valid():
        try:
            made = requests.ask(entry, by=request.user, **form.cleaned_data)
        except requests.CannotAsk as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("Asked for. It is due on %(day)s.") % {"day": f"{made.task.due:%m/%d}"},
            )
            return _back(request, entry)
    context = {
        "entry": entry,
        "form": form,
        "short": proposal is not None and proposal < today,
    }
    return page(
        request, "calendar_app/request_create.html", context, status=422 if form.errors else 200
    )


@require_POST
@workspace_page(Can.PLAN)
def offer_decide(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Take one handed-in file into the post (``act=take``), or send it back with a reason."""
    found = get_object_or_404(_requests(request), pk=pk)
    offer = next(
        (
            one
            for one in offers.waiting(found.entry)
            if one.request.pk == pk and str(one.file.pk) == request.POST.get("file")
        ),
        None,
    )
    if offer is None:
        messages.error(request, _("Somebody has decided about this file already."))
        return _back(request, found.entry)
    try:
        if request.POST.get("act") == "take":
            licence = OfferLicenceForm(request.POST)
            given = licence.cleaned_data if licence.is_valid() else None
            offers.accept(offer, by=request.user, licence=given)
            messages.success(request, _("“%(name)s” is in the post.") % {"name": offer.file.name})
        else:
            offers.send_back(offer, by=request.user, reason=request.POST.get("reason", ""))
            messages.success(request, _("Sent back; the task says what should change."))
    except offers.CannotTake as error:
        messages.error(request, str(error))
    return _back(request, found.entry)


@require_POST
@workspace_page(Can.PLAN)
def request_due(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """The post has moved: move the due day too (``act=move``), or leave it."""
    found = get_object_or_404(_requests(request).open(), pk=pk)
    try:
        if request.POST.get("act") == "move":
            step = requests.take_proposal(found, by=request.user)
            messages.success(
                request,
                _("The due day has moved."),
                extra_tags=undo_tag(request, step) if step else "",
            )
        else:
            requests.keep_due(found, by=request.user)
            messages.success(request, _("The due day stays."))
    except requests.CannotAsk as error:
        messages.error(request, str(error))
    return _back(request, found.entry)


@require_POST
@workspace_page(Can.PLAN)
def request_end(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_requests(request), pk=pk)
    try:
        requests.call_off(found, by=request.user)
        messages.success(request, _("Called off. Nobody has to make it any more."))
    except requests.CannotAsk as error:
        messages.error(request, str(error))
    return _back(request, found.entry)


def _back(request: WorkspaceRequest, entry: Entry) -> HttpResponse:
    page = "entry_detail" if entry.removed_at or entry.state == "published" else "entry_edit"
    address = reverse(f"calendar:{page}", args=[request.workspace.slug, entry.pk])
    return redirect(f"{address}#requests")


def _entries(request: WorkspaceRequest) -> QuerySet[Entry]:
    return Entry.objects.in_workspace(request.workspace).standing().select_related("workspace")


def _requests(request: WorkspaceRequest):
    return MaterialRequest.objects.in_workspace(request.workspace).select_related(
        "workspace", "entry__workspace", "task__project", "task__workspace"
    )
