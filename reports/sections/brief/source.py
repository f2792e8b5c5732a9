"""The brief an output prints: as approved or in review where it was sent, else as it stands now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from planning.contents import Content, content_of
from planning.models import Brief, BriefVersion
from planning.review import snapshot_of
from platforms.kinds import PLATFORMS
from reports.outputs.context import OutputContext
from reports.services.errors import CannotDo
from workspaces.audit import subject_key
from workspaces.models import Approval

ORDER = (
    Brief.Status.APPROVED,
    Brief.Status.IN_REVIEW,
    Brief.Status.DRAFT,
    Brief.Status.SUPERSEDED,
)


@dataclass(frozen=True, slots=True)
class BriefSource:
    """``content`` as in planning.contents; ``snapshot`` what was frozen with it (now: of a draft)."""

    brief: Brief
    version: BriefVersion | None
    content: Content
    snapshot: dict[str, Any]
    decision: Approval | None

    @property
    def pieces(self) -> dict[str, list[dict[str, Any]]]:
        return self.content["pieces"]

    def words(self, kind: str) -> dict[str, Any]:
        rows = self.pieces.get(kind) or [{}]
        return rows[0]

    def targets(self, objective: int) -> list[dict[str, Any]]:
        return self.snapshot.get("targets", {}).get(str(objective), [])

    @property
    def frozen_on(self) -> date | None:
        text = self.snapshot.get("frozen_on", "")
        return date.fromisoformat(text) if text else None


def brief_of(context: OutputContext) -> BriefSource:
    """Raises ``CannotDo`` when nobody has begun a brief for the period."""
    known = getattr(context, "_brief_source", None)
    if known is None:
        known = _source(_found(context))
        context._brief_source = known  # type: ignore[attr-defined]
    return known


def _found(context: OutputContext) -> Brief:
    rows = Brief.objects.in_workspace(context.workspace).with_people()
    if context.subject is not None:
        found = rows.filter(pk=context.subject).first()
    else:
        period = context.period
        same = list(rows.filter(start=period.start, end=period.end))
        holds = list(rows.filter(start__lte=period.start, end__gte=period.end))
        found = min(same or holds, key=lambda one: (ORDER.index(one.status), -one.pk), default=None)
    if found is None:
        raise CannotDo(
            _("There is no brief for this period yet. Begin one under Planning, then print it.")
        )
    return found


def _source(brief: Brief) -> BriefSource:
    version = None if brief.is_open else brief.versions.select_related("made_by").first()
    decision = (
        Approval.objects.in_workspace(brief.workspace)
        .filter(subject_key=subject_key(brief))
        .exclude(state=Approval.State.WITHDRAWN)
        .select_related("author", "decided_by")
        .first()
    )
    if version is not None:
        return BriefSource(brief, version, version.content, version.snapshot, decision)
    return BriefSource(brief, None, content_of(brief), snapshot_of(brief), decision)


def platform_name(key: str) -> str:
    return str(PLATFORMS[key].label) if key in PLATFORMS else "—"
