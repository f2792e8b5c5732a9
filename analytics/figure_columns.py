"""Figures of every post or account day of a period as columns: for tables of ten thousand rows.

The same readings and the same formulas as ``analytics.query``, without an object per figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import Count, QuerySet

from analytics.as_of_rows import Rows, days_read, posts_read, stamp
from analytics.metrics import Metric, Source, find
from analytics.models import AccountDay, PostCurrent
from analytics.numbers import typed
from analytics.still import once
from platforms.measures import MASK_BIT, MEASURES
from platforms.models import SocialAccount
from workspaces.models import Workspace
from workspaces.periods import Period


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """``heads[i]`` holds the asked fields of row ``i``, ``figures[m][i]`` its figure of ``m``.

    Only measures that any row reports are there; None where a row does not report it.
    """

    heads: list[tuple[Any, ...]]
    figures: dict[str, list[int | None]]

    def __len__(self) -> int:
        return len(self.heads)

    def rows(self, *more: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Each row's figures in the order of ``figures``, then of the columns ``more``."""
        columns = [*self.figures.values(), *more]
        return list(zip(*columns, strict=True)) if columns else [()] * len(self)

    def metric(self, key: str) -> list[int | Decimal | None]:
        """The metric row by row: an int or a Decimal, None where an input is unreported.

        Raises ValueError for a metric that is not made of a post's measures alone.
        """
        metric = find(key)
        if not _of_measures(metric):
            raise ValueError(f"{key} is no metric of a single post’s measures.")
        if not set(metric.inputs) <= set(self.figures):
            return [None] * len(self)
        frame = pd.DataFrame(
            {name: pd.array(self.figures[name], dtype="Int64") for name in metric.inputs}
        )
        told = ~frame.isna().any(axis="columns")
        numbers: list[int | Decimal | None] = [None] * len(self)
        found = metric.compute(frame[told])
        for at, number in zip(np.flatnonzero(told), found.astype(object), strict=True):
            if number is not pd.NA and number == number:
                numbers[at] = typed(metric, number)
        return numbers


def _of_measures(metric: Metric) -> bool:
    return (
        metric.source is Source.POSTS
        and metric.by_post
        and not metric.per_post
        and set(metric.inputs) <= set(MEASURES)
    )


def post_columns(
    workspace: Workspace,
    period: Period,
    fields: Sequence[str],
    *,
    as_of: date | None,
    order: Sequence[str] = ("post_id",),
    present: bool = False,
) -> FigureColumns:
    """Posts of ours published in ``period``; ``fields`` are those of ``PostCurrent``.

    ``as_of`` is the day the period is read by; ``present`` leaves out posts that no live delivery
    names any more.
    """
    rows: QuerySet[Any] = PostCurrent.objects.in_workspace(workspace).filter(
        account__in=ours(workspace), published_on__range=(period.start, period.end)
    )
    if present:
        rows = rows.filter(post__present=True)
    found = list(rows.order_by(*order).values_list("post_id", "mask", *fields))
    posts = np.array([row[0] for row in found], dtype=np.int64)
    heads = [row[2:] for row in found]
    if as_of is not None:
        read = posts_read(workspace, period.start, period.end, as_of, mark=stamp(workspace))
        at = _places(read.posts, posts)
        if (at >= 0).all():
            return FigureColumns(heads, _read(read, at))
    reported = 0
    for row in found:
        reported |= row[1]
    return FigureColumns(heads, _current(rows.order_by(*order), _keys(reported)))


def day_columns(
    workspace: Workspace,
    period: Period,
    fields: Sequence[str],
    *,
    as_of: date | None,
    order: Sequence[str],
) -> FigureColumns:
    """Days of accounts of ours within ``period``; ``fields`` are those of ``AccountDay``."""
    rows: QuerySet[Any] = AccountDay.objects.filter(
        account__in=ours(workspace), day__range=(period.start, period.end)
    ).order_by(*order)
    found = list(rows.values_list("account_id", "day", *fields))
    heads = [row[2:] for row in found]
    if as_of is not None:
        read = days_read(workspace, period.start, period.end, as_of, mark=stamp(workspace))
        at = np.array(
            [-1 if (place := read.at_day(*row[:2])) is None else place for row in found],
            dtype=np.int64,
        )
        if (at >= 0).all():
            return FigureColumns(heads, _read(read, at))
    counts = rows.order_by().aggregate(**{f"n_{key}": Count(key) for key in MEASURES})
    told = [key for key in MEASURES if counts[f"n_{key}"]]
    return FigureColumns(heads, _current(rows, told))


def ours(workspace: Workspace) -> list[int]:
    """The accounts whose figures count."""
    accounts = SocialAccount.objects.in_workspace(workspace).ours()
    return once(workspace, "ours", lambda: list(accounts.values_list("pk", flat=True)))


def _keys(mask: int) -> list[str]:
    return [key for key in MEASURES if MASK_BIT[key] & mask]


def _places(sorted_ids: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Where each of ``wanted`` stands, -1 where it does not."""
    if not len(sorted_ids):
        return np.full(len(wanted), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(sorted_ids, wanted), len(sorted_ids) - 1)
    return np.where(sorted_ids[at] == wanted, at, -1)


def _read(read: Rows, at: np.ndarray) -> dict[str, list[int | None]]:
    figures: dict[str, list[int | None]] = {}
    for key in MEASURES:
        if key not in read.values:
            continue
        known = read.known(key)[at]
        if known.any():
            figures[key] = read.values[key][at].astype(object).tolist()
            for place in np.flatnonzero(~known):
                figures[key][place] = None
    return figures


def _current(rows: QuerySet[Any], keys: list[str]) -> dict[str, list[int | None]]:
    if not keys:
        return {}
    columns = zip(*rows.values_list(*keys), strict=True)
    return {
        key: list(column)
        for key, column in zip(keys, columns, strict=False)
        if any(value is not None for value in column)
    }


__all__ = ["FigureColumns", "day_columns", "ours", "post_columns"]
