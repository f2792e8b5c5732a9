"""A report as an Excel workbook: real numbers, native charts, comments and a Sources sheet."""

import io
import re
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter
from openpyxl.writer.theme import theme_xml

from platforms.display import UNKNOWN
from reports.blocks import DocumentHead
from reports.documents.brand import Brand, recoloured_theme
from reports.documents.packages import StillZipFile
from reports.documents.sheet import ExcelSheet, SheetCell, SheetColumn
from reports.documents.sheet_styles import StyleBook
from reports.documents.word_text import printable
from reports.figures import FigureBook
from workspaces.punctuation import dotted

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


class ExcelWorkbook:
    """Sheets are filled in order; ``render`` adds Sources and returns the file's bytes.

    ``made_at`` is the only clock: the same input gives the same bytes.
    """

    def __init__(
        self,
        head: DocumentHead,
        book: FigureBook,
        *,
        language: str = "zh-hant",
        brand: Brand | None = None,
        made_at: datetime,
    ) -> None:
        self.head = head
        self.book = book
        self.language = language
        self.brand = brand or Brand()
        self.made_at = made_at
        self.places: dict[str, str] = {}  # figure code → "'Sheet'!C7", where it is first printed
        self.workbook = Workbook()
        self.styles = StyleBook(self.workbook, self.brand, language)
        self._blank = self.workbook.active
        self._sheets: list[ExcelSheet] = []
        self.workbook.loaded_theme = recoloured_theme(theme_xml.encode(), self.brand)
        stamp = made_at.replace(microsecond=0, tzinfo=None)
        properties = self.workbook.properties
        properties.title = printable(head.title)
        properties.subject = printable(head.period)
        properties.creator = properties.lastModifiedBy = printable(head.workspace)
        properties.keywords = printable(head.status)
        properties.version = printable(head.version)
        properties.language = "zh-TW" if language.startswith("zh") else "en"
        properties.created = properties.modified = stamp

    def add_sheet(self, name: str, *, title: str = "", note: str = "") -> "ExcelSheet":
        """A sheet with title, workspace and period on top. Names are made legal and unique."""
        clean = _FORBIDDEN.sub(" ", printable(name)).strip("' ")[:31] or "Sheet"
        taken = {sheet.title.lower() for sheet in self.workbook.worksheets}
        final, number = clean, 2
        while final.lower() in taken:
            ending = f" {number}"
            final, number = clean[: 31 - len(ending)] + ending, number + 1
        sheet = self.workbook.create_sheet(final)
        with translation.override(self.language):
            self._sheets.append(ExcelSheet(self, sheet, title or name, note))
        return self._sheets[-1]

    def render(self) -> bytes:
        with translation.override(self.language):
            if len(self.book):
                self._add_sources()
        if len(self.workbook.worksheets) > 1:
            self.workbook.remove(self._blank)
        for sheet in self._sheets:
            sheet.close()
        self.workbook.active = 0
        target = io.BytesIO()
        with StillZipFile(target, "w") as archive:
            ExcelWriter(self.workbook, archive).save()
        return target.getvalue()

    def _add_sources(self) -> None:
        """Every code with its place, meaning, value, formula, inputs, files and rows."""
        sheet = self.add_sheet(
            _("Sources"),
            note=_("Every cited figure: where it stands, what it means and where it is from."),
        )
        columns = [
            SheetColumn(_("Code"), width=8),
            SheetColumn(_("Place"), width=16),
            SheetColumn(_("Figure"), width=22, wrap=True),
            SheetColumn(_("Scope"), width=20, wrap=True),
            SheetColumn(_("Value"), "number", width=16),
            SheetColumn(_("Formula"), width=28, wrap=True),
            SheetColumn(_("Inputs"), width=28, wrap=True),
            SheetColumn(_("File"), width=46, wrap=True),
            SheetColumn(_("Row numbers"), width=18, wrap=True),
            SheetColumn(_("Remark"), width=22, wrap=True),
        ]
        rows: list[list[SheetCell]] = []
        for figure in self.book:
            files = figure.source.files
            rows.append(
                [
                    figure.code,
                    self.places.get(figure.code, UNKNOWN),
                    figure.label,
                    dotted(text for _key, text in figure.scope),
                    figure,
                    figure.formula,
                    self.book.inputs_text(figure),
                    "\n".join(part.file for part in files),
                    "\n".join(part.rows or UNKNOWN for part in files),
                    "\n".join(text for text in (figure.reason, figure.source.note) if text),
                ]
            )
        first = sheet.add_table(columns, rows, comments=False)
        for offset, figure in enumerate(self.book, start=1):
            if place := self.places.get(figure.code):
                sheet.link(first + offset, 2, place)


__all__ = ["ExcelSheet", "ExcelWorkbook", "SheetCell", "SheetColumn"]
