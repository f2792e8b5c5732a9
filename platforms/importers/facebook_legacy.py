"""Legacy Facebook Page Insights (2012–2023): posts and page days, CSV and workbooks.

Below the header stands a row of descriptions; its ending, ``(Unique Users)`` or
``(Total Count)``, is the only way to tell columns of one name apart. Weekly and 28-day
columns are rolling windows: they are kept as extra and never become a measure.
"""

import html
import re
from datetime import datetime

from platforms.importers import cells as cell
from platforms.importers import dates, ids
from platforms.importers.base import Grid, Options, Record, Reject, Skip
from platforms.importers.facebook_legacy_columns import (
    PAGE_COLUMNS,
    POST_COLUMNS,
    SIDE_COLUMNS,
    TYPES,
)
from platforms.importers.headers import Binding, ColumnSet, clean, normal, width_of
from platforms.importers.meta_content import PACIFIC
from platforms.importers.tables import Row, Table
from platforms.measures import MEASURES, Kind
from platforms.records import (
    HANDLE,
    PAGEID_POSTID,
    PERMALINK,
    PLATFORM_ID,
    AccountRecord,
    Alias,
    PostRecord,
    ReadingRecord,
    Span,
    Subject,
)
from platforms.sentences import gettext as _

UNIQUE, TOTAL = "(Unique Users)", "(Total Count)"
_ID = re.compile(r"(\d{4,40})_(\d{4,40})", re.ASCII)
_PATH = re.compile(r"https?://(?:www\.)?facebook\.com/([\w.-]+)/(?:posts|videos|photos)/", re.ASCII)
_DESCRIPTION = re.compile(r"^(Lifetime|Daily|Weekly|28 Days): ")
_BREAKDOWN = " - "


def _is_description(cells: list[str]) -> bool:
    """A row whose filled cells are sentences about the columns."""
    filled = [text.strip() for text in cells if text.strip()]
    said = sum(text.endswith((UNIQUE, TOTAL)) or bool(_DESCRIPTION.match(text)) for text in filled)
    return said > 0 and said * 2 >= len(filled)


class Legacy(Table):
    """What posts and page days share: descriptions, and which of two equal columns counts."""

    platform = "facebook"
    zone = PACIFIC
    knows_all = False  # hundreds, most of them rolling windows

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, last_row: int | None
    ) -> None:
        super().__init__(grid, options, binding, header_row, last_row)
        self._descriptions = self._read_descriptions()
        self._settle_pairs()

    def _read_descriptions(self) -> list[str]:
        for number, cells in self.records():
            return cells if number == self.header_row + 1 and _is_description(cells) else []
        return []

    def _said(self, place: int) -> str:
        """``(Unique Users)`` or ``(Total Count)`` as the description of a column ends."""
        text = self._descriptions[place].strip() if place < len(self._descriptions) else ""
        return next((end for end in (UNIQUE, TOTAL) if text.endswith(end)), "")

    def _settle_pairs(self) -> None:
        """Of two columns with one name keep the one that counts what the measure counts."""
        binding = self.binding
        for key, places in list(binding.measures.items()):
            if len(places) == 1:
                continue
            wanted = UNIQUE if MEASURES[key].kind is Kind.PEOPLE else TOTAL
            said = {self._said(place) for place in places}
            chosen = [place for place in places if self._said(place) == wanted]
            if len(said) == 1 and "" not in said:
                continue  # one column twice: ``values`` compares them
            # Without descriptions nobody knows which is which: both are only kept as extra.
            for place in places:
                if place not in chosen[:1]:
                    binding.extras[place] = binding.header[place]
            if chosen:
                binding.measures[key] = chosen[:1]
            else:
                del binding.measures[key]
                self.warn(
                    "columns_unclear",
                    _("Several columns are called “%(header)s” and nothing in the file tells them "
                      "apart, so none of them counts. Take the original file.")
                    % {"header": binding.header[places[0]]},
                )  # fmt: skip
        for place, _name in list(binding.extras.items()):
            if binding.header.count(binding.header[place]) > 1 and self._said(place):
                binding.extras[place] = f"{binding.header[place]} {self._said(place)}"
            else:
                before = binding.header[:place].count(binding.header[place])
                if before:
                    binding.extras[place] = f"{binding.header[place]} ({before + 1})"

    def leave_description(self, row: Row) -> None:
        if row.number == self.header_row + 1 and self._descriptions:
            raise Skip(_("Descriptions of the columns."))


