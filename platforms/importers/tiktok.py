"""TikTok: Studio's four downloads, and the business suite's video list, days and audience.

Studio's dates have no year and stand in the language of the screen (see ``yearless``); the year
follows from the day on which the file existed. Business times are UTC.
"""

import re
from datetime import UTC, date, datetime, timedelta

from platforms.importers import cells as cell
from platforms.importers import dates, yearless
from platforms.importers.base import Grid, Options, Record, Reject, Skip
from platforms.importers.headers import SHARE, Binding, clean, normal
from platforms.importers.meta_audience import gender
from platforms.importers.tables import Row, Table
from platforms.importers.tiktok_columns import DAYS, HOURS, OWN, PARTS, SURE, VIDEOS
from platforms.kinds import PostType
from platforms.records import (
    HANDLE,
    PLATFORM_ID,
    AccountRecord,
    Alias,
    PostRecord,
    ReadingRecord,
    Span,
    Subject,
)
from platforms.sentences import gettext as _

LISTED = 15  # videos that Studio's content file holds at most
_LINK = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?tiktok\.com/(?:@(?P<handle>[\w.-]{1,40})/)?"
    r"(?P<kind>video|photo)/(?P<id>\d{5,25})",
    re.ASCII | re.IGNORECASE,
)


class TikTokTable(Table):
    """What the kinds share: their dates, with a year or without."""

    platform = "tiktok"
    zone = "UTC"
    ends_with_line = False  # Studio's files end behind their last cell
    date_field = "date"

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, last_row: int | None
    ) -> None:
        super().__init__(grid, options, binding, header_row, last_row)
        self.existed = yearless.existed_on(options.name, options.taken_on)
        self.settled: dict[int, date] = {}  # row → the day its date without a year means

    def survey(self) -> None:
        votes = dates.OrderVotes()
        named: list[tuple[int, yearless.MonthDay]] = []
        for row in self.rows():
            text = row.text(self.date_field)
            votes.add(text)
            when = yearless.month_day(text)
            if when is not None:
                named.append((row.number, when))
            self.note(row)
        self.order = votes.decide(dates.MONTH_FIRST) or dates.MONTH_FIRST
        if named:
            days = yearless.settle([when for _row, when in named], self.existed)
            self.settled = {number: day for (number, _w), day in zip(named, days, strict=True)}
            self.head.undated = True

    def day(self, row: Row) -> date:
        found = self.settled.get(row.number) or dates.day(row.text(self.date_field), self.order)
        if found is None:
            raise self.no_date(row, self.date_field)
        return found

    def finish(self) -> None:
        if self.settled:
            self.warn(
                "year_assumed",
                _("The dates have no year. They were read as %(start)s to %(end)s, because the "
                  "file was there on %(day)s. If that is wrong, change the day of download (on "
                  "the command line: --uploaded-on); a file that is imported already is then "
                  "imported once more.")
                % {
                    "start": min(self.settled.values()).isoformat(),
                    "end": max(self.settled.values()).isoformat(),
                    "day": self.existed.isoformat(),
                },
            )  # fmt: skip


class TikTokDays(TikTokTable):
    """The account day by day. A day that is not over yet is left to a later download."""

    family = "tiktok_days"
    span = Span.DAY

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, last_row: int | None
    ) -> None:
        super().__init__(grid, options, binding, header_row, last_row)
        self.levels: dict[date, int] = {}

    def survey(self) -> None:
        super().survey()
        if self.binding.has("followers") and not self.binding.has_any("net_followers"):
            for row in self.rows():
                self._note_level(row)

    def _note_level(self, row: Row) -> None:
        try:
            level = self.number(row, self.binding.measures["followers"][0], "count")
            if level is not None:
                self.levels[self.day(row)] = level
        except Reject:
            return

    def take(self, row: Row) -> list[ReadingRecord]:
        day, values = self.day(row), self.values(row)
        unfinished = self.binding.has("viewers") and "viewers" not in values
        if not values or unfinished:
            raise Skip(_("TikTok has no figures for this day yet; a later download brings them."))
        before = self.levels.get(day - timedelta(days=1))
        if before is not None and "followers" in values:
            # TikTok's own column of differences stands a day off.
            values["net_followers"] = values["followers"] - before
        return [
            ReadingRecord(
                subject=Subject.ACCOUNT,
                span=Span.DAY,
                row=row.number,
                values=values,
                start=day,
                end=day,
                extra=self.beyond(row),
            )
        ]


