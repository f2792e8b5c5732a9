"""Beginning a brief, and carrying the last one forward with what came of it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from planning import defaults
from planning.models import Brief, LawCheck, Objective
from planning.rows import KINDS, rows_of
from planning.sockets import BRIEF_ATTAINMENT
from workspaces import audit
from workspaces.models import User, Workspace
from workspaces.periods import Period

COPIED = ("ladder", "audiences", "platforms", "pillars", "resources", "risks")
WORDS = (*KINDS["goal"].fields, *KINDS["strategy"].fields)


@transaction.atomic
def begin(
    workspace: Workspace,
    *,
    title: str,
    kind: str,
    period: Period,
    by: User,
    based_on: Brief | None = None,
) -> Brief:
    """A new draft; with ``based_on`` it starts from what that brief says and came to."""
    defaults.prepare_workspace(workspace)
    brief = Brief.objects.create(
        workspace=workspace,
        title=title,
        kind=kind,
        start=period.start,
        end=period.end,
        author=by,
        based_on=based_on,
    )
    if based_on is None:
        defaults.ladder_of(brief)
    else:
        _copy(based_on, brief)
    defaults.ensure_law(brief)
    defaults.ensure_care(workspace)
    audit.record(workspace, by, "planning.brief_begun", brief)
    return brief


def _copy(last: Brief, brief: Brief) -> None:
    for name in WORDS:
        setattr(brief, name, getattr(last, name))
    brief.save(update_fields=WORDS)
    for key in COPIED:
        kind = KINDS[key]
        for row in rows_of(kind, brief.workspace, last):
            _copied(row, brief).save()
    _copy_objectives(last, brief)
    # Whether a law is met has to be asked anew; which rules did not apply can be kept.
    answered = LawCheck.objects.in_workspace(brief.workspace).filter(brief=last, answer="none")
    LawCheck.objects.bulk_create(
        LawCheck(
            workspace=brief.workspace,
            brief=brief,
            rule_id=check.rule_id,
            answer=check.answer,
            evidence=check.evidence,
        )
        for check in answered
    )


def _copied(row: Any, brief: Brief, **more: Any) -> Any:
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in ("id", "brief", "removed_at", *more)
    }
    return type(row)(**values, brief=brief, **more)


def _copy_objectives(last: Brief, brief: Brief) -> None:
    """Objectives keep their tree; each says what it came to; the due day moves with the period."""
    old = list(rows_of(KINDS["objectives"], brief.workspace, last))
    came_to: dict[int, str] = {}
    for ask in BRIEF_ATTAINMENT:
        came_to |= ask(last, old)
    new: dict[int, Objective] = {}
    for row in old:
        fresh = _copied(
            row,
            brief,
            parent=None,
            due=_moved(row.due, last, brief),
            last_time=came_to.get(row.pk, ""),
        )
        fresh.save()
        new[row.pk] = fresh
    for row in old:
        if row.parent_id in new:
            new[row.pk].parent = new[row.parent_id]
            new[row.pk].save(update_fields=["parent"])


def _moved(due: date | None, last: Brief, brief: Brief) -> date | None:
    """The same distance from the end; never outside the new period."""
    if due is None:
        return None
    return max(brief.start, min(brief.end, brief.end - (last.end - due)))


def title_for(period: Period) -> str:
    return _("Social media plan, %(period)s") % {"period": period.label}


def current(workspace: Workspace, today: date) -> Brief | None:
    """The brief of today: the shortest period that holds it and is no campaign, else the next."""
    standing = list(
        Brief.objects.in_workspace(workspace)
        .standing()
        .with_people()
        .filter(end__gte=today)
        .exclude(kind=Brief.Kind.CAMPAIGN)
        .order_by("start", "pk")
    )
    running = [one for one in standing if one.start <= today]
    if running:
        return min(running, key=lambda one: (one.end - one.start, one.status != "approved", one.pk))
    return standing[0] if standing else None
