"""Tasks are added, changed, ticked, blocked, linked and removed; nobody's words are lost."""

import io
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from planning import files, gantt, overview
from planning.models import Project, Task, TaskCheck, TaskFile, TaskLink
from planning.plan import Link, Span
from tests.factories.timeline import (
    DepartmentFactory,
    ProjectFactory,
    TaskCheckFactory,
    TaskFactory,
    TaskLinkFactory,
)
from tests.factories.workspaces import MembershipFactory
from workspaces.days import WorkingDays
from workspaces.models import AuditEvent, Notification, UndoStep
from workspaces.roles import Role
from workspaces.undo import CannotUndo, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    member = MembershipFactory(role=Role.EDITOR)
    client.force_login(member.user)
    return member


@pytest.fixture
def project(editor):
    TaskFactory(title="別家的任務")
    return ProjectFactory(
        workspace=editor.workspace,
        lead=MembershipFactory(workspace=editor.workspace, role=Role.LEAD).user,
    )


def at(name, member, *args):
    return reverse(f"planning:{name}", args=[member.workspace.slug, *args])


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(target, "PNG")
    return target.getvalue()


def test_a_project_and_its_first_tasks_are_made_from_nothing(client, editor):
    made = client.post(
        at("project_create", editor),
        {"title": "雙12 禮盒上市", "start": "2026-11-23", "due": "2026-12-12", "goal": ""},
    )
    project = Project.objects.get()
    assert made["Location"] == at("project_detail", editor, project.pk)

    for title in ("主視覺", "上架"):
        client.post(
            at("task_create", editor, project.pk),
            {"title": title, "start": "2026-11-23", "due": "2026-11-25", "checks": "直式\n\n橫式"},
        )

    assert list(project.tasks.values_list("number", "title")) == [(1, "主視覺"), (2, "上架")]
    assert TaskCheck.objects.count() == 4
    page = client.get(at("project_detail", editor, project.pk)).content.decode()
    assert "主視覺" in page and "2 項任務完成了 0 項" in page


def test_a_task_that_ends_before_it_begins_is_refused_and_stays_typed(client, editor, project):
    response = client.post(
        at("task_create", editor, project.pk),
        {"title": "倒著走", "start": "2026-11-25", "due": "2026-11-23"},
    )

    assert response.status_code == 422
    assert "倒著走" in response.content.decode()
    assert not project.tasks.exists()


def test_two_people_editing_one_task_both_keep_their_words(client, editor, project):
    task = TaskFactory(project=project, title="主視覺", note="")
    seen = {"title": "主視覺", "note": "我的說明", "version": "1"}
    first = {"title": "主視覺 v2", "note": "別人的說明", "version": "1"}
    client.post(at("task_edit", editor, task.pk), first)

    response = client.post(at("task_edit", editor, task.pk), seen)

    page = response.content.decode()
    assert response.status_code == 409
    assert "別人的說明" in page and "我的說明" in page
    task.refresh_from_db()
    assert task.note == "別人的說明"
    # Saving again, now knowing, is a decision.
    client.post(at("task_edit", editor, task.pk), seen | {"version": "2"})
    task.refresh_from_db()
    assert (task.note, task.version) == ("我的說明", 3)


@pytest.mark.parametrize(
    ("sent", "status", "progress"),
    [
        ({"progress": "100"}, "done", 100),
        ({"progress": "40"}, "doing", 40),
        ({"status": "doing"}, "doing", 10),
        ({"status": "done"}, "done", 100),
    ],
    ids=["finished", "on the way", "board: begun", "board: finished"],
)
def test_progress_and_status_go_together(client, editor, project, sent, status, progress):
    task = TaskFactory(project=project)

    client.post(at("task_progress", editor, task.pk), sent)

    task.refresh_from_db()
    assert (task.status, task.progress) == (status, progress)
    assert (task.done_at is not None) == (status == "done")


def test_the_lead_hears_what_blocks_a_task(client, editor, project):
    task = TaskFactory(project=project, title="印刷")

    client.post(at("task_block", editor, task.pk), {"reason": "紙廠缺貨"})

    task.refresh_from_db()
    assert task.blocked == "紙廠缺貨"
    assert [one.user for one in Notification.objects.all()] == [project.lead]
    client.post(at("task_block", editor, task.pk), {"reason": ""})
    task.refresh_from_db()
    assert (task.blocked, task.blocked_at) == ("", None)


def test_tasks_that_would_wait_for_each_other_are_refused_with_a_sentence(client, editor, project):
    first, second = TaskFactory(project=project), TaskFactory(project=project)
    TaskLinkFactory(before=first, after=second)

    response = client.post(at("task_link_create", editor, first.pk), {"before": second.pk})

    assert response.status_code == 422
    assert "互相等待" in response.content.decode()
    assert TaskLink.objects.count() == 1


def test_a_task_of_another_workspace_cannot_be_waited_for(client, editor, project):
    task, foreign = TaskFactory(project=project), TaskFactory()

    response = client.post(at("task_link_create", editor, task.pk), {"before": foreign.pk})

    assert response.status_code == 422
    assert not TaskLink.objects.exists()


