"""Research notes, campaigns, partners, communities and core fans: lists to find them in, a page to write each on."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from planning import campaign_checks, contents, occasions
from planning.models import Campaign, Draw, Participant
from planning.piece_kind import PieceKind
from planning.record_kinds import RECORDS, RecordKind
from planning.rows import KINDS, values_of
from planning.sockets import CAMPAIGN_RESULT, metric_names
from planning.views.found import found_piece
from planning.views.writing import piece_list, piece_row
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can

SOON = 6  # days that stand open; later ones are folded away


@require_safe
@workspace_page(Can.VIEW)
def record_list(request: WorkspaceRequest, kind: str) -> HttpResponse:
    record = _record(kind)
    found = record.kind
    rows: Any = found.model.objects.in_workspace(request.workspace).standing()  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()
    if words:
        asked = Q()
        for name in record.searched:
            asked |= Q(**{f"{name}__icontains": words})
        rows = rows.filter(asked)
    wanted, choices = request.GET.get("kind", ""), record.choices
    if wanted and wanted in dict(choices):
        rows = rows.filter(kind=wanted)
    shown = Paginator(rows, 40).get_page(request.GET.get("page"))
    context = {
        "record": record,
        "kind": found,
        "rows": shown,
        "lines": [{"row": row, "cells": _cells(record, row)} for row in shown],
        "columns": [_label(found, name) for name in record.columns],
        "q": words,
        "choices": [("", _("All kinds")), *choices] if choices else [],
        "wanted": wanted,
        "may_plan": request.can(Can.PLAN),
    }
    if kind == "campaigns":
        ahead = occasions.for_campaigns(request.workspace, today=timezone.localdate())
        context |= {
            "occasions_soon": ahead[:SOON],
            "occasions_later": ahead[SOON:],
            "occasion_url": reverse("planning:campaign_begin", args=[request.workspace.slug]),
            "leads": occasions.LEADS,
            "verb": _("Make a campaign"),
        }
    return page(request, "planning/record_list.html", context, part="record-list")


def _record(key: str) -> RecordKind:
    if key not in RECORDS:
        raise Http404
    return RECORDS[key]


def _cells(record: RecordKind, row: Any) -> list[str]:
    values = values_of(record.kind, row)
    return [contents.words_for(record.kind, name, values[name]) for name in record.columns]


def _label(kind: PieceKind, name: str) -> str:
    given = dict(kind.text).get(name)
    label = str(given or getattr(kind.model._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


@require_safe
@workspace_page(Can.VIEW)
def record_edit(request: WorkspaceRequest, kind: str, pk: int) -> HttpResponse:
    """Written by those who plan, read by everybody else."""
    return record_page(request, kind, pk)


def record_page(
    request: WorkspaceRequest, kind: str, pk: int, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of one record; ``more`` is what was typed and refused, with its sentence."""
    record = _record(kind)
    found, row = found_piece(request, kind, pk)
    may = request.can(Can.PLAN)
    context: dict[str, Any] = {
        "record": record,
        "kind": found,
        "row": row,
        "may_plan": may,
        "one": piece_row(request, found, row) if may else None,
        "lines": _lines(found, row),
    }
    if isinstance(row, Campaign):
        context |= _campaign(request, row)
    return page(request, "planning/record_edit.html", context | more, status=status)


def _lines(kind: PieceKind, row: Any) -> list[contents.Line]:
    values = {"id": row.pk} | values_of(kind, row) | {"names": contents.names_of(kind, row)}
    return [line for line in contents.lines_of(kind, values, metric_names(), {}) if line.text]


def _campaign(request: WorkspaceRequest, row: Campaign) -> dict[str, Any]:
    participants = Participant.objects.in_workspace(request.workspace).filter(campaign=row.pk)
    draws = Draw.objects.in_workspace(request.workspace).filter(campaign=row.pk)
    stages = piece_list(request, KINDS["stages"], row)
    today = timezone.localdate()
    return {
        "stages": stages,
        "missing": campaign_checks.lacking(row, stages=len(stages["rows"]), today=today),
        "participant_count": participants.count(),
        "participants": participants[:20],
        "draws": draws.select_related("by")[:10],
        "results": [line for ask in CAMPAIGN_RESULT for line in ask(row)],
    }
