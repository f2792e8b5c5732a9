"""Do what an import was said to do, as one act that can be taken back."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from planning import slips
from planning.import_sheet import Sheet, SheetRow, read
from planning.importing import Change, Diff, compare
from planning.models import Project, Task, TaskLink, TimelineImport
from planning.plan import Span
from planning.task_changes import address, short_day
from workspaces import audit, notifications, undo
from workspaces.models import UndoStep, User, Workspace

_FIELDS = ("title", "note", "blocked", "is_milestone", "start", "due", "progress", "status")


class DiffChanged(Exception):
    """The workspace is no longer as it was when the difference was shown."""


def receive(workspace: Workspace, content: bytes, name: str, *, by: User) -> TimelineImport:
    """Read and keep it until somebody confirms. Raises ``import_sheet.CannotRead``."""
    sheet = read(content)
    return TimelineImport.objects.create(
        workspace=workspace, name=name[:200], rows=_dump(sheet), sent_by=by
    )


def diff_of(found: TimelineImport) -> Diff:
    return compare(found.workspace, _load(found.rows))


@transaction.atomic
def confirm(
    found: TimelineImport, *, by: User, digest: str, take: Collection[int] = ()
) -> UndoStep | None:
    """Apply what was shown; ``take`` are rows of conflicts that shall win. Raises DiffChanged."""
    standing = TimelineImport.objects.select_for_update(of=("self",)).get(pk=found.pk)
    # Whole rows are written back: nobody may save a task between looking and writing.
    held = Task.objects.in_workspace(standing.workspace).select_for_update(of=("self",))
    list(held.filter(removed_at=None).order_by("pk").values_list("pk", flat=True))
    diff = diff_of(standing)
    if standing.applied_at is not None or diff.digest != digest:
        raise DiffChanged
    diff.changed += [one for one in diff.conflicts if one.row in take]
    standing.applied_at = timezone.now()
    standing.result = diff.as_json()
    standing.save(update_fields=["applied_at", "result"])
    return apply(standing.workspace, diff, by=by, name=standing.name)


@transaction.atomic
def apply(workspace: Workspace, diff: Diff, *, by: User | None, name: str) -> UndoStep | None:
    """Write the rows in bulk; one line in the audit trail, one step to take it back."""
    if not (diff.added or diff.changed or diff.removed):
        return None
    known = [one.task for one in diff.changed if one.task is not None]
    prefetch_related_objects(known, "consulted", "waits_for")
    before = [_state(task) for task in known]
    for one in diff.changed:
        _write(one, by)
    made = _add(workspace, diff.added, by)
    standing = [(one, one.task) for one in diff.changed if one.task is not None]
    for one, task in [*zip(diff.added, made, strict=True), *standing]:
        if one.consulted is not None:
            task.consulted.set(one.consulted)
        if one.waits is not None:
            _link(workspace, task, one.waits)
    gone = [task.pk for task in diff.removed]
    Task.objects.in_workspace(workspace).filter(pk__in=gone).update(removed_at=timezone.now())
    counts = {"added": len(made), "changed": len(diff.changed), "removed": len(gone)}
    audit.record(workspace, by, "planning.timeline_imported", name, after=counts)
    was = {row["pk"]: row for row in before}
    _tell_of_moves(workspace, [task for _one, task in standing], was, by)
    _tell_of_work(workspace, [*made, *(task for _one, task in standing)], was, by)
    if by is None:
        return None
    return undo.remember(
        workspace,
        by,
        _("Import of “%(name)s”") % {"name": name},
        "planning.timeline_imported",
        {"before": before, "added": [task.pk for task in made], "removed": gone},
    )


def take_back(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    """Undo handler. Refuses when somebody has worked on one of the tasks since."""
    rows = {row["pk"]: row for row in params["before"]}
    tasks = Task.objects.in_workspace(workspace).select_for_update(of=("self",))
    for task in tasks.filter(pk__in=rows):
        row = rows[task.pk]
        if task.version != row["version"] + 1:
            raise undo.CannotUndo(_changed_since(task))
        for name in _FIELDS:
            setattr(task, name, row[name])
        task.start, task.due = date.fromisoformat(row["start"]), date.fromisoformat(row["due"])
        task.responsible_id, task.contact = row["responsible"], row["contact"]
        task.department_id = row["department"]
        task.version += 1
        task.changed_by = str(by)[:120]
        task.save()
        task.consulted.set(row["consulted"])
        TaskLink.objects.in_workspace(workspace).filter(after=task).delete()
        TaskLink.objects.bulk_create(
            TaskLink(workspace=workspace, before_id=b, after=task, lag=lag)
            for b, lag in row["waits"]
        )
    added = tasks.filter(pk__in=params["added"])
    if worked_on := added.filter(version__gt=1).first():
        raise undo.CannotUndo(_changed_since(worked_on))
    added.update(removed_at=timezone.now())
    tasks.filter(pk__in=params["removed"]).update(removed_at=None)


def _changed_since(task: Task) -> str:
    return _("“%(task)s” has been changed since the import. Correct it by hand instead.") % {
        "task": task.title
    }


def _tell_of_moves(
    workspace: Workspace, tasks: list[Task], was: dict[int, dict[str, Any]], by: User | None
) -> None:
    """As when a bar is dragged: whom it concerns, from when to when, what it endangers."""
    lines: dict[int, list[slips.Line]] = {}
    for task in tasks:
        days = was[task.pk]["start"], was[task.pk]["due"]
        before, after = Span(*map(date.fromisoformat, days)), Span(task.start, task.due)
        if before != after:
            lines.setdefault(task.project_id, []).append(slips.Line(task, before, after))
    for mine in lines.values():
        event = f"import:{mine[0].task.project_id}:{timezone.now().isoformat()}"
        dangers = slips.endangered(workspace, mine)
        slips.tell(event, mine[0].task.project, mine, dangers, by=by)


def _tell_of_work(
    workspace: Workspace, tasks: list[Task], was: dict[int, dict[str, Any]], by: User | None
) -> None:
    """Whoever is responsible for a task since this file: one notification a person."""
    given: dict[User, list[Task]] = {}
    for task in tasks:
        known = was.get(task.pk, {}).get("responsible")
        if task.responsible is not None and task.responsible_id != known and task.responsible != by:
            given.setdefault(task.responsible, []).append(task)
    for person, mine in given.items():
        first, who = mine[0], by or _("Import")
        words = {"who": who, "task": first.title, "n": len(mine), "day": short_day(first.due)}
        if len(mine) == 1:
            said, url = _("%(who)s gave you “%(task)s”, due %(day)s."), address(first)
        else:
            said = _("%(who)s gave you %(n)d tasks with an edited timeline, such as “%(task)s”.")
            url = reverse("planning:task_list", args=[workspace.slug])
        notifications.tell(
            workspace,
            [person],
            key=f"task:{first.pk}:given:{first.version}",
            text=said % words,
            url=url,
        )


def _write(change: Change, by: User | None) -> None:
    task = change.task
    assert task is not None
    for name, value in change.fields.items():
        setattr(task, name, value)
    _settle(task, change.fields)
    task.version += 1
    task.changed_by = str(by or _("Import"))[:120]
    task.save()


def _settle(task: Task, fields: dict[str, Any]) -> None:
    """Status, finishing moment and blocking follow the columns that were edited."""
    if "progress" in fields:
        task.status = (
            Task.Status.DONE
            if task.progress == 100
            else Task.Status.DOING
            if task.progress
            else Task.Status.TODO
        )
        task.done_at = (task.done_at or timezone.now()) if task.is_done else None
    if "blocked" in fields:
        task.blocked_at = (task.blocked_at or timezone.now()) if task.blocked else None


def _add(workspace: Workspace, changes: list[Change], by: User | None) -> list[Task]:
    """New tasks get the next numbers of their projects."""
    projects = {one.project.pk for one in changes}
    list(Project.objects.select_for_update(of=("self",)).filter(pk__in=projects))
    tops = dict(
        Task.objects.in_workspace(workspace)
        .filter(project__in=projects)
        .values_list("project")
        .annotate(top=Max("number"))
        .order_by()
    )
    made = []
    for one in changes:
        tops[one.project.pk] = tops.get(one.project.pk, 0) + 1
        task = Task(
            workspace=workspace,
            project=one.project,
            number=tops[one.project.pk],
            changed_by=str(by or _("Import"))[:120],
            **one.fields,
        )
        _settle(task, one.fields)
        made.append(task)
    return Task.objects.bulk_create(made, batch_size=200)


def _link(workspace: Workspace, task: Task, waits: list[tuple[int, int]]) -> None:
    numbers = dict(
        Task.objects.in_workspace(workspace)
        .filter(project=task.project_id, number__in=[n for n, _lag in waits])
        .values_list("number", "pk")
    )
    TaskLink.objects.in_workspace(workspace).filter(after=task).delete()
    TaskLink.objects.bulk_create(
        TaskLink(workspace=workspace, before_id=numbers[n], after=task, lag=lag)
        for n, lag in dict(waits).items()
    )


def _state(task: Task) -> dict[str, Any]:
    """What undo puts back."""
    fields = {name: getattr(task, name) for name in _FIELDS}
    return fields | {
        "pk": task.pk,
        "version": task.version,
        "start": task.start.isoformat(),
        "due": task.due.isoformat(),
        "responsible": task.responsible_id,
        "contact": task.contact,
        "department": task.department_id,
        "consulted": [one.pk for one in task.consulted.all()],
        "waits": [(link.before_id, link.lag) for link in task.waits_for.all()],
    }


def _dump(sheet: Sheet) -> dict[str, Any]:
    rows = [
        {
            "number": row.number,
            "values": {
                key: {"day": value.isoformat()} if isinstance(value, date) else value
                for key, value in row.values.items()
            },
        }
        for row in sheet.rows
    ]
    return {"rows": rows, "sent": sheet.sent}


def _load(data: dict[str, Any]) -> Sheet:
    rows = [
        SheetRow(
            row["number"],
            {
                key: date.fromisoformat(value["day"]) if isinstance(value, dict) else value
                for key, value in row["values"].items()
            },
        )
        for row in data["rows"]
    ]
    return Sheet(rows, data["sent"])
