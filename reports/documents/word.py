"""A report as a Word document: blocks in, bytes out, in the brand's template or the default."""

import io
import re
from datetime import datetime
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from reports.blocks import Heading, ReportDocument, Section
from reports.documents.brand import EAST_ASIAN_FONT, GREY, RULE, Brand, theme_accents
from reports.documents.canvas import Canvas
from reports.documents.chart_xml import ChartLook
from reports.documents.default_template import build_default_template
from reports.documents.packages import stilled
from reports.documents.template import open_template
from reports.documents.word_sources import draw_sources
from reports.documents.word_styles import ensure_styles
from reports.documents.word_text import TextWriter, element, printable
from workspaces.punctuation import spaced

ANCHOR = re.compile(r"^\s*\[\[\s*([A-Za-z][\w.\-]*)\s*\]\]\s*$")
TOKEN = re.compile(r"\[\[\s*(TITLE|WORKSPACE|PERIOD|STATUS|VERSION|ZONE|AUTHOR)\s*\]\]")
BODY, COVER, SOURCES = "BODY", "COVER", "SOURCES"


class WordDocument:
    """Renders one ``ReportDocument``.

    ``template`` is a brand's .docx (path or bytes) or ``None`` for the default look.
    ``appendix``: a workbook beside it lists the sources figure by figure, so they are short here.
    ``made_at`` is the only clock: the same report, template and moment give the same bytes.
    After ``render``: ``missing_anchors`` lists the sections the template has no place for
    (they stand at the end), ``unknown_anchors`` the template's anchors nobody fills (removed).
    Raises ``TemplateError`` with a sentence for a template that cannot be used.
    """

    def __init__(
        self,
        template: Path | bytes | None = None,
        *,
        language: str = "zh-hant",
        brand: Brand | None = None,
        made_at: datetime,
        template_name: str = "",
        appendix: bool = False,
    ) -> None:
        self.language = language
        self.brand = brand or Brand()
        self.made_at = made_at
        self.template = template
        self.template_name = template_name
        self.appendix = appendix
        self.missing_anchors: list[str] = []
        self.unknown_anchors: list[str] = []

    def render(self, report: ReportDocument) -> bytes:
        with translation.override(self.language):
            return self._render(report)

    def _render(self, report: ReportDocument) -> bytes:
        own = self.template is None
        document = (
            build_default_template(self.brand)
            if self.template is None
            else open_template(self.template, name=self.template_name)
        )
        accents = theme_accents(_theme_of(document))
        style_ids = ensure_styles(document, accents)
        latin, east_asian = self._fonts(document, own=own)
        writer = TextWriter(
            document,
            report.book,
            self.language,
            style_ids,
            self.made_at,
            author=self.brand.name,
            latin_font=self.brand.latin_font if own else "",
            east_asian_font=east_asian if own or not _names_east_asian(document) else "",
        )
        canvas = Canvas(
            document,
            writer,
            accents=accents,
            style_ids=style_ids,
            look=ChartLook(latin_font=latin, east_asian_font=east_asian, language=self.language),
            made_at=self.made_at,
            words={
                "no_values": _("No figures in this period, so there is nothing to draw."),
                "not_written": _("Not written yet."),
                "signature_columns": "|".join(
                    (_("Role"), pgettext("person", "Name"), _("When"), _("State"))
                ),
            },
        )
        sources = Section(SOURCES, [Heading(_("Sources"))]) if len(report.book) else None
        self._place(document, canvas, report, sources)
        self._head_and_foot(document, canvas, report, own=own)
        self._fill_tokens(document, report)
        self._properties(document, report)
        target = io.BytesIO()
        document.save(target)
        return stilled(target.getvalue())

    # --- anchors ---

    def _place(self, document: Document, canvas: Canvas, report, sources) -> None:
        body = document.element.body
        anchors: dict[str, object] = {}
        doubled = []
        for p in list(body.iter(qn("w:p"))):
            if match := ANCHOR.match(Paragraph(p, document._body).text):
                name = match[1].upper()
                if TOKEN.match(f"[[{name}]]"):
                    continue
                if name in anchors:
                    doubled.append(p)
                anchors.setdefault(name, p)
        sections = [*report.sections, *([sources] if sources else [])]
        known = {section.anchor.upper() for section in sections}
        self.unknown_anchors = [n for n in anchors if n not in known and n != BODY]
        homeless = [s for s in sections if s.anchor.upper() not in anchors]
        if BODY not in anchors and self.template is not None:
            self.missing_anchors = [s.anchor for s in homeless if s is not sources]

        end = OxmlElement("w:p")
        last = body.find(qn("w:sectPr"))
        (last.addprevious(end) if last is not None else body.append(end))
        rest = anchors.get(BODY, end)
        first = next((p for name, p in anchors.items() if name in known), None)
        for section in sections:
            spot = anchors.get(section.anchor.upper())
            if spot is None:
                # The decision belongs on page one even where the template forgot it.
                early = section.anchor.upper() == COVER and BODY not in anchors
                spot = first if early and first is not None else rest
            if section is sources:
                spot = anchors.get(SOURCES, end)
            canvas.move_to(spot)
            for block in section.blocks:
                canvas.draw(block)
            if section is sources:
                draw_sources(canvas, report.book, brief=self.appendix)
        for p in [*anchors.values(), *doubled, end]:
            _remove_paragraph(p)
        canvas.finish()

    # --- header, footer, properties ---

    def _head_and_foot(self, document, canvas, report, *, own: bool) -> None:
        """Ours where the template has none: workspace, title, period; status, version, page."""
        head = report.head
        section = document.sections[0]
        if own or not _has_content(section.header):
            left, right = _line(section.header, edge="bottom")
            text = spaced((head.workspace, head.title))
            canvas.writer.run(left, text, size=8, colour=GREY)
            canvas.writer.run(right, head.period, size=8, colour=GREY)
        if own or not _has_content(section.footer):
            left, right = _line(section.footer, edge="top")
            text = spaced((head.status, head.version))
            canvas.writer.run(left, text, size=8, colour=GREY)
            sentence = _("Page {page} of {pages}")
            for part in re.split(r"(\{\w+\})", sentence):
                field = {"{page}": "PAGE", "{pages}": "NUMPAGES"}.get(part)
                if field:
                    canvas.writer.field(right, field, size=8, colour=GREY)
                elif part:
                    canvas.writer.run(right, part, size=8, colour=GREY)

    def _fill_tokens(self, document: Document, report: ReportDocument) -> None:
        head = report.head
        values = {
            "TITLE": head.title,
            "WORKSPACE": head.workspace,
            "PERIOD": head.period,
            "STATUS": head.status,
            "VERSION": head.version,
            "ZONE": head.zone,
            "AUTHOR": head.author,
        }
        roots = [document.element.body]
        for part in document.part.package.iter_parts():
            if str(part.partname).startswith(("/word/header", "/word/footer")):
                roots.append(part.element)
        for root in roots:
            for p in root.iter(qn("w:p")):
                texts = list(p.iter(qn("w:t")))
                joined = "".join(node.text or "" for node in texts)
                if "[[" not in joined or not TOKEN.search(joined):
                    continue
                # A token may be split over runs; the first run takes the whole line.
                filled = TOKEN.sub(lambda m: printable(values[m[1]]), joined)
                for node in texts:
                    node.text = ""
                texts[0].text = filled
                texts[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _properties(self, document: Document, report: ReportDocument) -> None:
        properties = document.core_properties
        properties.title = printable(report.head.title)[:255]
        properties.subject = printable(report.head.period)[:255]
        properties.author = printable(report.head.workspace)[:255]
        properties.last_modified_by = printable(report.head.workspace)[:255]
        properties.comments = ""
        properties.keywords = printable(report.head.status)[:255]
        properties.version = printable(report.head.version)[:255]
        properties.language = "zh-TW" if self.language.startswith("zh") else "en"
        properties.revision = 1
        stamp = self.made_at.replace(microsecond=0, tzinfo=None)
        properties.created = properties.modified = stamp

    # --- fonts ---

    def _fonts(self, document: Document, *, own: bool) -> tuple[str, str]:
        """Fonts for charts: the brand's in our template, the theme's placeholders in theirs."""
        if own:
            return self.brand.latin_font, self.brand.east_asian_font
        return "+mn-lt", EAST_ASIAN_FONT


def _theme_of(document: Document) -> bytes | None:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/theme") and not relation.is_external:
            return relation.target_part.blob
    return None


def _names_east_asian(document: Document) -> bool:
    """Whether the template's defaults already name an East Asian font that exists."""
    fonts = document.styles.element.xpath(
        "./w:docDefaults/w:rPrDefault/w:rPr/w:rFonts"
        " | ./w:style[@w:default='1' and @w:type='paragraph']/w:rPr/w:rFonts"
    )
    return any(font.get(qn("w:eastAsia")) for font in fonts)


def _remove_paragraph(p) -> None:
    parent = p.getparent()
    section = p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    if section is not None:  # the anchor also ended a section: keep the end, drop the text
        for child in list(p):
            if child.tag != qn("w:pPr"):
                p.remove(child)
        return
    before = p.getprevious()
    after_table = before is not None and before.tag == qn("w:tbl")
    if (
        parent.tag == qn("w:tc")
        and parent[-1] is p
        and (after_table or len(parent.findall(qn("w:p"))) == 1)
    ):
        for child in list(p):  # a cell must end with a paragraph
            if child.tag != qn("w:pPr"):
                p.remove(child)
        return
    parent.remove(p)


def _has_content(part) -> bool:
    if part.is_linked_to_previous:
        return False
    return bool(
        any(p.text.strip() for p in part.paragraphs)
        or part.tables
        or part._element.xpath(".//w:drawing | .//w:pict | .//w:fldSimple | .//w:instrText")
    )


def _line(part, *, edge: str) -> tuple[Paragraph, Paragraph]:
    """Left and right end of one line: a table, as wide as any page, upright or on its side."""
    part.is_linked_to_previous = False
    border = f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
    cell = (
        '<w:tc><w:tcPr><w:tcW w:w="2500" w:type="pct"/></w:tcPr><w:p><w:pPr>{}</w:pPr></w:p></w:tc>'
    )
    style = '<w:pStyle w:val="{}"/>'.format("Header" if edge == "bottom" else "Footer")
    right = f'{style}<w:jc w:val="right"/>'
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="5000" w:type="pct"/>'
        f"<w:tblBorders>{border}</w:tblBorders>"
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>"
        '<w:tblGrid><w:gridCol w:w="4700"/><w:gridCol w:w="4700"/></w:tblGrid>'
        f"<w:tr>{cell.format(style)}{cell.format(right)}</w:tr></w:tbl>"
    )
    for paragraph in part.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    last = part.paragraphs[0] if part.paragraphs else part.add_paragraph()
    last._p.addprevious(table)  # a header must end with a paragraph: make it next to nothing
    properties = last._p.get_or_add_pPr()
    properties.append(element("w:spacing", before=0, after=0, line=20, lineRule="exact"))
    first, second = table.iter(qn("w:p"))
    return Paragraph(first, part), Paragraph(second, part)
