"""How far a target is: the value so far, the part attained, and the pace as a word.

Levels compare the level with the line from baseline to target; running totals compare with the
part of the days that have figures; ratios compare the ratio itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Max, Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from analytics.apart import Apart
from analytics.as_of import as_of
from analytics.frames import Asked
from analytics.metrics import APART, Better, Metric, Scope, Source, find
from analytics.metrics.facts import measures_asked_for
from analytics.models import AccountDay, PostCurrent, Target
from analytics.query import MetricValue, metric_values
from analytics.texts import number_text
from platforms.display import format_full_day
from platforms.measures import MEASURES
from platforms.models import SocialAccount
from workspaces.models import Workspace
from workspaces.periods import Period

SLACK = Decimal("0.05")  # five per cent around the expected value still count as on pace


class Pace(models.TextChoices):
    MET = "met", gettext_lazy("Target met")
    AHEAD = "ahead", gettext_lazy("Ahead")
    ON_PACE = "on_pace", gettext_lazy("On pace")
    BEHIND = "behind", gettext_lazy("Behind")
    MISSED = "missed", gettext_lazy("Target missed")
    UNKNOWN = "unknown", gettext_lazy("Unknown")

    @property
    def tone(self) -> str:
        """good | warn | bad | none; always shown together with the word."""
        if self is Pace.UNKNOWN:
            return "none"
        if self is Pace.BEHIND:
            return "warn"
        return "bad" if self is Pace.MISSED else "good"


@dataclass(frozen=True, slots=True)
class Attainment:
    """Where a target stands on the day ``at``.

    ``attained`` is the part of the target reached as a fraction (1 is all of it); ``expected`` is
    where it should stand by ``until``, the last day with figures. Both None where unknown.
    """

    target: Target
    metric: Metric
    value: MetricValue
    attained: Decimal | None
    pace: Pace
    expected: Decimal | None
    sentence: str
    at: date
    until: date | None = None
    over: bool = False

    @property
    def percent(self) -> int | None:
        """0–100 for a bar; more than all of it is all of it."""
        if self.attained is None:
            return None
        return int(max(Decimal(0), min(Decimal(1), self.attained)) * 100)


def attainment(target: Target, at: date, *, today: date | None = None) -> Attainment:
    """``target`` as it stands on ``at``; it is over once ``at`` has reached its due day.

    With ``today`` it is not over on the due day itself, which still runs.
    """
    return attainments([target], at, today=today)[0]


def attainments(
    targets: Iterable[Target], at: date, *, today: date | None = None
) -> list[Attainment]:
    """Same order as ``targets``. Queries grow with the number of different spans of days only."""
    targets = list(targets)
    values: dict[int, MetricValue] = {}
    until: dict[int, date | None] = {}
    for (workspace, period), group in _grouped(targets, at).items():
        values |= _values(workspace, period, group)
        until |= _known_until(workspace, period, group)
    return [_judged(t, values[t.pk], at, until[t.pk], today) for t in targets]


def may_be_targeted(metric: Metric) -> bool:
    """Sums of reach are denominators, and a post's own figures are no goal of a team."""
    if metric.denominator or metric.source is Source.POST_PERIODS:
        return False
    return metric.scope is not Scope.ONE_SUBJECT


def by_rank(targets: Iterable[Target]) -> list[Target]:
    """Goals first, then what must succeed, then the figures; the nearest due day first."""
    order = {level: place for place, level in enumerate(Target.Level.values)}
    return sorted(targets, key=lambda one: (order.get(one.level, 9), one.due, one.pk))


def _grouped(targets: Sequence[Target], at: date) -> dict[tuple[Workspace, Period], list[Target]]:
    groups: dict[tuple[Workspace, Period], list[Target]] = {}
    for target in targets:
        period = Period(target.start, max(target.start, min(at, target.due)))
        groups.setdefault((target.workspace, period), []).append(target)
    return groups


