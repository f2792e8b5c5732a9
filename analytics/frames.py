"""Cells of inputs, summed by the database: what metrics are computed from.

A *cell* is a dict with ``group``, ``account`` and figures; there is one per group × account
(× mask), never more than the asked period has. A workspace is never loaded whole.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Min,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Greatest, Least
from django.utils import timezone

from analytics.comparison import RIPE_DAYS
from analytics.current import order_of
from analytics.levels import LEVEL_OF, Level, levels_by_day
from analytics.metrics.definition import Metric
from analytics.metrics.inputs import LEVELS
from analytics.models import AccountDay, AccountReading, DayRollup, PostCurrent, PostReading
from analytics.published import published
from analytics.still import once
from calendar_app import planned_as
from calendar_app.planned_as import PLANNED_AS
from platforms.measures import MEASURES
from platforms.models import BatchAccount, Post, SocialAccount, SourceBatch
from platforms.records import Span
from workspaces.models import Workspace
from workspaces.periods import Period, month_of

GROUPS = ("workspace", "account", "post", "day")
BY_TIME = ("day", "week", "month")
PLANNED = tuple(planned_as.CUTS)  # what a post was planned as
CUTS = (*GROUPS, "week", "month", "type", *PLANNED)  # finer cuts for charts
EVERYTHING = 0  # the one group of a workspace
TABLE_SPANS = (Span.PERIOD, Span.DAY)
RATE_PARTS = ("reactions", "comments", "shares", "reach")
Cell = dict[str, Any]


@dataclass
class Asked:
    """What was asked, and the cells it needs, each fetched once and only if used."""

    workspace: Workspace
    period: Period
    by: str
    metrics: Sequence[Metric]
    account_ids: Sequence[int] | None = None
    post_types: Sequence[str] | None = None
    post_ids: Sequence[int] | None = None
    ripe = timedelta(days=RIPE_DAYS)
    read_by: date | None = None  # None: by today's newest readings
    without: frozenset[int] = frozenset()  # deliveries left out, as if they had been undone
    per_account: bool = False  # groups are (account, group) instead
    today: date | None = None
    _currencies: dict[tuple[str, str], dict[int, set[str]]] = field(default_factory=dict)

    @cached_property
    def accounts(self) -> dict[int, SocialAccount]:
        ours = SocialAccount.objects.in_workspace(self.workspace).ours().for_list()
        if self.account_ids is None:
            return {row.pk: row for row in once(self.workspace, "accounts", lambda: list(ours))}
        return {row.pk: row for row in ours.filter(pk__in=self.account_ids)}

    # --- posts, lifetime ------------------------------------------------------------------

    @cached_property
    def posts_published(self) -> list[Cell]:
        """posts: every post we know of, whatever its figures."""
        coarse = self.by in ("workspace", "account", "type") and self.post_ids is None
        if coarse and (told := published(self.workspace, *self._range)):
            kinds, by_kind = self.post_types, self.by == "type"
            rows = told.rows(*self._range, self.accounts, kinds, by_kind=by_kind)
            return self._cells(rows, self._key())
        return self._published()

    def _published(
        self, narrowed: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    ) -> list[Cell]:
        rows: QuerySet[Any] = (
            Post.objects.in_workspace(self.workspace)
            .present()
            .filter(published_on__range=self._range, account__in=self.accounts)
        )
        if narrowed is not None:
            rows = narrowed(rows)
        key = self._key(post="pk", day="published_on")
        rows = self._narrowed(self._planned(rows, ""), "pk").values("account_id", *_given(key))
        return self._cells(rows.annotate(posts=Count("pk")), key)

    @cached_property
    def post_cells(self) -> list[Cell]:
        """mask, posts and the sums of every lifetime input asked for."""
        inputs = self._measures("posts")
        where: dict[str, Any] = {"account__in": self.accounts}
        if self.by == "post":
            posts: QuerySet[Any] = PostCurrent.objects.in_workspace(self.workspace).filter(
                published_on__range=self._range, **where
            )
            posts = self._narrowed(posts, "post_id").annotate(posts=Value(1))
            values = posts.values("account_id", "post_id", "mask", "posts", *inputs)
            return self._cells(values, "post_id")
        if self.by in PLANNED:
            return self._planned_cells(inputs)
        rows: QuerySet[Any] = DayRollup.objects.in_workspace(self.workspace).filter(
            day__range=self._range, **where
        )
        if self.post_types is not None:
            rows = rows.filter(post_type__in=self.post_types)
        key = self._key(day="day")
        # Named apart from the columns, so that no annotation shadows a field.
        sums = {f"sum_{name}": Sum(name) for name in ("posts", *inputs)}
        return self._cells(rows.values("account_id", "mask", *_given(key)).annotate(**sums), key)

    def _planned_cells(self, inputs: Sequence[str]) -> list[Cell]:
        """The same by what posts were planned as, which no rollup knows."""
        rows: QuerySet[Any] = PostCurrent.objects.in_workspace(self.workspace).filter(
            published_on__range=self._range, account__in=self.accounts
        )
        rows = self._narrowed(self._planned(rows, "post"), "post_id")
        sums: dict[str, Any] = {f"sum_{name}": Sum(name) for name in inputs}
        sums |= {"sum_posts": Count("pk")}
        return self._cells(
            rows.order_by().values("account_id", "mask", PLANNED_AS).annotate(**sums), PLANNED_AS
        )

    def _planned(self, rows: QuerySet[Any], post: str) -> QuerySet[Any]:
        """Rows of posts with what they were planned as, where that is the cut."""
        if self.by not in PLANNED:
            return rows
        group = planned_as.of_posts(self.by, self.workspace.tz, post)
        return rows.annotate(**{PLANNED_AS: group})

    @cached_property
    def own_rates(self) -> list[Cell]:
        """posts, own_rates (each post's own engagement rate, added up) and the rates' parts."""
        rows: QuerySet[Any] = PostCurrent.objects.in_workspace(self.workspace).filter(
            published_on__range=self._range,
            account__in=self.accounts,
            reach__gt=0,
            **{f"{name}__isnull": False for name in RATE_PARTS},
        )
        key = self._key(post="post_id", day="published_on")
        rate = Cast(F("reactions") + F("comments") + F("shares"), FloatField()) / Cast(
            F("reach"), FloatField()
        )
        rows = self._narrowed(self._planned(rows, "post"), "post_id")
        rows = rows.values("account_id", *_given(key)).annotate(
            posts=Count("pk"),
            own_rates=Sum(rate),
            **{f"sum_{name}": Sum(name) for name in RATE_PARTS},
        )
        return self._cells(rows, key)

    @cached_property
    def post_ages(self) -> list[Cell]:
        """youngest: time between publishing and reading of the youngest; ripened: that time of
        all of the ``aged`` posts added up, of each no more than ``ripe``."""
        rows: QuerySet[Any] = PostCurrent.objects.in_workspace(self.workspace).filter(
            published_on__range=self._range, account__in=self.accounts, mask__gt=0
        )
        key = self._key(post="post_id", day="published_on")
        age = ExpressionWrapper(F("taken_on") - F("published_on"), DurationField())
        rows = self._narrowed(self._planned(rows, "post"), "post_id").order_by()
        rows = rows.values("account_id", *_given(key))
        capped = Least(Greatest(age, Value(timedelta())), Value(self.ripe))
        told: Any = rows.annotate(
            youngest=Min(age),
            ripened=Sum(capped, output_field=DurationField()),
            aged=Count("pk"),
        )
        return self._cells(told, key)

    @cached_property
    def covered(self) -> set[int]:
        """Accounts with a live delivery about posts whose days meet the period: there, no post
        means none was published; elsewhere it means that nobody told us."""
        start, end = self._range
        told = BatchAccount.objects.filter(
            account__in=self.accounts,
            batch__state=SourceBatch.State.LIVE,
            batch__span=Span.LIFETIME,
            batch__start__lte=end,
            batch__end__gte=start,
        ).exclude(batch__in=self.without)
        return set(told.values_list("account_id", flat=True).distinct())

    # --- accounts, day by day -------------------------------------------------------------

    @cached_property
    def day_cells(self) -> list[Cell]:
        """Per metric its inputs over the days that report them all, and how many days."""
        aggregates: dict[str, Any] = {}
        for metric in self._of("days"):
            if metric.level:
                continue
            measures = [key for key in metric.inputs if key in MEASURES]
            all_given = Q(**{f"{key}__isnull": False for key in measures})
            aggregates[f"{metric.key}_of_days"] = Count("pk", filter=all_given)
            for key in measures:
                aggregates[f"{metric.key}_of_{key}"] = Sum(key, filter=all_given)
        rows: QuerySet[Any] = AccountDay.objects.filter(
            account__in=self.accounts, day__range=self._range
        )
        cut = self._key(day="day")
        return self._cells(rows.values("account_id", *_given(cut)).annotate(**aggregates), cut)

    @cached_property
    def day_levels(self) -> list[Cell]:
        """followers, friends: levels read on each single day."""
        rows: QuerySet[Any] = AccountDay.objects.filter(
            account__in=self.accounts, day__range=self._range
        )
        rows = rows.filter(Q(followers__isnull=False) | Q(friends__isnull=False))
        levels = {f"sum_{name}": LEVEL_OF[name] for name in LEVELS}
        return self._cells(rows.values("account_id", "day").annotate(**levels), "day")

    @cached_property
    def levels(self) -> dict[int, dict[str, Level]]:
        """Per account the last level within the period, and the one it started from."""
        found = self._levels_by_day()
        for cell in self.account_spans:  # a level typed for a whole period
            for measure in LEVELS:
                mine = found[cell["account"]]
                if cell[measure] is not None and (
                    measure not in mine or mine[measure].day < cell["end"]
                ):
                    mine[measure] = Level(cell[measure], cell["end"])
        return found

    def _levels_by_day(self) -> dict[int, dict[str, Level]]:
        return levels_by_day(self.accounts, *self._range)

    # --- stated spans ---------------------------------------------------------------------

    @cached_property
    def account_spans(self) -> list[Cell]:
        """start, end and measures: figures given for a from–to within the asked one."""
        rows = AccountReading.objects.filter(account__in=self.accounts)
        measures = sorted({*self._measures("days"), *LEVELS})
        return self._spans(rows, ["account_id"], measures, [Span.PERIOD])

    @cached_property
    def table_cells(self) -> list[Cell]:
        """post, start, end and measures of posts' tables, by period or split by day."""
        rows = PostReading.objects.filter(
            post__workspace=self.workspace, post__account__in=self.accounts, post__present=True
        )
        if self.post_types is not None:
            rows = rows.filter(post__post_type__in=self.post_types)
        if self.post_ids is not None:
            rows = rows.filter(post__in=self.post_ids)
        if self.by != "post":
            # Day by day a chart has only the few videos drawn in it: no channel's sum.
            rows = rows.exclude(batch__family="youtube_chart")
        rows = rows.annotate(account_id=F("post__account_id"))
        return self._spans(
            rows, ["account_id", "post_id"], self._measures("post_periods"), TABLE_SPANS
        )

    def _spans(
        self, rows: QuerySet[Any], subject: list[str], measures: list[str], spans: Sequence[Span]
    ) -> list[Cell]:
        start, end = self._range
        rows = rows.filter(
            span__in=spans,
            start__gte=start,
            end__lte=end,
            batch__state=SourceBatch.State.LIVE,
            batch__workspace=self.workspace,
        ).select_related("batch")
        keys = [*subject, "start", "end", "span"]
        best: dict[tuple, Cell] = {}
        speaks: dict[tuple, tuple] = {}
        for reading in rows:
            key = tuple(getattr(reading, name) for name in keys)
            kept = best.setdefault(key, dict.fromkeys(measures) | dict(zip(keys, key, strict=True)))
            for name in measures:  # the rule *current*, measure by measure
                value = getattr(reading, name)
                if value is None:
                    continue
                order = self._order(reading.batch, value, reading.row)
                if order > speaks.get((key, name), ()):
                    speaks[key, name], kept[name] = order, value
                    kept.setdefault("readings", {})[name] = reading.pk
        group = "post_id" if self.by == "post" and "post_id" in subject else None
        return self._cells(best.values(), group)

    def currencies(self, source: str, measure: str) -> dict[int, set[str]]:
        """Per account the currencies in which deliveries in use report ``measure``."""
        if (source, measure) not in self._currencies:
            subject = "account" if source == "days" else "post__account"
            kind: Any = AccountReading if source == "days" else PostReading
            rows = kind.objects.filter(
                **{f"{subject}__in": self.accounts, f"{measure}__isnull": False},
                batch__state=SourceBatch.State.LIVE,
                batch__workspace=self.workspace,
            ).order_by()
            found: dict[int, set[str]] = {}
            for account, currency in rows.values_list(subject, "extra__currency").distinct():
                if currency:
                    found.setdefault(account, set()).add(currency)
            self._currencies[source, measure] = found
        return self._currencies[source, measure]

    # --- helpers --------------------------------------------------------------------------

    def _order(self, batch: SourceBatch, value: int, row: int) -> tuple:
        """The greatest speaks; an empty one never does."""
        return order_of(batch.rank, value, row)

    @property
    def _range(self) -> tuple[date, date]:
        return self.period.start, self.period.end

    def _of(self, source: str) -> list[Metric]:
        return [
            metric
            for metric in self.metrics
            if metric.source == source or (source == "days" and metric.may_be_typed)
        ]

    def _measures(self, source: str) -> list[str]:
        wanted = {key for metric in self._of(source) for key in measures_of(metric)}
        return [key for key in MEASURES if key in wanted]

    def _narrowed(self, rows: QuerySet[Any], pk: str) -> QuerySet[Any]:
        if self.post_types is not None:
            rows = rows.filter(post_type__in=self.post_types)
        if self.post_ids is not None:
            rows = rows.filter(**{f"{pk}__in": self.post_ids})
        return rows

    def _key(self, *, post: str = "", day: str = "", kind: str = "post_type") -> str | None:
        """The column by which rows of a source are grouped for this cut."""
        if self.by in BY_TIME:
            return day
        if self.by in PLANNED:
            return PLANNED_AS if post else None
        return {"post": post, "type": kind}.get(self.by)

    def bucket(self, day: date) -> date:
        """The first day of the day, week or month that ``day`` belongs to."""
        if self.by == "week":
            return day - timedelta(days=day.weekday())
        return day.replace(day=1) if self.by == "month" else day

    def days_in(self, group: Any) -> int:
        """How many days of the period that are over lie in a group; today still runs."""
        first, last = self.period.start, self.period.end
        if self.by in BY_TIME:
            day = group[1] if self.per_account else group
            first, last = max(first, day), min(last, self._bucket_end(day))
        today = self.today or timezone.localdate(timezone=self.workspace.tz)
        return max(0, (min(last, today - timedelta(days=1)) - first).days + 1)

    def _bucket_end(self, day: date) -> date:
        if self.by == "week":
            return day + timedelta(days=6)
        return month_of(day).end if self.by == "month" else day

    def _cells(self, rows: Iterable[Any], key: str | None) -> list[Cell]:
        key = "account_id" if self.by == "account" else key
        cells = []
        for row in rows:
            cell = {name.removeprefix("sum_"): value for name, value in row.items()}
            cell["account"] = row["account_id"]
            cell["group"] = row[key] if key else EVERYTHING
            if key and self.by in BY_TIME:
                cell["group"] = self.bucket(cell["group"])
            if self.per_account:
                cell["group"] = (cell["account"], cell["group"])
            cells.append(cell)
        return cells


def _given(key: str | None) -> list[str]:
    return [key] if key else []


def measures_of(metric: Metric) -> list[str]:
    """The measures a post must report to count in ``metric``."""
    if metric.per_post:
        return list(RATE_PARTS)
    return [key for key in metric.inputs if key in MEASURES]
