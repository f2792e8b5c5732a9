"""The sample's Q4 project, routines and meetings: what a team has on its desk in November."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from planning import meetings, projects, routines, task_changes
from planning.models import Project, RoutineRun, Task
from workspaces import departments, escalations
from workspaces.days import WorkingDays, working_days
from workspaces.models import SpecialDay, User, Workspace

# (title, department, who or contact, working days from today, length, progress, waits for, lag)
TASKS: tuple[tuple[str, str, str, int, int, int, tuple[int, ...], int], ...] = (
    ("年末禮盒企畫定案", "企劃", "lead", -14, 3, 100, (), 0),
    ("禮盒品項與定價", "產品", "周文彥", -11, 3, 100, (1,), 0),
    ("預算核定", "財務", "許雅雯", -8, 2, 100, (2,), 0),
    ("主視覺設計", "設計", "吳孟潔", -7, 6, 80, (2,), 0),
    ("包裝打樣", "產品", "周文彥", -5, 6, 60, (3,), 0),
    ("產品攝影", "設計", "吳孟潔", 2, 3, 0, (5,), 0),
    ("貼文文案與影片腳本", "行銷", "editor", -2, 5, 40, (1,), 0),
    ("廣告素材三種尺寸", "設計", "吳孟潔", 5, 4, 0, (4, 6), 0),
    ("活動頁上線", "行銷", "editor", 4, 4, 0, (4,), 0),
    ("KOL 合作名單與合約", "公關", "何思瑩", -3, 6, 30, (3,), 0),
    ("客服問答集", "客服", "張家豪", 4, 3, 0, (2,), 0),
    ("禮盒入庫", "產品", "周文彥", 6, 3, 0, (5,), 2),
    ("預購開跑", "行銷", "lead", 9, 1, 0, (9, 8), 0),
    ("KOL 開箱貼文上線", "公關", "何思瑩", 10, 3, 0, (10, 12), 0),
    ("雙12 當日值班與回報", "客服", "張家豪", 14, 2, 0, (11, 13), 0),
    ("成效結案報告", "企劃", "lead", 18, 4, 0, (15,), 0),
)
MILESTONES = {13}
CHECKS = {
    4: ("主視覺橫式 1920 × 1080", "方形 1080 × 1080", "限動 1080 × 1920", "原始檔 PSD"),
    8: ("1200 × 628", "1080 × 1080", "1080 × 1920"),
    10: ("合約用印", "揭露用語（業配標示）", "素材授權期限"),
}


def plan_quarter(workspace: Workspace, *, editor: User, lead: User, manager: User, today: date):
    """Everything of T1.2, as of ``today``."""
    SpecialDay.objects.create(
        workspace=workspace, day=date(today.year, 12, 31), name="年終盤點，全店公休"
    )
    days = working_days(workspace)
    project = _project(workspace, days, editor=editor, lead=lead, today=today)
    _routines(workspace, days, editor=editor, lead=lead, today=today)
    _meetings(workspace, project, days, editor=editor, lead=lead, manager=manager, today=today)
    _urgent(workspace, project, lead=lead, manager=manager, today=today)


def _project(
    workspace: Workspace, days: WorkingDays, *, editor: User, lead: User, today: date
) -> Project:
    known = {str(one): one for one in departments.of(workspace)}
    people = {"editor": editor, "lead": lead}
    project = projects.make_project(
        workspace,
        {
            "title": "雙12 禮盒上市",
            "goal": "年末茶禮盒在雙12 前開賣；預購 800 盒，社群帶單三成以上。",
            "start": days.shift(today, -14),
            "due": days.shift(today, 22),
            "lead": lead,
        },
        by=lead,
    )
    made: list[Task] = []
    for number, (title, department, who, first, length, progress, _w, _l) in enumerate(TASKS, 1):
        start = days.shift(today, first)
        fields: dict[str, Any] = {
            "title": title,
            "department": known[department],
            "responsible": people.get(who),
            "contact": "" if who in people else who,
            "start": start,
            "due": days.span(start, length),
            "is_milestone": number in MILESTONES,
            "checks": CHECKS.get(number, ()),
            "consulted": [known["設計"]] if number == 9 else [],
        }
        task = task_changes.add_task(project, fields, by=lead)
        if progress:
            task = task_changes.set_progress(task, progress=progress, by=lead)
        made.append(task)
    for task, row in zip(made, TASKS, strict=True):
        for number in row[6]:
            task_changes.link(made[number - 1], task, lag=row[7], by=lead)
    task_changes.block(made[4], "紙廠通知色票缺貨，改用備案紙需重新打樣", by=editor)
    return project


def _routines(
    workspace: Workspace, days: WorkingDays, *, editor: User, lead: User, today: date
) -> None:
    """The usual nine since the quarter began, ticked but for a few days, like everybody's."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    routines.add_starters(workspace, by=lead, since=first)
    day = first
    while day <= today:  # the clock looks back a month; a quarter is made step by step
        routines.generate(workspace, today=day)
        day += timedelta(days=28)
    routines.generate(workspace, today=today)
    said = {
        "stand_up": "今天兩則貼文、一則限動；客訴一件轉客服。",
        "replies_morning": "四個平台回覆 23 則，私訊 6 則。",
        "replies_afternoon": "回覆 17 則，報價詢問轉門市。",
        "visits": "拜訪粉絲與茶藝帳號 12 個，留言 12 則。",
        "weekly_look": "短影片觸及高於均值，週三圖文偏低；下週改晚上八點發。",
        "trend_report": "冷泡與送禮需求上升；平台調整短影片推薦。",
        "competitor_report": "三家競品都提早雙12 預購；其中一家改用會員限定。",
        "monthly_review": "互動率達標、觸及落後；把兩成預算移到短影片。",
        "quarterly_replan": "",
    }
    place = {one.key: number for number, one in enumerate(routines.STARTERS)}
    runs = RoutineRun.objects.in_workspace(workspace).select_related("routine")
    ticked = []
    for run in runs.filter(day__lt=today):
        missed = (run.day.toordinal() * 7 + place[run.routine.key]) % 19 == 0
        if missed or run.routine.key == "quarterly_replan":
            continue
        run.done_at = _at(run.day, run.routine.at or time(17, 0), workspace)
        run.done_by = editor if run.routine.role == "editor" else lead
        run.evidence = said[run.routine.key]
        ticked.append(run)
    RoutineRun.objects.bulk_update(ticked, ["done_at", "done_by", "evidence"], batch_size=200)


