"""What a closed period says now, where that differs from what it said when it was closed.

Restated means that a figure by the reading day, or a row it came from, is another one now: a
delivery taken by that day was added or undone, rows were matched or read in another zone, an
account became ours or stopped being it. First figures of posts that had none are told apart as
arrived late. Growth after the reading day never gets here: the rule does not look at it.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from threading import Lock
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from analytics.as_of import in_time
from analytics.as_of_rows import stamp
from analytics.closing.snapshot import Snapshot, snapshot
from analytics.metrics import METRICS
from analytics.models import PeriodClose
from analytics.query import MetricValue
from platforms.models import SocialAccount, SourceBatch
from workspaces.models import AuditEvent, Workspace

SUBJECTS = ("posts", "days", "tables")
# Acts by which rows speak for another post or account than before.
MATCHING = (
    "analytics.posts_merged",
    "analytics.posts_parted",
    "analytics.accounts_merged",
    "analytics.accounts_parted",
    "analytics.row_matched",
    "analytics.row_reopened",
)
KEPT = 8
MOST_NEARBY = 20


@dataclass(frozen=True, slots=True)
class Correction:
    """One value then and now, None where it was or is unknown; ``cut`` as in ``PeriodClose``."""

    metric: str
    cut: str
    then: Decimal | None
    now: Decimal | None
    redefined: bool = False  # another version of the metric: nothing to compare


@dataclass(frozen=True, slots=True)
class Cause:
    """What was done since, when and by whom. ``late``: first figures, arrived after the day."""

    what: str
    name: str
    at: datetime | None
    who: str
    batch: int | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Restatement:
    close: PeriodClose
    corrections: list[Correction]
    causes: list[Cause]
    subjects: int  # posts, account days and tables that read otherwise
    accounts_changed: bool = False
    by_key: dict[tuple[str, str], Correction] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return bool(self.corrections or self.subjects or self.accounts_changed)

    @property
    def only_late(self) -> bool:
        """Whether nothing was corrected: posts that had no figures have some now."""
        return bool(self.causes) and all(cause.late for cause in self.causes)

    def of(self, metric: str, cut: str = "") -> Correction | None:
        return self.by_key.get((metric, cut))


_kept: OrderedDict[tuple, Restatement] = OrderedDict()
_lock = Lock()


def restatement(close: PeriodClose, *, mark: tuple | None = None) -> Restatement:
    """What moved since ``close``. Kept in this process until the workspace's figures change."""
    mark = mark or stamp(close.workspace)
    key = (close.pk, close.digest, mark)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = _compared(close, snapshot(close.workspace, close.period, close.as_of))
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def if_undone(close: PeriodClose, batches: Iterable[int]) -> Restatement:
    """What withdrawing these deliveries would change of the period as it reads now."""
    now = snapshot(close.workspace, close.period, close.as_of)
    then = snapshot(close.workspace, close.period, close.as_of, without=frozenset(batches))
    return _difference(close, now.values, now.evidence, then, with_causes=False)


def restatements(workspace: Workspace) -> list[Restatement]:
    """Every closed period that reads otherwise now, the newest first."""
    mark = stamp(workspace)
    closings = PeriodClose.objects.in_workspace(workspace).select_related("workspace")
    found = [restatement(close, mark=mark) for close in closings]
    return [one for one in found if one.changed]


def closed_values(close: PeriodClose) -> dict[tuple[str, str], dict[str, Any]]:
    """(metric, cut) → the value as it was closed."""
    return {(row["metric"], row["cut"]): row for row in close.values}


def correction_of(
    closed: Mapping[tuple[str, str], Mapping[str, Any]], value: MetricValue, cut: str = ""
) -> Correction | None:
    """Whether ``value``, read by the closing's day, is another one than in ``closed_values``."""
    row = closed.get((value.metric.key, cut))
    return None if row is None else _correction(row, _plain(value.value), value.metric.version)


def _compared(close: PeriodClose, now: Snapshot) -> Restatement:
    return _difference(close, close.values, close.evidence, now, with_causes=True)


def _difference(
    close: PeriodClose,
    values: list[dict[str, Any]],
    evidence: Mapping[str, Any],
    now: Snapshot,
    *,
    with_causes: bool,
) -> Restatement:
    after = {(row["metric"], row["cut"]): row for row in now.values}
    corrections = []
    for row in values:
        found = after.pop((row["metric"], row["cut"]), None)
        number = _number(found["value"]) if found else None
        version = found["version"] if found else row["version"]
        if row["metric"] not in METRICS:
            continue
        if one := _correction(row, number, version):
            corrections.append(one)
    for (metric, cut), row in after.items():
        # An account or type that was not there, or a metric that is new since.
        if row["value"] is not None and any(v["metric"] == metric for v in values):
            corrections.append(Correction(metric, cut, None, _number(row["value"])))
    subjects = sum(len(_moved(evidence[kind], now.evidence[kind])) for kind in SUBJECTS)
    accounts = {one[0] for one in evidence["accounts"]} ^ {
        one[0] for one in now.evidence["accounts"]
    }
    published = evidence["published"] != now.evidence["published"]
    causes = _causes(close, evidence, now.evidence, accounts) if with_causes else []
    if with_causes and corrections and not causes:
        causes = _nearby(close)
    return Restatement(
        close,
        corrections,
        causes,
        subjects,
        bool(accounts) or published,
        {(one.metric, one.cut): one for one in corrections},
    )


