"""What analytics knows about the objectives of a brief: figures, history, pace, forecast.

Plugged into ``planning.sockets``; planning itself knows no metric.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.goals.outlook import Outlook, outlooks, shown
from analytics.goals.target_changes import change_target
from analytics.goals.target_forms import metric_choices
from analytics.goals.target_history import history
from analytics.goals.targets import attainments, by_rank, number_of
from analytics.metrics import METRICS, Better
from analytics.models import Target, TargetRevision
from analytics.texts import number_text
from planning.models import Brief, Objective
from planning.sockets import (
    BRIEF_ATTAINMENT,
    BRIEF_CHECKS,
    BRIEF_SNAPSHOT,
    METRIC_CHOICES,
    ObjectiveCheck,
)
from workspaces import audit
from workspaces.models import User, Workspace

# Growth over the baseline that a quarter of a year seldom exceeds; beyond it a reason is asked.
STEEP = Decimal("0.5")


def plug_in() -> None:
    METRIC_CHOICES.append(metric_choices)
    BRIEF_CHECKS.append(checks)
    BRIEF_SNAPSHOT.append(snapshot)
    BRIEF_ATTAINMENT.append(came_to)


def targets_of(workspace: Workspace, objectives: Sequence[Objective]) -> list[Target]:
    """Standing targets of these objectives, goals first."""
    rows = (
        Target.objects.in_workspace(workspace)
        .filter(objective__in=[one.pk for one in objectives], archived_at=None, metric__in=METRICS)
        .select_related("account", "owner", "workspace", "objective")
    )
    return by_rank(rows)


def outlooks_of(
    workspace: Workspace, objectives: Sequence[Objective], today: date
) -> list[Outlook]:
    targets = targets_of(workspace, objectives)
    return outlooks(attainments(targets, today, today=today), today)


def checks(brief: Brief, objectives: Sequence[Objective]) -> list[ObjectiveCheck]:
    """Measurable: a target is set. Attainable: how far it lies from what was reached before."""
    targets = targets_of(brief.workspace, objectives)
    by_objective: dict[int | None, list[Target]] = {}
    for target in targets:
        by_objective.setdefault(target.objective_id, []).append(target)
    found: list[ObjectiveCheck] = []
    for one in objectives:
        if not one.metric:
            continue
        mine = by_objective.get(one.pk, [])
        found.append(_measurable(one, mine))
        if mine:
            found.append(_attainable(one, mine[0]))
    return found


def _measurable(one: Objective, targets: Sequence[Target]) -> ObjectiveCheck:
    if not targets:
        return ObjectiveCheck(
            one.pk, "measurable", False, _("Set its target: from which baseline to which value.")
        )
    if all(target.metric != one.metric for target in targets):
        return ObjectiveCheck(
            one.pk, "measurable", False, _("Its target measures another figure than the objective.")
        )
    return ObjectiveCheck(
        one.pk, "measurable", True, _("Measured by “%s”.") % METRICS[targets[0].metric].label
    )


def _attainable(one: Objective, target: Target) -> ObjectiveCheck:
    metric = METRICS[target.metric]
    if not target.baseline:
        reasoned = bool(one.attainable.strip())
        sentence = _("There is no baseline to compare with; a reason is given.")
        if not reasoned:
            sentence = _("There is no baseline to compare with. Say why it can be reached.")
        return ObjectiveCheck(one.pk, "attainable", reasoned or None, sentence)
    change = (Decimal(target.value) - target.baseline) / abs(target.baseline)
    ahead = -change if metric.better is Better.DOWN else change
    words = {
        "percent": f"{change * 100:+.1f}%",
        "from": number_text(number_of(target.baseline, metric), metric),
        "to": number_text(number_of(target.value, metric), metric),
    }
    if ahead <= 0:
        sentence = _("%(from)s → %(to)s (%(percent)s): no more than what was reached before.")
        return ObjectiveCheck(one.pk, "attainable", True, sentence % words)
    if ahead > STEEP and not one.attainable.strip():
        sentence = _("%(from)s → %(to)s (%(percent)s) is steep. Say why it can be reached.")
        return ObjectiveCheck(one.pk, "attainable", False, sentence % words)
    sentence = _("%(from)s → %(to)s (%(percent)s) against what was reached before.")
    return ObjectiveCheck(one.pk, "attainable", True, sentence % words)


def snapshot(brief: Brief, objectives: Sequence[Objective]) -> dict[str, Any]:
    """Targets as they stand at submission, exact numbers as text, with the forecast of that day."""
    today = timezone.localdate()
    frozen: dict[str, list[dict[str, Any]]] = {}
    for look in outlooks_of(brief.workspace, objectives, today):
        frozen.setdefault(str(look.standing.target.objective_id), []).append(_frozen(look))
    return {"targets": frozen, "frozen_on": today.isoformat()}


def _frozen(look: Outlook) -> dict[str, Any]:
    one, target = look.standing, look.standing.target
    value = one.value.value
    return {
        "target": target.pk,
        "level": target.level,
        "metric": target.metric,
        "version": one.metric.version,
        "account": target.account.name if target.account else "",
        "platform": target.account.platform if target.account else "",
        "start": target.start.isoformat(),
        "due": target.due.isoformat(),
        "baseline": _text(target.baseline),
        "baseline_start": target.baseline_start.isoformat() if target.baseline_start else "",
        "baseline_end": target.baseline_end.isoformat() if target.baseline_end else "",
        "value": _text(target.value),
        "currency": one.value.currency,
        "owner": str(target.owner or ""),
        "note": target.note,
        "so_far": _text(value) if one.at >= target.start else None,
        "until": one.until.isoformat() if one.until else "",
        "forecast": _whole(look.forecast.value, look),
        "low": _whole(look.forecast.low, look),
        "high": _whole(look.forecast.high, look),
        "weeks": look.forecast.weeks,
        "outlook": look.sentence,
        "changes": [
            {
                "at": change.at.isoformat(),
                "by": change.by,
                "reason": change.reason,
                "evidence": change.evidence,
                "parts": [list(part) for part in change.parts],
            }
            for change in history(target)
        ],
    }


def _text(number: Any) -> str | None:
    return None if number is None else f"{Decimal(number).normalize():f}"


def _whole(number: float | None, look: Outlook) -> str | None:
    """A forecast with as many digits as make sense for its figure."""
    if number is None:
        return None
    ratio = look.standing.metric.is_ratio or look.standing.metric.mean
    return f"{number:.6f}" if ratio else str(round(number))


def came_to(brief: Brief, objectives: Sequence[Objective]) -> dict[int, str]:
    """One sentence per objective for the next brief: what was reached of what was wanted."""
    today = timezone.localdate()
    standing = attainments(targets_of(brief.workspace, objectives), today, today=today)
    found: dict[int, list[str]] = {}
    for one in standing:
        if one.target.objective_id is not None:
            found.setdefault(one.target.objective_id, []).append(one.sentence)
    return {pk: "\n".join(sentences) for pk, sentences in found.items()}


@transaction.atomic
def serve(target: Target, objective: Objective | None, *, by: User) -> None:
    """Let a target stand for an objective of a brief (or for none)."""
    target.objective = objective
    target.save(update_fields=["objective"])
    audit.record(
        target.workspace,
        by,
        "analytics.target_serves",
        target,
        after={"objective": objective.pk if objective else None},
    )


@transaction.atomic
def revise(
    target: Target, fields: dict[str, Any], *, reason: str, evidence: str, by: User
) -> TargetRevision | None:
    """Change a target and keep old, new, reason, evidence and who; None when nothing changed."""
    revision = change_target(target, fields, reason=reason, by=by)
    if revision is not None and evidence.strip():
        revision.evidence = evidence.strip()
        revision.save(update_fields=["evidence"])
    return revision


__all__ = ["outlooks_of", "plug_in", "revise", "serve", "shown", "targets_of"]
