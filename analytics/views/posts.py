"""Posts: the list with its filters, its Excel file, one post."""

from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analytics.cards import cell
from analytics.metrics import Source
from analytics.post_table import (
    CHOICES,
    TABLE_COLUMNS,
    PostFilter,
    column_heads,
    columns_of,
    post_page,
    table_rows,
)
from analytics.post_workbook import post_workbook
from analytics.query import metric_values
from analytics.view_state import view_state
from analytics.views.dashboard import page_frame
from platforms.kinds import PostType
from platforms.models import BatchPost, Post, SourceBatch
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.periods import Period
from workspaces.roles import Can


@require_GET
@workspace_page(Can.VIEW)
def post_list(request: WorkspaceRequest) -> HttpResponse:
    state, asked = view_state(request), PostFilter.of(request.GET)
    rows = post_page(state, asked, request.GET.get("page"))
    shown = columns_of(state, asked)
    context = page_frame(state) | {
        "rows": rows,
        "asked": asked,
        "filtered": bool(asked.search or asked.kind or state.plan),
        "columns": column_heads(shown),
        "choices": [(head, head["key"] in shown) for head in column_heads(CHOICES)],
        "kinds": [("", _("All kinds")), *PostType.choices],
        "keep": [
            ("period", state.period.code),
            ("compare", state.compare.value),
            *(("account", pk) for pk in state.chosen),
            ("sort", asked.sort),
            *([("cut", state.plan.cut), ("of", state.plan.of)] if state.plan else []),
            *(("col", key) for key in asked.columns),
        ],
        "videos": [] if asked.search or asked.kind or state.plan else table_rows(state)[:100],
        "video_columns": column_heads(TABLE_COLUMNS),
    }
    return page(request, "analytics/post_list.html", context, part="post-table")


@require_GET
@workspace_page(Can.VIEW)
def post_export(request: WorkspaceRequest) -> FileResponse:
    """The list as filtered, all pages of it, as an Excel file."""
    state, asked = view_state(request), PostFilter.of(request.GET)
    name = _("Posts %(period)s.xlsx") % {"period": state.period.code}
    response = FileResponse(
        post_workbook(state, asked),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = (
        f"attachment; filename=\"posts.xlsx\"; filename*=UTF-8''{quote(name)}"
    )
    return response


@require_GET
@workspace_page(Can.VIEW)
def post_detail(request: WorkspaceRequest, post: int) -> HttpResponse:
    """One post: what it is, every figure we have, where each comes from."""
    found = get_object_or_404(
        Post.objects.in_workspace(request.workspace).select_related("account"), pk=post
    )
    if found.merged_into_id:  # an old link still finds the post that stands for it
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        url = reverse("analytics:post_detail", args=[request.workspace.slug, found.merged_into_id])
        return redirect(f"{url}{query}")
    state = view_state(request)
    day = found.published_on
    if day and day not in state.period:
        state.period = Period(day, max(day, state.today))
    values = metric_values(request.workspace, state.period, by="post", posts=[found.pk])
    deliveries = (
        BatchPost.objects.filter(post=found, batch__state=SourceBatch.State.LIVE)
        .select_related("batch__file")
        .order_by("-batch__taken_on", "-batch_id")
    )
    local = found.published_at and timezone.localtime(found.published_at)
    context = (
        page_frame(state)
        | {
            "level": 3 if request.htmx else 2,  # below the panel's heading, or the page's
            "post": found,
            "published_at": local,
            "lifetime": [(v.metric, cell(v)) for v in values if _worth(v, Source.POSTS)],
            "stated": [(v, cell(v)) for v in values if _worth(v, Source.POST_PERIODS)],
            "deliveries": deliveries[:20],
            "merged": _merged(request, found),
        }
    )
    return page(request, "analytics/post_detail.html", context, part="post-detail")


def _merged(request: WorkspaceRequest, post: Post) -> list[dict[str, Any]]:
    """The posts for which this one stands, and who said so; nobody did where ids are equal."""
    rows = Post.objects.in_workspace(request.workspace).filter(merged_into=post)
    rows = rows.select_related("merge__by").order_by("pk")
    return [{"post": one, "merge": getattr(one, "merge", None)} for one in rows[:20]]


def _worth(value, source: Source) -> bool:
    return value.metric.source is source and value.known
