"""The cells of ``analytics.frames`` for a period that is read by a day, in the same shapes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import Exists, OuterRef, QuerySet

from analytics.as_of import place
from analytics.as_of_rows import Rows, days_read, posts_read, stamp
from analytics.frames import BY_TIME, RATE_PARTS, Asked, Cell
from analytics.levels import FIRST_DAY, Level, eve_of
from analytics.metrics.inputs import LEVELS
from calendar_app.planned_as import PLANNED_AS, UNTIED
from platforms.measures import MASK_BIT, MEASURES, mask_of
from platforms.models import BatchPost, Post, SourceBatch


@dataclass
class AskedAsOf(Asked):
    """What was asked of a period that is read by ``read_by``."""

    # --- the rows -------------------------------------------------------------------------

    @cached_property
    def _mark(self) -> tuple:
        return stamp(self.workspace)

    @property
    def _day(self) -> date:
        assert self.read_by is not None
        return self.read_by

    @cached_property
    def post_rows(self) -> Rows:
        return posts_read(
            self.workspace, *self._range, self._day, mark=self._mark, without=self.without
        )

    @cached_property
    def day_rows(self) -> Rows:
        return days_read(
            self.workspace, *self._range, self._day, mark=self._mark, without=self.without
        )

    def _chosen_posts(self) -> np.ndarray:
        """Which of ``post_rows`` this question is about."""
        rows = self.post_rows
        chosen = np.isin(rows.accounts, list(self.accounts))
        if self.post_types is not None:
            wanted = set(self.post_types)
            chosen &= np.array([kind in wanted for kind in rows.kinds], dtype=bool)
        if self.post_ids is not None:
            chosen &= np.isin(rows.posts, list(self.post_ids))
        return chosen

    def _chosen_days(self, *, within: bool = True) -> np.ndarray:
        rows = self.day_rows
        chosen = np.isin(rows.accounts, list(self.accounts))
        if within:
            first, last = self._range
            inside = [day is not None and first <= day <= last for day in rows.days]
            chosen &= np.array(inside, dtype=bool)
        return chosen

    # --- posts ----------------------------------------------------------------------------

    @cached_property
    def posts_published(self) -> list[Cell]:
        return super()._published(self._still_named) if self.without else super().posts_published

    def _still_named(self, posts: QuerySet[Any]) -> QuerySet[Any]:
        others = BatchPost.objects.filter(
            post=OuterRef("pk"), batch__state=SourceBatch.State.LIVE
        ).exclude(batch__in=self.without)
        return posts.filter(Exists(others))

    @cached_property
    def post_cells(self) -> list[Cell]:
        rows, chosen = self.post_rows, self._chosen_posts()
        inputs = [key for key in self._measures("posts") if key in rows.values]
        key = self._key(post="post_id", day="published_on")
        columns: dict[str, Any] = {"mask": rows.masks[chosen], "late_mask": rows.late[chosen]}
        sums: dict[str, Any] = {"posts": np.ones(int(chosen.sum()), dtype=np.int64)}
        sums |= {name: rows.column(name)[chosen] for name in inputs}
        cells = self._cells(self._grouped(rows, chosen, columns, sums, key), key)
        for cell in cells:
            for name in self._measures("posts"):
                if not cell["mask"] & MASK_BIT[name]:
                    cell[name] = None
        return cells

    @cached_property
    def own_rates(self) -> list[Cell]:
        rows, chosen = self.post_rows, self._chosen_posts()
        need = mask_of(RATE_PARTS)
        chosen = chosen & ((rows.masks & need) == need) & (rows.column("reach") > 0)
        parts = {name: rows.column(name)[chosen] for name in RATE_PARTS}
        rate = (parts["reactions"] + parts["comments"] + parts["shares"]) / parts["reach"]
        key = self._key(post="post_id", day="published_on")
        sums = {"posts": np.ones(len(rate), dtype=np.int64), "own_rates": rate} | parts
        columns = {"late_mask": rows.late[chosen]}
        return self._cells(self._grouped(rows, chosen, columns, sums, key), key)

    @cached_property
    def post_ages(self) -> list[Cell]:
        rows = self.post_rows
        published = rows.ordinals
        chosen = self._chosen_posts() & (rows.masks > 0) & (published > 0)
        ages = (rows.taken - published)[chosen]
        ripened = np.clip(ages, 0, self.ripe.days)
        key = self._key(post="post_id", day="published_on")
        cut = self._cut(rows, chosen, key)
        frame = pd.DataFrame(cut | {"youngest": ages, "ripened": ripened, "aged": 1})
        if key != "post_id" and not frame.empty:
            told = {"youngest": "min", "ripened": "sum", "aged": "sum"}
            frame = frame.groupby(list(cut), sort=False).agg(told).reset_index()
        found = frame.to_dict("records")
        for cell in found:
            for name in ("youngest", "ripened"):
                cell[name] = timedelta(days=int(cell[name]))
        return self._cells(found, key)

    # --- accounts, day by day -------------------------------------------------------------

    @cached_property
    def day_cells(self) -> list[Cell]:
        rows, chosen = self.day_rows, self._chosen_days()
        sums: dict[str, Any] = {}
        for metric in self._of("days"):
            if metric.level:
                continue
            measures = [key for key in metric.inputs if key in MEASURES]
            need = mask_of(measures)
            told = (rows.masks[chosen] & need) == need
            sums[f"{metric.key}_of_days"] = told.astype(np.int64)
            sums[f"{metric.key}_of_late"] = (told & ((rows.late[chosen] & need) > 0)).astype(
                np.int64
            )
            for key in measures:
                sums[f"{metric.key}_of_{key}"] = np.where(told, rows.column(key)[chosen], 0)
        cut = "day" if self.by in BY_TIME else None
        return self._cells(self._grouped(rows, chosen, {}, sums, cut), cut)

    @cached_property
    def day_levels(self) -> list[Cell]:
        rows, chosen = self.day_rows, self._chosen_days()
        found = []
        for at in np.flatnonzero(chosen):
            levels = _levels_at(rows, int(at))
            if any(value is not None for value in levels.values()):
                row: dict[str, Any] = {f"sum_{name}": value for name, value in levels.items()}
                found.append(row | {"account_id": int(rows.accounts[at]), "day": rows.days[at]})
        return self._cells(found, "day")

    def _levels_by_day(self) -> dict[int, dict[str, Level]]:
        start, end = self._range
        start = max(start, FIRST_DAY)
        eve = eve_of(start)
        found: dict[int, dict[str, Level]] = {pk: {} for pk in self.accounts}
        same: dict[int, dict[str, Level]] = {pk: {} for pk in self.accounts}
        rows = self.day_rows
        for at in np.flatnonzero(self._chosen_days(within=False)):  # sorted by day
            day = rows.days[at]
            if day is None:
                continue
            for measure, value in _levels_at(rows, int(at)).items():
                if value is None:
                    continue
                account, before = int(rows.accounts[at]), LEVELS[measure]
                if start <= day <= end:
                    found[account][measure] = Level(value, day)
                if eve[0] <= day <= eve[1]:
                    found[account][before] = Level(value, day)
                elif day == start:
                    same[account][before] = Level(value, day)
        return {pk: same[pk] | mine for pk, mine in found.items()}

    def _order(self, batch: SourceBatch, value: int, row: int) -> tuple:
        if batch.pk in self.without:
            return ()
        return (place(batch.rank, batch.family, self._day), value, batch.rank[18:], row)

    # --- helpers --------------------------------------------------------------------------

    @cached_property
    def _plans(self) -> dict[int, str]:
        """Post → what it was planned as, as the plan stands now; posts of no plan are left out."""
        posts: QuerySet[Any] = Post.objects.in_workspace(self.workspace).filter(
            published_on__range=self._range
        )
        rows = self._planned(posts, "").order_by().values_list("pk", PLANNED_AS)
        return dict(rows.exclude(**{PLANNED_AS: UNTIED}))

    def _cut(self, rows: Rows, chosen: np.ndarray, key: str | None) -> dict[str, Any]:
        """The columns by which rows are told apart: the account, and ``key`` where there is one."""
        given: dict[str, Callable[[], Any]] = {
            "post_id": lambda: rows.posts[chosen],
            "published_on": lambda: _picked(rows.days, chosen),
            "day": lambda: _picked(rows.days, chosen),
            "post_type": lambda: _picked(rows.kinds, chosen),
            PLANNED_AS: lambda: [self._plans.get(post, UNTIED) for post in rows.posts[chosen]],
        }
        cut: dict[str, Any] = {"account_id": rows.accounts[chosen]}
        if key:
            cut[key] = given[key]()
        return cut

    def _grouped(
        self,
        rows: Rows,
        chosen: np.ndarray,
        columns: dict[str, Any],
        sums: dict[str, Any],
        key: str | None,
    ) -> Iterable[dict[str, Any]]:
        """``sums`` added up per account, ``key`` and ``columns``; one dict per group."""
        cut = self._cut(rows, chosen, key) | columns
        frame = pd.DataFrame(cut | {f"sum_{name}": column for name, column in sums.items()})
        if frame.empty:
            return []
        if key == "post_id":  # one row each: nothing to add up
            return frame.to_dict("records")
        return frame.groupby(list(cut), sort=False).sum().reset_index().to_dict("records")


def _picked(items: list[Any], chosen: np.ndarray) -> list[Any]:
    return [items[at] for at in np.flatnonzero(chosen)]


def _levels_at(rows: Rows, at: int) -> dict[str, int | None]:
    """Followers and friends of one account day; of LINE, friends who can still be reached."""
    told = {
        key: int(rows.column(key)[at])
        for key in ("followers", "friends", "blocks")
        if rows.masks[at] & MASK_BIT[key]
    }
    followers = told.get("followers")
    if followers is None and "friends" in told and "blocks" in told:
        followers = told["friends"] - told["blocks"]
    return {"followers": followers, "friends": told.get("friends")}
