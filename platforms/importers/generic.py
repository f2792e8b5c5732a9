"""Any table by the person's own mapping of its columns.

A mapping is ``{"platform": "linkedin", "span": "lifetime" | "day" | "period",
"columns": {header: target}, "date_format": "%d.%m.%Y"}``. A target is a field (``FIELDS``) or
a measure; a measure of time or money may say its unit: ``watch_ms:hours``. ``date_format`` is
optional. With a post id or permalink rows speak of posts, else of the account. ``member`` and
``sheet`` are optional too: then only that table is read so, the others as usual.
"""

from datetime import date, datetime
from typing import Any

from platforms.importers import cells as cell
from platforms.importers import dates, ids
from platforms.importers.base import Grid, Options, Record, Refusal, Reject, is_blank
from platforms.importers.headers import (
    COUNT,
    HOURS,
    MINUTES,
    MONEY,
    SECONDS,
    Binding,
    clean,
    currency_of,
    normal,
)
from platforms.importers.lookalikes import Lookalikes
from platforms.importers.tables import Row, Table
from platforms.kinds import PLATFORMS, PostType
from platforms.measures import MEASURES, Unit
from platforms.records import (
    HANDLE,
    NAME,
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

FIELDS = (
    "post_id", "permalink", "published", "text", "post_type", "duration", "date", "start", "end",
    "account_id", "account_name", "handle",
)  # fmt: skip
_UNITS = {"count": COUNT, "seconds": SECONDS, "minutes": MINUTES, "hours": HOURS, "money": MONEY}


class MappedTable(Table):
    """Rows read by a mapping; nothing in the file itself is recognised."""

    family = "mapped"

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, mapping: dict
    ) -> None:
        super().__init__(grid, options, binding, header_row, None)
        self.head.platform = mapping.get("platform") or options.platform
        facts = PLATFORMS.get(self.head.platform or "")
        self.head.zone = options.zone or (facts.reports_zone if facts else "UTC")
        self.head.span = Span(mapping.get("span") or "lifetime")
        self.format: str | None = mapping.get("date_format") or None
        self.is_post = binding.has_any("post_id", "permalink")
        self.head.dated = "minute" if binding.has("published") else "none"
        self.ids = ids.IdSurvey()
        self.alike = Lookalikes()

    def survey(self) -> None:
        votes, rows = dates.OrderVotes(), 0
        for row in self.rows():
            rows += 1
            for key in ("published", "date", "start", "end"):
                votes.add(row.text(key))
            if number := self._number(row):
                self.ids.add(number, row.text("published"))
        for row in self.rows() if self.ids.unsettled() else ():
            self.ids.again(self._number(row), row.text("published"))
        self.ids.judge()
        for row in self.rows() if self.ids.damaged else ():
            self.alike.add(row, self._rounded(row), self._said(row))
        for row in self.rows() if self.ids.damaged and self.alike.unsettled() else ():
            self.alike.again(row, self._rounded(row), self._said(row))
        order = votes.decide(None)
        if order is None and self.format is None:
            raise Refusal(
                _("The dates could be day first or month first, and nothing in the file settles "
                  "it. Add “date_format” to the mapping."),
                rows,
            )  # fmt: skip
        self.order = order or dates.MONTH_FIRST

    @staticmethod
    def _number(row: Row) -> str:
        """The id where it is one of digits, or one that a spreadsheet may have spoilt."""
        number = row.text("post_id")
        return number if ids.whole(number) or not number.isalnum() else ""

    def _rounded(self, row: Row) -> ids.Id | None:
        number = self._number(row)
        return self.ids.read(number) if number else None

    @staticmethod
    def _said(row: Row) -> str:
        return " ".join(row.text(key) for key in ("account_id", "handle", "account_name", "text"))

    def take(self, row: Row) -> list[ReadingRecord]:
        start, end = self._days(row)
        return [
            ReadingRecord(
                subject=Subject.POST if self.is_post else Subject.ACCOUNT,
                span=self.head.span,
                row=row.number,
                values=self.values(row),
                account=self._account(row),
                post=self._post(row) if self.is_post else None,
                start=start,
                end=end,
                extra=self.beyond(row),
            )
        ]

    def finish(self) -> None:
        if self.ids.damaged:
            self.warn(
                "ids_damaged",
                _("A spreadsheet rounded the post numbers, so these posts are matched by account, "
                  "publish minute and text. The original download would be safer."),
            )  # fmt: skip
        if self.head.span is Span.PERIOD and not self.binding.has("start", "end"):
            self.warn(
                "period_missing", _("The file does not say of which period it speaks; give it.")
            )

    def _days(self, row: Row) -> tuple[date | None, date | None]:
        if self.head.span is Span.DAY:
            day = self._moment(row, "date")
            if day is None:
                raise Reject(_("The row has no date."), row.name_of("date"))
            return _as_day(day), _as_day(day)
        if self.head.span is Span.PERIOD and self.binding.has("start", "end"):
            return _as_day(self._moment(row, "start")), _as_day(self._moment(row, "end"))
        return None, None

    def _moment(self, row: Row, key: str) -> datetime | date | None:
        text = row.text(key)
        if cell.is_missing(text):
            return None
        found: datetime | date | None = None
        if self.format is not None:
            try:
                found = datetime.strptime(text, self.format)  # noqa: DTZ007 - wall time
            except ValueError:
                found = None
            if isinstance(found, datetime) and found.tzinfo is not None:
                found = dates.moment(text, self.order, self.head.zone)
            elif found is not None and "%H" not in self.format and "%I" not in self.format:
                found = _as_day(found)
        else:
            found = dates.moment(text, self.order, self.head.zone)
        if found is None:
            raise self.no_date(row, key)
        return found

    def _account(self, row: Row) -> int | None:
        aliases = tuple(
            Alias(kind, row.text(key))
            for kind, key in (
                (PLATFORM_ID, "account_id"),
                (HANDLE, "handle"),
                (NAME, "account_name"),
            )
            if row.text(key)
        )
        if not aliases:
            return None
        shown = row.text("account_name") or row.text("handle") or row.text("account_id")
        return self.account(aliases, AccountRecord(shown, aliases))

    def _post(self, row: Row) -> PostRecord:
        aliases: list[Alias] = []
        damaged: tuple[str, int] | None = None
        mark = ""
        raw_id = row.text("post_id")
        if raw_id:
            number = self.ids.read(raw_id)
            if number is not None and not number.sure:
                damaged = (number.digits, number.sure_digits)
                mark = self.alike.mark(row, number, self._said(row))
            elif raw_id.startswith("#"):
                raise Reject(
                    _("%(header)s: “%(cell)s” is no post number, so the post cannot be told.")
                    % {"header": row.name_of("post_id"), "cell": cell.shown(raw_id)},
                    row.name_of("post_id"),
                )
            else:
                aliases.append(Alias(PLATFORM_ID, number.digits if number else raw_id))
        link = ids.permalink(row.text("permalink"))
        if link:
            aliases.append(Alias(PERMALINK, link))
        if not aliases and damaged is None:
            raise Reject(_("The row has no post number."), row.name_of("post_id"))
        when = self._moment(row, "published")
        kind = row.text("post_type").casefold()
        try:
            length = cell.milliseconds(row.text("duration"))
        except cell.NotANumber:
            length = None
        return PostRecord(
            aliases=tuple(aliases),
            text=row.text("text"),
            post_type=kind if kind in PostType.values else ("other" if kind else ""),
            permalink=row.text("permalink"),
            published_wall=when if isinstance(when, datetime) else None,
            published_on=None if isinstance(when, datetime) else when,
            duration_ms=length or None,
            damaged_id=damaged,
            lookalike=mark,
        )


