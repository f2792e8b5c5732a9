"""The media of one post: in and out, in order, cut and described, of one's own per account."""

from typing import Any

from django.contrib import messages
from django.db.models.query import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from calendar_app import cutting, entries, placing
from calendar_app.models import Entry, EntryMedia, MediaAsset
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import by_script, is_key, page
from workspaces.roles import Can


@require_POST
@workspace_page(Can.PLAN)
def media_choose(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Put in (``add``), take out (``drop``), ``order``, own or shared media of an account."""
    entry = get_object_or_404(_entries(request), pk=pk)
    post = request.POST
    try:
        _act(request, entry, post)
    except entries.CannotChange as error:
        if by_script(request):
            return JsonResponse({"error": str(error)}, status=422)
        messages.error(request, str(error))
    if by_script(request):
        entry.refresh_from_db(fields=["version"])
        return JsonResponse({"version": entry.version})
    return redirect(reverse("calendar:entry_edit", args=[request.workspace.slug, pk]) + "#media")


def _act(request: WorkspaceRequest, entry: Entry, post: Any) -> None:
    by = request.user
    version = _one(entry.versions.select_related("entry", "account"), post.get("version", ""))
    use = _one(entry.media.select_related("entry", "asset", "version"), post.get("use", ""))
    asset = _one(MediaAsset.objects.in_workspace(request.workspace).standing(), post.get("add", ""))
    dropped = _one(entry.media.select_related("entry", "asset"), post.get("drop", ""))
    if asset is not None:
        placing.put_in(entry, asset, by=by, version=version)
    elif dropped is not None:
        placing.take_out(dropped, by=by)
    elif use is not None and post.get("step") in ("-1", "1"):
        placing.step(use, int(post["step"]), by=by)
    elif post.get("order"):
        keys = [int(key) for key in post["order"].split(",") if is_key(key)]
        placing.arrange(entry, keys, by=by, version=version)
    elif version is not None and post.get("act") == "own":
        placing.give_own(version, by=by)
    elif version is not None and post.get("act") == "shared":
        placing.share_again(version, by=by)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.PLAN)
def use_edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """How one picture is cut and described in this post."""
    use = get_object_or_404(_uses(request), pk=pk)
    values = cutting.values_of(use.asset, use.crop)
    error = ""
    if request.method == "POST":
        values = _values(request)
        try:
            cut = _cut(use, values)
            placing.describe(use, alt=request.POST.get("alt", ""), cut=cut, by=request.user)
        except (cutting.CannotCut, entries.CannotChange) as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("Saved."))
            address = reverse("calendar:entry_edit", args=[request.workspace.slug, use.entry_id])
            return redirect(f"{address}#media")
    context = {
        "use": use,
        "asset": use.asset,
        "entry": use.entry,
        "values": values,
        "ratios": [(key, key) for key in cutting.RATIOS],
        "can_cut": cutting.can_cut(use.asset),
        "alt": request.POST.get("alt", use.alt),
        "error": error,
    }
    return page(request, "calendar_app/use_edit.html", context, status=422 if error else 200)


def _values(request: WorkspaceRequest) -> dict[str, Any]:
    found: dict[str, Any] = {"ratio": request.POST.get("ratio", "")}
    for name, usual in (("size", 100), ("x", 50), ("y", 50)):
        text = request.POST.get(name, "")
        found[name] = min(100, int(text)) if is_key(text) else usual
    return found


def _cut(use: EntryMedia, values: dict[str, Any]) -> dict[str, Any]:
    if not values["ratio"]:
        return {}
    return cutting.frame(
        use.asset,
        values["ratio"],
        size=values["size"] / 100,
        x=values["x"] / 100,
        y=values["y"] / 100,
    )


@require_GET
@workspace_page(Can.VIEW)
def use_file(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """The picture as it goes out with this post, cut; ``?size=small`` for the page."""
    use = get_object_or_404(_uses(request), pk=pk)
    if not use.crop or not cutting.can_cut(use.asset):
        address = reverse("calendar:media_file", args=[request.workspace.slug, use.asset_id])
        small = "?size=small" if request.GET.get("size") == "small" else ""
        return redirect(address + small)
    return cut_answer(use, small=request.GET.get("size") == "small")


def cut_answer(use: EntryMedia, *, small: bool) -> HttpResponse:
    """The cut of one use: small to be shown in a page, else to take along."""
    try:
        content, kind = cutting.render(use.asset, use.crop, small=small)
    except OSError:
        raise Http404 from None
    response = HttpResponse(content, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=300"
    if not small:
        response.headers["Content-Disposition"] = _attachment(use, kind)
    return response


def _attachment(use: EntryMedia, kind: str) -> str:
    stem = use.asset.name.rsplit(".", 1)[0]
    name = f"{stem} {use.crop['ratio'].replace(':', 'x')}.{'png' if kind == 'image/png' else 'jpg'}"
    return content_disposition_header(True, name) or "attachment"


def _one(rows: QuerySet, key: str) -> Any:
    return rows.filter(pk=int(key)).first() if is_key(key) else None


def _entries(request: WorkspaceRequest) -> QuerySet[Entry]:
    return Entry.objects.in_workspace(request.workspace).standing().select_related("workspace")


def _uses(request: WorkspaceRequest) -> QuerySet[EntryMedia]:
    return placing.uses_of(request.workspace)
