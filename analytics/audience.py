"""Who the audience is and where it comes from: the latest reading of each cut, with file and row.

Shares are shares as the platform states them: nothing here is added up into people. For a period
that is over, the last reading that ends within it speaks, else the first after it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, Window
from django.db.models.functions import RowNumber

from analytics.audience_words import dimension_label, key_label
from analytics.models import BreakdownReading
from platforms.measures import EVERY_MEASURE, Kind
from platforms.models import Site, SocialAccount, SourceBatch
from platforms.records import Span
from workspaces.models import Workspace
from workspaces.periods import Period

MOST_ROWS = 500  # of one cut; the largest exports are sorted by size, so the head is what counts
PPM = 1_000_000
BY_HOUR = "active_hour"  # how many are there hour by hour: averaged over the days, never added


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one row: a share in parts per million, or a value in smallest units."""

    measure: str
    value: int
    share: bool
    currency: str = ""


@dataclass(slots=True)
class AudienceRow:
    key: str
    label: str
    figures: list[Figure]
    batch: int
    row: int
    size: int = 0  # of 100, against the largest row
    days: list[int] = field(default_factory=list)  # where days are averaged: one value each

    def figure(self, name: tuple[str, bool]) -> Figure | None:
        """The figure of one column; a column is a measure and whether it is a share of it."""
        return next((f for f in self.figures if (f.measure, f.share) == name), None)


