"""Figures of web sites and of ads: which rows speak, and what they add up to.

A site is told by days, by a total for a from–to, or only by rows cut by source or page. Days and
from–tos are never mixed: whichever covers more days of the period speaks. Of a cut table every row
counts or none, and only what adds up is added: never people, and sessions only over cuts by which
a session belongs to one row.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from analytics.frames import BY_TIME, EVERYTHING, Asked
from analytics.metrics.definition import APART, Metric, Scope, Source
from analytics.models import AdReading, BreakdownReading, SiteReading
from analytics.spans import tiles
from analytics.totals import Total, Totals
from platforms.measures import AD_MEASURES, SITE_MEASURES, Kind
from platforms.models import AdAccount, Site, SourceBatch
from platforms.records import Span

# Cuts whose rows together are the whole site, the best first; each visit has one of these.
BY_VISIT = (
    "session_channel",
    "session_source_medium",
    "session_source",
    "session_medium",
    "session_campaign",
    "landing_page",
    "first_channel",
    "first_source_medium",
    "first_source",
    "first_medium",
    "first_campaign",
)
# Each view or event has one of these; a visit may have several.
BY_EVENT = (*BY_VISIT, "page", "page_title", "event", "device", "country")
OF_EVENTS = ("page_views", "site_events", "key_events", "site_revenue_micros", "purchases")
LEVELS = ("campaign", "ad_set", "ad")


@dataclass(slots=True)
class Part:
    """One row of one delivery that a figure is made of."""

    source: Site | AdAccount
    batch: SourceBatch
    row: int
    start: date
    end: date
    label: str  # the source, page, campaign … where the row is a part
    values: dict[str, int]
    currency: str = ""
    result_kind: str = ""


@dataclass(slots=True)
class Cell:
    """One subject over one span, measure by measure with the rows behind each."""

    subject: Any
    source: Site | AdAccount
    span: str
    start: date
    end: date
    values: dict[str, int] = field(default_factory=dict)
    parts: dict[str, list[Part]] = field(default_factory=dict)


class Apart:
    """What was asked of sites and ads; every table is read once, in constant queries."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def totals(self, metric: Metric) -> Totals:
        """Group → Total. Without any row of a site or ad there is none."""
        found: Totals = {}
        for group, cell in self._grouped(self.chosen(metric)):
            total = found.setdefault(group, Total())
            for key in metric.inputs:
                total.sums[key] = total.sums.get(key, 0) + cell.values[key]
            days = 1 if cell.span == Span.DAY else 0
            total.used += days or 1
            total.days += days
            if not days:
                total.cover(cell.start, cell.end)
            total.channels.add(cell.source.platform)
            total.sources.add(cell.source)
            for key in metric.inputs:
                total.currencies.update(p.currency for p in cell.parts[key] if p.currency)
                if key == "paid_results":
                    total.kinds.update(p.result_kind for p in cell.parts[key] if p.result_kind)
        for group, total in found.items():
            self._finish(metric, group, total)
        return found

    def _finish(self, metric: Metric, group: Any, total: Total) -> None:
        total.of = total.used
        if metric.source is Source.SITES and total.days == total.used:
            days = max(1, self.asked.days_in(group)) * len(total.sources)
            total.of = max(total.used, days)
        if metric.scope is Scope.ONE_SUBJECT:
            whole = (total.first, total.last) == (self.asked.period.start, self.asked.period.end)
            one_day = self.asked.by == "day" or self.asked.period.days == 1
            total.alone = total.used == 1 and len(total.sources) == 1 and (one_day or whole)

    def groups(self, metrics: Iterable[Metric]) -> set[Any]:
        """Days, weeks or months about which anything is said."""
        return {group for metric in metrics for group in self.totals(metric)}

    def parts(self, metric: Metric) -> list[Part]:
        """The rows behind a metric, the newest days first, each once."""
        found: dict[tuple, Part] = {}
        for cell in self.chosen(metric):
            for key in metric.inputs:
                for part in cell.parts[key]:
                    found[part.batch.pk, part.row, part.start, part.label] = part
        return sorted(
            found.values(),
            key=lambda part: (-part.end.toordinal(), -part.start.toordinal(), part.row),
        )

    def chosen(self, metric: Metric) -> list[Cell]:
        """The cells that report all inputs, days or from–tos, nothing twice."""
        if metric.source not in APART or self.asked.account_ids is not None:
            return []
        cells = self.site_cells if metric.source is Source.SITES else self.ad_cells
        usable = [c for c in cells if all(key in c.values for key in metric.inputs)]
        by_subject: dict[Any, list[Cell]] = {}
        for cell in usable:
            by_subject.setdefault(cell.subject, []).append(cell)
        return [cell for mine in by_subject.values() for cell in self._without_overlap(mine)]

    def _without_overlap(self, cells: list[Cell]) -> list[Cell]:
        days = [cell for cell in cells if cell.span == Span.DAY]
        if self.asked.by in BY_TIME:
            return days
        spans = tiles((c.start, c.end) for c in cells if c.span == Span.PERIOD)
        covered = sum((end - start).days + 1 for start, end in spans)
        if len(days) >= covered:
            return days
        return [c for c in cells if c.span == Span.PERIOD and (c.start, c.end) in spans]

    def _grouped(self, cells: Iterable[Cell]) -> Iterator[tuple[Any, Cell]]:
        for cell in cells:
            by_time = self.asked.by in BY_TIME
            yield (self.asked.bucket(cell.start) if by_time else EVERYTHING), cell

    # --- web sites ------------------------------------------------------------------------

    @cached_property
    def site_cells(self) -> list[Cell]:
        cells: dict[tuple, Cell] = {}
        speaks: dict[tuple, tuple] = {}
        for reading in self._live(SiteReading, "site"):
            values = reading.measures()
            part = Part(
                reading.site,
                reading.batch,
                reading.row,
                reading.start,
                reading.end,
                "",
                values,
                str(reading.extra.get("currency", "")),
            )
            self._offer(cells, speaks, part, reading.span, [part], values, rank=1)
        for parts, span, dimension in self._cut_tables():
            values = _summed(parts, dimension)
            rank = -BY_EVENT.index(dimension)  # a total that is stated beats any sum
            self._offer(cells, speaks, parts[0], span, parts, values, rank=rank)
        return list(cells.values())

    def _offer(
        self,
        cells: dict[tuple, Cell],
        speaks: dict[tuple, tuple],
        first: Part,
        span: str,
        parts: list[Part],
        values: dict[str, int],
        *,
        rank: int,
    ) -> None:
        """Take what this table says of a span where nothing better speaks for a measure."""
        key = (first.source.pk, span, first.start, first.end)
        for measure, value in values.items():
            order = self.asked._order(first.batch, value, first.row)
            if not order:
                continue
            if (rank, *order) > speaks.get((key, measure), ()):
                cell = cells.setdefault(
                    key, Cell(first.source.pk, first.source, span, first.start, first.end)
                )
                speaks[key, measure] = (rank, *order)
                cell.values[measure] = value
                cell.parts[measure] = [part for part in parts if measure in part.values]

    def _cut_tables(self) -> Iterator[tuple[list[Part], str, str]]:
        """The rows of each cut of each delivery, by span."""
        tables: dict[tuple, list[Part]] = {}
        rows = self._live(BreakdownReading, "site").filter(
            site__isnull=False, dimension__in=BY_EVENT
        )
        for reading in rows:
            key = (reading.batch_id, reading.dimension, reading.span, reading.start, reading.end)
            tables.setdefault(key, []).append(
                Part(
                    reading.site,
                    reading.batch,
                    reading.row,
                    reading.start,
                    reading.end,
                    reading.key or "—",
                    reading.values,
                    str(reading.extra.get("currency", "")),
                )
            )
        for (_batch, dimension, span, *_days), parts in tables.items():
            yield parts, span, dimension

    # --- ads ------------------------------------------------------------------------------

    @cached_property
    def ad_cells(self) -> list[Cell]:
        """Per campaign and span: the coarsest level that is told, from one delivery."""
        tables: dict[tuple, dict[tuple, list[AdReading]]] = {}
        for reading in self._live(AdReading, "account"):
            subject = (reading.account_id, reading.campaign or reading.ad_set or reading.ad)
            level = LEVELS.index("ad" if reading.ad else "ad_set" if reading.ad_set else "campaign")
            span = (subject, reading.span, reading.start, reading.end)
            how = (bool(reading.cut), level, reading.batch_id)
            tables.setdefault(span, {}).setdefault(how, []).append(reading)
        found = []
        for (subject, span, start, end), told in tables.items():
            coarsest = min(how[:2] for how in told)
            best = max(
                (rows for how, rows in told.items() if how[:2] == coarsest),
                key=lambda rows: self.asked._order(rows[0].batch, 0, 0),
            )
            if self.asked._order(best[0].batch, 0, 0):
                found.append(_campaign(subject, span, start, end, best))
        return found

    # --- reading --------------------------------------------------------------------------

    def _live(self, model: Any, source: str) -> Any:
        return (
            model.objects.filter(
                span__in=(Span.DAY, Span.PERIOD),
                start__gte=self.asked.period.start,
                end__lte=self.asked.period.end,
                batch__state=SourceBatch.State.LIVE,
                batch__workspace=self.asked.workspace,
            )
            .select_related(source, "batch__file")
            .order_by("batch_id", "row", "pk")
        )


