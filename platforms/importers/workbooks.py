"""Workbooks to grids: .xlsx, old binary .xls, and SpreadsheetML that calls itself .xls."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import DefusedXMLParser

from platforms.importers.base import Grid, Record, Refusal, is_blank
from platforms.importers.ids import EXACT_DIGITS
from platforms.importers.texts import Opener
from platforms.records import Warning_
from platforms.sentences import gettext as _

MOST_BYTES = 50 * 1024 * 1024
MOST_CELLS = 1_000_000
_SPREADSHEETML = "{urn:schemas-microsoft-com:office:spreadsheet}"
_BAD_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_NUMBERED = re.compile(r"&#([xX]?)([0-9a-fA-F]{1,7});")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def too_large() -> Refusal:
    return Refusal(
        _("The workbook is too large (more than %(size)s MB or %(cells)s cells); export a "
          "shorter period, or as CSV.")
        % {"size": MOST_BYTES >> 20, "cells": f"{MOST_CELLS:,}"}
    )  # fmt: skip


def damaged() -> Refusal:
    return Refusal(_("The workbook is damaged and cannot be opened; download it again."))


def text_of(value: Any, number_format: str = "") -> str:
    """A workbook's value as the text an export would hold; percentages get their sign back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, "%" in number_format)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(value).replace("\0", "\ufffd")  # no database keeps a zero byte in a text


def _number(value: int | float, percent: bool) -> str:
    if percent:
        return f"{(Decimal(repr(value)) * 100).normalize():f}%"
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e22):
        text = str(int(value))
        # A spreadsheet keeps fifteen digits of a number; where zeros follow, others may have stood.
        lost = len(text) > EXACT_DIGITS and not text[EXACT_DIGITS:].strip("0")
        return f"{text}.0" if lost else text
    return f"{Decimal(repr(value)):f}" if isinstance(value, float) else str(value)


def _grid(member: str | None, sheet: str, encoding: str, rows: list[list[str]]) -> Grid:
    empty = _empty_before(rows)
    for row in rows if empty else ():
        del row[:empty]

    def records() -> Iterator[Record]:
        yield from enumerate(rows, start=1)

    return Grid(member, sheet, encoding, records)


def _empty_before(rows: list[list[str]]) -> int:
    """The columns left of a table that begins further right: empty in every row."""
    return min(
        (
            next(place for place, text in enumerate(row) if text and not text.isspace())
            for row in rows
            if not is_blank(row)
        ),
        default=0,
    )


def _filled(grids: list[Grid], rows_by_grid: list[list[list[str]]]) -> list[Grid]:
    """The sheets with something on them; a workbook without any is empty."""
    filled = [
        grid
        for grid, rows in zip(grids, rows_by_grid, strict=True)
        if any(not is_blank(row) for row in rows)
    ]
    if not filled:
        raise Refusal(_("The workbook is empty."))
    for grid in filled:
        grid.beside = filled
    return filled


def check_archive(stream: BinaryIO) -> bool:
    """Refuse a workbook that unpacks to too much or holds too many cells, before it is read.

    Says whether any sheet holds formulas.
    """
    with zipfile.ZipFile(stream) as archive:
        infos = archive.infolist()
        if len(infos) > 2000 or sum(info.file_size for info in infos) > MOST_BYTES:
            raise too_large()
        if any(info.flag_bits & 1 for info in infos):
            raise protected()
        cells, formulas = 0, False
        for info in infos:
            if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                with archive.open(info) as sheet:
                    found, has_formulas = _counted(sheet)
                cells, formulas = cells + found, formulas or has_formulas
                if cells > MOST_CELLS:
                    raise too_large()
    return formulas


_CELL, _FORMULA = re.compile(rb"<(?:\w+:)?c[ >/]"), re.compile(rb"<(?:\w+:)?f[ >/]")


