"""What changed between two values of one metric, and when nothing honest can be said. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from analytics.metrics import Better, Metric

if TYPE_CHECKING:
    from analytics.query import MetricValue

RIPE_DAYS = 28  # a post younger than this still gathers figures
AGE_GAP = Decimal(1)  # days by which the posts' mean ages may differ and still be alike
COVERAGE_GAP = Decimal("0.1")  # parts reporting that differ by more make sums incomparable


class ChangeKind(StrEnum):
    POINTS = "points"  # difference of two fractions
    RATIO = "ratio"  # difference as a fraction of the earlier value
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Change:
    """``value`` is a fraction: 0.004 is +0.4 points, or +0.4 %. ``reason`` says why none."""

    kind: ChangeKind
    value: Decimal | None = None
    reason: str = ""
    tone: str = "none"  # good | bad | none

    @property
    def known(self) -> bool:
        return self.value is not None


def compare(
    now: "MetricValue", before: "MetricValue | None", *, today: date | None = None
) -> Change:
    """``now`` against ``before``; no trend without a baseline or between unlike things.

    With ``today`` a sum of a period that is still running has a trend only against as many days
    of the earlier one (``analytics.as_of.sides``).
    """
    reason = _why_not(now, before, today)
    if reason or before is None or now.value is None or before.value is None:
        return Change(ChangeKind.NONE, reason=reason)
    kind, value = ChangeKind.POINTS, Decimal(now.value) - Decimal(before.value)
    if not now.metric.is_ratio:
        kind, value = ChangeKind.RATIO, value / Decimal(before.value)
    return Change(kind, value, tone=_tone(now.metric, value))


def level_of_others(now: "MetricValue", before: "MetricValue") -> bool:
    """Whether two known levels are of different accounts: sums that must not stand side by side."""
    known = now.value is not None and before.value is not None
    return now.metric.level and known and now.accounts != before.accounts


def _tone(metric: Metric, change: Decimal) -> str:
    if not change or metric.better is Better.NEITHER:
        return "none"
    return "good" if (change > 0) == (metric.better is Better.UP) else "bad"


def _why_not(now: "MetricValue", before: "MetricValue | None", today: date | None) -> str:
    if before is None:
        return _("No period to compare with was chosen.")
    if now.value is None:
        return now.missing_reason
    if before.value is None:
        return _("There is no figure for %(period)s: %(reason)s") % {
            "period": before.period.label if before.period else "",
            "reason": before.missing_reason,
        }
    if now.metric.version != before.metric.version:
        return _("The definition changed in between.")
    if changed := _break_between(now, before):
        return changed
    if not _same_accounts(now, before):
        return _("Other accounts have figures now than before.")
    if _still_running(now, before, today):
        return _("The period is still running.")
    if unripe := _unripe(now, before):
        return unripe
    if now.metric.sums and (gap := _coverage_gap(now, before)):
        return gap
    if not now.metric.is_ratio and before.value <= 0:
        return _("It was %(value)s before, so there is no percentage.") % {"value": before.value}
    return ""


def _still_running(now: "MetricValue", before: "MetricValue", today: date | None) -> bool:
    """Whether a sum would be compared with one of more days than have elapsed."""
    if not (today and now.metric.sums and now.period and now.period.end >= today):
        return False
    elapsed = (today - now.period.start).days + 1
    return before.period is None or before.period.days > elapsed


def _same_accounts(now: "MetricValue", before: "MetricValue") -> bool:
    """Levels need the very same accounts, sums accounts of which both periods are told (none
    of a file that was never imported is no zero); everything else at least one in common."""
    if not (now.accounts and before.accounts):
        return True
    if now.metric.level:
        return now.accounts == before.accounts
    if now.metric.sums:
        new, gone = now.accounts - before.accounts, before.accounts - now.accounts
        if not (new <= before.told and gone <= now.told):
            return False
    return bool(now.accounts & before.accounts)


def _break_between(now: "MetricValue", before: "MetricValue") -> str:
    if not (now.period and before.period):
        return ""
    for found in now.metric.breaks_for(set(now.platforms)):
        if before.period.start < found.on <= now.period.end:
            return _("The way of counting changed in between. %(note)s") % {"note": found.note}
    return ""


def _unripe(now: "MetricValue", before: "MetricValue") -> str:
    """Posts gather figures for weeks: young ones are compared only with ones as young."""
    if now.youngest is None or before.youngest is None:
        return ""
    if min(now.youngest, before.youngest) >= RIPE_DAYS:
        return ""
    ages = (now.age, before.age)
    if ages[0] is None or ages[1] is None:
        ages = (Decimal(now.youngest), Decimal(before.youngest))
    if abs(ages[0] - ages[1]) <= AGE_GAP:  # type: ignore[operator]
        return ""
    return _(
        "The posts are of different age: on average they were read %(now)s days after publishing, "
        "in the earlier period %(before)s (more than %(ripe)s count as %(ripe)s). Below that posts "
        "still grow, so no trend is shown."
    ) % {"now": ages[0], "before": ages[1], "ripe": RIPE_DAYS}


def _coverage_gap(now: "MetricValue", before: "MetricValue") -> str:
    if not (now.total and before.total):
        return ""
    parts = [Decimal(v.used) / v.total for v in (now, before)]
    if abs(parts[0] - parts[1]) <= COVERAGE_GAP:
        return ""
    return _(
        "Not equally complete: %(used)s of %(total)s report it now, %(used_before)s of "
        "%(total_before)s before."
    ) % {
        "used": now.used,
        "total": now.total,
        "used_before": before.used,
        "total_before": before.total,
    }
