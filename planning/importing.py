"""A timeline edited elsewhere comes back: read it, say what would change, then do it.

Three things meet in a row: what went out (its check mark), what came back, and what stands here
now. A row nobody edited outside changes nothing, whatever has happened here since; a row edited
on both sides is a conflict that a person decides.
"""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from planning import import_cells, sheet_rows
from planning.import_cells import Wrong
from planning.import_sheet import Sheet, SheetRow
from planning.models import Project, Task
from planning.sheet_rows import EDITED
from workspaces.http import is_key
from workspaces.models import Department, Membership, Workspace
from workspaces.punctuation import listed


@dataclass(frozen=True, slots=True)
class Rejected:
    row: int
    reason: str
    title: str = ""


@dataclass(slots=True)
class Change:
    """One task to be added (``task`` None) or changed; ``before`` and ``after`` by column."""

    row: int
    task: Task | None
    project: Project
    before: dict[str, Any]
    after: dict[str, Any]
    fields: dict[str, Any]  # as the model wants them, only what changes
    waits: list[tuple[int, int]] | None = None  # (task number, lag); None: as it is
    conflict: str = ""  # who changed it here since it went out
    consulted: list[Department] | None = None

    @property
    def title(self) -> str:
        return str(self.after.get("title") or (self.task.title if self.task else ""))


@dataclass(slots=True)
class Diff:
    """What an import would do. ``digest`` pins it for the confirmation."""

    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    conflicts: list[Change] = field(default_factory=list)
    removed: list[Task] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)

    @property
    def digest(self) -> str:
        parts: list[Any] = [
            [one.row, one.task.pk if one.task else 0, one.task.version if one.task else 0,
             {key: str(value) for key, value in one.after.items()}]
            for one in (*self.added, *self.changed, *self.conflicts)
        ]  # fmt: skip
        parts.append(sorted((task.pk, task.version) for task in self.removed))
        text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @property
    def does_anything(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.conflicts)

    def as_json(self) -> dict[str, Any]:
        """As the command prints it; a conflict is a row that is not taken."""
        conflicts = [{"row": one.row, "reason": one.conflict} for one in self.conflicts]
        rejected = [{"row": one.row, "reason": one.reason} for one in self.rejected]
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "removed": len(self.removed),
            "unchanged": self.unchanged,
            "rejected": sorted([*rejected, *conflicts], key=lambda one: one["row"]),
        }


class _Desk:
    """Everything of the workspace a row is judged against: a handful of queries in all."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.projects = list(Project.objects.in_workspace(workspace).standing())
        self.by_title: dict[str, list[Project]] = {}
        for project in self.projects:
            self.by_title.setdefault(project.title, []).append(project)
        tasks = sheet_rows.tasks_for_sheet(workspace, self.projects)
        self.tasks = {sheet_rows.code_of(task): task for task in tasks}
        self.waits = sheet_rows.waits_of(workspace, self.projects)
        self.consulted = sheet_rows.consulted_of(workspace, self.projects)
        self.departments = {
            one.name: one for one in Department.objects.in_workspace(workspace).working()
        }
        self.people: dict[str, list[Any]] = {}
        for member in Membership.objects.in_workspace(workspace).with_people():
            self.people.setdefault(str(member.user), []).append(member.user)
        self.numbers = {(task.project_id, task.number) for task in self.tasks.values()}

    def values(self, task: Task) -> dict[str, Any]:
        return sheet_rows.values_of([task], self.waits, self.consulted)[0]


def compare(workspace: Workspace, sheet: Sheet) -> Diff:
    """What ``sheet`` would change here now."""
    desk, diff = _Desk(workspace), Diff()
    seen: set[str] = set()
    for row in sheet.rows:
        code = str(row.values.get("code") or "")
        try:
            if code in seen:
                raise Wrong(_("The code %(code)s stands in two rows.") % {"code": code})
            if code:
                seen.add(code)
            _judge(desk, row, code, diff)
        except Wrong as error:
            diff.rejected.append(
                Rejected(row.number, str(error), str(row.values.get("title") or ""))
            )
    for code, version in sheet.sent.items():
        task = desk.tasks.get(code)
        if code in seen or task is None:
            continue
        if task.version == version:
            diff.removed.append(task)
        else:
            diff.rejected.append(
                Rejected(
                    0,
                    _("“%(task)s” is missing in the file, but was changed here since; it stays.")
                    % {"task": task.title},
                    task.title,
                )
            )
    _refuse_circles(desk, diff)
    return diff


def _judge(desk: _Desk, row: SheetRow, code: str, diff: Diff) -> None:
    task = desk.tasks.get(code) if code else None
    if code and task is None:
        raise Wrong(
            _("There is no task with the code %(code)s here. Leave it empty for a new one.")
            % {"code": code}
        )
    mark = sheet_rows.read_mark(str(row.values.get("mark") or ""))
    asked = _asked(desk, row, task)
    if task is not None and mark is not None and mark[1] == sheet_rows.fingerprint(asked):
        diff.unchanged += 1  # nobody touched it outside
        return
    now = desk.values(task) if task is not None else {}
    after = {key: value for key, value in asked.items() if key in EDITED}
    if task is not None:
        after = {key: value for key, value in after.items() if not _same(value, now.get(key))}
        after.pop("project", None)
        if not after:
            diff.unchanged += 1
            return
    change = _change(desk, row, task, asked, after, now)
    if task is not None and mark is not None and mark[0] != task.version:
        change.conflict = _("%(who)s changed it here since it went out.") % {
            "who": task.changed_by or "—"
        }
        diff.conflicts.append(change)
    elif task is None:
        diff.added.append(change)
    else:
        diff.changed.append(change)


def _asked(desk: _Desk, row: SheetRow, task: Task | None) -> dict[str, Any]:
    """The row's values in our own form; columns the file lacks are as they stand."""
    given = row.values
    now = desk.values(task) if task is not None else {}
    asked: dict[str, Any] = {}
    for key in EDITED:
        value = given.get(key) if key in given else now.get(key)
        match key:
            case "start" | "due":
                asked[key] = import_cells.day(value)
            case "progress":
                asked[key] = import_cells.percent(value)
            case "milestone":
                asked[key] = import_cells.mark(value)
            case "waits_for":
                asked[key] = import_cells.number_text(value)
            case _:
                asked[key] = str(value if value is not None else "").strip()
    return asked


