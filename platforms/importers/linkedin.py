"""LinkedIn page analytics: content, followers and visitors, as .xls, .xlsx or one sheet as CSV.

A sentence may stand above the header. Days are UTC, dates month first. ``Total followers`` of a
day are those who came on that day. No file names the page.
"""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import unquote

from platforms.importers import by_place, dates, ids, linkedin_profile, yearless
from platforms.importers import cells as cell
from platforms.importers.base import Grid, Options, Record, Reject, is_blank
from platforms.importers.headers import Binding, ColumnSet, clean, normal, width_of
from platforms.importers.linkedin_columns import (
    COMPETITORS,
    CONTENT_TYPES,
    DIMENSIONS,
    FOLLOWER_PLACES,
    FOLLOWERS,
    METRIC_PLACES,
    METRICS,
    OWN_METRICS,
    PARTS,
    POST_PLACES,
    POSTS,
    VISITOR_PLACES,
    VISITORS,
)
from platforms.importers.tables import Row, Table
from platforms.records import (
    PERMALINK,
    PLATFORM_ID,
    Alias,
    PostRecord,
    ReadingRecord,
    RefusedTable,
    Span,
    Subject,
)
from platforms.sentences import gettext as _

_URN = re.compile(r"(activity|ugcPost|share|groupPost)[:-](\d{12,22})", re.ASCII | re.IGNORECASE)
_URN_KINDS = {kind.casefold(): kind for kind in ("activity", "ugcPost", "share", "groupPost")}
SPONSORED = frozenset(normal(word) for word in ("Sponsored", "Paid", "贊助", "Patrocinado"))


class LinkedInTable(Table):
    """What the kinds share: their zone and the order of their dates."""

    platform = "linkedin"
    zone = "UTC"
    date_field = "date"

    def day(self, row: Row) -> date:
        return self.date_in(row, self.date_field)


class LinkedInDays(LinkedInTable):
    """The page by day: content metrics, new followers or visitors."""

    family = "linkedin_days"
    span = Span.DAY

    def take(self, row: Row) -> list[ReadingRecord]:
        day = self.day(row)
        return [
            ReadingRecord(
                subject=Subject.ACCOUNT,
                span=Span.DAY,
                row=row.number,
                values=self.values(row),
                start=day,
                end=day,
                extra=self.beyond(row),
            )
        ]


class LinkedInPosts(LinkedInTable):
    """One row per post, and one more where it was promoted too."""

    family = "linkedin_posts"
    span = Span.LIFETIME
    dated = "day"
    date_field = "published"

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, last_row: int | None
    ) -> None:
        super().__init__(grid, options, binding, header_row, last_row)
        self.organic: set[str] = set()  # links that also have a row without promotion

    def note(self, row: Row) -> None:
        if normal(row.text("paid")) not in SPONSORED:
            self.organic.add(row.text("permalink"))

    def take(self, row: Row) -> list[ReadingRecord]:
        values, extra = self.values(row), self.beyond(row)
        if row.text("paid"):
            extra[row.name_of("paid")] = row.text("paid")
        if normal(row.text("paid")) in SPONSORED:
            values = self._paid(row, values, extra)
        written = row.text("published")
        return [
            ReadingRecord(
                subject=Subject.POST,
                span=Span.LIFETIME,
                row=row.number,
                values=values,
                post=PostRecord(
                    aliases=(self._alias(row),),
                    text=row.text("text"),
                    post_type=self._kind(row),
                    permalink=row.text("permalink"),
                    published_on=None if cell.is_missing(written) else self.day(row),
                ),
                extra=extra,
            )
        ]

    def _paid(
        self, row: Row, values: dict[str, int], extra: dict[str, str | int | float]
    ) -> dict[str, int]:
        """What was paid for stays apart from what the post did by itself."""
        if row.text("permalink") not in self.organic:
            return values | {"paid_impressions": values["impressions"]} if (
                "impressions" in values
            ) else values  # fmt: skip
        self.warn(
            "promoted_rows",
            _("Some posts have a row of their own for their promotion: of these only the paid "
              "impressions are counted, the rest is kept beside the row."),
            row.number,
        )  # fmt: skip
        for key, places in self.binding.measures.items():
            if key in values:
                extra[self.binding.header[places[0]]] = values[key]
        return {"paid_impressions": values["impressions"]} if "impressions" in values else {}

    def _alias(self, row: Row) -> Alias:
        link = row.text("permalink")
        urn = _URN.search(unquote(link))
        if urn is not None:
            return Alias(PLATFORM_ID, f"urn:li:{_URN_KINDS[urn[1].casefold()]}:{urn[2]}")
        bare = ids.permalink(link)
        if bare and "linkedin.com" in bare:
            return Alias(PERMALINK, bare)
        header = row.name_of("permalink")
        raise Reject(
            _("%(header)s: “%(cell)s” is no link to a post, so the post cannot be told.")
            % {"header": header, "cell": cell.shown(link)},
            header,
        )

    def _kind(self, row: Row) -> str:
        written = row.text("content_type")
        return CONTENT_TYPES.get(normal(written), "other") if written else ""


