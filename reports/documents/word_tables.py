"""Tables in Word: data tables, boxes and figure cards. Widths are fixed, so nothing jumps."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from reports.blocks import Callout, Cover, Figures, HeldCell, Status, Table, Tone
from reports.documents.brand import INK, RULE, TONES, tint
from reports.documents.layout import ColumnNeed, fitting_size, plan_table
from reports.documents.word_text import element
from reports.figures import CitedFigure
from reports.pieces import text_of

_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
TWIPS = 20
TOGETHER = 9  # a table of no more rows is not torn between two pages
_VALUE_SIZES = (20.0, 18.0, 16.0, 14.5, 12.0, 10.0)


class Grid:
    """A table under construction: fixed widths in points, borders and fills per cell."""

    def __init__(
        self, canvas, widths: Sequence[float], *, padding: float = 4.0, air: float = 2.0
    ) -> None:
        self.canvas = canvas
        self.widths = [round(width * TWIPS) for width in widths]
        total = sum(self.widths)
        side, air_twips = round(padding * TWIPS), round(air * TWIPS)
        # Before Word 2013 a table was placed by its text, not by its edge.
        indent = side if canvas.legacy_tables else 0
        self.tbl = parse_xml(
            f"<w:tbl {nsdecls('w')}><w:tblPr>"
            f'<w:tblW w:w="{total}" w:type="dxa"/><w:tblInd w:w="{indent}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
            f'<w:top w:w="{air_twips}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
            f'<w:bottom w:w="{air_twips}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/>'
            '</w:tblCellMar><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" '
            'w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
            "<w:tblGrid>"
            + "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
            + "</w:tblGrid></w:tbl>"
        )
        canvas.insert(self.tbl)
        self.made: dict[Any, Any] = {}  # cells and paragraphs that are copied, not made anew

    def row(self, *, header: bool = False, whole: bool = True) -> "Row":
        """The next row; one that is not kept ``whole`` may go on upon the next page."""
        return Row(self, header, whole)

    def describe(self, text: str) -> None:
        """What a screen reader announces before the cells."""
        properties = self.tbl.find(qn("w:tblPr"))
        properties.append(element("w:tblCaption", val=text[:250]))


class Row:
    def __init__(self, grid: Grid, header: bool, whole: bool = True) -> None:
        self.grid = grid
        self._place = 0
        self.tr = OxmlElement("w:tr")
        properties = OxmlElement("w:trPr")
        if whole:
            properties.append(element("w:cantSplit"))
        if header:
            properties.append(element("w:tblHeader"))
        self.tr.append(properties)
        grid.tbl.append(self.tr)

    def cell(
        self,
        *,
        fill: str = "",
        borders: dict[str, tuple[int, str]] | None = None,
        align: str = "",
    ) -> "CellBox":
        """The next cell. ``borders``: edge → (eighths of a point, colour)."""
        look = (self._place, fill, align, tuple((borders or {}).items()))
        self._place += 1
        if look not in self.grid.made:
            self.grid.made[look] = self._made(look[0], fill, borders, align)
        tc = copy(self.grid.made[look])
        self.tr.append(tc)
        return CellBox(self.grid, tc)

    def _made(
        self, place: int, fill: str, borders: dict[str, tuple[int, str]] | None, align: str
    ) -> Any:
        tc = OxmlElement("w:tc")
        properties = OxmlElement("w:tcPr")
        properties.append(element("w:tcW", w=self.grid.widths[place], type="dxa"))
        if borders:
            box = OxmlElement("w:tcBorders")
            for edge in _EDGES:
                if edge in borders:
                    size, colour = borders[edge]
                    box.append(element(f"w:{edge}", val="single", sz=size, space=0, color=colour))
            properties.append(box)
        if fill:
            properties.append(element("w:shd", val="clear", color="auto", fill=fill))
        if align:
            properties.append(element("w:vAlign", val=align))
        tc.append(properties)
        return tc


class CellBox:
    def __init__(self, grid: Grid, tc) -> None:
        self.grid, self.tc = grid, tc

    def paragraph(self, style: str, *, align: str = "", keep: bool = False) -> Paragraph:
        look = (style, align, keep)
        if look not in self.grid.made:
            self.grid.made[look] = self._made(*look)
        p = copy(self.grid.made[look])
        self.tc.append(p)
        return Paragraph(p, self.grid.canvas.document._body)

    def _made(self, style: str, align: str, keep: bool) -> Any:
        p = OxmlElement("w:p")
        properties = p.get_or_add_pPr()
        if style:
            properties.append(element("w:pStyle", val=self.grid.canvas.style_ids.get(style, style)))
        if keep:
            properties.append(element("w:keepNext"))
        if align:
            properties.append(element("w:jc", val=align))
        return p


# --- data tables --------------------------------------------------------------------------


def cell_text(cell: HeldCell) -> str:
    if isinstance(cell, Status):
        return f"{TONES[cell.tone].mark} {cell.word}"
    return text_of(cell or ())


def _need(table: Table, place: int) -> ColumnNeed:
    column = table.columns[place]
    cells = []
    for row in table.rows:
        cell = row[place]
        codes = 0
        if not isinstance(cell, Status):
            codes = sum(len(p.code) for p in cell if isinstance(p, CitedFigure))
        cells.append((cell_text(cell), codes))
    return ColumnNeed(column.kind, column.label, cells, column.weight)


def draw_table(canvas, table: Table) -> None:
    """Header repeated on every page, numbers to the right, no vertical lines."""
    writer = canvas.writer
    if table.caption:
        writer.write(canvas.paragraph("Report Caption"), table.caption)
    plan = plan_table([_need(table, n) for n in range(len(table.columns))], canvas.width)
    grid = Grid(canvas, plan.widths, padding=plan.padding)
    if table.caption:
        grid.describe(text_of(table.caption))
    row = grid.row(header=True)
    strong, thin = (8, canvas.accents[0]), (4, RULE)
    for column in table.columns:
        box = row.cell(
            fill=tint(canvas.accents[0], 0.08), borders={"bottom": strong}, align="bottom"
        )
        align = "right" if column.kind == "number" else ""
        paragraph = box.paragraph("Report Table", align=align, keep=True)
        writer.run(paragraph, column.label, bold=True, size=plan.size)
    for number, cells in enumerate(table.rows, start=1):
        last = number == len(table.rows)
        total = table.total and last
        edges = {"bottom": strong if last and not total else thin}
        if total:
            edges = {"top": (6, INK), "bottom": (6, INK)}
        row = grid.row()
        for column, cell in zip(table.columns, cells, strict=True):
            box = row.cell(borders=edges, align="top")
            align = "right" if column.kind == "number" else ""
            keep = _stays(number, len(table.rows), note=bool(table.note))
            paragraph = box.paragraph("Report Table", align=align, keep=keep)
            if isinstance(cell, Status):
                writer.status(paragraph, cell, size=plan.size)
            else:
                writer.write(
                    paragraph,
                    cell,
                    size=plan.size,
                    bold=True if total else None,
                    comments=table.comments,
                )
    canvas.after_table(table.note)


def _stays(number: int, rows: int, *, note: bool) -> bool:
    """Whether a row stays with what follows it: in a short table every one, in a long one the
    first two and the last two, so that no row stands alone, nor the note without a row."""
    if number == rows:
        return note
    return rows <= TOGETHER or number in (1, rows - 1)


# --- boxes --------------------------------------------------------------------------------


def _box(canvas, tone: Tone) -> CellBox:
    colours = TONES[tone]
    accent = canvas.accents[0] if tone is Tone.NEUTRAL else colours.ink
    fill = tint(canvas.accents[0], 0.07) if tone is Tone.NEUTRAL else colours.fill
    grid = Grid(canvas, [canvas.width], padding=9, air=5)
    return grid.row().cell(fill=fill, borders={"left": (36, accent)})


def draw_callout(canvas, callout: Callout) -> None:
    box = _box(canvas, callout.tone)
    colours = TONES[callout.tone]
    ink = "" if callout.tone is Tone.NEUTRAL else colours.ink
    sign = "" if callout.tone is Tone.NEUTRAL else f"{colours.mark} "
    if callout.title:
        paragraph = box.paragraph("Normal", keep=True)
        if sign:
            canvas.writer.run(paragraph, sign, colour=ink)
        canvas.writer.write(paragraph, callout.title, bold=True, colour=ink)
    for line in callout.lines:
        canvas.writer.write(box.paragraph("Normal"), line)
    if not callout.title and not callout.lines:
        box.paragraph("Normal")
    _tighten(box)
    canvas.after_table(None)


def _tighten(box: CellBox) -> None:
    """Even air inside a box: small gaps between its lines, none after the last."""
    paragraphs = box.tc.findall(qn("w:p"))
    for paragraph in paragraphs:
        properties = paragraph.find(qn("w:pPr"))
        gap = 0 if paragraph is paragraphs[-1] else 50
        spacing = element("w:spacing", before=0, after=gap)
        align = properties.find(qn("w:jc"))
        (align.addprevious(spacing) if align is not None else properties.append(spacing))


def draw_decision(canvas, cover: Cover) -> None:
    if cover.decision_title or cover.decision:
        draw_callout(canvas, Callout(cover.decision_title, cover.decision, cover.tone))


def draw_facts(canvas, facts: Sequence[tuple[str, tuple]]) -> None:
    """The cover's facts, two columns of label and text."""
    if not facts:
        return
    pairs = [facts[n : n + 2] for n in range(0, len(facts), 2)]
    label = min(84.0, canvas.width * 0.16)
    text = canvas.width / 2 - label
    grid = Grid(canvas, [label, text, label, text], padding=3)
    for pair in pairs:
        row = grid.row()
        for place in range(2):
            edges = {"bottom": (4, RULE)}
            first = row.cell(borders=edges).paragraph("Report Label")
            second = row.cell(borders=edges).paragraph("Report Table")
            if place < len(pair):
                canvas.writer.run(first, pair[place][0])
                canvas.writer.write(second, pair[place][1])
    canvas.after_table(None)


