"""The workbook that takes figures typed by hand: made here, read by platforms.importers.template."""

import tempfile
from collections.abc import Iterable
from datetime import date
from typing import IO, Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from platforms.importers.headers import EXTRA, FIELD, MONEY, Column, ColumnSet
from platforms.importers.template_columns import DAYS, EXAMPLE, EXPLANATION, POSTS, STRETCHES, TITLE
from platforms.kinds import PLATFORMS, PostType
from platforms.models import SocialAccount
from workspaces.models import Workspace

HEADER_ROW, FIRST_ROW, LAST_ROW = 2, 6, 505
LISTS_ROW = 14  # where the lists to choose from begin on the page of explanations
CURRENCY = "TWD"
_DATES = frozenset(("published", "date", "start", "end"))
_WIDTHS = {"note": 10, "platform": 16, "account": 22, "permalink": 40, "text": 40}
_HEAD = PatternFill("solid", fgColor="FFE7EEF7")
_QUIET = PatternFill("solid", fgColor="FFF4F4F2")

# What a column wants, below its header.
_WANTED: dict[str, Promise] = {
    "platform": gettext_lazy("choose from the list"),
    "account": gettext_lazy("the name as it stands on the accounts page"),
    "published": gettext_lazy("2026-11-21"),
    "clock": gettext_lazy("18:30; empty if unknown"),
    "permalink": gettext_lazy("the link of the post; tells which post it is"),
    "text": gettext_lazy("the beginning is enough"),
    "post_type": gettext_lazy("choose from the list"),
    "date": gettext_lazy("2026-11-21"),
    "start": gettext_lazy("2026-11-01"),
    "end": gettext_lazy("2026-11-30; empty for one day"),
    "reposts": gettext_lazy("reposts, quotes and shares are added up as shares"),
    "quotes": gettext_lazy("see reposts"),
    "sent": gettext_lazy("see reposts"),
    "followers": gettext_lazy("how many there were on this day"),
    "friends": gettext_lazy("everybody who ever added the account"),
}


def template_workbook(workspace: Workspace) -> IO[bytes]:
    """An .xlsx file at its start, in the language of now."""
    book = Workbook()
    front = book.active
    assert front is not None
    front.title = _("Explanation")
    lists = _front(front, workspace)
    today = date.today().replace(day=1)  # noqa: DTZ011 - a day for an example
    for title, columns, examples in (
        (_("Posts"), POSTS, _post_examples(today)),
        (_("Days of accounts"), DAYS, _day_examples(today)),
        (_("Figures of a period"), STRETCHES, _stretch_examples(today)),
    ):
        _sheet(book.create_sheet(title), columns, examples, workspace.zone, lists)
    book.active = 1
    out = tempfile.TemporaryFile()  # noqa: SIM115 - given to the caller
    book.save(out)
    out.seek(0)
    return out


def _front(sheet: Any, workspace: Workspace) -> dict[str, str]:
    """The page of explanations; gives the range of every list to choose from."""
    sheet["A1"] = _in_language(TITLE)
    sheet["A1"].font = Font(bold=True, size=14)
    for place, line in enumerate(
        (
            _("For figures that no platform exports: Threads, a shop, a club of members."),
            _("Fill in one row per post, per day of an account, or per period. Leave empty what "
              "you do not know: empty means unknown, 0 means none."),
            _("Rows marked as example or explanation in the first column are not read. Leave "
              "that column empty in your own rows."),
            _("Write numbers as the platform shows them; 1.2K or 3.4萬 works too, but is marked "
              "as not exact."),
            _("A post is known by its link. The same post again, later, brings its new figures."),
            _("Then drop this file on the data page like any download. Nothing counts before you "
              "have looked at it."),
            _("Dates and times are those of %(zone)s.") % {"zone": workspace.zone},
        ),
        start=3,
    ):  # fmt: skip
        sheet.cell(place, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    accounts = SocialAccount.objects.in_workspace(workspace).filter(ours=True)
    choices = {
        "platform": [str(facts.label) for facts in PLATFORMS.values()],
        "account": list(dict.fromkeys(accounts.order_by("name").values_list("name", flat=True))),
        "post_type": [str(label) for _key, label in PostType.choices],
    }
    ranges: dict[str, str] = {}
    heads = {"platform": _("Platform"), "account": _("Accounts"), "post_type": _("Kinds of posts")}
    for place, (key, values) in enumerate(choices.items(), start=1):
        sheet.cell(LISTS_ROW, place, heads[key]).font = Font(bold=True)
        for row, value in enumerate(values, start=LISTS_ROW + 1):
            cell = sheet.cell(row, place, ILLEGAL_CHARACTERS_RE.sub("", value))
            cell.data_type = "s"  # an account whose name begins with = is no formula
        if values:
            letter, last = get_column_letter(place), LISTS_ROW + len(values)
            ranges[key] = f"'{sheet.title}'!${letter}${LISTS_ROW + 1}:${letter}${last}"
    _printed(sheet)
    sheet.column_dimensions["A"].width = 70
    sheet.column_dimensions["B"].width = sheet.column_dimensions["C"].width = 26
    return ranges


def _sheet(
    sheet: Any,
    columns: ColumnSet,
    examples: Iterable[dict[str, Any]],
    zone: str,
    lists: dict[str, str],
) -> None:
    sheet.cell(1, 1, _("Times:")).font = Font(italic=True)
    sheet.cell(1, 2, zone).font = Font(italic=True)
    keyed = {_key(column): place for place, column in enumerate(columns.columns, start=1)}
    for column, place in zip(columns.columns, keyed.values(), strict=True):
        _head(sheet, column, place)
        _validated(sheet, column, place, lists)
    sheet.cell(HEADER_ROW + 1, 1, _in_language(EXPLANATION))
    for row, example in enumerate(examples, start=HEADER_ROW + 2):
        sheet.cell(row, 1, _in_language(EXAMPLE))
        for key, value in example.items():
            cell = sheet.cell(row, keyed[key], value)
            if isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
    for row in range(HEADER_ROW + 1, FIRST_ROW):
        for place in keyed.values():
            cell = sheet.cell(row, place)
            cell.fill, cell.font = _QUIET, Font(italic=True, color="FF55606E")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 4)
    _printed(sheet)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _printed(sheet: Any) -> None:
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0


