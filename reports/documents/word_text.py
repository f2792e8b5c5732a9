"""Runs of text in Word: language and fonts on every run, figures with code, comment and link."""

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import SubElement

from reports.blocks import Status
from reports.documents.brand import TONES
from reports.figures import CitedFigure, FigureBook
from reports.pieces import Piece

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_TEXT, _ANCHOR = qn("w:t"), qn("w:anchor")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def printable(text: str) -> str:
    """Text without the control characters that no XML may hold."""
    return _UNPRINTABLE.sub("", text)


def element(tag: str, **attributes: str | int):
    """``element("w:shd", val="clear")``: one OOXML element with ``w:`` attributes."""
    node = OxmlElement(tag)
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), str(value))
    return node


@dataclass
class TextWriter:
    """Writes pieces into paragraphs of one document.

    ``east_asian_font`` is set on runs only where the template names none of its own.
    """

    document: Document
    book: FigureBook
    language: str
    style_ids: dict[str, str]
    made_at: datetime
    author: str
    latin_font: str = ""
    east_asian_font: str = ""
    _commented: set[str] = field(default_factory=set)
    _made: dict[Any, Any] = field(default_factory=dict)  # what is copied instead of made anew

    def write(
        self,
        paragraph: Paragraph,
        pieces: Iterable[Piece],
        *,
        bold: bool | None = None,
        colour: str = "",
        size: float | None = None,
        comments: bool = True,
    ) -> None:
        for piece in pieces:
            text = piece if isinstance(piece, str) else piece.text
            run = self.run(paragraph, text, bold=bold, colour=colour, size=size)
            if isinstance(piece, CitedFigure):
                if comments and piece.code not in self._commented:
                    self._comment(run, piece)
                self._code(paragraph, piece, size=size)

    def run(
        self,
        paragraph: Paragraph,
        text: str,
        *,
        bold: bool | None = None,
        colour: str = "",
        size: float | None = None,
        italic: bool | None = None,
    ) -> Run:
        r = self._plain_run(bold, italic, colour, size)
        for place, line in enumerate(printable(text).split("\n")):
            if place:
                r.append(OxmlElement("w:br"))
            for stop, part in enumerate(line.split("\t")):
                if stop:
                    r.append(OxmlElement("w:tab"))
                if part:
                    _add_text(r, part)
        paragraph._p.append(r)
        return Run(r, paragraph)

    def _plain_run(
        self, bold: bool | None, italic: bool | None, colour: str, size: float | None
    ) -> Any:
        """A run without text: made once per look, then copied, for a report has thousands."""
        look = ("run", bold, italic, colour, size)
        if look not in self._made:
            run = Run(OxmlElement("w:r"), self.document._body)
            if bold is not None:
                run.bold = bold
            if italic is not None:
                run.italic = italic
            self.dress(run._r.get_or_add_rPr(), colour=colour, size=size)
            self._made[look] = run._r
        return copy(self._made[look])

    def dress(self, properties, *, colour: str = "", size: float | None = None) -> None:
        """Fonts, colour, size and language, in the order the schema wants."""
        if self.east_asian_font:
            fonts = element("w:rFonts")
            if self.latin_font:
                fonts.set(qn("w:ascii"), self.latin_font)
                fonts.set(qn("w:hAnsi"), self.latin_font)
            fonts.set(qn("w:eastAsia"), self.east_asian_font)
            style = properties.find(qn("w:rStyle"))
            properties.insert(0 if style is None else 1, fonts)
        if colour:
            properties.append(element("w:color", val=colour))
        if size:
            half = round(size * 2)
            properties.append(element("w:sz", val=half))
            properties.append(element("w:szCs", val=half))
        properties.append(element("w:lang", val="en-US", eastAsia="zh-TW"))

    def status(self, paragraph: Paragraph, status: Status, *, size: float | None = None) -> None:
        """Sign, word and colour together: it reads without any one of them."""
        tone = TONES[status.tone]
        self.run(paragraph, f"{tone.mark} ", colour=tone.ink, size=size)
        self.run(paragraph, status.word, bold=True, colour=tone.ink, size=size)

    def field(
        self,
        paragraph: Paragraph,
        instruction: str,
        shown: str = "1",
        *,
        colour: str = "",
        size: float | None = None,
    ) -> None:
        """A field Word computes: PAGE, NUMPAGES."""
        for kind in ("begin", None, "separate", "text", "end"):
            run = self.run(paragraph, "", colour=colour, size=size)
            if kind is None:
                node = OxmlElement("w:instrText")
                node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                node.text = f" {instruction} "
            elif kind == "text":
                node = _text_node(shown)
            else:
                node = element("w:fldChar", fldCharType=kind)
            run._r.append(node)

    def bookmark(self, paragraph: Paragraph, name: str, number: int) -> None:
        paragraph._p.append(element("w:bookmarkStart", id=number, name=name))
        paragraph._p.append(element("w:bookmarkEnd", id=number))

    def _code(
        self, paragraph: Paragraph, figure: CitedFigure, *, size: float | None = None
    ) -> None:
        """The figure's code in superscript, linked to its row under Sources.

        Beside a large figure it is lifted by hand: a scaled superscript would shout.
        """
        look = ("code", size)
        if look not in self._made:
            self._made[look] = self._plain_code(size)
        link = copy(self._made[look])
        link.set(_ANCHOR, bookmark_of(figure.code))
        link[0][-1].text = figure.code
        paragraph._p.append(link)

    def _plain_code(self, size: float | None) -> Any:
        link = element("w:hyperlink", anchor="", history="1")
        raised, lift = "", '<w:vertAlign w:val="superscript"/>'
        if size and size > 14:
            raised = f'<w:position w:val="{round(size * 0.9)}"/><w:sz w:val="14"/>'
            raised += '<w:szCs w:val="14"/>'
            lift = '<w:vertAlign w:val="baseline"/>'
        elif size:
            raised = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
        node = parse_xml(
            f"<w:r {nsdecls('w')}><w:rPr>"
            f'<w:rStyle w:val="{self.style_ids["Figure Code"]}"/>'
            f'<w:b w:val="0"/><w:bCs w:val="0"/><w:noProof/>{raised}{lift}'
            '<w:lang w:val="en-US" w:eastAsia="zh-TW"/></w:rPr>'
            "<w:t/></w:r>"
        )
        link.append(node)
        return link

    def _comment(self, run: Run, figure: CitedFigure) -> None:
        """A native comment on the number: label, formula, inputs, files. Once per document."""
        self._commented.add(figure.code)
        with translation.override(self.language):
            author, initials = self.author or _("Social Workbench"), figure.code
        comment = self._empty_comment()
        comment.set(qn("w:author"), author)
        comment.set(qn("w:initials"), initials)
        comment.date = self.made_at
        run.mark_comment_range(run, comment.id)
        paragraphs = comment.p_lst
        for place, line in enumerate(self.book.explain(figure)):
            if place:
                paragraphs.append(copy(self._made["comment line"]))
                comment.append(paragraphs[-1])
            paragraph = Paragraph(paragraphs[place], self.document._body)
            self.run(paragraph, line, bold=True if place == 0 else None)

    def _empty_comment(self) -> Any:
        """A comment under the next number; the library looks through all of them for it."""
        comments = self.document.part._comments_part.element
        if "comment" not in self._made:
            comment = comments.add_comment()
            style = comment.p_lst[0].pPr.find(qn("w:pStyle"))
            style.set(qn("w:val"), self.style_ids["annotation text"])
            line = OxmlElement("w:p")
            line.append(copy(comment.p_lst[0].pPr))
            self._made |= {"comment": copy(comment), "comment line": line}
            return comment
        comment = copy(self._made["comment"])
        comment.id = self._made["comment"].id = comment.id + 1
        comments.append(comment)
        return comment


def _add_text(run: Any, text: str) -> None:
    node = SubElement(run, _TEXT)
    node.text = text
    if text != text.strip():
        node.set(_SPACE, "preserve")


def _text_node(text: str):
    run = OxmlElement("w:r")
    _add_text(run, text)
    return run[0]


def bookmark_of(code: str) -> str:
    return f"figure_{code}"
