"""LinkedIn's analytics of a person's own profile: discovery, engagement, posts, followers.

Sheets are called in the language of the screen, so they are known by what they hold and by the
workbook they stand in. All numbers may be texts; small percentages are only "< 1%".
"""

import re
from datetime import date

from platforms.importers import cells as cell
from platforms.importers import dates, yearless
from platforms.importers.base import Grid, Options, Record, Reject, Skip, is_blank
from platforms.importers.headers import SHARE, Binding, clean, normal, width_of
from platforms.importers.linkedin_columns import PROFILE_DAYS, PROFILE_PARTS
from platforms.importers.tables import Row, Table
from platforms.records import PLATFORM_ID, Alias, PostRecord, ReadingRecord, Span, Subject
from platforms.sentences import gettext as _

_RANGE = re.compile(r"\s*([\d./-]{6,10})\s*[-–—~至]\s*([\d./-]{6,10})\s*")
_DAY_IN_TEXT = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_URN = re.compile(r"(activity|ugcPost|share)[:-](\d{12,22})", re.ASCII | re.IGNORECASE)
_KINDS = {kind.casefold(): kind for kind in ("activity", "ugcPost", "share")}
_LEAST = re.compile(r"[<＜]|menos|less|moins|weniger|小於|少於|未滿", re.IGNORECASE)
_DIMENSIONS = {
    normal(name): key
    for key, names in {
        "job_title": ("Job titles", "Job title", "Cargo", "職稱"),
        "location": ("Locations", "Location", "Localidade", "地點"),
        "industry": ("Industries", "Industry", "Setor", "產業"),
        "seniority": ("Seniority", "Nível de experiência", "資歷"),
        "company_size": ("Company size", "Tamanho da empresa", "公司規模"),
        "company": ("Companies", "Company", "Empresa", "公司"),
    }.items()
    for name in names
}


class ProfileTable(Table):
    """What the sheets share: the order of the workbook's dates, and a word of caution."""

    platform = "linkedin"
    zone = "UTC"

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, last_row: int | None
    ) -> None:
        super().__init__(grid, options, binding, header_row, last_row)
        self.order = _order(grid.beside)
        self.start, self.end = _period(grid.beside, self.order)

    def finish(self) -> None:
        self.warn(
            "personal_data",
            _("This is the profile of a person, not of a page: personal data. Import it only if "
              "that person knows and agrees."),
        )  # fmt: skip


class ProfileDays(ProfileTable):
    """The profile by day; above its followers stands how many there are in all."""

    family = "linkedin_profile_days"
    span = Span.DAY

    def take(self, row: Row) -> list[ReadingRecord]:
        if [clean(text) for text in row.cells[: self.width]] == self.binding.header:
            raise Skip(_("The header again."))
        day = dates.day(row.text("date"), self.order)
        if day is not None:
            return [self._reading(row, day, self.values(row))]
        total = _day_within(row.at(0), self.order)
        if total is not None and self.binding.has("new_followers"):
            level = self.number(row, 1, "count")
            if level is not None:
                return [self._reading(row, total, {"followers": level})]
        header = row.name_of("date")
        raise Reject(
            _("%(header)s: “%(cell)s” is not a date.")
            % {"header": header, "cell": cell.shown(row.text("date"))},
            header,
        )

    def _reading(self, row: Row, day: date, values: dict[str, int]) -> ReadingRecord:
        return ReadingRecord(
            subject=Subject.ACCOUNT,
            span=Span.DAY,
            row=row.number,
            values=values,
            start=day,
            end=day,
            extra={} if "followers" in values else self.beyond(row),
        )


class ProfileReach(ProfileTable):
    """The discovery sheet: how many members were reached in the whole period."""

    family = "linkedin_profile_reach"
    span = Span.PERIOD

    def take(self, row: Row) -> list[ReadingRecord]:
        members = normal(row.at(0)) in _MEMBERS or row.number == self.header_row + 2
        count = self.number(row, 1, "count")
        if count is None:
            raise Skip(_("The row reports nothing."))
        return [
            ReadingRecord(
                subject=Subject.ACCOUNT,
                span=Span.PERIOD,
                row=row.number,
                # Impressions stand day by day in the next sheet.
                values={"reach": count} if members else {},
                start=self.start,
                end=self.end,
                extra={} if members else {clean(row.at(0)): count},
            )
        ]


class ProfilePosts(ProfileTable):
    """Two lists side by side: the posts with most engagements and those with most impressions."""

    family = "linkedin_profile_posts"
    span = Span.PERIOD
    dated = "day"

    def take(self, row: Row) -> list[ReadingRecord]:
        found = [
            reading
            for place, key in ((0, "engagements"), (4, "impressions"))
            if (reading := self._listed(row, place, key)) is not None
        ]
        if not found:
            raise Skip(_("The row reports nothing."))
        return found

    def _listed(self, row: Row, place: int, key: str) -> ReadingRecord | None:
        link, written = row.at(place).strip(), row.at(place + 1).strip()
        urn = _URN.search(link)
        if not link or urn is None:
            return None
        count = self.number(row, place + 2, "count")
        return ReadingRecord(
            subject=Subject.POST,
            span=Span.PERIOD,
            row=row.number,
            values={} if count is None else {key: count},
            post=PostRecord(
                aliases=(Alias(PLATFORM_ID, f"urn:li:{_KINDS[urn[1].casefold()]}:{urn[2]}"),),
                permalink=link,
                published_on=dates.day(written, self.order),
            ),
            start=self.start,
            end=self.end,
        )


