"""The rows of a delivery that were not taken: the first in the database, all in a file if many.

A wrong file can have millions of them. What the page shows are the first ``MOST_LISTED`` of each
kind (``RowProblem``), how many there are for which reason (``SourceBatch.reasons``), and the whole
list as a download. The file lies beside the uploads, one JSON array a line, packed:
[row, skipped (0 or 1), cell, reason as ``sentences.packed`` keeps it].
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from platforms import sentences
from platforms.models import RowProblem, SourceBatch
from platforms.records import RowIssue

MOST_LISTED = 1000
MOST_REASONS = 30
CHUNK = 1000
FOLDER = "rows"  # below the uploads of a workspace


def keep(
    batch: SourceBatch,
    skipped: Sequence[RowIssue],
    refused: Sequence[RowIssue],
    undecided: Mapping[int, int],
) -> None:
    """Write the rows of an arriving batch; ``undecided`` gives the posts of rows that wait."""
    kinds = ((True, skipped), (False, refused))
    for is_skipped, issues in kinds:
        _list(batch, issues, is_skipped, {} if is_skipped else undecided)
    if any(len(issues) > MOST_LISTED for _skipped, issues in kinds):
        path = _path(batch)
        path.parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as stream:
            for is_skipped, issues in kinds:
                for issue in issues:
                    packed = sentences.packed(issue.reason)
                    line = [issue.row, int(is_skipped), str(issue.cell), packed]
                    stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    batch.refused = len(refused)
    batch.reasons = _reasons(refused, skipped=False) + _reasons(skipped, skipped=True)


def _list(
    batch: SourceBatch, issues: Sequence[RowIssue], skipped: bool, undecided: Mapping[int, int]
) -> None:
    """Into the database: the first ones, and every row about which a person has to decide."""
    rows: list[RowProblem] = []
    for place, issue in enumerate(issues):
        if place >= MOST_LISTED and issue.row not in undecided:
            continue
        rows.append(
            RowProblem(
                batch=batch,
                row=issue.row,
                skipped=skipped,
                cell=str(issue.cell)[:200],
                reason=issue.reason,
                post_id=undecided.get(issue.row),
            )
        )
        if len(rows) == CHUNK:
            RowProblem.objects.bulk_create(rows)
            rows = []
    RowProblem.objects.bulk_create(rows)


def _reasons(issues: Sequence[RowIssue], *, skipped: bool) -> list[dict[str, Any]]:
    """How many rows each reason has, the commonest first: {reason, row, rows, skipped}.

    Rows that differ only in what stands in the cell have one reason; the first one speaks.
    """
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for issue in issues:
        kind = _kind(issue)
        one = found.get(kind)
        if one is not None:
            one["rows"] += 1
        elif len(found) < 10 * MOST_REASONS:
            found[kind] = {"reason": issue.reason, "row": issue.row, "rows": 1, "skipped": skipped}
    return sorted(found.values(), key=lambda one: (-one["rows"], one["row"]))[:MOST_REASONS]


def _kind(issue: RowIssue) -> tuple[Any, ...]:
    reason = issue.reason
    if not isinstance(reason, sentences.Sentence):
        return (str(reason), issue.cell)
    parts = (reason.parts or {}).values()
    inner = tuple(part.msgid for part in parts if isinstance(part, sentences.Sentence))
    return (reason.msgid, inner, issue.cell)


def of(batch: SourceBatch, *, skipped: bool) -> Iterator[RowIssue]:
    """Every row of one kind, in the order of the file, in the language of now."""
    try:
        stream = gzip.open(_path(batch), "rt", encoding="utf-8")  # noqa: SIM115 -- closed below
    except OSError:
        rows = batch.problems.filter(skipped=skipped).order_by("row", "pk")
        for one in rows.iterator(chunk_size=CHUNK):
            yield RowIssue(one.row, one.reason, one.cell)
        return
    with stream:
        for line in stream:
            row, is_skipped, cell, packed = json.loads(line)
            if bool(is_skipped) is skipped:
                yield RowIssue(row, sentences.unpacked(packed), cell)


def forget(batch: SourceBatch) -> None:
    """Remove the file of a batch that goes away."""
    _path(batch).unlink(missing_ok=True)


def sweep(workspace: int, before: float) -> list[Path]:
    """Remove files older than ``before`` (seconds since 1970) of batches that are gone."""
    folder = _folder(workspace)
    old = {
        int(path.name.partition(".")[0]): path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.name.partition(".")[0].isdigit() and path.stat().st_mtime < before
    }
    known = set(SourceBatch.objects.filter(pk__in=old).values_list("pk", flat=True))
    lost = [path for pk, path in old.items() if pk not in known]
    for path in lost:
        path.unlink(missing_ok=True)
    return lost


def _folder(workspace: int) -> Path:
    return Path(settings.MEDIA_ROOT) / "uploads" / str(workspace) / FOLDER


def _path(batch: SourceBatch) -> Path:
    return _folder(batch.workspace_id) / f"{batch.pk}.jsonl.gz"
