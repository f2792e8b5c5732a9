"""Where blocks are drawn in a Word document: before a cursor paragraph, in a known width."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from reports.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Column,
    Cover,
    Editable,
    Figures,
    Heading,
    PageBreak,
    Signatures,
    Table,
)
from reports.blocks import Paragraph as Text
from reports.charts import chart_rows
from reports.documents import word_tables as tables
from reports.documents.brand import GREY
from reports.documents.chart_xml import ChartLook
from reports.documents.word_charts import add_chart
from reports.documents.word_lists import new_list
from reports.documents.word_text import TextWriter, element
from reports.figures import CitedFigure
from reports.pieces import DateText, QuotedText
from reports.typed_text import lines_of

EMU_PER_POINT = 12_700
WIDE_COLUMNS = 10  # from here a table gets a page on its side
_STYLES = {"body": "Normal", "lead": "Report Lead", "note": "Report Note"}


class Canvas:
    """Draws blocks before ``cursor`` (a ``w:p``), in the order they come."""

    def __init__(
        self,
        document: Document,
        writer: TextWriter,
        *,
        accents: Sequence[str],
        style_ids: dict[str, str],
        look: ChartLook,
        made_at: datetime,
        words: dict[str, str],
    ) -> None:
        self.document = document
        self.writer = writer
        self.accents = tuple(accents)
        self.style_ids = style_ids
        self.look = look
        self.made_at = made_at
        self.words = words
        self.cursor: Any = None  # the lxml node that comes after what is drawn next
        self.width = 0.0  # points
        self.legacy_tables = _compatibility(document) < 15
        self._bullet_numbering: int | None = None

    # --- placing ---

    def move_to(self, cursor) -> None:
        self.cursor = cursor
        self.width = self._width_at(cursor)

    def insert(self, node) -> None:
        self.cursor.addprevious(node)

    def paragraph(self, style: str) -> Paragraph:
        p = OxmlElement("w:p")
        style_id = self.style_ids.get(style)
        if style_id:
            properties = OxmlElement("w:pPr")
            properties.append(element("w:pStyle", val=style_id))
            p.append(properties)
        self.insert(p)
        return Paragraph(p, self.document._body)

    def after_table(self, note) -> None:
        """A note or a small gap: two tables that touch would grow into one."""
        if note:
            self.writer.write(self.paragraph("Report Note"), note)
            return
        gap = self.paragraph("Report Note")
        properties = gap._p.get_or_add_pPr()
        properties.append(element("w:spacing", before=0, after=0, line=160, lineRule="exact"))

    def _section_properties(self, node):
        for later in node.itersiblings():
            found = later.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
            if found is not None:
                return found
        return self.document.element.body.find(qn("w:sectPr"))

    def _top_level(self, node):
        body = self.document.element.body
        while node.getparent() is not None and node.getparent() is not body:
            node = node.getparent()
        return node

    def _width_at(self, cursor) -> float:
        cell = next(cursor.iterancestors(qn("w:tc")), None)
        if cell is not None:
            width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
            if width is not None and width.get(qn("w:type")) == "dxa":
                return max(60.0, int(width.get(qn("w:w"))) / 20 - 11)
        section = self._section_properties(self._top_level(cursor))
        return _text_width(section)

    # --- drawing ---

    def draw(self, block: Block) -> None:
        match block:
            case Cover():
                self._cover(block)
            case Heading():
                level = min(max(block.level, 1), 3)
                self.writer.write(self.paragraph(f"heading {level}"), block.text)
            case Text():
                style = _STYLES.get(block.style, "Normal")
                self.writer.write(self.paragraph(style), block.text)
            case Bullets():
                numbering = self._numbering(block.ordered)
                for item in block.items:
                    self.writer.write(self._list_paragraph(numbering), item)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)
            case Callout():
                tables.draw_callout(self, block)
            case Figures():
                tables.draw_figures(self, block)
            case Editable():
                self._typed(block)
            case Signatures():
                self._signatures(block)
            case PageBreak():
                paragraph = self.paragraph("Normal")
                paragraph.add_run().add_break(_page())
            case _:
                raise TypeError(f"{type(block).__name__} is no block a document can print.")

    def _cover(self, cover: Cover) -> None:
        self.writer.write(self.paragraph("Title"), cover.title)
        if cover.subtitle:
            self.writer.write(self.paragraph("Subtitle"), cover.subtitle)
        tables.draw_facts(self, cover.facts)
        tables.draw_decision(self, cover)

    def _table(self, table: Table) -> None:
        inside_cell = next(self.cursor.iterancestors(qn("w:tc")), None) is not None
        if len(table.columns) < WIDE_COLUMNS or inside_cell:
            tables.draw_table(self, table)
            return
        section = self._section_properties(self._top_level(self.cursor))
        self._end_section(section, sideways=_is_sideways(section), before_headings=True)
        upright = self.width
        self.width = _text_width(section) if _is_sideways(section) else _sideways_width(section)
        tables.draw_table(self, table)
        self._end_section(section, sideways=True)
        self.width = upright

    def _end_section(self, section, *, sideways: bool, before_headings: bool = False) -> None:
        """Close the section here with a copy of its page, turned on its side if wanted.

        ``before_headings``: headings just drawn go with the table onto the new page.
        """
        copy = deepcopy(section)
        size = copy.find(qn("w:pgSz"))
        if size is not None and sideways and not _is_sideways(section):
            width, height = size.get(qn("w:w")), size.get(qn("w:h"))
            size.set(qn("w:w"), height)
            size.set(qn("w:h"), width)
            size.set(qn("w:orient"), "landscape")
        kind = copy.find(qn("w:type"))
        if kind is not None:
            copy.remove(kind)
        paragraph = self.paragraph("Report Note")
        properties = paragraph._p.get_or_add_pPr()
        properties.append(element("w:spacing", before=0, after=0, line=20, lineRule="exact"))
        properties.append(copy)
        if before_headings:
            headings = {self.style_ids[f"heading {level}"] for level in (1, 2, 3)}
            previous = paragraph._p.getprevious()
            while previous is not None and _style_of(previous) in headings:
                previous.addprevious(paragraph._p)
                previous = paragraph._p.getprevious()
            ended = None if previous is None else previous.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
            if previous is None or ended is not None:  # no empty page before or between
                paragraph._p.getparent().remove(paragraph._p)
            if ended is not None and _is_sideways(ended):
                previous.getparent().remove(previous)

    def finish(self) -> None:
        """A document that ends with a page on its side ends there: no empty page after it."""
        final = self.document.element.body.find(qn("w:sectPr"))
        last = None if final is None else final.getprevious()
        ended = None if last is None else last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if ended is not None and _style_of(last) == self.style_ids.get("Report Note"):
            final.getparent().replace(final, ended)

    def _chart(self, chart: Chart) -> None:
        spec = chart.spec
        caption = self.paragraph("Report Caption")
        self.writer.write(caption, spec.title_pieces)
        if not spec.has_values():
            self.writer.run(self.paragraph("Report Note"), self.words["no_values"])
            return
        paragraph = self.paragraph("Report Chart")
        if chart.note or chart.show_table:
            paragraph.paragraph_format.keep_with_next = True
        width = min(self.width, 480)
        look = ChartLook(
            title=(spec.subtitle_text,),
            latin_font=self.look.latin_font,
            east_asian_font=self.look.east_asian_font,
            language=self.look.language,
        )
        add_chart(
            self.document,
            paragraph,
            spec,
            look,
            width=int(width * EMU_PER_POINT),
            height=int(self._chart_height(spec) * EMU_PER_POINT),
            made_at=self.made_at,
        )
        if chart.show_table:
            self._chart_table(chart)
        elif chart.note:
            self.writer.write(self.paragraph("Report Note"), chart.note)

    @staticmethod
    def _chart_height(spec) -> float:
        if not spec.horizontal:
            return 180.0
        bars = len(spec.points()[0]) * (1 if spec.kind == "stacked_bar" else len(spec.series))
        return min(460.0, 70.0 + 22.0 * max(bars, len(spec.categories)))

    def _chart_table(self, chart: Chart) -> None:
        """The chart's own figures, cited ones with their code."""
        spec = chart.spec
        texts = chart_rows(spec, self.look.language)
        _categories, columns = spec.points()
        rows: list[list[Cell]] = []
        for number, row in enumerate(texts):
            cells: list[Cell] = [QuotedText(row[0])]
            for place, text in enumerate(row[1:]):
                value = columns[place][number]
                cells.append(value if isinstance(value, CitedFigure) else DateText(text))
            rows.append(cells)
        table = Table(
            [Column(spec.axis_label), *(Column(one.name, "number") for one in spec.series)],
            rows,
            note=chart.note,
            comments=False,
        )
        self._table(table)

    def _typed(self, block: Editable) -> None:
        lines = lines_of(block.text)
        if not lines:
            text = block.placeholder or self.words["not_written"]
            paragraph = self.paragraph("Normal")
            self.writer.run(paragraph, text, colour=GREY)
            return
        numbering: dict[str, int] = {}
        for line in lines:
            if line.kind == "paragraph":
                numbering.clear()
                self.writer.run(self.paragraph("Normal"), line.text)
            else:
                number = numbering.setdefault(line.kind, 0) or self._numbering(
                    line.kind == "number"
                )
                numbering[line.kind] = number
                self.writer.run(self._list_paragraph(number), line.text)

    def _signatures(self, block: Signatures) -> None:
        rows: list[list[Cell]] = [
            [
                QuotedText(person.role),
                QuotedText(person.name),
                DateText(person.moment),
                QuotedText(person.word),
            ]
            for person in block.people
        ]
        columns = [Column(label) for label in self.words["signature_columns"].split("|")]
        tables.draw_table(self, Table(columns, rows))

    # --- lists ---

    def _list_paragraph(self, numbering: int) -> Paragraph:
        paragraph = self.paragraph("Report Bullet")
        properties = paragraph._p.get_or_add_pPr()
        node = OxmlElement("w:numPr")
        node.append(element("w:ilvl", val=0))
        node.append(element("w:numId", val=numbering))
        properties.append(node)
        return paragraph

    def _numbering(self, ordered: bool) -> int:
        """The id of a list: bullets share one, every ordered list counts anew."""
        if ordered:
            return new_list(self.document, ordered=True)
        if self._bullet_numbering is None:
            self._bullet_numbering = new_list(self.document, ordered=False)
        return self._bullet_numbering


def _compatibility(document: Document) -> int:
    """The Word version a document imitates; 12 where it says nothing."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            return int(setting.get(qn("w:val")) or 12)
    return 12


def _style_of(node) -> str | None:
    style = node.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return None if style is None else style.get(qn("w:val"))


def _page():
    from docx.enum.text import WD_BREAK

    return WD_BREAK.PAGE


def _measure(section, tag: str, name: str, default: int) -> int:
    node = section.find(qn(tag)) if section is not None else None
    value = node.get(qn(f"w:{name}")) if node is not None else None
    return int(float(value)) if value else default


def _is_sideways(section) -> bool:
    return _measure(section, "w:pgSz", "w", 11906) > _measure(section, "w:pgSz", "h", 16838)


def _text_width(section) -> float:
    width = _measure(section, "w:pgSz", "w", 11906)
    return (width - _margins(section)) / 20


def _sideways_width(section) -> float:
    return (_measure(section, "w:pgSz", "h", 16838) - _margins(section)) / 20


def _margins(section) -> int:
    left = _measure(section, "w:pgMar", "left", 1440)
    return left + _measure(section, "w:pgMar", "right", 1440)
