"""One metric's inputs per group, added up from the cells of what was asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from analytics.frames import BY_TIME, EVERYTHING, Asked, Cell, measures_of
from analytics.metrics.definition import Metric, Scope, Source
from analytics.metrics.inputs import DAYS, FOLLOWER_BASE, LEVELS, OWN_RATES, POSTS
from analytics.spans import tiles
from platforms.measures import MEASURES, mask_of
from platforms.records import Span

BEFORE = set(LEVELS.values())


@dataclass(slots=True)
class Total:
    """Inputs of one group over the ``used`` of ``of`` posts, days or accounts that report all.

    ``alone``: the metric's scope allows a value here. ``first``/``last``: the days it covers.
    ``late``: of the ``used``, how many were read only after the day the period is read by.
    """

    sums: dict[str, Any] = field(default_factory=dict)
    used: int = 0
    of: int = 0
    late: int = 0
    accounts: set[int] = field(default_factory=set)
    alone: bool = True
    # Of web sites and ads only: which speak, their days, currencies and kinds of result.
    channels: set[str] = field(default_factory=set)
    sources: set[Any] = field(default_factory=set)
    days: int = 0
    currencies: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    first: date | None = None
    last: date | None = None

    def add(self, cell: Mapping[str, Any], inputs: Iterable[str], used: int) -> None:
        for key in inputs:
            self.sums[key] = self.sums.get(key, 0) + cell[key]
        self.used += used
        self.accounts.add(cell["account"])

    def cover(self, first: date, last: date) -> None:
        self.first = min(self.first or first, first)
        self.last = max(self.last or last, last)


Totals = dict[Any, Total]


def totals_of(asked: Asked, metric: Metric) -> Totals:
    """Group → Total. Groups without any figure may be absent."""
    return {
        Source.POSTS: _posts,
        Source.DAYS: _days,
        Source.POST_PERIODS: _tables,
        # What accounts have of them where a person typed it; ``analytics.apart`` knows the rest.
        Source.SITES: _typed,
        Source.ADS: _typed,
    }[metric.source](asked, metric)


def frame_of(metric: Metric, totals: Totals, groups: Iterable[Any]) -> pd.DataFrame:
    """What ``metric.compute`` takes: one row per group, a nullable column per input."""
    sums = [totals[group].sums if group in totals else {} for group in groups]
    return pd.DataFrame(
        {
            key: pd.array(
                [row.get(key) for row in sums], dtype="Float64" if key == OWN_RATES else "Int64"
            )
            for key in metric.inputs
        }
    )


def shown_inputs(metric: Metric) -> tuple[str, ...]:
    """The inputs a reader can look up: the sum of the posts' own rates is nobody's figure."""
    return (*measures_of(metric), POSTS) if metric.per_post else metric.inputs


def given_sums(asked: Asked, source: Source) -> dict[Any, dict[str, int]]:
    """Group → measure → sum over whatever reports it, other inputs or not."""
    cells = {Source.POSTS: "post_cells", Source.POST_PERIODS: "table_cells"}.get(source)
    found: dict[Any, dict[str, int]] = {}
    for cell in getattr(asked, cells) if cells else []:
        mine = found.setdefault(cell["group"], {})
        for key, value in cell.items():
            if key in MEASURES and value is not None:
                mine[key] = mine.get(key, 0) + value
    return found


def _typed(asked: Asked, metric: Metric) -> Totals:
    return _days(asked, metric) if metric.may_be_typed else {}


def _posts(asked: Asked, metric: Metric) -> Totals:
    totals: Totals = {}
    for cell in asked.posts_published:
        totals.setdefault(cell["group"], Total()).of += cell["posts"]
    inputs = tuple(dict.fromkeys((*metric.inputs, *shown_inputs(metric))))
    need = mask_of(measures_of(metric))
    for cell in _usable_posts(asked, metric):
        total = totals.setdefault(cell["group"], Total())
        total.add(cell, inputs, cell["posts"])
        if cell.get("late_mask", 0) & need:
            total.late += cell["posts"]
    for total in totals.values():
        total.of = max(total.of, total.used)
        total.alone = metric.scope is Scope.ANY or asked.by == "post"
    return totals


def _usable_posts(asked: Asked, metric: Metric) -> Iterable[Cell]:
    if metric.inputs == (POSTS,):
        return asked.posts_published
    if metric.per_post:
        return asked.own_rates
    need = mask_of(measures_of(metric))
    cells = [cell for cell in asked.post_cells if cell["mask"] & need == need]
    if FOLLOWER_BASE not in metric.inputs:
        return cells
    levels = asked.levels
    return [
        cell | {FOLLOWER_BASE: cell["posts"] * level.value}
        for cell in cells
        if (level := levels[cell["account"]].get("followers"))
    ]


def _days(asked: Asked, metric: Metric) -> Totals:
    if metric.level:
        return _levels(asked, metric)
    if all(key in BEFORE or _is_level(key, metric) for key in metric.inputs):
        return _levels_apart(asked, metric)
    totals: Totals = {}
    for cell in asked.day_cells:
        days = cell[f"{metric.key}_of_days"]
        row = {"account": cell["account"], DAYS: days}
        row |= {key: cell.get(f"{metric.key}_of_{key}") for key in metric.inputs if key in MEASURES}
        row = _with_levels(asked, metric, row)
        if days and all(row[key] is not None for key in metric.inputs):
            total = totals.setdefault(cell["group"], Total())
            total.add(row, metric.inputs, days)
            total.late += cell.get(f"{metric.key}_of_late", 0)
    for group, total in totals.items():
        total.of = max(total.used, len(total.accounts) * asked.days_in(group))
        one_day = total.used == 1 and (asked.by == "day" or asked.period.days == 1)
        total.alone = _alone(asked, metric, one_day)
    if asked.by in BY_TIME:
        return totals
    return _spans_of_accounts(asked, metric) | totals


def _is_level(key: str, metric: Metric) -> bool:
    return key in LEVELS and LEVELS[key] in metric.inputs


def _with_levels(asked: Asked, metric: Metric, row: dict[str, Any]) -> dict[str, Any]:
    """Fill inputs that are levels; they stand per account, not per day."""
    wanted = [key for key in metric.inputs if key in BEFORE or _is_level(key, metric)]
    for key in wanted:
        level = asked.levels[row["account"]].get(key)
        row[key] = level.value if level else None
    return row


def _alone(asked: Asked, metric: Metric, one_subject: bool) -> bool:
    if metric.scope is Scope.ONE_SUBJECT:
        return one_subject
    if metric.scope is Scope.ONE_ACCOUNT:
        return asked.by == "account" or asked.per_account or len(asked.accounts) == 1
    return True


def _spans_of_accounts(asked: Asked, metric: Metric) -> Totals:
    """The same from stated from–to figures, for groups without a single day."""
    measures = [key for key in metric.inputs if key in MEASURES and not _is_level(key, metric)]
    if not measures or DAYS in metric.inputs:
        return {}
    totals: Totals = {}
    for cell in _within_tiles(asked.account_spans, measures):
        row = _with_levels(asked, metric, dict(cell))
        if any(row[key] is None for key in metric.inputs):
            continue
        group = cell["account"] if asked.by == "account" else EVERYTHING
        total = totals.setdefault(group, Total())
        total.add(row, metric.inputs, 1)
        total.cover(cell["start"], cell["end"])
    for total in totals.values():
        total.of = total.used
        whole = (total.first, total.last) == (asked.period.start, asked.period.end)
        total.alone = _alone(asked, metric, whole and total.used == 1)
    return totals


def _levels(asked: Asked, metric: Metric) -> Totals:
    measure = metric.inputs[0]
    if asked.by in BY_TIME:
        known = [cell for cell in asked.day_levels if cell[measure] is not None]
        known.sort(key=lambda cell: cell["day"])
        # The last level of a week or month is the one it ends with.
        cells = list({(cell["group"], cell["account"]): cell for cell in known}.values())
    else:
        cells = [
            {
                "group": pk if asked.by == "account" else EVERYTHING,
                "account": pk,
                measure: mine[measure].value,
                "day": mine[measure].day,
            }
            for pk, mine in asked.levels.items()
            if measure in mine
        ]
    totals: Totals = {}
    for cell in cells:
        total = totals.setdefault(cell["group"], Total())
        total.add(cell, (measure,), 1)
        total.cover(cell["day"], cell["day"])
    for total in totals.values():
        alone = asked.by == "account" or asked.per_account
        total.of = 1 if alone else len(asked.accounts)
        total.alone = _alone(asked, metric, total.used == 1)
    return totals


def _levels_apart(asked: Asked, metric: Metric) -> Totals:
    """Two levels of the same account, far enough apart to say what came in between."""
    totals: Totals = {}
    for pk, mine in asked.levels.items():
        row = _with_levels(asked, metric, {"account": pk})
        if any(row[key] is None for key in metric.inputs):
            continue
        days = [mine[key].day for key in metric.inputs]
        total = totals.setdefault(pk if asked.by == "account" else EVERYTHING, Total())
        total.add(row, metric.inputs, 1)
        total.cover(min(days), max(days))
    for total in totals.values():
        total.of = total.used
        total.alone = _alone(asked, metric, total.used == 1)
    return totals


def _tables(asked: Asked, metric: Metric) -> Totals:
    totals: Totals = {}
    posts: dict[Any, set[int]] = {}
    rows: dict[Any, int] = {}
    for cell in asked.table_cells:
        totals.setdefault(cell["group"], Total())
        posts.setdefault(cell["group"], set()).add(cell["post_id"])
    used: dict[Any, set[int]] = {}
    for cell in _within_tiles(asked.table_cells, measures_of(metric)):
        total = totals[cell["group"]]
        total.add(cell, metric.inputs, 0)
        total.cover(cell["start"], cell["end"])
        used.setdefault(cell["group"], set()).add(cell["post_id"])
        rows[cell["group"]] = rows.get(cell["group"], 0) + 1
    for group, total in totals.items():
        total.of, total.used = len(posts[group]), len(used.get(group, ()))
        one = asked.by == "post" and rows.get(group) == 1
        total.alone = metric.scope is Scope.ANY or one
    return totals


def _within_tiles(cells: list[Cell], measures: list[str]) -> list[Cell]:
    """Cells that report all ``measures``, of spans that do not overlap per account.

    Stated periods and single days are never mixed: an account's days count only where it has
    no stated period.
    """
    usable = [cell for cell in cells if all(cell[key] is not None for key in measures)]
    stated = {cell["account"] for cell in usable if cell["span"] == Span.PERIOD}
    usable = [c for c in usable if c["span"] == Span.PERIOD or c["account"] not in stated]
    spans: dict[int, set[tuple[date, date]]] = {}
    for cell in usable:
        spans.setdefault(cell["account"], set()).add((cell["start"], cell["end"]))
    chosen = {account: tiles(found) for account, found in spans.items()}
    return [cell for cell in usable if (cell["start"], cell["end"]) in chosen[cell["account"]]]
