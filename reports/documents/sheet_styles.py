"""Cell styles of a workbook, made once and shared: ten thousand rows need a dozen of them."""

from dataclasses import dataclass

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook

from platforms.display import MetricUnit
from reports.blocks import Tone
from reports.documents.brand import GREY, INK, RULE, TONES, Brand, shade, tint
from reports.number_formats import number_format

# Excel has no list of stand-ins; charset and family make Windows choose Microsoft JhengHei.
SHEET_FONT = "Noto Sans CJK TC"
_THIN = Side(style="thin", color=RULE)
_STRONG = Side(style="medium", color=GREY)


@dataclass(frozen=True, slots=True)
class Look:
    """What makes two cells look alike."""

    shape: str = "General"  # number format
    role: str = "body"  # title, subtitle, note, header, body, total, unknown, link
    align: str = ""
    wrap: bool = False
    tone: Tone | None = None
    indent: bool = False  # keeps text off the number on its left
    quoted: bool = False  # text that would turn into a formula when somebody edits the cell


class StyleBook:
    """Look → style number of the workbook."""

    def __init__(self, workbook: Workbook, brand: Brand, language: str) -> None:
        self._sheet = workbook.active if workbook.worksheets else workbook.create_sheet()
        # Widths are measured in the default font's digits, so it must be the one in the cells.
        normal = workbook._named_styles["Normal"]
        normal.font = Font(name=SHEET_FONT, size=10, color=INK, charset=136, family=2)
        self._numbers: dict[Look, int] = {}
        self.brand = brand
        self.language = language

    def number(self, look: Look) -> int:
        if look not in self._numbers:
            cell = Cell(self._sheet, row=1, column=1)
            self.dress(cell, look)
            self._numbers[look] = cell.style_id
        return self._numbers[look]

    def dress(self, cell: Cell, look: Look) -> None:
        accent = shade(self.brand.accents[0], 0.25)
        size, bold, colour = 10, False, INK
        fill = border = None
        match look.role:
            case "title":
                size, bold, colour = 16, True, accent
            case "caption":
                size, bold = 11, True
            case "subtitle" | "note":
                size, colour = 9, GREY
            case "header":
                bold = True
                fill = tint(self.brand.accents[0], 0.1)
                border = Border(bottom=Side(style="medium", color=self.brand.accents[0]))
            case "total":
                bold, border = True, Border(top=_STRONG, bottom=_STRONG)
            case "unknown":
                colour, border = GREY, Border(bottom=_THIN)
            case "link":
                colour, border = accent, Border(bottom=_THIN)
            case _:
                border = Border(bottom=_THIN)
        if look.tone is not None:
            colour, bold = TONES[look.tone].ink, True
            fill = TONES[look.tone].fill
        cell.font = Font(
            name=SHEET_FONT,
            size=size,
            bold=bold,
            color=colour,
            charset=136,
            family=2,
            underline="single" if look.role == "link" else None,
        )
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
        if border:
            cell.border = border
        vertical = "bottom" if look.role == "header" else "top"
        cell.alignment = Alignment(
            horizontal=look.align or ("left" if look.indent else None),
            indent=1 if look.indent else 0,
            vertical=vertical,
            wrap_text=look.wrap or look.role == "header",
        )
        cell.number_format = look.shape
        if look.quoted:
            cell.quotePrefix = True

    def shape(self, unit: MetricUnit, currency: str = "TWD") -> str:
        return number_format(unit, language=self.language, currency=currency)


class FastCell:
    """A cell as openpyxl's writer reads it, without the guessing that makes cells slow.

    The kind is known from the column: "s" text (never a formula), "n" number.
    """

    __slots__ = (
        "_comment",
        "_value",
        "column",
        "data_type",
        "hyperlink",
        "parent",
        "row",
        "style_id",
    )
    has_style = True

    def __init__(self, parent, row: int, column: int, value, data_type: str, style: int) -> None:
        self.parent = parent
        self.row = row
        self.column = column
        self._value = value
        self.data_type = data_type
        self.style_id = style
        self.hyperlink = None
        self._comment = None

    @property
    def coordinate(self) -> str:
        return f"{_letters(self.column)}{self.row}"

    @property
    def value(self):
        return self._value


_LETTERS: dict[int, str] = {}


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    if column not in _LETTERS:
        _LETTERS[column] = get_column_letter(column)
    return _LETTERS[column]