def _values(
    workspace: Workspace, period: Period, targets: Sequence[Target]
) -> dict[int, MetricValue]:
    found: dict[int, MetricValue] = {}
    day = as_of(workspace, period)  # once it is over it reads as in its report
    general = [target for target in targets if target.account_id is None]
    keys = list(dict.fromkeys(target.metric for target in general))
    if keys:
        known = {v.metric.key: v for v in metric_values(workspace, period, metrics=keys, as_of=day)}
        found |= {target.pk: known[target.metric] for target in general}
    special = [(target, pk) for target in targets if (pk := target.account_id) is not None]
    if special:
        accounts = sorted({pk for _target, pk in special})
        keys = list(dict.fromkeys(target.metric for target, _pk in special))
        rows = metric_values(
            workspace, period, by="account", metrics=keys, accounts=accounts, as_of=day
        )
        by_account = {(v.account.pk, v.metric.key): v for v in rows if v.account}
        for target, pk in special:
            value = by_account.get((pk, target.metric))
            found[target.pk] = value or _partner(target, period)
    return found


def _partner(target: Target, period: Period) -> MetricValue:
    return MetricValue(
        metric=find(target.metric),
        value=None,
        inputs={},
        missing_reason=_("%(account)s is not one of our accounts, so its figures do not count.")
        % {"account": target.account},
        used=0,
        total=0,
        account=target.account,
        period=period,
    )


def _known_until(
    workspace: Workspace, period: Period, targets: Sequence[Target]
) -> dict[int, date | None]:
    """Per target the last day for which its accounts have figures; the slowest account counts."""
    ours = SocialAccount.objects.in_workspace(workspace).ours()
    metrics = {target.pk: find(target.metric) for target in targets}
    asked = {key for m in metrics.values() for key in measures_asked_for(m)}
    measures = [key for key in MEASURES if key in asked]
    taken: dict[int, date] = {}
    days: dict[int, dict[str, date | None]] = {}
    if any(m.source is Source.POSTS for m in metrics.values()):
        posts = PostCurrent.objects.in_workspace(workspace).filter(account__in=ours).order_by()
        read = posts.values("account").annotate(last=Max("taken_on"))
        taken = {row["account"]: row["last"] for row in read}
    if any(m.source is Source.DAYS or m.may_be_typed for m in metrics.values()):
        lasts = {
            f"last_{key}": Max("day", filter=Q(**{f"{key}__isnull": False})) for key in measures
        }
        told: Any = (
            AccountDay.objects.filter(account__in=ours, day__range=(period.start, period.end))
            .order_by()
            .values("account")
            .annotate(**lasts)
        )
        days = {row["account"]: {key: row[f"last_{key}"] for key in measures} for row in told}
    apart = Apart(Asked(workspace, period, "workspace", list(metrics.values())))
    found: dict[int, date | None] = {}
    for target in targets:
        metric = metrics[target.pk]
        if metric.source in APART and target.account_id is None:
            told_by = apart.parts(metric)
            if told_by:
                found[target.pk] = min(max(part.end for part in told_by), period.end)
                continue
        if metric.source is Source.POSTS:
            # An account nobody has read since before the period holds nothing up: it was given up.
            mine = [
                last
                for pk, last in taken.items()
                if target.account_id in (None, pk) and last >= period.start
            ]
        else:
            wanted = [key for key in metric.inputs if key in MEASURES]
            mine = []
            for pk, known in days.items():
                told_on = [day for key in wanted if (day := known[key])]
                if told_on and target.account_id in (None, pk):
                    mine.append(min(told_on))
        found[target.pk] = min(min(mine), period.end) if mine else None
    return found


