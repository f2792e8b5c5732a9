"""Native charts in Word: a chart part, its workbook for editing, and the drawing in the text."""

import io

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from lxml import etree
from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from reports.charts import ChartSpec
from reports.documents.chart_xml import (
    ChartLook,
    DataBlock,
    build_chart,
    chart_cells,
    chart_tree,
)
from reports.documents.packages import StillZipFile
from reports.number_formats import number_format

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SHEET = "Data"


def add_chart(
    document: Document,
    paragraph: Paragraph,
    spec: ChartSpec,
    look: ChartLook,
    *,
    width: int,
    height: int,
    made_at,
) -> None:
    """Put ``spec`` into ``paragraph`` as a native chart of ``width`` × ``height`` EMU."""
    package = document.part.package
    number = 1
    names = {str(part.partname) for part in package.iter_parts()}
    while f"/word/charts/chart{number}.xml" in names:
        number += 1

    workbook = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"),
        XLSX_TYPE,
        _data_workbook(spec, look, made_at),
        package,
    )
    chart_part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, b"", package)
    data = chart_part.relate_to(workbook, RT.PACKAGE)
    tree = chart_tree(build_chart(spec, DataBlock(SHEET), look), look)
    external = etree.SubElement(tree, f"{{{_C}}}externalData")
    external.set(f"{{{_R}}}id", data)
    etree.SubElement(external, f"{{{_C}}}autoUpdate").set("val", "0")
    chart_part._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    relation = document.part.relate_to(chart_part, RT.CHART)
    paragraph.add_run()._r.append(
        _drawing(relation, _next_drawing_id(document), spec, width, height)
    )


def _data_workbook(spec: ChartSpec, look: ChartLook, made_at) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = SHEET
    for row in chart_cells(spec):
        sheet.append([_still_text(cell) for cell in row])
    for place, one in enumerate(spec.series, start=2):
        shape = number_format(spec.unit_of(one), language=look.language, currency=spec.currency)
        for (cell,) in sheet.iter_rows(min_row=2, min_col=place, max_col=place):
            cell.number_format = shape
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a name that begins with "=" is no formula
    sheet.column_dimensions["A"].width = 24
    workbook.properties.creator = ""
    workbook.properties.created = workbook.properties.modified = made_at.replace(tzinfo=None)
    target = io.BytesIO()
    with StillZipFile(target, "w") as archive:
        ExcelWriter(workbook, archive).save()
    return target.getvalue()


def _still_text(cell):
    return cell if cell != "" else None


def _next_drawing_id(document: Document) -> int:
    ids = document.element.xpath("//wp:docPr/@id")
    return max((int(one) for one in ids if one.isdigit()), default=0) + 1


def _drawing(relation: str, number: int, spec: ChartSpec, width: int, height: int):
    drawing = parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="Chart {number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    described = drawing.xpath(".//*[local-name()='docPr']")[0]
    described.set("title", spec.title_text)
    described.set("descr", spec.alt_text)
    return drawing
