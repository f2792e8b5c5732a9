"""Lists in Word: real numbering, so that a screen reader counts the items."""

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from reports.documents.word_text import element


def new_list(document: Document, *, ordered: bool) -> int:
    """Define a list and return its number; an ordered one begins with 1."""
    root = numbering_root(document)
    abstracts = root.findall(qn("w:abstractNum"))
    abstract_id = 1 + max((int(a.get(qn("w:abstractNumId"))) for a in abstracts), default=0)
    kind, text = ("decimal", "%1.") if ordered else ("bullet", "•")
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}">'
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="360" w:hanging="280"/></w:pPr></w:lvl></w:abstractNum>'
    )
    numbers = root.findall(qn("w:num"))
    if numbers:
        numbers[0].addprevious(abstract)
    else:
        root.append(abstract)
    number = 1 + max((int(n.get(qn("w:numId"))) for n in numbers), default=0)
    node = element("w:num", numId=number)
    node.append(element("w:abstractNumId", val=abstract_id))
    if numbers:
        numbers[-1].addnext(node)
    else:
        abstract.addnext(node)
    return number


def numbering_root(document: Document):
    """The numbering part's root; a template without lists gets an empty part."""
    try:
        return document.part.part_related_by(RT.NUMBERING).element  # type: ignore[attr-defined]  # an XmlPart
    except KeyError:
        part = NumberingPart.load(
            PackURI("/word/numbering.xml"),
            CT.WML_NUMBERING,
            f"<w:numbering {nsdecls('w')}/>".encode(),
            document.part.package,
        )
        document.part.relate_to(part, RT.NUMBERING)
        return part.element