def _as_day(when: datetime | date | None) -> date | None:
    return when.date() if isinstance(when, datetime) else when


def is_meant(grid: Grid, mapping: Any) -> bool:
    """Does the mapping speak of this grid? ``member`` and ``sheet`` narrow it down to one."""
    if not isinstance(mapping, dict):
        return True
    member, sheet = mapping.get("member"), mapping.get("sheet")
    return (not member or member == grid.member) and (not sheet or sheet == grid.table)


def meant(grid: Grid, mapping: Any) -> Any:
    """The mapping that speaks of this grid: itself, or one of those for other tables (``also``)."""
    others = mapping.get("also") if isinstance(mapping, dict) else None
    for one in (mapping, *(others if isinstance(others, list) else ())):
        if is_meant(grid, one):
            return one
    return None


def table(grid: Grid, options: Options) -> MappedTable:
    """The grid read by ``options.mapping``; refuses a mapping that cannot be followed."""
    mapping = options.mapping
    columns = mapping.get("columns") if isinstance(mapping, dict) else None
    if not isinstance(mapping, dict) or not isinstance(columns, dict) or not columns:
        raise Refusal(_("The mapping has no “columns”: pairs of a header and what it means."))
    targets = {
        normal(str(header)): _target(str(header), target) for header, target in columns.items()
    }
    if mapping.get("span") not in (None, *(span.value for span in Span)):
        raise Refusal(_("“span” in the mapping must be lifetime, day or period."))
    if mapping.get("platform") not in (None, *PLATFORMS):
        raise Refusal(
            _("“%(name)s” in the mapping is no platform known here.")
            % {"name": mapping.get("platform")}
        )
    if not isinstance(mapping.get("date_format") or "", str):
        raise Refusal(_("“date_format” in the mapping must be a text in quotation marks."))
    header_row, header = _header(grid.opening(), targets, columns)
    binding = _bind(header, targets)
    if mapping.get("span") == "day" and not binding.has("date"):
        raise Refusal(_("A mapping with span “day” needs a column for “date”."))
    if mapping.get("span") in (None, "lifetime") and not binding.has_any("post_id", "permalink"):
        raise Refusal(_("A lifetime mapping needs a column for “post_id” or “permalink”."))
    return MappedTable(grid, options, binding, header_row, mapping)


