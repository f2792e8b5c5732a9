"""A post asks a department for copy, a picture or a video, as a task with a due day.

The task stands in the project of the campaign's month; what is handed in for it comes back in
``offers``. Three working days before it goes out is when the material is wanted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from calendar_app.models import Entry, MaterialRequest
from planning import moving, projects, task_changes
from planning.models import Project, Task
from planning.sockets import Danger, TaskSlip
from workspaces import audit
from workspaces.days import WorkingDays, working_days
from workspaces.models import Department, UndoStep, User, Workspace
from workspaces.periods import month_of
from workspaces.punctuation import labelled

AHEAD = 3  # working days between the material and the post


class CannotAsk(Exception):
    """The text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one request stands, in words for the composer, the cell and the list."""

    request: MaterialRequest
    state: str
    tone: str
    proposal: date | None  # a due day that fits the post's time of now, not answered yet
    late: bool


def proposed_due(at: datetime | None, workspace: Workspace, days: WorkingDays) -> date | None:
    """Three working days before the post's day; None while it has no time."""
    if at is None:
        return None
    return days.shift(at.astimezone(workspace.tz).date(), -AHEAD)


def goes_out(entry: Entry) -> datetime | None:
    """When the first of its versions appears."""
    found: datetime | None = entry.versions.aggregate(first=Min("at"))["first"]
    return found


@transaction.atomic
def ask(
    entry: Entry,
    *,
    what: str,
    brief: str,
    size: str,
    due: date | None,
    department: Department | None,
    responsible: User | None,
    by: User,
    project: Project | None = None,
) -> MaterialRequest:
    """Make the request and its task. ``due`` None: three working days before. Raises CannotAsk."""
    workspace = entry.workspace
    today = timezone.localdate(timezone=workspace.tz)
    days = working_days(workspace)
    proposal = proposed_due(goes_out(entry), workspace, days)
    due = due or (max(proposal, days.on_or_after(today)) if proposal else None)
    if due is None:
        raise CannotAsk(_("The post has no time yet. Choose a due day, or give the post a time."))
    if due < today:
        raise CannotAsk(_("That due day has passed. Choose a later one."))
    if department is None and responsible is None:
        raise CannotAsk(_("Choose a department or a person to ask."))
    if not brief.strip():
        raise CannotAsk(_("Say what it should say or show, so that nobody has to guess."))
    label = str(MaterialRequest.What(what).label)
    task = task_changes.add_task(
        project or _project_of(workspace, due, by),
        {
            "title": labelled(label, entry)[:150],
            "note": "\n".join(part for part in (brief.strip(), size.strip()) if part),
            "department": department,
            "responsible": responsible,
            "start": min(today, due),
            "due": due,
        },
        by=by,
    )
    made = MaterialRequest.objects.create(
        workspace=workspace,
        entry=entry,
        what=what,
        brief=brief.strip(),
        size=size.strip()[:100],
        task=task,
        proposed_due=proposal,
        made_by=by,
    )
    audit.record(
        workspace,
        by,
        "calendar.material_asked",
        entry,
        after={"what": label, "of": str(department or responsible), "due": due.isoformat()},
    )
    return made


def _project_of(workspace: Workspace, due: date, by: User) -> Project:
    """The month's own project of requests, made when first needed."""
    month = month_of(due)
    with override(workspace.language):
        title = _("Material for posts, %(month)s") % {"month": f"{due:%Y/%m}"}
    found = Project.objects.in_workspace(workspace).standing().filter(title=title).first()
    if found is not None:
        return found
    today = timezone.localdate(timezone=workspace.tz)
    fields = {"title": title, "start": min(month.start, today), "due": month.end}
    return projects.make_project(workspace, fields, by=by)


@transaction.atomic
def call_off(request: MaterialRequest, *, by: User) -> None:
    """Nobody has to make it any more; the task goes with it."""
    now = timezone.now()
    done = MaterialRequest.objects.filter(pk=request.pk, closed_at=None).update(
        closed_at=now, end=MaterialRequest.End.CALLED_OFF
    )
    if not done:
        raise CannotAsk(_("This request is closed already."))
    if not request.task.is_done:
        task_changes.remove(request.task, by=by)
    audit.record(request.workspace, by, "calendar.material_called_off", request.entry)


@transaction.atomic
def take_proposal(request: MaterialRequest, *, by: User) -> UndoStep | None:
    """Move the task to the due day that fits the post's time of now."""
    proposal = proposed_due(
        goes_out(request.entry), request.workspace, working_days(request.workspace)
    )
    if proposal is None:
        raise CannotAsk(_("The post has no time, so there is no due day to propose."))
    if proposal < timezone.localdate(timezone=request.workspace.tz):
        raise CannotAsk(
            _("Three working days before the post have passed already. Ask whoever makes it.")
        )
    MaterialRequest.objects.filter(pk=request.pk).update(proposed_due=proposal)
    seen = moving.preview(request.task, due=proposal)
    return moving.move(request.task, by=by, digest=seen.digest, due=proposal)


