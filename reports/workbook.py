"""The workbook of an output: every figure of the period, row by row, with native charts."""

from dataclasses import replace

from django.utils.translation import gettext as _

from platforms.display import MetricUnit
from reports import workbook_apart as apart
from reports import workbook_rows as rows
from reports.blocks import (
    Callout,
    Chart,
    Column,
    Cover,
    Editable,
    Figures,
    Heading,
    HeldCell,
    Paragraph,
    ReportDocument,
    Section,
    Signatures,
    Status,
    Table,
)
from reports.documents.excel import ExcelSheet, ExcelWorkbook, SheetCell, SheetColumn
from reports.figures import CitedFigure
from reports.outputs.context import OutputContext
from reports.pieces import DateText, text_of
from reports.sections import restatements
from reports.typed_text import lines_of
from workspaces.punctuation import labelled

# Which of the document's sections stand on which sheet, in order.
SUMMARY = ("COVER", "KPI", "MISSED", "SUMMARY", "CHANGE", "MOVERS", "POSTS")
WORK = ("TRENDS", "WORK")


def write_workbook(context: OutputContext, document: ReportDocument) -> bytes:
    """The Excel file of ``document``; a draft says so on its sign-off sheet alone.

    Only that sheet tells the status, so that signing changes nothing else in the file.
    """
    book = ExcelWorkbook(
        replace(document.head, status=""),
        document.book,
        language=document.language,
        made_at=context.made_at,
    )
    sections = {section.anchor: section for section in document.sections}
    _document_sheet(book, _("Summary"), [sections[a] for a in SUMMARY if a in sections], document)
    _document_sheet(
        book, _("Trend and work"), [sections[a] for a in WORK if a in sections], document
    )
    rows.accounts_sheet(context, book, sections.get("ACCOUNTS"))
    rows.posts_sheet(context, book)
    rows.days_sheet(context, book)
    _document_sheet(book, _("Types of content"), [sections["CONTENT"]], document)
    if "PLANS" in sections:
        _document_sheet(book, _("Plan and result"), [sections["PLANS"]], document)
    apart.audience_sheet(context, book)
    apart.promotion_sheet(context, book)
    if "RESTATED" in sections:
        _restated_sheet(context, book, sections["RESTATED"], document)
    rows.standard_sheet(context, book)
    _document_sheet(book, _("Missing data"), [sections["COVERAGE"]], document)
    rows.definitions_sheet(book)
    rows.files_sheet(context, book)
    _sign_off_sheet(book, sections["SIGN_OFF"], document)
    return book.render()


def _restated_sheet(
    context: OutputContext, book: ExcelWorkbook, section: Section, document: ReportDocument
) -> None:
    """What the document says of restated quarters, then every single figure that differs."""
    sheet = _document_sheet(book, _("Restatements"), [section], document)
    for one in restatements.told(context):
        name = context.name_of(one.found.close.period)
        sheet.row += 1
        sheet.add_text(DateText(name), role="caption")
        sheet.add_table(
            [
                SheetColumn(_("Metric"), width=34),
                SheetColumn(_("Scope"), width=26),
                SheetColumn(_("When closed"), width=16),
                SheetColumn(_("Now"), width=16),
                SheetColumn(_("Remark"), width=34),
            ],
            [
                [row.label, row.scope, DateText(row.then), DateText(row.now), row.note]
                for row in one.all_rows
            ],
        )


def _document_sheet(
    book: ExcelWorkbook, name: str, sections: list[Section], document: ReportDocument
) -> ExcelSheet:
    """Sections of the document as tables, native charts and lines of text."""
    sheet = book.add_sheet(name)
    for section in sections:
        for block in section.blocks:
            add_block(sheet, block)
    return sheet


def add_block(sheet: ExcelSheet, block: object) -> None:
    match block:
        case Cover():
            sheet.add_text(block.decision_title, role="caption")
            for line in block.decision:
                sheet.add_text(line)
        case Table():
            if block.caption:
                sheet.add_text(block.caption, role="caption")
            sheet.add_table(
                [_column(column, number, block) for number, column in enumerate(block.columns)],
                [[_cell(cell) for cell in row] for row in block.rows],
                total=block.total,
                comments=block.comments,
            )
            if block.note:
                sheet.add_text(block.note)
        case Chart():
            sheet.add_chart(block.spec)
        case Callout():
            sheet.row += 1
            sheet.add_text(block.title, role="caption")
            for line in block.lines:
                sheet.add_text(line)
        case Editable():
            for typed in lines_of(block.text):
                mark = "・" if typed.kind != "paragraph" else ""
                sheet.add_text(f"{mark}{typed.text}")
        case Paragraph():
            sheet.add_text(block.text)
        case Figures():
            for card in block.cards:
                sheet.add_text([labelled(card.label, ""), card.figure])
        case Heading():
            sheet.row += 1  # air above a heading
            sheet.add_text(block.text, role="caption")


def _column(column: Column, number: int, table: Table) -> SheetColumn:
    kind = column.kind if column.kind in ("text", "number", "status") else "text"
    figures = [row[number] for row in table.rows]
    unit = next((figure.unit for cell in figures if (figure := _only_figure(cell))), None)
    return SheetColumn(column.label, kind, unit or MetricUnit.COUNT)


def _only_figure(cell: HeldCell) -> CitedFigure | None:
    """The cell's figure where it holds one and nothing else."""
    if isinstance(cell, Status) or len(cell) != 1:
        return None
    return cell[0] if isinstance(cell[0], CitedFigure) else None


def _cell(cell: HeldCell) -> SheetCell:
    if isinstance(cell, Status):
        return cell
    if not cell:
        return ""
    return _only_figure(cell) or DateText(text_of(cell))


def _sign_off_sheet(book: ExcelWorkbook, section: Section, document: ReportDocument) -> None:
    """The last sheet before Sources: signing writes here and nowhere else."""
    sheet = book.add_sheet(_("Sign-off"), note=document.head.status)
    signatures = next(block for block in section.blocks if isinstance(block, Signatures))
    sheet.add_table(
        [
            SheetColumn(_("Role"), width=16),
            SheetColumn(_("Name"), width=26),
            SheetColumn(_("When"), width=24),
            SheetColumn(_("State"), width=20),
        ],
        [[p.role, p.name, p.moment, p.word] for p in signatures.people],
    )


__all__ = ["add_block", "write_workbook"]
