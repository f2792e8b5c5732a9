"""Meta files of titled sections: charts by day and audience blocks, told apart by section.

A section is a title alone in its record, a header record, data records and a blank record.
"""

from dataclasses import dataclass, replace

from platforms.importers import meta_audience, meta_chart
from platforms.importers.base import Grid, Options, Record, is_blank
from platforms.importers.headers import clean, normal
from platforms.importers.tables import Table
from platforms.records import RefusedTable
from platforms.sentences import gettext as _

DATE_WORDS = frozenset(normal(word) for word in ("Date", "日期"))


@dataclass(slots=True)
class Section:
    """Title, header and the numbers of its records; ``last_row`` belongs to the section."""

    title: str
    header_row: int
    header: list[str]
    last_row: int
    rows: int = 0


def find(grid: Grid, opening: list[Record], options: Options) -> list[Table | RefusedTable] | None:
    """The sections of a Meta chart or audience file, or None where it is something else."""
    if not _begins_with_title(opening):
        return None
    found = sections(grid)
    if not any(_is_known(section) or _is_chart(section) for section in found):
        return None
    tables: list[Table | RefusedTable] = []
    for section in found:
        tables.append(_table(grid, section, options))
    _share_platform([table for table in tables if isinstance(table, Table)])
    return tables


def _begins_with_title(opening: list[Record]) -> bool:
    rest = [cells for _number, cells in opening if not is_blank(cells) and not _is_sep(cells)]
    if len(rest) < 2:
        return False
    if _title(rest[0]) and (
        any(_is_known_title(_title(cells)) for cells in rest) or _is_date_header(rest[1])
    ):
        return True
    return _is_date_header(rest[0]) and meta_chart.named_platform(rest[0][1]) is not None


def sections(grid: Grid) -> list[Section]:
    """All sections of a grid, in order."""
    found: list[Section] = []
    title, after_blank, titled = "", True, False
    for number, cells in grid.records():
        if is_blank(cells):
            after_blank = True
            continue
        if _is_sep(cells):
            continue
        alone = _title(cells)
        if titled:
            found.append(Section(title, number, cells, number))
            titled = False
        elif alone and (_is_known_title(alone) or (after_blank and not alone[0].isdigit())):
            title, titled = alone, True
        elif not found:
            # No title: an older flavour that names the chart in the header.
            found.append(Section(clean(cells[1]) if len(cells) > 1 else "", number, cells, number))
        else:
            found[-1].last_row = number
            found[-1].rows += 1
        after_blank = False
    return found


def _is_sep(cells: list[str]) -> bool:
    return cells[0].strip().casefold().startswith("sep=")


def _title(cells: list[str]) -> str:
    """The text of a record that holds one cell only, else ""."""
    filled = [clean(cell) for cell in cells if clean(cell)]
    return filled[0] if len(filled) == 1 and clean(cells[0]) else ""


def _is_date_header(cells: list[str]) -> bool:
    return normal(cells[0]) in DATE_WORDS and len(cells) > 1 and bool(clean(cells[1]))


def _is_known_title(title: str) -> bool:
    return meta_chart.chart_of(title) is not None or meta_audience.block_of(title) is not None


def _is_known(section: Section) -> bool:
    if _is_date_header(section.header):
        return meta_chart.chart_of(section.title) is not None
    return meta_audience.block_of(section.title) is not None


def _is_chart(section: Section) -> bool:
    """Day and “Primary” below a title: Meta's, whatever the title means."""
    names = [normal(name) for name in section.header]
    return _is_date_header(section.header) and names[1] in _PRIMARY and bool(section.title)


_PRIMARY = frozenset(normal(word) for word in ("Primary", "主要", "主要指標"))


def _table(grid: Grid, section: Section, options: Options) -> Table | RefusedTable:
    part = replace(grid, table=section.title)
    bounds = (section.header_row, section.header, section.last_row)
    if _is_known(section):
        if _is_date_header(section.header):
            return meta_chart.table(part, options, section.title, *bounds)
        return meta_audience.table(part, options, section.title, *bounds)
    return RefusedTable(
        grid.member,
        section.title,
        _(
            "A chart or block called “%(title)s” is not known here. Say what its columns mean, or "
            "type its figures by hand."
        )
        % {"title": section.title},
        section.rows,
        grid.encoding,
    )


def _share_platform(tables: list[Table]) -> None:
    """One section that names the platform speaks for the others of its file."""
    named = {table.platform for table in tables if table.platform}
    if len(named) == 1:
        platform = named.pop()
        for table in tables:
            table.head.platform = platform
