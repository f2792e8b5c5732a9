"""Reports of a quarter with ten thousand posts against the bare libraries writing the same cells."""

import io
from collections.abc import Callable
from functools import partial

import docx
import openpyxl
from docx.table import Table

from benchmarks import stock
from benchmarks.held import Held, Promises, seconds
from reports.outputs import OUTPUTS
from reports.services.drafts import render_draft
from workspaces.periods import quarter_of

LIMIT = 2.0
TIMES = 2
WANTED = (("O3.1.1", "xlsx"), ("O3.3.1", "docx"), ("O3.3.1", "xlsx"))


def measure(number: int, *, full: bool) -> Promises:
    period = quarter_of(stock.last_day())
    place = stock.workspace(number, days=period.days)
    for code, kind in WANTED:
        output = OUTPUTS[code]
        content = render_draft(place, output, period, kind).content  # and warms up
        bare = _sheets(content) if kind == "xlsx" else _paper(content)
        print_it = partial(render_draft, place, output, period, kind)
        ours = min(seconds(print_it) for _time in range(TIMES))
        least = min(seconds(bare) for _time in range(TIMES))
        library = "openpyxl" if kind == "xlsx" else "python-docx"
        what = f"{code} as {kind} for {number:,} posts"
        yield Held(f"{what} against bare {library} with the same cells", ours / least, LIMIT)
        yield Held(what, ours, unit=" s")


def _sheets(content: bytes) -> Callable[[], object]:
    """Writes the values of this workbook again, without a style, a comment or a chart."""
    found = openpyxl.load_workbook(io.BytesIO(content))
    sheets = [
        (sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)])
        for sheet in found.worksheets
    ]

    def write() -> None:
        book = openpyxl.Workbook()
        for title, rows in sheets:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(io.BytesIO())

    return write


def _paper(content: bytes) -> Callable[[], object]:
    """Writes the paragraphs and tables of this document again, plain."""
    parts: list[str | list[list[str]]] = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            parts.append([[cell.text for cell in row.cells] for row in block.rows])
        else:
            parts.append(block.text)

    def write() -> None:
        paper = docx.Document()
        for part in parts:
            if isinstance(part, str):
                paper.add_paragraph(part)
                continue
            table = paper.add_table(rows=len(part), cols=max(map(len, part)))
            for row, texts in zip(table.rows, part, strict=True):
                for cell, text in zip(row.cells, texts, strict=False):
                    cell.text = text
        paper.save(io.BytesIO())

    return write