def _key(column: Column) -> str:
    return column.key or column.english[0]


def _head(sheet: Any, column: Column, place: int) -> None:
    name = _in_language((column.english[0], column.chinese[0]))
    cell = sheet.cell(HEADER_ROW, place)
    cell.value = f"{name} ({CURRENCY})" if column.unit == MONEY else name
    cell.font, cell.fill = Font(bold=True), _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    if column.key in _WANTED:
        sheet.cell(HEADER_ROW + 1, place, str(_WANTED[column.key]))
    width = _WIDTHS.get(column.key, 14)
    sheet.column_dimensions[get_column_letter(place)].width = width


def _validated(sheet: Any, column: Column, place: int, lists: dict[str, str]) -> None:
    """What a cell of the column may hold; a spreadsheet program says so at once."""
    rule: DataValidation | None = None
    if column.key in lists:
        rule = DataValidation(type="list", formula1=lists[column.key])
        # An account that is not on the list yet is a new one.
        rule.showErrorMessage = column.key == "platform"
        rule.error = _("Choose a platform from the list.")
    elif column.key in _DATES:
        rule = DataValidation(type="date", operator="between", formula1="36526", formula2="73050")
        rule.error = _("Write a day such as 2026-11-21.")
    elif column.unit not in (FIELD, EXTRA) or column.key in ("reposts", "quotes", "sent"):
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
        rule.errorStyle = "warning"  # 1.2K is read too
        rule.error = _("Write a number; leave the cell empty if you do not know it.")
    letter = get_column_letter(place)
    span = f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}"
    if rule is not None:
        rule.errorTitle, rule.allow_blank = _("Not expected here"), True
        rule.add(span)
        sheet.add_data_validation(rule)
    if column.key in _DATES:
        for row in range(FIRST_ROW, LAST_ROW + 1):
            sheet.cell(row, place).number_format = "yyyy-mm-dd"


def _in_language(both: tuple[str, str]) -> str:
    """The English or the Chinese of a pair; headers are no texts of the catalogue."""
    return both[1] if (translation.get_language() or "").startswith("zh") else both[0]


def _post_examples(today: date) -> list[dict[str, Any]]:
    return [
        {
            "platform": "Threads", "account": _("Mountain Line Tea"), "published": today,
            "clock": "18:30", "permalink": "https://www.threads.com/@example/post/C8abcDEFghi",
            "text": _("The first tea of autumn is here."), "post_type": str(PostType.PHOTO.label),
            "views": 5230, "reactions": 180, "comments": 14, "reposts": 6, "quotes": 2, "sent": 9,
        }
    ]  # fmt: skip


def _day_examples(today: date) -> list[dict[str, Any]]:
    return [
        {
            "platform": "Threads", "account": _("Mountain Line Tea"), "date": today,
            "followers": 3120, "new_followers": 12,
        }
    ]  # fmt: skip


def _stretch_examples(today: date) -> list[dict[str, Any]]:
    return [
        {
            "platform": "Facebook", "account": _("Mountain Line Tea"),
            "start": today.replace(month=1), "end": today.replace(month=1, day=31),
            "purchases": 42, "revenue_micros": 63800, "new_members": 17,
            "Where it comes from": _("Online shop, monthly report"),
        }
    ]  # fmt: skip
