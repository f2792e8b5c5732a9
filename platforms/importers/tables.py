"""Reading one table: the loop that keeps every row accounted for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from platforms.importers import cells as cell
from platforms.importers import dates
from platforms.importers.base import Grid, Options, Record, Reject, Skip, is_blank
from platforms.importers.headers import (
    COUNT,
    DECIMALS,
    HOURS,
    MINUTES,
    MONEY,
    SECONDS,
    SHARE,
    Binding,
    normal,
)
from platforms.importers.shelf import Shelf
from platforms.importers.texts import CUT_OFF, UNREADABLE
from platforms.records import (
    AccountRecord,
    Alias,
    ParsedTable,
    ReadingRecord,
    RowIssue,
    Span,
    TableHead,
    Warning_,
)
from platforms.sentences import gettext as _

MOST_NAMES = 8  # unknown columns a warning names
MOST_ROWS_NAMED = 200  # rows listed with a warning; more are counted, not listed
DATES = ("published", "date", "day", "start", "end")  # fields that hold dates
TOTALS = frozenset(
    normal(word)
    for word in (
        "Total",
        "Totals",
        "Grand total",
        "Sum",
        "總計",
        "合計",
        "總和",
        "加總",
        "小計",
        "總合",
    )
)
Keep = Callable[[ReadingRecord], None]


@dataclass(slots=True)
class Row:
    """One data record with its header understood."""

    number: int
    cells: list[str]
    binding: Binding

    def at(self, place: int) -> str:
        return self.cells[place] if place < len(self.cells) else ""

    def text(self, key: str) -> str:
        """The first filled cell of a field, without outer blanks."""
        for place in self.binding.fields.get(key, ()):
            value = self.at(place).strip()
            if value:
                return value
        return ""

    def name_of(self, key: str) -> str:
        """The header a field or measure has in this file."""
        places = self.binding.fields.get(key) or self.binding.measures.get(key) or [0]
        return self.binding.header[places[0]]


class Table:
    """A header and the records below it; families say what a record means in ``take``."""

    family = ""
    platform: str | None = None
    zone = "UTC"
    span = Span.LIFETIME
    dated = "none"
    order: str = dates.MONTH_FIRST  # of its dates; ``survey`` may find another
    knows_all = True  # False where a family leaves most of its many columns aside
    ends_with_line = True  # False where the platform's own downloads end behind their last cell

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, last_row: int | None
    ) -> None:
        self.grid, self.options, self.binding = grid, options, binding
        self.header_row, self.last_row = header_row, last_row
        self.width = len(binding.header)
        self.accounts: list[AccountRecord] = []
        self.account_rows: list[int] = []
        self._account_places: dict[tuple[Alias, ...] | str, int] = {}
        self.decimal_comma = False
        self._warned: dict[str, Warning_] = {}
        self._warned_rows: dict[str, list[int]] = {}
        self.head = TableHead(
            family=self.family,
            platform=self.platform or options.platform,
            member=grid.member,
            table=grid.table,
            encoding=grid.encoding,
            language=binding.language,
            span=self.span,
            zone=options.zone or self.zone,
            dated=self.dated,
        )

    # What families fill in.

    def survey(self) -> None:
        """Look at all rows before reading: date order, spans, damage. Goes through ``rows``."""
        keys = [key for key in DATES if self.binding.fields.get(key)]
        if not keys:
            return
        votes = dates.OrderVotes()
        for row in self.rows():
            for key in keys:
                votes.add(row.text(key))
            self.note(row)
        self.order = votes.decide(dates.MONTH_FIRST) or dates.MONTH_FIRST
        if votes.mixed:
            self.warn_mixed()

    def note(self, row: Row) -> None:
        """Look at one row of the survey. Optional."""

    def take(self, row: Row) -> list[ReadingRecord]:
        """The readings of one row; raises ``Skip`` or ``Reject``."""
        raise NotImplementedError

    def finish(self) -> None:
        """Say what only the whole table can tell. Optional."""

    # What they use.

    def records(self) -> Iterator[Record]:
        """Records below the header that are not blank."""
        for number, found in self.grid.records():
            if number <= self.header_row or is_blank(found):
                continue
            if self.last_row is not None and number > self.last_row:
                return
            yield number, found

    def rows(self) -> Iterator[Row]:
        """The same as rows, without their damage checked: for surveys."""
        places = [place for key in DATES for place in self.binding.fields.get(key, ())]
        for number, found in self.records():
            for place in places:
                if len(found) > place and found[place][:5].isdigit():
                    self._note_serial(number, found[place].strip())
            yield Row(number, found, self.binding)

    def _note_serial(self, number: int, text: str) -> None:
        if dates.is_serial(text):
            self.warn(
                "dates_serial",
                _("Some dates are written as day numbers, as a spreadsheet keeps them; they were "
                  "read as such. Check one of them: some old programs count four years less."),
                number,
            )  # fmt: skip

    def warn(self, code: str, text: str, row: int | None = None) -> None:
        """Note something once per table, gathering the rows it happened on."""
        self._warned.setdefault(code, Warning_(code, text))
        rows = self._warned_rows.setdefault(code, [])
        if row is not None and len(rows) < MOST_ROWS_NAMED:
            rows.append(row)

    def account(self, key: str | tuple[Alias, ...], record: AccountRecord) -> int:
        """The place of an account in this table's list, new or met before."""
        place = self._account_places.get(key)
        if place is None:
            place = self._account_places[key] = len(self.accounts)
            self.accounts.append(record)
            self.account_rows.append(0)
        return place

    def warn_mixed(self) -> None:
        self.warn(
            "dates_mixed",
            _("Some dates are month first and some day first: a spreadsheet turned part of them "
              "round. Take the original file."),
        )  # fmt: skip

    def date_in(self, row: Row, key: str = "date") -> date:
        """The day that a field holds; rejects the row where it is none."""
        found = dates.day(row.text(key), self.order)
        if found is None:
            raise self.no_date(row, key)
        return found

    def no_date(self, row: Row, key: str) -> Reject:
        """What is said of a field that should hold a date."""
        header = row.name_of(key)
        return Reject(
            _("%(header)s: “%(cell)s” is not a date.")
            % {"header": header, "cell": cell.shown(row.text(key))},
            header,
        )

    def values(self, row: Row) -> dict[str, int]:
        """The measures a row reports; unreported ones are absent."""
        found: dict[str, int] = {}
        for key, places in self.binding.measures.items():
            value = self._measure(row, key, places)
            if value is not None:
                found[key] = value
        return found

    def _measure(self, row: Row, key: str, places: list[int]) -> int | None:
        chosen: int | None = None
        for place in places:
            value = self.number(row, place, self.binding.units[place])
            if value is None or value == chosen:
                continue
            if chosen is None:
                chosen = value
                continue
            # Meta wrote `Views` twice in 2024/25; the second is the video-play count.
            self.warn(
                "columns_differ",
                _("Two columns mean “%(header)s” and differ; the larger number was taken.")
                % {"header": self.binding.header[places[0]]},
                row.number,
            )
            chosen = max(chosen, value)
        return chosen

    def shares(self, row: Row) -> dict[str, int]:
        """The percentages a row reports, in parts per million."""
        found: dict[str, int] = {}
        for key, place in self.binding.shares.items():
            value = self.number(row, place, SHARE)
            if value is not None:
                found[key] = value
        return found

    def number(self, row: Row, place: int, unit: str) -> int | None:
        """One cell in smallest units; rejects the row where it is not a number."""
        text = row.at(place)
        if not text:
            return None
        try:
            if self.decimal_comma:
                text = cell.with_point(text) if unit in DECIMALS else cell.without_points(text)
            if unit == COUNT:
                value = cell.count(text)
            elif unit == SECONDS:
                value = cell.milliseconds(text)
            elif unit == MINUTES:
                value = cell.milliseconds(text, 60_000)
            elif unit == HOURS:
                value = cell.milliseconds(text, 3_600_000)
            elif unit == MONEY:
                value = cell.micros(text)
            else:
                value = cell.share(text)
        except cell.NotANumber as error:
            header = self.binding.header[place]
            raise Reject(
                _("%(header)s: %(problem)s") % {"header": header, "problem": error.sentence}, header
            ) from None
        if value is not None and not text.isdigit() and cell.is_rounded(text):
            self.warn(
                "rounded_numbers",
                _("Some numbers are written shortened (such as 1.2K), so they are not exact."),
                row.number,
            )
        return value

    def beyond(self, row: Row) -> dict[str, str | int | float]:
        """What the row says beyond our measures, under the file's own headers."""
        found: dict[str, str | int | float] = {}
        for place, name in self.binding.extras.items():
            text = row.at(place)
            if text:
                value = cell.extra_value(text)
                if value is not None:
                    found[name] = value
        for place, currency in self.binding.currency.items():
            if currency and not cell.is_missing(row.at(place)):
                found["currency"] = currency
        return found

    def _settle_decimals(self) -> None:
        """Whether decimals are written ``96808,007``, decided over all of the table's cells.

        Spreadsheets of half the world write them so, with semicolons between the cells;
        there ``808,007`` is no longer eight hundred thousand.
        """
        places = [place for place, unit in self.binding.units.items() if unit in DECIMALS]
        places += self.binding.shares.values()
        if not places:
            return
        votes = cell.CommaVotes()
        for row in self.rows():
            for place in places:
                votes.add(row.at(place))
        self.decimal_comma = votes.decide(semicolons=self.grid.separator == ";")

    # The loop.

    def read(self, keep: Keep) -> ParsedTable:
        """Read all rows, giving each reading to ``keep``; accepted + skipped + rejected = rows."""
        self.survey()
        self._settle_decimals()
        skipped, rejected = (
            Shelf[RowIssue](self.options.folder),
            Shelf[RowIssue](self.options.folder),
        )
        parsed = ParsedTable(
            self.head, self.accounts, self.account_rows, [], 0, 0, skipped, rejected, [], {}
        )  # fmt: skip
        progress = self.options.progress
        for number, found in self.records():
            parsed.rows += 1
            if progress is not None and parsed.rows % 500 == 0:
                progress(number)
            try:
                readings = self.take(self._checked(number, found))
            except Skip as skip:
                skipped.append(RowIssue(number, skip.reason))
            except Reject as reject:
                rejected.append(RowIssue(number, reject.reason, reject.cell))
            else:
                parsed.accepted += 1
                self._count(parsed, readings, keep)
        if self.head.first_wall is not None and self.head.last_wall is not None:
            self._widen(self.head.first_wall.date(), self.head.last_wall.date())
        self._note_open_end()
        self._note_unknown()
        self.finish()
        parsed.warnings = [
            *self.grid.warnings,
            *(
                Warning_(code, warning.text, tuple(self._warned_rows[code]))
                for code, warning in self._warned.items()
            ),
        ]
        return parsed

    def _note_open_end(self) -> None:
        """A last row that may be cut off although all of its cells are there."""
        number = self.grid.open_end
        inside = self.header_row < number <= (self.last_row or number)
        if inside and self.ends_with_line:
            self.warn(
                "open_end",
                _("The file does not end with a line end, as such downloads do: its last figure "
                  "may be cut off. Compare it with the platform, or download the file again."),
                number,
            )  # fmt: skip

    def _note_unknown(self) -> None:
        """Columns with figures that nobody knows: kept with the rows, counted nowhere."""
        places = [at for at in self.binding.unknown if at in self.binding.extras]
        if not places or not self.knows_all:
            return
        opening = [found for _row, found in islice(self.records(), MOST_ROWS_NAMED)]
        names = [
            self.binding.extras[at]
            for at in places
            if any(len(found) > at and cell.is_figure(found[at]) for found in opening)
        ]
        if names:
            shown = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
            self.warn(
                "columns_unknown",
                _("Columns with figures that are not known here: %(names)s. They are kept with "
                  "their rows, but count nowhere. Where one of them should count, tell whoever "
                  "runs this site, or type its figures by hand.")
                % {"names": shown},
            )  # fmt: skip

    def _checked(self, number: int, found: list[str]) -> Row:
        if found[-1] == CUT_OFF:
            raise Reject(
                _("The file is cut off within this row, so its last cell may be incomplete; "
                  "download it again.")
            )  # fmt: skip
        if len(found) > self.width and not is_blank(found[self.width :]):
            raise Reject(
                _("The row has more cells (%(cells)s) than the header (%(width)s).")
                % {"cells": len(found), "width": self.width}
            )
        if self.grid.damaged and any(UNREADABLE in text for text in found):
            raise Reject(
                _("The row holds bytes that cannot be read as text; download the file again.")
            )
        if self._repeats_header(found):
            raise Skip(_("The header again."))
        row = Row(number, found, self.binding)
        if _is_total(found) and not row.text("permalink"):
            raise Skip(_("Total row."))
        return row

    def _repeats_header(self, found: list[str]) -> bool:
        return (
            found[0].strip() == self.binding.header[0]
            and [text.strip() for text in found] == self.binding.header[: len(found)]
        )

    def _count(self, parsed: ParsedTable, readings: list[ReadingRecord], keep: Keep) -> None:
        counted: set[int] = set()
        for reading in readings:
            keep(reading)
            if reading.account is not None:
                counted.add(reading.account)
            for key, value in reading.values.items():
                parsed.sums[key] = parsed.sums.get(key, 0) + value
            self._stretch(reading)
        for place in counted:
            self.account_rows[place] += 1

    def _stretch(self, reading: ReadingRecord) -> None:
        """Widen the table's own period to hold this reading's days."""
        head = self.head
        if reading.span is Span.LIFETIME:
            post = reading.post
            if post is None:
                return
            wall = post.published_wall
            if wall is not None:
                if head.first_wall is None or wall < head.first_wall:
                    head.first_wall = wall
                if head.last_wall is None or wall > head.last_wall:
                    head.last_wall = wall
                return
            self._widen(post.published_on, post.published_on)
        else:
            self._widen(reading.start, reading.end)

    def _widen(self, first: date | None, last: date | None) -> None:
        head = self.head
        if first is not None and (head.start is None or first < head.start):
            head.start = first
        if last is not None and (head.end is None or last > head.end):
            head.end = last


def _is_total(found: list[str]) -> bool:
    """A row of sums, as a person or a platform writes it below a table."""
    first = found[0]
    if not first or first.isspace():
        first = next((text for text in found if text and not text.isspace()), "")
    return len(first) < 20 and normal(first) in TOTALS


def published(reading: ReadingRecord) -> datetime | date | None:
    """When a reading's post was published, as the file writes it."""
    post = reading.post
    if post is None:
        return None
    return post.published_wall or post.published_on
