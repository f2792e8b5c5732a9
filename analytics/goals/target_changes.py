"""Setting, changing, archiving targets. Every change keeps what was before, why and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.as_of import as_of
from analytics.metrics import find
from analytics.models import Target, TargetRevision
from analytics.query import MetricValue, metric_values
from platforms.models import SocialAccount
from workspaces import audit, undo
from workspaces.json_values import as_json
from workspaces.models import UndoStep, User, Workspace
from workspaces.periods import Period, month_of, quarter_of, week_of

FIELDS = (
    "level",
    "metric",
    "account_id",
    "start",
    "due",
    "baseline",
    "baseline_start",
    "baseline_end",
    "value",
    "note",
    "owner_id",
)
RESTORE = "analytics.restore_target"
ARCHIVE = "analytics.archive_target"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the data say about the days one compares with."""

    period: Period
    value: MetricValue


def period_like(start: date, due: date) -> Period:
    """From–to as a quarter, month or week where it is exactly one."""
    for whole in (quarter_of(start), month_of(start), week_of(start)):
        if (whole.start, whole.end) == (start, due):
            return whole
    return Period(start, due)


def baseline_from_data(
    workspace: Workspace, metric: str, account: SocialAccount | None, period: Period
) -> Baseline:
    accounts = [account.pk] if account else None
    day = as_of(workspace, period)
    value = metric_values(workspace, period, metrics=[metric], accounts=accounts, as_of=day)[0]
    return Baseline(period, value)


@transaction.atomic
def set_target(workspace: Workspace, fields: Mapping[str, Any], *, by: User) -> Target:
    target = Target(workspace=workspace, metric_version=find(fields["metric"]).version)
    for name in FIELDS:
        if name in fields:
            setattr(target, name, fields[name])
    if target.owner_id is None:
        target.owner = by
    target.save()
    audit.record(workspace, by, "analytics.target_set", target, after=snapshot(target))
    return target


@transaction.atomic
def change_target(
    target: Target, fields: Mapping[str, Any], *, reason: str, by: User
) -> TargetRevision | None:
    """Keep the old state with the reason; None when nothing is different."""
    before = snapshot(target)
    if fields.get("owner_id") is None:  # a target is never left without somebody
        fields = {**fields, "owner_id": target.owner_id or by.pk}
    for name in FIELDS:
        if name in fields:
            setattr(target, name, fields[name])
    target.metric_version = find(target.metric).version
    after = snapshot(target)
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return None
    target.save()
    was = {name: before[name] for name in changed}
    now = {name: after[name] for name in changed}
    audit.record(target.workspace, by, "analytics.target_changed", target, before=was, after=now)
    return TargetRevision.objects.create(
        target=target, before=was, after=now, reason=reason.strip(), by=by
    )


@transaction.atomic
def archive_target(target: Target, *, by: User) -> UndoStep:
    target.archived_at = timezone.now()
    target.save(update_fields=["archived_at"])
    audit.record(target.workspace, by, "analytics.target_archived", target)
    label = _("Target %(metric)s archived") % {"metric": find(target.metric).label}
    return undo.remember(target.workspace, by, label, RESTORE, {"target": target.pk})


@transaction.atomic
def restore_target(target: Target, *, by: User) -> None:
    target.archived_at = None
    target.save(update_fields=["archived_at"])
    audit.record(target.workspace, by, "analytics.target_restored", target)


def undo_archive(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    target = Target.objects.in_workspace(workspace).filter(pk=params["target"]).first()
    if target is None:
        raise undo.CannotUndo(_("This target is gone."))
    restore_target(target, by=by)


def snapshot(target: Target) -> dict[str, Any]:
    """The state of a target as JSON: days in ISO form, numbers as exact text."""
    return {name: as_json(getattr(target, name)) for name in FIELDS}