def test_ticking_twice_is_harmless(client, editor, project):
    check = TaskCheckFactory(task__project=project)

    for _turn in range(2):
        client.post(at("check_tick", editor, check.pk), {"done": "1"})

    check.refresh_from_db()
    assert check.done_by == str(editor.user)


def test_a_removed_task_comes_back_with_undo_and_its_number_is_not_used_again(
    client, editor, project
):
    task = TaskFactory(project=project, number=7)
    client.post(at("task_remove", editor, task.pk))
    assert client.get(at("task_detail", editor, task.pk)).status_code == 404
    client.post(
        at("task_create", editor, project.pk),
        {"title": "新的", "start": "2026-11-23", "due": "2026-11-25"},
    )
    assert project.tasks.get(title="新的").number == 8

    undo(UndoStep.objects.get(), editor.user)

    assert client.get(at("task_detail", editor, task.pk)).status_code == 200


def test_a_file_is_kept_and_sent_back_as_it_came(client, editor, project, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    task = TaskFactory(project=project)
    file = SimpleUploadedFile("主視覺.png", picture(), content_type="text/html")

    client.post(at("task_file_create", editor, task.pk), {"files": file})

    kept = TaskFile.objects.get()
    response = client.get(at("task_file_download", editor, kept.pk))
    assert b"".join(response.streaming_content) == picture()
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert [one.user for one in Notification.objects.all()] == [project.lead]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("圖.png", b"<script>alert(1)</script>"),
        ("圖.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("表.xlsx", b"PK\x03\x04 not really"),
        ("go.exe", b"MZ\x90\x00" + b"\x00" * 60),
        ("空.pdf", b""),
    ],
    ids=["script named picture", "svg", "broken office", "program", "empty"],
)
def test_what_is_not_what_it_says_is_refused(
    client, editor, project, settings, tmp_path, name, content
):
    settings.MEDIA_ROOT = tmp_path
    task = TaskFactory(project=project)

    response = client.post(
        at("task_file_create", editor, task.pk), {"files": SimpleUploadedFile(name, content)}
    )

    assert response.status_code == 422
    assert name in response.content.decode()
    assert not TaskFile.objects.exists()
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_a_file_larger_than_allowed_is_refused(client, editor, project, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    task = TaskFactory(project=project)

    response = client.post(
        at("task_file_create", editor, task.pk), {"files": SimpleUploadedFile("圖.png", picture())}
    )

    assert response.status_code == 422


@time_machine.travel("2026-11-27T02:00:00Z")
def test_the_pages_say_what_is_late_and_ask_constantly_many_queries(
    client, editor, project, django_assert_max_num_queries
):
    design = DepartmentFactory(workspace=editor.workspace, name="設計")
    tasks = [
        TaskFactory(project=project, department=design, responsible=editor.user) for _n in range(12)
    ]
    TaskLinkFactory(before=tasks[0], after=tasks[1])

    for view in ("gantt", "board", "list"):
        with django_assert_max_num_queries(20):
            response = client.get(at("project_detail", editor, project.pk) + f"?view={view}")
        assert "12 項逾期" in response.context["sentence"]
    with django_assert_max_num_queries(16):
        mine = client.get(at("task_list", editor))
    assert [(count, len(rows)) for _label, count, rows in mine.context["groups"]] == [(12, 12)]
    with django_assert_max_num_queries(16):
        client.get(at("project_list", editor))


def test_everything_written_is_in_the_audit_trail(client, editor, project):
    task = TaskFactory(project=project)
    client.post(at("task_progress", editor, task.pk), {"progress": "50"})
    client.post(at("task_block", editor, task.pk), {"reason": "等報價"})
    client.post(at("check_create", editor, task.pk), {"text": "報價單"})
    client.post(at("task_remove", editor, task.pk))

    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "planning.task_progressed",
        "planning.task_blocked",
        "planning.task_changed",
        "planning.task_removed",
    ]


def test_a_chart_places_bars_milestones_and_rest_days():
    lines = [
        gantt.Line(1, Span(date(2026, 11, 24), date(2026, 11, 26)), progress=50),
        gantt.Line(2, Span(date(2026, 12, 12), date(2026, 12, 12)), milestone=True),
    ]
    chart = gantt.lay_out(
        lines,
        [Link(1, 2)],
        first=date(2026, 11, 23),
        last=date(2026, 12, 12),
        today=date(2026, 11, 25),
        works=WorkingDays().works,
    )

    assert (chart.first, chart.last) == (date(2026, 11, 23), date(2026, 12, 13))
    assert [(bar.x, bar.width, bar.done_width) for bar in chart.bars] == [
        (24, 72, 36),
        (19 * 24, 24, 0),
    ]
    assert len(chart.resting) == 6
    assert chart.today_x == 48
    assert chart.arrows == ["M96 62 H101 V98 H459"]


