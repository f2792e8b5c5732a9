"""What the timeline puts on Today: what is urgent, my tasks, routines, meetings."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning import routines
from planning.models import Meeting, RoutineRun, Task
from planning.overview import standing
from workspaces.models import Escalation
from workspaces.punctuation import labelled
from workspaces.roles import Can
from workspaces.sockets import Waiting

_MOST = 15


def waiting_for(request: Any) -> list[Waiting]:
    """Rows for whoever asks; six queries at most."""
    rows = _tasks(request) + _meetings(request)
    if request.can(Can.MANAGE):
        rows += _urgent(request)
    if request.can(Can.PLAN):
        rows += _routines(request)
    return rows


def _urgent(request: Any) -> list[Waiting]:
    url = reverse("planning:escalation_list", args=[request.workspace.slug])
    return [
        Waiting(
            text=labelled(one.subject, one.what)[:160],
            url=url,
            act=_("Take it up"),
            urgency=0,
            kind="escalation",
            since=one.since,
            state=_("Put before you"),
            tone="bad",
        )
        for one in Escalation.objects.in_workspace(request.workspace).open()[:_MOST]
    ]


def _tasks(request: Any) -> list[Waiting]:
    """My own that are late or due within a week, and what is blocked where I lead."""
    today = timezone.localdate()
    mine = Q(responsible=request.user, due__lte=today + timedelta(days=7))
    led = Q(project__lead=request.user) & ~Q(blocked="")
    tasks = Task.objects.in_workspace(request.workspace).open().filter(mine | led).for_list()
    found = list(tasks[: _MOST + 1])
    rows = []
    for task in found[:_MOST]:
        tone, word = standing(task, today=today)
        left = (task.due - today).days
        urgency = 0 if left < 0 else 1 if left == 0 or task.blocked else 2
        rows.append(
            Waiting(
                text=_("%(task)s (%(project)s)")
                % {"task": task.title, "project": task.project.title},
                url=reverse("planning:task_detail", args=[request.workspace.slug, task.pk]),
                act=_("Look at it"),
                urgency=urgency,
                kind="task",
                since=datetime.combine(task.due, time.max, request.workspace.tz),
                state=word,
                tone=tone if tone != "idle" else "info",
            )
        )
    if len(found) > _MOST:
        more = tasks.count() - _MOST
        said = ngettext("%(n)d further task", "%(n)d further tasks", more) % {"n": more}
        url = reverse("planning:task_list", args=[request.workspace.slug])
        # As urgent as the last one that is shown: the list goes on by due day.
        rows.append(Waiting(said, url, _("Look at them"), rows[-1].urgency, "task"))
    return rows


def _routines(request: Any) -> list[Waiting]:
    """One line for today's, one for those of the last days that nobody ticked."""
    today = timezone.localdate()
    days = (
        RoutineRun.objects.in_workspace(request.workspace)
        .filter(
            routines.falls_to(request.membership),
            done_at=None,
            routine__archived_at=None,
            day__range=(today - timedelta(days=3), today),
        )
        .values_list("day", flat=True)
    )
    found = list(days)
    url = reverse("planning:routine_list", args=[request.workspace.slug])
    now, before = found.count(today), len(found) - found.count(today)
    rows = []
    if now:
        said = ngettext("%(n)d routine of today", "%(n)d routines of today", now) % {"n": now}
        rows.append(Waiting(said, url, _("Tick them"), 1, "routine"))
    if before:
        said = ngettext(
            "%(n)d routine of the last days is not ticked",
            "%(n)d routines of the last days are not ticked",
            before,
        ) % {"n": before}
        rows.append(
            Waiting(said, url, _("Tick them"), 1, "routine", state=_("Not done"), tone="warn")
        )
    return rows


def _meetings(request: Any) -> list[Waiting]:
    zone, today = request.workspace.tz, timezone.localdate()
    first = datetime.combine(today, time.min, zone)
    rows = (
        Meeting.objects.in_workspace(request.workspace)
        .filter(
            status=Meeting.Status.PLANNED,
            at__gte=first,
            at__lt=first + timedelta(days=2),
            people=request.user,
        )
        .order_by("at")
    )
    return [
        Waiting(
            text=f"{one.at.astimezone(zone):%H:%M} {one.title}",
            url=reverse("planning:meeting_detail", args=[request.workspace.slug, one.pk]),
            act=_("Agenda"),
            urgency=1 if one.at.astimezone(zone).date() == today else 2,
            kind="meeting",
            since=one.at,
        )
        for one in rows[:_MOST]
    ]
