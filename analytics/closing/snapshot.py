"""Everything a period says, with what it was read from: what closing keeps and later compares."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.as_of_frames import AskedAsOf
from analytics.as_of_rows import Rows
from analytics.current import chunked
from analytics.metric_rows import plain
from analytics.metrics import METRICS
from analytics.models import AccountReading, PostCurrent, PostReading
from analytics.query import MetricValue, metric_values
from platforms.models import SourceBatch
from workspaces.json_values import digest_of
from workspaces.models import Workspace
from workspaces.periods import Period

LETTERS = 16  # of a subject's digest: enough to tell that it changed
CUTS = ("workspace", "account", "type")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``values`` and ``evidence`` as ``PeriodClose`` keeps them: JSON values only."""

    values: list[dict[str, Any]]
    evidence: dict[str, Any]


def snapshot(
    workspace: Workspace, period: Period, as_of: date, *, without: frozenset[int] = frozenset()
) -> Snapshot:
    """What ``period`` says now, read by ``as_of``; ``without`` these deliveries."""
    values = [
        _value(value, by)
        for by in CUTS
        for value in metric_values(workspace, period, by=by, as_of=as_of, without=without)
    ]
    asked = AskedAsOf(
        workspace, period, "workspace", list(METRICS.values()), read_by=as_of, without=without
    )
    return Snapshot(values, _evidence(workspace, asked))


def cut_of(value: MetricValue, by: str) -> str:
    if by == "account" and value.account:
        return f"account:{value.account.pk}"
    return f"type:{value.post_type}" if by == "type" else ""


def _value(value: MetricValue, by: str) -> dict[str, Any]:
    return {
        "metric": value.metric.key,
        "version": value.metric.version,
        "cut": cut_of(value, by),
        "value": None if value.value is None else str(plain(value.value)),
        "used": value.used,
        "total": value.total,
        "late": value.late,
        "reason": value.missing_reason,
        "inputs": {key: None if n is None else str(n) for key, n in value.inputs.items()},
    }


def _evidence(workspace: Workspace, asked: AskedAsOf) -> dict[str, Any]:
    """Per subject a digest of its figures and rows, and the deliveries they came from."""
    posts, post_ids = _posts(workspace, asked)
    days, day_ids = _days(asked)
    tables, table_ids = _tables(asked.table_cells, "post_id")
    spans, span_ids = _tables(asked.account_spans, "account_id")
    post_places = _places(PostReading, post_ids | table_ids)
    day_places = _places(AccountReading, day_ids | span_ids)
    used: dict[int, int] = {}
    for batch, _row in (*post_places.values(), *day_places.values()):
        used[batch] = used.get(batch, 0) + 1
    batches = _batches(workspace, used)
    told = {
        "posts": _digests(posts, post_places, batches),
        "days": _digests(days, day_places, batches),
        "tables": _digests(tables, post_places, batches) | _digests(spans, day_places, batches),
    }
    ours = sorted(asked.accounts)
    silent = {str(cell["account"]): 0 for cell in asked.posts_published}
    for cell in asked.posts_published:
        silent[str(cell["account"])] += cell["posts"]
    return told | {
        "accounts": [[pk, asked.accounts[pk].platform, asked.accounts[pk].name] for pk in ours],
        "published": silent,
        "batches": [batches[pk][1] for pk in sorted(batches)],
        "counts": {
            "posts": sum(silent.values()),
            "posts_with_figures": len(posts),
            "account_days": len(days),
            "tables": len(told["tables"]),
            "readings": len(post_places) + len(day_places),
            "batches": len(batches),
        },
    }


Told = dict[str, tuple[dict[str, int], dict[str, int]]]  # subject → (figures, readings)


def _posts(workspace: Workspace, asked: AskedAsOf) -> tuple[Told, set[int]]:
    rows = asked.post_rows
    current: Mapping[int, dict[str, int]] = {}
    if not asked.without:
        standing = PostCurrent.objects.in_workspace(workspace).filter(
            published_on__range=(asked.period.start, asked.period.end)
        )
        current = dict(standing.values_list("post_id", "sources"))
    told: Told = {}
    for at, account in enumerate(rows.accounts):
        figures = rows.measures_at(at)
        if int(account) in asked.accounts and figures:
            post = int(rows.posts[at])
            readings = _speakers(rows, at, current.get(post, {}), figures)
            key = f"{post}:{account}:{rows.days[at]}:{rows.kinds[at]}"
            told[key] = (figures, readings)
    return told, _ids(told)


def _days(asked: AskedAsOf) -> tuple[Told, set[int]]:
    rows = asked.day_rows
    told: Told = {}
    for at, account in enumerate(rows.accounts):
        if int(account) in asked.accounts:
            figures = rows.measures_at(at)
            told[f"{account}:{rows.days[at]}"] = (figures, rows.speakers_at(at))
    return told, _ids(told)


def _tables(cells: Iterable[dict[str, Any]], subject: str) -> tuple[Told, set[int]]:
    told: Told = {}
    for cell in cells:
        readings = cell.get("readings") or {}
        if readings:
            key = f"{subject}:{cell[subject]}:{cell['start']}:{cell['end']}"
            told[key] = ({name: cell[name] for name in readings}, readings)
    return told, _ids(told)


def _speakers(
    rows: Rows, at: int, sources: Mapping[str, int], figures: Mapping[str, int]
) -> dict[str, int]:
    speaking = rows.speakers_at(at)
    return {key: speaking.get(key) or sources.get(key, 0) for key in figures}


def _ids(told: Told) -> set[int]:
    return {pk for _figures, readings in told.values() for pk in readings.values() if pk}


def _places(model: Any, ids: set[int]) -> dict[int, tuple[int, int]]:
    """Reading → (delivery, row)."""
    found: dict[int, tuple[int, int]] = {}
    for chunk in chunked(ids):
        rows = model.objects.filter(pk__in=chunk).values_list("pk", "batch_id", "row")
        found |= {pk: (batch, row) for pk, batch, row in rows}
    return found


def _batches(workspace: Workspace, used: dict[int, int]) -> dict[int, tuple[str, dict[str, Any]]]:
    """Delivery → (what its content is, its description)."""
    found = {}
    for chunk in chunked(used):
        for batch in (
            SourceBatch.objects.in_workspace(workspace).filter(pk__in=chunk).select_related("file")
        ):
            name = batch.file.name if batch.file else ""
            found[batch.pk] = (
                batch.rank,
                {
                    "pk": batch.pk,
                    "name": name,
                    "table": batch.table,
                    "sha256": batch.file.sha256 if batch.file else "",
                    "taken_on": batch.taken_on.isoformat(),
                    "readings": used[batch.pk],
                },
            )
    return found


def _digests(
    told: Told,
    places: Mapping[int, tuple[int, int]],
    batches: Mapping[int, tuple[str, dict[str, Any]]],
) -> dict[str, str]:
    """Subject → digest of what it reports and of the rows that say so, by content, not by id:
    the same bytes imported again are the same rows."""
    found = {}
    for subject, (figures, readings) in told.items():
        rows = []
        for key, value in sorted(figures.items()):
            batch, row = places.get(readings.get(key, 0), (0, 0))
            rows.append([key, str(value), batches[batch][0] if batch in batches else "", row])
        found[subject] = digest_of(rows)[:LETTERS]
    return found
