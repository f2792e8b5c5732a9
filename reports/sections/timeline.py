"""Sheets of the timeline: tasks, Gantt, milestones, meetings and decisions, escalations."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from planning import sheet_rows
from planning.models import Decision, Meeting, Task
from planning.overview import standing
from reports.blocks import Status, Tone
from reports.documents.excel import ExcelWorkbook, SheetCell, SheetColumn
from reports.outputs.context import OutputContext
from workspaces.days import DAY, working_days
from workspaces.models import Escalation
from workspaces.punctuation import clauses, labelled, listed

_TONES = {"good": Tone.GOOD, "warn": Tone.RISK, "bad": Tone.BAD}
_MOST_COLUMNS = 180  # days; a longer chart has a column a week
_FILLS = {
    "done": "7FA98B",
    "bar": "8FA8E0",
    "late": "E09A94",
    "milestone": "2F3E5C",
    "rest": "EEF0F4",
}


def status_of(task: Task, today: date) -> Status | str:
    tone, word = standing(task, today=today)
    return Status(word, _TONES[tone]) if tone in _TONES else word


def summary_sheet(
    context: OutputContext, book: ExcelWorkbook, projects: list[Any], tasks: list[Task]
) -> None:
    sheet = book.add_sheet(_("Overview"))
    rows: list[list[SheetCell]] = []
    for project in projects:
        mine = [task for task in tasks if task.project_id == project.pk]
        late = [task for task in mine if task.is_late(context.today)]
        blocked = [task for task in mine if task.blocked and not task.is_done]
        rows.append(
            [
                project.title,
                str(project.lead or ""),
                project.start,
                project.due,
                len(mine),
                sum(task.is_done for task in mine),
                len(late),
                len(blocked),
                project.goal,
            ]
        )
    sheet.add_table(
        [
            SheetColumn(_("Project"), width=26),
            SheetColumn(_("Led by"), width=14),
            SheetColumn(_("Start"), "date", width=12),
            SheetColumn(_("Finished by"), "date", width=12),
            SheetColumn(_("Tasks"), "number", width=9),
            SheetColumn(_("Finished"), "number", width=9),
            SheetColumn(_("Late"), "number", width=9),
            SheetColumn(_("Blocked"), "number", width=9),
            SheetColumn(_("What it is for"), width=44, wrap=True),
        ],
        rows,
    )
    _departments(sheet, context, tasks)
    _milestones(sheet, context, tasks)


def _departments(sheet: Any, context: OutputContext, tasks: list[Task]) -> None:
    names = sorted({task.department.name for task in tasks if task.department})
    rows: list[list[SheetCell]] = []
    for name in names:
        mine = [task for task in tasks if task.department and task.department.name == name]
        rows.append(
            [
                name,
                len(mine),
                sum(task.is_done for task in mine),
                sum(task.is_late(context.today) for task in mine),
            ]
        )
    if rows:
        sheet.add_table(
            [
                SheetColumn(_("Department")),
                SheetColumn(_("Tasks"), "number"),
                SheetColumn(_("Finished"), "number"),
                SheetColumn(_("Late"), "number"),
            ],
            rows,
            caption=_("By department"),
        )


def _milestones(sheet: Any, context: OutputContext, tasks: list[Task]) -> None:
    rows: list[list[SheetCell]] = [
        [task.title, task.project.title, task.due, status_of(task, context.today)]
        for task in tasks
        if task.is_milestone
    ]
    if rows:
        sheet.add_table(
            [
                SheetColumn(_("milestone")),
                SheetColumn(_("Project")),
                SheetColumn(_("Due"), "date"),
                SheetColumn(_("State"), "status"),
            ],
            rows,
            caption=_("Milestones"),
        )


def tasks_sheet(
    context: OutputContext,
    book: ExcelWorkbook,
    tasks: list[Task],
    waits: dict[int, str],
    consulted: dict[int, str],
) -> None:
    sheet = book.add_sheet(
        _("Tasks"),
        note=_(
            "Edit here and bring it back under Timeline › Import. Keep the code and the check "
            "mark; leave both empty for a new task."
        ),
    )
    rows: list[list[SheetCell]] = []
    for task, values in zip(tasks, sheet_rows.values_of(tasks, waits, consulted), strict=True):
        shown = values | {
            "state": status_of(task, context.today),
            "mark": sheet_rows.mark_of(task.version, values),
        }
        rows.append([shown[column.key] for column in sheet_rows.COLUMNS])
    sheet.add_table(
        [
            SheetColumn(str(one.label), one.kind, width=one.width, wrap=one.key == "note")
            for one in sheet_rows.COLUMNS
        ],
        rows,
        freeze=3,
    )
    hidden = book.workbook.create_sheet(sheet_rows.HIDDEN_SHEET)
    hidden.sheet_state = "veryHidden"
    for line in sheet_rows.sent_lines(tasks):
        hidden.append([line])


def gantt_sheet(context: OutputContext, book: ExcelWorkbook, tasks: list[Task]) -> None:
    """Bars by conditional formatting: changing a day in the sheet moves its bar."""
    sheet = book.add_sheet(
        _("Gantt"), note=_("Green: finished part; blue: planned; red: late; ◆ milestone.")
    )
    if not tasks:
        sheet.add_text(_("No task yet."))
        return
    first = min(task.start for task in tasks)
    last = max(task.due for task in tasks)
    first -= DAY * first.weekday()
    count = (last - first).days + 1
    step = 1 if count <= _MOST_COLUMNS else 7
    columns = [first + timedelta(days=step * n) for n in range(-(-count // step))]
    header = sheet.add_table(
        [
            SheetColumn(_("Task"), width=26),
            SheetColumn(_("Department"), width=9),
            SheetColumn(_("Start"), "date", width=11),
            SheetColumn(_("Due"), "date", width=11),
            SheetColumn("%", "number", width=6),
            SheetColumn("◆", width=3),
        ],
        [
            [
                task.title,
                task.department.name if task.department else "",
                task.start,
                task.due,
                task.progress,
                "◆" if task.is_milestone else None,
            ]
            for task in tasks
        ],
        freeze=6,
    )
    _days_of_gantt(context, sheet.sheet, header, len(tasks), columns, step)


def _days_of_gantt(
    context: OutputContext, raw: Any, header: int, rows: int, columns: list[date], step: int
) -> None:
    days = working_days(context.workspace)
    bottom = header + rows
    raw.auto_filter.ref = None  # a filter over the chart's columns would hide the days' heads
    left = get_column_letter(7)
    right = get_column_letter(6 + len(columns))
    resting: list[str] = []
    for offset, day in enumerate(columns):
        letter = get_column_letter(7 + offset)
        raw.column_dimensions[letter].width = 3.4 if step == 1 else 5.5
        cell = raw.cell(header, 7 + offset, day)
        cell.number_format = "d" if step == 1 and day.day != 1 and offset else "m/d"
        cell.font = Font(name="Noto Sans CJK TC", size=8)
        if step == 1 and not days.works(day):
            resting.append(f"{letter}{header + 1}:{letter}{bottom}")
    area = f"{left}{header + 1}:{right}{bottom}"
    top, row = f"{left}${header}", header + 1
    end = f"{top}+{step - 1}"
    inside = f"AND({end}>=$C{row},{top}<=$D{row})"
    today = f"DATE({context.today.year},{context.today.month},{context.today.day})"
    for formula, colour in (
        (f'AND({inside},$F{row}="◆")', "milestone"),
        (f"AND({inside},{top}<$C{row}+($D{row}-$C{row}+1)*$E{row}/100)", "done"),
        (f"AND({inside},$E{row}<100,$D{row}<{today})", "late"),
        (inside, "bar"),
    ):
        fill = PatternFill("solid", bgColor=_FILLS[colour], fgColor=_FILLS[colour])
        raw.conditional_formatting.add(area, FormulaRule([formula], fill=fill, stopIfTrue=True))
    if resting:
        # By rule as well: a filled cell per task and weekend makes a long plan slow to write.
        fill = PatternFill("solid", bgColor=_FILLS["rest"], fgColor=_FILLS["rest"])
        raw.conditional_formatting.add(" ".join(resting), FormulaRule(["TRUE"], fill=fill))


def meetings_sheet(context: OutputContext, book: ExcelWorkbook, projects: list[Any]) -> None:
    zone = context.workspace.tz
    rows = (
        Meeting.objects.in_workspace(context.workspace)
        .filter(at__date__range=(context.period.start, context.period.end))
        .select_related("project")
        .prefetch_related("people")
        .order_by("at")
    )
    wanted = {project.pk for project in projects} | {None}
    found = [one for one in rows if one.project_id in wanted]
    sheet = book.add_sheet(_("Meetings"))
    sheet.add_table(
        [
            SheetColumn(_("When"), "moment", width=18),
            SheetColumn(_("Meeting"), width=28),
            SheetColumn(_("Project"), width=20),
            SheetColumn(_("People"), width=26, wrap=True),
            SheetColumn(_("State"), width=10),
            SheetColumn(_("Agenda"), width=40, wrap=True),
            SheetColumn(_("Minutes"), width=46, wrap=True),
        ],
        [
            [
                one.at.astimezone(zone),
                one.title,
                one.project.title if one.project else "",
                listed(
                    [*(str(p) for p in one.people.all()), *([one.others] if one.others else [])]
                ),
                str(one.get_status_display()),
                _agenda_text(one),
                one.minutes,
            ]
            for one in found
        ],
    )
    decisions = (
        Decision.objects.in_workspace(context.workspace)
        .filter(meeting__in=found)
        .select_related("meeting", "decided_by", "task")
    )
    sheet.add_table(
        [
            SheetColumn(_("When"), "moment", width=18),
            SheetColumn(_("To be decided"), width=28, wrap=True),
            SheetColumn(_("Decided by"), width=20),
            SheetColumn(_("Decision"), width=26, wrap=True),
            SheetColumn(_("State"), width=10),
            SheetColumn(_("Follow-up task"), width=40),
            SheetColumn(_("Meeting"), width=46),
        ],
        [
            [
                one.decided_at.astimezone(zone) if one.decided_at else None,
                one.question,
                str(one.decided_by or ""),
                one.answer,
                _("Decided") if one.decided_at else _("Undecided"),
                one.task.title if one.task else "",
                one.meeting.title,
            ]
            for one in decisions
        ],
        caption=_("Decisions"),
    )


def _agenda_text(meeting: Meeting) -> str:
    return "\n".join(
        labelled(point["title"], clauses(line["text"] for line in point["lines"]))
        for point in meeting.agenda
    )


def urgent_sheet(context: OutputContext, book: ExcelWorkbook) -> None:
    zone = context.workspace.tz
    rows = (
        Escalation.objects.in_workspace(context.workspace)
        .filter(raised_at__date__range=(context.period.start, context.period.end))
        .with_people()
        .order_by("raised_at")
    )
    sheet = book.add_sheet(_("Escalations"))
    sheet.add_table(
        [
            SheetColumn(_("Raised"), "moment", width=18),
            SheetColumn(_("About"), width=20),
            SheetColumn(_("What happened"), width=36, wrap=True),
            SheetColumn(_("Since"), "moment", width=18),
            SheetColumn(_("Asked of the manager"), width=30, wrap=True),
            SheetColumn(_("Raised by"), width=12),
            SheetColumn(_("State"), "status", width=14),
            SheetColumn(_("By whom, when"), width=22, wrap=True),
            SheetColumn(_("Answer"), width=30, wrap=True),
        ],
        [
            [
                one.raised_at.astimezone(zone),
                one.subject,
                one.what,
                one.since.astimezone(zone),
                one.asked_for,
                str(one.raised_by or ""),
                Status(_("Waits for a manager"), Tone.BAD)
                if one.is_open
                else Status(_("Taken up"), Tone.GOOD)
                if one.acknowledged_at
                else _("Called off"),
                _by_whom(context, one),
                one.answer,
            ]
            for one in rows
        ],
    )


def _by_whom(context: OutputContext, one: Escalation) -> str:
    at = one.acknowledged_at or one.cancelled_at
    return (
        f"{one.acknowledged_by or one.cancelled_by or ''} {context.moment(at)}".strip()
        if at
        else ""
    )
