"""What the calendar shows of the post a plan became: one figure, and where it is explained."""

from collections.abc import Sequence

from django.db.models import Max, Min
from django.urls import reverse

from analytics.query import metric_values
from analytics.texts import value_text
from calendar_app.results import RESULTS, Result
from platforms.models import Post
from workspaces.models import Workspace
from workspaces.periods import Period

# The first that is known speaks: a rate says more than a sum, a sum more than nothing.
SHOWN = ("engagement_rate", "engagement_rate_by_views", "engagements", "views")


def plug_in() -> None:
    """Called once when the app is ready."""
    RESULTS.append(results)


def results(workspace: Workspace, posts: Sequence[int]) -> dict[int, Result]:
    """Post → its figure; posts without any are left out. Constant queries."""
    rows = Post.objects.in_workspace(workspace).filter(pk__in=posts)
    days = rows.aggregate(first=Min("published_on"), last=Max("published_on"))
    if days["first"] is None:
        return {}
    values = metric_values(
        workspace,
        Period(days["first"], days["last"]),
        by="post",
        metrics=SHOWN,
        posts=list(posts),
    )
    found: dict[int, Result] = {}
    for key in SHOWN:
        for value in values:
            if (
                value.metric.key == key
                and value.known
                and value.post
                and value.post.pk not in found
            ):
                found[value.post.pk] = Result(
                    f"{value.metric.label} {value_text(value, compact=True)}",
                    reverse("analytics:post_detail", args=[workspace.slug, value.post.pk]),
                )
    return found
