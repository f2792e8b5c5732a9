"""Meetings: the agenda from the state of things, decisions, follow-ups, minutes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from planning.models import Decision, Meeting, Project, RoutineRun, Task
from planning.task_changes import add_task
from workspaces import audit, notifications, undo
from workspaces.models import Escalation, UndoStep, User, Workspace
from workspaces.punctuation import labelled, listed

_SOON = timedelta(days=7)
_MILESTONES = timedelta(days=21)
_MOST = 30  # lines of one point; a longer list is the list's own page


class MinutesChanged(Exception):
    """Somebody saved the minutes first; ``fresh`` is the meeting as it stands."""

    def __init__(self, fresh: Meeting) -> None:
        super().__init__(fresh.pk)
        self.fresh = fresh


class DecidedMeanwhile(Exception):
    """Somebody decided it first; ``fresh`` is the decision as it stands."""

    def __init__(self, fresh: Decision) -> None:
        super().__init__(fresh.pk)
        self.fresh = fresh


@transaction.atomic
def save_meeting(
    workspace: Workspace,
    fields: Mapping[str, Any],
    *,
    by: User,
    people: Sequence[User],
    meeting: Meeting | None = None,
) -> Meeting:
    """A new or changed meeting.

    Those asked are told when and where: all of them when that changes, else who is asked anew.
    """
    fresh = meeting is None
    meeting = meeting or Meeting(workspace=workspace, called_by=by)
    before = None if fresh else (meeting.at, meeting.place)
    asked = set() if fresh else set(meeting.people.values_list("pk", flat=True))
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.save()
    meeting.people.set(people)
    verb = "planning.meeting_called" if fresh else "planning.meeting_changed"
    audit.record(workspace, by, verb, meeting)
    moved = before != (meeting.at, meeting.place)
    told = [one for one in people if one != by and (moved or one.pk not in asked)]
    if told:
        local = meeting.at.astimezone(workspace.tz)
        notifications.tell(
            workspace,
            told,
            # Of this very saving: a meeting may move back to where it was.
            key=f"meeting:{meeting.pk}:{timezone.now().isoformat()}",
            text=_("%(meeting)s: %(day)s %(time)s %(place)s")
            % {
                "meeting": meeting.title,
                "day": f"{local.month}/{local.day}",
                "time": f"{local:%H:%M}",
                "place": meeting.place,
            },
            url=address(meeting),
        )
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, *, by: User) -> None:
    meeting.status = Meeting.Status.CANCELLED
    meeting.save(update_fields=["status"])
    audit.record(meeting.workspace, by, "planning.meeting_cancelled", meeting)
    notifications.tell(
        meeting.workspace,
        [one for one in meeting.people.all() if one != by],
        key=f"meeting:{meeting.pk}:cancelled",
        text=_("“%(meeting)s” is called off.") % {"meeting": meeting.title},
        url=address(meeting),
    )


@transaction.atomic
def write_minutes(meeting: Meeting, text: str, *, seen: int, by: User) -> Meeting:
    """Raises MinutesChanged when somebody was first; nothing of theirs is overwritten."""
    now = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if now.version != seen:
        raise MinutesChanged(now)
    now.minutes, now.version = text.strip(), now.version + 1
    now.save(update_fields=["minutes", "version"])
    audit.record(now.workspace, by, "planning.minutes_written", now)
    return now


@transaction.atomic
def hold(meeting: Meeting, *, by: User, today: date) -> UndoStep:
    """It has taken place: the agenda is frozen as it stood."""
    meeting.agenda = agenda(meeting, today=today)
    meeting.status, meeting.held_at = Meeting.Status.HELD, timezone.now()
    meeting.save(update_fields=["agenda", "status", "held_at"])
    audit.record(meeting.workspace, by, "planning.meeting_held", meeting)
    return undo.remember(
        meeting.workspace,
        by,
        _("“%(meeting)s” has been held") % {"meeting": meeting.title},
        "planning.meeting_held",
        {"meeting": meeting.pk},
    )


def take_back_hold(workspace: Workspace, by: User, params: dict) -> None:
    """Undo handler: it is planned again, and its agenda is built anew until it is held."""
    Meeting.objects.in_workspace(workspace).filter(
        pk=params["meeting"], status=Meeting.Status.HELD
    ).update(status=Meeting.Status.PLANNED, held_at=None, agenda=[])


@transaction.atomic
def ask(meeting: Meeting, question: str, *, by: User) -> Decision:
    made = Decision.objects.create(
        workspace=meeting.workspace, meeting=meeting, question=question.strip()[:300]
    )
    audit.record(meeting.workspace, by, "planning.decision_asked", made)
    return made


@transaction.atomic
def decide(decision: Decision, answer: str, *, by: User) -> None:
    """Raises DecidedMeanwhile when somebody was first; their decision stands."""
    now = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if now.decided_at is not None and now.answer != answer.strip():
        raise DecidedMeanwhile(now)
    decision.answer, decision.decided_by = answer.strip(), by
    decision.decided_at = timezone.now()
    decision.save(update_fields=["answer", "decided_by", "decided_at"])
    audit.record(
        decision.workspace, by, "planning.decided", decision, after={"answer": decision.answer}
    )


@transaction.atomic
def follow_up(decision: Decision, project: Project, fields: Mapping[str, Any], *, by: User) -> Task:
    """A task that carries a decision out. Twice is one task."""
    standing = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if standing.task is not None and standing.task.removed_at is None:
        return standing.task
    standing.task = add_task(project, fields, by=by)
    standing.save(update_fields=["task"])
    return standing.task


# --- the agenda ---------------------------------------------------------------------------


def agenda(meeting: Meeting, *, today: date) -> list[dict[str, Any]]:
    """Points and their lines, [{"title", "lines": [{"text", "note"}]}]; empty points stay out.

    A meeting of a project looks at that project, any other at all of them.
    """
    tasks = Task.objects.in_workspace(meeting.workspace).open()
    if meeting.project_id:
        tasks = tasks.filter(project=meeting.project_id)
    tasks = tasks.for_list()
    points = [
        (_("Late"), [_task_line(one) for one in tasks.late(today=today)[:_MOST]]),
        (_("Blocked"), [_blocked_line(one) for one in tasks.exclude(blocked="")[:_MOST]]),
        (
            _("Due within seven days"),
            [
                _task_line(one)
                for one in tasks.filter(due__range=(today, today + _SOON), is_milestone=False)[
                    :_MOST
                ]
            ],
        ),
        (
            _("Next milestones"),
            [
                _task_line(one)
                for one in tasks.filter(is_milestone=True, due__range=(today, today + _MILESTONES))[
                    :_MOST
                ]
            ],
        ),
        (_("Put before the managers"), _urgent_lines(meeting)),
        (_("Still to be decided"), _open_questions(meeting)),
    ]
    if meeting.kind != Meeting.Kind.PROGRESS:
        points.append((_("Routines missed in the last 30 days"), _missed_lines(meeting, today)))
    if meeting.kind == Meeting.Kind.QUARTER:
        outcomes = (_("Next quarter’s KPI"), _("Sharing out of resources"), _("Key themes"))
        points.append((_("What has to come of it"), [_line(one) for one in outcomes]))
    points.append(
        (_("Also to be talked about"), [_line(one) for one in meeting.wishes.splitlines() if one])
    )
    return [{"title": title, "lines": lines} for title, lines in points if lines]


def _line(text: str, note: str = "") -> dict[str, str]:
    return {"text": text, "note": note}


def _task_line(task: Task) -> dict[str, str]:
    who = "・".join(part for part in (str(task.department or ""), task.who) if part)
    return _line(task.title, f"{who} {task.due.month}/{task.due.day}".strip())


def _blocked_line(task: Task) -> dict[str, str]:
    return _line(task.title, task.blocked)


def _urgent_lines(meeting: Meeting) -> list[dict[str, str]]:
    rows = Escalation.objects.in_workspace(meeting.workspace).open()[:_MOST]
    return [_line(labelled(one.subject, one.what)[:200], one.asked_for) for one in rows]


def _open_questions(meeting: Meeting) -> list[dict[str, str]]:
    """Of this meeting, and of earlier ones about the same project that nobody has answered."""
    rows = Decision.objects.in_workspace(meeting.workspace).open().select_related("meeting")
    rows = rows.filter(meeting__project=meeting.project_id, meeting__at__lte=meeting.at)
    return [
        _line(one.question, "" if one.meeting_id == meeting.pk else one.meeting.title)
        for one in rows[:_MOST]
    ]


def _missed_lines(meeting: Meeting, today: date) -> list[dict[str, str]]:
    rows = (
        RoutineRun.objects.in_workspace(meeting.workspace)
        .missed(today=today)
        .filter(day__gte=today - timedelta(days=30))
        .select_related("routine")
        .order_by("routine", "day")
    )
    days: dict[str, list[str]] = {}
    for run in rows:
        days.setdefault(run.routine.title, []).append(f"{run.day.month}/{run.day.day}")
    return [_line(title, listed(found)) for title, found in days.items()]


def next_of(workspace: Workspace, *, at: datetime):
    return Meeting.objects.in_workspace(workspace).coming(at=at).for_list().order_by("at")


def address(meeting: Meeting) -> str:
    from django.urls import reverse

    return reverse("planning:meeting_detail", args=[meeting.workspace.slug, meeting.pk])