def cards_per_row(number: int) -> int:
    if number <= 4:
        return number
    return 3 if number in (5, 6, 9) else 4


def draw_figures(canvas, figures: Figures) -> None:
    """Large figures side by side: label, number, what it is measured against, verdict."""
    cards = list(figures.cards)
    if not cards:
        return
    across = cards_per_row(len(cards))
    gap = 8.0
    width = (canvas.width - gap * (across - 1)) / across
    widths = [width if n % 2 == 0 else gap for n in range(2 * across - 1)]
    for start in range(0, len(cards), across):
        line = cards[start : start + across]
        grid = Grid(canvas, widths, padding=2)
        row = grid.row()
        size = min(  # one size for the row, so that its figures stand on one line
            fitting_size(card.figure.text, width - 8 - 5 * len(card.figure.code), _VALUE_SIZES)
            for card in line
        )
        for place in range(across):
            if place:
                row.cell().paragraph("Report Label")
            if place >= len(line):
                row.cell().paragraph("Report Label")
                continue
            card = line[place]
            box = row.cell(borders={"top": (12, canvas.accents[0])})
            canvas.writer.run(box.paragraph("Report Label", keep=True), card.label)
            value = box.paragraph("Report Value", keep=True)
            canvas.writer.write(value, [card.figure], size=size)
            if card.note:
                canvas.writer.write(box.paragraph("Report Label", keep=True), card.note)
            if card.status:
                canvas.writer.status(box.paragraph("Report Label"), card.status, size=9)
        canvas.after_table(None)