class TikTokHours(TikTokTable):
    """How many followers were there hour by hour, of the last seven days."""

    family = "tiktok_hours"
    span = Span.DAY

    def take(self, row: Row) -> list[ReadingRecord]:
        day, values = self.day(row), self.values(row)
        found = re.match(r"\d{1,2}", row.text("hour"))
        if found is None or int(found[0]) > 24:
            header = row.name_of("hour")
            raise Reject(
                _("%(header)s: “%(cell)s” is no hour of the day.")
                % {"header": header, "cell": cell.shown(row.text("hour"))},
                header,
            )
        if not values or day >= self.existed:
            raise Skip(_("TikTok has no figures for this day yet; a later download brings them."))
        return [
            ReadingRecord(
                subject=Subject.BREAKDOWN,
                span=Span.DAY,
                row=row.number,
                values=values,
                start=day,
                end=day,
                dimension="active_hour",
                key=f"{int(found[0]) % 24:02d}",
            )
        ]


class TikTokParts(TikTokTable):
    """How the followers divide on the day of download: by gender, by country."""

    family = "tiktok_audience"
    span = Span.DAY

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, last_row: int | None
    ) -> None:
        super().__init__(grid, options, binding, header_row, last_row)
        self.dimension = "gender" if binding.has("gender") else "country"
        self.place = binding.shares["followers"]
        self.as_fractions = False
        self.head.undated = True

    def survey(self) -> None:
        total = 0
        for row in self.rows():
            text = row.at(self.place)
            try:
                total += 0 if "%" in text else cell.scaled(text, 1_000_000) or 0
            except cell.NotANumber:
                continue
        # Parts of one: 0.55. Parts of a hundred would add up to far more.
        self.as_fractions = 0 < total <= 1_500_000

    def take(self, row: Row) -> list[ReadingRecord]:
        label = clean(row.text(self.dimension))
        header = self.binding.header[self.place]
        if not label:
            raise Reject(_("The row has no label."), row.name_of(self.dimension))
        text = row.at(self.place)
        if self.as_fractions and "%" not in text:
            try:
                part = cell.scaled(text, 1_000_000)
            except cell.NotANumber as error:
                raise Reject(
                    _("%(header)s: %(problem)s") % {"header": header, "problem": error.sentence},
                    header,
                ) from None
        else:
            part = self.number(row, self.place, SHARE)
        if part is None:
            raise Skip(_("The row reports nothing."))
        return [
            ReadingRecord(
                subject=Subject.BREAKDOWN,
                span=Span.DAY,
                row=row.number,
                values={},
                start=self.existed,
                end=self.existed,
                dimension=self.dimension,
                key=gender(label) if self.dimension == "gender" else label,
                share_ppm={"followers": part},
            )
        ]


