"""Participants of a campaign, drawing winners, and the page that shows how they were drawn."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from planning import draws
from planning.errors import CannotDo
from planning.models import Campaign, Draw
from planning.views.records import record_page
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can


def _campaign(request: WorkspaceRequest, pk: int) -> Campaign:
    rows = Campaign.objects.in_workspace(request.workspace).standing()
    return get_object_or_404(rows.select_related("workspace"), pk=pk)


@require_POST
@workspace_page(Can.PLAN)
def participant_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Typed names, a list as a file, or both."""
    campaign = _campaign(request, pk)
    file = request.FILES.get("list")
    try:
        people = draws.typed(request.POST.get("names", ""))
        if file is not None and file.file is not None:
            people += draws.listed(file.file, file.name or "—")
        if not people:
            raise CannotDo(_("Write names, or choose a file with a list."))
        count = draws.take_in(campaign, people, by=request.user)
        said = ngettext("%(n)d participant is new.", "%(n)d participants are new.", count)
        messages.success(request, said % {"n": count})
    except CannotDo as refusal:
        typed = request.POST.get("names", "")
        return record_page(
            request, "campaigns", pk, status=422, names=typed, names_error=str(refusal)
        )
    return redirect("planning:record_edit", request.workspace.slug, "campaigns", pk)


@require_POST
@workspace_page(Can.PLAN)
def draw_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    campaign = _campaign(request, pk)
    number, seed = request.POST.get("count", "").strip(), request.POST.get("seed", "").strip()
    try:
        if not number.isdecimal() or len(number) > 6:
            raise CannotDo(_("Write how many winners to draw."))
        made = draws.draw(campaign, int(number), by=request.user, seed=seed)
    except CannotDo as refusal:
        return record_page(
            request, "campaigns", pk, status=422, number=number, seed=seed, draw_error=str(refusal)
        )
    messages.success(request, _("Drawn: %s") % made)
    return redirect("planning:draw_detail", request.workspace.slug, pk, made.pk)


@require_safe
@workspace_page(Can.VIEW)
def draw_detail(request: WorkspaceRequest, pk: int, draw: int) -> HttpResponse:
    """The result: winners, how they were drawn, and whether drawing again gives the same."""
    campaign = _campaign(request, pk)
    rows = Draw.objects.in_workspace(request.workspace).filter(campaign=campaign)
    made = get_object_or_404(rows.select_related("by", "campaign"), pk=draw)
    hide = request.GET.get("names") != "whole"
    context = {
        "campaign": campaign,
        "draw": made,
        "winners": [draws.masked(one) for one in made.winners] if hide else made.winners,
        "hide": hide,
        "same": draws.still_the_same(made),
        "mark": draws.fingerprint(made.pool),
        "text": draws.announcement(made, hide=hide),
        "place": rows.filter(at__lt=made.at).count() + 1,
        "times": rows.count(),
        "may_plan": request.can(Can.PLAN),
    }
    return page(request, "planning/draw_detail.html", context)
