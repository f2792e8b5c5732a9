"""The media library: what we have, by what right, and where it is used."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from calendar_app import library, licences
from calendar_app.forms import MediaForm
from calendar_app.licence_forms import ConsentForm, LicenceForm
from calendar_app.models import Consent, EntryMedia, Licence, MediaAsset
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page
from workspaces.roles import Can

PER_PAGE = 48


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.PLAN)
def media_list(request: WorkspaceRequest) -> HttpResponse:
    """Everything there is; dropped files are added, each refusal said by name."""
    if request.method == "POST":
        _take(request)
        return redirect("calendar:media_list", request.workspace.slug)
    search, folder = request.GET.get("q", "").strip(), request.GET.get("folder", "")
    rows = MediaAsset.objects.in_workspace(request.workspace).standing()
    if search:
        rows = rows.filter(
            Q(name__icontains=search) | Q(tags__icontains=search) | Q(alt__icontains=search)
        )
    if folder:
        rows = rows.filter(folder=folder)
    folders = (
        MediaAsset.objects.in_workspace(request.workspace)
        .standing()
        .exclude(folder="")
        .order_by("folder")
        .values_list("folder", flat=True)
        .distinct()
    )
    today = timezone.localdate(timezone=request.workspace.tz)
    entry = request.GET.get("entry", "")
    found = Paginator(rows.select_related("licence"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": found,
        "cards": [{"asset": asset, **standing(asset, today)} for asset in found],
        "folders": [("", _("All folders")), *[(name, name) for name in folders]],
        "folder": folder,
        "search": search,
        "entry": entry if is_key(entry) else "",
    }
    return page(request, "calendar_app/media_list.html", context, part="media-list")


def standing(asset: MediaAsset, today) -> dict:
    """How its licence stands, as word and tone."""
    licence = getattr(asset, "licence", None)
    if licence is None:
        return {"state": _("No licence noted"), "tone": "bad"}
    if licence.is_over(today):
        return {"state": _("Licence has ended"), "tone": "bad"}
    if licence.expires_on is not None and (licence.expires_on - today).days <= 30:
        return {"state": _("Ends on %(day)s") % {"day": f"{licence.expires_on:%Y/%m/%d}"},
                "tone": "warn"}  # fmt: skip
    return {"state": str(licence.get_kind_display()), "tone": "good"}


def _take(request: WorkspaceRequest) -> None:
    added = 0
    for file in request.FILES.getlist("files"):
        try:
            asset, fresh = library.add(request.workspace, file, by=request.user)
        except library.Refused as refusal:
            messages.error(request, str(refusal))
            continue
        if fresh:
            added += 1
        else:
            messages.info(
                request, _("“%(name)s” is in the library already.") % {"name": asset.name}
            )
    if added:
        messages.success(
            request,
            ngettext("%(n)d file was added.", "%(n)d files were added.", added) % {"n": added},
        )


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.PLAN)
def media_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """One asset: words, licence, where it is used."""
    asset = get_object_or_404(
        MediaAsset.objects.in_workspace(request.workspace).standing().select_related("licence"),
        pk=pk,
    )
    licence = getattr(asset, "licence", None)
    asked = request.POST.get("form", "")
    at_licence, at_consent = asked == "licence", asked == "consent"
    post, sent = request.POST, request.FILES
    words = MediaForm(post if asked == "words" else None, instance=asset)
    right = LicenceForm(
        post if at_licence else None, sent if at_licence else None, instance=licence
    )
    maker = licence is not None and licence.kind == Licence.Kind.FOLLOWER
    consent = ConsentForm(
        post if at_consent else None,
        sent if at_consent else None,
        initial={"of": Consent.Of.MAKER if maker else Consent.Of.SHOWN},
    )
    form = {"words": words, "licence": right, "consent": consent}.get(asked)
    if form is not None and form.is_valid():
        try:
            if asked == "words":
                library.describe(asset, words.cleaned_data, by=request.user)
            elif asked == "licence":
                proof = right.cleaned_data["proof_file"]
                licences.save(asset, right.values, by=request.user, proof=proof)
            else:
                proof = consent.cleaned_data["proof_file"]
                licences.note_consent(asset, consent.values, by=request.user, proof=proof)
        except licences.Refused as refusal:
            form.add_error("proof_file", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("calendar:media_detail", request.workspace.slug, pk)
    today = timezone.localdate(timezone=request.workspace.tz)
    uses = EntryMedia.objects.filter(asset=asset, entry__removed_at=None).select_related("entry")
    context = {
        "asset": asset,
        "words": words,
        "right": right,
        "licence": licence,
        "consent": consent,
        "consents": asset.consents.select_related("noted_by"),
        "uses": uses.order_by("-pk")[:50],
        "uploaded_by": asset.uploaded_by,
        "length": library.length_of(asset),
        **standing(asset, today),
    }
    wrong = bool(words.errors or right.errors or consent.errors)
    return page(request, "calendar_app/media_detail.html", context, status=422 if wrong else 200)


@require_GET
@workspace_page(Can.VIEW)
def media_file(request: WorkspaceRequest, pk: int) -> HttpResponseBase:
    """The file to take along; ``?size=small`` the preview, shown in the page."""
    asset = get_object_or_404(MediaAsset.objects.in_workspace(request.workspace), pk=pk)
    small = request.GET.get("size") == "small" and asset.preview
    try:
        stream = (Path(settings.MEDIA_ROOT) / (asset.preview if small else asset.stored)).open("rb")
    except OSError:
        raise Http404 from None
    return FileResponse(
        stream,
        as_attachment=not small,
        filename=asset.name,
        content_type="image/webp" if small else asset.content_type,
    )


@require_POST
@workspace_page(Can.PLAN)
def media_remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    asset = get_object_or_404(MediaAsset.objects.in_workspace(request.workspace).standing(), pk=pk)
    try:
        library.remove(asset, by=request.user)
        messages.success(request, _("“%(name)s” was removed.") % {"name": asset.name})
    except library.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("calendar:media_detail", request.workspace.slug, pk)
    return redirect("calendar:media_list", request.workspace.slug)
