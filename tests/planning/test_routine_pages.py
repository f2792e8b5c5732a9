"""The page of routines, its ticks with evidence, and the workspace's own days."""

import io
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from planning.models import Routine, RoutineRun, RunFile
from tests.factories.timeline import DepartmentFactory, RoutineFactory, RoutineRunFactory
from tests.factories.workspaces import MembershipFactory
from workspaces.models import Department, SpecialDay, UndoStep
from workspaces.roles import Role
from workspaces.undo import undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def friday():
    with time_machine.travel("2026-11-20T02:00:00Z"):
        yield


@pytest.fixture
def editor(client):
    member = MembershipFactory(role=Role.EDITOR)
    client.force_login(member.user)
    return member


def at(name, member, *args):
    return reverse(f"planning:{name}", args=[member.workspace.slug, *args])


def test_it_shows_mine_of_today_and_what_was_missed(client, editor, django_assert_max_num_queries):
    routine = RoutineFactory(workspace=editor.workspace)
    RoutineRunFactory(routine=routine, day=date(2026, 11, 20))
    RoutineRunFactory(routine=routine, day=date(2026, 11, 18))
    RoutineRunFactory(routine__workspace=editor.workspace, routine__role=Role.LEAD)
    RoutineRunFactory()

    with django_assert_max_num_queries(16):
        response = client.get(at("routine_list", editor))

    assert [run.day.day for run in response.context["runs"]] == [20]
    assert [run.day.day for run in response.context["missed"]] == [18]
    everybody = client.get(at("routine_list", editor) + "?who=all")
    assert len(everybody.context["runs"]) == 2


def test_a_tick_takes_text_link_and_file(client, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    run = RoutineRunFactory(routine__workspace=editor.workspace)
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    file = SimpleUploadedFile("截圖.png", picture.getvalue())

    client.post(
        at("run_tick", editor, run.pk),
        {"evidence": "回覆 18 則", "link": "https://example.com/x", "file": file},
    )

    run.refresh_from_db()
    assert (run.done_by, run.evidence, run.link) == (
        editor.user,
        "回覆 18 則",
        "https://example.com/x",
    )
    kept = RunFile.objects.get()
    response = client.get(at("run_file", editor, kept.pk))
    assert b"".join(response.streaming_content) == picture.getvalue()


def test_evidence_that_somebody_adds_later_leaves_the_tick_to_whoever_did_it(client, editor):
    run = RoutineRunFactory(routine__workspace=editor.workspace)
    client.post(at("run_tick", editor, run.pk), {"evidence": "回覆 18 則"})
    other = MembershipFactory(workspace=editor.workspace, role=Role.EDITOR)
    client.force_login(other.user)
    client.post(at("run_tick", other, run.pk), {"link": "https://example.com/x"})

    run.refresh_from_db()
    assert (run.done_by, run.evidence, run.link) == (
        editor.user,
        "回覆 18 則",
        "https://example.com/x",
    )


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"evidence": " "}, "請寫下做了什麼"),
        ({"evidence": "做了", "link": "javascript:alert(1)"}, "完整網址"),
    ],
    ids=["nothing", "no address"],
)
def test_a_refused_tick_says_why_and_keeps_what_was_typed(client, editor, sent, said):
    run = RoutineRunFactory(routine__workspace=editor.workspace)

    response = client.post(at("run_tick", editor, run.pk), sent)

    page = response.content.decode()
    assert response.status_code == 422
    assert said in page and sent["evidence"].strip() in page
    assert not RoutineRun.objects.done().exists()


def test_a_lead_begins_with_the_usual_set_and_changes_one(client, editor):
    lead = MembershipFactory(workspace=editor.workspace, role=Role.LEAD)
    client.force_login(lead.user)
    client.post(at("routine_start", lead))
    assert Routine.objects.count() == 9
    assert RoutineRun.objects.filter(day=date(2026, 11, 20)).count() == 5

    routine = Routine.objects.get(key="weekly_look")
    fields = {
        "title": "週檢視",
        "rhythm": "weekly",
        "turn": "8",
        "role": "lead",
        "since": "2026-11-02",
    }
    refused = client.post(at("routine_edit", lead, routine.pk), fields)
    assert refused.status_code == 422
    client.post(at("routine_edit", lead, routine.pk), fields | {"turn": "4"})
    routine.refresh_from_db()
    assert (routine.turn, routine.wants_evidence) == (4, False)


def test_a_routine_that_moves_to_another_day_is_not_missed_on_the_old_one(client, editor):
    lead = MembershipFactory(workspace=editor.workspace, role=Role.LEAD)
    client.force_login(lead.user)
    routine = RoutineFactory(workspace=editor.workspace, rhythm="weekly", turn=5)
    earlier = RoutineRunFactory(routine=routine, day=date(2026, 11, 13))
    RoutineRunFactory(routine=routine, day=date(2026, 11, 20))
    fields = {"title": "週檢視", "rhythm": "weekly", "role": "lead", "since": "2026-11-02"}

    client.post(at("routine_edit", lead, routine.pk), fields | {"turn": "1"})

    routine.refresh_from_db()
    assert list(RoutineRun.objects.filter(routine=routine)) == [earlier]
    assert routine.since == date(2026, 11, 20)


def test_a_day_off_counts_at_once_and_forgets_what_nobody_could_do(client, editor):
    manager = MembershipFactory(workspace=editor.workspace, role=Role.MANAGER)
    client.force_login(manager.user)
    RoutineRunFactory(routine__workspace=editor.workspace, day=date(2026, 11, 20))
    fields = {"day": "2026-11-20", "name": "員工旅遊", "works": "0"}

    for _turn in range(2):
        client.post(at("day_set", manager), fields)

    found = SpecialDay.objects.get()
    assert not RoutineRun.objects.exists()
    assert "員工旅遊" in client.get(at("day_list", manager)).content.decode()
    client.post(at("day_remove", manager, found.pk))
    assert not SpecialDay.objects.exists()
    undo(UndoStep.objects.get(), manager.user)
    assert SpecialDay.objects.get().name == "員工旅遊"


def test_departments_of_ones_own(client, editor):
    lead = MembershipFactory(workspace=editor.workspace, role=Role.LEAD)
    client.force_login(lead.user)
    own = DepartmentFactory(workspace=lead.workspace, name="門市")

    client.post(at("department_add", lead), {"name": "倉儲"})
    client.post(at("department_add", lead), {"name": "門市"})
    client.post(at("department_archive", lead, own.pk))

    working = Department.objects.in_workspace(lead.workspace).working()
    assert [one.name for one in working] == ["倉儲"]