def _same(one: Any, other: Any) -> bool:
    return (one if one is not None else "") == (other if other is not None else "")


def _change(
    desk: _Desk,
    row: SheetRow,
    task: Task | None,
    asked: dict[str, Any],
    after: dict[str, Any],
    now: dict[str, Any],
) -> Change:
    """What the models get. Raises ``Wrong`` with the reason a row cannot be taken."""
    if not asked["title"]:
        raise Wrong(_("The task has no name."))
    if len(asked["title"]) > 150:
        raise Wrong(_("The task’s name is longer than 150 characters."))
    if asked["due"] < asked["start"]:
        raise Wrong(_("It would end before it begins."))
    project = task.project if task is not None else _project(desk, asked["project"])
    milestone = asked["milestone"] == "◆"
    fields: dict[str, Any] = {}
    if "title" in after:
        fields["title"] = asked["title"]
    if "note" in after:
        fields["note"] = asked["note"][:5000]
    if "blocked" in after:
        fields["blocked"] = asked["blocked"][:200]
    if "milestone" in after:
        fields["is_milestone"] = milestone
    if {"start", "due", "milestone"} & set(after):
        fields["due"] = asked["due"]
        fields["start"] = asked["due"] if milestone else asked["start"]
    if "progress" in after:
        fields["progress"] = asked["progress"]
    if "department" in after:
        fields["department"] = _department(desk, asked["department"])
    if "responsible" in after:
        fields |= _responsible(desk, asked["responsible"])
    consulted = None
    if "consulted" in after:
        names = [part.strip() for part in asked["consulted"].split("、") if part.strip()]
        consulted = [one for name in names if (one := _department(desk, name)) is not None]
    waits = None
    if "waits_for" in after:
        waits = _waits(desk, project, task, asked["waits_for"])
    before = {key: now.get(key) for key in after}
    return Change(row.number, task, project, before, after, fields, waits, "", consulted)


def _project(desk: _Desk, title: str) -> Project:
    if not title and len(desk.projects) == 1:
        return desk.projects[0]
    found = desk.by_title.get(title, [])
    if len(found) == 1:
        return found[0]
    if found:
        raise Wrong(_("Two projects are called “%(title)s”.") % {"title": title})
    raise Wrong(_("There is no project “%(title)s”.") % {"title": title or "—"})


def _department(desk: _Desk, name: str) -> Department | None:
    if not name:
        return None
    if name not in desk.departments:
        raise Wrong(
            _("There is no department “%(name)s”. Write one of %(all)s.")
            % {"name": name, "all": listed(desk.departments)}
        )
    return desk.departments[name]


def _responsible(desk: _Desk, name: str) -> dict[str, Any]:
    """A member by name, else somebody without an account."""
    found = desk.people.get(name, [])
    if len(found) > 1:
        raise Wrong(_("Two people are called “%(name)s”. Choose one here.") % {"name": name})
    if found:
        return {"responsible": found[0], "contact": ""}
    return {"responsible": None, "contact": name[:80]}


def _waits(desk: _Desk, project: Project, task: Task | None, text: str) -> list[tuple[int, int]]:
    pairs = []
    for part in text.split("、") if text else []:
        number, _plus, lag = part.partition("+")
        number = number.rpartition("-")[2].strip()  # also a whole code, 12-3
        if not is_key(number) or (lag.strip() and not is_key(lag.strip())):
            raise Wrong(
                _("“%(text)s” is no task to wait for. Write task numbers such as 3、5+2.")
                % {"text": part[:40]}
            )
        if (project.pk, int(number)) not in desk.numbers:
            raise Wrong(_("There is no task number %(number)s to wait for.") % {"number": number})
        if task is not None and int(number) == task.number:
            raise Wrong(_("A task cannot wait for itself."))
        pairs.append((int(number), min(200, int(lag or 0))))
    return pairs


def _refuse_circles(desk: _Desk, diff: Diff) -> None:
    """Rows whose new links would close a circle are not taken."""
    from planning.plan import Link, closes_a_circle

    by_number = {(task.project_id, task.number): task.pk for task in desk.tasks.values()}
    changing = [one for one in (*diff.changed, *diff.conflicts) if one.waits is not None]
    if not changing:
        return
    from planning.models import TaskLink

    replaced = {one.task.pk for one in changing if one.task}
    links = [
        Link(*pair)
        for pair in TaskLink.objects.in_workspace(desk.workspace)
        .exclude(after__in=replaced)
        .values_list("before_id", "after_id")
    ]
    for one in changing:
        assert one.task is not None and one.waits is not None
        for number, _lag in one.waits:
            before = by_number[one.project.pk, number]
            if closes_a_circle(links, before, one.task.pk):
                reason = _("Its tasks would wait for each other.")
                diff.rejected.append(Rejected(one.row, reason, one.title))
                for rows in (diff.changed, diff.conflicts):
                    if one in rows:
                        rows.remove(one)
                break
            links.append(Link(before, one.task.pk))