def _meetings(
    workspace: Workspace,
    project: Project,
    days: WorkingDays,
    *,
    editor: User,
    lead: User,
    manager: User,
    today: date,
) -> None:
    held = meetings.save_meeting(
        workspace,
        {
            "project": project,
            "kind": "progress",
            "title": "雙12 進度會議（第 1 次）",
            "at": _at(days.shift(today, -4), time(14, 0), workspace),
            "minutes_long": 45,
            "place": "二樓會議室",
            "others": "設計部吳孟潔、產品部周文彥",
        },
        by=lead,
        people=[editor, lead, manager],
    )
    paper = meetings.ask(held, "打樣紙缺貨，要等原紙還是改用備案紙？", by=lead)
    meetings.ask(held, "KOL 開箱要不要提前到預購前？", by=lead)
    meetings.decide(paper, "改用備案紙，週三前完成第二次打樣。", by=manager)
    meetings.follow_up(
        paper,
        project,
        {
            "title": "備案紙第二次打樣",
            "start": days.on_or_after(today),
            "due": days.shift(today, 2),
            "department": next(d for d in departments.of(workspace) if d.name == "產品"),
            "contact": "周文彥",
        },
        by=lead,
    )
    meetings.write_minutes(
        held,
        "主視覺完成八成，週五前交方形與限動尺寸。\n打樣改用備案紙，入庫日不變。\n客服問答集下週開始整理。",
        seen=held.version,
        by=lead,
    )
    held.refresh_from_db()
    meetings.hold(held, by=lead, today=days.shift(today, -4))
    meetings.save_meeting(
        workspace,
        {
            "project": project,
            "kind": "progress",
            "title": "雙12 進度會議（第 2 次）",
            "at": _at(days.shift(today, 1), time(10, 0), workspace),
            "minutes_long": 30,
            "place": "線上",
            "wishes": "預購頁的文案誰定稿？\n雙12 當天排班",
        },
        by=lead,
        people=[editor, lead, manager],
    )
    meetings.save_meeting(
        workspace,
        {
            "kind": "strategy",
            "title": "十二月策略會議",
            "at": _at(days.shift(today, 8), time(14, 0), workspace),
            "minutes_long": 120,
            "place": "一樓大會議室",
        },
        by=manager,
        people=[editor, lead, manager],
    )


def _urgent(
    workspace: Workspace, project: Project, *, lead: User, manager: User, today: date
) -> None:
    """One settled, one still open: the manager sees it on Today."""
    task = project.tasks.get(number=3)
    settled = escalations.escalate(
        workspace,
        subject=task,
        what="禮盒包材報價高出預算 12%，週三前要回覆廠商。",
        since=_at(today - timedelta(days=9), time(15, 0), workspace),
        asked_for="同意追加預算，或改用單色印刷。",
        by=lead,
        at=_at(today - timedelta(days=9), time(15, 20), workspace),
    )
    escalations.acknowledge(settled, by=manager, answer="改單色印刷，預算不變。")
    paper = project.tasks.get(number=5)
    escalations.escalate(
        workspace,
        subject=paper,
        what="紙廠色票缺貨，打樣延後，可能影響禮盒入庫。",
        since=_at(today - timedelta(days=1), time(11, 30), workspace),
        asked_for="同意由第二家印刷廠同步打樣。",
        by=lead,
    )


def _at(day: date, clock: time, workspace: Workspace) -> datetime:
    return datetime.combine(day, clock, workspace.tz).astimezone(UTC)
