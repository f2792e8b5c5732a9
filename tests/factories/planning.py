"""Briefs: an empty draft as its author begins it, and one that could be sent to review."""

from datetime import date

from planning import briefs, pieces
from planning.models import Brief, LawCheck, PlatformCriterion
from planning.rows import KINDS, rows_of
from tests.factories.workspaces import MembershipFactory
from workspaces.models import User, Workspace
from workspaces.periods import Period, quarter_of

QUARTER = quarter_of(date(2026, 10, 1))


def begun(
    workspace: Workspace,
    by: User,
    *,
    period: Period = QUARTER,
    title: str = "第四季企畫書",
    kind: str = "quarter",
    based_on: Brief | None = None,
) -> Brief:
    return briefs.begin(workspace, title=title, kind=kind, period=period, by=by, based_on=based_on)


def write(kind: str, row, by: User, /, **values):
    return pieces.write(KINDS[kind], row, values, by=by, seen=None)


def add(kind: str, brief: Brief, by: User, /, **values):
    row = pieces.add(KINDS[kind], brief.workspace, brief, by=by)
    return write(kind, row, by, **values)


def filled(workspace: Workspace, by: User, *, period: Period = QUARTER) -> Brief:
    """A brief with everything that must be there; its objective is a CSF-free KGI and KPI.

    ``metric`` stays empty: give the objectives targets in tests about figures.
    """
    brief = begun(workspace, by, period=period)
    write(
        "goal",
        brief,
        by,
        organisation_goal="營收成長一成",
        brand_strategy="單一產區、看得到製程",
        purpose="讓陌生人認識產地",
        axis="trust",
        axis_reason="新客先看留言",
    )
    write("strategy", brief, by, strategy="用產地內容吸引", success_factors="每週一支短影音")
    add(
        "audiences",
        brief,
        by,
        name="上班族",
        needs="三分鐘泡好",
        places="Instagram 中午",
        evidence_kind="survey",
        evidence="問卷 312 份",
    )
    criteria = PlatformCriterion.objects.in_workspace(workspace)
    add(
        "platforms",
        brief,
        by,
        platform="instagram",
        decision="main",
        reason="受眾在這裡",
        scores={str(one.pk): 4 for one in criteria},
    )
    for name, share in (("產地", 50), ("日常", 30), ("知識", 20)):
        add("pillars", brief, by, name=name, share=share, topics="茶")
    add("resources", brief, by, kind="people", what="拍攝", hours=10, share=88)
    add("resources", brief, by, kind="experiment", what="知識卡", hours=2, share=12)
    for check in rows_of(KINDS["law"], workspace, brief):
        write("law", check, by, answer=LawCheck.Answer.MET.value, evidence="已檢查")
    brief.refresh_from_db()
    return brief


def with_objectives(brief: Brief, by: User, metric: str = "") -> list:
    """A KGI and a KPI below it, both SMART as far as ``metric`` allows."""
    kgi = add(
        "objectives",
        brief,
        by,
        level="kgi",
        sentence="季底前讓更多上班族追蹤我們",
        metric=metric,
        due=brief.end,
        owner=by,
        attainable="上一季已成長",
    )
    kpi = add(
        "objectives",
        brief,
        by,
        level="kpi",
        parent=kgi,
        sentence="貼文互動率比上一季提高一成",
        metric=metric,
        due=brief.end,
        owner=by,
        attainable="短影音互動高",
    )
    return [kgi, kpi]


def people(workspace: Workspace | None = None) -> tuple[User, User, User]:
    """(editor, lead, manager) of one workspace."""
    editor = MembershipFactory(role="editor", **({"workspace": workspace} if workspace else {}))
    lead = MembershipFactory(role="lead", workspace=editor.workspace)
    manager = MembershipFactory(role="manager", workspace=editor.workspace)
    return editor.user, lead.user, manager.user
