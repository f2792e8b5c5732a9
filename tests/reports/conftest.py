"""A desk with a quarter of figures, a report of it, and people who write and sign."""

from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from reports.outputs.context import OutputContext
from reports.services import gaps, making, review
from tests.factories.reports import ReportFactory, TargetFactory, brand
from tests.factories.workspaces import MembershipFactory
from workspaces.roles import Role


@pytest.fixture
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def workspace(db, media):
    """A brand with a quarter of figures."""
    return brand(name="山線茶行")


@pytest.fixture
def desk(db, media) -> SimpleNamespace:
    """workspace, lead (the author), editor, manager, viewer; a report without a version."""
    workspace = brand(name="山線茶行")
    TargetFactory(workspace=workspace)
    report = ReportFactory(workspace=workspace)
    people = {
        role: MembershipFactory(workspace=workspace, role=role).user
        for role in (Role.EDITOR, Role.MANAGER, Role.VIEWER)
    }
    return SimpleNamespace(
        workspace=workspace,
        report=report,
        lead=report.author,
        editor=people[Role.EDITOR],
        manager=people[Role.MANAGER],
        viewer=people[Role.VIEWER],
    )


@pytest.fixture
def made(desk):
    """The desk with version 1 and nothing left to fill in."""
    declare_all(desk.report, by=desk.lead)
    desk.version = making.make_version(desk.report, by=desk.lead)
    return desk


def declare_all(report, *, by) -> None:
    """Say of everything that is asked for that it does not exist."""
    context = OutputContext.of_report(report, number=1, made_at=timezone.now())
    with translation.override(report.language):
        missing = context.missing
    for gap in missing:
        gaps.declare(report, gap["key"], label=gap["label"], reason="品牌沒有網站", by=by)
    report.refresh_from_db()


@pytest.fixture
def asked(made):
    """The desk with its version in review."""
    made.approval = review.ask(made.report, made.version, by=made.lead)
    made.report.refresh_from_db()
    return made


@pytest.fixture
def signed(asked):
    """The desk with its report signed by the manager."""
    asked.version = review.sign(
        asked.report, by=asked.manager, comment="照這個方向走", digest=asked.approval.digest
    )
    asked.report.refresh_from_db()
    return asked
