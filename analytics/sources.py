"""The rows behind a number: readings with file and row, a page at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analytics.apart import Apart, Part
from analytics.as_of_frames import AskedAsOf
from analytics.as_of_rows import as_read
from analytics.frames import TABLE_SPANS, Asked, measures_of
from analytics.kept import KeptCount
from analytics.metrics import APART, Metric, Source
from analytics.metrics.facts import measures_asked_for
from analytics.metrics.inputs import LEVELS
from analytics.models import AccountDay, AccountReading, PostCurrent, PostReading
from analytics.texts import HOME_CURRENCY
from analytics.view_state import ViewState
from platforms.display import MetricUnit, format_full_day, format_range, format_value
from platforms.measures import EVERY_MEASURE, MEASURES, Unit
from platforms.models import AdAccount, Post, Site, SocialAccount, SourceBatch
from platforms.records import Span

PER_PAGE = 15
LINE = ("friends", "blocks")
UNITS = {
    Unit.COUNT: MetricUnit.COUNT,
    Unit.MILLISECONDS: MetricUnit.MILLISECONDS,
    Unit.MICROS: MetricUnit.MICROS,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """One row of one delivery."""

    file: str
    row: int
    url: str


@dataclass(slots=True)
class SourceRow:
    """A post, an account on a day, or either over a span, with what it adds to the number."""

    account: SocialAccount | Site | AdAccount
    subject: str
    url: str  # of the post, "" otherwise
    days: str
    values: list[tuple[str, str]]
    origins: list[Origin] = field(default_factory=list)


def rows_behind(
    state: ViewState,
    metric: Metric,
    number: str | int | None,
    post: Post | None = None,
    *,
    currency: str = "",
) -> Page:
    """A page of SourceRow; the queries are the same whatever stands on the page."""
    if metric.source in APART and not state.chosen:
        page = _page_of_parts(state, metric, number, currency)
        if page is not None:
            return page
    rows = _rows(state, metric, post)
    accounts = tuple(account.pk for account in state.accounts)
    key = (metric.key, state.period, accounts, post and post.pk)
    pages: Paginator = KeptCount(rows, PER_PAGE, state.workspace, key)
    if state.plan:  # plans change without what is kept
        pages = Paginator(rows, PER_PAGE)
    page = pages.get_page(number)
    page.object_list = _shown(state, metric, list(page.object_list), currency)
    return page


def _page_of_parts(
    state: ViewState, metric: Metric, number: str | int | None, currency: str
) -> Page | None:
    """Rows of web sites and ads; None where none speaks, so that typed figures are shown."""
    given = (state.workspace, state.period, "workspace", [metric])
    asked = AskedAsOf(*given, read_by=state.as_of) if state.as_of else Asked(*given)
    parts = Apart(asked).parts(metric)
    if not parts:
        return None
    language = get_language() or "zh-hant"
    page: Page = Paginator(parts, PER_PAGE).get_page(number)
    shown: list[Any] = [
        SourceRow(
            account=part.source,
            subject=part.label,
            url="",
            days=format_range(part.start, part.end, language=language)
            if part.start != part.end
            else format_full_day(part.start, language=language),
            values=[
                (
                    str(EVERY_MEASURE[key].label),
                    input_text(
                        part.values[key], EVERY_MEASURE[key].unit, part.currency or currency
                    ),
                )
                for key in metric.inputs
                if key in part.values
            ],
            origins=[_origin(state, part)],
        )
        for part in page.object_list
    ]
    page.object_list = shown
    return page


def input_text(number: int | None, unit: Unit, currency: str = "") -> str:
    """One input as a reader sees it."""
    language = get_language() or "zh-hant"
    return format_value(number, UNITS[unit], language=language, currency=currency or HOME_CURRENCY)


def _rows(state: ViewState, metric: Metric, post: Post | None) -> QuerySet[Any]:
    accounts = [account.pk for account in state.accounts]
    span = (state.period.start, state.period.end)
    given: dict[str, Any] = {f"{key}__isnull": False for key in measures_of(metric)}
    one: dict[str, Any] = {"post": post} if post else {}
    if metric.source is Source.POSTS:
        posts = PostCurrent.objects.in_workspace(state.workspace).filter(
            account__in=accounts, published_on__range=span, **given, **one
        )
        if state.plan:
            posts = state.plan.among(posts, state.workspace, "post")
        return posts.select_related("post__account").order_by("-published_on", "-post_id")
    if metric.source is Source.POST_PERIODS:
        tables = _stated(
            state,
            PostReading.objects.filter(
                post__account__in=accounts, post__present=True, **given, **one
            ),
            TABLE_SPANS,
        )
        tables = tables.select_related("post__account", "batch__file")
        return tables.order_by("-end", "-start", "post_id", "pk")
    days = _days(state, metric, accounts)
    if days.exists():
        return days.select_related("account").order_by("-day", "account_id")
    spans = _stated(state, AccountReading.objects.filter(account__in=accounts, **given))
    spans = spans.select_related("account", "batch__file")
    return spans.order_by("-end", "-start", "account_id", "pk")


def _stated(
    state: ViewState, rows: QuerySet[Any], spans: Sequence[Span] = (Span.PERIOD,)
) -> QuerySet[Any]:
    return rows.filter(
        span__in=spans,
        start__gte=state.period.start,
        end__lte=state.period.end,
        batch__state=SourceBatch.State.LIVE,
        batch__workspace=state.workspace,
    )


def _days(state: ViewState, metric: Metric, accounts: Sequence[int]) -> QuerySet:
    """Days that report the flows, and the days on which the levels were read."""
    wanted = Q(pk__in=[])
    flows = [
        key
        for key in metric.inputs
        if key in MEASURES and not metric.level and LEVELS.get(key) not in metric.inputs
    ]
    if flows:
        wanted |= Q(
            day__range=(state.period.start, state.period.end),
            **{f"{key}__isnull": False for key in flows},
        )
    names = [key for key in metric.inputs if key not in flows]
    if any(key in LEVELS or key in LEVELS.values() for key in names):
        given = (state.workspace, state.period, "workspace", [metric], state.account_ids)
        asked = AskedAsOf(*given, read_by=state.as_of) if state.as_of else Asked(*given)
        for pk, levels in asked.levels.items():
            for key in names:
                if key in levels:
                    wanted |= Q(account=pk, day=levels[key].day)
    return AccountDay.objects.filter(wanted, account__in=accounts)


def _shown(state: ViewState, metric: Metric, rows: list[Any], currency: str) -> list[SourceRow]:
    measures = measures_asked_for(metric)
    if state.as_of:
        as_read(state.workspace, state.period.start, state.period.end, state.as_of, rows)
    origins = _origins(state, rows, measures)
    found = []
    for row in rows:
        post = getattr(row, "post", None)
        account = post.account if post else row.account
        found.append(
            SourceRow(
                account=account,
                subject=str(post) if post else "",
                url=reverse("analytics:post_detail", args=[state.workspace.slug, post.pk])
                if post
                else "",
                days=_when(row),
                values=_values(row, _spoken(row, measures), currency),
                origins=origins[row.pk],
            )
        )
    return found


def _spoken(row: Any, measures: Sequence[str]) -> list[str]:
    """The measures a row gives; LINE gives friends and blocks where others give followers."""
    if "followers" not in measures or row.followers is not None:
        return list(measures)
    return [key for name in measures for key in (LINE if name == "followers" else (name,))]


def _values(row: Any, measures: Iterable[str], currency: str) -> list[tuple[str, str]]:
    return [
        (
            str(MEASURES[key].label),
            input_text(value, MEASURES[key].unit, currency),
        )
        for key in measures
        if (value := getattr(row, key)) is not None
    ]


def _when(row: Any) -> str:
    language = get_language() or "zh-hant"
    day: date | None = getattr(row, "published_on", None) or getattr(row, "day", None)
    if day:
        return format_full_day(day, language=language)
    if getattr(row, "start", None) and getattr(row, "end", None):
        return format_range(row.start, row.end, language=language)
    return ""


def _origins(state: ViewState, rows: list[Any], measures: Sequence[str]) -> dict[Any, list[Origin]]:
    """Per row the deliveries that speak for its measures, each once."""
    if not rows:
        return {}
    if isinstance(rows[0], PostReading | AccountReading):
        return {row.pk: [_origin(state, row)] for row in rows}
    kind: Any = PostReading if isinstance(rows[0], PostCurrent) else AccountReading
    wanted = {
        row.pk: [row.sources[key] for key in _spoken(row, measures) if key in row.sources]
        for row in rows
    }
    ids = {pk for sources in wanted.values() for pk in sources}
    readings = {
        reading.pk: reading
        for reading in kind.objects.filter(pk__in=ids).select_related("batch__file")
    }
    return {
        pk: list(
            dict.fromkeys(
                _origin(state, readings[source]) for source in sources if source in readings
            )
        )
        for pk, sources in wanted.items()
    }


def _origin(state: ViewState, reading: PostReading | AccountReading | Part) -> Origin:
    batch = reading.batch
    name = batch.file.name if batch.file else _("Typed by hand")
    if batch.member:
        name = f"{name} › {batch.member}"
    url = reverse("data:row_detail", args=[state.workspace.slug, batch.pk, reading.row])
    return Origin(name, reading.row, url)
