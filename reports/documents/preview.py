"""The same blocks for reading on the page: plain values a template writes out.

``preview(document)`` gives what ``templates/reports/_document.html`` needs. It decides nothing
about the content; Word, Excel and the page are made from one list of blocks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils import translation

from reports.blocks import (
    Block,
    Bullets,
    Callout,
    Chart,
    Cover,
    Editable,
    Figures,
    Heading,
    PageBreak,
    Paragraph,
    ReportDocument,
    Signatures,
    Status,
    Table,
    Tone,
)
from reports.charts import ChartSpec, chart_rows, plotly_figure
from reports.figures import CitedFigure, FigureBook
from reports.pieces import Pieces, text_of
from reports.typed_text import lines_of
from workspaces.punctuation import dotted

TONE_NAMES = {Tone.GOOD: "good", Tone.RISK: "warn", Tone.BAD: "bad", Tone.NEUTRAL: "idle"}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text; with ``code`` it is a cited figure, ``how`` its birth certificate."""

    text: str
    code: str = ""
    how: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class CellView:
    kind: str  # "text", "number", "date" or "status"
    parts: tuple[Part, ...] = ()
    word: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class TypedGroup:
    """Consecutive lines of one kind in what people typed."""

    kind: str
    lines: list[str]


@dataclass(slots=True)
class BlockView:
    """One block: ``kind`` chooses the template's branch, the rest is what it writes."""

    kind: str
    parts: tuple[Part, ...] = ()
    level: int = 0
    style: str = ""
    tone: str = ""
    items: list = field(default_factory=list)
    columns: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    note: tuple[Part, ...] = ()
    number: int = 0  # charts are counted through the document, for their address
    url: str = ""
    block: Block | None = None
    own: object = None  # what the editing page knows of a part people write
    facts: list = field(default_factory=list)
    title: str = ""
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class SectionView:
    anchor: str
    blocks: list[BlockView]


@dataclass(frozen=True, slots=True)
class SourceView:
    figure: CitedFigure
    inputs: str
    scope: str
    origins: list[str]
    url: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    document: ReportDocument
    sections: list[SectionView]
    sources: list[SourceView]


Address = Callable[[str], str]


def preview(
    document: ReportDocument,
    *,
    chart_url: Callable[[int], str] | None = None,
    figure_url: Address | None = None,
) -> DocumentView:
    """``chart_url(number)`` is where chart ``number`` (from 1) serves ``chart_json``;

    ``figure_url(code)`` where a figure's rows open. Without it a figure leads to Sources.
    """
    reader = _Reader(document.book, document.language, chart_url, figure_url)
    with translation.override(document.language):
        sections = [
            SectionView(section.anchor, [reader.view(block) for block in section.blocks])
            for section in document.sections
        ]
        sources = [reader.source(figure) for figure in document.book]
    return DocumentView(document, sections, sources)


def charts_of(document: ReportDocument) -> list[ChartSpec]:
    """All charts in the order ``preview`` numbers them."""
    return [block.spec for block in document.blocks() if isinstance(block, Chart)]


def chart_json(spec: ChartSpec, language: str) -> dict:
    """What the page's chart script asks for: figure and table of the same figures."""
    figure = plotly_figure(spec, language, palette=[f"var(--chart-{n})" for n in range(1, 7)])
    columns = [spec.axis_label, *(one.name for one in spec.series)]
    return figure | {"table": {"columns": columns, "rows": chart_rows(spec, language)}}


