"""What a document can contain: one list of blocks that Word prints and the page shows.

Blocks are frozen values. Text goes through ``pieces_of``, so that a loose digit is refused the
moment a block is built, wherever it will be shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from reports.charts import ChartSpec
from reports.figures import CitedFigure, FigureBook
from reports.pieces import (
    EMPTY,
    DateText,
    Kept,
    Pieces,
    QuotedText,
    Text,
    TextLike,
    Texts,
    pieces_of,
)


class Tone(StrEnum):
    """Good, at risk, bad: always printed with a word, never as colour alone."""

    GOOD = "good"
    RISK = "risk"
    BAD = "bad"
    NEUTRAL = "neutral"


def _guard(block: object, *names: str) -> None:
    for name in names:
        object.__setattr__(block, name, pieces_of(getattr(block, name)))


@dataclass(frozen=True, slots=True)
class Status:
    """A cell or a mark that judges: a word and its tone (``達標``, good)."""

    word: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Heading:
    text: Text = EMPTY
    level: int = 1  # 1–3

    def __post_init__(self) -> None:
        _guard(self, "text")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``style``: "body", "lead" (the sentence that matters) or "note" (small, grey)."""

    text: Text = EMPTY
    style: str = "body"

    def __post_init__(self) -> None:
        _guard(self, "text")


@dataclass(frozen=True, slots=True)
class Bullets:
    items: Texts = EMPTY
    ordered: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", tuple(pieces_of(item) for item in self.items))


@dataclass(frozen=True, slots=True)
class Column:
    """``kind``: "text", "number" (right-aligned, never wrapped), "status" or "date".

    ``weight`` widens a text column against its neighbours.
    """

    label: str
    kind: str = "text"
    weight: float = 1.0


Cell = TextLike | Status
HeldCell = Pieces | Status
Rows = Kept[Sequence[Sequence[Cell]], tuple[tuple[HeldCell, ...], ...]]
Facts = Kept[Sequence[tuple[str, TextLike]], tuple[tuple[str, Pieces], ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """``None`` in a cell is an empty cell; an unknown number is a cited figure with ``—``.

    ``comments=False`` keeps the codes but not the comments, for tables dense with figures.
    ``total`` sets the last row apart. Ten columns and more turn the page on its side.
    """

    columns: Sequence[Column]
    rows: Rows = EMPTY
    caption: Text = EMPTY
    note: Text = EMPTY
    total: bool = False
    comments: bool = True

    def __post_init__(self) -> None:
        _guard(self, "caption", "note")
        rows = tuple(
            tuple(cell if isinstance(cell, Status) else pieces_of(cell) for cell in row)
            for row in self.rows
        )
        if any(len(row) != len(self.columns) for row in rows):
            raise ValueError("Every row of a table has one cell per column.")
        object.__setattr__(self, "rows", rows)


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart; ``show_table`` prints its figures under it."""

    spec: ChartSpec
    note: Text = EMPTY
    show_table: bool = False

    def __post_init__(self) -> None:
        _guard(self, "note")


@dataclass(frozen=True, slots=True)
class Callout:
    """A box that may not be overlooked: a warning, a caveat, a decision."""

    title: Text = EMPTY
    lines: Texts = EMPTY
    tone: Tone = Tone.NEUTRAL

    def __post_init__(self) -> None:
        _guard(self, "title")
        object.__setattr__(self, "lines", tuple(pieces_of(line) for line in self.lines))


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One large figure with its label, a line below (target, change) and a status."""

    label: str
    figure: CitedFigure
    note: Text = EMPTY
    status: Status | None = None

    def __post_init__(self) -> None:
        _guard(self, "note")


@dataclass(frozen=True, slots=True)
class Figures:
    cards: Sequence[FigureCard]


@dataclass(frozen=True, slots=True)
class Editable:
    """A part people write. ``text`` is theirs (blank lines part paragraphs, ``- `` a bullet).

    ``suggestion`` is what the data propose: the page offers it, paper never prints it.
    """

    anchor: str
    label: str
    text: str = ""
    placeholder: str = ""
    suggestion: Texts = EMPTY

    def __post_init__(self) -> None:
        object.__setattr__(self, "suggestion", tuple(pieces_of(s) for s in self.suggestion))


@dataclass(frozen=True, slots=True)
class Signature:
    role: str
    name: str = ""
    moment: str = ""  # already formatted
    word: str = ""  # what the person did: 編製, 已簽核, 待簽核


@dataclass(frozen=True, slots=True)
class Signatures:
    people: Sequence[Signature]


@dataclass(frozen=True, slots=True)
class Cover:
    """The top of page one: what this is, and the decision asked of the reader."""

    title: Text = EMPTY
    subtitle: Text = EMPTY
    facts: Facts = EMPTY  # period, zone, author, status …
    decision_title: Text = EMPTY
    decision: Texts = EMPTY
    tone: Tone = Tone.NEUTRAL

    def __post_init__(self) -> None:
        _guard(self, "title", "subtitle", "decision_title")
        object.__setattr__(self, "decision", tuple(pieces_of(line) for line in self.decision))
        facts = tuple((label, pieces_of(text)) for label, text in self.facts)
        object.__setattr__(self, "facts", facts)


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = (
    Heading
    | Paragraph
    | Bullets
    | Table
    | Chart
    | Callout
    | Figures
    | Editable
    | Signatures
    | Cover
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that belong together; ``anchor`` is their place in a brand template.

    A template paragraph ``[[SUMMARY]]`` takes the section whose anchor is ``SUMMARY``.
    """

    anchor: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What header, footer and file properties say. Texts are already formatted."""

    workspace: str
    title: str
    period: str
    status: str
    version: str
    zone: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class ReportDocument:
    head: DocumentHead
    sections: Sequence[Section]
    book: FigureBook
    language: str = "zh-hant"
    warnings: Sequence[str] = field(default_factory=tuple)

    def blocks(self) -> list[Block]:
        return [block for section in self.sections for block in section.blocks]


__all__ = [
    "Block",
    "Bullets",
    "Callout",
    "Cell",
    "Chart",
    "Column",
    "Cover",
    "DateText",
    "DocumentHead",
    "Editable",
    "FigureCard",
    "Figures",
    "Heading",
    "PageBreak",
    "Paragraph",
    "QuotedText",
    "ReportDocument",
    "Section",
    "Signature",
    "Signatures",
    "Status",
    "Table",
    "Tone",
]