def _counted(sheet: IO[bytes]) -> tuple[int, bool]:
    """The cells of a sheet's XML and whether one is a formula, without parsing it."""
    cells, formulas, rest = 0, False, b""
    while chunk := sheet.read(1 << 20):
        text = rest + chunk
        end = text.rfind(b"<")
        end = end if end > 0 else len(text)
        cells += len(_CELL.findall(text, 0, end))
        formulas = formulas or _FORMULA.search(text, 0, end) is not None
        rest = text[end:] if len(text) - end < 1 << 16 else b""
    return cells, formulas


# A binary workbook that begins (BOF) with how it was encrypted (FILEPASS). The reader itself
# only says that it does not know such a file.
_LOCKED = re.compile(rb"\x09\x08(?:\x10\x00.{16}|\x08\x00.{8})\x2f\x00", re.DOTALL)


def protected() -> Refusal:
    return Refusal(_("The workbook is protected by a password; save it without one."))


def xlsx_grids(open_file: Opener, member: str | None, only: str | None = None) -> list[Grid]:
    """Every worksheet of an .xlsx file, or only the one of a name."""
    from openpyxl import load_workbook

    with open_file() as stream, open_file() as again:
        formulas = check_archive(stream)
        grids: list[Grid] = []
        tables: list[list[list[str]]] = []
        budget = MOST_CELLS
        try:
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            unread = (
                load_workbook(again, read_only=True, data_only=False, keep_links=False)
                if formulas
                else None
            )
            wanted = _titles(only, [sheet.title for sheet in book.worksheets])
            for sheet in book.worksheets:
                if sheet.title not in wanted:
                    continue
                sheet.reset_dimensions()
                rows: list[list[str]] = []
                written = _as_written(unread[sheet.title]) if unread is not None else None
                for cells in sheet.iter_rows():
                    budget -= max(1, len(cells))
                    if budget < 0:
                        raise too_large()
                    row = [
                        text_of(cell.value, cell.number_format if cell.value else "")
                        for cell in cells
                    ]
                    rows.append(row)
                    if written is not None:
                        _name_unread(row, cells, next(written, ()))
                tables.append(rows)
                grids.append(_grid(member, sheet.title, "xlsx", rows))
            book.close()
        except Refusal:
            raise
        except Exception as error:  # whatever a damaged workbook makes its reader raise
            raise damaged() from error
    return _filled(grids, tables)


def _titles(only: str | None, titles: list[str]) -> list[str]:
    """The sheets that may hold the table ``only``; a table may be a part of one."""
    if only is None:
        return titles
    parts = [title for title in titles if only == title or only.startswith(f"{title} · ")]
    return parts or titles


