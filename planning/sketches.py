"""A whole project as its page reckons with it: one short line for every task, no models.

A project may have thousands of tasks, of which a page shows a hundred; only those become rows.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from planning import plan
from planning.models import Project, Task, TaskLink
from planning.plan import Link, Span
from planning.sockets import Danger, TaskSlip, task_endangers
from workspaces.days import WorkingDays, working_days


class Sketch(NamedTuple):
    """What the order, the sentence and the warnings of a project need of one task."""

    pk: int
    number: int
    title: str
    start: date
    due: date
    is_milestone: bool
    status: str
    blocked: str
    department_id: int | None

    @property
    def is_done(self) -> bool:
        return self.status == Task.Status.DONE

    @property
    def span(self) -> Span:
        return Span(self.start, self.due)


@dataclass(frozen=True, slots=True)
class Pushed:
    """A task that would move if every late one were finished today."""

    title: str
    before: Span
    after: Span
    is_late: bool  # itself; else it only waits for one


@dataclass(frozen=True, slots=True)
class ProjectSketch:
    """All tasks of a project by primary key, in no order, by three queries."""

    tasks: dict[int, Sketch]
    links: list[Link]
    days: WorkingDays

    @classmethod
    def of(cls, project: Project) -> "ProjectSketch":
        place = project.workspace
        rows = Task.objects.in_workspace(place).filter(project=project, removed_at=None).order_by()
        links = TaskLink.objects.in_workspace(place).filter(
            before__project=project, before__removed_at=None, after__removed_at=None
        )
        found = (Sketch(*row) for row in rows.values_list(*Sketch._fields))
        return cls(
            {one.pk: one for one in found},
            [Link(*row) for row in links.values_list("before_id", "after_id", "lag")],
            working_days(place),
        )

    @property
    def milestones(self) -> set[int]:
        return {pk for pk, task in self.tasks.items() if task.is_milestone}

    @property
    def spans(self) -> dict[int, Span]:
        return {pk: task.span for pk, task in self.tasks.items()}


def slipping(
    project: Project, whole: ProjectSketch, *, today: date
) -> tuple[list[Pushed], list[Danger]]:
    """If every late task were finished today: which others move, and what that endangers."""
    first = whole.days.on_or_after(today)
    late = {
        pk: Span(task.start, max(task.due, first))
        for pk, task in whole.tasks.items()
        if task.due < today and not task.is_done
    }
    if not late:
        return [], []
    moves = plan.push(
        whole.spans,
        whole.links,
        late,
        whole.days,
        milestones=whole.milestones,
        settled={pk for pk, task in whole.tasks.items() if task.is_done},
    )
    slips = [
        TaskSlip(one.task, whole.tasks[one.task].title, one.before.due, one.after.due)
        for one in moves
        if one.after.due > one.before.due
    ]
    pushed = [
        Pushed(whole.tasks[one.task].title, one.before, one.after, one.task in late)
        for one in moves
    ]
    return pushed, task_endangers(project.workspace, slips)
