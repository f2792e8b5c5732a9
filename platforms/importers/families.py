"""The families of export files and the order in which they are asked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from platforms.importers import (
    ads,
    facebook_content,
    facebook_legacy,
    facebook_video,
    ga4,
    generic,
    instagram_content,
    line_oa,
    linkedin,
    linkedin_columns,
    meta_sections,
    others,
    template,
    tiktok,
    tiktok_columns,
    x,
    x_columns,
    youtube,
    youtube_columns,
)
from platforms.importers.base import Grid, Options, Record, Refusal, is_blank
from platforms.importers.headers import ColumnSet
from platforms.importers.tables import Table
from platforms.records import RefusedTable
from platforms.sentences import gettext as _

Find = Callable[[Grid, list[Record], Options], Any]

FAMILIES: tuple[Find, ...] = (
    template.find,
    x.find,
    tiktok.find,
    linkedin.find,
    ga4.find,
    facebook_content.find,
    instagram_content.find,
    meta_sections.find,
    facebook_video.find,
    facebook_legacy.find,
    youtube.find,
    line_oa.find,
    ads.find,
)

# Every table of headers: what a header nobody claimed most likely means.
COLUMN_SETS: tuple[ColumnSet, ...] = (
    facebook_content.COLUMNS,
    instagram_content.COLUMNS,
    tiktok_columns.VIDEOS,
    tiktok_columns.DAYS,
    x_columns.POSTS,
    x_columns.DAYS,
    linkedin_columns.METRICS,
    linkedin_columns.POSTS,
    line_oa.COLUMNS,
    line_oa.BROADCASTS,
    youtube_columns.COLUMNS,
)


def find(grid: Grid, options: Options) -> list[Table | RefusedTable] | None:
    """The tables of the first family that knows this grid."""
    if options.mapping is not None:
        mapping = generic.meant(grid, options.mapping)
        if mapping is not None:
            return [generic.table(grid, replace(options, mapping=mapping))]
    opening = grid.opening()
    for family in FAMILIES:
        found = family(grid, opening, options)
        if found is not None:
            return found
    return None


def tables(grid: Grid, options: Options) -> list[Table | RefusedTable]:
    """The grid's tables; refuses with what the grid looks like."""
    found = find(grid, options)
    if found is not None:
        return found
    rows = sum(not is_blank(cells) for _number, cells in grid.records())
    looks_like = others.looks_like(grid.opening())
    if looks_like:
        raise Refusal(
            _("This looks like an export of %(kind)s, but its columns are none that are known "
              "here. Import it with your own mapping of its columns.")
            % {"kind": looks_like},
            max(0, rows - 1),
        )  # fmt: skip
    raise Refusal(
        _("The headers are of no export that is known here. Import it with your own mapping of "
          "its columns, or export it again in English or Traditional Chinese."),
        max(0, rows - 1),
    )  # fmt: skip


def language(grid: Grid, options: Options) -> str | None:
    """The language of a known header, None where no family knows the grid."""
    try:
        found = find(grid, options)
    except Refusal:
        return None
    for table in found or ():
        if isinstance(table, Table):
            return table.head.language
    return None
