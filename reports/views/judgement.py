"""The parts people write: saved while they type; who wrote what; figures that do not exist."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.models import Deliverable
from reports.services import gaps, judgement
from reports.services.errors import CannotDo, EditConflict
from reports.views.found import found_report
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.audit import subject_key
from workspaces.http import page
from workspaces.models import Revision
from workspaces.roles import Can
from workspaces.templatetags.moments import moment

_CELL = re.compile(r"^cell-(\d{1,3})-(\d{1,2})$")


@require_POST
@workspace_page(Can.WRITE_REPORTS)
def judgement_edit(request: WorkspaceRequest, pk: int, anchor: str) -> HttpResponse:
    """Autosave of one part. 409 when somebody else wrote it meanwhile: the text stays typed."""
    report = found_report(request, pk)
    by_script = "json" in request.headers.get("Accept", "")
    error, status = "", 200
    try:
        part = judgement.part_of(report, anchor)
        value = _cells(request, len(part.columns)) if part.columns else request.POST.get("text", "")
        seen = request.POST.get("version", "")
        report = judgement.write(report, anchor, value, by=request.user, seen=seen)
    except EditConflict as conflict:
        error, status = _conflict(conflict), 409
    except CannotDo as refusal:
        error, status = str(refusal), 422
    if by_script:
        if error:
            return JsonResponse({"error": error}, status=status)
        return JsonResponse({"version": judgement.mark_of(report.judgement.get(anchor))})
    if error:
        messages.error(request, error)
    return redirect("reports:report_detail", request.workspace.slug, pk)


def _conflict(conflict: EditConflict) -> str:
    return _(
        "Not saved: {name} changed this part at {moment}. Your text is still here. Open “Earlier "
        "texts” to read theirs, then decide which one stays."
    ).format(name=conflict.by or _("somebody"), moment=moment(conflict.at))


def _cells(request: WorkspaceRequest, width: int) -> list[list[str]]:
    """``cell-<row>-<column>`` fields as rows."""
    rows: dict[int, list[str]] = {}
    for name, text in request.POST.items():
        match = _CELL.match(name)
        if match and int(match[2]) < width:
            rows.setdefault(int(match[1]), [""] * width)[int(match[2])] = str(text)
    return [rows[number] for number in sorted(rows)]


@require_safe
@workspace_page(Can.VIEW)
def judgement_history(request: WorkspaceRequest, pk: int, anchor: str) -> HttpResponse:
    """Earlier texts of one part, newest first; the first is what stands now."""
    report = found_report(request, pk)
    part = next((p for p in _parts(report) if p.anchor == anchor), None)
    texts: list[dict[str, Any]] = []
    kept = Revision.objects.in_workspace(request.workspace).filter(subject_key=subject_key(report))
    for revision in kept.select_related("author")[:200]:
        value = revision.content.get(anchor) or ""
        if texts and texts[-1]["value"] == value:
            texts[-1] |= {"who": str(revision.author or ""), "at": revision.at}
            continue
        texts.append({"value": value, "who": str(revision.author or ""), "at": revision.at})
    for text in texts:
        text["lines"] = _lines(text["value"])
    context = {
        "report": report,
        "part": part,
        "texts": texts[:20],
        "mark": judgement.mark_of(report.judgement.get(anchor)),
        "editing": report.is_open and request.can(Can.WRITE_REPORTS),
    }
    return page(request, "reports/judgement_history.html", context, part="texts")


def _parts(report: Deliverable):
    from reports.outputs import OUTPUTS

    return OUTPUTS[report.output].judgement


def _lines(value: Any) -> list[str]:
    if isinstance(value, list):
        return ["｜".join(row) for row in value]
    return [line for line in str(value).split("\n") if line.strip()]


@require_POST
@workspace_page(Can.WRITE_REPORTS)
def gap_declare(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """“沒有這項數據” with its reason; or ask for the figure again."""
    report = found_report(request, pk)
    version = report.versions.first()
    key = request.POST.get("key", "")
    gap = next((g for g in version.missing if g["key"] == key), None) if version else None
    try:
        if gap is None:
            raise CannotDo(_("This figure is not asked for any more. Load the page again."))
        if request.POST.get("act") == "again":
            gaps.ask_again(report, key, label=gap["label"], by=request.user)
        else:
            reason = request.POST.get("reason", "")
            gaps.declare(report, key, label=gap["label"], reason=reason, by=request.user)
    except CannotDo as error:
        messages.error(request, str(error))
    return redirect("reports:report_detail", request.workspace.slug, pk)
