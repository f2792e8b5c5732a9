"""YouTube Studio, Analytics in advanced mode: table, chart and totals, every dimension.

The table is a *period* table, not lifetime: its figures speak of the period chosen in Studio,
which stands only in the sibling files. Days are US Pacific; no time of day is given.
"""

import re

from platforms.importers import cells as cell
from platforms.importers import dates
from platforms.importers.base import Grid, Options, Record, Refusal, Reject, Skip, is_blank
from platforms.importers.headers import Binding, clean, normal
from platforms.importers.meta_audience import band, gender
from platforms.importers.tables import Row, Table
from platforms.importers.youtube_columns import COLUMNS, COMMON_NAMES, DIMENSIONS, STATUS
from platforms.records import PLATFORM_ID, Alias, PostRecord, ReadingRecord, Span, Subject
from platforms.sentences import gettext as _

PACIFIC = "America/Los_Angeles"
TOTAL_WORDS = frozenset(normal(word) for word in ("Total", "總計", "合計", "總和"))
_NOTE = re.compile(r"showing (the )?top|顯示前|僅顯示|前 ?\d+ ?(筆|項)", re.IGNORECASE)
_VIDEO_ID = re.compile(r"[\w-]{11}|[\w-]{20,80}", re.ASCII)  # videos; posts and playlists
_LOST_ID = re.compile(r"#[A-Z/0!?]+|-?\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_TYPES = {
    normal(name): key
    for key, names in {
        "short_video": ("Shorts", "Short", "短片"),
        "video": ("Videos", "Video", "影片"),
        "live": ("Live stream", "Live streams", "Live", "直播"),
        "other": ("Posts", "Post", "貼文"),
    }.items()
    for name in names
}


class YouTubeTable(Table):
    """What the four kinds share: totals and notes are skipped, dates read in one order."""

    platform = "youtube"
    zone = PACIFIC
    dimension_place = 0

    def survey(self) -> None:
        days, published = dates.OrderVotes(), dates.OrderVotes()
        rows = 0
        for row in self.rows():
            rows += 1
            days.add(row.text("date"))
            published.add(row.text("published"))
        if not days.undecided and not days.day_first:
            days = published
        order = days.decide(None)
        if order is None:
            raise Refusal(
                _("The dates could be day first or month first, and nothing in the file settles "
                  "it. Save them as YYYY-MM-DD, or take the original file."),
                rows,
            )  # fmt: skip
        self.order = order
        if days.mixed:
            self.warn_mixed()

    def leave_totals(self, row: Row) -> None:
        """Skips the total row and Studio's note that only 500 rows are shown."""
        first = row.at(0).strip()
        others = row.cells[1:]
        if normal(first) in TOTAL_WORDS or normal(row.text("content")) in TOTAL_WORDS:
            raise Skip(_("Total row."))
        if _NOTE.search(first) and is_blank(others):
            raise Skip(_("A note of YouTube, not a row of figures."))

    def values(self, row: Row) -> dict[str, int]:
        found = super().values(row)
        # Unique viewers are written as 0 where YouTube does not have them.
        if found.get("viewers") == 0 and found.get("views", 1) > 0:
            del found["viewers"]
        return found

    def post(self, row: Row) -> PostRecord:
        """The video of a row; rejects rows whose id a spreadsheet destroyed."""
        video = row.text("content")
        header = row.name_of("content")
        if not video:
            raise Reject(_("The row has no video id."), header)
        if _LOST_ID.fullmatch(video) or not _VIDEO_ID.fullmatch(video):
            raise Reject(
                _("%(header)s: “%(cell)s” is no video id; a spreadsheet has destroyed it.")
                % {"header": header, "cell": cell.shown(video)},
                header,
            )
        written = row.text("published")
        published = None
        if not cell.is_missing(written):
            published = dates.day(written, self.order)
            if published is None:
                raise self.no_date(row, "published")
        try:
            length = cell.milliseconds(row.text("duration"))
        except cell.NotANumber:
            length = None
        return PostRecord(
            aliases=(Alias(PLATFORM_ID, video),),
            text=row.text("title"),
            post_type=_TYPES.get(normal(row.text("content_type")), "video"),
            permalink=f"https://www.youtube.com/watch?v={video}",
            published_on=published,
            duration_ms=length or None,
        )


class ContentTable(YouTubeTable):
    """One row per video over the period; the total is larger where videos were deleted."""

    family = "youtube_table"
    span = Span.PERIOD
    dated = "day"

    def take(self, row: Row) -> list[ReadingRecord]:
        self.leave_totals(row)
        return [
            ReadingRecord(
                subject=Subject.POST,
                span=Span.PERIOD,
                row=row.number,
                values=self.values(row),
                post=self.post(row),
                extra=self.beyond(row),
            )
        ]

    def finish(self) -> None:
        self.warn(*period_missing())


