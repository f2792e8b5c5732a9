"""Google Analytics 4: reports, snapshots of many small tables, explorations; CSV and workbooks.

A table is a header whose first columns are dimensions; comment lines above it (``# Property: …``)
say whose it is and for which days. Figures speak of a *period*, or of days where ``Date`` or
``Nth day`` stands among the dimensions. Rates and averages are kept as extra, never as measures.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from platforms.importers import cells as cell
from platforms.importers import dates
from platforms.importers.base import Grid, Options, Record, Refusal, Skip, is_blank
from platforms.importers.ga4_columns import (
    COLUMNS,
    COMMENT_WORDS,
    DIMENSIONS,
    EVERYBODY,
    OWN,
    TOTAL_WORDS,
)
from platforms.importers.headers import Binding, clean, normal
from platforms.importers.tables import Row, Table
from platforms.records import NAME, AccountRecord, Alias, ReadingRecord, RefusedTable, Span, Subject
from platforms.sentences import gettext as _

KEY = "ga4"
OWNER = "owner"  # the Analytics account a property lies in: shown, never an identity
JOINT = " | "
TIME = ("date", "nth_day")
_RANGE = re.compile(r"(\d{8})\s*[-–]\s*(\d{8})")
_WORDS = {normal(word): key for key, words in COMMENT_WORDS.items() for word in words}


@dataclass(slots=True)
class About:
    """What the comment lines above a table say."""

    title: str = ""
    account: str = ""
    property: str = ""
    segment: str = ""
    start: date | None = None
    end: date | None = None
    plain: list[str] = field(default_factory=list)

    def hear(self, text: str) -> None:
        """Take in one comment line, without its sign."""
        if not text or not text.strip("-–— "):
            return
        found = _RANGE.fullmatch(text)
        if found:
            self.start, self.end = dates.day(found[1]), dates.day(found[2])
            return
        name, colon, value = text.partition(":")
        if not colon:
            name, colon, value = text.partition("：")
        match _WORDS.get(normal(name)) if colon else None:
            case "account":
                self.account = value.strip()
            case "property":
                self.property = value.strip()
            case "start":
                self.start = dates.day(value)
            case "end":
                self.end = dates.day(value)
            case _:
                self.plain.append(text)

    def settle(self) -> None:
        """Say which of the lines without a name is the title, the property or the segment."""
        if self.plain and not self.title:
            if not self.account and not self.property and len(self.plain) > 1:
                self.property = self.plain.pop(0)  # explorations begin with the property
            self.title = self.plain.pop(0)
        spoken = [text for text in self.plain if normal(text) not in EVERYBODY]
        self.segment = JOINT.join(spoken)

    def next(self) -> "About":
        """The beginning of a further block of the same file."""
        return replace(self, segment="", plain=[])


@dataclass(slots=True)
class Section:
    about: About
    header_row: int
    header: list[str]
    last_row: int
    rows: int = 0


class Ga4Table(Table):
    """One table of a property: days of the site, or the site cut by its dimensions."""

    family = KEY
    ends_with_line = False  # downloads of Analytics end behind their last cell
    platform = "ga4"
    span = Span.PERIOD
    about = About()
    # Dimension → its place; days are no dimension.
    dimensions: tuple[tuple[str, int], ...] = ()

    def survey(self) -> None:
        """Key events that are shared out over several visits are fractions, so no counts."""
        for key in ("key_events", "purchases"):
            places = self.binding.measures.get(key, [])
            if any(_is_fraction(row.at(place)) for row in self.rows() for place in places):
                del self.binding.measures[key]
                self.binding.extras |= {place: self.binding.header[place] for place in places}
                self.warn(
                    "fractions",
                    _("“%(header)s” holds fractions, because it is shared out between several "
                      "visits; it is kept with the rows, but not counted.")
                    % {"header": self.binding.header[places[0]]},
                )  # fmt: skip

    def _checked(self, number: int, found: list[str]) -> Row:
        if normal(found[-1]) in TOTAL_WORDS:
            raise Skip(_("Total row."))
        return super()._checked(number, found)

    def take(self, row: Row) -> list[ReadingRecord]:
        labels = [clean(row.at(place)) for _key, place in self.dimensions]
        if normal(row.at(0)) in TOTAL_WORDS:
            raise Skip(_("Total row."))
        day = self._day(row)
        values, more = self.values(row), self.beyond(row)
        if not values and not more:
            raise Skip(_("The row reports nothing."))
        span = Span.DAY if day else Span.PERIOD
        names = [key for key, _place in self.dimensions]
        if self.about.segment:
            names, labels = ["segment", *names], [self.about.segment, *labels]
        return [
            ReadingRecord(
                subject=Subject.BREAKDOWN if names else Subject.SITE,
                span=span,
                row=row.number,
                values=values,
                account=self._site(),
                start=day or self.about.start,
                end=day or self.about.end,
                extra=more,
                dimension="|".join(names)[:40],
                key=JOINT.join(labels),
            )
        ]

    def _site(self) -> int | None:
        about = self.about
        if not about.property:
            return None
        aliases: tuple[Alias, ...] = (Alias(NAME, about.property),)
        if about.account:
            aliases += (Alias(OWNER, about.account),)
        return self.account(about.property, AccountRecord(about.property, aliases))

    def _day(self, row: Row) -> date | None:
        for key in TIME:
            if not self.binding.has(key):
                continue
            text = row.text(key)
            found = dates.day(text) if key == "date" else self._nth(text)
            if found is None:
                raise self.no_date(row, key)
            return found
        return None

    def _nth(self, text: str) -> date | None:
        """``0003``: the fourth day from the start."""
        number = cell.plain(text).removesuffix(".0")
        if not (number.isascii() and number.isdigit() and len(number) <= 4) or not self.about.start:
            return None
        return self.about.start + timedelta(days=int(number))

    def finish(self) -> None:
        if self.head.span is Span.PERIOD and self.head.start is None:
            self.warn(
                "period_missing",
                _("The file does not say for which days these figures are; give the period that "
                  "was chosen in Google Analytics."),
            )  # fmt: skip


def find(grid: Grid, opening: list[Record], options: Options) -> list[Table | RefusedTable] | None:
    """The tables of a Google Analytics export, or None where it is something else."""
    opening = [(number, cells) for number, cells in opening if not is_blank(cells)]
    said = any(_is_comment(cells) for _number, cells in opening)
    if not said and not any(_is_header(cells, alone=True) for _number, cells in opening[:6]):
        return None
    found = sections(grid)
    if said and not any(section.about.start or section.about.property for section in found):
        return None
    return _tables(grid, found, options) or None


def sections(grid: Grid) -> list[Section]:
    """All tables of a grid, in order, each with what stands above it."""
    found: list[Section] = []
    about, hearing, fresh = About(), False, True
    for number, cells in grid.records():
        if is_blank(cells):
            fresh = True
            continue
        if cells[0].lstrip().startswith("#"):
            if not hearing and found:
                about = about.next()
            hearing = fresh = True
            about.hear(",".join(cells).strip().lstrip("#").strip().rstrip(","))
            continue
        if hearing:
            about.settle()
            hearing = False
        if (fresh and _is_header(cells, alone=not about.title)) or _is_header(cells, alone=True):
            found.append(Section(about, number, cells, number))
        elif found:
            found[-1].last_row = number
            found[-1].rows += 1
        fresh = False
    return found


def _is_comment(cells: list[str]) -> bool:
    text = cells[0].lstrip()
    if not text.startswith("#"):
        return False
    text = text.lstrip("#").strip()
    return (
        (len(text) > 5 and not text.strip("-–—"))
        or normal(text.partition(":")[0]) in _WORDS
        or _RANGE.fullmatch(text) is not None
    )


def _is_header(cells: list[str], *, alone: bool) -> bool:
    """A record of names; ``alone``, without comments above it, it must show it is Analytics'."""
    names = [normal(name) for name in cells if clean(name)]
    if len(names) < 2 or (alone and not OWN & set(names)):
        return False
    binding = COLUMNS.bind(cells)
    first = names[0] in DIMENSIONS or binding.has_any(*TIME)
    figures = bool(binding.measures) or any(
        COLUMNS.find(name) for name in binding.extras.values()
    )  # a table of rates alone is a table too
    return figures and (first or (not alone and not cell.is_missing(cells[0])))


