"""What a mapping would make of the first rows of a file, before anything is kept."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from platforms.importers import archives, generic
from platforms.importers.base import Grid, Options, Refusal
from platforms.importers.reading import MOST_GLIMPSED, grids
from platforms.records import ReadingRecord


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row: what it would become, or the sentence why it would not."""

    row: int
    reading: ReadingRecord | None = None
    account: str = ""
    reason: str = ""
    skipped: bool = False


@dataclass(slots=True)
class Preview:
    """The first rows, or the sentence why the mapping cannot be followed at all."""

    rows: list[PreviewRow] = field(default_factory=list)
    reason: str = ""
    zone: str = ""
    warnings: list[str] = field(default_factory=list)


def preview(path: Path, mapping: dict[str, Any], most: int = 6) -> Preview:
    """The first ``most`` rows of the table the mapping speaks of; never raises for bad content."""
    reason = ""
    options = Options(mapping=mapping, loose=True)
    try:
        for grid in grids(path, options):
            if not generic.is_meant(grid, mapping):
                continue
            try:
                return _read(generic.table(_opening_of(grid), options), most)
            except Refusal as refusal:  # perhaps another table of the file is meant
                reason = reason or refusal.reason
    except Refusal as refusal:
        reason = reason or refusal.reason
    except archives.CUT_OFF:
        reason = reason or archives.damaged_member()
    return Preview(reason=reason)


def _opening_of(grid: Grid) -> Grid:
    """The grid as if it ended behind its first records."""
    opening = grid.opening(MOST_GLIMPSED)
    return replace(grid, records=lambda: iter(opening))


def _read(table: generic.MappedTable, most: int) -> Preview:
    readings: list[ReadingRecord] = []
    parsed = table.read(readings.append)
    rows = [
        PreviewRow(
            reading.row,
            reading,
            "" if reading.account is None else parsed.accounts[reading.account].name,
        )
        for reading in readings
    ]
    rows += [PreviewRow(issue.row, reason=issue.reason) for issue in parsed.rejected]
    rows += [PreviewRow(issue.row, reason=issue.reason, skipped=True) for issue in parsed.skipped]
    rows.sort(key=lambda row: row.row)
    asked = {"period_missing"}  # the review asks for the period
    return Preview(
        rows[:most],
        zone=parsed.head.zone,
        warnings=[warning.text for warning in parsed.warnings if warning.code not in asked],
    )
