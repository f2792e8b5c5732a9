"""How a task stands in the timeline's workbook: its columns, its values, its mark.

The mark in the last column holds the task's version and a hash of the values as they went out.
So a row that comes back shows whether somebody edited it outside, and whether somebody edited
the task here meanwhile.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.models import Project, Task, TaskLink
from workspaces.http import is_key
from workspaces.models import Workspace

# Hidden sheet that says what went out, so that only what was there can be missing.
HIDDEN_SHEET = "_workbench"
SEPARATOR = "、"
_SENT = 200  # tasks in one cell of the hidden sheet


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: str | Promise
    names: tuple[str, ...]  # further headers that mean it
    width: float
    kind: str = "text"  # as reports.documents.sheet.SheetColumn
    edited: bool = True  # read back; else only shown


COLUMNS = (
    Column("code", pgettext_lazy("of a task", "Code"), ("code", "編號", "代碼"), 10),
    Column("project", _("Project"), ("project", "專案"), 20),
    Column("title", _("Task"), ("task", "任務", "工作項目"), 28),
    Column("milestone", _("milestone"), ("milestone", "里程碑"), 9),
    Column("department", _("Department"), ("department", "部門"), 10),
    Column("responsible", _("Responsible"), ("responsible", "負責人員", "負責人"), 14),
    Column("consulted", _("Consulted"), ("consulted", "會辦"), 14),
    Column("start", _("Start"), ("start", "開始", "開始日"), 12, "date"),
    Column("due", _("Due"), ("due", "期限", "截止日", "結束"), 12, "date"),
    Column("waits_for", _("Waits for"), ("waits for", "等待", "前置任務"), 13),
    Column(
        "progress", _("Progress in percent"), ("progress", "進度", "進度（百分比）"), 10, "number"
    ),
    Column("state", _("State"), ("state", "狀態"), 14, "status", edited=False),
    Column("blocked", _("What blocks it"), ("blocked", "卡在哪裡"), 24),
    Column("note", _("What is to be handed in"), ("note", "要交什麼", "說明"), 30),
    Column("mark", _("Check mark (keep)"), ("mark", "核對碼（請保留）"), 16, edited=False),
)
EDITED = tuple(column.key for column in COLUMNS if column.edited and column.key != "code")


def code_of(task: Task) -> str:
    """``12-3``: project 12, its task number 3."""
    return f"{task.project_id}-{task.number}"


def values_of(
    tasks: Iterable[Task], waits: Mapping[int, str], consulted: Mapping[int, str]
) -> list[dict[str, Any]]:
    """One dictionary per task with the edited columns as text, numbers and days."""
    return [
        {
            "code": code_of(task),
            "project": task.project.title,
            "title": task.title,
            "milestone": "◆" if task.is_milestone else "",
            "department": task.department.name if task.department else "",
            "responsible": task.who,
            "consulted": consulted.get(task.pk, ""),
            "start": task.start,
            "due": task.due,
            "waits_for": waits.get(task.pk, ""),
            "progress": task.progress,
            "blocked": task.blocked,
            "note": task.note,
        }
        for task in tasks
    ]


def tasks_for_sheet(workspace: Workspace, projects: Iterable[Project]):
    """Their living tasks with all that a row says: four queries, however many.

    Projects, departments and people are few: fetched apart, they are made once and not per row.
    """
    return (
        Task.objects.in_workspace(workspace)
        .filter(project__in=list(projects), removed_at=None)
        .prefetch_related("project", "department", "responsible")
        .order_by("project__due", "project", "start", "due", "number")
    )


def waits_of(workspace: Workspace, projects: Iterable[Project]) -> dict[int, str]:
    """``3、5+2``: waits for tasks 3 and 5 of its project, two working days after 5."""
    rows = TaskLink.objects.in_workspace(workspace).filter(
        after__project__in=list(projects), before__removed_at=None
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for after, number, lag in rows.values_list("after_id", "before__number", "lag"):
        text = f"{number}+{lag}" if lag else str(number)
        found.setdefault(after, []).append((number, text))
    return {pk: SEPARATOR.join(text for _n, text in sorted(all_)) for pk, all_ in found.items()}


def consulted_of(workspace: Workspace, projects: Iterable[Project]) -> dict[int, str]:
    """Names of the departments that are asked too, for the tasks that have any."""
    rows = Task.objects.in_workspace(workspace).filter(
        project__in=list(projects), consulted__isnull=False
    )
    found: dict[int, list[str]] = {}
    for pk, name in rows.order_by("consulted__name").values_list("pk", "consulted__name"):
        found.setdefault(pk, []).append(name)
    return {pk: SEPARATOR.join(sorted(names)) for pk, names in found.items()}


def sent_lines(tasks: Iterable[Task]) -> list[str]:
    """``12-1:4 12-2:1``: which tasks go out in which version, some hundred to a line."""
    parts = [f"{code_of(task)}:{task.version}" for task in tasks]
    return [" ".join(parts[n : n + _SENT]) for n in range(0, len(parts), _SENT)]


def read_sent(cells: Iterable[Any]) -> dict[str, int]:
    """Code → version out of one line; files from before had code and version in two cells."""
    first, *rest = [*cells, None]
    text = str(first or "")
    if ":" not in text:
        version = rest[0]
        # Anything but a version of ours matches none, so that the task stays.
        return {text: version if isinstance(version, int) else 0} if text else {}
    pairs = (part.partition(":") for part in text.split())
    return {code: int(version) if is_key(version) else 0 for code, _colon, version in pairs}


def mark_of(version: int, values: Mapping[str, Any]) -> str:
    return f"v{version}-{fingerprint(values)}"


def fingerprint(values: Mapping[str, Any]) -> str:
    """Of the edited columns; spaces around a text are nobody's edit."""
    plain = [_plain(values.get(key)) for key in EDITED]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()[:10]


def read_mark(text: str) -> tuple[int, str] | None:
    """(version, fingerprint) of a mark, None if it is not one."""
    version, _dash, print_ = text.strip().partition("-")
    if version[:1] == "v" and is_key(version[1:]) and len(print_) == 10:
        return int(version[1:]), print_
    return None


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").strip()
