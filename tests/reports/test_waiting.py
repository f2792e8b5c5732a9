"""What the Today page says of reports: who has to act, and how."""

from reports.services import making, review
from reports.services.due import waiting_for
from tests.factories.reports import ReportFactory, brand
from tests.factories.workspaces import MembershipFactory
from workspaces.roles import Role


class Asking:
    """What a request gives the Today page."""

    def __init__(self, workspace, user) -> None:
        self.workspace = workspace
        self.membership = MembershipFactory._meta.model.objects.get(workspace=workspace, user=user)
        self.user = user


def waits(workspace, user) -> list[tuple[str, str]]:
    return [(one.kind, one.act) for one in waiting_for(Asking(workspace, user))]


def test_what_waits_for_whom(asked):
    assert waits(asked.workspace, asked.manager) == [("sign-off", "審閱並簽核")]
    assert waits(asked.workspace, asked.lead) == []
    assert waits(asked.workspace, asked.viewer) == []

    review.send_back(asked.report, by=asked.manager, comment="補上資源")

    assert waits(asked.workspace, asked.lead) == [("report", "修改")]
    assert waits(asked.workspace, asked.manager) == []


def test_missing_figures_wait_for_the_author(desk):
    making.make_version(desk.report, by=desk.lead)

    assert waits(desk.workspace, desk.lead) == [("report", "填入")]


def test_a_quarter_that_ended_without_a_report_waits_for_those_who_write(db, media, time_machine):
    time_machine.move_to("2026-11-21 09:00+08:00", tick=False)
    workspace = brand()
    editor = MembershipFactory(workspace=workspace, role=Role.EDITOR).user
    viewer = MembershipFactory(workspace=workspace, role=Role.VIEWER).user

    assert waits(workspace, editor) == [("report", "製作")]
    assert waits(workspace, viewer) == []
    ReportFactory(workspace=workspace)
    assert waits(workspace, editor) == []
