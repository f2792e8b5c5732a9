"""The first rows of a table as a mapping would read them, in the words of the page."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from analytics.intake import words
from analytics.intake.ingest import stored_path
from platforms.importers import preview
from platforms.models import SourceFile
from platforms.records import ReadingRecord


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it becomes, or why it does not."""

    row: int
    reason: str = ""
    skipped: bool = False
    about: str = ""
    days: str = ""
    figures: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class MappingPreview:
    lines: list[Line] = field(default_factory=list)
    reason: str = ""  # why the mapping cannot be followed at all
    warnings: list[str] = field(default_factory=list)
    zone: str = ""

    @property
    def timed(self) -> bool:
        return any(":" in line.days for line in self.lines)


def preview_of(file: SourceFile, mapping: dict[str, Any]) -> MappingPreview:
    """Never raises for bad content; an empty mapping gives an empty preview."""
    path = stored_path(file)
    if not mapping.get("columns") or not path.exists():
        return MappingPreview()
    found = preview(path, mapping)
    return MappingPreview(
        [
            Line(one.row, one.reason, one.skipped)
            if one.reading is None
            else _line(one.row, one.reading, one.account)
            for one in found.rows
        ],
        found.reason,
        found.warnings,
        found.zone,
    )


def _line(row: int, reading: ReadingRecord, account: str) -> Line:
    post = reading.post
    about = [account]
    days = words.days(reading.start, reading.end)
    if post is not None:
        name = " ".join(post.text.split()) or post.permalink
        about.append(name or next((alias.value for alias in post.aliases), ""))
        when: datetime | date | None = post.published_wall or post.published_on
        clock = f" {when:%H:%M}" if isinstance(when, datetime) else ""
        days = days or f"{words.day(when)}{clock}"
    currency = str(reading.extra.get("currency") or "TWD")
    return Line(
        row,
        about=" · ".join(text for text in about if text),
        days=days,
        figures=tuple(
            (words.measure_label(key), words.measure_value(key, value, currency))
            for key, value in reading.values.items()
        ),
    )