@pytest.mark.parametrize(
    ("first", "last", "spans"),
    [
        (date(2020, 1, 1), date(2026, 12, 31), [(date(2026, 11, 3), date(2026, 11, 27))]),
        (date(2026, 1, 1), date(2029, 12, 31), [(date(2026, 1, 5), date(2029, 12, 31))]),
        (date(2020, 1, 1), date(2026, 12, 31), [(date(2020, 1, 6), date(2026, 12, 31))]),
    ],
    ids=["a project of years", "begins now and ends far ahead", "began long ago"],
)
def test_a_chart_of_years_shows_what_stands_near_today(first, last, spans):
    chart = gantt.lay_out(
        [gantt.Line(n, Span(*span)) for n, span in enumerate(spans)],
        [],
        first=first,
        last=last,
        today=date(2026, 11, 21),
        works=WorkingDays().works,
    )

    assert chart.first <= date(2026, 11, 21) <= chart.last
    assert (chart.last - chart.first).days < 550
    assert (chart.first.weekday(), chart.last.weekday()) == (0, 6)


@time_machine.travel("2026-11-27T02:00:00Z")
def test_the_other_ways_to_look_keep_the_department(client, editor, project):
    design = DepartmentFactory(workspace=editor.workspace, name="設計")
    for department in (design, DepartmentFactory(workspace=editor.workspace, name="財務")):
        TaskFactory(project=project, department=department)

    page = client.get(at("project_detail", editor, project.pk), {"department": design.pk})
    wrong = client.get(at("project_detail", editor, project.pk), {"department": "x&y"})

    assert f"?view=board&amp;department={design.pk}" in page.content.decode()
    assert len(page.context["rows"]) == 1
    assert len(wrong.context["rows"]) == 2


@time_machine.travel("2026-11-27T02:00:00Z")
def test_a_long_list_of_tasks_is_never_cut_off_in_silence(client, editor, project, monkeypatch):
    monkeypatch.setattr("planning.views.tasks._ROWS", 10)
    for _n in range(17):
        TaskFactory(project=project, responsible=editor.user)

    mine = client.get(at("task_list", editor))
    rest = client.get(at("task_list", editor), {"page": 2})
    today = client.get(reverse("workspaces:today", args=[editor.workspace.slug]))

    assert [(count, len(rows)) for _label, count, rows in mine.context["groups"]] == [(17, 10)]
    assert [len(rows) for _label, _count, rows in rest.context["groups"]] == [7]
    assert "還有 2 項任務" in today.content.decode()


def test_a_slip_in_the_year_is_refused_with_a_sentence(client, editor, project):
    given = {"title": "主視覺", "start": "0206-11-24", "due": "2026-11-27"}

    response = client.post(at("task_create", editor, project.pk), given)

    assert response.status_code == 422
    assert response.context["form"].errors == {"start": ["年份請填 1950 到 2090。"]}


def test_two_who_change_a_project_both_keep_what_they_wrote(client, editor, project):
    edit = at("project_edit", editor, project.pk)
    page = client.get(edit).content.decode()
    seen = {
        f"initial-{name}": value
        for name, value in {
            "title": project.title,
            "goal": project.goal,
            "start": project.start.isoformat(),
            "due": project.due.isoformat(),
            "lead": project.lead_id,
        }.items()
    }
    now = {name.removeprefix("initial-"): value for name, value in seen.items()}
    assert all(f'name="{name}"' in page for name in seen)

    client.post(edit, seen | now | {"due": "2027-01-15"})
    client.post(edit, seen | now | {"goal": "讓老客戶先買到"})

    project.refresh_from_db()
    assert (project.due, project.goal) == (date(2027, 1, 15), "讓老客戶先買到")
    Project.objects.filter(pk=project.pk).update(start=date(2026, 12, 10))  # by a third person
    refused = client.post(edit, seen | now | {"due": "2026-12-05"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["due"])


def test_rows_stand_after_what_they_wait_for(project):
    second = TaskFactory(project=project, title="後", number=1)
    first = TaskFactory(project=project, title="先", number=2)
    TaskLinkFactory(before=first, after=second)

    tasks = overview.ordered(overview.tasks_of(project), [Link(first.pk, second.pk)])

    assert [task.title for task in tasks] == ["先", "後"]
    assert Task.objects.in_workspace(project.workspace).count() == 2


def test_a_link_that_was_removed_comes_back_unless_it_would_close_a_circle(client, editor, project):
    first, second = TaskFactory(project=project), TaskFactory(project=project)
    link = TaskLinkFactory(before=first, after=second, lag=2)
    client.post(at("task_link_remove", editor, link.pk))
    step = UndoStep.objects.get()
    undo(step, editor.user)
    assert TaskLink.objects.get().lag == 2

    client.post(at("task_link_remove", editor, TaskLink.objects.get().pk))
    TaskLinkFactory(before=second, after=first)
    with pytest.raises(CannotUndo, match="互相等待"):
        undo(UndoStep.objects.first(), editor.user)