class LinkedInParts(LinkedInTable):
    """Followers or visitors cut by place, job, seniority, industry or size of company."""

    family = "linkedin_audience"
    span = Span.DAY
    dimension = ""

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, last_row: int | None
    ) -> None:
        super().__init__(grid, options, binding, header_row, last_row)
        self.start: date | None = None
        self.end: date | None = None

    def survey(self) -> None:
        super().survey()
        if self.binding.has("followers"):
            # A level: it stands at the moment of download.
            self.start = self.end = yearless.existed_on(self.options.name, self.options.taken_on)
            self.head.undated = True
            return
        self.head.span = Span.PERIOD
        self.start, self.end = _period(self.grid.beside[0]) if self.grid.beside else (None, None)

    def take(self, row: Row) -> list[ReadingRecord]:
        label = clean(row.text(self.dimension))
        if not label:
            raise Reject(_("The row has no label."), row.name_of(self.dimension))
        return [
            ReadingRecord(
                subject=Subject.BREAKDOWN,
                span=self.head.span,
                row=row.number,
                values=self.values(row),
                start=self.start,
                end=self.end,
                dimension=self.dimension,
                key=label,
            )
        ]

    def finish(self) -> None:
        if self.start is None:
            self.warn(
                "period_missing", _("The file does not say of which period it speaks; give it.")
            )


def _period(grid: Grid) -> tuple[date | None, date | None]:
    """First and last day of the daily sheet beside."""
    votes, texts = dates.OrderVotes(), []
    for _number, cells in grid.records():
        votes.add(cells[0] if cells else "")
        texts.append(cells[0] if cells else "")
    order = votes.decide(dates.MONTH_FIRST) or dates.MONTH_FIRST
    days = [day for text in texts if (day := dates.day(text, order)) is not None]
    return (min(days), max(days)) if days else (None, None)


Found = tuple[Callable[..., LinkedInTable], ColumnSet, tuple[str, ...]]  # names: by place, or none


def find(grid: Grid, opening: list[Record], options: Options) -> list[Table | RefusedTable] | None:
    """The table of a LinkedIn sheet, or None where it is something else."""
    profile = linkedin_profile.find(grid, opening, options)
    if profile is not None:
        return [*profile]
    filled = [(number, cells) for number, cells in opening if not is_blank(cells)][:6]
    for place, (number, cells) in enumerate(filled):
        names = {normal(name) for name in cells if clean(name)}
        if len(names & COMPETITORS) >= 4:
            return [_competitors(grid, number)]
        below = filled[place + 1][1] if place + 1 < len(filled) else []
        table = _named(grid, options, number, cells) or _placed(grid, options, number, cells, below)
        if table is not None:
            return [table]
    return None


def _competitors(grid: Grid, number: int) -> RefusedTable:
    rows = sum(not is_blank(cells) for place, cells in grid.records() if place > number)
    return RefusedTable(
        grid.member,
        grid.table,
        _("These are figures of other companies’ pages, which LinkedIn gives only as totals. They "
          "are not imported: everything here is about your own accounts and your partners’ posts."),
        rows,
        grid.encoding,
    )  # fmt: skip


def _named(grid: Grid, options: Options, number: int, cells: list[str]) -> Table | None:
    """A sheet whose headers are known."""
    names = {normal(name) for name in cells if clean(name)}
    metrics = METRICS.bind(cells)
    if metrics.has("date") and len(names & OWN_METRICS) >= 2:
        return LinkedInDays(grid, options, metrics, number, None)
    posts = POSTS.bind(cells)
    if posts.has("permalink", "published") and posts.has_any("paid", "posted_by", "text"):
        if posts.has_any("impressions", "clicks"):
            return LinkedInPosts(grid, options, posts, number, None)
        return None
    followers = FOLLOWERS.bind(cells)
    if followers.has("date", "new_followers") and followers.english >= 3:
        return LinkedInDays(grid, options, followers, number, None)
    visitors = VISITORS.bind(cells)
    if visitors.has("date", "profile_visits"):
        return LinkedInDays(grid, options, visitors, number, None)
    parts = PARTS.bind(cells)
    dimension = next((key for key in DIMENSIONS if parts.has(key)), "")
    if dimension and len(names) == 2 and parts.measures:
        return _part(LinkedInParts(grid, options, parts, number, None), dimension)
    return None