def _correction(row: Mapping[str, Any], now: Decimal | None, version: int) -> Correction | None:
    then = _number(row["value"])
    if row["version"] != version:
        return Correction(row["metric"], row["cut"], then, now, redefined=True)
    return None if then == now else Correction(row["metric"], row["cut"], then, now)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _plain(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _moved(then: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    return {key for key in {*then, *now} if then.get(key) != now.get(key)}


# --- what did it -------------------------------------------------------------------------------


def _causes(
    close: PeriodClose, then: Mapping[str, Any], now: Mapping[str, Any], accounts: set[int]
) -> list[Cause]:
    before = {one["pk"]: one for one in then["batches"]}
    after = {one["pk"]: one for one in now["batches"]}
    touched = {pk for pk in {*before, *after} if before.get(pk) != after.get(pk)}
    causes = [cause for batch in _deliveries(close, touched) for cause in _of(close, batch, before)]
    causes += _of_accounts(close, accounts)
    if close.zone != close.workspace.zone:
        causes += _of_acts(close, "workspaces.settings_changed", _("time zone changed"), None)[:1]
    if any(_moved(then[kind], now[kind]) for kind in SUBJECTS):
        matched = [
            one for verb in MATCHING for one in _of_acts(close, verb, _("matched otherwise"), None)
        ]
        if matched:  # a delivery whose row speaks only now was there all the time
            causes = [cause for cause in causes if cause.at is not None]
            causes += sorted(matched, key=lambda one: one.at or close.closed_at)[-3:]
    return sorted(causes, key=lambda one: one.at or close.closed_at)


def _nearby(close: PeriodClose) -> list[Cause]:
    """For figures without a subject of their own (web sites, ads): what came or went since
    among the deliveries about these days."""
    since = Q(created_at__gte=close.closed_at) | Q(withdrawn_at__gte=close.closed_at)
    batches = SourceBatch.objects.in_workspace(close.workspace).filter(
        since, start__lte=close.end, end__gte=close.start
    )
    ids = set(batches.values_list("pk", flat=True)[:MOST_NEARBY])
    causes = [cause for batch in _deliveries(close, ids) for cause in _of(close, batch, {})]
    return sorted(causes, key=lambda one: one.at or close.closed_at)


def _deliveries(close: PeriodClose, ids: set[int]) -> list[SourceBatch]:
    found = SourceBatch.objects.in_workspace(close.workspace).filter(pk__in=ids)
    return list(found.select_related("file__uploaded_by", "file__withdrawn_by", "entered_by"))


def _of(close: PeriodClose, batch: SourceBatch, before: Mapping[int, Any]) -> list[Cause]:
    """What happened to one delivery since; nothing where only its share of the rows moved."""
    file = batch.file
    name = file.name if file else _("figures entered by hand")
    if batch.state == SourceBatch.State.WITHDRAWN:
        if batch.withdrawn_at is None or batch.withdrawn_at < close.closed_at:
            return []
        who = str(file.withdrawn_by) if file and file.withdrawn_by else ""
        return [
            Cause(_("undone"), name, batch.withdrawn_at, who or _act_of(close, batch), batch.pk)
        ]
    if batch.pk in before:
        return []
    at = file.imported_at if file and file.imported_at else batch.created_at
    person = file.uploaded_by if file else batch.entered_by
    late = not in_time(batch.rank, batch.family, close.as_of)
    if at < close.closed_at:  # it was undone when the period was closed
        return [Cause(_("brought back"), name, None, "", batch.pk, late)]
    what = _("imported") if file else _("typed")
    return [Cause(what, name, at, str(person or ""), batch.pk, late)]


def _act_of(close: PeriodClose, batch: SourceBatch) -> str:
    acts = AuditEvent.objects.in_workspace(close.workspace).filter(
        verb="analytics.figure_withdrawn", subject_key=f"sourcebatch:{batch.pk}"
    )
    act = acts.order_by("-pk").first()
    return act.actor_name if act else ""


def _of_accounts(close: PeriodClose, ids: set[int]) -> list[Cause]:
    found = []
    accounts = SocialAccount.objects.in_workspace(close.workspace).filter(pk__in=ids)
    for account in accounts:
        what = _("is one of ours now") if account.ours else _("is no longer one of ours")
        if account.merged_into_id:
            what = _("merged into another account")
        key = f"socialaccount:{account.pk}"
        acts = _of_acts(close, "analytics.account", what, key)[:1]
        found += [Cause(what, account.name, act.at, act.who) for act in acts] or [
            Cause(what, account.name, None, "")
        ]
    return found


def _of_acts(close: PeriodClose, verb: str, what: str, key: str | None) -> list[Cause]:
    """Acts since the closing, the newest first."""
    acts = AuditEvent.objects.in_workspace(close.workspace).filter(
        verb__startswith=verb, at__gte=close.closed_at
    )
    if key:
        acts = acts.filter(subject_key=key)
    return [Cause(what, act.subject, act.at, act.actor_name) for act in acts.order_by("-pk")[:5]]
