"""Posting strategies: the list, beginning one, writing it on one page, sending and deciding."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from planning import contents, occasions, posting_plan, strategies
from planning.errors import CannotDo
from planning.models import PostingStrategy
from planning.record_kinds import RECORDS
from planning.rows import KINDS
from planning.sockets import metric_names
from planning.views.writing import piece_list
from platforms.kinds import PLATFORMS
from workspaces import approvals
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.approvals import NotAllowed
from workspaces.http import page
from workspaces.periods import Period, month_of, parse_period, quarter_of
from workspaces.roles import Can

MOST_POSTS = 200
PEOPLE = ("partners", "communities", "fans")
PARTS = ("strategy_words", "platform_plans", "month_themes")


def _found(request: WorkspaceRequest, pk: int) -> PostingStrategy:
    rows = PostingStrategy.objects.in_workspace(request.workspace).with_people()
    return get_object_or_404(rows, pk=pk)


@require_safe
@workspace_page(Can.VIEW)
def strategy_list(request: WorkspaceRequest) -> HttpResponse:
    return _list(request)


def _list(request: WorkspaceRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    month, quarter = month_of(today), quarter_of(today)
    offered: list[Period] = [month, month.next(), quarter, quarter.next()]
    context = {
        "rows": PostingStrategy.objects.in_workspace(request.workspace).with_people(),
        "periods": [(one.code, one.label) for one in offered],
        "may_plan": request.can(Can.PLAN),
        "error": error,
    }
    return page(request, "planning/strategy_list.html", context, status=status)


@require_POST
@workspace_page(Can.PLAN)
def strategy_create(request: WorkspaceRequest) -> HttpResponse:
    try:
        period = parse_period(request.POST.get("period", ""))
    except ValueError as error:
        return _list(request, error=str(error), status=422)
    made = strategies.begin(request.workspace, period=period, by=request.user)
    return redirect("planning:strategy_detail", request.workspace.slug, made.pk)


@require_safe
@workspace_page(Can.VIEW)
def strategy_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Written in place while it is a draft; read as it was sent afterwards."""
    found = _found(request, pk)
    asked = approvals.waiting(request.workspace, found)
    barred = strategies.writers_of(found) | ({asked.author_id} if asked else set())
    writing = found.is_open and request.can(Can.PLAN)
    content = found.frozen if not found.is_open else strategies.content_of(found)
    context: dict[str, Any] = {
        "strategy": found,
        "asked": asked,
        "may_write": writing,
        "may_approve": bool(asked) and request.can(Can.SIGN) and request.user.pk not in barred,
        "may_send_back": bool(asked) and request.can(Can.SIGN),
        "may_take_back": bool(asked)
        and request.can(Can.PLAN)
        and (request.user.pk in barred or request.can(Can.MANAGE)),
        "missing": strategies.lacking(found) if found.is_open else [],
        "lists": [piece_list(request, KINDS[key], found) for key in PARTS] if writing else [],
        "parts": [] if writing else [_read(key, content) for key in PARTS],
        "notes": _read("notes", content),
        "campaigns": _read("campaigns", content),
        "plan": _plan(found, content),
        "plan_note": "" if found.is_open else _("as they stood when it was sent"),
        "people": [_read(key, content) for key in PEOPLE],
    }
    if writing:
        context |= {
            "occasions": occasions.for_themes(found, today=timezone.localdate()),
            "occasion_url": reverse("planning:theme_begin", args=[request.workspace.slug, pk]),
            "leads": occasions.LEADS,
            "verb": _("Make a theme"),
            "may_plan": True,
        }
    return page(request, "planning/strategy_detail.html", context)


def _plan(strategy: PostingStrategy, content: contents.Content) -> dict[str, Any] | None:
    """The calendar's posts for the page; None: they were not kept when it was sent."""
    rows = content.get("plan")
    if rows is None:
        return None
    points = {row["platform"]: row["per_week"] for row in content["pieces"]["platform_plans"]}
    keys = posting_plan.platforms_of(rows, list(points))
    wanted = {key: None if points.get(key) is None else Decimal(points[key]) for key in keys}
    shares = {row["name"]: row["share"] for row in content["pieces"]["pillars"] if row["name"]}
    counted = posting_plan.pillars(rows, shares)
    return {
        "rows": [row | {"date": date.fromisoformat(row["day"])} for row in rows[:MOST_POSTS]],
        "more": max(0, len(rows) - MOST_POSTS),
        "platforms": [{"label": PLATFORMS[key].label, "wanted": points.get(key)} for key in keys],
        "weeks": [
            {"week": week, "counts": [_cell(week, key, wanted[key]) for key in keys]}
            for week in posting_plan.weeks(rows, strategy.start, strategy.end)
        ],
        "pillars": counted if any(one.name for one in counted) else [],
    }


def _cell(week: posting_plan.Week, key: str, wanted: Decimal | None) -> dict[str, Any]:
    """A count; short when a whole week holds fewer than the whole posts asked for a week."""
    count = week.counts.get(key, 0)
    return {"n": count, "short": wanted is not None and week.is_whole and count < int(wanted)}


def _read(key: str, content: contents.Content) -> dict:
    """The rows of one kind in words."""
    kind = KINDS[key]
    metrics = metric_names()
    rows = [
        {
            "id": row["id"],
            "title": row.get("title") or contents.title_of(kind, row),
            "lines": contents.lines_of(kind, row, metrics, {}),
        }
        for row in content["pieces"].get(key, [])
    ]
    record = RECORDS.get(key)
    return {"kind": kind, "rows": rows, "title": record.title if record else kind.label}


@require_POST
@workspace_page(Can.PLAN)
def strategy_submit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    try:
        strategies.submit(found, by=request.user)
        messages.success(request, _("The posting strategy is sent to review."))
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return redirect("planning:strategy_detail", request.workspace.slug, pk)


@require_POST
@workspace_page(Can.PLAN)
def strategy_take_back(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    try:
        strategies.take_back(found, by=request.user)
        messages.success(request, _("The posting strategy is a draft again."))
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return redirect("planning:strategy_detail", request.workspace.slug, pk)


@require_POST
@workspace_page(Can.SIGN)
def strategy_decide(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    yes = request.POST.get("act") == "approve"
    try:
        comment = request.POST.get("comment", "")
        digest = request.POST.get("digest", "")
        strategies.decide(found, by=request.user, yes=yes, comment=comment, digest=digest)
        done = _("The posting strategy is approved.") if yes else _("It is sent back.")
        messages.success(request, done)
    except (CannotDo, NotAllowed) as refusal:
        messages.error(request, str(refusal))
    return redirect("planning:strategy_detail", request.workspace.slug, pk)
