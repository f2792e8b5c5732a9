"""What can be edited piece by piece: fields of a brief, rows of its sections, guides.

One table drives the pages, the saving and the reading view. A *piece* is a row of any of these
kinds; the words of a brief and of the voice guide are pieces too, of which there is just one.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db.models import Model

from planning.kinds_of_briefs import OF_BRIEFS
from planning.kinds_of_strategies import OF_STRATEGIES
from planning.models import (
    AccountCare,
    Brief,
    Campaign,
    Community,
    CoreFan,
    LawCheck,
    Objective,
    PlatformChoice,
    PostingStrategy,
)
from planning.piece_kind import PieceKind
from workspaces.json_values import as_json
from workspaces.models import Workspace

__all__ = ["KINDS", "Parent", "PieceKind", "mark_of", "rows_of", "values_of"]

KINDS: dict[str, PieceKind] = {kind.key: kind for kind in (*OF_BRIEFS, *OF_STRATEGIES)}


Parent = Brief | PostingStrategy | Campaign


def rows_of(kind: PieceKind, workspace: Workspace, parent: Parent | None = None) -> Sequence[Any]:
    """The standing rows of a kind in their order, ready to be read out."""
    if kind.model in (Brief, PostingStrategy):
        return [parent] if parent else []
    rows: Any = kind.model.objects.in_workspace(workspace)  # type: ignore[attr-defined]
    if kind.hangs_on:
        rows = rows.filter(**{kind.hangs_on: parent})
    if kind.fixed:
        rows = rows.filter(**dict(kind.fixed))
    if _can_be_removed(kind):
        rows = rows.standing()
    also: dict[type[Model], tuple[str, ...]] = {
        Objective: ("owner", "parent"),
        LawCheck: ("rule", "by"),
        AccountCare: ("account", "checked_by"),
        Campaign: ("owner",),
        Community: ("owner",),
        CoreFan: ("owner", "community"),
    }
    joined = also.get(kind.model)
    if kind.model is LawCheck:
        rows = rows.filter(rule__active=True, rule__removed_at=None).order_by("rule__place", "pk")
    return list(rows.select_related(*joined) if joined else rows)


def _can_be_removed(kind: PieceKind) -> bool:
    return any(field.name == "removed_at" for field in kind.model._meta.get_fields())


def values_of(kind: PieceKind, row: Any) -> dict[str, Any]:
    """What a person can write in a row, as JSON values."""
    stored = [_attname(kind, name) for name in kind.fields]
    values = {name: as_json(getattr(row, name)) for name in stored}
    if kind.model is PlatformChoice:
        values["scores"] = dict(sorted(row.scores.items()))
    return values


def _attname(kind: PieceKind, name: str) -> str:
    return getattr(kind.model._meta.get_field(name), "attname", name)


def mark_of(kind: PieceKind, row: Any) -> str:
    """A short name for what stands in a row; an editor's page sends back the one it saw."""
    text = json.dumps(values_of(kind, row), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
