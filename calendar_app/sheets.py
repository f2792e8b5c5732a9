"""A month as a sheet: out to Excel, edited there, and back in with a difference to confirm.

One row is one version of a post (``V12``) or an empty slot (``S7``); a row without a number is
new. What an edited sheet asks for is compared and done in sheet_changes.py.
"""

import zlib
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.properties import PageSetupProperties

from calendar_app.models import EntryVersion, Slot
from platforms.importers.base import Refusal
from platforms.importers.workbooks import check_archive
from platforms.models import SocialAccount
from workspaces.models import Workspace
from workspaces.periods import Period
from workspaces.punctuation import listed

MOST_ROWS = 5000
MOST_COLUMNS = 64  # ours stand among the first; a row can be made to have sixteen thousand
FIELDS = (
    "key",
    "day",
    "time",
    "platform",
    "account",
    "kind",
    "title",
    "text",
    "hashtags",
    "link",
    "first_comment",
    "person",
    "campaign",
    "state",
)
WIDTHS = (8, 12, 8, 14, 18, 12, 24, 60, 24, 30, 30, 12, 20, 12)
OPTIONAL = ("campaign", "state")  # sheets exported before have no column of campaigns
WORDS = ("title", "text", "hashtags", "link", "first_comment")
# A hidden copy of what was exported: who edits takes hours, and colleagues go on meanwhile.
COPY = "exported"


# What a workbook raises that is damaged or none, also late, while its rows are read.
_DAMAGED = (
    InvalidFileException,
    BadZipFile,
    zlib.error,
    SyntaxError,  # of both XML parsers
    KeyError,
    ValueError,
    TypeError,
    OSError,
    EOFError,
    RuntimeError,
)


class NotASheet(Exception):
    """The text says why the file cannot be read, and what to bring instead."""


def heads() -> dict[str, str]:
    """Field → its column title in the language of now."""
    return {
        "key": _("No."),
        "day": _("Day"),
        "time": _("Time"),
        "platform": _("Platform"),
        "account": _("Account"),
        "kind": _("Kind"),
        "title": _("Working title"),
        "text": _("Text"),
        "hashtags": _("Hashtags"),
        "link": _("Link"),
        "first_comment": _("First comment"),
        "person": _("Who is in charge"),
        "campaign": _("Campaign"),
        "state": _("State"),
    }


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands, or as somebody wrote it. ``number`` is the sheet's own row."""

    key: str
    values: dict[str, str]
    number: int = 0


# --- Out ---------------------------------------------------------------------------------------


def standing(workspace: Workspace, month: Period) -> list[Row]:
    """Every version and empty slot of the month, in order of time."""
    start, end = month.moments(workspace.tz)
    versions = (
        EntryVersion.objects.in_workspace(workspace)
        .filter(at__gte=start, at__lt=end, entry__removed_at=None)
        .select_related("entry__assignee", "entry__campaign", "account")
    )
    slots = (
        Slot.objects.in_workspace(workspace)
        .standing()
        .between(start, end)
        .filter(filled_by=None)
        .select_related("account", "assignee")
    )
    rows = [(v.its_time, _of_version(v, workspace)) for v in versions]
    rows += [(s.at, _of_slot(s, workspace)) for s in slots]
    return [row for _at, row in sorted(rows, key=lambda pair: (pair[0], pair[1].key))]


def _of_version(version: EntryVersion, workspace: Workspace) -> Row:
    entry = version.entry
    return Row(
        f"V{version.pk}",
        _when(version.its_time, workspace)
        | _where(version.account)
        | {
            "kind": str(entry.get_kind_display()),
            "title": _writable(entry.title),
            "text": _writable(version.words),
            "hashtags": _writable(entry.hashtags),
            "link": entry.link,
            "first_comment": _writable(version.first_comment or entry.first_comment),
            "person": str(entry.assignee or ""),
            "campaign": entry.campaign.name if entry.campaign else "",
            "state": str(entry.get_state_display()),
        },
    )


def _of_slot(slot: Slot, workspace: Workspace) -> Row:
    return Row(
        f"S{slot.pk}",
        _when(slot.at, workspace)
        | _where(slot.account)
        | dict.fromkeys(WORDS, "")
        | {
            "kind": str(slot.get_kind_display()),
            "person": str(slot.assignee or ""),
            "campaign": "",
            "state": _("Empty"),
        },
    )


