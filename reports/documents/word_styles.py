"""The styles a report is set in: all of them in the default template, the missing in a brand's.

A style is looked up by its English name, which Word keeps in every language version of itself.
"""

from dataclasses import dataclass

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from reports.documents.brand import (
    EAST_ASIAN_FALLBACK,
    GREY,
    INK,
    RULE,
    Brand,
    shade,
)

BODY_SIZE = 21  # half points


@dataclass(frozen=True, slots=True)
class Style:
    """One style: ``ppr`` and ``rpr`` are the inner XML of its paragraph and run properties."""

    id: str
    name: str
    ppr: str = ""
    rpr: str = ""
    kind: str = "paragraph"
    following: str = "Normal"
    quick: bool = True
    outline: int | None = None


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _space(before: float, after: float, line: int | None = None) -> str:
    rule = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{int(before * 20)}" w:after="{int(after * 20)}"{rule}/>'


def _colour(value: str) -> str:
    return f'<w:color w:val="{value}"/>'


def _accent(accents: tuple[str, ...], shading: str = "BF") -> str:
    dark = shade(accents[0], 0.25)
    return f'<w:color w:val="{dark}" w:themeColor="accent1" w:themeShade="{shading}"/>'


def report_styles(accents: tuple[str, ...]) -> list[Style]:
    """Every style the renderer asks for. ``accents`` are the theme's, as hex."""
    bold = "<w:b/><w:bCs/>"
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="3" w:color="{RULE}"/></w:pBdr>'
    keep = "<w:keepNext/><w:keepLines/>"
    return [
        Style("Title", "Title", keep + _space(0, 2, 252), bold + _accent(accents) + _size(44)),
        Style("Subtitle", "Subtitle", keep + _space(0, 6), _colour(GREY) + _size(24)),
        Style(
            "Heading1",
            "heading 1",
            keep + rule + _space(18, 6) + '<w:outlineLvl w:val="0"/>',
            bold + _accent(accents) + _size(30),
        ),
        Style(
            "Heading2",
            "heading 2",
            keep + _space(12, 4) + '<w:outlineLvl w:val="1"/>',
            bold + _size(24),
        ),
        Style(
            "Heading3",
            "heading 3",
            keep + _space(9, 3) + '<w:outlineLvl w:val="2"/>',
            bold + _colour(GREY) + _size(21),
        ),
        Style("ReportLead", "Report Lead", _space(0, 8, 288), _size(24)),
        Style("ReportNote", "Report Note", _space(2, 6, 240), _colour(GREY) + _size(17)),
        Style("ReportLabel", "Report Label", _space(0, 0, 240), _colour(GREY) + _size(17)),
        Style(
            "ReportCaption", "Report Caption", keep + _space(10, 3, 240), bold + _size(BODY_SIZE)
        ),
        Style(
            "ReportValue",
            "Report Value",
            "<w:keepNext/>" + _space(0, 0, 240),
            bold + _accent(accents) + _size(40),
        ),
        Style("ReportTable", "Report Table", _space(0, 0, 240), _size(18)),
        Style("ReportBullet", "Report Bullet", _space(0, 3)),
        Style("ReportChart", "Report Chart", _space(0, 4, 240)),
        Style("CommentText", "annotation text", _space(0, 2, 240), _size(18), quick=False),
        Style("CommentReference", "annotation reference", rpr=_size(16), kind="character"),
        Style(
            "FigureCode",
            "Figure Code",
            rpr=f'{_colour(GREY)}<w:u w:val="none"/><w:vertAlign w:val="superscript"/>',
            kind="character",
        ),
    ]


def _style_xml(style: Style, base: str | None) -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base and style.kind == "paragraph" else ""
    following = ""
    if style.kind == "paragraph" and style.id.startswith(("Heading", "Title", "Subtitle")):
        following = f'<w:next w:val="{base}"/>' if base else ""
    ppr = f"<w:pPr>{style.ppr}</w:pPr>" if style.ppr and style.kind == "paragraph" else ""
    rpr = f"<w:rPr>{style.rpr}</w:rPr>" if style.rpr else ""
    quick = "<w:qFormat/>" if style.quick else ""
    return (
        f'<w:style {nsdecls("w")} w:type="{style.kind}" w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/>{based}{following}{quick}{ppr}{rpr}</w:style>'
    )


