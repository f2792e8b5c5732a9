"""One sheet of a workbook: title, tables and charts, written from top to bottom."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from openpyxl.comments import Comment
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from platforms.display import UNKNOWN, MetricUnit
from reports.blocks import Status
from reports.charts import ChartSpec
from reports.documents.brand import TONES
from reports.documents.chart_xml import ChartLook, DataBlock, build_chart, chart_cells, chart_tree
from reports.documents.layout import text_width
from reports.documents.sheet_cells import SheetCell, SheetColumn, after_number, shown_text
from reports.documents.sheet_styles import SHEET_FONT, FastCell, Look
from reports.documents.word_text import printable
from reports.figures import CitedFigure
from reports.number_formats import cell_number
from reports.pieces import DateText, QuotedText, text_of
from workspaces.punctuation import spaced

if TYPE_CHECKING:
    from reports.documents.excel import ExcelWorkbook

LONGEST_TEXT = 32_767  # characters an Excel cell can hold
_STARTS_FORMULA = ("=", "+", "-", "@", "\t")
_SAMPLE = 300  # rows looked at for a column's width
_CHART_ROWS = 17
_CHART_WIDTH = 17.5  # cm
_CM_PER_CHARACTER = 0.225
_CM_PER_ROW = 0.53
_PAPER = (26.9, 16.6)  # cm that can be printed on A4 on its side, header row and footer off


class ExcelSheet:
    """One sheet, filled from top to bottom."""

    def __init__(self, workbook: "ExcelWorkbook", sheet: Worksheet, title: str, note: str) -> None:
        self.owner = workbook
        self.sheet = sheet
        self.styles = workbook.styles
        self.row = 0
        self._widths: dict[int, float] = {}
        self._first_table: int | None = None
        self._headers: list[tuple[int, int, str]] = []  # row, column, text
        self._blocks: list[tuple[int, int]] = []  # first and last row of what stays together
        self._chart_columns: list[int] = []  # how many columns stand left of each chart
        head = workbook.head
        self._put(1, 1, title, Look(role="title"))
        line = spaced((head.workspace, head.period, head.zone))
        self._put(2, 1, line, Look(role="subtitle"))
        state = spaced((head.status, head.version))
        self._put(3, 1, spaced((state, note)), Look(role="subtitle"))
        sheet.row_dimensions[1].height = 26
        self.row = 4
        self._page()

    @property
    def name(self) -> str:
        return self.sheet.title

    def _page(self) -> None:
        sheet, head = self.sheet, self.owner.head
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_margins.left = sheet.page_margins.right = 0.5
        sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.8
        sheet.page_margins.header = sheet.page_margins.footer = 0.35
        footer = sheet.oddFooter
        footer.left.text = _header_text(spaced((head.workspace, head.title)))
        footer.center.text = _header_text(spaced((head.status, head.version)))
        footer.right.text = _("Page {page} of {pages}").format(page="&P", pages="&N")

    def close(self) -> None:
        """Page breaks and repeated header, once everything stands.

        A sheet of charts breaks between its charts: programs ignore breaks where a sheet is
        fitted to the page's width, so that such a sheet gets a scale instead.
        """
        sheet = self.sheet
        if not self._chart_columns:
            sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
            sheet.sheet_properties.pageSetUpPr.fitToPage = True
            if self._first_table is not None and len(self._blocks) == 1:
                sheet.print_title_rows = f"{self._first_table}:{self._first_table}"
            return
        widths = [self._widths.get(n, 9.0) for n in range(1, max([*self._widths, 20]) + 1)]
        needed = max(
            sum(widths[:columns]) * _CM_PER_CHARACTER + _CHART_WIDTH
            for columns in self._chart_columns
        )
        needed = max(needed, sum(self._widths.values()) * _CM_PER_CHARACTER)
        scale = max(20, min(100, int(_PAPER[0] / needed * 100)))
        sheet.page_setup.scale = scale
        capacity = int(_PAPER[1] / (scale / 100) / _CM_PER_ROW)
        page_start = 1
        for first, last in self._blocks:
            if last - page_start + 1 > capacity and first > page_start:
                sheet.row_breaks.append(Break(id=first - 1))
                page_start = first

    # --- content ---

    def add_text(self, pieces, *, role: str = "note") -> None:
        """A line of text over the columns: "note" or "caption"."""
        if not isinstance(pieces, (list, tuple)):
            pieces = (pieces,)
        self.row += 1
        self._put(self.row, 1, text_of(pieces), Look(role=role))

    def add_table(
        self,
        columns: Sequence[SheetColumn],
        rows: Iterable[Sequence[SheetCell]],
        *,
        caption: str = "",
        total: bool = False,
        freeze: int | None = None,
        comments: bool = True,
    ) -> int:
        """A table under what is already there; returns the number of its header row.

        The sheet's first table is frozen below its header, filterable, and its header is
        repeated in print. ``freeze`` also keeps that many columns in view. ``None`` in a number
        column is printed ``—``.
        """
        if caption:
            self.add_text(caption, role="caption")
        self.row += 1
        header = self.row
        for place, column in enumerate(columns, start=1):
            align = "right" if column.kind == "number" else ""
            look = Look(role="header", align=align, indent=after_number(columns, place))
            self._put(header, place, column.label, look)
            self._widen(place, column.label, bold=True)
            self._headers.append((header, place, column.label))
        writers = [
            self._writer(place, column, indent=after_number(columns, place))
            for place, column in enumerate(columns, start=1)
        ]
        wrapped = [n for n, column in enumerate(columns) if column.wrap and column.width]
        kept: list[Sequence[SheetCell]] = []
        for cells in rows:
            self.row += 1
            for write, cell in zip(writers, cells, strict=True):
                write(self.row, cell, comments)
            if wrapped:
                self._heighten(cells, columns, wrapped)
            if len(kept) < _SAMPLE:
                kept.append(cells)
        if total and self.row > header:
            self._emphasise(self.row, len(columns))
        for place, column in enumerate(columns, start=1):
            if column.width:
                self._widths[place] = max(self._widths.get(place, 0), column.width)
                continue
            for cells in kept:
                self._widen(place, self._shown(cells[place - 1], column))
        self._blocks.append((header - bool(caption), self.row))
        if self._first_table is None:
            self._first_table = header
            letter = get_column_letter((freeze or 0) + 1)
            self.sheet.freeze_panes = f"{letter}{header + 1}"
            if self.row > header:
                last = get_column_letter(len(columns))
                bottom = self.row - (1 if total else 0)
                self.sheet.auto_filter.ref = f"A{header}:{last}{max(bottom, header)}"
        self.row += 1
        self._set_widths()
        return header

    def add_chart(self, spec: ChartSpec, *, caption: bool = True) -> None:
        """The chart's figures as a small table, and the chart beside it referring to them."""
        if caption:
            self.add_text(spec.title_text, role="caption")
        self.row += 1
        top = self.row
        cells = chart_cells(spec)
        shapes = [self.styles.shape(spec.unit_of(one), spec.currency) for one in spec.series]
        _categories, columns = spec.points()
        for offset, line in enumerate(cells):
            for place, value in enumerate(line, start=1):
                if offset == 0:
                    align = "right" if place > 1 else ""
                    self._put(top, place, value, Look(role="header", align=align))
                    self._headers.append((top, place, str(value)))
                elif place == 1:
                    self._put(top + offset, 1, value, Look())
                else:
                    # Blank, not "—": a chart would draw a word as zero.
                    assert not isinstance(value, str)
                    look = Look(shape=shapes[place - 2], align="right")
                    self._number(top + offset, place, value, look)
                    figure = columns[place - 2][offset - 1]
                    if isinstance(figure, CitedFigure):
                        self._cite(top + offset, place, figure)
                self._widen(place, "" if value is None else str(value)[: 40 if place == 1 else 18])
        self._widths[1] = max(self._widths.get(1, 0), 14)
        self._set_widths()
        if spec.has_values():
            chart_look = ChartLook(
                title=(spec.title_text, spec.subtitle_text),
                latin_font=SHEET_FONT,
                east_asian_font=SHEET_FONT,
                language=self.owner.language,
            )
            chart = build_chart(spec, DataBlock(self.sheet.title, top), chart_look)
            chart.width, chart.height = _CHART_WIDTH, 8.2
            chart._write = lambda: chart_tree(chart, chart_look)
            self.sheet.add_chart(chart, f"{get_column_letter(len(spec.series) + 3)}{top}")
            self._chart_columns.append(len(spec.series) + 2)
        self.row = top + max(len(cells), _CHART_ROWS) + 1
        self._blocks.append((top - bool(caption), self.row - 1))

    def link(self, row: int, column: int, place: str) -> None:
        """Make a written cell a link to ``place`` (``'Sheet'!C7``) in this workbook."""
        old = self.sheet._cells[row, column]
        cell = FastCell(
            self.sheet, row, column, old._value, "s", self.styles.number(Look(role="link"))
        )
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place, display=place)
        self.sheet._cells[row, column] = cell

    # --- cells ---

    def _put(self, row: int, column: int, text: object, look: Look) -> None:
        text = printable(str(text))[:LONGEST_TEXT]
        if not text and look.role != "header":
            return
        if text.startswith(_STARTS_FORMULA):
            look = replace(look, quoted=True)
        style = self.styles.number(look)
        self.sheet._cells[row, column] = FastCell(self.sheet, row, column, text, "s", style)

    def _number(self, row: int, column: int, value: float | None, look: Look) -> None:
        style = self.styles.number(look)
        self.sheet._cells[row, column] = FastCell(self.sheet, row, column, value, "n", style)

    def _heighten(self, cells, columns: Sequence[SheetColumn], wrapped: Sequence[int]) -> None:
        """Room for wrapped text: not every program measures rows on opening."""
        lines = 1
        for place in wrapped:
            room = (columns[place].width or 10) - 1.5
            text = self._shown(cells[place], columns[place])
            need = sum(1 + int(text_width(part, 1) / 0.55 // room) for part in text.split("\n"))
            lines = max(lines, need)
        if lines > 1:
            self.sheet.row_dimensions[self.row].height = min(409, 4 + 15 * lines)

    def _writer(self, place: int, column: SheetColumn, *, indent: bool = False):
        """A function that writes one cell of this column: everything known is known before."""
        sheet, cells = self.sheet, self.sheet._cells
        shape = self.styles.shape(column.unit, column.currency)
        unknown = self.styles.number(Look(role="unknown", align="right"))
        plain_text = Look(wrap=column.wrap, indent=indent)
        text_style = self.styles.number(plain_text)
        quoted_style = self.styles.number(Look(wrap=column.wrap, indent=indent, quoted=True))
        number_style = self.styles.number(Look(shape=shape, align="right"))
        day_style = self.styles.number(Look(shape="yyyy/m/d", align="left", indent=indent))
        moment_style = self.styles.number(Look(shape="yyyy/m/d hh:mm", align="left", indent=indent))
        as_is = column.unit in (MetricUnit.COUNT, MetricUnit.RATIO, MetricUnit.MULTIPLE)
        is_number = column.kind == "number"

        def write(row: int, value: SheetCell, comments: bool) -> None:
            if value is None:
                if is_number:
                    cells[row, place] = FastCell(sheet, row, place, UNKNOWN, "s", unknown)
                else:
                    cells[row, place] = FastCell(sheet, row, place, None, "n", text_style)
            elif type(value) is str:
                clean = printable(value)
                if len(clean) > LONGEST_TEXT:
                    clean = clean[: LONGEST_TEXT - 1] + "…"
                style = quoted_style if clean.startswith(_STARTS_FORMULA) else text_style
                cells[row, place] = FastCell(sheet, row, place, clean, "s", style)
            elif as_is and is_number and (type(value) is int or type(value) is float):
                cells[row, place] = FastCell(sheet, row, place, value, "n", number_style)
            elif type(value) is CitedFigure:
                self._figure(row, place, value, comments)
            elif type(value) is Status:
                mark = f"{TONES[value.tone].mark} {value.word}"
                self._put(row, place, mark, Look(tone=value.tone, indent=indent))
            elif type(value) is datetime:
                serial = to_excel(value.replace(tzinfo=None))
                cells[row, place] = FastCell(sheet, row, place, serial, "n", moment_style)
            elif type(value) is date:
                cells[row, place] = FastCell(sheet, row, place, to_excel(value), "n", day_style)
            elif isinstance(value, (DateText, QuotedText)):
                self._put(row, place, value.text, plain_text)
            elif is_number and isinstance(value, (int, float, Decimal)):
                number = cell_number(value, column.unit)
                cells[row, place] = FastCell(sheet, row, place, number, "n", number_style)
            else:
                self._put(row, place, value, plain_text)

        return write

    def _figure(self, row: int, column: int, figure: CitedFigure, comments: bool) -> None:
        if figure.value is None:
            self._put(row, column, UNKNOWN, Look(role="unknown", align="right"))
        else:
            shape = self.styles.shape(figure.unit, figure.currency)
            number = cell_number(figure.value, figure.unit)
            self._number(row, column, number, Look(shape=shape, align="right"))
        if comments:
            self._cite(row, column, figure)

    def _cite(self, row: int, column: int, figure: CitedFigure) -> None:
        lines = self.owner.book.explain(figure)
        comment = Comment("\n".join(lines), self.owner.head.workspace or "Workbench")
        widest = max(text_width(line, 9) for line in lines)
        comment.width = int(min(420, max(220, widest * 1.4)))
        rows = sum(1 + int(text_width(line, 9) * 1.4 // comment.width) for line in lines)
        comment.height = 22 + 17 * rows
        cell = self.sheet._cells[row, column]
        cell._comment = comment
        place = f"{quote_sheetname(self.sheet.title)}!{cell.coordinate}"
        self.owner.places.setdefault(figure.code, place)

    def _emphasise(self, row: int, columns: int) -> None:
        """The last row of a table with a total: ruled above and below, bold."""
        for place in range(1, columns + 1):
            cell = self.sheet._cells.get((row, place))
            if cell is None:
                continue
            shape = self._shape_of(cell.style_id)
            align = "right" if cell.data_type == "n" and cell._value is not None else ""
            cell.style_id = self.styles.number(Look(shape=shape, role="total", align=align))

    def _shape_of(self, style: int) -> str:
        workbook = self.owner.workbook
        number = workbook._cell_styles[style].numFmtId
        if number in BUILTIN_FORMATS:
            return BUILTIN_FORMATS[number]
        return workbook._number_formats[number - 164]

    # --- widths ---

    def _shown(self, cell: SheetCell, column: SheetColumn) -> str:
        return shown_text(cell, column, self.owner.language)

    def _widen(self, column: int, text: str, *, bold: bool = False) -> None:
        longest = max(text.split("\n"), key=len, default="")[:60]
        wide = text_width(longest, 1, bold=bold) / 0.55 + 2.5
        self._widths[column] = max(self._widths.get(column, 9.0), min(wide, 50.0))

    def _set_widths(self) -> None:
        for row, column, text in self._headers:
            wide = text_width(text, 1, bold=True) / 0.55
            lines = 1 + int(wide // max(self._widths.get(column, 9.0) - 1.5, 1))
            height = max(self.sheet.row_dimensions[row].height or 0, 4 + 15 * min(lines, 4))
            self.sheet.row_dimensions[row].height = height
        for column, width in self._widths.items():
            self.sheet.column_dimensions[get_column_letter(column)].width = round(width, 1)


def _header_text(text: str) -> str:
    """Text for a printed header or footer, where ``&`` begins a code."""
    return printable(text).replace("&", "&&")[:120]