def _as_written(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet with formulas instead of their results."""
    sheet.reset_dimensions()
    return sheet.iter_rows()


def _name_unread(row: list[str], cells: tuple[Any, ...], written: tuple[Any, ...]) -> None:
    """Put the formula where its result does not stand in the file, so that nobody reads "".

    Programs that make workbooks leave the results to the spreadsheet; ``t="str"`` without a
    text is a result, an empty one.
    """
    for place, (cell, formula) in enumerate(zip(cells, written, strict=False)):
        if cell.value is None and formula.data_type == "f" and cell.data_type != "str":
            text = str(getattr(formula.value, "text", formula.value) or "")
            row[place] = text if text.startswith("=") else f"={text}"


def ole_grids(open_file: Opener, member: str | None) -> list[Grid]:
    """Every sheet of a binary .xls file; password-protected workbooks hide in the same shell."""
    from python_calamine import CalamineWorkbook, PasswordError

    with open_file() as stream:
        content = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise too_large()
        if "EncryptedPackage".encode("utf-16-le") in content or _LOCKED.search(content):
            raise protected()
    if b"W\0o\0r\0k\0b\0o\0o\0k" not in content and b"B\0o\0o\0k\0" not in content:
        raise Refusal(_("This is an Office file, but not a workbook."))
    import io

    grids: list[Grid] = []
    tables: list[list[list[str]]] = []
    budget = MOST_CELLS
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            budget -= sheet.total_height * sheet.total_width
            if budget < 0:
                raise too_large()
            rows = [
                [text_of(value) for value in row] for row in sheet.to_python(skip_empty_area=False)
            ]
            tables.append(rows)
            grids.append(_grid(member, name, "xls", rows))
    except Refusal:
        raise
    except PasswordError as error:
        raise protected() from error
    except Exception as error:
        raise damaged() from error
    return _filled(grids, tables)


def xml_grids(open_file: Opener, member: str | None) -> list[Grid]:
    """Every worksheet of a SpreadsheetML 2003 file, ill-formed letters mended.

    Facebook cut emoji in half in 2017: broken UTF-8, which XML forbids, inside the post text.
    The text gets a replacement mark; figures are never touched.
    """
    with open_file() as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise too_large()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("utf-8-sig", "replace")
    mended = _NUMBERED.sub(_only_xml, _NOT_XML.sub("�", _BAD_REFERENCE.sub("&amp;", text)))
    warnings = []
    if mended.encode("utf-8") != content.removeprefix(b"\xef\xbb\xbf"):
        warnings.append(
            Warning_(
                "text_mended",
                _("Some letters in the texts are broken in the file itself; the figures are not."),
            )
        )
    builder = _Sheets()
    parser = DefusedXMLParser(target=builder)
    try:
        parser.feed(re.sub(r"^\s*<\?xml[^>]*\?>", "", mended))
        parser.close()
    except Refusal:
        raise
    except (ParseError, ValueError) as error:
        raise Refusal(_("The XML of the file is cut off or damaged; download it again.")) from error
    grids = [_grid(member, name, "xml", rows) for name, rows in builder.sheets]
    for grid in grids:
        grid.warnings.extend(warnings)
    return _filled(grids, [rows for _name, rows in builder.sheets])


def _only_xml(found: re.Match[str]) -> str:
    code = int(found[2], 16 if found[1] else 10) if found[1] or found[2].isdigit() else 0
    if code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD:
        return found[0]
    return found[0] if 0x10000 <= code <= 0x10FFFF else "�"


class _Sheets:
    """Collects the cells of SpreadsheetML while it is parsed; no tree is kept."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, list[list[str]]]] = []
        self._row: list[str] = []
        self._text: list[str] | None = None
        self._budget = MOST_CELLS

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.removeprefix(_SPREADSHEETML)
        if tag == "Worksheet":
            self.sheets.append((attributes.get(_SPREADSHEETML + "Name", ""), []))
        elif tag == "Row" and self.sheets:
            self._skip_to(self.sheets[-1][1], attributes, [])
            self._row = []
        elif tag == "Cell":
            self._skip_to(self._row, attributes, "")
            # Without <Data> below it a formula stands for itself: its result is not in the file.
            formula = attributes.get(_SPREADSHEETML + "Formula", "")
            self._row.append(formula)
            self._spend(1)
        elif tag == "Data":
            self._text = []

    def end(self, tag: str) -> None:
        tag = tag.removeprefix(_SPREADSHEETML)
        if tag == "Row" and self.sheets:
            self.sheets[-1][1].append(self._row)
            self._row = []
        elif tag == "Data" and self._text is not None:
            if self._row:
                self._row[-1] = _xml_value("".join(self._text))
            self._text = None

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def close(self) -> Element | None:
        return None

    def _skip_to(self, row: list, attributes: dict[str, str], empty: Any) -> None:
        """``ss:Index`` says where the next cell or row stands when some are left out."""
        index = attributes.get(_SPREADSHEETML + "Index", "")
        missing = (int(index) - 1 if index.isdigit() else 0) - len(row)
        if missing > 0:
            self._spend(missing)
            row.extend([empty] * missing)

    def _spend(self, cells: int) -> None:
        self._budget -= cells
        if self._budget < 0:
            raise too_large()


_XML_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?")


def _xml_value(text: str) -> str:
    found = _XML_MOMENT.fullmatch(text)
    return f"{found[1]} {found[2]}" if found else text
