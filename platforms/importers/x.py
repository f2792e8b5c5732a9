"""Whose export of X (Twitter) a grid is: by its names, or by its shape in another language."""

import re
from dataclasses import replace

from platforms.importers import by_place
from platforms.importers import cells as cell
from platforms.importers.base import Grid, Options, Record, is_blank
from platforms.importers.headers import Binding, ColumnSet, normal, width_of
from platforms.importers.tables import Table
from platforms.importers.x_columns import (
    DAY_PLACES,
    DAYS,
    OWN,
    POST_PLACES,
    POSTS,
    TWEET_PLACES,
    VIDEO_DAY_PLACES,
    VIDEO_DAYS,
    VIDEO_PLACES,
    VIDEOS,
)
from platforms.importers.x_tables import (
    LINK,
    WEEKDAY,
    XDays,
    XPosts,
    XTable,
    XVideoDays,
    XVideos,
    day_of,
)

_POST_ID = re.compile(r"\d{15,20}|\d[.,]\d+E\+?1\d", re.ASCII | re.IGNORECASE)
Made = type[XTable]


def find(grid: Grid, opening: list[Record], options: Options) -> list[Table] | None:
    """The tables of an X export in a grid, or None where it is something else."""
    filled = [(number, cells) for number, cells in opening if not is_blank(cells)]
    for place, (number, cells) in enumerate(filled[:6]):
        below = filled[place + 1][1] if place + 1 < len(filled) else []
        if _is_video(cells, below, after_title=place > 0 and _alone(filled[place - 1][1])):
            return _video_tables(grid, options, number, cells)
        table = _posts_or_days(grid, options, number, cells, below)
        if table is not None:
            return [table]
    return None


def _posts_or_days(
    grid: Grid, options: Options, number: int, cells: list[str], below: list[str]
) -> Table | None:
    names = {normal(name) for name in cells if name}
    if len(names & OWN) >= 2:
        table = _named(grid, options, number, cells, below)
        if table is not None:
            return table
    width = width_of(cells)
    if width == len(POST_PLACES) and _looks_like_post(below):
        return _placed(XPosts, grid, options, POSTS, POST_PLACES, cells, number, None)
    if width in (len(TWEET_PLACES), _UNPROMOTED) and _looks_like_post(below, link=1, when=3):
        return _placed(XPosts, grid, options, POSTS, TWEET_PLACES, cells, number, None)
    if width == len(DAY_PLACES) and _looks_like_day(below):
        return _placed(XDays, grid, options, DAYS, DAY_PLACES, cells, number, None)
    return None


def _named(
    grid: Grid, options: Options, number: int, cells: list[str], below: list[str]
) -> Table | None:
    """A table whose columns are known by name; None where their places tell more of them."""
    is_post = _looks_like_post(below)
    posts, days = POSTS.bind(cells), DAYS.bind(cells)
    if posts.has("post_id", "published") and posts.has_any("impressions", "engagements"):
        if not (is_post and _agrees(posts, POSTS, POST_PLACES, cells)):
            return XPosts(grid, options, posts, number, None)
        return None
    known = days.has("date") and days.has_any("impressions", "engagements") and not is_post
    if known and not (_looks_like_day(below) and _agrees(days, DAYS, DAY_PLACES, cells)):
        return XDays(grid, options, days, number, None)
    return None


def _placed(
    made: Made,
    grid: Grid,
    options: Options,
    columns: ColumnSet,
    names: tuple[str, ...],
    cells: list[str],
    number: int,
    last_row: int | None,
) -> XTable:
    """A table whose header is in another language."""
    width = width_of(cells)
    binding = by_place.bind(columns, names[:width], cells[:width])
    table = made(grid, options, binding, number, last_row)
    by_place.tell(table, names[:width])
    return table


def _agrees(binding: Binding, columns: ColumnSet, names: tuple[str, ...], cells: list[str]) -> bool:
    """Are some columns of no known name, and all others where X has them in every language?"""
    if not binding.unknown or width_of(cells) != len(names):
        return False
    placed = by_place.bind(columns, names, cells[: len(names)])
    known = binding.measures | binding.fields
    return all(
        places == (placed.measures | placed.fields).get(key) for key, places in known.items()
    )


def _alone(cells: list[str]) -> bool:
    return width_of(cells) == 1


_UNPROMOTED = 22  # columns of an old file by tweet without those of promotion


def _looks_like_post(cells: list[str], *, link: int = 3, when: int = 1) -> bool:
    return (
        len(cells) > 4
        and _POST_ID.fullmatch(cells[0].strip()) is not None
        and day_of(cells[when]) is not None
        and LINK.match(cells[link].strip()) is not None
    )


def _looks_like_day(cells: list[str]) -> bool:
    """X alone writes days with their English weekday, whatever the language of the header."""
    return (
        len(cells) >= len(DAY_PLACES)
        and WEEKDAY.match(cells[0].strip()) is not None
        and day_of(cells[0]) is not None
        and all(_is_number(text) for text in cells[1 : len(DAY_PLACES)])
    )


def _is_number(text: str) -> bool:
    try:
        cell.scaled(text, 1_000_000)
    except cell.NotANumber:
        return False
    return True


def _is_video(cells: list[str], below: list[str], *, after_title: bool) -> bool:
    binding = VIDEO_DAYS.bind(cells)
    if binding.has("date", "views", "watch_ms") and normal("Completion Rate") in {
        normal(name) for name in cells
    }:
        return True
    return (
        after_title
        and width_of(cells) in (5, 6)
        and width_of(below) in (5, 6)
        and WEEKDAY.match(below[0].strip()) is not None
        and day_of(below[0]) is not None
        and all(_is_number(text) for text in below[1 : width_of(below)])
    )


def _video_tables(grid: Grid, options: Options, number: int, cells: list[str]) -> list[Table]:
    """The daily table and, below a blank record and a title, the list of videos."""
    last = second = None
    listed: list[str] = []
    for place, found in grid.records():
        if place <= number:
            continue
        if last is None and (is_blank(found) or _alone(found)):
            last = place - 1
        elif last is not None and width_of(found) > 6:
            second, listed = place, found
            break
    days = _known_or_placed(
        XVideoDays, replace(grid, table="days"), options, VIDEO_DAYS, VIDEO_DAY_PLACES, cells,
        number, last,
    )  # fmt: skip
    if second is None:
        return [days]
    return [
        days,
        _known_or_placed(
            XVideos, replace(grid, table="videos"), options, VIDEOS, VIDEO_PLACES, listed,
            second, None,
        ),
    ]  # fmt: skip


def _known_or_placed(
    made: Made,
    grid: Grid,
    options: Options,
    columns: ColumnSet,
    names: tuple[str, ...],
    cells: list[str],
    number: int,
    last_row: int | None,
) -> Table:
    binding = columns.bind(cells)
    if binding.other == 0:
        return made(grid, options, binding, number, last_row)
    return _placed(made, grid, options, columns, names, cells, number, last_row)
