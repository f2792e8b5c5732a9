"""What importers share: grids of text cells, the words for taking or leaving a row, results."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from platforms.records import (
    AccountRecord,
    ParsedTable,
    RefusedTable,
    RowIssue,
    TableHead,
    Warning_,
)

Record = tuple[int, list[str]]  # number from 1 as a spreadsheet shows it, cells


class Refusal(Exception):
    """A file or table that cannot be taken; its text is the sentence for the editor."""

    def __init__(self, reason: str, rows: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.rows = rows


class Skip(Exception):
    """A row that carries no subject of its own: totals, descriptions, repeated headers."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Reject(Exception):
    """A row that cannot be read, with the header of the cell where one is to blame."""

    def __init__(self, reason: str, cell: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.cell = cell


@dataclass(slots=True)
class Grid:
    """One sheet, ZIP member or text file as records of text cells, readable again and again.

    ``records`` gives (number, cells) for every record, blank ones included.
    """

    member: str | None
    table: str
    encoding: str
    records: Callable[[], Iterator[Record]]
    warnings: list[Warning_] = field(default_factory=list)
    guess: bool = False  # an 8-bit guess: only known headers make it believable
    separator: str = ","
    open_end: int = 0  # number of a last record behind which no line end stands, once read
    beside: list["Grid"] = field(default_factory=list, repr=False, compare=False)  # all sheets
    damaged: bool = False  # some bytes could not be read; the rows that hold them are rejected

    def opening(self, count: int = 40) -> list[Record]:
        """The first ``count`` records."""
        found: list[Record] = []
        for record in self.records():
            found.append(record)
            if len(found) >= count:
                break
        return found


@dataclass(slots=True)
class Options:
    """What the person said about the file, as far as they said it."""

    zone: str | None = None
    platform: str | None = None
    mapping: dict | None = None
    progress: Callable[[int], None] | None = None
    name: str = ""  # of the file: downloads carry the moment they were made in it
    taken_on: date | None = None  # the day the figures were downloaded, as far as known
    no_replies: bool = False  # leave out posts that only answer somebody
    folder: Path | None = None  # where there is room for what does not fit into memory
    loose: bool = False  # show an 8-bit text that nobody knows in its likeliest encoding


@dataclass(slots=True)
class TableReport:
    """One recognised table as inspection shows it, before anything is saved."""

    head: TableHead
    accounts: list[AccountRecord]
    account_rows: list[int]
    rows: int
    accepted: int
    skipped: Sequence[RowIssue]
    rejected: Sequence[RowIssue]
    warnings: list[Warning_]
    sums: dict[str, int]
    samples: list[tuple[datetime | date, str]]  # publish time as written, start of the text
    hours: Counter[datetime]  # posts by the hour they were published in, as written


@dataclass(slots=True)
class FileReport:
    """What a file holds: its recognised tables and, with a sentence each, the refused ones."""

    name: str
    sha256: str
    size: int
    tables: list[TableReport]
    refused: list[RefusedTable]


@dataclass(slots=True)
class FileParse:
    """A file read completely."""

    name: str
    sha256: str
    size: int
    tables: list[ParsedTable]
    refused: list[RefusedTable]


@dataclass(frozen=True, slots=True)
class RawRow:
    """One record as it stands in the file, for "show me the raw row"."""

    headers: list[str]
    cells: list[str]


def is_blank(cells: list[str]) -> bool:
    """No cell holds anything but blanks."""
    return not any(cell and not cell.isspace() for cell in cells)
