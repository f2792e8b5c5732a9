"""Our own workbook for figures typed by hand: posts, days of accounts, figures of a stretch of days.

It is known by its columns (platform and account beside a link, a day or a first day), in English
or Traditional Chinese, whatever its sheets are called. Rows whose first cell says that they are an
example or an explanation are skipped. One sheet may hold several platforms: each is a table.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import cache
from zoneinfo import available_timezones

from django.utils import translation

from platforms.importers import cells as cell
from platforms.importers import dates, ids
from platforms.importers.base import Grid, Options, Record, Reject, Skip, is_blank
from platforms.importers.headers import Binding, ColumnSet, clean, normal
from platforms.importers.meta_content import find_header
from platforms.importers.tables import Row, Table
from platforms.importers.template_columns import (
    DAYS,
    EXAMPLE,
    EXPLANATION,
    POSTS,
    STRETCHES,
    TITLE,
)
from platforms.kinds import PLATFORMS, PostType
from platforms.records import (
    NAME,
    PERMALINK,
    PLATFORM_ID,
    AccountRecord,
    Alias,
    PostRecord,
    ReadingRecord,
    RefusedTable,
    Span,
    Subject,
)
from platforms.sentences import gettext as _

_TITLES = frozenset(normal(title) for title in TITLE)
_NOT_READ = frozenset(normal(word) for word in (*EXAMPLE, *EXPLANATION))
_PASSED_ON = ("reposts", "quotes", "sent")  # three ways of passing on; ``shares`` is their sum


def _named(choices: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Keys by their label in both languages, and by themselves."""
    choices = list(choices)
    found: dict[str, str] = {}
    for language in ("en", "zh-hant"):
        with translation.override(language):
            found |= {normal(str(label)): key for key, label in choices}
    return found | {normal(key): key for key, _label in choices}


@cache
def _platforms() -> dict[str, str]:
    short = {"line": "line_oa", "twitter": "x", "ig": "instagram", "fb": "facebook"}
    return short | _named((key, facts.label) for key, facts in PLATFORMS.items())


@cache
def _post_types() -> dict[str, str]:
    return _named(PostType.choices)


def platform_of(text: str) -> str:
    """The key of a platform as a person writes it; "" where it is none."""
    return _platforms().get(normal(text), "")


class TemplateTable(Table):
    """The rows of one sheet that speak of one platform; those of none are rejected in the first."""

    zone = "Asia/Taipei"

    def __init__(
        self,
        grid: Grid,
        options: Options,
        binding: Binding,
        header_row: int,
        platform: str | None,
        also: frozenset[str],
    ) -> None:
        super().__init__(grid, options, binding, header_row, None)
        self.head.platform = platform or options.platform
        self._mine = platform
        self._also = also  # platforms other tables of this sheet speak of
        self._places = binding.fields["platform"]
        self._seen: dict[tuple[object, ...], int] = {}

    def records(self) -> Iterator[Record]:
        for number, found in super().records():
            place = self._places[0]
            told = platform_of(found[place]) if place < len(found) else ""
            if told == self._mine or told not in self._also:
                yield number, found

    def leave_examples(self, row: Row) -> None:
        if normal(row.text("note")) in _NOT_READ:
            raise Skip(_("An example or explanation of the workbook."))
        if not platform_of(row.text("platform")):
            header = row.name_of("platform")
            raise Reject(
                _("%(header)s: “%(cell)s” is no platform known here; choose one from the list.")
                % {"header": header, "cell": cell.shown(row.text("platform"))},
                header,
            )

    def owner(self, row: Row) -> int:
        name = row.text("account")
        if not name:
            raise Reject(_("The row names no account."), row.name_of("account"))
        return self.account(name.casefold(), AccountRecord(name, (Alias(NAME, name),)))

    def day(self, row: Row, key: str) -> date | None:
        text = row.text(key)
        if cell.is_missing(text):
            return None
        return self.date_in(row, key)

    def filled(self, row: Row, *subject: object) -> dict[str, int]:
        """The row's figures; rejects rows without any, and a second row about the same."""
        values = self.values(row)
        if not values:
            raise Reject(_("The row holds no figure."))
        first = self._seen.setdefault(subject, row.number)
        if first != row.number:
            raise Reject(
                _("Row %(row)s speaks of the same; put the figures into one row.") % {"row": first}
            )
        return values


