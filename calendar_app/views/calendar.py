"""The calendar: month, week, day, list, and accounts by days."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from calendar_app import board, outlook, publishing, team
from calendar_app.asked import EMPTY, Asked, asked
from calendar_app.grid import View, Window
from calendar_app.labels import campaigns_of
from calendar_app.models import Entry
from calendar_app.painting import painter
from calendar_app.views.bulk_choices import bulk_choices
from planning.models import Pillar
from platforms.kinds import PLATFORMS
from platforms.models import SocialAccount
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.models import Membership
from workspaces.punctuation import aside
from workspaces.roles import Can

VIEWS = {
    View.MONTH: _("Month"),
    View.WEEK: _("Week"),
    View.DAY: pgettext_lazy("view", "Day"),
    View.LIST: _("List"),
    View.BOARD: _("By account"),
}


@require_safe
@workspace_page(Can.VIEW)
def calendar_view(request: WorkspaceRequest) -> HttpResponse:
    """One view around one day; all of it stands in the address."""
    seen = asked(request)
    cells = painter(request).paint(board.cells(seen))
    shared = frame(request, seen)
    gauges = outlook.gauges(request.workspace, seen.window.core_first, seen.window.core_last)
    context: dict[str, Any] = shared | {
        "cells": cells,
        "weeks": [cells[n : n + 7] for n in range(0, len(cells), 7)],
        "rows": board.account_rows(seen, cells) if seen.window.view is View.BOARD else [],
        "gauges": gauges,
        "short": sum(gauge.tone != "good" for gauge in gauges),
        "pauses": publishing.standing_pauses(request.workspace),
        **bulk_choices(request, shared),
        "nothing": not any(cell.chips for cell in cells) and not seen.filtered,
    }
    return page(request, "calendar_app/calendar_view.html", context, part="calendar")


def frame(request: WorkspaceRequest, seen: Asked) -> dict[str, Any]:
    """What the page and its repainted days share."""
    window = seen.window
    people = people_of(request)
    return {
        "asked": seen,
        "view": window.view.value,
        "window": window,
        "views": [(view.value, label, seen.address(view=view)) for view, label in VIEWS.items()],
        "today_url": seen.address(day=today_of(request)),
        "accounts": accounts_of(request),
        "chosen": [str(pk) for pk in seen.accounts],
        "people": people,
        "pillars": [
            (one.pk, one.name)
            for one in Pillar.objects.in_workspace(request.workspace)
            .standing()
            .filter(brief__start__lte=window.core_last, brief__end__gte=window.core_first)
            .exclude(name="")
        ],
        "campaigns": [
            (one.pk, one.name) for one in campaigns_of(request.workspace, keep=seen.campaign)
        ],
        "states": [(EMPTY, _("Empty slots")), *Entry.State.choices],
        "may_plan": request.can(Can.PLAN),
        "may_lead": request.can(Can.LEAD),
    } | _team(request, people, window)


def _team(
    request: WorkspaceRequest, people: list[tuple[int, str]], window: Window
) -> dict[str, Any]:
    """Who has how much is a lead's question."""
    if not request.can(Can.LEAD):
        return {}
    return {"team": team.team(request.workspace, people, window.core_first, window.core_last)}


def repainted(request: WorkspaceRequest, days: Iterable[date]) -> HttpResponse:
    """Only the days that changed, each to take its own place on the page."""
    seen = asked(request)
    shown = set(seen.window.days())
    whole = seen.window.view is View.BOARD
    found = board.cells(seen, only=None if whole else days)
    cells = painter(request).paint([one for one in found if one.day in shown], oob=True)
    context = frame(request, seen) | {"cells": cells}
    if whole:
        context["rows"] = board.account_rows(seen, cells)
    return page(request, "calendar_app/_repainted.html", context)


def accounts_of(request: WorkspaceRequest) -> list[tuple[str, str]]:
    """Number and name of every account of ours, as the filter shows them."""
    rows = SocialAccount.objects.in_workspace(request.workspace).ours().for_list()
    labels = {key: str(facts.label) for key, facts in PLATFORMS.items()}
    return [
        (str(pk), aside(name, labels[platform]))
        for pk, name, platform in rows.values_list("pk", "name", "platform")
    ]


def people_of(request: WorkspaceRequest) -> list[tuple[int, str]]:
    members = Membership.objects.in_workspace(request.workspace).who_can(Can.PLAN).with_people()
    return [(member.user_id, str(member.user)) for member in members]


def today_of(request: WorkspaceRequest) -> date:
    return timezone.localdate(timezone=request.workspace.tz)
