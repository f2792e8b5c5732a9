"""Ads Manager exports: what was paid for, by campaign, ad set or ad, by day or over a from–to.

Nothing here is organic: every figure goes into measures of its own. Total rows are left out,
costs per result and click rates are kept as extra.
"""

import re
from datetime import date

from platforms.importers import cells as cell
from platforms.importers import dates
from platforms.importers.ads_columns import GOOGLE, LINE, META
from platforms.importers.base import Grid, Options, Record, Reject, Skip, is_blank
from platforms.importers.headers import Binding, ColumnSet, clean, normal
from platforms.importers.tables import Row, Table
from platforms.records import (
    NAME,
    PLATFORM_ID,
    AccountRecord,
    AdRecord,
    Alias,
    ReadingRecord,
    Span,
    Subject,
)
from platforms.sentences import gettext as _

NAMES = ("campaign", "ad_set", "ad")
_TOTAL = re.compile(r"(grand )?totals?\b|總計|總和|合計", re.IGNORECASE)
_DAY = (
    r"(\w+\.? \d{1,2},? \d{4}|\d{1,2} \w+\.?,? \d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日)"
)
_DAYS = re.compile(rf"{_DAY}\s*[-–~至到]\s*{_DAY}")
_CURRENCY = re.compile(r"[A-Z]{3}")


class Ads(Table):
    """Rows of one ad platform; subclasses bring columns, channel and the word for results."""

    span = Span.PERIOD
    result_kind = ""
    said: tuple[date | None, date | None] = (None, None)  # the from–to above the table

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, last_row: int | None
    ) -> None:
        super().__init__(grid, options, binding, header_row, last_row)
        self.spend = binding.measures.get("spend_micros", [])
        if binding.has("day"):
            self.head.span = Span.DAY

    def survey(self) -> None:
        votes = dates.OrderVotes()
        fractions = False
        for row in self.rows():
            for key in ("day", "start", "end"):
                votes.add(row.text(key))
            places = self.binding.measures.get("paid_results", ())
            fractions = fractions or any(_is_fraction(row.at(place)) for place in places)
        self.order = votes.decide(dates.MONTH_FIRST) or dates.MONTH_FIRST
        if fractions:
            places = self.binding.measures.pop("paid_results")
            self.binding.extras |= {place: self.binding.header[place] for place in places}
            self.warn(
                "fractions",
                _("“%(header)s” holds fractions, because it is shared out between several "
                  "visits; it is kept with the rows, but not counted.")
                % {"header": self.binding.header[places[0]]},
            )  # fmt: skip

    def _checked(self, number: int, found: list[str]) -> Row:
        first = next((clean(text) for text in found if clean(text)), "")
        if _TOTAL.match(first):
            raise Skip(_("Total row."))
        return super()._checked(number, found)

    def take(self, row: Row) -> list[ReadingRecord]:
        names = {key: row.text(key) for key in NAMES if self.binding.has(key)}
        names = {key: "" if cell.is_missing(text) else text for key, text in names.items()}
        if not any(names.values()):
            raise Skip(_("Total row."))
        start, end = self._days(row)
        values = self.values(row)
        if not values:
            raise Skip(_("The row reports nothing."))
        day = start is not None and start == end
        return [
            ReadingRecord(
                subject=Subject.AD,
                span=Span.DAY if day else Span.PERIOD,
                row=row.number,
                values=values,
                account=self._account(row),
                start=start,
                end=end,
                extra=self.beyond(row),
                ad=AdRecord(
                    campaign=names.get("campaign", ""),
                    ad_set=names.get("ad_set", ""),
                    ad=names.get("ad", ""),
                    cut=self._cut(row),
                    result_kind=self._result_kind(row, values),
                    currency=self._currency(row),
                ),
            )
        ]

    def _days(self, row: Row) -> tuple[date | None, date | None]:
        if self.binding.has("day"):
            day = self.date_in(row, "day")
            return day, day
        if self.binding.has("start") and self.binding.has("end"):
            start, end = self.date_in(row, "start"), self.date_in(row, "end")
            if end < start:
                raise Reject(_("The row ends before it begins."), row.name_of("end"))
            return start, end
        return self.said

    def _account(self, row: Row) -> int | None:
        name, number = row.text("account"), row.text("account_id")
        number = "" if "E+" in number.upper() else number  # a spreadsheet rounded it
        if not name and not number:
            return None
        aliases = [Alias(PLATFORM_ID, number)] if number else []
        aliases += [Alias(NAME, name)] if name else []
        return self.account(number or name, AccountRecord(name or number, tuple(aliases)))

    def _cut(self, row: Row) -> str:
        found = [clean(row.at(place)) for place in self.binding.fields.get("cut", ())]
        return " | ".join(text for text in found if text)

    def _result_kind(self, row: Row, values: dict[str, int]) -> str:
        if "paid_results" not in values:
            return ""
        return row.text("result_kind") or self.result_kind

    def _currency(self, row: Row) -> str:
        """A column says it, else the header: ``Amount spent (TWD)``."""
        text = row.text("currency").upper()
        if _CURRENCY.fullmatch(text):
            return text
        return next((code for p in self.spend if (code := self.binding.currency.get(p, ""))), "")

    def beyond(self, row: Row) -> dict[str, str | int | float]:
        found = super().beyond(row)
        found.pop("currency", None)
        return found

    def finish(self) -> None:
        if self.head.span is Span.PERIOD and self.head.start is None and not any(self.said):
            self.warn(
                "period_missing",
                _("The file does not say for which days these figures are; give the period that "
                  "was chosen in the ads manager."),
            )  # fmt: skip


