"""Put a signature into a finished workbook: one sheet changes, every other byte stays.

The workbook was read and judged as it is; making it again from today's numbers could change
them. So the sign-off sheet's XML is written anew and all other members are copied.
"""

import io
import re
from collections.abc import Sequence
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from reports.documents.packages import StillZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS = {"m": MAIN}


class NoSignOffSheet(ValueError):
    """The workbook has no sheet of this name, so there is nowhere to sign."""


def sign_workbook(
    content: bytes, rows: Sequence[Sequence[str]], *, sheet: str, status: str
) -> bytes:
    """``content`` with ``rows`` from the first data row of ``sheet`` on, and ``status`` on top.

    The first rows replace the ones that stand there (same number of cells); further rows, such
    as the hash of what was reviewed, follow below.
    """
    source = ZipFile(io.BytesIO(content))
    member = _member_of(source, sheet)
    target = io.BytesIO()
    with source, StillZipFile(target, "w", ZIP_DEFLATED) as writer:
        for info in source.infolist():
            data = source.read(info.filename)
            if info.filename == member:
                data = _signed(data, rows, status)
            writer.writestr(info.filename, data)
    return target.getvalue()


def _member_of(source: ZipFile, sheet: str) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    workbook = etree.fromstring(source.read("xl/workbook.xml"), parser)
    relations = etree.fromstring(source.read("xl/_rels/workbook.xml.rels"), parser)
    for node in workbook.iterfind("m:sheets/m:sheet", _NS):
        if node.get("name") == sheet:
            wanted = node.get(f"{{{RELATIONS}}}id")
            for relation in relations:
                if relation.get("Id") == wanted:
                    path = str(relation.get("Target"))
                    return path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    raise NoSignOffSheet(sheet)


def _signed(data: bytes, rows: Sequence[Sequence[str]], status: str) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(data, parser)
    body = root.find("m:sheetData", _NS)
    lines = {int(row.get("r")): row for row in body}
    first = _first_data_row(root)
    _write(lines[3], 0, status)
    last = max(lines)
    for offset, cells in enumerate(rows):
        number = first + offset
        row = lines.get(number)
        if row is None:
            row = etree.SubElement(body, f"{{{MAIN}}}row", r=str(number))
            lines[number] = row
        for place, text in enumerate(cells):
            _write(row, place, text)
    dimension = root.find("m:dimension", _NS)
    if dimension is not None:
        end = max(last, first + len(rows) - 1)
        dimension.set("ref", re.sub(r"\d+$", str(end), dimension.get("ref", "A1:D1")))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _first_data_row(root) -> int:
    """The row below the frozen header."""
    pane = root.find("m:sheetViews/m:sheetView/m:pane", _NS)
    if pane is None:
        raise NoSignOffSheet("frozen header")
    return int(float(pane.get("ySplit"))) + 1


def _write(row, place: int, text: str) -> None:
    """An inline text in this cell, keeping its style."""
    name = f"{'ABCDEFGH'[place]}{row.get('r')}"
    cell = next((one for one in row if one.get("r") == name), None)
    if cell is None:
        cell = etree.Element(f"{{{MAIN}}}c", r=name)
        later = next((one for one in row if str(one.get("r")) > name), None)
        if later is not None:
            later.addprevious(cell)
        else:
            row.append(cell)
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    holder = etree.SubElement(etree.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t")
    holder.text = text


__all__ = ["NoSignOffSheet", "sign_workbook"]
