"""The performance report says what routine work was done, and every count can be asked for."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from reports.blocks import Heading, Table
from reports.outputs.context import OutputContext
from reports.pieces import text_of
from reports.sections import trends
from tests.factories.timeline import MeetingFactory, RoutineFactory, RoutineRunFactory
from tests.factories.workspaces import WorkspaceFactory
from workspaces.periods import quarter_of

pytestmark = pytest.mark.django_db


def section(workspace):
    with translation.override("zh-hant"):
        context = OutputContext(
            workspace=workspace,
            period=quarter_of(date(2026, 11, 21)),
            output="O3.3.1",
            title="成效報告書",
            language="zh-hant",
            made_at=datetime(2026, 11, 21, 4, 0, tzinfo=UTC),
        )
        return trends.work_section(context), context


def test_routines_are_printed_with_due_done_and_missed():
    routine = RoutineFactory(title="回覆留言與私訊")
    for day, done in ((18, True), (19, True), (20, False)):
        RoutineRunFactory(
            routine=routine,
            day=date(2026, 11, day),
            done_at=datetime(2026, 11, day, 4, tzinfo=UTC) if done else None,
        )
    MeetingFactory(
        workspace=routine.workspace, status="held", at=datetime(2026, 10, 8, 2, tzinfo=UTC)
    )
    RoutineRunFactory()

    found, context = section(routine.workspace)

    table = next(block for block in found.blocks if isinstance(block, Table))
    assert [[text_of(cell) for cell in row] for row in table.rows] == [
        ["回覆留言與私訊", "每個工作天", "3", "2", "1"]
    ]
    assert any("已開完的會議：1" in text_of(b.text) for b in found.blocks if hasattr(b, "text"))
    assert {figure.metric for figure in context.book} == {
        "planning.due",
        "planning.done",
        "planning.missed",
        "planning.meetings",
    }


def test_a_workspace_without_routines_prints_no_empty_table():
    found, _context = section(WorkspaceFactory())

    assert [type(block) for block in found.blocks].count(Heading) == 1
