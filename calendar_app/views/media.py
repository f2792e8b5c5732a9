"""The media library: what we have, by what right, and where it is used."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from calendar_app import entries, library, licences, placing, shelves
from calendar_app.files_out import file_answer
from calendar_app.forms import MediaForm
from calendar_app.licence_forms import ConsentForm, LicenceForm
from calendar_app.models import Consent, Entry, EntryMedia, Licence, MediaAsset
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page, safe_next, undo_tag
from workspaces.punctuation import aside
from workspaces.roles import Can

PER_PAGE = 48


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.PLAN)
def media_list(request: WorkspaceRequest) -> HttpResponse:
    """Everything there is; dropped files are added, each refusal said by name."""
    if request.method == "POST":
        return _into_post(request, _take(request))
    wanted = _wanted(request)
    today = timezone.localdate(timezone=request.workspace.tz)
    stored = shelves.shelves_of(request.workspace)
    rows = shelves.found(request.workspace, wanted, stored, today=today)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    entry, version = (request.GET.get(name, "") for name in ("entry", "version"))
    for_post = (
        Entry.objects.in_workspace(request.workspace).standing().filter(pk=int(entry)).first()
        if is_key(entry)
        else None
    )
    context = {
        "rows": found,
        "cards": [
            {
                "asset": asset,
                "tags": shelves.tags_in(asset.tags),
                **standing(asset, today),
            }
            for asset in found
        ],
        "wanted": wanted,
        "folders": [
            ("", _("All folders")),
            *[(name, aside(name, n)) for name, n in stored.folders],
        ],
        "tags": [("", _("All tags")), *[(tag, aside(tag, n)) for tag, n in stored.tags[:100]]],
        "kinds": [("", _("Pictures and videos")), *MediaAsset.Kind.choices[:2]],
        "rights": [
            ("", _("Any right")),
            ("none", _("No licence noted")),
            ("over", _("Licence has ended")),
            ("soon", _("Ends within 30 days")),
        ],
        "uses": [("", _("Used or not")), ("yes", _("Used in posts")), ("no", _("Not used yet"))],
        "for_post": for_post,
        "entry": for_post.pk if for_post else "",
        "version": version if for_post and is_key(version) else "",
    }
    return page(request, "calendar_app/media_list.html", context, part="media-list")


def _wanted(request: WorkspaceRequest) -> shelves.Wanted:
    get = request.GET
    names = {"search": "q", "folder": "folder", "tag": "tag", "kind": "kind"}
    given = {name: get.get(key, "").strip()[:100] for name, key in names.items()}
    return shelves.Wanted(**given, right=get.get("right", ""), used=get.get("used", ""))


@require_POST
@workspace_page(Can.PLAN)
def media_label(request: WorkspaceRequest) -> HttpResponse:
    """Tags and folder of the ticked files, with one way back."""
    keys = [int(key) for key in request.POST.getlist("asset") if is_key(key)]
    assets = MediaAsset.objects.in_workspace(request.workspace).standing().filter(pk__in=keys)
    folder = request.POST.get("folder", "").strip()
    try:
        step = shelves.label(
            list(assets.select_related("workspace")),
            by=request.user,
            add=request.POST.get("add", ""),
            drop=request.POST.get("drop", ""),
            folder=folder or None,
        )
        said = _("Done: %(label)s.") % {"label": step.label}
        messages.success(request, said, extra_tags=undo_tag(request, step))
    except shelves.Refused as refusal:
        messages.error(request, str(refusal))
    home = reverse("calendar:media_list", args=[request.workspace.slug])
    return redirect(safe_next(request, home))


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


def _into_post(request: WorkspaceRequest, assets: list[MediaAsset]) -> HttpResponse:
    """What was uploaded for a post (``entry``, ``version``) goes right into it."""
    entry, version = (request.GET.get(name, "") for name in ("entry", "version"))
    rows = Entry.objects.in_workspace(request.workspace).standing().select_related("workspace")
    post = rows.filter(pk=int(entry)).first() if is_key(entry) else None
    if post is None or not assets:
        return redirect(request.get_full_path())
    own = post.versions.filter(pk=int(version)).first() if is_key(version) else None
    try:
        for asset in assets:
            placing.put_in(post, asset, by=request.user, version=own)
    except entries.CannotChange as error:
        messages.error(request, str(error))
    return redirect(
        reverse("calendar:entry_edit", args=[request.workspace.slug, post.pk]) + "#media"
    )


def _take(request: WorkspaceRequest) -> list[MediaAsset]:
    """The files that are in the library now; each refusal is said by name."""
    taken, added = [], 0
    for file in request.FILES.getlist("files"):
        try:
            asset, fresh = library.add(request.workspace, file, by=request.user)
        except library.Refused as refusal:
            messages.error(request, str(refusal))
            continue
        taken.append(asset)
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
    return taken


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
        "length": asset.length,
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
    return file_answer(
        request,
        asset.preview if small else asset.stored,
        name=asset.name,
        content_type="image/webp" if small else asset.content_type,
        attached=not small,
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
