"""The Sources section: every code with its meaning, value, formula, inputs, file and rows."""

from django.utils.translation import gettext as _

from reports.blocks import Cell, Column, Paragraph, Table
from reports.documents import word_tables
from reports.documents.brand import RULE, tint
from reports.documents.canvas import Canvas
from reports.documents.word_source_groups import draw_groups, usual_when
from reports.documents.word_text import bookmark_of
from reports.figures import CitedFigure, FigureBook
from reports.pieces import DateText, QuotedText
from workspaces.punctuation import dotted

SIZE = 7.5
_SHARES = (0.07, 0.25, 0.15, 0.31, 0.22)


def draw_sources(canvas: Canvas, book: FigureBook, *, brief: bool = False) -> None:
    """Files first, each with a number; then what they were read for, naming them by it.

    One row per code; ``brief`` where a workbook beside the document holds that list: then one
    row per metric.
    """
    note = _("Every figure above carries a code. Here is what it means and where it is from.")
    if brief:
        note = _(
            "Every figure above carries a code. Here it stands with its formula and its files; "
            "the inputs and row numbers of every single figure are on the sheet “Sources” of the "
            "Excel file."
        )
    lines = [note, _usual(book)] if brief else [note]
    for line in filter(None, lines):
        canvas.draw(Paragraph(QuotedText(line), style="note"))
    files = number_files(book)
    if files:
        canvas.draw(_file_table(book, files))
    if brief:
        draw_groups(canvas, book, files)
    else:
        _figure_rows(canvas, book, files)


def _usual(book: FigureBook) -> str:
    when = dotted(usual_when(book))
    return _("Where nothing else is said, a figure is of {when}.").format(when=when) if when else ""


def _file_table(book: FigureBook, files: dict[tuple[str, str], int]) -> Table:
    used = book.rows_used()
    columns = [Column(_("No."), "date"), Column(_("File"), weight=3)]
    rows: list[list[Cell]] = [
        [DateText(str(number)), QuotedText(name)] for (name, _sha256), number in files.items()
    ]
    if used:
        columns.append(Column(_("Rows used"), "number"))
        for row, key in zip(rows, files, strict=True):
            row.append(DateText(f"{used[key]:,}" if key in used else "—"))
    if any(fingerprint for _name, fingerprint in files):
        columns.append(Column(_("SHA-256, first 16 characters"), "date"))
        for row, (_name, fingerprint) in zip(rows, files, strict=True):
            row.append(QuotedText(fingerprint[:16]))
    return Table(columns, rows)


def number_files(book: FigureBook) -> dict[tuple[str, str], int]:
    """(file name, sha256) → number, in the order they are first needed."""
    files: dict[tuple[str, str], int] = {}
    for figure in book:
        for part in figure.source.files:
            files.setdefault((part.file, part.sha256), len(files) + 1)
    return files


def _figure_rows(canvas: Canvas, book: FigureBook, files: dict[tuple[str, str], int]) -> None:
    grid = word_tables.Grid(canvas, [canvas.width * share for share in _SHARES], padding=4)
    grid.describe(_("Sources"))
    head = grid.row(header=True)
    labels = (_("Code"), _("Figure"), _("Value"), _("Formula and inputs"), _("File (rows)"))
    for place, label in enumerate(labels):
        box = head.cell(
            fill=tint(canvas.accents[0], 0.08), borders={"bottom": (8, canvas.accents[0])}
        )
        paragraph = box.paragraph("Report Table", align="right" if place == 2 else "")
        canvas.writer.run(paragraph, label, bold=True, size=SIZE)
    write = canvas.writer.run
    for number, figure in enumerate(book):
        row = grid.row()
        boxes = [row.cell(borders={"bottom": (4, RULE)}) for _label in labels]
        code = boxes[0].paragraph("Report Table")
        canvas.writer.bookmark(code, bookmark_of(figure.code), 9000 + number)
        write(code, figure.code, size=SIZE)
        write(boxes[1].paragraph("Report Table"), figure.label, size=SIZE)
        scope = dotted(text for _key, text in figure.scope)
        if scope:
            write(boxes[1].paragraph("Report Label"), scope, size=7)
        write(boxes[2].paragraph("Report Table", align="right"), figure.text, size=SIZE)
        write(boxes[3].paragraph("Report Table"), figure.formula or "—", size=SIZE)
        for text in (book.inputs_text(figure), figure.reason):
            if text:
                write(boxes[3].paragraph("Report Label"), text, size=7)
        write(boxes[4].paragraph("Report Table"), _origin(figure, files), size=SIZE)
    canvas.after_table(None)


def _origin(figure: CitedFigure, files: dict[tuple[str, str], int]) -> str:
    lines = []
    for part in figure.source.files:
        number = files[part.file, part.sha256]
        if part.rows:
            lines.append(_("File {number}, rows {rows}").format(number=number, rows=part.rows))
        else:
            lines.append(_("File {number}").format(number=number))
    if figure.source.note:
        lines.append(figure.source.note)
    return "\n".join(lines) or "—"
