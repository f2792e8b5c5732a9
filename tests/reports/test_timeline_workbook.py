"""The timeline goes out as a workbook and comes back: what was edited, and nothing else."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from planning import sheet_rows, sockets, task_changes
from planning.import_apply import apply
from planning.import_cells import percent
from planning.import_sheet import read
from planning.importing import compare
from planning.models import Task, TaskLink, TimelineImport
from planning.sheet_rows import COLUMNS
from reports.outputs import OUTPUTS
from reports.services.drafts import render_draft
from reports.services.errors import CannotDo
from tests.factories.timeline import (
    DecisionFactory,
    DepartmentFactory,
    MeetingFactory,
    ProjectFactory,
    TaskFactory,
    TaskLinkFactory,
)
from tests.factories.workspaces import MembershipFactory
from workspaces import escalations
from workspaces.models import AuditEvent, Notification, UndoStep
from workspaces.periods import quarter_of
from workspaces.roles import Role
from workspaces.undo import CannotUndo, undo

pytestmark = pytest.mark.django_db
Q4 = quarter_of(date(2026, 11, 21))


@pytest.fixture
def lead(client):
    member = MembershipFactory(role=Role.LEAD, user__name="林佳穎")
    client.force_login(member.user)
    return member


@pytest.fixture
def project(lead):
    design = DepartmentFactory(workspace=lead.workspace, name="設計")
    DepartmentFactory(workspace=lead.workspace, name="財務")
    project = ProjectFactory(workspace=lead.workspace, title="雙12 禮盒上市", lead=lead.user)
    first = TaskFactory(project=project, number=1, title="主視覺", department=design, progress=40)
    second = TaskFactory(
        project=project,
        number=2,
        title="=上架",
        responsible=lead.user,
        start=date(2026, 11, 26),
        due=date(2026, 11, 30),
    )
    TaskFactory(
        project=project,
        number=3,
        title="開賣",
        is_milestone=True,
        start=date(2026, 12, 12),
        due=date(2026, 12, 12),
        contact="許雅雯",
    )
    TaskLinkFactory(before=first, after=second, lag=1)
    TaskFactory(title="別家的任務")
    return project


def export(project) -> bytes:
    return render_draft(project.workspace, OUTPUTS["O1.2.1"], Q4, "xlsx").content


def edited(content: bytes, edit) -> bytes:
    """``edit(rows)`` gets {title: {column key: cell}} and the sheet."""
    book = load_workbook(io.BytesIO(content))
    sheet = book["任務"]
    header = next(r for r in range(1, 40) if sheet.cell(r, 1).value == "編號")
    keys = [column.key for column in COLUMNS]
    rows = {}
    for number in range(header + 1, sheet.max_row + 1):
        cells = {key: sheet.cell(number, place) for place, key in enumerate(keys, 1)}
        if cells["title"].value:
            rows[cells["title"].value] = cells
    edit(rows, sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def diff(project, content):
    return compare(project.workspace, read(content))


def test_the_workbook_holds_tasks_a_chart_meetings_and_what_was_urgent(project, lead):
    meeting = MeetingFactory(workspace=lead.workspace, project=project, minutes="打樣改紙")
    DecisionFactory(meeting=meeting, answer="加印", decided_at=datetime.now(tz=UTC))
    escalations.escalate(
        lead.workspace,
        subject="印刷廠",
        what="停電",
        since=datetime(2026, 11, 20, 3, 0, tzinfo=UTC),
        asked_for="換廠",
        by=lead.user,
        at=datetime(2026, 11, 20, 4, 0, tzinfo=UTC),
    )

    book = load_workbook(io.BytesIO(export(project)))

    assert book.sheetnames == ["概況", "任務", "_workbench", "甘特圖", "會議", "緊急呈報"]
    assert book["_workbench"].sheet_state == "veryHidden"
    text = {
        name: "\n".join(str(c.value) for row in book[name].iter_rows() for c in row if c.value)
        for name in book.sheetnames
    }
    assert "別家的任務" not in text["任務"]
    assert "打樣改紙" in text["會議"] and "加印" in text["會議"]
    assert "停電" in text["緊急呈報"]
    assert "開賣" in text["概況"]  # the milestones
    rules = book["甘特圖"].conditional_formatting
    assert sum(len(area.rules) for area in rules) == 5  # four kinds of bars, days off
    dates = [c.value for row in book["甘特圖"].iter_rows() for c in row if c.is_date]
    assert datetime(2026, 12, 12) in dates


def test_what_went_out_is_read_back_also_from_files_of_before(project):
    tasks = list(project.tasks.order_by("number"))
    codes = {f"{project.pk}-{task.number}": task.version for task in tasks}

    assert read(export(project)).sent == codes
    lines = sheet_rows.sent_lines(tasks * 150)
    assert len(lines) == 3
    assert sheet_rows.read_sent([lines[0], None]) == codes
    assert sheet_rows.read_sent(["12-1", 4]) == {"12-1": 4}
    assert sheet_rows.read_sent(["12-1", "x"]) == {"12-1": 0}
    assert sheet_rows.read_sent([None, None]) == {}


def test_a_long_timeline_asks_no_more_than_a_short_one(project, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as few:
        export(project)
    for number in range(4, 24):
        task = TaskFactory(project=project, number=number, responsible=project.lead)
        task.consulted.add(DepartmentFactory(workspace=project.workspace))

    with django_assert_max_num_queries(len(few)):
        export(project)


def test_without_any_project_a_sentence_says_where_to_make_one(lead):
    with pytest.raises(CannotDo, match="時間表"):
        render_draft(lead.workspace, OUTPUTS["O1.2.1"], Q4, "xlsx")


def test_what_comes_back_unchanged_changes_nothing(project, lead):
    content = export(project)

    found = diff(project, content)

    assert found.as_json() == {
        "added": 0,
        "changed": 0,
        "removed": 0,
        "unchanged": 3,
        "rejected": [],
    }
    # Even when a program has saved it anew, and things went on here meanwhile.
    Task.objects.filter(title="主視覺").update(progress=90, version=2)
    again = diff(project, edited(content, lambda rows, sheet: None))
    assert (again.unchanged, again.does_anything) == (3, False)


def test_edits_additions_and_removals_come_in_with_a_diff_and_go_out_with_undo(project, lead):
    def edit(rows, sheet):
        rows["主視覺"]["due"].value = datetime(2026, 11, 27)
        rows["主視覺"]["progress"].value = 100
        rows["主視覺"]["consulted"].value = "財務"
        rows["開賣"]["waits_for"].value = "1、2+3"
        sheet.delete_rows(rows["=上架"]["title"].row)
        new = sheet.max_row + 1
        values = {
            "project": "雙12 禮盒上市",
            "title": "拍開箱影片",
            "department": "設計",
            "responsible": "林佳穎",
            "start": "2026/12/1",
            "due": "2026/12/3",
            "progress": "50%",
        }
        for place, column in enumerate(COLUMNS, 1):
            sheet.cell(new, place, values.get(column.key))

    # The milestone may not wait for a task that the same file removes, so the link names task 1.
    def edit_links(rows, sheet):
        edit(rows, sheet)
        rows["開賣"]["waits_for"].value = "1+3"

    found = diff(project, edited(export(project), edit_links))
    assert found.as_json() == {
        "added": 1,
        "changed": 2,
        "removed": 1,
        "unchanged": 0,
        "rejected": [],
    }

    apply(project.workspace, found, by=lead.user, name="時間表.xlsx")

    tasks = {task.title: task for task in project.tasks.filter(removed_at=None)}
    assert set(tasks) == {"主視覺", "開賣", "拍開箱影片"}
    assert (tasks["主視覺"].due, tasks["主視覺"].status) == (date(2026, 11, 27), "done")
    assert [str(one) for one in tasks["主視覺"].consulted.all()] == ["財務"]
    made = tasks["拍開箱影片"]
    assert (made.number, made.responsible, made.progress) == (4, lead.user, 50)
    assert TaskLink.objects.get(after=tasks["開賣"]).lag == 3
    assert AuditEvent.objects.get(verb="planning.timeline_imported").after == {
        "added": 1,
        "changed": 2,
        "removed": 1,
    }

    undo(UndoStep.objects.get(), lead.user)

    back = {task.title: task for task in project.tasks.filter(removed_at=None)}
    assert set(back) == {"主視覺", "=上架", "開賣"}
    assert (back["主視覺"].due, back["主視覺"].progress) == (date(2026, 11, 25), 40)
    assert not TaskLink.objects.filter(after=back["開賣"]).exists()


def test_whom_an_edited_file_concerns_is_told_what_moved_and_what_is_theirs(
    project, lead, monkeypatch
):
    artist = MembershipFactory(workspace=lead.workspace, user__name="吳冠廷").user
    Task.objects.filter(title="主視覺").update(responsible=artist)
    danger = sockets.Danger(Task.objects.get(title="主視覺").pk, "12/3 18:00 的貼文")
    monkeypatch.setattr(sockets, "TASK_ENDANGERS", [lambda workspace, slips: [danger]])

    def edit(rows, sheet):
        rows["主視覺"]["due"].value = datetime(2026, 12, 2)
        rows["開賣"]["responsible"].value = "吳冠廷"

    found = diff(project, edited(export(project), edit))
    apply(project.workspace, found, by=lead.user, name="時間表.xlsx")

    told = {one.text: one.user for one in Notification.objects.all()}
    assert set(told.values()) == {artist}
    moved, given = sorted(told, key=lambda text: "開賣" in text)
    assert "主視覺" in moved and "12/2" in moved and "12/3 18:00 的貼文" in moved
    assert "開賣" in given and "林佳穎" in given


def test_a_row_edited_on_both_sides_is_a_conflict_that_a_person_decides(client, project, lead):
    content = edited(
        export(project), lambda rows, sheet: setattr(rows["主視覺"]["progress"], "value", 80)
    )
    Task.objects.filter(title="主視覺").update(progress=60, version=2, changed_by="王柏翰")
    url = reverse("planning:timeline_import", args=[lead.workspace.slug])
    file = SimpleUploadedFile("時間表.xlsx", content)

    detail = client.post(url, {"files": file})["Location"]
    page = client.get(detail)

    assert "王柏翰" in page.content.decode()
    digest, row = page.context["diff"].digest, page.context["diff"].conflicts[0].row
    client.post(detail, {"digest": digest})
    assert Task.objects.get(title="主視覺").progress == 60
    # The other way round, with a fresh upload and the row ticked.
    detail = client.post(url, {"files": SimpleUploadedFile("時間表.xlsx", content)})["Location"]
    client.post(detail, {"digest": digest, "take": row})
    assert Task.objects.get(title="主視覺").progress == 80


def test_nobody_confirms_a_difference_that_is_no_longer_the_one_shown(client, project, lead):
    content = edited(
        export(project), lambda rows, sheet: setattr(rows["主視覺"]["progress"], "value", 80)
    )
    url = reverse("planning:timeline_import", args=[lead.workspace.slug])
    detail = client.post(url, {"files": SimpleUploadedFile("t.xlsx", content)})["Location"]
    digest = client.get(detail).context["diff"].digest
    Task.objects.filter(title="主視覺").update(version=5)

    response = client.post(detail, {"digest": digest})

    assert response.status_code == 409
    assert Task.objects.get(title="主視覺").progress == 40
    assert TimelineImport.objects.get().applied_at is None


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("due", "明天", "不是日期"),
        ("due", datetime(2026, 11, 1), "結束早於開始"),
        ("department", "總務", "沒有「總務」"),
        ("progress", 140, "0 到 100"),
        ("milestone", "也許", "里程碑"),
        ("waits_for", "9", "沒有編號 9"),
        ("waits_for", "2", "互相等待"),
        ("waits_for", "፩", "不是任務編號"),
        ("waits_for", "9" * 5000, "不是任務編號"),
        ("due", datetime(2226, 11, 30), "不是日期"),
        ("title", "x" * 151, "150"),
        ("code", "1-99", "1-99"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_wrong_row_is_not_taken_and_says_why(project, key, value, said):
    content = edited(
        export(project), lambda rows, sheet: setattr(rows["主視覺"][key], "value", value)
    )

    found = diff(project, content)

    assert [said in one.reason for one in found.rejected] == [True]
    assert (found.changed, found.added) == ([], [])


def test_what_people_type_into_cells_is_read_as_they_mean_it(client, project, lead):
    def edit(rows, sheet):
        rows["主視覺"]["note"].value = time(10, 30)
        rows["開賣"]["waits_for"].value = "１，２＋３"

    content = edited(export(project), edit)
    url = reverse("planning:timeline_import", args=[lead.workspace.slug])
    detail = client.post(url, {"files": SimpleUploadedFile("t.xlsx", content)})["Location"]
    client.post(detail, {"digest": client.get(detail).context["diff"].digest})

    assert Task.objects.get(title="主視覺").note == "10:30"
    links = TaskLink.objects.filter(after__title="開賣").order_by("before__number")
    assert [(one.before.number, one.lag) for one in links] == [(1, 0), (2, 3)]


def test_a_file_that_is_cut_off_within_a_sheet_is_refused_with_a_sentence(client, project, lead):
    whole, target = zipfile.ZipFile(io.BytesIO(export(project))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as cut:
        for name in whole.namelist():
            content = whole.read(name)
            cut.writestr(name, content[: len(content) // 2] if "sheets/sheet" in name else content)
    url = reverse("planning:timeline_import", args=[lead.workspace.slug])

    response = client.post(url, {"files": SimpleUploadedFile("t.xlsx", target.getvalue())})

    assert response.status_code == 422
    assert "Excel" in response.content.decode()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04nothing", b"a,b\n1,2\n"],
    ids=["empty", "broken", "text"],
)
def test_what_is_no_timeline_is_refused_with_a_sentence(client, lead, content):
    url = reverse("planning:timeline_import", args=[lead.workspace.slug])

    response = client.post(url, {"files": SimpleUploadedFile("t.xlsx", content or b" ")})

    assert response.status_code == 422
    assert "Excel" in response.content.decode()


def test_undo_of_an_import_refuses_when_somebody_worked_on(project, lead):
    content = edited(
        export(project), lambda rows, sheet: setattr(rows["主視覺"]["progress"], "value", 80)
    )
    apply(project.workspace, diff(project, content), by=lead.user, name="t.xlsx")
    Task.objects.filter(title="主視覺").update(version=9)

    with pytest.raises(CannotUndo, match="主視覺"):
        undo(UndoStep.objects.get(), lead.user)


def test_undo_of_an_import_spares_a_new_task_on_which_somebody_worked(project, lead):
    def anew(rows, sheet):
        for key in ("code", "mark"):
            rows["主視覺"][key].value = None
        rows["主視覺"]["title"].value = "新的任務"

    apply(project.workspace, diff(project, edited(export(project), anew)), by=lead.user, name="t")
    made = Task.objects.get(title="新的任務")
    task_changes.set_progress(made, progress=30, by=lead.user)

    with pytest.raises(CannotUndo, match="新的任務"):
        undo(UndoStep.objects.get(), lead.user)

    made.refresh_from_db()
    assert made.removed_at is None


def test_the_command_says_what_it_does_and_a_dry_run_does_nothing(project, tmp_path, capsys):
    path = tmp_path / "時間表.xlsx"
    path.write_bytes(
        edited(
            export(project), lambda rows, sheet: setattr(rows["主視覺"]["progress"], "value", 80)
        )
    )
    slug = project.workspace.slug

    call_command("import_timeline", str(path), "--workspace", slug, "--dry-run", "--json")
    dry = json.loads(capsys.readouterr().out)
    assert Task.objects.get(title="主視覺").progress == 40
    call_command("import_timeline", str(path), "--workspace", slug, "--json")
    done = json.loads(capsys.readouterr().out)
    call_command("import_timeline", str(path), "--workspace", slug, "--json")
    again = json.loads(capsys.readouterr().out)

    assert (
        dry
        == done
        == {
            "added": 0,
            "changed": 1,
            "removed": 0,
            "unchanged": 2,
            "rejected": [],
        }
    )
    assert Task.objects.get(title="主視覺").progress == 80
    assert (again["changed"], again["unchanged"]) == (0, 3)


def test_the_download_is_one_projects_or_the_quarters(client, project, lead):
    url = reverse("reports:timeline_download", args=[lead.workspace.slug])

    response = client.get(url, {"project": project.pk})

    assert response["Content-Disposition"].startswith("attachment")
    assert load_workbook(io.BytesIO(response.content))["任務"]
    assert client.get(url, {"project": ProjectFactory().pk}).status_code == 404


@pytest.mark.parametrize(
    ("value", "shape", "progress"),
    [(1, "0%", 100), (0.55, "0%", 55), (1, "0", 1), (0.01, "0.0%", 1)],
)
def test_a_cell_shown_as_a_percentage_is_one(project, value, shape, progress):
    def edit(rows, sheet):
        rows["主視覺"]["progress"].value = value
        rows["主視覺"]["progress"].number_format = shape

    rows = read(edited(export(project), edit)).rows

    assert percent(rows[0].values["progress"]) == progress
