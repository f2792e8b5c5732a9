"""The template a workspace starts with, built by code: paper, styles, theme, header, footer."""

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm

from reports.documents.brand import Brand, recoloured_theme
from reports.documents.word_styles import default_style_sheet, font_table

_UNUSED = ("/stylesWithEffects", "/customXml", "/webSettings")


def build_default_template(brand: Brand) -> Document:
    """An empty A4 document in the workbench's own look, coloured by the brand's accents."""
    document = docx.Document()
    part = document.part
    for key, relation in list(part.rels.items()):
        if relation.reltype.endswith(_UNUSED):
            part.rels.pop(key)
        elif relation.reltype.endswith("/theme"):
            relation.target_part._blob = recoloured_theme(relation.target_part.blob, brand)
        elif relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = font_table(brand)
    for key, relation in list(part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            part.package.rels.pop(key)

    sheet = document.styles.element
    latent = sheet.find(qn("w:latentStyles"))
    for child in list(sheet):
        sheet.remove(child)
    parts = [parse_xml(xml) for xml in default_style_sheet(brand)]
    sheet.append(parts[0])
    if latent is not None:
        sheet.append(latent)
    sheet.extend(parts[1:])

    _plain_settings(document)
    _clear_numbering(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.0)
    section.header_distance, section.footer_distance = Cm(1.1), Cm(1.0)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)  # a grid would pull lines of mixed script apart
    return document


def _plain_settings(document: Document) -> None:
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    zoom = OxmlElement("w:zoom")
    zoom.set(qn("w:percent"), "100")
    settings.append(zoom)
    for xml in (
        f'<w:defaultTabStop {nsdecls("w")} w:val="480"/>',
        f'<w:characterSpacingControl {nsdecls("w")} w:val="compressPunctuation"/>',
        f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
        f'<w:themeFontLang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-TW"/>',
        f'<w:clrSchemeMapping {nsdecls("w")} w:bg1="light1" w:t1="dark1" w:bg2="light2" '
        'w:t2="dark2" w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" '
        'w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" '
        'w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>',
        f'<w:decimalSymbol {nsdecls("w")} w:val="."/>',
        f'<w:listSeparator {nsdecls("w")} w:val=","/>',
    ):
        settings.append(parse_xml(xml))


def _clear_numbering(document: Document) -> None:
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)


def starter_template(brand: Brand, anchors: list[str]) -> Document:
    """The default template with every anchor in place: a start for a brand's own .docx."""
    document = build_default_template(brand)
    for anchor in anchors:
        document.add_paragraph(f"[[{anchor}]]")
    return document
