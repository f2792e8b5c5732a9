"""Whatever derives figures anew holds the workspace first; one's own way back spares others' acts."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from analytics import accounts
from analytics.intake import deliveries, ingest
from analytics.intake.template_workbook import template_workbook
from platforms.models import SourceBatch, SourceFile
from tests.factories.platforms import PostFactory, SocialAccountFactory
from tests.factories.workspaces import MembershipFactory
from tests.samples.meta import content_csv
from workspaces import jobs, undo

pytestmark = pytest.mark.django_db
ROW = {"id": "900000000000001", "Reach": 120, "Reactions": 4, "Comments": 1, "Shares": 0}


@pytest.fixture
def account():
    return SocialAccountFactory(ours=True)


@pytest.fixture
def editor(account):
    return MembershipFactory(workspace=account.workspace, role="editor").user


def typed(account, editor):
    day = date(2026, 8, 4)
    return deliveries.enter_by_hand(
        account.workspace, account=account, values={"followers": 5}, start=day, end=day, by=editor
    )


@pytest.mark.parametrize(
    "act",
    [
        lambda account, batch, by: deliveries.withdraw_batch(batch, by),
        lambda account, batch, by: deliveries.set_ours(account, False, by),
    ],
)
def test_what_derives_figures_takes_its_turn_with_imports(account, editor, act):
    batch = typed(account, editor)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        act(account, batch, editor)

    told = [query["sql"] for query in asked if not query["sql"].startswith("SAVEPOINT")]
    assert 'FROM "workspaces_workspace"' in told[0]


def test_what_somebody_else_decided_about_an_account_stays(account, editor):
    lead = MembershipFactory(workspace=account.workspace, role="lead").user
    ours, named = accounts.confirm(account, True, editor), accounts.rename(account, "茶", editor)
    accounts.confirm(account, False, lead)
    accounts.rename(account, "山線茶行", lead)

    for step in (ours, named):
        with pytest.raises(undo.CannotUndo):
            undo.undo(step, editor)

    account.refresh_from_db()
    assert (account.confirmed, account.name) == (False, "山線茶行")


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("import_list", {"account": "9" * 30}),
        ("import_review", {"files": "9" * 30}),
        ("import_summary", {"files": "1," + "9" * 30}),
        ("problem_export", {"files": "²"}),
    ],
)
def test_numbers_that_no_row_can_have_are_nobodys(client, account, editor, name, query):
    client.force_login(editor)

    answer = client.get(reverse(f"data:{name}", args=[account.workspace.slug]), query)

    assert answer.status_code in (200, 302)


def test_a_name_that_begins_like_a_formula_is_text_in_the_template(account):
    type(account).objects.filter(pk=account.pk).update(name="=1+1\x0b")

    sheet = load_workbook(template_workbook(account.workspace)).worksheets[0]

    (cell,) = [one for row in sheet.iter_rows() for one in row if one.value == "=1+1"]
    assert cell.data_type == "s"


def test_a_link_that_no_browser_should_follow_is_none(client, account, editor):
    post = PostFactory(account=account, permalink="javascript:alert(1)", text="茶")
    client.force_login(editor)

    page = client.get(
        reverse("analytics:post_detail", args=[account.workspace.slug, post.pk])
    ).content.decode()

    assert "javascript:" not in page


def test_a_text_with_signs_no_workbook_may_hold_is_exported(client, account, editor):
    PostFactory(account=account, text="第一行\x0b第二行", published_on=date.today(), present=True)
    client.force_login(editor)

    answer = client.get(reverse("analytics:post_export", args=[account.workspace.slug]))

    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert any("第一行第二行" in row for row in book.worksheets[0].iter_rows(values_only=True))


def test_a_job_tried_again_leaves_a_file_to_the_one_that_has_it(receive, workspace, run_jobs):
    file = receive(content_csv([ROW]))
    first, second = (
        jobs.enqueue(
            "analytics.import_files",
            workspace=workspace, by=None, label="匯入", params={"files": [file.pk]},
        )
        for _time in range(2)
    )  # fmt: skip
    SourceFile.objects.filter(pk=file.pk).update(job=second)

    run_jobs()

    for job in (first, second):
        job.refresh_from_db()
    assert (first.result["imported"], second.result["imported"]) == (0, 1)


@pytest.mark.parametrize("finished", [True, False])
def test_two_attempts_at_one_file_leave_one_import(receive, monkeypatch, finished):
    file = receive(content_csv([ROW]))
    twin, last = SourceFile.objects.get(pk=file.pk), ingest._make_live

    def meanwhile(*given):
        """The first attempt pauses before its last step; another takes the file over."""
        monkeypatch.setattr(ingest, "_make_live", last)
        if finished:
            ingest.import_file(twin)
        else:
            ingest.forget(twin)
        return last(*given)

    monkeypatch.setattr(ingest, "_make_live", meanwhile)
    if finished:
        ingest.import_file(file)
    else:
        with pytest.raises(jobs.JobLost):
            ingest.import_file(file)

    assert SourceBatch.objects.filter(file=file).count() == finished
    assert SourceFile.objects.get(pk=file.pk).state == ("imported" if finished else "waiting")
