"""From a path to parsed tables: opens the container, finds the family, reads."""

import logging
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from platforms.importers import archives, containers, families, texts, workbooks
from platforms.importers.base import (
    FileParse,
    FileReport,
    Grid,
    Options,
    RawRow,
    Refusal,
    TableReport,
    is_blank,
)
from platforms.importers.shelf import Shelf
from platforms.importers.siblings import period_from_siblings
from platforms.importers.tables import Keep, Table, published
from platforms.records import ParsedTable, ReadingRecord, RefusedTable, Warning_
from platforms.sentences import gettext as _

logger = logging.getLogger(__name__)
SAMPLES = 3
# Encodings in which nearly everything decodes: believed only below a header in their language.
ONLY_FOR = {"gb18030": "zh-Hant", "cp932": "ja"}


def parse_file(
    path: Path,
    name: str,
    *,
    zone: str | None = None,
    mapping: dict | None = None,
    platform: str | None = None,
    progress: Callable[[int], None] | None = None,
    taken_on: date | None = None,
    no_replies: bool = False,
    folder: Path | None = None,
) -> FileParse:
    """Every table of a file, read completely; never raises for bad content.

    ``zone`` replaces the zone the file's clock times are read in, ``platform`` is what the
    person said for tables that do not name theirs, ``mapping`` reads any table by the
    person's own columns (see ``generic``), ``progress`` gets the record number now and then.
    ``taken_on`` is the day of download, which gives dates without a year theirs; ``no_replies``
    leaves out posts that only answer somebody. Readings and rows not taken that are many wait
    in files without a name in ``folder`` (by default the system's for temporary files).
    """
    options = Options(zone, platform, mapping, progress, name, taken_on, no_replies, folder)
    sha256, size = containers.fingerprint(path)
    parse = FileParse(name, sha256, size, [], [])

    def take(table: Table) -> None:
        readings = Shelf[ReadingRecord](folder)
        parsed = table.read(readings.append)
        parsed.readings = readings
        parse.tables.append(parsed)

    _each_table(path, size, options, take, parse.refused)
    if _is_bundle(parse.tables):
        period_from_siblings(parse.tables)
    return parse


def inspect_file(
    path: Path, name: str, *, mapping: dict | None = None, taken_on: date | None = None
) -> FileReport:
    """What a file holds and what would happen to its rows, without keeping them."""
    sha256, size = containers.fingerprint(path)
    report = FileReport(name, sha256, size, [], [])

    def take(table: Table) -> None:
        samples: list[tuple[datetime | date, str]] = []
        hours: Counter[datetime] = Counter()
        parsed = table.read(_sampler(samples, hours))
        report.tables.append(_as_report(parsed, samples, hours))

    options = Options(mapping=mapping, name=name, taken_on=taken_on)
    _each_table(path, size, options, take, report.refused)
    if _is_bundle(report.tables):
        period_from_siblings(report.tables)
    return report


def read_row(
    path: Path,
    name: str,
    member: str | None,
    table: str,
    row: int,
    *,
    mapping: dict | None = None,
) -> RawRow:
    """One record as it stands in the file, with the header above it; empty where it is gone."""
    options = Options(mapping=mapping, loose=True)
    try:
        found = _row_in(path, options, member, table, row, alone=bool(table))
        # Some sheets are known only beside the others of their workbook.
        if found is None and table:
            found = _row_in(path, options, member, table, row, alone=False)
        if found is not None:
            return found
    except (Refusal, *archives.CUT_OFF):
        logger.info("A raw row was asked for in a file that is refused.")
    return RawRow([], [])


def _row_in(
    path: Path, options: Options, member: str | None, table: str, row: int, *, alone: bool
) -> RawRow | None:
    """The record, its sheet read ``alone`` or with all others; None where nobody knows it so."""
    for grid in _grids(path, options, [], table if alone else None):
        if grid.member != member:
            continue
        for found in _tables_or_none(grid, options):
            if found is None and alone and grid.beside:
                return None
            if (found is None and grid.table in ("", table)) or (
                found is not None and found.head.table == table
            ):
                return _raw_row(grid, found, row)
    return None


def grids(path: Path, options: Options) -> Iterator[Grid]:
    """Every table of a file as it stands there, known or not; refused members are left out."""
    return _grids(path, options, [])


