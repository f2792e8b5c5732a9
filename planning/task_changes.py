"""One task: added, changed, ticked, blocked, linked, removed. Moving stands in ``moving``."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from planning import plan
from planning.models import Project, Task, TaskCheck, TaskLink
from planning.plan import Link
from workspaces import audit, notifications, undo
from workspaces.models import Department, UndoStep, User, Workspace
from workspaces.punctuation import listed

# What one save of the task form may change, besides ``consulted``.
FIELDS = (
    "title",
    "note",
    "is_milestone",
    "department",
    "responsible",
    "contact",
    "start",
    "due",
)


class ChangedMeanwhile(Exception):
    """Somebody saved the task first; ``fresh`` is what stands there now."""

    def __init__(self, fresh: Task) -> None:
        super().__init__(fresh.pk)
        self.fresh = fresh


class CannotLink(Exception):
    """The text says why one task cannot wait for the other."""


@transaction.atomic
def add_task(project: Project, fields: Mapping[str, Any], *, by: User) -> Task:
    """The next number of the project; ``consulted`` and ``checks`` (texts) may be given too."""
    fields = dict(fields)
    consulted, checks = fields.pop("consulted", ()), fields.pop("checks", ())
    Project.objects.select_for_update().get(pk=project.pk)  # two at once get two numbers
    rows = Task.objects.in_workspace(project.workspace).filter(project=project)
    number = (rows.aggregate(top=Max("number"))["top"] or 0) + 1
    task = Task.objects.create(
        workspace=project.workspace,
        project=project,
        changed_by=str(by),
        **({"number": number} | fields),
    )
    task.consulted.set(consulted)
    add_checks(task, checks)
    audit.record(project.workspace, by, "planning.task_added", task)
    _tell_responsible(task, by)
    return task


def add_checks(task: Task, texts: Sequence[str]) -> None:
    TaskCheck.objects.bulk_create(
        [
            TaskCheck(workspace=task.workspace, task=task, text=text.strip()[:150], place=place)
            for place, text in enumerate(texts, start=task.checks.count())
            if text.strip()
        ]
    )


@transaction.atomic
def change_task(
    task: Task,
    fields: Mapping[str, Any],
    *,
    seen: int,
    by: User,
    consulted: Sequence[Department] | None = None,
) -> Task:
    """Save ``fields`` if the task is still the one that was ``seen``. Raises ChangedMeanwhile."""
    now = _locked(task)
    if now.version != seen:
        raise ChangedMeanwhile(now)
    before = {name: _plain(getattr(now, name)) for name in fields}
    after = {name: _plain(value) for name, value in fields.items()}
    changed = [name for name in fields if before[name] != after[name]]
    if consulted is not None and set(now.consulted.all()) != set(consulted):
        now.consulted.set(consulted)
        before["consulted"], after["consulted"] = "", listed(consulted)
        changed.append("consulted")
    if not changed:
        return now
    was = now.responsible_id
    for name in changed:
        if name != "consulted":
            setattr(now, name, fields[name])
    _save(now, by)
    audit.record(
        now.workspace,
        by,
        "planning.task_changed",
        now,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    if now.responsible_id != was:
        _tell_responsible(now, by)
    return now


@transaction.atomic
def set_progress(task: Task, *, progress: int, by: User | None, name: str = "", at=None) -> Task:
    """0 is to do, 100 finished, anything between in progress. ``name``: somebody by link."""
    now = _locked(task)
    progress = max(0, min(100, progress))
    before = now.progress
    finished = progress == 100
    if finished and not now.is_done:
        now.done_at = at or timezone.now()
        now.blocked, now.blocked_at = "", None
    elif not finished:
        now.done_at = None
    now.progress = progress
    now.status = (
        Task.Status.DONE if finished else Task.Status.DOING if progress else Task.Status.TODO
    )
    _save(now, by, name)
    audit.record(
        now.workspace,
        by,
        "planning.task_progressed",
        now,
        before={"progress": before},
        after={"progress": progress},
        name=name,
    )
    return now


@transaction.atomic
def set_status(task: Task, status: str, *, by: User) -> Task:
    """From the board: a column is a status; progress follows."""
    wanted = {Task.Status.TODO: 0, Task.Status.DONE: 100}
    usual = task.progress if 0 < task.progress < 100 else 10
    return set_progress(task, progress=wanted.get(Task.Status(status), usual), by=by)


@transaction.atomic
def block(task: Task, reason: str, *, by: User | None, name: str = "") -> Task:
    """What stands in the way, in words; empty: nothing any more. The lead is told."""
    now = _locked(task)
    reason = reason.strip()[:200]
    now.blocked_at = (now.blocked_at or timezone.now()) if reason else None
    now.blocked = reason
    _save(now, by, name)
    verb = "planning.task_blocked" if reason else "planning.task_unblocked"
    audit.record(now.workspace, by, verb, now, after={"reason": reason}, name=name)
    lead = now.project.lead
    if reason and lead is not None and lead != by:
        notifications.tell(
            now.workspace,
            [lead],
            key=f"task:{now.pk}:blocked:{now.version}",
            text=_("“%(task)s” is blocked: %(reason)s") % {"task": now.title, "reason": reason},
            url=address(now),
        )
    return now


@transaction.atomic
def link(before: Task, after: Task, *, lag: int, by: User) -> TaskLink:
    """``after`` waits for ``before``. Raises CannotLink."""
    if before.project_id != after.project_id:
        raise CannotLink(_("Tasks wait for tasks of the same project only."))
    # Two at once, one each way, would close a circle that neither of them sees.
    Project.objects.select_for_update(of=("self",)).get(pk=after.project_id)
    rows = TaskLink.objects.in_workspace(after.workspace).filter(after__project=after.project)
    known = [Link(*row) for row in rows.values_list("before_id", "after_id", "lag")]
    if plan.closes_a_circle(known, before.pk, after.pk):
        raise CannotLink(
            _("“%(before)s” already waits for “%(after)s”, so the two would wait for each other.")
            % {"before": before.title, "after": after.title}
        )
    made, _new = TaskLink.objects.update_or_create(
        before=before, after=after, defaults={"workspace": after.workspace, "lag": lag}
    )
    audit.record(after.workspace, by, "planning.task_linked", after, after={"before": before.title})
    return made


@transaction.atomic
def unlink(found: TaskLink, *, by: User) -> UndoStep:
    audit.record(
        found.workspace,
        by,
        "planning.task_unlinked",
        found.after,
        before={"before": str(found.before)},
    )
    params = {"before": found.before_id, "after": found.after_id, "lag": found.lag}
    found.delete()
    label = _("“%(after)s” no longer waits for “%(before)s”") % {
        "after": found.after.title,
        "before": found.before.title,
    }
    return undo.remember(found.workspace, by, label, "planning.task_unlinked", params)


def take_back_unlink(workspace: Workspace, by: User, params: dict) -> None:
    """Undo handler. Refuses where a link made since would close a circle with it."""
    tasks = {
        task.pk: task
        for task in Task.objects.in_workspace(workspace)
        .filter(pk__in=(params["before"], params["after"]))
        .select_related("workspace", "project")
    }
    try:
        link(tasks[params["before"]], tasks[params["after"]], lag=params["lag"], by=by)
    except (CannotLink, KeyError) as error:
        raise undo.CannotUndo(str(error)) from None


@transaction.atomic
def tick(check: TaskCheck, done: bool, *, by: User | None, name: str = "") -> None:
    check.done_at = timezone.now() if done else None
    check.done_by = str(by or name)[:120] if done else ""
    check.save(update_fields=["done_at", "done_by"])
    audit.record(
        check.workspace,
        by,
        "planning.check_ticked" if done else "planning.check_unticked",
        check.task,
        after={"item": check.text},
        name=name,
    )


@transaction.atomic
def remove(task: Task, *, by: User) -> UndoStep:
    """Out of the plan; its number is not used again and everything of it can come back."""
    Task.objects.filter(pk=task.pk).update(removed_at=timezone.now())
    audit.record(task.workspace, by, "planning.task_removed", task)
    return undo.remember(
        task.workspace,
        by,
        _("Removing “%(task)s”") % {"task": task.title},
        "planning.task_removed",
        {"task": task.pk},
    )


def take_back_removal(workspace: Workspace, by: User, params: dict) -> None:
    """Undo handler."""
    Task.objects.in_workspace(workspace).filter(pk=params["task"]).update(removed_at=None)


def address(task: Task) -> str:
    from django.urls import reverse

    return reverse("planning:task_detail", args=[task.workspace.slug, task.pk])


def short_day(day: date) -> str:
    """``12/3``, as notifications say it."""
    return f"{day.month}/{day.day}"


def _locked(task: Task) -> Task:
    return (
        Task.objects.select_for_update(of=("self",))
        .select_related("workspace", "project", "project__lead", "department", "responsible")
        .get(pk=task.pk)
    )


def _save(task: Task, by: User | None, name: str = "") -> None:
    task.version += 1
    task.changed_by = str(by or name)[:120]
    task.save()


def _tell_responsible(task: Task, by: User) -> None:
    if task.responsible is None or task.responsible == by:
        return
    notifications.tell(
        task.workspace,
        [task.responsible],
        key=f"task:{task.pk}:given:{task.version}",
        text=_("%(who)s gave you “%(task)s”, due %(day)s.")
        % {"who": by, "task": task.title, "day": short_day(task.due)},
        url=address(task),
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str("" if value is None else value)
