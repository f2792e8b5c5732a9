"""Ask the registry: metric values for a workspace and period, by workspace, account, post or day.

Everything that shows a number asks here: dashboard, command, Excel, Word. The number of database
queries is constant, whatever the number of accounts, posts and days.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd

from analytics import kept, reasons
from analytics.apart import Apart
from analytics.as_of_frames import AskedAsOf
from analytics.comparison import Change, compare
from analytics.frames import BY_TIME, CUTS, EVERYTHING, PLANNED, Asked, Cell
from analytics.levels import Level
from analytics.metric_value import MetricValue
from analytics.metrics import APART, METRICS, Metric, MetricUnit, Scope, Source, chosen, find
from analytics.metrics.inputs import POSTS
from analytics.numbers import typed
from analytics.totals import Total, Totals, frame_of, given_sums, shown_inputs, totals_of
from calendar_app.planned_as import PLANNED_AS
from platforms.models import Post
from workspaces.models import Workspace
from workspaces.periods import Period

DAY = timedelta(days=1)


def metric_values(
    workspace: Workspace,
    period: Period,
    *,
    by: str = "workspace",
    metrics: Sequence[str] | None = None,
    accounts: Sequence[int] | None = None,
    post_types: Sequence[str] | None = None,
    posts: Sequence[int] | None = None,
    per_account: bool = False,
    as_of: date | None = None,
    without: frozenset[int] = frozenset(),
) -> list[MetricValue]:
    """Values in the order groups × metrics. ``posts`` narrows ``by="post"`` to these ids;
    for charts ``by`` may also be week, month or type, ``per_account`` cut once more by account;
    pillar, campaign, kind, person and slot are what posts were planned as.
    ``as_of`` is the day by which a period that is over is read (``analytics.as_of``), None for the
    newest readings; with it ``without`` leaves deliveries out, as if they had been undone.

    Only accounts of ours count. Raises UnknownMetric for a key nobody registered, ValueError for
    another ``by``.
    """
    if by not in CUTS:
        raise ValueError(f"by is one of {', '.join(CUTS)}, not {by!r}.")
    given: dict[str, Any] = {
        "account_ids": accounts,
        "post_types": post_types,
        "post_ids": posts,
        "per_account": per_account,
    }
    wanted = chosen(metrics, by=by)
    if as_of is None:
        asked: Asked = Asked(workspace, period, by, wanted, **given)
    else:
        given |= {"read_by": as_of, "without": without}
        asked = AskedAsOf(workspace, period, by, wanted, **given)
    return kept.answer(asked, lambda: _Answer(asked).values())


def metric_value(
    workspace: Workspace,
    period: Period,
    key: str,
    *,
    accounts: Sequence[int] | None = None,
    as_of: date | None = None,
) -> MetricValue:
    """One metric for the whole workspace (or for ``accounts`` together)."""
    return metric_values(workspace, period, metrics=[key], accounts=accounts, as_of=as_of)[0]


def top_posts(
    workspace: Workspace,
    period: Period,
    *,
    metric: str,
    n: int = 3,
    weakest: bool = False,
    accounts: Sequence[int] | None = None,
    as_of: date | None = None,
) -> list[tuple[Post, MetricValue]]:
    """The ``n`` strongest (or weakest) posts that have a value; ties by publishing day, then id."""
    asked = find(metric)
    sign = 1 if weakest else -1
    found = [
        (sign * v.value, v.post.published_on or date.min, v.post.pk, v.post, v)
        for v in metric_values(
            workspace, period, by="post", metrics=[asked.key], accounts=accounts, as_of=as_of
        )
        if v.value is not None and v.post is not None
    ]
    found.sort(key=lambda one: one[:3])
    return [(post, value) for _value, _day, _pk, post, value in found[:n]]


class _Answer:
    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._given_sums: dict[Source, dict[Any, dict[str, int]]] = {}
        self.apart = Apart(asked)
        self.groups: dict[Any, dict[str, Any]] = self._groups()
        self.platforms = frozenset(account.platform for account in asked.accounts.values())

    def values(self) -> list[MetricValue]:
        columns = [self._column(metric) for metric in self.asked.metrics]
        return [column[group] for group in self.groups for column in columns if group in column]

    def _groups(self) -> dict[Any, dict[str, Any]]:
        """What each group is, in the order it is shown."""
        asked = self.asked
        alone = next(iter(asked.accounts.values())) if len(asked.accounts) == 1 else None
        if asked.by == "workspace":
            return {EVERYTHING: {"account": alone if asked.account_ids is not None else None}}
        if asked.by == "account":
            return {pk: {"account": account} for pk, account in asked.accounts.items()}
        if asked.by == "post":
            posts = Post.objects.in_workspace(asked.workspace).filter(pk__in=self._subjects)
            posts = posts.select_related("account").order_by("published_on", "published_at", "pk")
            return {post.pk: {"post": post, "account": post.account} for post in posts}
        name = "day" if asked.by in BY_TIME else "post_type"
        if asked.by in PLANNED:
            name = PLANNED_AS
        if asked.per_account:
            return {
                (pk, group): {name: group, "account": asked.accounts[pk]}
                for pk, group in sorted(self._subjects)
            }
        return {group: {name: group, "account": alone} for group in sorted(self._subjects)}

    @cached_property
    def _subjects(self) -> set[Any]:
        """Every group about which any of the asked sources says something."""
        found: set[Any] = set()
        sources = {metric.source for metric in self.asked.metrics}
        if Source.POSTS in sources:
            found |= self._published
        if Source.DAYS in sources:
            found |= self._account_days
        if Source.POST_PERIODS in sources:
            found |= _groups_of(self.asked.table_cells)
        if sources & set(APART) and self.asked.by in BY_TIME and not self.asked.per_account:
            found |= self.apart.groups(m for m in self.asked.metrics if m.source in APART)
            found |= self._account_days
        return found

    def _column(self, metric: Metric) -> dict[Any, MetricValue]:
        totals = self._totals(metric)
        groups = list(self.groups)
        if any(total.used for total in totals.values()):
            numbers: Iterable[Any] = metric.compute(frame_of(metric, totals, groups))
        else:  # nothing to compute from: most metrics, where a workspace has one platform
            numbers = [pd.NA] * len(groups)
        column = {}
        for group, number in zip(groups, numbers, strict=True):
            total = totals.get(group) or Total(alone=False)
            if not self._silent(metric, group, total):
                column[group] = self._value(metric, group, number, total)
        return column

    def _totals(self, metric: Metric) -> Totals:
        """A site's or an ad platform's own figures come before what was typed for an account."""
        if metric.source in APART and self.asked.by != "account" and not self.asked.per_account:
            return self.apart.totals(metric) or totals_of(self.asked, metric)
        return totals_of(self.asked, metric)

    def _silent(self, metric: Metric, group: Any, total: Total) -> bool:
        """A day without any post says nothing about posts; neither does a table about a day."""
        if self.asked.by in ("workspace", "account"):
            return False
        if metric.source is Source.POSTS:
            return group not in self._published
        if metric.source is Source.DAYS:
            return group not in self._account_days
        return not total.of

    @cached_property
    def _published(self) -> set[Any]:
        return _groups_of(self.asked.posts_published)

    @cached_property
    def _account_days(self) -> set[date]:
        return _groups_of(self.asked.day_cells)

    def _value(self, metric: Metric, group: Any, number: Any, total: Total) -> MetricValue:
        what = self.groups[group]
        inputs = {key: total.sums.get(key) for key in shown_inputs(metric)}
        value, reason = None, ""
        currencies = self._currencies(metric, total)
        if not self.asked.accounts and not total.channels:
            reason = reasons.no_accounts()
        elif not total.used and metric.inputs != (POSTS,):
            given = self._given(metric.source).get(group, {})
            inputs = {key: given.get(key) for key in inputs}
            reason = reasons.unreported(
                metric,
                covered=metric.source is not Source.POSTS or total.of > 0 or self._covered(what),
                of=total.of,
                given=self._known_inputs(metric, given, what),
                platforms=self._platforms_of(what),
                by=self.asked.by,
            )
        elif not total.alone and metric.scope is not Scope.ANY:
            reason = reasons.not_alone(metric, self.asked.by)
            inputs = dict.fromkeys(inputs)  # a sum of people must not slip out as an input
        elif len(total.kinds) > 1:
            reason = reasons.several_kinds(sorted(total.kinds))
            inputs = dict.fromkeys(inputs)
        elif len(currencies) > 1:
            reason = reasons.several_currencies(currencies)
            inputs = dict.fromkeys(inputs)
        elif not pd.isna(number):
            value = typed(metric, number)
        elif metric.inputs == (POSTS,) and self._covered(what):
            value, inputs = 0, {POSTS: 0}
        elif metric.inputs == (POSTS,):
            reason = reasons.not_covered()
        else:
            reason = reasons.nothing_to_divide_by(metric, inputs)
        covers = (total.first, total.last) if total.first and total.last else None
        return MetricValue(
            metric=metric,
            value=value,
            inputs=inputs,
            missing_reason=reason,
            used=total.used,
            total=total.of,
            account=what.get("account"),
            post=what.get("post"),
            day=what.get("day"),
            post_type=what.get("post_type", ""),
            planned_as=what.get(PLANNED_AS, ""),
            covers=None if metric.level else covers,
            as_of=total.first if metric.level else None,
            platforms=self._speaking(total) or self._platforms_of(what),
            channels=frozenset(total.channels),
            accounts=frozenset(total.accounts),
            told=self._told(metric, total),
            period=self.asked.period,
            currency=currencies[0] if len(currencies) == 1 else "",
            youngest=self._ages.get(group) if self._ripens(metric) else None,
            age=self._mean_ages.get(group) if self._ripens(metric) else None,
            read_by=self.asked.read_by,
            late=total.late,
        )

    @staticmethod
    def _ripens(metric: Metric) -> bool:
        """Whether its value grows with the age of the posts; how many there are does not."""
        return metric.source is Source.POSTS and metric.inputs != (POSTS,)

    def _told(self, metric: Metric, total: Total) -> frozenset[int]:
        """Where accounts are missing from a sum of the workspace: of whose posts a file tells."""
        if self.asked.by != "workspace" or metric.source is not Source.POSTS or not metric.sums:
            return frozenset()
        if not total.accounts or total.accounts >= set(self.asked.accounts):
            return frozenset()
        return frozenset(self.asked.covered)

    def _covered(self, what: Mapping[str, Any]) -> bool:
        """Whether any delivery says something about posts of these days."""
        account = what.get("account")
        return account.pk in self.asked.covered if account else bool(self.asked.covered)

    def _given(self, source: Source) -> dict[Any, dict[str, int]]:
        if source not in self._given_sums:
            self._given_sums[source] = given_sums(self.asked, source)
        return self._given_sums[source]

    @cached_property
    def _ages(self) -> dict[Any, int]:
        ages: dict[Any, int] = {}
        for cell in self.asked.post_ages:
            days = cell["youngest"].days
            ages[cell["group"]] = min(days, ages.get(cell["group"], days))
        return ages

    @cached_property
    def _mean_ages(self) -> dict[Any, Decimal]:
        """Mean age of a group's posts when they were read, in days to one decimal."""
        sums: dict[Any, list] = {}
        for cell in self.asked.post_ages:
            mine = sums.setdefault(cell["group"], [timedelta(), 0])
            mine[0] += cell["ripened"]
            mine[1] += cell["aged"]
        return {
            group: Decimal(round(whole / DAY * 10 / count)) / 10
            for group, (whole, count) in sums.items()
        }

    def _currencies(self, metric: Metric, total: Total) -> list[str]:
        if metric.unit is not MetricUnit.MICROS or not total.used:
            return []
        if total.channels:
            return sorted(total.currencies)
        source = Source.DAYS if metric.source in APART else metric.source
        known = self.asked.currencies(source, metric.inputs[0])
        return sorted(set().union(*(known.get(pk, set()) for pk in total.accounts)))

    def _speaking(self, total: Total) -> frozenset[str]:
        """The platforms whose accounts the value counts."""
        return frozenset(self.asked.accounts[pk].platform for pk in total.accounts)

    def _platforms_of(self, what: Mapping[str, Any]) -> frozenset[str]:
        account = what.get("account")
        return frozenset({account.platform}) if account else self.platforms

    def _known_inputs(self, metric: Metric, mine: dict, what: Mapping[str, Any]) -> dict:
        """For the reason only: which inputs are there, levels included."""
        known = dict(mine)
        wanted: dict[int, dict[str, Level]] = {}
        if {"follower_base", "followers_before", "friends_before"} & set(metric.inputs):
            wanted = self.asked.levels
        account = what.get("account")
        for pk, levels in wanted.items():
            if account is None or account.pk == pk:
                for key, level in levels.items():
                    known[key.removesuffix("_before")] = level.value
        return known


def _groups_of(cells: list[Cell]) -> set[Any]:
    return {cell["group"] for cell in cells}


__all__ = [
    "METRICS",
    "Change",
    "MetricValue",
    "compare",
    "metric_value",
    "metric_values",
    "top_posts",
]