MOST_GLIMPSED = 60  # records of one table, and tables of one file, that a person is shown


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The first records of one table of a file, whether or not anybody knows it."""

    member: str | None
    sheet: str
    records: list[list[str]]


def glimpses(path: Path) -> list[Glimpse]:
    """The tables of a file as they stand there; empty where it holds none."""
    found: list[Glimpse] = []
    try:
        for grid in grids(path, Options(loose=True)):
            opening = [cells for _number, cells in grid.opening(MOST_GLIMPSED)]
            found.append(Glimpse(grid.member, grid.table, opening))
            if len(found) >= MOST_GLIMPSED:
                break
    except (Refusal, *archives.CUT_OFF):
        logger.info("Only a part of a refused file can be shown.")
    return found


def _tables_or_none(grid: Grid, options: Options) -> list[Table | None]:
    """The grid's tables, or a single None where it was read by the person's own mapping."""
    try:
        found = families.find(grid, options) or []
    except Refusal:
        found = []
    return [table for table in found if isinstance(table, Table)] or [None]


def _raw_row(grid: Grid, table: Table | None, row: int) -> RawRow:
    header = table.binding.header if table is not None else []
    for number, cells in grid.records():
        if not header and not is_blank(cells):
            header = cells
        if number == row:
            return RawRow(header, [cell for cell in cells if cell != texts.CUT_OFF])
    return RawRow(header, [])


def _is_bundle(tables: Sequence[ParsedTable | TableReport]) -> bool:
    """The tables came out of one ZIP, so they were downloaded together."""
    return len(tables) > 1 and all(table.head.member for table in tables)


def _sampler(samples: list[tuple[datetime | date, str]], hours: Counter[datetime]) -> Keep:
    def keep(reading: ReadingRecord) -> None:
        if reading.post is not None and reading.post.published_wall is not None:
            hours[reading.post.published_wall.replace(minute=0, second=0, microsecond=0)] += 1
        if len(samples) < SAMPLES:
            when = published(reading)
            if when is not None and reading.post is not None:
                sample = (when, " ".join(reading.post.text.split())[:80])
                if sample not in samples:
                    samples.append(sample)

    return keep


def _as_report(
    parsed: ParsedTable,
    samples: list[tuple[datetime | date, str]],
    hours: Counter[datetime],
) -> TableReport:
    return TableReport(
        parsed.head,
        parsed.accounts,
        parsed.account_rows,
        parsed.rows,
        parsed.accepted,
        parsed.skipped,
        parsed.rejected,
        parsed.warnings,
        parsed.sums,
        samples,
        hours,
    )


def _each_table(
    path: Path,
    size: int,
    options: Options,
    take: Callable[[Table], None],
    refused: list[RefusedTable],
) -> None:
    """Give every recognised table to ``take``; what is not recognised joins ``refused``."""
    try:
        if size > containers.LARGEST_FILE:
            raise Refusal(
                _("The file is larger than %(size)s MB; export a shorter period.")
                % {"size": containers.LARGEST_FILE >> 20}
            )
        taken = False

        def note(table: Table) -> None:
            nonlocal taken
            taken = True
            take(table)

        for grid in _grids(path, options, refused):
            _take_grid(grid, options, note, refused)
        if not taken and not refused:
            raise Refusal(_("No figures are filled in yet; write them into the workbook first."))
    except Refusal as refusal:
        refused.append(RefusedTable(None, "", refusal.reason, refusal.rows))
    except Exception:
        logger.exception("An importer failed on a file.")
        refused.append(RefusedTable(None, "", _unexpected()))


def _take_grid(
    grid: Grid, options: Options, take: Callable[[Table], None], refused: list[RefusedTable]
) -> None:
    try:
        for table in families.tables(grid, options):
            if isinstance(table, RefusedTable):
                refused.append(table)
            else:
                take(table)
    except Refusal as refusal:
        refused.append(
            RefusedTable(grid.member, grid.table, refusal.reason, refusal.rows, grid.encoding)
        )
    except archives.CUT_OFF:
        reason = archives.damaged_member()
        refused.append(RefusedTable(grid.member, grid.table, reason, 0, grid.encoding))
    except Exception:
        logger.exception("An importer failed on a table.")
        refused.append(RefusedTable(grid.member, grid.table, _unexpected(), 0, grid.encoding))


def _unexpected() -> str:
    return _("The table could not be read. Please keep the file and tell whoever runs this site.")


def _grids(
    path: Path, options: Options, refused: list[RefusedTable], only: str | None = None
) -> Iterator[Grid]:
    """Every sheet, member or text of a file; of a workbook only the sheet ``only`` if given."""
    open_file = containers.file_opener(path)
    if containers.kind_of(open_file) != "zip":
        yield from _single(open_file, None, options)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            archives.refuse_other_documents(names)
            if archives.is_workbook(names):
                yield from workbooks.xlsx_grids(open_file, None, only)
                return
            for member, open_member in archives.members(archive, refused):
                try:
                    yield from _single(open_member, member, options)
                except Refusal as refusal:
                    refused.append(RefusedTable(member, "", refusal.reason, refusal.rows))
                except archives.CUT_OFF:
                    refused.append(RefusedTable(member, "", archives.damaged_member()))
    except archives.BROKEN as error:
        raise Refusal(_("The ZIP file is damaged or cut off; download it again.")) from error


def _single(open_file: texts.Opener, member: str | None, options: Options) -> Iterator[Grid]:
    """The grids of one file that is no archive of several."""
    kind = containers.kind_of(open_file)
    if kind == "zip":
        yield from workbooks.xlsx_grids(open_file, member)
    elif kind == "ole":
        yield from workbooks.ole_grids(open_file, member)
    elif kind == "spreadsheetml":
        yield from workbooks.xml_grids(open_file, member)
    else:
        yield _text(open_file, member, options)


def _text(open_file: texts.Opener, member: str | None, options: Options) -> Grid:
    """The grid under the first encoding that holds; guesses must give a known header."""
    tried = texts.encodings(open_file)
    likeliest = None
    for encoding in tried:
        grid = texts.text_grid(open_file, member, encoding)
        if not encoding.guess:
            return grid
        likeliest = likeliest or grid
        language = families.language(grid, options)
        if language is None or language not in ONLY_FOR.get(encoding.name, language):
            continue
        grid.warnings.append(
            Warning_(
                "encoding_guessed",
                _("The file is not UTF-8; it was read as %(encoding)s, which fits its header. "
                  "Emoji and rare letters may be lost; the numbers are not touched.")
                % {"encoding": encoding.name},
            )
        )  # fmt: skip
        return grid
    if options.loose and likeliest is not None:
        return likeliest
    raise Refusal(
        _("The file is not UTF-8 and no other encoding gives a header that is known here. "
          "Download it again and do not save it with a spreadsheet program.")
    )  # fmt: skip