def _target(header: str, target: Any) -> tuple[str, str]:
    """(field or measure, unit) of one pair of the mapping; unit "" is a field."""
    key, _colon, unit = str(target).partition(":")
    if key in FIELDS:
        return key, ""
    if key not in MEASURES or (unit and unit not in _UNITS):
        raise Refusal(
            _("The mapping says “%(header)s” is “%(target)s”, which is no measure or field.")
            % {"header": header, "target": target}
        )
    if unit:
        return key, _UNITS[unit]
    kind = MEASURES[key].unit
    if kind is Unit.MICROS:
        return key, MONEY
    if kind is Unit.MILLISECONDS:
        name = normal(header)
        return key, HOURS if "hour" in name or "小時" in name else SECONDS
    return key, COUNT


def _header(
    opening: list[Record], targets: dict[str, tuple[str, str]], columns: dict
) -> tuple[int, list[str]]:
    best: tuple[int, list[str]] | None = None
    most = 0
    for number, found in opening[:20]:
        hits = len({normal(name) for name in found} & set(targets))
        if hits > most:
            best, most = (number, found), hits
    names = {normal(name) for name in best[1]} if best else set()
    missing = [str(header) for header in columns if normal(str(header)) not in names]
    if best is None or missing:
        raise Refusal(
            _("The file has no column “%(header)s”, which the mapping names.")
            % {"header": missing[0]}
        )
    return best


def _bind(header: list[str], targets: dict[str, tuple[str, str]]) -> Binding:
    binding = Binding([clean(name) for name in header])
    for place, name in enumerate(header):
        key, unit = targets.get(normal(name), ("", ""))
        if not key:
            if binding.header[place]:
                binding.extras[place] = binding.header[place]
        elif not unit:
            binding.fields.setdefault(key, []).append(place)
        else:
            binding.measures.setdefault(key, []).append(place)
            binding.units[place] = unit
            if unit == MONEY:
                binding.currency[place] = currency_of(name)[1]
    binding.chinese = sum(any("一" <= letter <= "鿿" for letter in name) for name in header)
    binding.english = sum(name.isascii() and not is_blank([name]) for name in header)
    return binding
