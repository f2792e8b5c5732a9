"""The post table: filter, search and order in the database, figures from the registry."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, FloatField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, NullIf
from django.utils.translation import gettext as _

from analytics import kept
from analytics.cards import basis
from analytics.frames import measures_of
from analytics.metrics import METRICS
from analytics.models import DayRollup, PostCurrent
from analytics.query import MetricValue, metric_values
from analytics.texts import value_text
from analytics.view_state import ViewState
from platforms.display import UNKNOWN
from platforms.kinds import PostType
from platforms.measures import mask_of
from platforms.models import Post
from platforms.search import search_query
from workspaces.punctuation import labelled

PER_PAGE = 25
CHUNK = 400
LONGEST_LIST = 200_000  # of posts whose order is kept: 8 bytes each
COLUMNS = (
    "reach",
    "views",
    "reactions",
    "comments",
    "shares",
    "saves",
    "link_clicks",
    "engagement_rate",
)
# All that can be shown; the address keeps a choice of them.
CHOICES = (
    "reach",
    "impressions",
    "views",
    "reactions",
    "comments",
    "shares",
    "saves",
    "link_clicks",
    "engagement_rate",
    "engagement_rate_by_impressions",
    "engagement_rate_by_views",
)
# What stands for a figure that none of the shown posts reports.
INSTEAD = {
    "reach": ("impressions",),
    "engagement_rate": ("engagement_rate_by_impressions", "engagement_rate_by_views"),
}
TABLE_COLUMNS = (
    "period_views",
    "period_watch_time",
    "period_impressions",
    "period_reactions",
    "period_comments",
    "period_shares",
    "period_engagement_rate_by_views",
)


def _rate(below: str) -> Any:
    above = Cast(F("reactions") + F("comments") + F("shares"), FloatField())
    return above / NullIf(Cast(F(below), FloatField()), 0.0)


_RATES = {
    "engagement_rate": "reach",
    "engagement_rate_by_impressions": "impressions",
    "engagement_rate_by_views": "views",
}
SORTS = ("published", *CHOICES)


@dataclass(frozen=True, slots=True)
class PostFilter:
    """What is asked of the list, from the address."""

    search: str = ""
    kind: str = ""
    sort: str = "-published"
    columns: tuple[str, ...] = ()  # chosen ones; empty: those that have figures

    @classmethod
    def of(cls, params: Any) -> "PostFilter":
        sort = params.get("sort", "-published")
        kind = params.get("type", "")
        return cls(
            search=params.get("q", "").strip(),
            kind=kind if kind in PostType.values else "",
            sort=sort if sort.removeprefix("-") in SORTS else "-published",
            columns=tuple(key for key in CHOICES if key in params.getlist("col")),
        )


@dataclass(slots=True)
class PostRow:
    post: Post
    cells: list[dict[str, Any]]
    span: str = ""


def columns_of(state: ViewState, asked: PostFilter) -> tuple[str, ...]:
    """The chosen columns; without a choice those the shown accounts report, others in the place
    of what no platform of theirs tells. One query."""
    if asked.columns:
        return asked.columns
    accounts = tuple(account.pk for account in state.accounts)
    rows = DayRollup.objects.in_workspace(state.workspace).filter(
        day__range=(state.period.start, state.period.end), account__in=accounts
    )
    masks = kept.remembered(
        state.workspace,
        ("masks", state.period, accounts),
        lambda: list(rows.order_by().values_list("mask", flat=True).distinct()),
    )

    def told(key: str) -> bool:
        need = mask_of(measures_of(METRICS[key]))
        return any(mask & need == need for mask in masks)

    found: list[str] = []
    for key in COLUMNS:
        if told(key):
            found.append(key)
        else:
            found += [one for one in INSTEAD.get(key, ()) if told(one)][:1]
    return tuple(found) or COLUMNS


def post_query(state: ViewState, asked: PostFilter) -> QuerySet[Post]:
    """Posts of our accounts published in the period; unknown figures come last either way."""
    rows = (
        Post.objects.in_workspace(state.workspace)
        .present()
        .filter(
            published_on__range=(state.period.start, state.period.end),
            account__in=[account.pk for account in state.accounts],
        )
        .select_related("account")
    )
    if state.plan:
        rows = state.plan.among(rows, state.workspace)
    if asked.kind:
        rows = rows.filter(post_type=asked.kind)
    if asked.search:
        rows = rows.filter(search_query("search", asked.search))
    key = asked.sort.removeprefix("-")
    order: Any = F("published_on")
    if key != "published":
        # Posts know nothing of figures, which belong to a later room: so by subquery.
        current = PostCurrent.objects.filter(post=OuterRef("pk"))
        if key in _RATES:
            current = current.annotate(**{key: _rate(_RATES[key])})
        order = Subquery(current.values(key)[:1])
    ordered = (
        order.desc(nulls_last=True) if asked.sort.startswith("-") else order.asc(nulls_last=True)
    )
    second = F("published_at").desc(nulls_last=True)
    if asked.sort == "published":
        second = F("published_at").asc(nulls_last=True)
    return rows.order_by(ordered, second, "-pk")


def post_ids(state: ViewState, asked: PostFilter) -> Sequence[int]:
    """Primary keys of the whole list in its order, kept until something is imported."""
    accounts = tuple(account.pk for account in state.accounts)
    key = ("posts", state.period, accounts, replace(asked, columns=()))

    def ordered() -> Sequence[int]:
        return array("q", post_query(state, asked).values_list("pk", flat=True).iterator(2000))

    if state.plan:  # plans change without what is kept
        return ordered()
    return kept.remembered(state.workspace, key, ordered, largest=LONGEST_LIST)


def post_page(state: ViewState, asked: PostFilter, number: str | None) -> Page:
    page: Page[Any] = Paginator(post_ids(state, asked), PER_PAGE).get_page(number)
    posts = _posts(list(page.object_list))
    page.object_list = with_figures(state, posts, columns_of(state, asked))
    return page


def _posts(ids: list[int]) -> list[Post]:
    """These posts in this order; one that is gone by now is left out."""
    posts = Post.objects.select_related("account").in_bulk(ids)
    return [posts[pk] for pk in ids if pk in posts]


def with_figures(
    state: ViewState, posts: Sequence[Post], columns: Sequence[str] = COLUMNS
) -> list[PostRow]:
    """The registry's values of these posts, in the order of the posts."""
    values = metric_values(
        state.workspace,
        state.period,
        by="post",
        metrics=columns,
        accounts=state.account_ids,
        posts=[post.pk for post in posts],
    )
    by_place = {(v.post.pk, v.metric.key): v for v in values if v.post}
    return [
        PostRow(post, [_cell(by_place.get((post.pk, key)), key) for key in columns])
        for post in posts
    ]


