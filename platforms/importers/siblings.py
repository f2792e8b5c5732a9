"""What the files of one drop tell about each other: periods and platforms."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from platforms.importers.base import TableReport
from platforms.importers.shelf import Shelf
from platforms.records import ParsedTable, Span, TableHead

AnyTable = ParsedTable | TableReport


def period_from_siblings(tables: Sequence[AnyTable]) -> None:
    """Give YouTube period tables the days of the totals or charts beside them.

    Within one ZIP folder first; loose files, which the caller passes together, count as one
    folder. Where siblings disagree nothing is guessed and the warning stays.
    """
    for table in tables:
        head = table.head
        if head.platform != "youtube" or head.span is not Span.PERIOD or head.start is not None:
            continue
        period = _period_beside(head, [other.head for other in tables])
        if period is not None:
            give_period(table, *period)


def give_period(table: AnyTable, start: date, end: date) -> None:
    """Set the period of a table that does not know its own, and of its readings."""
    table.head.start, table.head.end = start, end
    table.warnings = [warning for warning in table.warnings if warning.code != "period_missing"]
    if isinstance(table, ParsedTable) and isinstance(table.readings, Shelf):
        table.readings.turn(
            lambda reading: (
                replace(reading, start=start, end=end)
                if reading.span is Span.PERIOD and reading.start is None
                else reading
            )
        )


def _folder(head: TableHead) -> str:
    return str(PurePosixPath(head.member).parent) if head.member else ""


def _period_beside(head: TableHead, heads: Sequence[TableHead]) -> tuple[date, date] | None:
    beside = [
        other
        for other in heads
        if other.platform == "youtube"
        and other.span is Span.DAY
        and other.start is not None
        and other.end is not None
        and _folder(other) == _folder(head)
    ]
    for families in (("youtube_totals",), ("youtube_chart", "youtube_breakdown")):
        periods = {(other.start, other.end) for other in beside if other.family in families}
        if len(periods) == 1:
            start, end = periods.pop()
            assert start is not None and end is not None
            return start, end
        if periods:
            return None
    return None


def platform_from_siblings(tables: Sequence[AnyTable]) -> None:
    """Give Meta charts and audiences without a platform the one their companions name.

    Only when all companions that name one agree on Facebook or Instagram.
    """
    named = {
        table.head.platform for table in tables if table.head.platform in ("facebook", "instagram")
    }
    if len(named) != 1:
        return
    platform = named.pop()
    for table in tables:
        if table.head.platform is None and table.head.family in ("meta_chart", "meta_audience"):
            table.head.platform = platform
