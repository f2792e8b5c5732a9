"""The post table as an Excel workbook, written row by row."""

import tempfile
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from analytics.metrics import METRICS, Metric, MetricUnit
from analytics.post_table import PostFilter, chunks, columns_of
from analytics.view_state import ViewState

WIDTHS = (12, 8, 22, 12, 12, 60, 40)
FORMATS = {MetricUnit.RATIO: "0.0%", MetricUnit.COUNT: "#,##0"}


def post_workbook(state: ViewState, asked: PostFilter) -> IO[bytes]:
    """A temporary file at its start; unknown figures are empty cells, never 0."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Posts"))
    metrics = [METRICS[key] for key in columns_of(state, asked)]
    for place in range(1, len(WIDTHS) + len(metrics) + 1):
        width = WIDTHS[place - 1] if place <= len(WIDTHS) else 13
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    _printed(sheet)
    heads = [
        _("Published"),
        _("Time"),
        _("Account"),
        _("Platform"),
        _("Kind of post"),
        _("Content of the post"),
        _("Link"),
        *(str(metric.label) for metric in metrics),
    ]
    sheet.append([_bold(sheet, head) for head in heads])
    tz = state.workspace.tz
    for rows in chunks(state, asked):
        for row in rows:
            post = row.post
            local = post.published_at.astimezone(tz) if post.published_at else None
            sheet.append(
                [
                    post.published_on,
                    f"{local:%H:%M}" if local else None,
                    _text(sheet, post.account.name),
                    _text(sheet, str(post.account.facts.label)),
                    _text(sheet, post.get_post_type_display()),
                    _text(sheet, post.text),
                    _text(sheet, post.permalink),
                    *(
                        _number(sheet, cell["value"], metric.unit)
                        for cell, metric in zip(row.cells, metrics, strict=True)
                    ),
                ]
            )
    _definitions(book, metrics)
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 -- the response closes it
    book.save(file)
    file.seek(0)
    return file


def _printed(sheet: Any) -> None:
    """On paper: landscape, all columns on one page, the header on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _definitions(book: Workbook, metrics: list[Metric]) -> None:
    sheet = book.create_sheet(_("Definitions"))
    for letter, width in (("A", 24), ("B", 60)):
        sheet.column_dimensions[letter].width = width
    sheet.append([_bold(sheet, _("Metric")), _bold(sheet, _("Formula"))])
    for metric in metrics:
        sheet.append([_text(sheet, str(metric.label)), _text(sheet, str(metric.formula))])


def _bold(sheet: Any, text: str) -> Any:
    cell = _text(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _text(sheet: Any, text: str) -> Any:
    """Text stays text: a caption that begins with = is no formula, and no sign stops the file."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


def _number(sheet: Any, value: Any, unit: MetricUnit) -> Any:
    if value is None:
        return None
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = FORMATS.get(unit, "General")
    return cell
