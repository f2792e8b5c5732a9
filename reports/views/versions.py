"""Versions as they were made: the page, the stored bytes, a figure's birth certificate, charts."""

from decimal import Decimal
from urllib.parse import quote

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from analytics.metrics.inputs import input_label
from platforms.display import format_value
from platforms.models import SourceFile
from reports import blocks_data
from reports.documents.preview import chart_json, charts_of
from reports.services import files
from reports.services.errors import CannotDo
from reports.views.found import found_report, found_version
from reports.views.reading import read
from reports.views.reports import file_rows
from workspaces import audit
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can


@csp_update({"style-src": settings.PLOTLY_STYLE_HASHES})
@require_safe
@workspace_page(Can.VIEW)
def version_detail(request: WorkspaceRequest, pk: int, number: int) -> HttpResponse:
    """An earlier version, to read only."""
    report = found_report(request, pk)
    version = found_version(request, pk, number)
    context = {
        "report": report,
        "version": version,
        "view": read(report, version, editing=False),
        "files": file_rows(request, report, version),
        "latest": report.versions.values_list("number", flat=True).first(),
    }
    return page(request, "reports/version_detail.html", context)


@require_safe
@workspace_page(Can.VIEW)
def version_download(
    request: WorkspaceRequest, pk: int, number: int, kind: str
) -> HttpResponse | FileResponse:
    """The stored bytes and nothing else."""
    version = found_version(request, pk, number)
    described = version.files.get(kind)
    if described is None or kind not in files.CONTENT_TYPES:
        raise Http404
    try:
        stream = files.open_stored(described)
    except CannotDo as error:
        messages.error(request, str(error))
        return redirect("reports:report_detail", request.workspace.slug, pk)
    audit.record(
        request.workspace,
        request.user,
        "reports.downloaded",
        version.deliverable,
        after={"version": number, "file": described["name"], "sha256": described["sha256"]},
    )
    response = FileResponse(stream, content_type=files.CONTENT_TYPES[kind])
    name = str(described["name"])
    response["Content-Disposition"] = (
        f"attachment; filename=\"report.{kind}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response["ETag"] = f'"{described["sha256"]}"'
    return response


@require_safe
@workspace_page(Can.VIEW)
def chart_data(request: WorkspaceRequest, pk: int, number: int, place: int) -> JsonResponse:
    """Chart ``place`` (from 1) of a version, as the page's script draws it."""
    version = found_version(request, pk, number)
    document = blocks_data.load(version.blocks["document"])
    charts = charts_of(document)
    if not 1 <= place <= len(charts):
        raise Http404
    return JsonResponse(chart_json(charts[place - 1], document.language))


@require_safe
@workspace_page(Can.VIEW)
def figure_detail(request: WorkspaceRequest, pk: int, number: int, code: str) -> HttpResponse:
    """How we know a printed figure: definition, formula, inputs, files and rows."""
    version = found_version(request, pk, number)
    figure = get_object_or_404(version.figures, code=code)
    document = blocks_data.load(version.blocks["document"])
    cited = document.book.by_code().get(code)  # None: it stands in the workbook only
    hashes = [part["sha256"] for part in figure.sources if part.get("sha256")]
    known = {
        file.sha256: file
        for file in SourceFile.objects.in_workspace(request.workspace)
        .filter(sha256__in=hashes)
        .order_by("pk")
    }
    sources = [
        part
        | {
            "url": reverse(
                "data:import_detail", args=[request.workspace.slug, known[part["sha256"]].pk]
            )
            if part.get("sha256") in known
            else ""
        }
        for part in figure.sources
    ]
    context = {
        "report": version.deliverable,
        "version": version,
        "figure": figure,
        "inputs": cited.input_lines(document.language) if cited else _inputs(figure),
        "scope": [text for key, text in figure.scope.items() if key != "cut" and text],
        "sources": sources,
        "exact": _exact(figure, document.language),
    }
    return page(request, "reports/figure_detail.html", context, part="figure")


def _inputs(figure) -> list[tuple[str, str]]:
    return [
        (str(input_label(key)), "—" if amount is None else f"{amount:,}")
        for key, amount in figure.inputs.items()
    ]


def _exact(figure, language: str) -> str:
    """The unrounded value where the printed one is rounded."""
    if figure.value is None:
        return ""
    shown = format_value(Decimal(figure.value), figure.unit, language=language)
    plain = shown.replace(",", "")
    return "" if plain == figure.value else figure.value
