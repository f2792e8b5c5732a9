"""The task sheet of a workbook as it came back: rows with their numbers, nothing judged yet."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from planning import sheet_rows
from planning.sheet_rows import COLUMNS
from platforms.importers.base import Refusal
from platforms.importers.workbooks import check_archive

MAX_BYTES = 20 * 1024 * 1024
_HEADER_ROWS = 40  # the header stands within these
_MOST_ROWS = 20_000
# What openpyxl raises over a file that is cut off, or is no workbook; its sheets are read late.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # of both XML parsers
    KeyError,
    ValueError,
    OSError,
    EOFError,
    TypeError,
)


class CannotRead(Exception):
    """The text says why the file is not a timeline, and what to do."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it came: its number in the sheet, texts and days by column key."""

    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    rows: list[SheetRow]
    sent: dict[str, int]  # code → version of every task that went out with the file


def read(content: bytes) -> Sheet:
    """The task sheet of a workbook. Raises ``CannotRead``."""
    from openpyxl import load_workbook

    if len(content) > MAX_BYTES:
        raise CannotRead(_("The file is larger than a timeline can be. Send the timeline alone."))
    try:
        check_archive(io.BytesIO(content))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Refusal as error:
        raise CannotRead(str(error)) from None
    except _DAMAGED:
        raise _no_workbook() from None
    sent: dict[str, int] = {}
    rows: list[SheetRow] | None = None
    try:
        for sheet in book.worksheets:
            if sheet.title == sheet_rows.HIDDEN_SHEET:
                for cells in sheet.iter_rows(max_col=2, values_only=True):
                    sent |= sheet_rows.read_sent(cells)
            elif rows is None:
                sheet.reset_dimensions()
                rows = _task_rows([_shown(cell) for cell in line] for line in sheet.iter_rows())
    except _DAMAGED:
        raise _no_workbook() from None
    if rows is None:
        raise CannotRead(
            _("No sheet has the columns of a timeline. Export one and edit that file.")
        )
    return Sheet(rows, sent)


def _no_workbook() -> CannotRead:
    return CannotRead(_("This is not an Excel workbook (.xlsx). Save it as .xlsx and try again."))


def _task_rows(lines: Iterable[Sequence[Any]]) -> list[SheetRow] | None:
    places: dict[str, int] = {}
    found: list[SheetRow] = []
    for number, cells in enumerate(lines, start=1):
        if not places:
            if number > _HEADER_ROWS:
                return None
            places = _places(cells)
            continue
        values = {
            key: _clean(cells[place]) if place < len(cells) else None
            for key, place in places.items()
        }
        if any(value not in (None, "") for key, value in values.items() if key != "state"):
            found.append(SheetRow(number, values))
        if len(found) > _MOST_ROWS:
            raise CannotRead(
                _("More than %(most)d rows are not read at once.") % {"most": _MOST_ROWS}
            )
    return found if places else None


def _places(cells: Sequence[Any]) -> dict[str, int]:
    """Column key → place, if this is the header of a task table; else empty."""
    heads = {str(cell).strip().lower(): n for n, cell in enumerate(cells) if cell not in (None, "")}
    places = {}
    for column in COLUMNS:
        for name in (str(column.label), *column.names):
            if name.lower() in heads:
                places[column.key] = heads[name.lower()]
                break
    return places if {"title", "start", "due"} <= set(places) else {}


def _shown(cell: Any) -> Any:
    """The cell's value; a share shown in percent as such, so that 1 is told from 100 %."""
    value = cell.value
    if isinstance(value, int | float) and "%" in (getattr(cell, "number_format", "") or ""):
        return f"{value * 100:g}%"
    return value


def _clean(value: Any) -> Any:
    """Text, number or day; “10:30” typed into a remark has become a time on the way."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bool | int | float | date) or value is None:
        return value
    return str(value).replace("\r\n", "\n").strip()
