"""Figures typed by hand: the form, one entry, taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analytics.intake import hand, words
from analytics.intake.delivery_list import hand_line, with_accounts
from analytics.intake.hand_forms import HandForm
from analytics.intake.row_evidence import evidence
from analytics.views.closed import ask_first
from platforms.models import SourceBatch
from platforms.records import Span
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page, safe_next, undo_tag
from workspaces.roles import Can


@require_http_methods(["GET", "POST"])
@workspace_page(Can.IMPORT)
def hand_create(request: WorkspaceRequest) -> HttpResponse:
    """Type figures; ``?account=&measure=&day=&start=&end=`` fills the form, ``next`` leads back."""
    form = (
        HandForm(request.workspace, request.POST)
        if request.method == "POST"
        else HandForm(request.workspace, initial=_asked(request))
    )
    if request.method == "POST" and form.is_valid():
        batch, step = hand.type_in(request.workspace, form.typed(), by=request.user)
        messages.success(
            request, _("The figures count from now on."), extra_tags=undo_tag(request, step)
        )
        own = reverse("data:hand_detail", args=[request.workspace.slug, batch.pk])
        return redirect(safe_next(request, own))
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return page(request, "data/hand_create.html", context, status=422 if form.errors else 200)


@require_GET
@workspace_page(Can.VIEW)
def hand_detail(request: WorkspaceRequest, batch: int) -> HttpResponse:
    found = _batch(request, batch)
    context = {
        "batch": found,
        "line": hand_line(found),
        "evidence": evidence(found, 1),
        "live": found.state == SourceBatch.State.LIVE,
        "at": words.moment(found.created_at, request.workspace.tz),
        "may_import": request.can(Can.IMPORT),
        "one_day": found.span == Span.DAY,
    }
    return page(request, "data/hand_detail.html", context)


@require_POST
@workspace_page(Can.IMPORT)
def hand_withdraw(request: WorkspaceRequest, batch: int) -> HttpResponse:
    found = _batch(request, batch)
    if found.state == SourceBatch.State.LIVE:
        back = reverse("data:hand_detail", args=[request.workspace.slug, found.pk])
        name = found.table or _("figures entered by hand")
        if question := ask_first(request, [found.pk], name=name, back=back):
            return question
        step = hand.withdraw(found, request.user)
        messages.success(
            request, _("These figures no longer count."), extra_tags=undo_tag(request, step)
        )
    return redirect("data:hand_detail", request.workspace.slug, found.pk)


@require_POST
@workspace_page(Can.IMPORT)
def hand_restore(request: WorkspaceRequest, batch: int) -> HttpResponse:
    found = _batch(request, batch)
    if found.state == SourceBatch.State.WITHDRAWN:
        hand.restore(found, request.user)
        messages.success(request, _("These figures count again."))
    return redirect("data:hand_detail", request.workspace.slug, found.pk)


def _batch(request: WorkspaceRequest, pk: int) -> SourceBatch:
    batches = SourceBatch.objects.in_workspace(request.workspace).select_related("entered_by")
    return get_object_or_404(with_accounts(batches), pk=pk, file=None)


def _asked(request: WorkspaceRequest) -> dict[str, str]:
    asked = {
        "account": request.GET.get("account", ""),
        "measure0": request.GET.get("measure", ""),
        "start": request.GET.get("day") or request.GET.get("start", ""),
        "end": request.GET.get("end", ""),
        "note": request.GET.get("note", ""),
    }
    if request.GET.get("end") and not request.GET.get("day"):
        asked["span"] = Span.PERIOD.value
    return {name: value for name, value in asked.items() if value}
