"""Days that suggest something: one press makes a campaign or a theme with its days filled in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planning import occasions
from planning.errors import CannotDo
from planning.models import PostingStrategy
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import day_said
from workspaces.observances import Observance
from workspaces.roles import Can


@require_POST
@workspace_page(Can.PLAN)
def campaign_begin(request: WorkspaceRequest) -> HttpResponse:
    """A campaign for the day named by ``key`` and ``day``, begun ``lead`` days before it."""
    try:
        one, lead = _asked(request)
        today = timezone.localdate()
        made = occasions.make_campaign(
            request.workspace, one, lead=lead, today=today, by=request.user
        )
    except CannotDo as refusal:
        messages.error(request, str(refusal))
        return redirect("planning:record_list", request.workspace.slug, "campaigns")
    messages.success(request, _("The campaign is made; days and stages are filled in."))
    return redirect("planning:record_edit", request.workspace.slug, "campaigns", made.pk)


@require_POST
@workspace_page(Can.PLAN)
def theme_begin(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """A theme of a posting strategy for the day named by ``key`` and ``day``."""
    rows = PostingStrategy.objects.in_workspace(request.workspace).with_people()
    strategy = get_object_or_404(rows, pk=pk)
    url = reverse("planning:strategy_detail", args=[request.workspace.slug, pk])
    try:
        one, lead = _asked(request)
        made = occasions.make_theme(strategy, one, lead=lead, by=request.user)
    except CannotDo as refusal:
        messages.error(request, str(refusal))
        return redirect(url)
    messages.success(request, _("The theme is added; say what you publish on these days."))
    return redirect(f"{url}#month_themes-{made.pk}")


def _asked(request: WorkspaceRequest) -> tuple[Observance, int]:
    day = day_said(request.POST.get("day"))
    if day is None:
        raise CannotDo(_("Choose a day from the list."))
    one = occasions.found(request.POST.get("key", ""), day)
    return one, occasions.checked_lead(request.POST.get("lead", ""))
