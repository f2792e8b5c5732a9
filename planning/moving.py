"""Moving a task: what moves with it, what that endangers, doing it, and taking it back."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from planning import plan, slips
from planning.models import Project, Task, TaskLink
from planning.plan import Link, Move, Span
from planning.sockets import Danger, TaskSlip, task_endangers
from workspaces import audit, undo
from workspaces.days import WorkingDays, working_days
from workspaces.models import UndoStep, User, Workspace


class PlanChanged(Exception):
    """The plan is no longer the one that was looked at; ``fresh`` is what would happen now."""

    def __init__(self, fresh: "Preview") -> None:
        super().__init__(fresh.digest)
        self.fresh = fresh


@dataclass(frozen=True, slots=True)
class Moved:
    """One task of a preview, with words for the page."""

    task: Task
    before: Span
    after: Span
    days: int  # calendar days its due day moves; negative: earlier

    @property
    def slips(self) -> bool:
        return self.after.due > self.before.due


@dataclass(frozen=True, slots=True)
class Preview:
    """What moving would do. ``digest`` pins it, so that nobody confirms something else."""

    task: Task
    moves: list[Moved]
    dangers: list[Danger]
    past_project: int  # calendar days by which the project would end late
    digest: str

    @property
    def others(self) -> list[Moved]:
        return [one for one in self.moves if one.task.pk != self.task.pk]


@dataclass(slots=True)
class ProjectPlan:
    """A project's tasks as the pure part wants them, by three queries."""

    tasks: dict[int, Task]
    spans: dict[int, Span]
    links: list[Link]
    days: WorkingDays

    @classmethod
    def of(cls, project: Project, *, lock: bool = False) -> "ProjectPlan":
        rows = Task.objects.in_workspace(project.workspace).filter(project=project, removed_at=None)
        if lock:
            rows = rows.select_for_update()
        tasks = {task.pk: task for task in rows.order_by()}
        for task in tasks.values():  # known already; asking again would cost a query each
            task.project, task.workspace = project, project.workspace
        links = TaskLink.objects.in_workspace(project.workspace).filter(
            before__project=project, before__removed_at=None, after__removed_at=None
        )
        return cls(
            tasks,
            {pk: Span(task.start, task.due) for pk, task in tasks.items()},
            [Link(*row) for row in links.values_list("before_id", "after_id", "lag")],
            working_days(project.workspace),
        )

    def push(self, moved: dict[int, Span]) -> list[Move]:
        return plan.push(
            self.spans,
            self.links,
            moved,
            self.days,
            milestones={pk for pk, task in self.tasks.items() if task.is_milestone},
            settled={pk for pk, task in self.tasks.items() if task.is_done},
        )


def new_span(task: Task, days: WorkingDays, *, start: date | None, due: date | None) -> Span:
    """``start`` alone shifts the task; ``due`` (with or without it) sets its length too."""
    span = Span(task.start, task.due)
    if due is None:
        return plan.moved_to(span, start, days) if start else span
    first = days.on_or_after(start or task.start)
    if task.is_milestone:
        first = days.on_or_after(due)
        return Span(first, first)
    return Span(first, max(first, days.on_or_after(due)))


def preview(
    task: Task, *, start: date | None = None, due: date | None = None, lock: bool = False
) -> Preview:
    """What happens if ``task`` begins on ``start`` and/or is due on ``due``."""
    whole = ProjectPlan.of(task.project, lock=lock)
    task = whole.tasks.get(task.pk, task)
    target = new_span(task, whole.days, start=start, due=due)
    moves = _moved(whole, whole.push({task.pk: target}))
    last = max((one.after.due for one in moves), default=task.due)
    late = max(0, (last - task.project.due).days)
    slips = slips_of(moves)
    dangers = task_endangers(task.workspace, slips)
    return Preview(task, moves, dangers, late, _digest(moves))


def slips_of(moves: Sequence[Moved]) -> list[TaskSlip]:
    return [
        TaskSlip(one.task.pk, one.task.title, one.before.due, one.after.due)
        for one in moves
        if one.slips
    ]


@transaction.atomic
def move(
    task: Task, *, by: User, digest: str, start: date | None = None, due: date | None = None
) -> UndoStep | None:
    """Do what was previewed, or raise ``PlanChanged``. None when nothing moves."""
    now = preview(task, start=start, due=due, lock=True)
    if now.digest != digest:
        raise PlanChanged(now)
    if not now.moves:
        return None
    for one in now.moves:
        _write(one.task, one.after, by)
    label = _("Moving “%(task)s”") % {"task": task.title}
    step = undo.remember(
        task.workspace,
        by,
        label,
        "planning.task_moved",
        {"moves": [[one.task.pk, *_days(one.before), *_days(one.after)] for one in now.moves]},
    )
    audit.record(
        task.workspace,
        by,
        "planning.task_moved",
        task,
        before=_said(now.moves, "before"),
        after=_said(now.moves, "after"),
    )
    slips.tell(f"{step.pk}", task.project, now.moves, now.dangers, by=by)
    return step


def take_back(workspace: Workspace, by: User, params: dict) -> None:
    """Undo handler. Refuses when somebody has moved one of the tasks since."""
    moves = params["moves"]
    tasks = {
        task.pk: task
        for task in Task.objects.in_workspace(workspace)
        .select_for_update(of=("self",))
        .select_related("project__workspace")
        .filter(pk__in=[row[0] for row in moves])
    }
    for pk, _start, _due, start, due in moves:
        task = tasks.get(pk)
        if task is None or task.removed_at or _days(Span(task.start, task.due)) != [start, due]:
            raise undo.CannotUndo(
                _("“%(task)s” has been moved again since. Move it by hand instead.")
                % {"task": task.title if task else pk}
            )
    back = []
    for pk, start, due, _start, _due in moves:
        task, earlier = tasks[pk], Span(date.fromisoformat(start), date.fromisoformat(due))
        back.append(slips.Line(task, Span(task.start, task.due), earlier))
        _write(task, earlier, by)
    first = back[0].task
    slips.tell(f"back:{first.pk}:{first.version}", first.project, back, [], by=by)


def _moved(whole: ProjectPlan, moves: Sequence[Move]) -> list[Moved]:
    return [
        Moved(whole.tasks[one.task], one.before, one.after, (one.after.due - one.before.due).days)
        for one in moves
    ]


def _write(task: Task, span: Span, by: User) -> None:
    Task.objects.filter(pk=task.pk).update(
        start=span.start,
        due=span.due,
        version=F("version") + 1,
        changed_by=str(by)[:120],
        changed_at=timezone.now(),
    )


def _digest(moves: Sequence[Moved]) -> str:
    rows = [[one.task.pk, *_days(one.before), *_days(one.after)] for one in moves]
    return hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest()[:32]


def _days(span: Span) -> list[str]:
    return [span.start.isoformat(), span.due.isoformat()]


def _said(moves: Sequence[Moved], side: str) -> dict[str, str]:
    return {one.task.title: "–".join(_days(getattr(one, side))) for one in moves[:50]}