def table_rows(state: ViewState) -> list[PostRow]:
    """Videos whose tables state a from–to within the period, most viewed first."""
    values = metric_values(
        state.workspace,
        state.period,
        by="post",
        metrics=TABLE_COLUMNS,
        accounts=state.account_ids,
    )
    rows: dict[int, PostRow] = {}
    views: dict[int, Any] = {}
    for value in values:
        if value.post is None:
            continue
        row = rows.setdefault(value.post.pk, PostRow(value.post, []))
        row.cells.append(_cell(value, value.metric.key))
        if value.metric.key == "period_views":
            views[value.post.pk] = value.value or 0
            row.span = _span(value)
    return sorted(rows.values(), key=lambda row: (-views.get(row.post.pk, 0), row.post.pk))


def _span(value: MetricValue) -> str:
    return basis(value) if value.covers else ""


def _cell(value: MetricValue | None, key: str) -> dict[str, Any]:
    if value is None:
        return {"key": key, "text": UNKNOWN, "reason": "", "value": None}
    return {
        "key": key,
        "text": value_text(value),
        "reason": value.missing_reason,
        "value": value.value,
    }


def column_heads(keys: Iterable[str] = COLUMNS) -> list[dict[str, str]]:
    """Short heads, so that the whole line fits a laptop; the tip has the full definition."""
    short = {
        "reach": _("Reach"),
        "impressions": _("Impressions"),
        "reactions": _("Likes"),
        "link_clicks": _("Link clicks"),
        "period_views": _("Views"),
        "period_watch_time": _("Watch time"),
        "period_impressions": _("Impressions"),
        "period_reactions": _("Likes"),
        "period_comments": _("Comments"),
        "period_shares": _("Shares"),
        "period_engagement_rate_by_views": _("Engagement rate by views"),
    }
    return [
        {
            "key": key,
            "label": short.get(key) or str(METRICS[key].label),
            "tip": labelled(METRICS[key].label, METRICS[key].formula),
        }
        for key in keys
    ]


def chunks(state: ViewState, asked: PostFilter) -> Iterator[list[PostRow]]:
    """The whole list for an export, some hundred posts at a time."""
    ids, columns = post_ids(state, asked), columns_of(state, asked)
    for start in range(0, len(ids), CHUNK):
        yield with_figures(state, _posts(list(ids[start : start + CHUNK])), columns)