class ContentChart(YouTubeTable):
    """Day by day, only for the few videos drawn in the chart."""

    family = "youtube_chart"
    span = Span.DAY
    dated = "day"

    def take(self, row: Row) -> list[ReadingRecord]:
        self.leave_totals(row)
        post, day = self.post(row), self.date_in(row)
        return [
            ReadingRecord(
                subject=Subject.POST,
                span=Span.DAY,
                row=row.number,
                values=self.values(row),
                post=post,
                start=day,
                end=day,
                extra=self.beyond(row),
            )
        ]


class DayTotals(YouTubeTable):
    """The channel's daily series."""

    family = "youtube_totals"
    span = Span.DAY

    def take(self, row: Row) -> list[ReadingRecord]:
        self.leave_totals(row)
        day = self.date_in(row)
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


class DimensionTable(YouTubeTable):
    """The channel cut by country, age, source …; by day where a date column stands too."""

    family = "youtube_breakdown"
    span = Span.PERIOD
    dimension = ""

    def take(self, row: Row) -> list[ReadingRecord]:
        self.leave_totals(row)
        label = row.at(self.dimension_place).strip()
        if self.dimension == "city" and row.text("city_name"):
            label = row.text("city_name")
        if normal(label) in TOTAL_WORDS:
            raise Skip(_("Total row."))
        if not label:
            raise Reject(_("The row has no label."), self.binding.header[self.dimension_place])
        day = self.date_in(row) if self.binding.has("date") else None
        return [
            ReadingRecord(
                subject=Subject.BREAKDOWN,
                span=Span.DAY if day else Span.PERIOD,
                row=row.number,
                values=self.values(row),
                start=day,
                end=day,
                extra=self.beyond(row),
                dimension=self.dimension,
                key=_key(self.dimension, label),
                share_ppm=self.shares(row),
            )
        ]

    def finish(self) -> None:
        if self.head.span is Span.PERIOD:
            self.warn(*period_missing())


def period_missing() -> tuple[str, str]:
    """Code and sentence of the warning that ``siblings.period_from_siblings`` takes back."""
    return (
        "period_missing",
        _("These figures speak of the period chosen in YouTube Studio, which does not stand in "
          "the file. Drop its Totals or Chart file with it, or give the period."),
    )  # fmt: skip


def _key(dimension: str, label: str) -> str:
    """A label in the form it keeps whatever the file's language or dashes."""
    if dimension == "age":
        return band(label)
    if dimension == "gender":
        return gender(label)
    if dimension == "subscription":
        return STATUS.get(normal(label), label)
    return clean(label)


def find(grid: Grid, opening: list[Record], options: Options) -> list[Table] | None:
    """The table of a YouTube export in a grid, or None where it is something else."""
    for number, cells in opening[:6]:
        kind = _kind(cells)
        if kind is not None:
            made, place, dimension = kind
            table = made(grid, options, COLUMNS.bind(cells), number, None)
            _leave_dimension(table, place, dimension)
            return [table]
    return None


def _leave_dimension(table: YouTubeTable, place: int, dimension: str) -> None:
    table.dimension_place = place
    if isinstance(table, DimensionTable):
        table.dimension = dimension
        table.binding.extras.pop(place, None)
        if table.binding.has("date"):
            table.head.span = Span.DAY


def _kind(cells: list[str]) -> tuple[type[YouTubeTable], int, str] | None:
    """Class, place and name of the dimension of a header row; None where it is no header."""
    binding = COLUMNS.bind(cells)
    if not binding.measures and not binding.shares:
        return None
    names = [normal(name) for name in cells]
    if len(names) < 2 or not names[0]:
        return None
    if binding.has("content") and (binding.has_any("title", "published") or _own(binding)):
        if binding.has("date"):
            return ContentChart, binding.fields["content"][0], "content"
        first = names[0] in _CONTENT
        return (ContentTable, 0, "content") if first or not DIMENSIONS.keys() & names else None
    # `Date` beside nothing but figures YouTube has; other platforms have columns of their own.
    if binding.has("date") and binding.fields["date"][0] == 0:
        second = DIMENSIONS.get(names[1])
        if second and (names[1] not in COMMON_NAMES or not binding.other):
            return DimensionTable, 1, second
        return (DayTotals, 0, "") if not binding.other or _own(binding) else None
    dimension = DIMENSIONS.get(names[0])
    figures = binding.has_any("views", "watch_ms", "impressions") or bool(binding.shares)
    if dimension and figures and (names[0] not in COMMON_NAMES or _own(binding)):
        return DimensionTable, 0, dimension
    if not dimension and COLUMNS.find(cells[0]) is None and _own(binding):
        return DimensionTable, 0, names[0][:40]
    return None


_CONTENT = frozenset(normal(name) for name in ("Content", "Video", "內容", "影片"))


def _own(binding: Binding) -> bool:
    """Watch time in hours, and cities by number and name, stand in no other platform's files."""
    return "watch_ms" in binding.shares or (
        binding.has("views") and binding.has_any("watch_ms", "city_name")
    )
