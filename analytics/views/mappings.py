"""Saying what the columns of an unknown table mean."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from analytics.intake import mapping_files, mappings
from analytics.intake.mapping_forms import MappingForm
from analytics.intake.mapping_preview import preview_of
from analytics.views.imports import inspect, review_url
from platforms.models import SourceFile
from workspaces import audit
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page
from workspaces.roles import Can

OPEN = {SourceFile.State.REFUSED, SourceFile.State.WAITING}


@require_http_methods(["GET", "POST"])
@workspace_page(Can.IMPORT)
def mapping_edit(request: WorkspaceRequest, file: int) -> HttpResponse:
    """Columns with their first cells and a meaning to choose; then the file is read again."""
    found = get_object_or_404(SourceFile.objects.in_workspace(request.workspace), pk=file)
    if found.state not in OPEN:
        return redirect("data:import_detail", request.workspace.slug, found.pk)
    tables = mappings.tables_of(found)
    place = _place(request, found, tables)
    table = tables[place] if tables else None
    known = _known(found, table)
    loaded, problem = _loaded(request)
    data = request.POST if request.method == "POST" and "load" not in request.POST else None
    form = MappingForm(table.columns if table else (), data, known=loaded or known)
    if data is not None and table is not None and form.is_valid():
        _keep(request, found, table, form.mapping())
        return redirect(review_url(request, [found.pk]))
    context = {
        "file": found,
        "form": form,
        "tables": [(number, one.name) for number, one in enumerate(tables)],
        "table": table,
        "place": place,
        "remembered": table is not None
        and known is not None
        and mappings.said_of(found, table) is None,
        "problem": problem,
        "preview": preview_of(found, _draft(form, table, tables)) if table else None,
    }
    refused = form.errors or problem
    return page(request, "data/mapping_edit.html", context, status=422 if refused else 200)


@require_POST
@workspace_page(Can.IMPORT)
def mapping_preview(request: WorkspaceRequest, file: int) -> HttpResponse:
    """The first rows again, read by what is chosen at this moment."""
    found, tables, table = _asked(request, file)
    form = MappingForm(table.columns, request.POST)
    context = {"preview": preview_of(found, _draft(form, table, tables))}
    return page(request, "data/_mapping_preview.html", context)


@require_POST
@workspace_page(Can.IMPORT)
def mapping_download(request: WorkspaceRequest, file: int) -> HttpResponse:
    """What is chosen at this moment as a file, for another workspace or the command line."""
    found, _tables, table = _asked(request, file)
    mapping = MappingForm(table.columns, request.POST).draft()
    answer = HttpResponse(mapping_files.written(mapping), content_type="application/json")
    disposition = content_disposition_header(True, f"{_('Columns')} {found.name}.json")
    answer.headers["Content-Disposition"] = disposition or "attachment"
    return answer


def _asked(
    request: WorkspaceRequest, file: int
) -> tuple[SourceFile, list[mappings.MappableTable], mappings.MappableTable]:
    found = get_object_or_404(SourceFile.objects.in_workspace(request.workspace), pk=file)
    tables = mappings.tables_of(found)
    if not tables:
        raise Http404
    return found, tables, tables[_place(request, found, tables)]


def _place(
    request: WorkspaceRequest, file: SourceFile, tables: Sequence[mappings.MappableTable]
) -> int:
    """Which table of the file: the one asked for, the one mapped, else the first unknown one."""
    asked = request.POST.get("table") or request.GET.get("table") or ""
    if is_key(asked) and int(asked) < len(tables):
        return int(asked)
    known = {
        (one["member"] or "", one["table"])
        for one in file.report.get("tables") or []
        if one["family"] != "mapped"
    }
    members = {member for member, _sheet in known}
    for number, table in enumerate(tables):
        if mappings.said_of(file, table):
            return number
    for number, table in enumerate(tables):
        if (table.member, table.sheet) not in known and (
            not table.member or table.member not in members
        ):
            return number
    return 0


def _known(file: SourceFile, table: mappings.MappableTable | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return mappings.said_of(file, table) or mappings.remembered(file, table)


def _loaded(request: WorkspaceRequest) -> tuple[dict[str, Any] | None, str]:
    """The mapping of a file that was sent, or what is wrong with it."""
    if request.method != "POST" or "load" not in request.POST:
        return None, ""
    sent = request.FILES.get("mapping_file")
    if sent is None:
        return None, _("Choose a file first.")
    try:
        mapping = mapping_files.read(sent)
    except mapping_files.BadMapping as error:
        return None, str(error)
    messages.success(request, _("The mapping was taken from the file. Look at it, then go on."))
    return mapping, ""


def _draft(
    form: MappingForm,
    table: mappings.MappableTable,
    tables: Sequence[mappings.MappableTable],
) -> dict[str, Any]:
    draft = form.draft()
    return mappings.for_table(draft, table) if len(tables) > 1 else draft


@transaction.atomic
def _keep(
    request: WorkspaceRequest,
    file: SourceFile,
    table: mappings.MappableTable,
    mapping: dict[str, Any],
) -> None:
    """Read the file by this mapping, and remember it for the next file with these columns."""
    mapping = mappings.choose(file, table, mapping)
    file.report = {}
    file.state = SourceFile.State.WAITING
    file.save(update_fields=["choices", "report", "state"])
    audit.record(
        request.workspace,
        request.user,
        "analytics.file_mapped",
        file,
        after={"mapping": mapping},
    )
    inspect(request, [file])