def _judged(
    target: Target, value: MetricValue, at: date, until: date | None, today: date | None
) -> Attainment:
    metric = value.metric
    goal = Decimal(target.value)
    if value.covers and until is None:  # figures typed for a whole span
        until = value.covers[1]
    over = at >= target.due and (today is None or today > target.due)
    complete = over and (until is None or until >= target.due)
    expected = _expected(target, metric, until or at)
    pace, attained = Pace.UNKNOWN, None
    if value.value is not None and at >= target.start:
        now = Decimal(value.value)
        attained = _attained(metric, now, goal)
        pace = _pace(metric, now, goal, expected, complete)
    sentence = _sentence(target, value, pace, expected, until, at, over)
    return Attainment(
        target, metric, value, attained, pace, expected, sentence, at, until, complete
    )


def _expected(target: Target, metric: Metric, until: date) -> Decimal | None:
    """Where the metric should stand at the end of ``until``."""
    goal = Decimal(target.value)
    days = (target.due - target.start).days + 1
    part = Decimal(min(max((until - target.start).days + 1, 0), days)) / days
    if metric.level:
        if target.baseline is None:
            return None
        return target.baseline + (goal - target.baseline) * part
    return goal * part if metric.sums else goal


def _attained(metric: Metric, now: Decimal, goal: Decimal) -> Decimal | None:
    above, below = (goal, now) if metric.better is Better.DOWN else (now, goal)
    if below == 0:
        return Decimal(1) if metric.better is Better.DOWN or now >= goal else None
    return above / below


def _pace(
    metric: Metric, now: Decimal, goal: Decimal, expected: Decimal | None, complete: bool
) -> Pace:
    if metric.better is Better.DOWN:
        if now > goal and (complete or metric.sums):  # a total cannot come down again
            return Pace.MISSED
        if complete:
            return Pace.MET
        if expected is None:
            return Pace.ON_PACE if now <= goal else Pace.BEHIND
        if now < expected * (1 - SLACK):
            return Pace.AHEAD
        return Pace.ON_PACE if now <= expected * (1 + SLACK) else Pace.BEHIND
    if now >= goal:
        return Pace.MET
    if complete:
        return Pace.MISSED
    if expected is None:
        return Pace.UNKNOWN
    if now > expected * (1 + SLACK):
        return Pace.AHEAD
    return Pace.ON_PACE if now >= expected * (1 - SLACK) else Pace.BEHIND


def _sentence(
    target: Target,
    value: MetricValue,
    pace: Pace,
    expected: Decimal | None,
    until: date | None,
    at: date,
    over: bool,
) -> str:
    """“互動率 4.8%，目標 4.5%：達標。” with the day the figures end, where that matters."""
    metric, language = value.metric, get_language() or "zh-hant"
    words = {
        "metric": str(metric.label),
        "value": number_text(value.value, metric, value.currency),
        "goal": number_text(number_of(target.value, metric), metric, value.currency),
        "pace": str(pace.label),
        "reason": value.missing_reason,
    }
    if at < target.start:
        words["day"] = format_full_day(target.start, language=language)
        return _("%(metric)s: target %(goal)s, starts on %(day)s.") % words
    if not value.known:
        return _("%(metric)s: target %(goal)s, no figure yet. %(reason)s") % words
    text = _("%(metric)s %(value)s, target %(goal)s: %(pace)s.") % words
    running = pace in (Pace.AHEAD, Pace.ON_PACE, Pace.BEHIND)
    if running and expected is not None and (metric.sums or metric.level):
        shown = expected.quantize(Decimal(1)) if not metric.is_ratio else expected
        words["expected"] = number_text(shown, metric, value.currency)
        text += _(" By now %(expected)s would be on pace.") % words
    last = min(at, target.due)
    if until is not None and until < last and (running or over):
        words["day"] = format_full_day(until, language=language)
        text += _(" The figures end on %(day)s.") % words
    return text


def number_of(value: Decimal | None, metric: Metric) -> int | Decimal | None:
    """A stored decimal as the metric's kind of number: whole for counts, exact for ratios."""
    if value is None:
        return None
    if metric.is_ratio or value != value.to_integral_value():
        return value
    return int(value)