def _tables(grid: Grid, found: list[Section], options: Options) -> list[Table | RefusedTable]:
    tables: list[Table | RefusedTable] = []
    taken: set[str] = set()
    for section in found:
        name = _name(grid, section, len(found) > 1, taken)
        part = replace(grid, table=name)
        try:
            tables.append(_table(part, section, options))
        except Refusal as refusal:
            tables.append(
                RefusedTable(grid.member, name, refusal.reason, section.rows, grid.encoding)
            )
    return tables


def _name(grid: Grid, section: Section, several: bool, taken: set[str]) -> str:
    """A table is called as its report, one of several also by its columns."""
    name = grid.table or section.about.title
    if several and not grid.table:
        name = " · ".join(clean(text) for text in section.header[:3] if clean(text))
    unique, number = name[:240], 2
    while unique in taken:
        unique, number = f"{name[:240]} ({number})", number + 1
    taken.add(unique)
    return unique


def _table(grid: Grid, section: Section, options: Options) -> Ga4Table:
    binding = COLUMNS.bind(section.header)
    _leave_currencies(binding)
    figures = {place for places in binding.measures.values() for place in places}
    if 0 in figures and DIMENSIONS.keys() & {normal(name) for name in section.header}:
        raise Refusal(
            _("The first column must say what the rows are about; here it is a figure. Take the "
              "original file."),
            section.rows,
        )  # fmt: skip
    if binding.has("date_range"):
        raise Refusal(
            _("The report compares two periods, so its rows would count twice. Take the "
              "comparison off in Google Analytics and export it again."),
            section.rows,
        )  # fmt: skip
    dimensions = _dimensions(binding)
    if binding.has("nth_day") and section.about.start is None:
        raise Refusal(
            _("The days are only counted, and the file does not say from which day."), section.rows
        )
    table = Ga4Table(grid, options, binding, section.header_row, section.last_row)
    table.about, table.dimensions = section.about, dimensions
    if binding.has_any(*TIME):
        table.head.span = Span.DAY
    else:
        table.head.start, table.head.end = section.about.start, section.about.end
    return table


def _dimensions(binding: Binding) -> tuple[tuple[str, int], ...]:
    """The columns before the first figure that are no days; they are no extra."""
    known = {place for places in binding.measures.values() for place in places}
    known |= {place for place, name in binding.extras.items() if COLUMNS.find(name)}
    found = []
    for place, name in enumerate(binding.header[: min(known, default=1)]):
        if any(place in binding.fields.get(key, ()) for key in TIME) or not name:
            continue
        found.append((DIMENSIONS.get(normal(name), normal(name)[:40]), place))
        binding.extras.pop(place, None)
    return tuple(found)


def _leave_currencies(binding: Binding) -> None:
    """Where the header names no currency there is none to keep."""
    binding.currency = {place: code for place, code in binding.currency.items() if code}


def _is_fraction(text: str) -> bool:
    whole, point, rest = cell.plain(text).partition(".")
    return bool(point) and rest.strip("0").isdigit() and whole.lstrip("+-").isdigit()