class LegacyPosts(Legacy):
    """One row per post, counted over its lifetime."""

    family = "facebook_legacy_posts"
    dated = "minute"

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, last_row: int | None
    ) -> None:
        super().__init__(grid, options, binding, header_row, last_row)
        self._handles: dict[str, str] = {}

    def note(self, row: Row) -> None:
        found, path = _ID.fullmatch(row.text("post_id")), _PATH.match(row.text("permalink"))
        if found and path:
            self._handles.setdefault(found[1], path[1])

    def take(self, row: Row) -> list[ReadingRecord]:
        self.leave_description(row)
        raw_id, header = row.text("post_id"), row.name_of("post_id")
        if not raw_id:
            raise Reject(_("The row has no post number."), header)
        found = _ID.fullmatch(raw_id)
        if not found and not ids.whole(raw_id):
            raise Reject(
                _("%(header)s: “%(cell)s” is no post number, so the post cannot be told.")
                % {"header": header, "cell": cell.shown(raw_id)},
                header,
            )
        page, number = (found[1], found[2]) if found else ("", ids.whole(raw_id))
        aliases = [Alias(PLATFORM_ID, number)]
        if page:
            aliases.append(Alias(PAGEID_POSTID, f"{page}_{number}"))
        link = ids.permalink(row.text("permalink"))
        if link:
            aliases.append(Alias(PERMALINK, link))
        return [
            ReadingRecord(
                subject=Subject.POST,
                span=Span.LIFETIME,
                row=row.number,
                values=self.values(row),
                account=self._page(page) if page else None,
                post=self._post(row, tuple(aliases)),
                extra=self.beyond(row),
            )
        ]

    def _page(self, page: str) -> int:
        handle = self._handles.get(page, "")
        aliases = (Alias(PLATFORM_ID, page), *((Alias(HANDLE, handle),) if handle else ()))
        return self.account(page, AccountRecord(handle or page, aliases))

    def _post(self, row: Row, aliases: tuple[Alias, ...]) -> PostRecord:
        text = row.text("published")
        when = dates.moment(text, self.order, self.head.zone)
        if when is None and not cell.is_missing(text):
            raise self.no_date(row, "published")
        wall = when if isinstance(when, datetime) else None
        length = row.text("length_ms")
        kind = row.text("type")
        return PostRecord(
            aliases=aliases,
            text=html.unescape(row.text("message")),
            post_type=TYPES.get(normal(kind), "other" if kind else ""),
            permalink=row.text("permalink"),
            published_wall=wall,
            published_on=when if wall is None else None,
            duration_ms=int(length) if length.isdigit() and int(length) else None,
            is_share=None,
        )


class LegacySide(LegacyPosts):
    """A workbook's further sheets: one figure cut by kind, described in column A."""

    family = "facebook_legacy_side"

    def _read_descriptions(self) -> list[str]:
        return []


class LegacyDays(Legacy):
    """One row per day of the page, with more than a thousand columns."""

    family = "facebook_legacy_days"
    span = Span.DAY

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, last_row: int | None
    ) -> None:
        super().__init__(grid, options, binding, header_row, last_row)
        left = [place for place, name in binding.extras.items() if _BREAKDOWN in name]
        for place in left:
            del binding.extras[place]
        if left:
            self.warn(
                "columns_left_out",
                _("%(count)s columns that cut a figure by country, city, language or kind were "
                  "left out.")
                % {"count": len(left)},
            )  # fmt: skip

    def take(self, row: Row) -> list[ReadingRecord]:
        self.leave_description(row)
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


_PERIODS = ("lifetime", "daily", "weekly", "28 days")
_API_NAME = re.compile(r"(?:page|post)_[a-z0-9_]+:(?:lifetime|day|week|days_28)", re.IGNORECASE)


def _is_legacy_name(name: str) -> bool:
    name = clean(name)
    return name.casefold().startswith(_PERIODS) or bool(_API_NAME.match(name))


def find(grid: Grid, opening: list[Record], options: Options) -> list[Table] | None:
    """The legacy table of a grid, or None where it is something else."""
    for number, cells in opening[:6]:
        if width_of(cells) < 2:  # blank, or a title somebody wrote above
            continue
        names = [normal(name) for name in cells]
        described = names[0] == "description"
        if "postid" in names and "posted" in names:
            if described:
                return [_side(grid, options, number, cells, opening)]
            if any(_is_legacy_name(name) for name in cells):
                return [LegacyPosts(grid, options, POST_COLUMNS.bind(cells), number, None)]
        elif "date" in names and (described or sum(_is_legacy_name(name) for name in cells) >= 2):
            return [LegacyDays(grid, options, PAGE_COLUMNS.bind(cells), number, None)]
        return None
    return None


def _side(
    grid: Grid, options: Options, number: int, cells: list[str], opening: list[Record]
) -> LegacySide:
    """A side sheet; the description in its first data row says what its columns count."""
    said = next(
        (found[0] for place, found in opening if place > number and found and found[0].strip()), ""
    )
    said = f"{grid.table} {said}".casefold()
    columns: ColumnSet = SIDE_COLUMNS["none"]
    if "unique users" not in said:
        if "stories" in said:
            columns = SIDE_COLUMNS["stories"]
        elif "consumptions" in said or "number of clicks" in said:
            columns = SIDE_COLUMNS["clicks"]
    return LegacySide(grid, options, columns.bind(cells), number, None)
