"""Writing a brief piece by piece: saved while typing, nobody's words lost, everything undoable."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from planning import defaults
from planning.errors import CannotDo, EditConflict
from planning.models import (
    AccountCare,
    Brief,
    Campaign,
    Community,
    CoreFan,
    LawCheck,
    LawRule,
    PlatformChoice,
    PostingStrategy,
    ResearchNote,
)
from planning.rows import KINDS, Parent, PieceKind, mark_of, rows_of, values_of
from planning.sections import section_of
from workspaces import audit, notifications, revisions, undo
from workspaces.audit import subject_key
from workspaces.models import AuditEvent, Revision, UndoStep, User, Workspace

RESTORE = "planning.restore_row"
AUDIT_AGAIN = timedelta(minutes=30)  # one person typing in one piece is one event


def find(kind: PieceKind, workspace: Workspace, pk: int) -> Any | None:
    """A standing piece of this workspace, with the brief it hangs on."""
    rows: Any = kind.model.objects.in_workspace(workspace)  # type: ignore[attr-defined]
    if kind.fixed:
        rows = rows.filter(**dict(kind.fixed))
    if kind.addable:
        rows = rows.standing()
    if kind.hangs_on:
        rows = rows.select_related(kind.hangs_on)
    return rows.filter(pk=pk).first()


def brief_of(row: Any) -> Brief | PostingStrategy | None:
    """The plan a piece belongs to: it is closed while somebody reads it and once approved."""
    if isinstance(row, Brief | PostingStrategy):
        return row
    return getattr(row, "brief", None) or getattr(row, "strategy", None)


def refuse_unless_open(brief: Brief | PostingStrategy | None) -> None:
    if brief is None or brief.is_open:
        return
    if brief.status == Brief.Status.IN_REVIEW:
        raise CannotDo(
            _(
                "This brief is being read for approval, so it is closed. Take it back to go on writing."
            )
        )
    raise CannotDo(
        _("This brief is approved and is never changed again. Begin a new one from it instead.")
    )


def _for_change(plan: Brief | PostingStrategy | None) -> Brief | PostingStrategy | None:
    """The plan as it stands, held: who sends it to review at this moment was first, or waits."""
    if plan is not None:
        plan = type(plan).objects.select_for_update(of=("self",)).get(pk=plan.pk)
    refuse_unless_open(plan)
    return plan


def _wrote(plan: Brief | PostingStrategy | None, by: User) -> None:
    if plan is not None:
        plan.writers.add(by)


@transaction.atomic
def write(
    kind: PieceKind, row: Any, values: Mapping[str, Any], *, by: User, seen: str | None
) -> Any:
    """Save the words of one piece. ``seen`` is ``mark_of`` what the page showed; None: do not ask.

    Raises ``EditConflict`` when somebody else changed it since (the refused words are kept as a
    revision and both people are told), ``CannotDo`` when the brief is closed.
    """
    brief = _for_change(brief_of(row))
    row = kind.model._default_manager.select_for_update().get(pk=row.pk)
    if kind.hangs_on and brief is not None:
        setattr(row, kind.hangs_on, brief)
    before = values_of(kind, row)
    if seen is not None and mark_of(kind, row) != seen and _differs(kind, row, values):
        raise EditConflict(*_last_writer(kind, row))
    _set(kind, row, values, by)
    after = values_of(kind, row)
    if before == after:
        return row
    row.save()
    revisions.keep(row.workspace, row, {kind.key: after}, author=by)
    if brief is not None:
        _wrote(brief, by)
        type(brief).objects.filter(pk=brief.pk).update(changed_at=timezone.now())
    if kind.model is LawRule:
        _ask_open_briefs(row.workspace)
    _audit(kind, row, brief, by)
    return row


def _set(kind: PieceKind, row: Any, values: Mapping[str, Any], by: User) -> None:
    for name in kind.fields:
        if name in values:
            setattr(row, name, values[name])
    if kind.model is PlatformChoice and "scores" in values:
        row.scores = values["scores"]
    if isinstance(row, LawCheck):
        row.by = by
    if isinstance(row, AccountCare) and "checked_on" in values:
        row.checked_by = by


def _differs(kind: PieceKind, row: Any, values: Mapping[str, Any]) -> bool:
    copy = kind.model(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})
    for name in kind.fields:
        if name in values:
            setattr(copy, name, values[name])
    if kind.model is PlatformChoice and "scores" in values:
        copy.scores = values["scores"]  # type: ignore[attr-defined]
    return values_of(kind, copy) != values_of(kind, row)


def keep_refused(
    kind: PieceKind, row: Any, values: Mapping[str, Any], *, by: User, url: str
) -> None:
    """After an EditConflict, outside its transaction: keep the refused words, tell the other one."""
    copy = kind.model(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})
    for name in kind.fields:
        if name in values:
            setattr(copy, name, values[name])
    if kind.model is PlatformChoice and "scores" in values:
        copy.scores = values["scores"]  # type: ignore[attr-defined]
    content = {kind.key: values_of(kind, copy), "refused": True}
    known = _revisions(row).first()
    if known is not None and known.content == content:
        return
    kept = revisions.keep(row.workspace, row, content, author=by)
    last = _revisions(row).exclude(author=by).exclude(author=None).first()
    if last is not None and last.author is not None:
        notifications.tell(
            row.workspace,
            [last.author],
            key=f"{subject_key(row)}:conflict:{kept.pk}",
            text=_(
                "{name} wrote in “{piece}” at the same time as you; both texts are kept."
            ).format(name=by, piece=_piece_name(kind, row)),
            url=url,
        )


def _piece_name(kind: PieceKind, row: Any) -> str:
    return str(kind.label) if kind.single else f"{kind.label} {row}".strip()


def _revisions(row: Any):
    return (
        Revision.objects.in_workspace(row.workspace)
        .filter(subject_key=subject_key(row))
        .select_related("author")
    )


def history(kind: PieceKind, row: Any) -> list[Revision]:
    """Earlier texts of a piece, newest first, refused ones among them."""
    return [one for one in _revisions(row)[:100] if kind.key in one.content]


def _last_writer(kind: PieceKind, row: Any) -> tuple[str, Any]:
    for one in history(kind, row):
        if not one.content.get("refused"):
            return str(one.author or ""), one.at
    return "", None


def _audit(kind: PieceKind, row: Any, brief: Brief | PostingStrategy | None, by: User) -> None:
    """Autosave writes every second; the trail names a person and a piece once in a while."""
    subject = brief or row
    verb = "planning.brief_written" if brief else "planning.guide_written"
    if kind.record or kind.parent == "campaign":
        verb = "planning.record_written"
    recent = AuditEvent.objects.in_workspace(row.workspace).filter(
        actor=by,
        verb=verb,
        subject_key=subject_key(subject),
        after__section=part_of(kind),
        at__gt=timezone.now() - AUDIT_AGAIN,
    )
    if not recent.exists():
        audit.record(row.workspace, by, verb, subject, after={"section": part_of(kind)})


@transaction.atomic
def add(kind: PieceKind, workspace: Workspace, parent: Parent | None, *, by: User) -> Any:
    """An empty row at the end of its list; ``parent`` is what it hangs on."""
    if not kind.addable:
        raise CannotDo(_("Nothing can be added here."))
    brief = _for_change(None if isinstance(parent, Campaign) else parent)
    rows = [] if kind.record else rows_of(kind, workspace, parent)
    place = max((row.place for row in rows), default=0) + 1
    values: dict[str, Any] = dict(kind.fixed) | {"place": place, "workspace": workspace}
    if kind.hangs_on:
        values[kind.hangs_on] = parent
    if kind.model is ResearchNote:
        values |= {"author": by, "seen_on": timezone.localdate()}
    if kind.model in (Campaign, Community, CoreFan):
        values["owner"] = by
    if kind.key == "objectives" and isinstance(brief, Brief):
        values["due"] = brief.end
        values["level"] = "kpi" if rows else "kgi"
        values["parent"] = next((row for row in rows if row.level == "kgi"), None)
    row = kind.model._default_manager.create(**values)
    _wrote(brief, by)
    if kind.model is LawRule:
        _ask_open_briefs(workspace)
    _audit(kind, row, brief, by)
    return row


@transaction.atomic
def remove(kind: PieceKind, row: Any, *, by: User) -> UndoStep:
    """Out of its plan; whoever leaves something out is a writer too and does not approve it."""
    brief = _for_change(brief_of(row))
    if not kind.addable:
        raise CannotDo(_("This cannot be removed."))
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    _wrote(brief, by)
    audit.record(row.workspace, by, "planning.row_removed", row)
    label = _("%(kind)s “%(name)s” removed") % {"kind": kind.label, "name": str(row)[:60]}
    return undo.remember(row.workspace, by, label, RESTORE, {"kind": kind.key, "row": row.pk})


def undo_remove(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    kind = KINDS[params["kind"]]
    rows: Any = kind.model.objects.in_workspace(workspace)  # type: ignore[attr-defined]
    row = rows.filter(pk=params["row"]).first()
    if row is None:
        raise undo.CannotUndo(_("This row is gone."))
    try:
        brief = _for_change(brief_of(row))
    except CannotDo as error:
        raise undo.CannotUndo(str(error)) from None
    row.removed_at = None
    row.save(update_fields=["removed_at"])
    _wrote(brief, by)


@transaction.atomic
def move(kind: PieceKind, row: Any, *, down: bool, by: User) -> None:
    """Change places with the neighbour; nothing happens at the ends."""
    brief = _for_change(brief_of(row))
    hanging = getattr(row, kind.hangs_on) if kind.hangs_on else None
    rows = list(rows_of(kind, row.workspace, hanging))
    at = next((n for n, one in enumerate(rows) if one.pk == row.pk), None)
    to = None if at is None else at + (1 if down else -1)
    if at is None or to is None or not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for place, one in enumerate(rows, start=1):
        if one.place != place:
            one.place = place
            one.save(update_fields=["place"])
    _wrote(brief, by)
    _audit(kind, row, brief, by)


def _ask_open_briefs(workspace: Workspace) -> None:
    for brief in Brief.objects.in_workspace(workspace).filter(status=Brief.Status.DRAFT):
        defaults.ensure_law(brief)


@transaction.atomic
def take_in_accounts(workspace: Workspace, *, by: User) -> int:
    count = defaults.ensure_care(workspace)
    if count:
        audit.record(workspace, by, "planning.care_listed", workspace, after={"lines": count})
    return count


def part_of(kind: PieceKind) -> str:
    """The part of its page in which a kind is written: a section of a brief, else its own key."""
    return (
        kind.key
        if kind.parent or kind.record or kind.key == "strategy_words"
        else (section_of(kind.key).key)
    )


def section_url(kind: PieceKind, row: Any) -> str:
    """Where a piece is written."""
    slug = row.workspace.slug
    if isinstance(row, Campaign) or kind.parent == "campaign":
        pk = row.pk if isinstance(row, Campaign) else row.campaign_id
        return reverse("planning:record_edit", args=[slug, "campaigns", pk])
    if kind.record:
        return reverse("planning:record_edit", args=[slug, kind.key, row.pk])
    brief = brief_of(row)
    if isinstance(brief, PostingStrategy):
        return reverse("planning:strategy_detail", args=[slug, brief.pk])
    if brief is not None:
        return reverse("planning:section_edit", args=[slug, brief.pk, section_of(kind.key).key])
    return reverse("planning:guide_edit", args=[slug, section_of(kind.key).key])
