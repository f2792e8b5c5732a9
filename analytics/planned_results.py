"""What the calendar shows of the posts plans became: one figure in a cell, more for variants."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db.models import Max, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from analytics.kept import remembered
from analytics.metrics import METRICS
from analytics.query import MetricValue, metric_values
from analytics.still import still
from analytics.texts import value_text
from calendar_app.results import COMPARABLES, FIGURES, RESULTS, Comparable, Figure, Result
from platforms import measures
from platforms.models import Post
from workspaces.models import Workspace
from workspaces.periods import Period

# The first that is known speaks: a rate says more than a sum, a sum more than nothing.
SHOWN = ("engagement_rate", "engagement_rate_by_views", "engagements", "views")


# What two posts are compared by, in this order. Of a share: the input that stands below.
COMPARED: Mapping[str, str] = {
    "engagement_rate": measures.REACH,
    "engagement_rate_by_views": measures.VIEWS,
    "click_through_rate": measures.IMPRESSIONS,
    "click_through_rate_by_views": measures.VIEWS,
    "share_rate": measures.REACH,
    "save_rate": measures.REACH,
    "reach": "",
    "views": "",
    "engagements": "",
    "comments": "",
    "shares": "",
    "saves": "",
    "link_clicks": "",
}


def plug_in() -> None:
    """Called once when the app is ready."""
    RESULTS.append(results)
    COMPARABLES.append(comparables)
    FIGURES.append(figures)


def results(workspace: Workspace, posts: Sequence[int]) -> dict[int, Result]:
    """Post → its figure; posts without any are left out. Constant queries.

    A team opens the same month all day: what it shows is kept until a figure could differ.
    """
    wanted = tuple(sorted(set(posts)))
    today = timezone.localdate(timezone=workspace.tz)
    key = ("results", wanted, today, get_language())
    with still(workspace):
        return dict(remembered(workspace, key, lambda: _results(workspace, wanted)))


def _results(workspace: Workspace, posts: Sequence[int]) -> list[tuple[int, Result]]:
    rows = Post.objects.in_workspace(workspace).filter(pk__in=posts)
    days = rows.aggregate(first=Min("published_on"), last=Max("published_on"))
    if days["first"] is None:
        return []
    period = Period(days["first"], days["last"])
    found: dict[int, Result] = {}
    left = set(posts)
    for key in SHOWN:  # most posts have the first: the others are asked of the rest alone
        if not left:
            break
        values = metric_values(workspace, period, by="post", metrics=(key,), posts=list(left))
        for value in values:
            if value.known and value.post:
                found[value.post.pk] = Result(
                    f"{value.metric.label} {value_text(value, compact=True)}",
                    reverse("analytics:post_detail", args=[workspace.slug, value.post.pk]),
                )
        left -= found.keys()
    return list(found.items())


def comparables() -> list[Comparable]:
    return [
        Comparable(key, str(METRICS[key].label), bool(below)) for key, below in COMPARED.items()
    ]


def figures(
    workspace: Workspace, posts: Sequence[int], keys: Sequence[str]
) -> dict[tuple[int, str], Figure]:
    """(post, key) → its figure, unknown ones with their reason. Constant queries."""
    wanted = [key for key in keys if key in COMPARED]
    rows = Post.objects.in_workspace(workspace).filter(pk__in=posts)
    days = rows.aggregate(first=Min("published_on"), last=Max("published_on"))
    if days["first"] is None or not wanted:
        return {}
    values = metric_values(
        workspace,
        Period(days["first"], days["last"]),
        by="post",
        metrics=wanted,
        posts=list(posts),
    )
    return {(value.post.pk, value.metric.key): _figure(value) for value in values if value.post}


def _figure(value: MetricValue) -> Figure:
    if value.value is None:
        return Figure(None, reason=value.missing_reason, age=value.youngest)
    base = COMPARED[value.metric.key]
    above = [value.inputs.get(key) for key in value.metric.inputs if key != base]
    return Figure(
        Decimal(value.value),
        value_text(value),
        above=sum(one or 0 for one in above) if base else None,
        below=value.inputs.get(base) if base else None,
        age=value.youngest,
    )