@transaction.atomic
def keep_due(request: MaterialRequest, *, by: User) -> None:
    """The due day stays although the post has moved."""
    proposal = proposed_due(
        goes_out(request.entry), request.workspace, working_days(request.workspace)
    )
    MaterialRequest.objects.filter(pk=request.pk).update(proposed_due=proposal)
    audit.record(
        request.workspace,
        by,
        "calendar.material_due_kept",
        request.entry,
        after={"due": request.task.due.isoformat()},
    )


# --- How they stand ----------------------------------------------------------------------------


def rows_of(workspace: Workspace):
    """Requests with what their pages say of them, in one query."""
    return (
        MaterialRequest.objects.in_workspace(workspace)
        .with_offers()
        .select_related("entry", "task__department", "task__responsible", "task__project")
        .annotate(goes_out=Min("entry__versions__at"))
    )


def standings(workspace: Workspace, rows: Iterable[MaterialRequest]) -> list[Standing]:
    """``rows`` from ``rows_of``."""
    rows = list(rows)
    if not rows:
        return []
    days = working_days(workspace)
    today = timezone.localdate(timezone=workspace.tz)
    return [_standing(row, workspace, days, today) for row in rows]


def of_entry(entry: Entry) -> list[Standing]:
    return standings(entry.workspace, rows_of(entry.workspace).filter(entry=entry))


def of_entries(workspace: Workspace, entries: Sequence[int]) -> dict[int, Standing]:
    """The open request of each post that needs somebody most: three queries, however many posts."""
    found: dict[int, Standing] = {}
    of_these = MaterialRequest.objects.in_workspace(workspace).open().filter(entry__in=entries)
    wanted = list(of_these.values_list("pk", flat=True))
    if not wanted:  # most months ask for little, and what follows is long to put together
        return found
    rows = rows_of(workspace).filter(pk__in=wanted)
    for one in standings(workspace, rows):
        before = found.get(one.request.entry_id)
        if before is None or _urgency(one) > _urgency(before):
            found[one.request.entry_id] = one
    return found


def _urgency(one: Standing) -> tuple[bool, bool]:
    return (one.tone == "info", one.late)


def _standing(row, workspace: Workspace, days: WorkingDays, today: date) -> Standing:
    task: Task = row.task
    proposal = proposed_due(row.goes_out, workspace, days)
    answered = row.closed_at is not None or proposal is None or proposal == row.proposed_due
    late = row.closed_at is None and not row.offered and task.is_late(today)
    if row.closed_at is not None:
        state, tone = str(row.get_end_display()), "good" if row.end == "accepted" else "idle"
    elif row.offered:
        state, tone = _("Handed in: look at it"), "info"
    elif task.removed_at is not None or task.project.archived_at is not None:
        state, tone = _("Its task was removed"), "bad"
    elif late:
        state, tone = _("Late since %(day)s") % {"day": f"{task.due:%m/%d}"}, "bad"
    else:
        state, tone = _("Due on %(day)s") % {"day": f"{task.due:%m/%d}"}, "warn"
    return Standing(row, state, tone, None if answered else proposal, late)


# --- What a slip endangers ---------------------------------------------------------------------


def endangered_by(workspace: Workspace, slips: Sequence[TaskSlip]) -> list[Danger]:
    """Posts whose material would come less than three working days before they go out.

    Plugged into ``planning.sockets.TASK_ENDANGERS``; two queries, however many slips.
    """
    by_task = {slip.task: slip for slip in slips}
    rows = (
        MaterialRequest.objects.in_workspace(workspace)
        .open()
        .filter(task__in=by_task, entry__removed_at=None)
        .exclude(entry__state=Entry.State.PUBLISHED)
        .select_related("entry")
        .annotate(goes_out=Min("entry__versions__at"))
        .filter(Q(goes_out__isnull=False))
    )
    days = working_days(workspace)
    found = []
    for row in rows:
        slip = by_task[row.task_id]
        wanted = proposed_due(row.goes_out, workspace, days)
        if wanted is None or slip.after <= wanted:
            continue
        found.append(Danger(slip.task, _danger(row, slip, workspace), _address(row.entry)))
    return found


def _danger(row, slip: TaskSlip, workspace: Workspace) -> str:
    at = row.goes_out.astimezone(workspace.tz)
    return _("“%(task)s” %(days)d days late → the post “%(post)s” of %(at)s") % {
        "task": slip.title,
        "days": (slip.after - slip.before) // timedelta(days=1),
        "post": row.entry,
        "at": f"{at.month}/{at.day} {at:%H:%M}",
    }


def _address(entry: Entry) -> str:
    return reverse("calendar:entry_edit", args=[entry.workspace.slug, entry.pk]) + "#requests"
