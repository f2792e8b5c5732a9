"""What the command palette finds in analytics: published posts, accounts, metrics, pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.metrics import METRICS
from platforms.models import Post, SocialAccount
from platforms.search import search_query
from workspaces import finding
from workspaces.finding import EACH, Found, Page, matching
from workspaces.templatetags.moments import day


def posts_found(request: Any, words: str) -> list[Found]:
    """By the same search as the list of posts."""
    wanted = search_query("search", words)
    if not wanted:
        return []
    rows = Post.objects.in_workspace(request.workspace).present().filter(wanted)
    slug = request.workspace.slug
    return [
        Found(
            _("Published post"),
            row.text[:60] or _("(no text)"),
            reverse("analytics:post_detail", args=[slug, row.pk]),
            day(row.published_on) if row.published_on else "",
        )
        for row in rows.order_by("-published_on", "-pk").only("text", "published_on")[:EACH]
    ]


def accounts_and_metrics_found(request: Any, words: str) -> list[Found]:
    slug = request.workspace.slug
    rows = SocialAccount.objects.in_workspace(request.workspace).order_by("-ours", "name")
    accounts = [
        Found(
            _("Account"),
            row.name,
            reverse("data:account_detail", args=[slug, row.pk]),
            str(row.facts.label),
        )
        for row in matching(rows, words, "name")
    ]
    wanted = words.casefold()
    metrics = [
        Found(_("Metric"), str(metric.label), reverse("analytics:metric_detail", args=[slug, key]))
        for key, metric in METRICS.items()
        if wanted in str(metric.label).casefold() or wanted in key.replace("_", " ")
    ]
    return accounts + metrics[:EACH]


def plug_in() -> None:
    finding.add_pages(
        [
            Page(gettext_lazy("Overview"), "analytics:dashboard", also="儀表板 dashboard"),
            Page(gettext_lazy("Posts"), "analytics:post_list"),
            Page(gettext_lazy("Audience and sources"), "analytics:audience_list"),
            Page(gettext_lazy("Targets"), "analytics:target_list"),
            Page(gettext_lazy("Imports"), "data:import_list"),
            Page(gettext_lazy("Accounts"), "data:account_list"),
        ]
    )
    finding.FINDERS += [posts_found, accounts_and_metrics_found]