class MetaAds(Ads):
    family = platform = "meta_ads"


class GoogleAds(Ads):
    family = platform = "google_ads"
    result_kind = "conversions"


class LineAds(Ads):
    family = platform = "line_ads"
    result_kind = "conversions"


def find(grid: Grid, opening: list[Record], options: Options) -> list[Ads] | None:
    """The table of an ads manager's export, or None where it is something else."""
    above: list[str] = []
    for number, cells in opening[:12]:
        if is_blank(cells):
            continue
        found = _kind(cells)
        if found is not None:
            made, columns = found
            table = made(grid, options, columns.bind(cells), number, None)
            table.said = _said(above)
            if not (table.binding.has("day") or table.binding.has("start", "end")):
                table.head.start, table.head.end = table.said
            return [table]
        above.append(" ".join(clean(text) for text in cells if clean(text)))
        if len([text for text in cells if clean(text)]) > 2 and not _DAYS.search(above[-1]):
            return None  # a table of something else
    return None


def _kind(cells: list[str]) -> tuple[type[Ads], ColumnSet] | None:
    """Whose header it is; each platform has names that no other has."""
    names = {normal(name) for name in cells}
    line = LINE.bind(cells)
    figures = line.has_any("spend_micros", "paid_impressions")
    if line.has_any("account_id", "account") and line.has_any(*NAMES) and figures and _LINE & names:
        return LineAds, LINE
    meta = META.bind(cells)
    if meta.has_any(*NAMES) and meta.has("spend_micros"):
        return MetaAds, META
    google = GOOGLE.bind(cells)
    figures = google.has_any("paid_impressions", "paid_clicks")
    if google.has_any("campaign", "ad_set") and google.has("spend_micros") and figures:
        return GoogleAds, GOOGLE
    return None


_LINE = frozenset(
    normal(name)
    for name in (
        "Ad account ID", "Ad account name", "廣告帳號ID", "廣告帳戶ID", "廣告帳戶名稱",
        "廣告活動ID", "廣告群組ID",
    )
)  # fmt: skip


def _said(above: list[str]) -> tuple[date | None, date | None]:
    """The from–to in the lines above the header."""
    for text in above:
        found = _DAYS.search(text)
        if found:
            votes = dates.OrderVotes()
            votes.add(found[1])
            votes.add(found[2])
            order = votes.decide(dates.MONTH_FIRST) or dates.MONTH_FIRST
            start, end = dates.day(found[1], order), dates.day(found[2], order)
            if start and end and start <= end:
                return start, end
    return None, None


def _is_fraction(text: str) -> bool:
    whole, point, rest = cell.plain(text).replace(",", "").partition(".")
    return bool(point) and rest.strip("0").isdigit() and whole.lstrip("+-").isdigit()