class _Reader:
    def __init__(
        self,
        book: FigureBook,
        language: str,
        chart_url: Callable[[int], str] | None,
        figure_url: Address | None,
    ) -> None:
        self.book = book
        self.language = language
        self.chart_url = chart_url
        self.figure_url = figure_url
        self.charts = 0

    def parts(self, pieces: Pieces) -> tuple[Part, ...]:
        return tuple(
            Part(
                piece.text,
                piece.code,
                "\n".join(self.book.explain(piece)),
                self.figure_url(piece.code) if self.figure_url else "",
            )
            if isinstance(piece, CitedFigure)
            else Part(piece if isinstance(piece, str) else piece.text)
            for piece in pieces
        )

    def view(self, block: Block) -> BlockView:
        match block:
            case Heading():
                return BlockView("heading", self.parts(block.text), level=block.level + 1)
            case Paragraph():
                return BlockView("paragraph", self.parts(block.text), style=block.style)
            case Bullets():
                style = "ordered" if block.ordered else "bullets"
                items = [self.parts(item) for item in block.items]
                return BlockView("bullets", style=style, items=items)
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)
            case Callout():
                tone = "info" if block.tone is Tone.NEUTRAL else TONE_NAMES[block.tone]
                items = [self.parts(line) for line in block.lines]
                return BlockView(
                    "callout",
                    self.parts(block.title),
                    tone=tone,
                    items=items,
                    block=block,
                    title=text_of(block.title),
                )
            case Figures():
                return BlockView("figures", items=[self._card(card) for card in block.cards])
            case Editable():
                return BlockView(
                    "editable",
                    title=block.label,
                    block=block,
                    rows=typed_groups(block.text),
                    items=[self.parts(one) for one in block.suggestion],
                )
            case Signatures():
                return BlockView("signatures", items=list(block.people))
            case Cover():
                return BlockView(
                    "cover",
                    self.parts(block.title),
                    title=text_of(block.title),
                    subtitle=text_of(block.subtitle),
                    facts=[(label, self.parts(text)) for label, text in block.facts],
                    tone="info" if block.tone is Tone.NEUTRAL else TONE_NAMES[block.tone],
                    note=self.parts(block.decision_title),
                    items=[self.parts(line) for line in block.decision],
                )
            case PageBreak():
                return BlockView("page-break")
        raise TypeError(f"{type(block).__name__} is no block a page can show.")

    def _table(self, table: Table) -> BlockView:
        rows = [
            [self._cell(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)]
            for row in table.rows
        ]
        return BlockView(
            "table",
            self.parts(table.caption),
            title=text_of(table.caption),
            columns=list(table.columns),
            rows=rows,
            note=self.parts(table.note),
            style="total" if table.total else "",
        )

    def _cell(self, cell: Status | Pieces, kind: str) -> CellView:
        if isinstance(cell, Status):
            return CellView("status", word=cell.word, tone=TONE_NAMES[cell.tone])
        return CellView(kind, self.parts(cell or ()))

    def _chart(self, chart: Chart) -> BlockView:
        self.charts += 1
        spec = chart.spec
        return BlockView(
            "chart",
            self.parts(spec.title_pieces),
            title=spec.title_text,
            subtitle=spec.subtitle_text,
            number=self.charts,
            url=self.chart_url(self.charts) if self.chart_url else "",
            block=chart,
            columns=[spec.axis_label, *(one.name for one in spec.series)],
            rows=chart_rows(spec, self.language),
            note=self.parts(chart.note),
        )

    def _card(self, card) -> dict:
        return {
            "label": card.label,
            "parts": self.parts((card.figure,)),
            "note": self.parts(card.note),
            "status": card.status,
            "tone": TONE_NAMES[card.status.tone] if card.status else "",
        }

    def source(self, figure: CitedFigure) -> SourceView:
        return SourceView(
            figure,
            self.book.inputs_text(figure),
            dotted(text for _key, text in figure.scope),
            self.book.source_lines(figure),
            self.figure_url(figure.code) if self.figure_url else "",
        )


def typed_groups(text: str) -> list[TypedGroup]:
    """What people typed, list items of one kind together."""
    groups: list[TypedGroup] = []
    for line in lines_of(text):
        if groups and groups[-1].kind == line.kind and line.kind != "paragraph":
            groups[-1].lines.append(line.text)
        else:
            groups.append(TypedGroup(line.kind, [line.text]))
    return groups


__all__: Sequence[str] = ["DocumentView", "chart_json", "charts_of", "preview", "typed_groups"]