class TikTokVideos(TikTokTable):
    """One row per video, counted up to the day of download."""

    family = "tiktok_videos"
    span = Span.LIFETIME
    dated = "day"
    date_field = "published"

    def survey(self) -> None:
        super().survey()
        for row in self.rows():
            if isinstance(dates.moment(row.text("published"), self.order), datetime):
                self.head.dated = "minute"
                return

    def take(self, row: Row) -> list[ReadingRecord]:
        link = _LINK.match(row.text("permalink"))
        if link is None:
            header = row.name_of("permalink")
            raise Reject(
                _("%(header)s: “%(cell)s” is no link to a video, so it cannot be told.")
                % {"header": header, "cell": cell.shown(row.text("permalink"))},
                header,
            )
        when = self._when(row, link["id"])
        return [
            ReadingRecord(
                subject=Subject.POST,
                span=Span.LIFETIME,
                row=row.number,
                values=self.values(row),
                account=self._account(link),
                post=PostRecord(
                    aliases=(Alias(PLATFORM_ID, link["id"]),),
                    text=row.text("text"),
                    post_type=PostType.PHOTO
                    if link["kind"].casefold() == "photo"
                    else PostType.SHORT_VIDEO,
                    permalink=row.text("permalink"),
                    published_wall=when if isinstance(when, datetime) else None,
                    published_on=None if isinstance(when, datetime) else when,
                ),
                extra=self.beyond(row),
            )
        ]

    def _account(self, link: re.Match[str]) -> int | None:
        handle = link["handle"]
        if not handle:
            return None
        return self.account(handle.casefold(), AccountRecord(handle, (Alias(HANDLE, handle),)))

    def _when(self, row: Row, number: str) -> datetime | date | None:
        written = row.text("published")
        if cell.is_missing(written):
            return None
        if row.number in self.settled:
            found = _year_of_number(self.settled[row.number], number)
            self.settled[row.number] = found
            return found
        when = dates.moment(written, self.order, self.head.zone)
        if when is None:
            raise self.no_date(row, "published")
        return when

    def finish(self) -> None:
        super().finish()
        if self.binding.has("snapshot"):
            self.warn(
                "not_all_posts",
                _("TikTok Studio puts about %(count)s videos into this file, not all: their "
                  "number says nothing about how many were published.")
                % {"count": LISTED},
            )  # fmt: skip


def _year_of_number(day: date, number: str) -> date:
    """The same day in the year in which TikTok gave the video its number.

    The number begins with the second of its making; a video may be older than a year.
    """
    made = int(number) >> 32
    if not 1_400_000_000 < made < 4_000_000_000:
        return day
    made_on = datetime.fromtimestamp(made, UTC).date()
    for year in (made_on.year, made_on.year + 1, made_on.year - 1):
        try:
            found = day.replace(year=year)
        except ValueError:  # 29 February
            continue
        if abs((found - made_on).days) <= 45:  # prepared beforehand, or another side of the world
            return found
    return day


def find(grid: Grid, opening: list[Record], options: Options) -> list[Table] | None:
    """The table of a TikTok export in a grid, or None where it is something else."""
    for place, (number, cells) in enumerate(opening[:6]):
        below = opening[place + 1][1] if place + 1 < len(opening) else []
        found = _kind(cells, below)
        if found is not None:
            made, binding = found
            return [made(grid, options, binding, number, None)]
    return None


def _kind(cells: list[str], below: list[str]) -> tuple[type[TikTokTable], Binding] | None:
    names = {normal(name) for name in cells if name}
    videos = VIDEOS.bind(cells)
    if videos.has("permalink", "published") and videos.has_any("views", "reactions"):
        link = normal(videos.header[videos.fields["permalink"][0]])
        if link in _VIDEO_LINK:
            return TikTokVideos, videos
    hours = HOURS.bind(cells)
    if hours.has("date", "hour", "active_followers"):
        return TikTokHours, hours
    parts = PARTS.bind(cells)
    if len(names) == 2 and "followers" in parts.shares and parts.has_any("gender", "country"):
        return TikTokParts, parts
    days = DAYS.bind(cells)
    enough = len(names & OWN) >= 2 or days.has("difference")
    if days.has("date") and enough and names & SURE:
        return TikTokDays, days
    # Followers alone name no platform; days without a year are TikTok's.
    alone = days.has("date", "followers") and len(names) == 2 and bool(below)
    if alone and yearless.month_day(below[days.fields["date"][0]]) is not None:
        return TikTokDays, days
    return None


_VIDEO_LINK = frozenset(normal(name) for name in ("Video link", "影片連結"))
