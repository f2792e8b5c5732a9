"""What the pages of a project show: its tasks in order, its chart, its board, where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning import gantt
from planning.models import Project, Task
from planning.plan import Circle, Link, Span, broken, in_order
from planning.sketches import ProjectSketch, Sketch
from workspaces.models import Workspace
from workspaces.punctuation import sentences

_ON_BOARD = 60  # cards of a column; the list has the rest


@dataclass(frozen=True, slots=True)
class Row:
    """One task with what its line says."""

    task: Task
    late: int  # calendar days late; 0 when it is not
    waits_for: list[Sketch]
    tone: str
    word: str


@dataclass(frozen=True, slots=True)
class Column:
    status: str
    label: str
    rows: list[Row]  # the first of them
    count: int


def tasks_of(project: Project) -> QuerySet[Task]:
    return (
        Task.objects.in_workspace(project.workspace)
        .filter(project=project, removed_at=None)
        .select_related("department", "responsible")
    )


def ordered(tasks: Iterable[Sketch], links: list[Link]) -> list[Sketch]:
    """By start, and everyone after what it waits for."""
    found = sorted(tasks, key=lambda task: (task.start, task.due, task.number))
    try:
        order = {pk: n for n, pk in enumerate(in_order([task.pk for task in found], links))}
    except Circle:  # cannot be made through the pages; shown all the same
        order = {}
    found.sort(key=lambda task: (task.start, order.get(task.pk, 0)))
    return found


def rows_of(
    project: Project, shown: Iterable[Sketch], whole: ProjectSketch, *, today: date
) -> list[Row]:
    """Lines for the tasks that are shown, by one query; what they wait for may stand elsewhere."""
    waits: dict[int, list[Sketch]] = {one.pk: [] for one in shown}
    for one in whole.links:
        if one.after in waits:
            waits[one.after].append(whole.tasks[one.before])
    tasks = tasks_of(project).in_bulk(list(waits))
    return [row_of(tasks[pk], mine, today=today) for pk, mine in waits.items() if pk in tasks]


def row_of(task: Task, waits_for: list[Sketch], *, today: date) -> Row:
    late = max(0, (today - task.due).days) if not task.is_done else 0
    tone, word = standing(task, today=today)
    return Row(task, late, waits_for, tone, word)


def standing(task: Task, *, today: date) -> tuple[str, str]:
    """Tone and word of a task's state."""
    if task.is_done:
        return "good", _("Finished")
    if task.blocked:
        return "bad", _("Blocked")
    late = (today - task.due).days
    if late > 0:
        said = ngettext("%(count)d day late", "%(count)d days late", late)
        return "bad", said % {"count": late}
    if (task.due - today).days <= 2:
        return "warn", _("Due soon")
    if task.status == Task.Status.DOING:
        return "info", _("In progress")
    return "idle", _("To do")


def chart_of(
    project: Project, rows: list[Row], whole: ProjectSketch, *, today: date
) -> gantt.Chart:
    lines = [
        gantt.Line(
            row.task.pk,
            Span(row.task.start, row.task.due),
            row.task.progress,
            row.task.is_milestone,
        )
        for row in rows
    ]
    return gantt.lay_out(
        lines,
        whole.links,
        first=project.start,
        last=project.due,
        today=today,
        works=whole.days.works,
    )


def broken_of(whole: ProjectSketch) -> list[tuple[Sketch, Sketch]]:
    """(earlier, later) where the later one begins before it may; finished ones are past it."""
    tasks = whole.tasks
    return [
        (tasks[one.before], tasks[one.after])
        for one in broken(whole.spans, whole.links, whole.days, milestones=whole.milestones)
        if not tasks[one.after].is_done and not tasks[one.before].is_done
    ]


def board_of(
    project: Project, tasks: Iterable[Sketch], whole: ProjectSketch, *, today: date
) -> list[Column]:
    by_status: dict[str, list[Sketch]] = {}
    for task in tasks:
        by_status.setdefault(task.status, []).append(task)
    return [
        Column(
            status, str(label), rows_of(project, mine[:_ON_BOARD], whole, today=today), len(mine)
        )
        for status, label in Task.Status.choices
        for mine in [by_status.get(status, [])]
    ]


def sentence(project: Project, tasks: Sequence[Sketch], *, today: date) -> str:
    """The one sentence that matters about a project; ``tasks`` are all of it, in order."""
    if not tasks:
        return _("No task yet.")
    still = [task for task in tasks if not task.is_done]
    late = [task for task in still if task.due < today]
    blocked = [task for task in still if task.blocked]
    done = len(tasks) - len(still)
    parts = [_("%(done)d of %(all)d tasks are finished.") % {"done": done, "all": len(tasks)}]
    if late:
        worst = min(late, key=lambda task: task.due)
        parts.append(
            ngettext(
                "%(count)d is late, “%(task)s” by %(days)d days.",
                "%(count)d are late, most of all “%(task)s” by %(days)d days.",
                len(late),
            )
            % {"count": len(late), "task": worst.title, "days": (today - worst.due).days}
        )
    if blocked:
        parts.append(
            ngettext("%(count)d is blocked.", "%(count)d are blocked.", len(blocked))
            % {"count": len(blocked)}
        )
    if not late and not blocked and still:
        left = (project.due - today).days
        if left >= 0:
            parts.append(_("Everything is on time; %(days)d days are left.") % {"days": left})
    return sentences(parts)


def projects_with_counts(workspace: Workspace, *, today: date) -> QuerySet[Project]:
    """Projects with how many tasks they have, are finished and late: one query."""
    alive = Q(tasks__removed_at=None)
    return (
        Project.objects.in_workspace(workspace)
        .select_related("lead")
        .annotate(
            task_count=Count("tasks", filter=alive),
            done_count=Count("tasks", filter=alive & Q(tasks__status=Task.Status.DONE)),
            late_count=Count(
                "tasks",
                filter=alive & Q(tasks__due__lt=today) & ~Q(tasks__status=Task.Status.DONE),
            ),
        )
        .order_by("due", "pk")
    )