def ensure_styles(document: Document, accents: tuple[str, ...]) -> dict[str, str]:
    """Add the styles the document lacks; returns style name → id for all of them."""
    sheet = document.styles.element
    present = {
        style.find(qn("w:name")).get(qn("w:val")).lower(): style.get(qn("w:styleId"))
        for style in sheet.findall(qn("w:style"))
        if style.find(qn("w:name")) is not None
    }
    taken = {style.get(qn("w:styleId")) for style in sheet.findall(qn("w:style"))}
    base = next(
        (
            style.get(qn("w:styleId"))
            for style in sheet.findall(qn("w:style"))
            if style.get(qn("w:default")) in ("1", "true")
            and style.get(qn("w:type")) == "paragraph"
        ),
        None,
    )
    ids = {}
    for style in report_styles(accents):
        known = present.get(style.name.lower())
        if known is None:
            known = style.id if style.id not in taken else f"Workbench{style.id}"
            xml = _style_xml(style, base).replace(
                f'w:styleId="{style.id}"', f'w:styleId="{known}"', 1
            )
            sheet.append(parse_xml(xml))
        ids[style.name] = known
    return ids


def default_style_sheet(brand: Brand) -> list[str]:
    """The default template's style sheet as XML elements: defaults first, then every style."""
    fonts = (
        f'<w:rFonts w:ascii="{brand.latin_font}" w:hAnsi="{brand.latin_font}" '
        f'w:eastAsia="{brand.east_asian_font}" w:cs="{brand.latin_font}"/>'
    )
    space = nsdecls("w")
    elements = [
        f"<w:docDefaults {space}><w:rPrDefault><w:rPr>{fonts}"
        f'<w:color w:val="{INK}"/>{_size(BODY_SIZE)}'
        '<w:lang w:val="en-US" w:eastAsia="zh-TW" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_space(0, 6, 264)}</w:pPr></w:pPrDefault></w:docDefaults>",
        f'<w:style {space} w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/>'
        '<w:kinsoku/><w:overflowPunct/><w:autoSpaceDE/><w:autoSpaceDN/><w:snapToGrid w:val="0"/>'
        "</w:pPr></w:style>",
        f'<w:style {space} w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        "</w:style>",
        f'<w:style {space} w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="80" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        f'<w:style {space} w:type="numbering" w:default="1" w:styleId="NoList">'
        '<w:name w:val="No List"/><w:semiHidden/></w:style>',
    ]
    for name, label in (("Header", "header"), ("Footer", "footer")):
        elements.append(
            f'<w:style {space} w:type="paragraph" w:styleId="{name}"><w:name w:val="{label}"/>'
            f'<w:basedOn w:val="Normal"/><w:pPr>{_space(0, 0, 240)}</w:pPr>'
            f"<w:rPr>{_colour(GREY)}{_size(16)}</w:rPr></w:style>"
        )
    elements.extend(_style_xml(style, "Normal") for style in report_styles(brand.accents))
    return elements


def font_table(brand: Brand) -> bytes:
    """Fonts with what may stand in for them: no Noto on a Windows desk, so name its own."""
    fonts = dict.fromkeys((brand.east_asian_font, brand.latin_font, EAST_ASIAN_FALLBACK))
    entries = "".join(
        f'<w:font w:name="{font}">'
        + (f'<w:altName w:val="{EAST_ASIAN_FALLBACK}"/>' if font != EAST_ASIAN_FALLBACK else "")
        + '<w:charset w:val="88"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
        for font in fonts
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f"<w:fonts {nsdecls('w')}>{entries}</w:fonts>"
    ).encode()
