"""What changed about a target, as sentences: old, new, why, who."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from analytics.metrics import METRICS
from analytics.models import Target
from platforms.display import format_full_day, format_value
from platforms.models import SocialAccount
from workspaces.models import User

LABELS: dict[str, Promise] = {
    "level": gettext_lazy("Level"),
    "metric": gettext_lazy("Metric"),
    "account_id": gettext_lazy("Account"),
    "start": gettext_lazy("First day"),
    "due": gettext_lazy("Due (last day included)"),
    "baseline": gettext_lazy("Baseline"),
    "baseline_start": gettext_lazy("Baseline from"),
    "baseline_end": gettext_lazy("Baseline to"),
    "value": gettext_lazy("Value to reach"),
    "note": gettext_lazy("Why this target"),
    "owner_id": gettext_lazy("Who looks after it"),
}


@dataclass(frozen=True, slots=True)
class Change:
    at: datetime
    by: str
    reason: str
    evidence: str
    parts: list[tuple[str, str, str]]  # label, before, after


def history(target: Target) -> list[Change]:
    """Newest first; three queries, however many changes there were."""
    revisions = list(target.revisions.select_related("by"))
    ids: dict[str, set[int | None]] = {"account_id": set(), "owner_id": set()}
    for revision in revisions:
        for name, found in ids.items():
            found |= {state.get(name) for state in (revision.before, revision.after)}
    accounts = SocialAccount.objects.in_workspace(target.workspace)
    names = {
        "account_id": {a.pk: a.name for a in accounts.filter(pk__in=_present(ids["account_id"]))},
        "owner_id": {u.pk: str(u) for u in User.objects.filter(pk__in=_present(ids["owner_id"]))},
    }
    return [
        Change(
            revision.at,
            str(revision.by) if revision.by else _("somebody who has left"),
            revision.reason,
            revision.evidence,
            [
                (
                    str(LABELS[name]),
                    _shown(target, name, revision.before.get(name), names),
                    _shown(target, name, revision.after.get(name), names),
                )
                for name in revision.after
                if name in LABELS
            ],
        )
        for revision in revisions
    ]


def _present(ids: set[int | None]) -> list[int]:
    return [pk for pk in ids if pk is not None]


def _shown(target: Target, name: str, value: Any, names: dict[str, dict[int, str]]) -> str:
    language = get_language() or "zh-hant"
    if name in names:
        nobody = _("All our accounts together") if name == "account_id" else "—"
        return names[name].get(value, nobody)
    if value in (None, ""):
        return "—"
    if name in ("value", "baseline"):
        return format_value(Decimal(value), METRICS[target.metric].unit, language=language)
    if name in ("start", "due", "baseline_start", "baseline_end"):
        return format_full_day(date.fromisoformat(value), language=language)
    if name == "metric":
        return str(METRICS[value].label) if value in METRICS else value
    return Target.Level(value).label if name == "level" else str(value)
