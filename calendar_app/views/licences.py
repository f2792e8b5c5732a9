"""Rights that end or do not fit: what is out, what is planned, and what was done about it."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from calendar_app import licences, options
from calendar_app.licence_forms import LicenceRulesForm
from calendar_app.models import Consent, Licence, LicenceAnswer, MediaAsset, Publication
from workspaces import audit
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page
from workspaces.roles import Can

MOST = 60


@require_safe
@workspace_page(Can.VIEW)
def licence_list(request: WorkspaceRequest) -> HttpResponse:
    """Posts that show what they may not show today, planned ones that would, and what ends soon."""
    today = timezone.localdate(timezone=request.workspace.tz)
    found = licences.troubles(request.workspace, today=today)
    context = {
        "troubles": found[:MOST],
        "hidden": max(0, len(found) - MOST),
        "open": sum(one.open for one in found),
        "never": sum(one.never for one in found),
        "planned": sum(len(one.planned) for one in found),
        "ending": [
            (licence, (licence.expires_on - today).days)
            for licence in licences.ending(request.workspace, today=today)[:MOST]
            if licence.expires_on is not None
        ],
        "answers": LicenceAnswer.What.choices,
        "may_plan": request.can(Can.PLAN),
        "may_manage": request.can(Can.MANAGE),
    }
    return page(request, "calendar_app/licence_list.html", context)


@require_POST
@workspace_page(Can.PLAN)
def licence_answer(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """What was done about one published post."""
    publication = get_object_or_404(
        Publication.objects.in_workspace(request.workspace).select_related(
            "workspace", "version__entry"
        ),
        pk=pk,
    )
    key = request.POST.get("asset", "")
    asset = get_object_or_404(
        MediaAsset.objects.in_workspace(request.workspace), pk=int(key) if is_key(key) else 0
    )
    try:
        licences.answer(
            publication,
            asset,
            request.POST.get("what", ""),
            request.POST.get("note", ""),
            by=request.user,
        )
        messages.success(request, _("Noted."))
    except licences.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("calendar:licence_list", request.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.MANAGE)
def licence_rules(request: WorkspaceRequest) -> HttpResponse:
    """When people are told, and whom each account speaks to."""
    given = options.options_of(request.workspace)
    form = LicenceRulesForm(request.POST or None, workspace=request.workspace, given=given)
    if request.method == "POST" and form.is_valid():
        before = {"licence_days": given.licence_days, "markets": given.markets}
        given.licence_days, given.markets = form.cleaned_data["days"], form.markets
        given.save(update_fields=["licence_days", "markets"])
        audit.record(
            request.workspace,
            request.user,
            "calendar.options_changed",
            request.workspace,
            before=before,
            after={"licence_days": given.licence_days, "markets": given.markets},
        )
        messages.success(request, _("Saved."))
        return redirect("calendar:licence_list", request.workspace.slug)
    return page(
        request,
        "calendar_app/licence_rules.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@require_POST
@workspace_page(Can.PLAN)
def consent_withdraw(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Somebody has taken a consent back."""
    consent = get_object_or_404(
        Consent.objects.in_workspace(request.workspace).select_related("workspace", "asset"), pk=pk
    )
    licences.withdraw_consent(consent, by=request.user)
    messages.success(
        request, _("It no longer counts. See under “Rights” what is out with this picture.")
    )
    return redirect("calendar:media_detail", request.workspace.slug, consent.asset_id)


@require_GET
@workspace_page(Can.PLAN)
def licence_proof(request: WorkspaceRequest, pk: int) -> HttpResponseBase:
    return _proof(get_object_or_404(Licence.objects.in_workspace(request.workspace), pk=pk))


@require_GET
@workspace_page(Can.PLAN)
def consent_proof(request: WorkspaceRequest, pk: int) -> HttpResponseBase:
    return _proof(get_object_or_404(Consent.objects.in_workspace(request.workspace), pk=pk))


def _proof(row: Licence | Consent) -> HttpResponseBase:
    """Always to take along, under the kind its content told."""
    if not row.proof_stored:
        raise Http404
    try:
        stream = (Path(settings.MEDIA_ROOT) / row.proof_stored).open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(
        stream, as_attachment=True, filename=row.proof_name, content_type=row.proof_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