@dataclass(slots=True)
class Cut:
    """One dimension of one account or site, as its latest delivery tells it."""

    subject: SocialAccount | Site
    dimension: str
    label: str
    span: str
    start: date | None
    end: date | None
    taken_on: date
    batch: SourceBatch
    days: int  # of a table by day: how many of them are added up
    total: int  # rows in the delivery
    rows: list[AudienceRow] = field(default_factory=list)
    columns: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The address of this cut: "account-3", "site-1"."""
        kind = "site" if isinstance(self.subject, Site) else "account"
        return f"{kind}-{self.subject.pk}"

    @property
    def lead(self) -> tuple[str, bool] | None:
        """The column by which rows are sorted and drawn."""
        return self.columns[0] if self.columns else None


@dataclass(slots=True)
class _Told:
    """One cut in one delivery, before its rows are read."""

    account: int | None
    site: int | None
    dimension: str
    batch: int
    span: str
    start: date | None
    end: date | None
    taken_on: date
    rank: str
    rows: int

    @property
    def subject(self) -> tuple:
        return (self.account, self.site, self.dimension)


def cuts(
    workspace: Workspace,
    period: Period,
    *,
    accounts: Sequence[int] | None = None,
    only: tuple[str, int, str] | None = None,
    most: int = MOST_ROWS,
) -> list[Cut]:
    """The latest cut of every dimension of every account of ours and site, in three queries.

    ``accounts`` narrows to these accounts and leaves sites out; ``only`` is ("account" or "site",
    pk, dimension). ``most`` is how many rows of a cut are read.
    """
    chosen = _latest(_told(workspace, accounts, only), period)
    if not chosen:
        return []
    batches = SourceBatch.objects.select_related("file").in_bulk({one.batch for one in chosen})
    subjects = _subjects(workspace, chosen)
    found: dict[tuple, Cut] = {}
    for one in chosen:
        subject = subjects.get(("site", one.site) if one.site else ("account", one.account))
        if subject is not None:
            found[(*one.subject, one.batch)] = Cut(
                subject,
                one.dimension,
                dimension_label(one.dimension),
                one.span,
                one.start,
                one.end,
                one.taken_on,
                batches[one.batch],
                0,
                one.rows,
            )
    _read(found, most)
    kept = [cut for cut in found.values() if cut.rows]
    return sorted(kept, key=_order)


def _told(workspace: Workspace, accounts: Any, only: Any) -> list[_Told]:
    rows = BreakdownReading.objects.filter(
        batch__workspace=workspace, batch__state=SourceBatch.State.LIVE
    ).filter(Q(site__isnull=False) | Q(account__ours=True))
    if accounts is not None:
        rows = rows.filter(account__in=accounts)
    if only is not None:
        kind, pk, dimension = only
        rows = rows.filter(**{kind: pk}, dimension=dimension)
    told = (
        rows.order_by()
        .values_list(
            "account", "site", "dimension", "batch", "span", "batch__taken_on", "batch__rank"
        )
        .annotate(first=Min("start"), last=Max("end"), number=Count("pk"))
    )
    return [
        _Told(account, site, dimension, batch, span, first, last, taken, rank, number)
        for account, site, dimension, batch, span, taken, rank, first, last, number in told
    ]


def _latest(told: Iterable[_Told], period: Period) -> list[_Told]:
    best: dict[tuple, tuple[tuple, _Told]] = {}
    for one in told:
        end = one.end or one.taken_on
        within = end <= period.end
        # Within the period or before it the last one; else the first one after it.
        days = end.toordinal() if within else -end.toordinal()
        order = (within, days, one.rank)
        if one.subject not in best or order > best[one.subject][0]:
            best[one.subject] = (order, one)
    return [one for _order, one in best.values()]


def _subjects(workspace: Workspace, chosen: list[_Told]) -> dict[tuple, SocialAccount | Site]:
    found: dict[tuple, SocialAccount | Site] = {}
    accounts = {one.account for one in chosen if one.account}
    sites = {one.site for one in chosen if one.site}
    for account in SocialAccount.objects.in_workspace(workspace).filter(pk__in=accounts):
        found["account", account.pk] = account
    for site in Site.objects.in_workspace(workspace).filter(pk__in=sites):
        found["site", site.pk] = site
    return found


def _read(found: dict[tuple, Cut], most: int) -> None:
    """Fill rows and columns, the first ``most`` of each cut; days of one key are added up."""
    numbered = (
        BreakdownReading.objects.filter(
            batch__in={batch for *_subject, batch in found},
            dimension__in={dimension for _account, _site, dimension, _batch in found},
        )
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=["batch", "account", "site", "dimension"],
                order_by=["row", "pk"],
            )
        )
        .filter(Q(place__lte=most) | Q(span=Span.DAY))
    )
    by_key: dict[tuple, dict[str, AudienceRow]] = {}
    days: dict[tuple, set[date | None]] = {}
    for reading in numbered.order_by("row", "pk"):
        place = (reading.account_id, reading.site_id, reading.dimension, reading.batch_id)
        if place not in found:
            continue  # an older delivery of another dimension
        days.setdefault(place, set()).add(reading.start)
        _take(by_key.setdefault(place, {}), reading)
    for place, rows in by_key.items():
        cut = found[place]
        cut.days = len(days[place]) if cut.span == Span.DAY else 0
        if cut.days:
            cut.total = len(rows)
        _arrange(cut, list(rows.values())[:most])


def _take(rows: dict[str, AudienceRow], reading: BreakdownReading) -> None:
    currency = str(reading.extra.get("currency", ""))
    said = [Figure(key, value, True) for key, value in reading.share_ppm.items()]
    said += [Figure(key, value, False, currency) for key, value in reading.values.items()]
    known = rows.get(reading.key)
    if known is None:
        rows[reading.key] = AudienceRow(
            reading.key,
            key_label(reading.dimension, reading.key),
            said,
            reading.batch_id,
            reading.row,
        )
        return
    if reading.dimension == BY_HOUR:
        _average(known, said)
        return
    # The same key on another day: what adds up is added, people and shares are not.
    known.figures = [
        Figure(one.measure, one.value + other.value, False, one.currency)
        for one in known.figures
        if not one.share
        and EVERY_MEASURE[one.measure].kind is Kind.FLOW
        and (other := next((f for f in said if f.measure == one.measure and not f.share), None))
    ]


def _average(known: AudienceRow, said: list[Figure]) -> None:
    """The same hour of another day: how many are there on an ordinary day."""
    first = known.figures[0] if known.figures else None
    other = next((f for f in said if first and f.measure == first.measure), None)
    if first is None or other is None:
        known.figures = known.figures or said
        return
    known.days = [*(known.days or [first.value]), other.value]
    mean = round(sum(known.days) / len(known.days))
    known.figures = [Figure(first.measure, mean, False)]


def _arrange(cut: Cut, rows: list[AudienceRow]) -> None:
    """Columns in the order of the file, shares first; rows the largest first, ages by age."""
    columns: dict[tuple[str, bool], None] = {}
    for row in rows:
        for figure in row.figures:
            columns.setdefault((figure.measure, figure.share))
    cut.columns = sorted(columns, key=lambda column: not column[1])
    cut.rows = [row for row in rows if row.figures]
    lead = cut.lead
    if lead is None:
        return
    sizes = {row.key: one.value for row in cut.rows if (one := row.figure(lead))}
    largest = max(sizes.values(), default=0)
    for row in cut.rows:
        row.size = round(100 * sizes.get(row.key, 0) / largest) if largest > 0 else 0
    if cut.dimension.split("|")[0] in ("age", "age_gender", BY_HOUR):
        cut.rows.sort(key=lambda row: row.key)
    else:
        cut.rows.sort(key=lambda row: -sizes.get(row.key, -PPM))


_FIRST = ("age_gender", "age", "gender", "country", "city", "session_channel",
          "session_source_medium", "traffic_source", "traffic_source_type", "page",
          "page_title", "landing_page", "device")  # fmt: skip


def _order(cut: Cut) -> tuple:
    """Accounts before sites, as they are listed elsewhere; of each the usual questions first."""
    place = _FIRST.index(cut.dimension) if cut.dimension in _FIRST else len(_FIRST)
    site = isinstance(cut.subject, Site)
    return (site, cut.subject.platform, cut.subject.name, cut.subject.pk, place, cut.dimension)
