"""The rows of a delivery that were not taken: the first in the database, all in a file if many.

A wrong file can have millions of them. What the page shows are the first ``MOST_LISTED`` of each
kind (``RowProblem``), how many there are for which reason (``SourceBatch.reasons``), and the whole
list as a download. The file lies beside the uploads, one JSON array a line, packed:
[row, skipped (0 or 1), cell, reason as ``sentences.packed`` keeps it].
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from platforms import sentences
from platforms.models import RowProblem, SourceBatch
from platforms.records import RowIssue
from workspaces.models import Workspace

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
    nobody: Mapping[int, int] = {}
    kinds = ((True, skipped, nobody), (False, refused, undecided))
    long = any(len(issues) > MOST_LISTED for _skipped, issues, _undecided in kinds)
    batch.refused, batch.reasons = len(refused), []
    with _writer(batch) if long else nullcontext() as stream:
        for is_skipped, issues, waiting in kinds:
            batch.reasons += _keep(batch, issues, is_skipped, waiting, stream)


@contextmanager
def _writer(batch: SourceBatch) -> Iterator[IO[str]]:
    path = _path(batch)
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as stream:
        yield stream


def _keep(
    batch: SourceBatch,
    issues: Sequence[RowIssue],
    skipped: bool,
    undecided: Mapping[int, int],
    stream: IO[str] | None,
) -> list[dict[str, Any]]:
    """List, count and write out the rows of one kind, in one walk; gives their reasons.

    Into the database go the first ones and every row about which a person has to decide.
    """
    rows: list[RowProblem] = []
    reasons = Reasons(skipped=skipped)
    for place, issue in enumerate(issues):
        reasons.add(issue)
        if stream is not None:
            packed = sentences.packed(issue.reason)
            line = [issue.row, int(skipped), str(issue.cell), packed]
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
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
    return reasons.commonest()


class Reasons:
    """How many rows have which reason; rows that differ only in their cell have one."""

    def __init__(self, *, skipped: bool) -> None:
        self._skipped = skipped
        self._found: dict[tuple[Any, ...], dict[str, Any]] = {}

    def add(self, issue: RowIssue) -> None:
        kind = _kind(issue)
        one = self._found.get(kind)
        if one is not None:
            one["rows"] += 1
        elif len(self._found) < 10 * MOST_REASONS:
            said = {"reason": issue.reason, "row": issue.row, "rows": 1, "skipped": self._skipped}
            self._found[kind] = said

    def commonest(self) -> list[dict[str, Any]]:
        """{reason of the first row, row, rows, skipped}, the commonest first."""
        ordered = sorted(self._found.values(), key=lambda one: (-one["rows"], one["row"]))
        return ordered[:MOST_REASONS]


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


def find(batch: SourceBatch, row: int) -> RowProblem | None:
    """What is said of one row; one that stands only in the file is not saved as a model."""
    listed = RowProblem.objects.filter(batch=batch, row=row).first()
    if listed is not None:
        return listed
    try:
        stream = gzip.open(_path(batch), "rt", encoding="utf-8")  # noqa: SIM115 -- closed below
    except OSError:
        return None
    with stream:
        for line in stream:
            if line.startswith(f"[{row}, "):  # far cheaper than reading millions of them
                _row, skipped, cell, packed = json.loads(line)
                reason = sentences.unpacked(packed)
                return RowProblem(
                    batch=batch, row=row, skipped=bool(skipped), cell=cell, reason=reason
                )
    return None


def forget(batch: SourceBatch) -> None:
    """Remove the file of a batch that goes away."""
    _path(batch).unlink(missing_ok=True)


def stored(workspace: Workspace) -> list[str]:
    """The names of all its lists in the storage, for whoever removes the workspace."""
    folder = _folder(workspace.pk)
    root = Path(settings.MEDIA_ROOT)
    return [
        path.relative_to(root).as_posix()
        for path in (sorted(folder.iterdir()) if folder.is_dir() else ())
    ]


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
