"""What a sheet's columns are, what may stand in their cells, and how a cell looks as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from platforms.display import MetricUnit, format_value
from reports.blocks import Status
from reports.charts import plain
from reports.figures import CitedFigure
from reports.pieces import DateText, QuotedText


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. ``kind``: "text", "number", "date", "moment" or "status".

    Numbers come in the unit's own smallest terms (fractions, milliseconds, micros) and are
    written as Excel shows them. ``wrap`` lets long text grow its row. ``width`` in characters.
    """

    label: str
    kind: str = "text"
    unit: MetricUnit = MetricUnit.COUNT
    currency: str = "TWD"
    width: float | None = None
    wrap: bool = False


SheetCell = (
    str
    | int
    | float
    | Decimal
    | date
    | datetime
    | CitedFigure
    | Status
    | DateText
    | QuotedText
    | None
)


def shown_text(cell: SheetCell, column: SheetColumn, language: str) -> str:
    """The cell as a reader sees it: its width is measured by it."""
    if isinstance(cell, CitedFigure):
        return cell.text
    if isinstance(cell, Status):
        return f"● {cell.word}"
    if isinstance(cell, datetime):
        return "2026/12/31 23:59"
    if isinstance(cell, date):
        return "2026/12/31"
    if isinstance(cell, (DateText, QuotedText)):
        return cell.text
    if column.kind == "number" and cell is not None and not isinstance(cell, str):
        return format_value(plain(cell), column.unit, language=language, currency=column.currency)
    return "" if cell is None else str(cell)


def after_number(columns: Sequence[SheetColumn], place: int) -> bool:
    """Whether column ``place`` (from 1) holds text right after a column of numbers."""
    if place == 1 or columns[place - 1].kind == "number":
        return False
    return columns[place - 2].kind == "number"
