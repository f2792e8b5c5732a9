"""Rows behind the door: every view about briefs finds its brief and its pieces here."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from planning import pieces
from planning.models import Brief, Campaign, PostingStrategy
from planning.rows import KINDS, Parent, PieceKind
from workspaces.access import WorkspaceRequest
from workspaces.http import is_key
from workspaces.roles import Can


def found_brief(request: WorkspaceRequest, pk: int) -> Brief:
    return get_object_or_404(Brief.objects.in_workspace(request.workspace).with_people(), pk=pk)


def found_kind(request: WorkspaceRequest, key: str) -> PieceKind:
    kind = KINDS.get(key)
    if kind is None:
        raise Http404
    if kind.lead and not request.can(Can.LEAD):
        raise PermissionDenied(Can.LEAD)
    return kind


def found_piece(request: WorkspaceRequest, key: str, pk: int) -> tuple[PieceKind, Any]:
    kind = found_kind(request, key)
    row = pieces.find(kind, request.workspace, pk)
    if row is None:
        raise Http404
    return kind, row


def found_parent(request: WorkspaceRequest, kind: PieceKind) -> Parent:
    """What a new row hangs on; the form names it in a field called like the relation."""
    number = request.POST.get(kind.hangs_on, "")
    models: dict[str, Any] = {"brief": Brief, "strategy": PostingStrategy, "campaign": Campaign}
    rows = models[kind.hangs_on].objects.in_workspace(request.workspace)
    found = rows.filter(pk=number).first() if is_key(number) else None
    if found is None:
        raise Http404
    return found