class ProfileParts(ProfileTable):
    """Who the followers are, or who saw the posts, in parts of a hundred."""

    family = "linkedin_profile_audience"
    span = Span.DAY
    of = "followers"

    def survey(self) -> None:
        self.head.undated = True

    def take(self, row: Row) -> list[ReadingRecord]:
        label, written = clean(row.at(1)), row.at(2).strip()
        if not label:
            raise Reject(_("The row has no label."), self.binding.header[1])
        share: dict[str, int] = {}
        extra: dict[str, str | int | float] = {}
        if _LEAST.search(written):
            extra[self.binding.header[2]] = written
        else:
            part = self.number(row, 2, SHARE)
            if part is None:
                raise Skip(_("The row reports nothing."))
            # 0.21 is 21 %: only LinkedIn's sign tells a percent from a fraction.
            share[self.of] = part if "%" in written else part * 100
        day = yearless.existed_on(self.options.name, self.options.taken_on)
        return [
            ReadingRecord(
                subject=Subject.BREAKDOWN,
                span=Span.DAY,
                row=row.number,
                values={},
                start=day,
                end=day,
                dimension=_DIMENSIONS.get(normal(row.at(0)), clean(row.at(0))[:40]),
                key=label,
                share_ppm=share,
                extra=extra,
            )
        ]


_MEMBERS = frozenset(normal(name) for name in ("Members reached", "Usuários alcançados"))


def find(grid: Grid, opening: list[Record], options: Options) -> list[Table] | None:
    """The table of one sheet of a profile's workbook, or None where it is something else."""
    if not _is_profile(grid.beside):
        return None
    place = next((at for at, one in enumerate(grid.beside) if one is grid), -1)
    filled = [(number, cells) for number, cells in opening if not is_blank(cells)]
    if place == 0:
        number, header = filled[0]
        return [ProfileReach(grid, options, _bare(header), number, None)]
    if place == 2:
        number = next((number for number, cells in filled if width_of(cells) >= 6), 0)
        header = next((cells for _n, cells in filled if width_of(cells) >= 6), [""] * 7)
        return [ProfilePosts(grid, options, _bare(header), number, None)]
    if place >= 4:
        table = ProfileParts(grid, options, PROFILE_PARTS.bind(filled[0][1]), filled[0][0], None)
        table.of = "followers" if place == 4 else "impressions"
        return [table]
    names = ("Date", "Impressions", "Engagements") if place == 1 else ("Date", "New followers")
    width = len(names)
    header = next((cells for _n, cells in filled if _is_header(cells, width)), list(names))
    binding = PROFILE_DAYS.bind(names)
    binding.header = [clean(text) for text in header[:width]]
    return [ProfileDays(grid, options, binding, 0 if place == 3 else filled[0][0], None)]


def _is_header(cells: list[str], width: int) -> bool:
    return width_of(cells) == width and not any(letter.isdigit() for letter in cells[width - 1])


def _is_profile(sheets: list[Grid]) -> bool:
    """Five or six sheets: discovery, engagement by day, posts, followers by day, demographics."""
    if len(sheets) not in (5, 6):
        return False
    days = [cells for _n, cells in sheets[1].opening(4) if not is_blank(cells)]
    first = next((cells for _n, cells in sheets[0].opening(3) if not is_blank(cells)), [])
    last = next((cells for _n, cells in sheets[4].opening(3) if not is_blank(cells)), [])
    return (
        any(_RANGE.fullmatch(text) for text in first)
        and len(days) > 1
        and width_of(days[0]) == 3
        and _any_day(days[1][0]) is not None
        and width_of(last) == 3
    )


def _bare(header: list[str]) -> Binding:
    return Binding([clean(text) for text in header], english=1)


def _any_day(text: str) -> date | None:
    return dates.day(text) or dates.day(text, dates.DAY_FIRST)


def _day_within(text: str, order: str) -> date | None:
    found = _DAY_IN_TEXT.search(text)
    return dates.day(found[0], order) if found else None


def _order(sheets: list[Grid]) -> str:
    """Month first or day first, as the long daily sheet settles it for all."""
    votes = dates.OrderVotes()
    for _number, cells in sheets[1].records():
        votes.add(cells[0] if cells else "")
    return votes.decide(dates.MONTH_FIRST) or dates.MONTH_FIRST


def _period(sheets: list[Grid], order: str) -> tuple[date | None, date | None]:
    """The range that stands in the first row of the first sheet."""
    for _number, cells in sheets[0].opening(3):
        for text in cells:
            found = _RANGE.fullmatch(text)
            if found:
                return dates.day(found[1], order), dates.day(found[2], order)
    return None, None
