"""A plan that moved is told to whom it concerns: from when to when, and what that endangers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from planning.models import Project, Task
from planning.plan import Span
from planning.sockets import Danger, TaskSlip, task_endangers
from workspaces import mail, notifications
from workspaces.models import Membership, UndoStep, User, Workspace


class MovedTask(Protocol):
    """As in planning.moving.Moved."""

    @property
    def task(self) -> Task: ...
    @property
    def before(self) -> Span: ...
    @property
    def after(self) -> Span: ...


@dataclass(frozen=True, slots=True)
class Line:
    task: Task
    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class News:
    """What one person should know about one move."""

    user: User
    moves: list[MovedTask]
    dangers: list[Danger]


def news_of(
    project: Project, moves: Sequence[MovedTask], dangers: Sequence[Danger], *, by: User | None
) -> list[News]:
    """The lead hears of everything, others of their own tasks; whoever did it hears nothing.

    One query, however many tasks moved.
    """
    ids = {one.task.responsible_id for one in moves} | {project.lead_id}
    ids -= {None, by.pk if by else None}
    members = Membership.objects.in_workspace(project.workspace).with_people()
    found = []
    for member in members.filter(user__in=ids, user__is_active=True).order_by("pk"):
        leads = member.user_id == project.lead_id
        mine = [one for one in moves if leads or one.task.responsible_id == member.user_id]
        tasks = {one.task.pk for one in mine}
        told = [one for one in dangers if one.task in tasks]
        found.append(News(member.user, list(mine), told))
    return found


def tell(
    event: str,
    project: Project,
    moves: Sequence[MovedTask],
    dangers: Sequence[Danger],
    *,
    by: User | None,
) -> None:
    """A notification for everybody concerned, once for each ``event``; ``by`` None: a command."""
    for one in news_of(project, moves, dangers, by=by):
        notifications.tell(
            project.workspace,
            [one.user],
            key=f"moved:{event}",
            text=_sentence(one, by),
            url=reverse("planning:project_detail", args=[project.workspace.slug, project.pk]),
        )


def _sentence(news: News, by: User | None) -> str:
    first = news.moves[0]
    words = {
        "who": by or _("Import"),
        "task": first.task.title,
        "before": _day(first.before.due),
        "after": _day(first.after.due),
        "n": len(news.moves),
    }
    if len(news.moves) == 1:
        said = _("%(who)s moved “%(task)s”: due %(after)s instead of %(before)s.") % words
    else:
        said = (
            _("%(who)s moved %(n)d tasks; “%(task)s” is due %(after)s instead of %(before)s.")
            % words
        )
    return " ".join([said, *(danger.text for danger in news.dangers[:1])])


def endangered(workspace: Workspace, lines: Sequence[Line]) -> list[Danger]:
    """What later rooms say to the lines that end later than before."""
    slips = [
        TaskSlip(one.task.pk, one.task.title, one.before.due, one.after.due)
        for one in lines
        if one.after.due > one.before.due
    ]
    return task_endangers(workspace, slips)


def _day(day: date) -> str:
    return f"{day.month}/{day.day}"


def mail_about(step: UndoStep) -> int:
    """Letters about a move that stands; answers how many were taken by the mail server."""
    if not settings.MAIL_CONFIGURED or step.undone_at is not None:
        return 0
    rows = step.params["moves"]
    tasks = {
        task.pk: task
        for task in Task.objects.in_workspace(step.workspace)
        .alive()
        .filter(pk__in=[row[0] for row in rows])
        .select_related("project__workspace")
    }
    moves = [
        Line(
            tasks[pk],
            Span(*map(date.fromisoformat, span[:2])),
            Span(*map(date.fromisoformat, span[2:])),
        )
        for pk, *span in rows
        if pk in tasks
    ]
    if not moves:
        return 0
    project = moves[0].task.project
    dangers = endangered(step.workspace, moves)
    sent = 0
    with translation.override(step.workspace.language):
        for news in news_of(project, moves, dangers, by=step.user):
            sent += mail.send_text(
                news.user.email,
                _("“%(project)s”: the timeline has moved") % {"project": project.title},
                render_to_string("emails/plan_moved.txt", _letter(step, project, news)),
            )
    return sent


def _letter(step: UndoStep, project: Project, news: News) -> dict[str, object]:
    path = reverse("planning:project_detail", args=[project.workspace.slug, project.pk])
    return {
        "project": project,
        "who": step.user,
        "moves": [
            {
                "title": one.task.title,
                "before": _day(one.before.due),
                "after": _day(one.after.due),
                "days": (one.after.due - one.before.due).days,
            }
            for one in news.moves
        ],
        "dangers": news.dangers,
        "link": f"{settings.SITE_URL}{path}",
    }