def _writable(text: str) -> str:
    """Without the signs that no workbook may hold, such as Word's vertical tab."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _when(at: datetime, workspace: Workspace) -> dict[str, str]:
    local = at.astimezone(workspace.tz)
    return {"day": local.date().isoformat(), "time": f"{local:%H:%M}"}


def _where(account: SocialAccount) -> dict[str, str]:
    return {"platform": str(account.facts.label), "account": account.name}


def write(workspace: Workspace, month: Period, target: Path | IO[bytes]) -> int:
    """The month as a workbook; returns the number of rows."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = month.code
    titles = heads()
    sheet.append([titles[name] for name in FIELDS])
    rows = standing(workspace, month)
    for row in rows:
        sheet.append([row.key, *(_writable(row.values[name]) for name in FIELDS[1:])])
    for place, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8ECF7")
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.data_type = "s"  # a text that begins with = stays a text
            cell.number_format = "@"
            cell.alignment = Alignment(vertical="top", wrap_text=cell.column in (8, 11))
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    copy: Any = book.create_sheet(COPY)
    copy.sheet_state = "hidden"
    copy.append(list(FIELDS))
    for row in rows:
        copy.append([row.key, *(_writable(row.values[name]) for name in FIELDS[1:])])
    for line in copy.iter_rows(min_row=2):
        for cell in line:
            cell.data_type = "s"
    book.save(target)
    return len(rows)


# --- In ----------------------------------------------------------------------------------------


def month_in(source: Path | IO[bytes]) -> str:
    """The code of the month an exported file is about: the name of its sheet."""
    return str(_opened(source).worksheets[0].title)


def _opened(source: Path | IO[bytes]) -> Any:
    try:
        check_archive(source)  # type: ignore[arg-type]  # a path will do as well
        return load_workbook(source, read_only=True, data_only=True, keep_links=False)
    except Refusal as refusal:
        raise NotASheet(str(refusal)) from None
    except _DAMAGED as error:
        raise _no_workbook() from error


def _no_workbook() -> NotASheet:
    return NotASheet(
        _("This is no workbook we can read. Bring the .xlsx file that was exported here.")
    )


def read(source: Path | IO[bytes]) -> list[Row]:
    """The rows of an edited sheet. Raises NotASheet."""
    book = _opened(source)
    try:
        return _rows(book.worksheets[0])
    except (*_DAMAGED, IndexError) as error:
        raise _no_workbook() from error


def _rows(sheet: Any) -> list[Row]:
    lines = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    columns = _columns(next(lines, ()))
    rows = []
    for number, line in enumerate(lines, start=2):
        if number > MOST_ROWS:
            raise NotASheet(_("The sheet has more than %(most)d rows.") % {"most": MOST_ROWS})
        values = {
            name: _text(line[place]) if place < len(line) else "" for name, place in columns.items()
        }
        if any(values.values()):
            rows.append(Row(values.pop("key", "").strip().upper(), values, number))
    return rows


def exported_in(source: Path | IO[bytes]) -> dict[str, dict[str, str]] | None:
    """Number → values of every row as it was exported; None where the file does not say."""
    book = _opened(source)
    if COPY not in book.sheetnames or book.sheetnames[0] == COPY:
        return None
    try:
        lines = list(
            book[COPY].iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS, values_only=True)
        )
    except _DAMAGED as error:
        raise _no_workbook() from error
    head = [str(name or "") for name in (lines or [()])[0]]
    if "key" not in head:
        return None
    found = {}
    for line in lines[1:]:
        values = {name: _text(value) for name, value in zip(head, line, strict=False)}
        found[values.pop("key")] = values
    return found


def _columns(head: tuple) -> dict[str, int]:
    """Field → place, whatever language the heads are in."""
    from django.utils import translation

    known: dict[str, str] = {}
    for language in ("zh-hant", "en"):
        with translation.override(language):
            known |= {title.casefold(): name for name, title in heads().items()}
    found: dict[str, int] = {}
    for place, title in enumerate(head):
        name = known.get(str(title or "").strip().casefold())
        if name and name not in found:
            found[name] = place
    missing = [
        title for name, title in heads().items() if name not in found and name not in OPTIONAL
    ]
    if missing:
        raise NotASheet(
            _("The first row lacks %(names)s. Export the month again and edit that file.")
            % {"names": listed(missing)}
        )
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").strip()
