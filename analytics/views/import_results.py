"""After an import: what became of it, row by row, and the way back."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from analytics.intake import deliveries, results, words
from analytics.intake.ingest import stored_path
from analytics.intake.mappings import columns_of
from analytics.intake.row_evidence import evidence
from analytics.views.closed import ask_first
from analytics.views.imports import file_ids, result_url, review_url
from platforms.models import SourceBatch, SourceFile
from workspaces import undo
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page, undo_tag
from workspaces.roles import Can

PROBLEMS_PER_PAGE = 50


@require_GET
@workspace_page(Can.VIEW)
def import_detail(request: WorkspaceRequest, file: int) -> HttpResponse:
    """One file: progress while it is imported, then what became of it."""
    found = results.outcomes(request.workspace, [file])
    if not found:
        raise Http404
    return _answer(request, "data/import_detail.html", found)


@require_GET
@workspace_page(Can.VIEW)
def import_summary(request: WorkspaceRequest) -> HttpResponse:
    """Several files imported together: ``?files=12,13``."""
    ids = file_ids(request)
    found = results.outcomes(request.workspace, ids)
    if not found:
        return redirect("data:import_list", request.workspace.slug)
    if len(found) == 1:
        return redirect(result_url(request, [found[0].file.pk]))
    return _answer(request, "data/import_summary.html", found)


@require_GET
@workspace_page(Can.VIEW)
def problem_export(request: WorkspaceRequest) -> HttpResponseBase:
    """Every row that was not taken, as CSV a spreadsheet opens without running anything."""
    ids = file_ids(request)
    kind = request.GET.get("kind", "")

    def lines():
        yield "\ufeff"  # Excel takes the file for UTF-8
        for row in results.problem_table(request.workspace, ids, kind):
            buffer = StringIO()
            csv.writer(buffer).writerow(row)
            yield buffer.getvalue()

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    name = f"{_('Rows not taken')}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_GET
@workspace_page(Can.VIEW)
def file_download(request: WorkspaceRequest, file: int) -> HttpResponseBase:
    """The file as it arrived, byte for byte."""
    found = get_object_or_404(SourceFile.objects.in_workspace(request.workspace), pk=file)
    try:
        stream = stored_path(found).open("rb")
    except OSError:
        raise Http404 from None
    # Never shown in the browser: what came in may be anything.
    return FileResponse(
        stream, as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )


@require_POST
@workspace_page(Can.IMPORT)
def import_withdraw(request: WorkspaceRequest, file: int) -> HttpResponse:
    """Undo the import of one file: the numbers return to what remains."""
    found = get_object_or_404(SourceFile.objects.in_workspace(request.workspace), pk=file)
    if found.state == SourceFile.State.IMPORTED:
        batches = found.batches.values_list("pk", flat=True)
        back = reverse("data:import_detail", args=[request.workspace.slug, found.pk])
        if question := ask_first(request, batches, name=found.name, back=back):
            return question
        with transaction.atomic():
            deliveries.withdraw(found, request.user)
            step = undo.remember(
                request.workspace,
                request.user,
                _("Undoing the import of %(name)s") % {"name": found.name},
                "analytics.restore_imports",
                {"files": [found.pk]},
            )
        messages.success(
            request,
            _("“%(name)s” no longer counts. The figures are what the other deliveries say.")
            % {"name": found.name},
            extra_tags=undo_tag(request, step),
        )
    return redirect("data:import_detail", request.workspace.slug, found.pk)


@require_POST
@workspace_page(Can.IMPORT)
def drop_withdraw(request: WorkspaceRequest) -> HttpResponse:
    """Undo the import of several files at once."""
    ids = file_ids(request)
    batches = SourceBatch.objects.in_workspace(request.workspace).filter(file__in=ids)
    name = ngettext("%(count)d file", "%(count)d files", len(ids)) % {"count": len(ids)}
    if question := ask_first(
        request, batches.values_list("pk", flat=True), name=name, back=result_url(request, ids)
    ):
        return question
    with transaction.atomic():
        found = list(SourceFile.objects.in_workspace(request.workspace).live().filter(pk__in=ids))
        for file in found:
            deliveries.withdraw(file, request.user)
        if found:
            step = undo.remember(
                request.workspace,
                request.user,
                _("Undoing the import of %(count)d files") % {"count": len(found)},
                "analytics.restore_imports",
                {"files": [file.pk for file in found]},
            )
            messages.success(
                request,
                _("The files no longer count. The figures are what the other deliveries say."),
                extra_tags=undo_tag(request, step),
            )
    return (
        redirect(result_url(request, ids))
        if ids
        else redirect("data:import_list", request.workspace.slug)
    )


@require_POST
@workspace_page(Can.IMPORT)
def drop_restore(request: WorkspaceRequest) -> HttpResponse:
    """Take the undo of several files back."""
    ids = file_ids(request)
    with transaction.atomic():
        found = list(
            SourceFile.objects.in_workspace(request.workspace).filter(
                pk__in=ids, state=SourceFile.State.WITHDRAWN
            )
        )
        for file in found:
            deliveries.restore(file, request.user)
    if found:
        messages.success(request, _("The files count again."))
    return (
        redirect(result_url(request, ids))
        if ids
        else redirect("data:import_list", request.workspace.slug)
    )


@require_POST
@workspace_page(Can.IMPORT)
def import_restore(request: WorkspaceRequest, file: int) -> HttpResponse:
    """Take the undo back."""
    found = get_object_or_404(SourceFile.objects.in_workspace(request.workspace), pk=file)
    if found.state == SourceFile.State.WITHDRAWN:
        deliveries.restore(found, request.user)
        messages.success(request, _("“%(name)s” counts again.") % {"name": found.name})
    return redirect("data:import_detail", request.workspace.slug, found.pk)


@require_GET
@workspace_page(Can.VIEW)
def row_detail(request: WorkspaceRequest, batch: int, row: int) -> HttpResponse:
    """One row as it stands in the file, what was read from it, and what uses it now."""
    found = get_object_or_404(
        SourceBatch.objects.in_workspace(request.workspace).select_related("file", "entered_by"),
        pk=batch,
    )
    seen = evidence(found, row)
    if not seen.raw and not seen.subjects and seen.problem is None:
        raise Http404
    context = {
        "batch": found,
        "row": row,
        "evidence": seen,
        "what": words.family(found.family),
        "live": found.state == SourceBatch.State.LIVE,
        "taken_on": words.day(found.taken_on),
        "published": words.moment(seen.description.published_at, request.workspace.tz)
        if seen.description
        else "",
        "own_zone": request.workspace.zone,
    }
    return page(request, "data/row_detail.html", context, part="row")


def _answer(
    request: WorkspaceRequest, template: str, found: Sequence[results.FileOutcome]
) -> HttpResponse:
    """The page; the list of rows alone when its pager asks, else all of it when the job ended."""
    if request.htmx and request.htmx.target == "problems":
        return page(request, "data/_problems.html", _context(request, found))
    return page(request, template, _context(request, found), part="outcome")


def _context(request: WorkspaceRequest, found: Sequence[results.FileOutcome]) -> dict[str, Any]:
    ids = [one.file.pk for one in found]
    kind = request.GET.get("kind", "")
    rows = results.problems(request.workspace, ids, kind)
    job = next((one.file.job for one in found if one.file.job is not None), None)
    if job is not None and job.task != "analytics.import_files":
        job = None
    waiting = [one.file.pk for one in found if one.file.state == SourceFile.State.WAITING]
    totals = results.totals(found)
    problems = Paginator(rows, PROBLEMS_PER_PAGE).get_page(request.GET.get("page"))
    expected = {results.REFUSED: totals.refused, results.SKIPPED: totals.skipped}
    return {
        "outcomes": found,
        "one": found[0],
        "totals": totals,
        "problems": problems,
        # More than one page: said in short first.
        "reasons": results.reasons(found, kind) if problems.paginator.num_pages > 1 else [],
        "unlisted": problems.paginator.count < expected.get(kind, totals.left_out),
        "kind": kind,
        "files": ",".join(str(pk) for pk in ids),
        "job": job if job is not None and (job.is_active or waiting) else None,
        "waiting": waiting,
        "live": sum(one.file.state == SourceFile.State.IMPORTED for one in found),
        "withdrawn": sum(one.file.state == SourceFile.State.WITHDRAWN for one in found),
        "review_url": review_url(request, waiting or ids),
        "dashboard_url": _dashboard(request, results.period_of(found)),
        "may_import": request.can(Can.IMPORT),
        "mappable": len(found) == 1
        and found[0].file.state == SourceFile.State.REFUSED
        and bool(columns_of(found[0].file)),
    }


def _dashboard(request: WorkspaceRequest, period: str) -> str:
    try:
        url = reverse("analytics:dashboard", args=[request.workspace.slug])
    except NoReverseMatch:
        return ""
    return f"{url}?period={period}" if period else url
