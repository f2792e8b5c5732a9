"""What the Today page tells an editor about files and accounts."""

import pytest

from analytics.intake import ingest
from analytics.intake.waiting import waiting_for
from platforms.models import SourceFile
from tests.samples.meta import chart_csv, content_csv
from workspaces.models import Job, Membership
from workspaces.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(rf, workspace):
    """ask(user) gives that person's waiting rows."""

    def waiting(user):
        request = rf.get("/")
        request.user, request.workspace = user, workspace
        request.membership = Membership.objects.get(user=user, workspace=workspace)
        request.can = request.membership.can
        return waiting_for(request)

    return waiting


def drop(workspace, by, files):
    job = Job.objects.create(
        workspace=workspace, task="analytics.inspect_files", label="x", status="done"
    )
    SourceFile.objects.filter(pk__in=[file.pk for file in files]).update(job=job, uploaded_by=by)


def test_files_of_one_drop_are_one_line_that_leads_to_their_review(ask, member, workspace, receive):
    editor = member(Role.EDITOR)
    files = [
        receive(content_csv([{"id": f"90000000000000{n}", "Reach": n}]), f"{n}.csv")
        for n in range(3)
    ]
    drop(workspace, editor, files)

    (row,) = ask(editor)

    assert row.url.endswith(f"?files={','.join(str(file.pk) for file in files)}")
    assert row.kind == "import"


def test_a_refused_file_waits_for_whoever_brought_it_only(ask, member, workspace, receive):
    owner, other = member(Role.EDITOR), member(Role.EDITOR)
    drop(workspace, owner, [receive(b"", "空的.csv")])

    assert [row.tone for row in ask(owner)] == ["bad"]
    assert ask(other) == []


def test_an_open_question_is_said(ask, member, workspace, receive):
    editor = member(Role.EDITOR)
    drop(workspace, editor, [receive(chart_csv("Reach", [("2026-11-01", 5)]), "Reach.csv")])

    (row,) = ask(editor)

    assert row.tone == "warn"


def test_a_partner_nobody_decided_about_is_named(ask, member, receive):
    rows = [
        {"id": "900000000000901", "Reach": 1},
        {"id": "900000000000902", "Reach": 1},
        {"id": "900000000000903", "Reach": 1, "page": ("200900000000001", "好茶研究室")},
    ]
    ingest.import_file(receive(content_csv(rows)))

    (row,) = ask(member(Role.EDITOR))

    assert "好茶研究室" in row.text


def test_a_viewer_has_nothing_to_do_here(ask, member, receive):
    receive(content_csv([{"id": "900000000000901", "Reach": 1}]))

    assert ask(member(Role.VIEWER)) == []
