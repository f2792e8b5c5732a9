"""From dropped files to a started import: list, upload, review."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from analytics.intake import deliveries, reviews, zones
from analytics.intake.delivery_list import HAND, delivery_page
from analytics.intake.uploads import refused_uploads
from analytics.merging import undecided
from platforms.models import SocialAccount, SourceFile
from workspaces import audit, jobs, undo
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page, undo_tag
from workspaces.models import Job, UndoStep
from workspaces.roles import Can


@require_GET
@workspace_page(Can.VIEW)
def import_list(request: WorkspaceRequest) -> HttpResponse:
    """Drop zone, and every delivery newest first."""
    state = request.GET.get("state", "")
    account = _int(request.GET.get("account"))
    search = request.GET.get("q", "").strip()
    rows: Page = delivery_page(
        request.workspace,
        state=state,
        account=account,
        search=search,
        number=request.GET.get("page"),
    )
    accounts = SocialAccount.objects.in_workspace(request.workspace).for_list()
    may_import = request.can(Can.IMPORT)
    waiting, guessed = undecided.counts(request.workspace) if may_import else (0, 0)
    context = {
        "rows": rows,
        "state": state,
        "account": account or "",
        "search": search,
        "filtered": bool(state or account or search),
        "accounts": [("", _("All accounts")), *((one.pk, one.name) for one in accounts)],
        "states": [
            ("", _("All states")),
            (SourceFile.State.WAITING, _("Waiting for you")),
            *(
                (value, SourceFile.State(value).label)
                for value in ("imported", "refused", "withdrawn", "discarded")
            ),
            (HAND, _("Typed by hand")),
        ],
        "may_import": may_import,
        "undecided": waiting,
        "guessed": guessed,
        "zone": request.workspace.tz,
    }
    return page(request, "data/import_list.html", context, part="delivery-list")


@require_POST
@workspace_page(Can.IMPORT)
def file_upload(request: WorkspaceRequest) -> HttpResponse:
    """Keep every file of the drop, start looking into them, go to their review."""
    uploads = request.FILES.getlist("files")
    too_large = refused_uploads(request)  # known once the files have been read off the line
    for name in too_large:
        messages.error(request, _too_large(name))
    kept = []
    for upload in uploads:
        try:
            kept.append(deliveries.keep(request.workspace, upload, upload.name or ""))
        except deliveries.FileTooLarge as error:
            messages.error(request, str(error))
    if not kept:
        if not too_large:
            messages.error(request, _("Choose at least one file first."))
        return _go(request, reverse("data:import_list", args=[request.workspace.slug]))
    with transaction.atomic():  # a file is never there without the work that looks into it
        received = [deliveries.register(request.workspace, one, by=request.user) for one in kept]
        inspect(request, received)
    return _go(request, review_url(request, [file.pk for file in received]))


@require_http_methods(["GET", "POST"])
@workspace_page(Can.IMPORT)
def import_review(request: WorkspaceRequest) -> HttpResponse:
    """What each file of the drop is, before anything is saved: ``?files=12,13``.

    Posting imports the files whose questions are answered, else shows what is missing.
    """
    files = reviews.drop_of(request.workspace, file_ids(request))
    if not files:
        return redirect("data:import_list", request.workspace.slug)
    if request.method == "POST":
        return _start(request, files)
    if all(file.state == SourceFile.State.IMPORTED for file in files):
        return redirect(result_url(request, [file.pk for file in files]))
    return _review(request, files)


@require_POST
@workspace_page(Can.IMPORT)
def choice_save(request: WorkspaceRequest) -> HttpResponse:
    """Autosave of the review: keep what can be understood, say nothing about the rest."""
    files = reviews.drop_of(request.workspace, file_ids(request))
    views = reviews.views_of(request.workspace, files, request.POST)
    _keep_choices(view for view in views if view.form is not None)
    return JsonResponse({})


@require_GET
@workspace_page(Can.IMPORT)
def time_samples(request: WorkspaceRequest, file: int) -> HttpResponse:
    """The three publish times again, in the zone just chosen."""
    found = get_object_or_404(SourceFile.objects.in_workspace(request.workspace), pk=file)
    prefix = f"f{found.pk}-"
    zone = request.GET.get(f"{prefix}zone_name") or request.GET.get(f"{prefix}zone") or ""
    known = zones.is_zone(zone)
    if not known:
        zone = request.GET.get(f"{prefix}zone") or "UTC"
        zone = zone if zones.is_zone(zone) else "UTC"
    view = {
        "file": found,
        "zone_label": zones.label(zone),
        "samples": reviews.samples(found, zone, request.workspace),
    }
    context = {"view": view, "unknown_zone": not known}
    return page(request, "data/_time_samples.html", context)


@require_POST
@workspace_page(Can.IMPORT)
def file_inspect(request: WorkspaceRequest) -> HttpResponse:
    """Look into the waiting files of a drop again, after looking was cut off."""
    files = reviews.drop_of(request.workspace, file_ids(request))
    waiting = [file for file in files if file.state == SourceFile.State.WAITING]
    if waiting:
        inspect(request, waiting)
    return _go(request, review_url(request, [file.pk for file in files]))


@require_POST
@workspace_page(Can.IMPORT)
def file_discard(request: WorkspaceRequest, file: int) -> HttpResponse:
    """Put a file aside without importing it; it is kept and can be taken up again."""
    found = get_object_or_404(SourceFile.objects.in_workspace(request.workspace), pk=file)
    step = _set_aside(request, found)
    if step is not None:
        message = _("“%(name)s” was discarded.") % {"name": found.name}
        messages.success(request, message, extra_tags=undo_tag(request, step))
    rest = [pk for pk in file_ids(request) if pk != found.pk]
    waiting = SourceFile.objects.in_workspace(request.workspace).filter(
        pk__in=rest, state=SourceFile.State.WAITING
    )
    if waiting.exists():
        return _go(request, review_url(request, rest))
    return _go(request, reverse("data:import_list", args=[request.workspace.slug]))


@require_POST
@workspace_page(Can.IMPORT)
def file_keep(request: WorkspaceRequest, file: int) -> HttpResponse:
    """Take a discarded file up again."""
    found = get_object_or_404(SourceFile.objects.in_workspace(request.workspace), pk=file)
    with transaction.atomic():
        changed = SourceFile.objects.filter(
            pk=found.pk, state=SourceFile.State.DISCARDED
        ).update(state=SourceFile.State.WAITING)  # fmt: skip
        if changed:
            audit.record(request.workspace, request.user, "analytics.file_kept", found)
    return _go(request, review_url(request, [found.pk]))


IMPORT = "analytics.import_files"
MOST_OPEN = 8  # files of a review shown with all their details


def review_url(request: WorkspaceRequest, ids: Sequence[int]) -> str:
    return _with_ids(reverse("data:import_review", args=[request.workspace.slug]), ids)


def result_url(request: WorkspaceRequest, ids: Sequence[int]) -> str:
    """One file has a page of its own; several share a summary."""
    if len(ids) == 1:
        return reverse("data:import_detail", args=[request.workspace.slug, ids[0]])
    return _with_ids(reverse("data:import_summary", args=[request.workspace.slug]), ids)


def file_ids(request: WorkspaceRequest) -> list[int]:
    """``files`` of the address or the form: "12,13"; whatever is no number is left out."""
    text = request.POST.get("files") or request.GET.get("files") or ""
    return list(
        dict.fromkeys(int(part) for part in map(str.strip, text.split(",")) if is_key(part))
    )


def _with_ids(url: str, ids: Sequence[int]) -> str:
    return f"{url}?files={','.join(str(pk) for pk in ids)}"


def _int(text: str | None) -> int | None:
    return int(text) if text and is_key(text) else None


def _go(request: WorkspaceRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _too_large(name: str) -> str:
    return _(
        "“%(name)s” is larger than %(limit)d MB and was not taken. Export a shorter period."
    ) % {"name": name, "limit": settings.UPLOAD_MAX_BYTES >> 20}


def inspect(request: WorkspaceRequest, files: Sequence[SourceFile]) -> None:
    """Start looking into files; their review shows how far it is."""
    with transaction.atomic():
        job = jobs.enqueue(
            "analytics.inspect_files",
            workspace=request.workspace,
            by=request.user,
            label=ngettext(
                "Looking into %(count)d file", "Looking into %(count)d files", len(files)
            )
            % {"count": len(files)},
            params={"files": [file.pk for file in files]},
            result_url=review_url(request, [file.pk for file in files]),
        )
        SourceFile.objects.filter(pk__in=[file.pk for file in files]).update(job=job)


def _import_label(files: Sequence[SourceFile]) -> str:
    if len(files) == 1:
        return _("Import of %(name)s") % {"name": files[0].name[:120]}
    return _("Import of %(count)d files") % {"count": len(files)}


def _start(request: WorkspaceRequest, files: Sequence[SourceFile]) -> HttpResponse:
    views = reviews.views_of(request.workspace, files, request.POST)
    waiting = [view for view in views if view.form is not None]
    chosen = [view for view in waiting if request.POST.get(f"f{view.file.pk}-take")]
    wrong = [view for view in chosen if view.form is not None and not view.form.is_valid()]
    _keep_choices(waiting)
    if not chosen:
        messages.error(request, _("Tick at least one file to import."))
        return _review(request, files, views, status=422)
    if wrong:
        return _review(request, files, views, status=422, missing=wrong)
    taken = [view.file for view in chosen]
    with transaction.atomic():
        # Two people, or two clicks: whoever comes second finds the files taken.
        free = list(
            SourceFile.objects.select_for_update(of=("self",))
            .in_workspace(request.workspace)
            .filter(pk__in=[file.pk for file in taken], state=SourceFile.State.WAITING)
            .exclude(job__task=IMPORT, job__status__in=[Job.Status.QUEUED, Job.Status.RUNNING])
        )
        url = result_url(request, [file.pk for file in taken])
        if free:
            job = jobs.enqueue(
                IMPORT,
                workspace=request.workspace,
                by=request.user,
                label=_import_label(free),
                params={"files": [file.pk for file in free]},
                result_url=url,
            )
            SourceFile.objects.filter(pk__in=[file.pk for file in free]).update(job=job)
    return _go(request, url)


@transaction.atomic
def _set_aside(request: WorkspaceRequest, file: SourceFile) -> UndoStep | None:
    changed = SourceFile.objects.filter(
        pk=file.pk, state__in=[SourceFile.State.WAITING, SourceFile.State.REFUSED]
    ).update(state=SourceFile.State.DISCARDED)
    if not changed:
        return None
    audit.record(request.workspace, request.user, "analytics.file_discarded", file)
    return undo.remember(
        request.workspace,
        request.user,
        _("Discarding %(name)s") % {"name": file.name},
        "analytics.keep_file",
        {"file": file.pk, "state": file.state},
    )


def _keep_choices(views: Any) -> None:
    for view in views:
        form = view.form
        form.is_valid()
        choices = form.choices()
        taken_on = form.cleaned_data.get("taken_on") or view.file.taken_on
        if choices != view.file.choices or taken_on != view.file.taken_on:
            view.file.choices, view.file.taken_on = choices, taken_on
            SourceFile.objects.filter(
                pk=view.file.pk, state=SourceFile.State.WAITING
            ).update(choices=choices, taken_on=taken_on)  # fmt: skip


def _review(
    request: WorkspaceRequest,
    files: Sequence[SourceFile],
    views: Sequence[reviews.FileView] | None = None,
    *,
    status: int = 200,
    missing: Sequence[reviews.FileView] = (),
) -> HttpResponse:
    views = views if views is not None else reviews.views_of(request.workspace, files)
    active = next((f.job for f in files if f.job is not None and f.job.is_active), None)
    context = {
        "views": views,
        "files": ",".join(str(file.pk) for file in files),
        "job": active,
        "unread": active is None and any(view.unread for view in views),
        # Those with open questions first: they are what a person has to do here.
        "waiting": sorted((v for v in views if v.waits), key=lambda v: not v.asks),
        "settled": [view for view in views if not view.waits and not view.unread],
        "sentence": reviews.sentence(views),
        "fold": len(views) > MOST_OPEN,
        "missing": missing,
        "zone_names": zones.all_names() if any(view.zone for view in views) else (),
    }
    return page(request, "data/import_review.html", context, part="review", status=status)