def _part(table: LinkedInParts, dimension: str) -> LinkedInParts:
    table.dimension = dimension
    return table


def _placed(
    grid: Grid, options: Options, number: int, cells: list[str], below: list[str]
) -> Table | None:
    """A sheet in another language, known by its shape and its place in the workbook."""
    width = width_of(cells)
    if width_of(below) != width or width < 2:
        return None
    if width == len(POST_PLACES) and "linkedin.com/" in below[1]:
        return _by_place(LinkedInPosts, grid, options, POSTS, POST_PLACES, number, cells)
    is_day = dates.day(below[0]) is not None and all(map(_is_number, below[1:width]))
    names: tuple[str, ...] | None = None
    if is_day and width == len(METRIC_PLACES) and _is_content(grid, number):
        return _by_place(LinkedInDays, grid, options, METRICS, METRIC_PLACES, number, cells)
    if is_day and width == len(VISITOR_PLACES) and len(grid.beside) == 6:
        return _by_place(LinkedInDays, grid, options, VISITORS, VISITOR_PLACES, number, cells)
    if is_day and len(grid.beside) == 6 and _adds_up(grid, number, width):
        names = FOLLOWER_PLACES.get(width)
        if names:
            return _by_place(LinkedInDays, grid, options, FOLLOWERS, names, number, cells)
    if width == 2 and len(grid.beside) == 6 and _is_number(below[1]):
        return _placed_part(grid, options, number, cells)
    return None


def _placed_part(grid: Grid, options: Options, number: int, cells: list[str]) -> Table | None:
    first = find(grid.beside[0], grid.beside[0].opening(), options)
    place = next(place for place, one in enumerate(grid.beside) if one is grid)
    if not first or not isinstance(first[0], LinkedInDays) or not 1 <= place <= len(DIMENSIONS):
        return None
    counted = "Total followers" if first[0].binding.has("new_followers") else "Total views"
    dimension = DIMENSIONS[place - 1]
    shown = {"job_function": "Job function", "company_size": "Company size"}
    names = (shown.get(dimension, dimension.capitalize()), counted)
    table = _by_place(LinkedInParts, grid, options, PARTS, names, number, cells)
    assert isinstance(table, LinkedInParts)
    return _part(table, dimension)


def _by_place(
    made: Callable[..., LinkedInTable],
    grid: Grid,
    options: Options,
    columns: ColumnSet,
    names: tuple[str, ...],
    number: int,
    cells: list[str],
) -> LinkedInTable:
    binding = by_place.bind(columns, names, cells[: len(names)])
    table = made(grid, options, binding, number, None)
    by_place.tell(table, names)
    return table


def _is_number(text: str) -> bool:
    try:
        return cell.scaled(text, 1_000_000) is not None
    except cell.NotANumber:
        return False


def _is_content(grid: Grid, header_row: int) -> bool:
    """A sheet of one or two, or a CSV whose figures are LinkedIn's."""
    return len(grid.beside) in (1, 2) or (not grid.beside and _totals_hold(grid, header_row))


def _totals_hold(grid: Grid, header_row: int) -> bool:
    """Organic and sponsored add up to the total, five times a row: only LinkedIn's days do."""
    found = False
    for number, cells in grid.records():
        if number <= header_row or is_blank(cells):
            continue
        try:
            counts = [cell.count(text) or 0 for text in cells[1:17]]
        except cell.NotANumber:
            return False
        triples = [counts[at : at + 3] for at in (0, 4, 7, 10, 13)]
        if any(sum(some[:2]) != some[-1] for some in triples if some):
            return False
        found = found or any(counts)
    return found


def _adds_up(grid: Grid, header_row: int, width: int) -> bool:
    """The last column of every row is the sum of the others: new followers by source."""
    rows = 0
    for number, cells in grid.records():
        if number <= header_row or is_blank(cells):
            continue
        rows += 1
        try:
            counts = [cell.count(text) or 0 for text in cells[1:width]]
        except cell.NotANumber:
            return False
        if sum(counts[:-1]) != counts[-1]:
            return False
    return rows > 0