def _summed(parts: list[Part], dimension: str) -> dict[str, int]:
    """What the rows of a cut say of the whole; a measure some row lacks is only a part of it."""
    wanted = SITE_MEASURES if dimension in BY_VISIT else OF_EVENTS
    found: dict[str, int] = {}
    for key in wanted:
        if SITE_MEASURES[key].kind is not Kind.FLOW:
            continue
        told = [part.values[key] for part in parts if key in part.values]
        if told:
            found[key] = sum(told)
    return found


def _campaign(subject: Any, span: str, start: date, end: date, rows: list[AdReading]) -> Cell:
    cell = Cell(subject, rows[0].account, span, start, end)
    for reading in rows:
        names = [reading.campaign, reading.ad_set, reading.ad, reading.cut]
        part = Part(
            reading.account,
            reading.batch,
            reading.row,
            start,
            end,
            " › ".join(name for name in names if name),
            reading.measures(),
            reading.currency,
            reading.result_kind,
        )
        for key, value in part.values.items():
            if AD_MEASURES[key].kind is Kind.FLOW:
                cell.values[key] = cell.values.get(key, 0) + value
                cell.parts.setdefault(key, []).append(part)
            elif len(rows) == 1:  # people: only a row that is the whole campaign says how many
                cell.values[key] = value
                cell.parts[key] = [part]
    return cell