class TemplatePosts(TemplateTable):
    """One row per post, counted up to the day it was typed."""

    family = "template_posts"
    dated = "minute"

    def take(self, row: Row) -> list[ReadingRecord]:
        self.leave_examples(row)
        account, link = self.owner(row), row.text("permalink")
        key = ids.permalink(link)
        if not key:
            raise Reject(
                _("The row needs the link of its post, so that the post can be told."),
                row.name_of("permalink"),
            )
        wall, day = self._published(row)
        kind = _post_types().get(normal(row.text("post_type")), "")
        return [
            ReadingRecord(
                subject=Subject.POST,
                span=Span.LIFETIME,
                row=row.number,
                values=self.filled(row, key),
                account=account,
                post=PostRecord(
                    aliases=(*_number_in(link), Alias(PERMALINK, key)),
                    text=row.text("text"),
                    post_type=kind or ("other" if row.text("post_type") else ""),
                    permalink=link,
                    published_wall=wall,
                    published_on=day,
                ),
                extra=self.beyond(row) | self._passed_on(row),
            )
        ]

    def values(self, row: Row) -> dict[str, int]:
        """Reposts, quotes and shares are all ways of passing on: together they are the shares."""
        found = super().values(row)
        parts = self._passed_on(row)
        if parts:
            found["shares"] = sum(parts.values())
        return found

    def _passed_on(self, row: Row) -> dict[str, int]:
        found = {}
        for key in _PASSED_ON:
            for place in self.binding.fields.get(key, ())[:1]:
                value = self.number(row, place, "count")
                if value is not None:
                    found[self.binding.header[place]] = value
        return found

    def _published(self, row: Row) -> tuple[datetime | None, date | None]:
        written = row.text("published")
        when = dates.moment(written, self.order, self.head.zone)
        if when is None and not cell.is_missing(written):
            self.day(row, "published")  # says what is wrong
        clock = _clock(row.text("clock"))
        if when is None:
            raise Reject(_("The row has no date."), row.name_of("published"))
        midnight = isinstance(when, datetime) and when.time() == time()
        if isinstance(when, datetime) and not midnight:
            return when, None
        day = when.date() if isinstance(when, datetime) else when
        if not row.text("clock"):
            return None, day
        if clock is None:
            header = row.name_of("clock")
            raise Reject(
                _("%(header)s: “%(cell)s” is not a time of day; write 18:30.")
                % {"header": header, "cell": cell.shown(row.text("clock"))},
                header,
            )
        return datetime.combine(day, clock), None


class TemplateDays(TemplateTable):
    """One row per account and day."""

    family = "template_days"
    span = Span.DAY

    def take(self, row: Row) -> list[ReadingRecord]:
        self.leave_examples(row)
        account, day = self.owner(row), self.day(row, "date")
        if day is None:
            raise Reject(_("The row has no date."), row.name_of("date"))
        return [
            ReadingRecord(
                subject=Subject.ACCOUNT,
                span=Span.DAY,
                row=row.number,
                values=self.filled(row, account, day),
                account=account,
                start=day,
                end=day,
                extra=self.beyond(row),
            )
        ]


class TemplateStretches(TemplateTable):
    """One row per account and stretch of days; a single day is a day."""

    family = "template_figures"
    span = Span.PERIOD

    def take(self, row: Row) -> list[ReadingRecord]:
        self.leave_examples(row)
        account, start = self.owner(row), self.day(row, "start")
        if start is None:
            raise Reject(_("The row has no date."), row.name_of("start"))
        end = self.day(row, "end") or start
        if end < start:
            raise Reject(_("The last day cannot lie before the first day."), row.name_of("end"))
        return [
            ReadingRecord(
                subject=Subject.ACCOUNT,
                span=Span.DAY if start == end else Span.PERIOD,
                row=row.number,
                values=self.filled(row, account, start, end),
                account=account,
                start=start,
                end=end,
                extra=self.beyond(row),
            )
        ]


_KINDS: tuple[tuple[type[TemplateTable], ColumnSet, tuple[str, ...]], ...] = (
    (TemplatePosts, POSTS, ("platform", "account", "permalink", "published")),
    (TemplateStretches, STRETCHES, ("platform", "account", "start", "end")),
    (TemplateDays, DAYS, ("platform", "account", "date")),
)


def find(grid: Grid, opening: list[Record], options: Options) -> list[Table | RefusedTable] | None:
    """The tables of a sheet of our workbook; none of its explanations; None for other files."""
    if any(normal(cells[0]) in _TITLES for _n, cells in opening[:3] if cells and cells[0]):
        return []
    for made, columns, needed in _KINDS:
        found = find_header(opening[:8], columns, needed)
        if found is not None and found[1].measures:
            return _tables(made, grid, options, *found)
    return None


def _tables(
    made: type[TemplateTable], grid: Grid, options: Options, header_row: int, binding: Binding
) -> list[Table | RefusedTable]:
    platforms: dict[str, None] = {}
    for number, cells in grid.records():
        row = Row(number, cells, binding)
        told = number > header_row and not is_blank(cells)
        if told and normal(row.text("note")) not in _NOT_READ:
            platforms.setdefault(platform_of(row.text("platform")))
    if not platforms:
        return []  # nobody has filled it in
    known: list[str | None] = [platform for platform in platforms if platform] or [None]
    tables: list[Table | RefusedTable] = []
    for place, platform in enumerate(known):
        others = frozenset(other for other in known if other and other != platform)
        # Rows of no platform are nobody else's: the first table rejects them.
        also = others if place == 0 else others | {""}
        table = made(grid, options, binding, header_row, platform, also)
        table.head.zone = options.zone or _zone_above(grid, header_row) or made.zone
        if len(known) > 1:
            table.head.table = f"{grid.table} · {platform}" if grid.table else str(platform)
        tables.append(table)
    return tables


def _zone_above(grid: Grid, header_row: int) -> str:
    """The time zone that the workbook was made for; it stands above the header."""
    for number, cells in grid.records():
        if number >= header_row:
            break
        for text in cells:
            if "/" in text and clean(text) in available_timezones():
                return clean(text)
    return ""


_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII)
_NUMBER = re.compile(r"/(?:status|video|videos|posts)/(\d{8,25})(?:[/?]|$)", re.ASCII)


def _clock(text: str) -> time | None:
    found = _CLOCK.fullmatch(cell.plain(text))
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def _number_in(link: str) -> tuple[Alias, ...]:
    """The number of the post where its link says it, so that exports meet what was typed."""
    found = _NUMBER.search(link)
    return (Alias(PLATFORM_ID, found[1]),) if found else ()
