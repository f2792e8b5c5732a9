"""One person's tasks, meetings and milestones as a calendar file that programs subscribe to."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from planning.models import Meeting, Task
from workspaces.models import User, Workspace
from workspaces.punctuation import aside

_BACK = timedelta(days=60)


def feed_of(workspace: Workspace, user: User, *, at: datetime, root: str) -> bytes:
    """RFC 5545 text. ``root`` is the address of this installation, without a closing slash."""
    with translation.override(workspace.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Social Workbench//planning//")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", f"{workspace.name} · {user}")
        calendar.add("x-wr-timezone", workspace.zone)
        since = at.astimezone(workspace.tz).date() - _BACK
        for task in _tasks(workspace, user).filter(due__gte=since):
            calendar.add_component(_task_event(task, at, root))
        for meeting in _meetings(workspace, user).filter(at__gte=at - _BACK):
            calendar.add_component(_meeting_event(meeting, at, root))
    return calendar.to_ical()


def _tasks(workspace: Workspace, user: User):
    """Their own tasks, and the milestones of every project."""
    return (
        Task.objects.in_workspace(workspace)
        .alive()
        .filter(Q(responsible=user) | Q(is_milestone=True))
        .select_related("project", "workspace")
        .order_by("due", "pk")
    )


def _meetings(workspace: Workspace, user: User):
    return (
        Meeting.objects.in_workspace(workspace)
        .filter(Q(people=user) | Q(called_by=user))
        .select_related("workspace", "project")
        .distinct()
        .order_by("at", "pk")
    )


def _task_event(task: Task, at: datetime, root: str) -> Event:
    event = Event()
    event.add("uid", f"task-{task.pk}@social-workbench")
    event.add("dtstamp", task.changed_at)
    event.add("sequence", task.version)
    mark = "◆ " if task.is_milestone else "✓ " if task.is_done else ""
    event.add("summary", f"{mark}{aside(task.title, task.project.title)}")
    # All day on the day it is due: a bar over weeks would hide the rest of a calendar.
    event.add("dtstart", task.due)
    event.add("dtend", task.due + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    url = root + reverse("planning:task_detail", args=[task.workspace.slug, task.pk])
    event.add("url", url)
    event.add("description", f"{task.note}\n{url}".strip())
    return event


def _meeting_event(meeting: Meeting, at: datetime, root: str) -> Event:
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@social-workbench")
    event.add("dtstamp", at)
    event.add("sequence", meeting.version)
    event.add("summary", meeting.title)
    event.add("dtstart", meeting.at)
    event.add("dtend", meeting.ends)
    if meeting.place:
        event.add("location", meeting.place)
    if meeting.status == Meeting.Status.CANCELLED:
        event.add("status", "CANCELLED")
    url = root + reverse("planning:meeting_detail", args=[meeting.workspace.slug, meeting.pk])
    event.add("url", url)
    said = _("Agenda and minutes:")
    event.add("description", f"{said} {url}")
    return event
