"""Reports of a quarter with ten thousand posts against the bare libraries writing the same cells.

Nothing is kept from one rendering to the next: a report is made once, by a worker that has not
answered its questions before. A report is its files together: they are built from one asking, as
``making.make_version`` does. What asking alone costs is told apart, for the bare libraries are
handed their cells.
"""

import io
from collections.abc import Callable

import docx
import openpyxl
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from docx.table import Table

from analytics import kept
from analytics.still import still
from benchmarks import stock
from benchmarks.held import Held, Promises, seconds
from reports.outputs import OUTPUTS, Output
from reports.outputs.context import OutputContext
from reports.services.drafts import render_draft
from reports.services.making import render_word
from workspaces.models import Workspace
from workspaces.periods import Period, quarter_of

LIMIT = 2.0
TIMES = 2
CODES = ("O3.1.1", "O3.3.1")


def measure(number: int, *, full: bool) -> Promises:
    period = quarter_of(stock.last_day())
    place = stock.workspace(number, days=period.days)
    for code in CODES:
        output = OUTPUTS[code]
        contents = {  # and warms up
            kind: render_draft(place, output, period, kind).content for kind in output.formats
        }
        bare = {
            kind: _sheets(content) if kind == "xlsx" else _paper(content)
            for kind, content in contents.items()
        }
        least = {kind: min(seconds(act) for _time in range(TIMES)) for kind, act in bare.items()}
        ours = min(seconds(_made(place, output, period)) for _time in range(TIMES))
        what = f"{code} ({', '.join(output.formats)}) for {number:,} posts"
        yield Held(
            f"{what} against the bare libraries with the same cells",
            ours / sum(least.values()),
            LIMIT,
        )
        yield Held(what, ours, unit=" s")
        for kind in output.formats:
            alone = min(seconds(_anew(place, output, period, kind)) for _time in range(TIMES))
            yield Held(f"{code}, {kind} alone", alone, unit=" s")
            yield Held(f"{code}, {kind} by the bare library", least[kind], unit=" s")
    yield from _of_figures(place, period)


def _made(place: Workspace, output: Output, period: Period) -> Callable[[], object]:
    """All files of a report from one asking, as a version is made."""

    def act() -> None:
        kept.forget()
        with translation.override(place.language), still(place):
            context = OutputContext(place, period, output.code, "", place.language, timezone.now())
            document = output.build(context)
            for kind in output.formats:
                if kind == "docx":
                    render_word(
                        document, context.made_at, None, appendix=output.workbook is not None
                    )
                elif output.workbook is not None:
                    output.workbook(context, document)

    return act


def _anew(place: Workspace, output: Output, period: Period, kind: str) -> Callable[[], object]:
    def act() -> None:
        kept.forget()
        render_draft(place, output, period, kind)

    return act


def _of_figures(place: Workspace, period: Period) -> Promises:
    """What O3.3.1 takes before a word is written: its figures asked for and their rows found."""
    output = OUTPUTS["O3.3.1"]

    def act() -> None:
        kept.forget()
        with translation.override(place.language), still(place):
            output.build(
                OutputContext(place, period, output.code, "", place.language, timezone.now())
            )

    with CaptureQueriesContext(connection) as caught:
        act()
    taken = min(seconds(act) for _time in range(TIMES))
    yield Held("O3.3.1, its figures and where they are from, nothing written", taken, unit=" s")
    yield Held("O3.3.1, queries", len(caught), unit="")


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
