"""Words people typed, as blocks: paragraphs and bullets, each quoted as it was written."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from planning.contents import words_for
from planning.rows import KINDS
from reports.blocks import Block, Bullets, Heading, Paragraph
from reports.pieces import QuotedText

BULLETS = ("- ", "・", "• ", "* ")


def written(text: str) -> list[Block]:
    """Blank lines and line ends part paragraphs; lines that begin with ``- `` become bullets."""
    blocks: list[Block] = []
    items: list[QuotedText] = []
    for line in [*text.splitlines(), ""]:
        line = line.strip()
        mark = next((mark for mark in BULLETS if line.startswith(mark)), None)
        if mark:
            items.append(QuotedText(line.removeprefix(mark).strip()))
            continue
        if items:
            blocks.append(Bullets(items))
            items = []
        if line:
            blocks.append(Paragraph(QuotedText(line)))
    return blocks


def part(label: str, text: str, *, level: int = 2) -> list[Block]:
    """A heading with its words; says so when nobody has written them."""
    body = written(text) or [Paragraph(_("Not written yet."), style="note")]
    return [Heading(QuotedText(label), level), *body]


def chosen(kind: str, field: str, value: Any) -> str:
    """A stored choice as its label; "—" when nothing was chosen."""
    return words_for(KINDS[kind], field, value) or "—"


def cell(text: Any) -> QuotedText:
    return QuotedText(str(text).strip() if text not in (None, "") else "—")


def none_yet(rows: Sequence[Any]) -> list[Block]:
    return [] if rows else [Paragraph(_("Not written yet."), style="note")]
