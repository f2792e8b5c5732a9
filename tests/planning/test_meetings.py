"""Meetings build their agenda from the state of things; decisions become tasks."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from planning.models import Decision, Meeting, Task
from tests.factories.timeline import (
    DecisionFactory,
    MeetingFactory,
    ProjectFactory,
    RoutineRunFactory,
    TaskFactory,
)
from tests.factories.workspaces import MembershipFactory
from workspaces import escalations
from workspaces.models import AuditEvent, Escalation, Notification, UndoStep
from workspaces.roles import Role
from workspaces.undo import undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_desk")]
NOW = "2026-11-24T02:00:00Z"


@pytest.fixture
def at_the_desk():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def lead(client):
    member = MembershipFactory(role=Role.LEAD)
    client.force_login(member.user)
    return member


@pytest.fixture
def project(lead):
    return ProjectFactory(workspace=lead.workspace, title="雙12 禮盒上市")


def at(name, member, *args):
    return reverse(f"planning:{name}", args=[member.workspace.slug, *args])


def points(response):
    return {
        point["title"]: [line["text"] for line in point["lines"]]
        for point in response.context["agenda"]
    }


def test_the_agenda_is_what_stands_and_only_of_this_project(client, lead, project):
    meeting = MeetingFactory(workspace=lead.workspace, project=project, wishes="排班\n\n預購頁")
    days = {"start": date(2026, 11, 16), "due": date(2026, 11, 20)}
    TaskFactory(project=project, title="逾期的", **days)
    TaskFactory(project=project, title="完成的", status="done", progress=100, **days)
    TaskFactory(project=project, title="卡住的", blocked="缺紙", due=date(2026, 12, 30))
    TaskFactory(project=project, title="這週的", due=date(2026, 11, 27))
    TaskFactory(
        project=project,
        title="開賣",
        is_milestone=True,
        start=date(2026, 12, 12),
        due=date(2026, 12, 12),
    )
    TaskFactory(project=ProjectFactory(workspace=lead.workspace), title="別的專案", **days)
    earlier = MeetingFactory(
        workspace=lead.workspace, project=project, at=datetime(2026, 11, 17, 2, tzinfo=UTC)
    )
    DecisionFactory(meeting=earlier, question="要不要加印？")
    DecisionFactory(meeting=earlier, question="已經決定的", decided_at=datetime.now(tz=UTC))

    found = points(client.get(at("meeting_detail", lead, meeting.pk)))

    assert found == {
        "逾期": ["逾期的"],
        "卡住了": ["卡住的"],
        "七天內到期": ["這週的"],
        "接下來的里程碑": ["開賣"],
        "還沒決議": ["要不要加印？"],
        "另外要討論": ["排班", "預購頁"],
    }


def test_the_quarters_meeting_asks_for_its_three_outcomes_and_names_missed_routines(client, lead):
    meeting = MeetingFactory(workspace=lead.workspace, kind="quarter")
    RoutineRunFactory(routine__workspace=lead.workspace, routine__title="週檢視")

    found = points(client.get(at("meeting_detail", lead, meeting.pk)))

    assert found["會議要產出"] == ["下季 KPI 調整方案", "資源分配表", "重點內容主題"]
    assert found["近 30 天沒做到的例行工作"] == ["週檢視"]


def test_people_are_told_when_a_meeting_is_called_and_moved_but_not_for_a_typo(client, lead):
    other = MembershipFactory(workspace=lead.workspace)
    fields = {
        "title": "進度會議",
        "kind": "progress",
        "at": "2026-11-25T10:00",
        "minutes_long": "30",
        "place": "線上",
        "people": [lead.user.pk, other.user.pk],
    }
    client.post(at("meeting_create", lead), fields)
    meeting = Meeting.objects.get()
    assert meeting.at == datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    client.post(at("meeting_edit", lead, meeting.pk), fields | {"title": "進度會議（一）"})
    client.post(at("meeting_edit", lead, meeting.pk), fields | {"at": "2026-11-25T14:00"})

    told = Notification.objects.order_by("pk")
    assert {one.user for one in told} == {other.user}
    assert [one.text.split("：")[1] for one in told] == ["11/25 10:00 線上", "11/25 14:00 線上"]


def test_whoever_is_asked_later_is_told_and_a_meeting_that_moves_back_is_told_again(client, lead):
    first, later = (MembershipFactory(workspace=lead.workspace) for _turn in range(2))
    fields = {
        "title": "進度會議",
        "kind": "progress",
        "at": "2026-11-25T10:00",
        "minutes_long": "30",
        "place": "線上",
        "people": [first.user.pk],
    }
    client.post(at("meeting_create", lead), fields)
    edit = at("meeting_edit", lead, Meeting.objects.get().pk)
    fields["people"].append(later.user.pk)
    client.post(edit, fields)
    client.post(edit, fields | {"at": "2026-11-25T14:00"})
    client.post(edit, fields)

    def told(member):
        rows = Notification.objects.filter(user=member.user).order_by("pk")
        return [one.text.split("：")[1] for one in rows]

    here, there = "11/25 10:00 線上", "11/25 14:00 線上"
    assert (told(first), told(later)) == ([here, there, here], [here, there, here])


def test_a_person_that_no_database_holds_is_refused(client, lead):
    fields = {"title": "會議", "kind": "progress", "at": "2026-11-25T10:00", "minutes_long": "30"}

    response = client.post(at("meeting_create", lead), fields | {"people": ["9" * 20]})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["people"]


@pytest.mark.parametrize("when", ["0001-01-01T00:00", "9999-12-31T23:59", "0206-11-25T10:00"])
def test_a_slip_in_the_year_is_refused_with_a_sentence(client, lead, when):
    fields = {"title": "會議", "kind": "progress", "at": when, "minutes_long": "30"}

    response = client.post(at("meeting_create", lead), fields)

    assert response.status_code == 422
    assert response.context["form"]["at"].errors
    assert not Meeting.objects.exists()


def shown(form) -> dict[str, object]:
    """What a browser sends of an untouched form: every field, and what it was shown with."""
    values = {name: form[name].value() for name in form.fields}
    known = {one: "" if value is None else value for one, value in values.items()}
    return known | {f"initial-{name}": value for name, value in known.items()}


def test_two_with_the_same_form_both_keep_what_they_wrote(client, lead, project):
    other = MembershipFactory(workspace=lead.workspace)
    meeting = MeetingFactory(workspace=lead.workspace, place="會議室", wishes="")
    edit = at("meeting_edit", lead, meeting.pk)
    first = shown(client.get(edit).context["form"])
    second = dict(first)

    client.post(edit, first | {"place": "線上", "people": [other.user.pk]})
    client.post(edit, second | {"wishes": "預算"})

    meeting.refresh_from_db()
    assert (meeting.place, meeting.wishes) == ("線上", "預算")
    assert list(meeting.people.all()) == [other.user]


def test_a_decision_becomes_a_task_once(client, lead, project):
    meeting = MeetingFactory(workspace=lead.workspace, project=project)
    client.post(at("decision_create", lead, meeting.pk), {"question": "紙要不要換？"})
    decision = Decision.objects.get()
    client.post(at("decision_make", lead, decision.pk), {"answer": "換備案紙"})
    fields = {"title": "第二次打樣", "project": project.pk, "due": "2026-11-30"}

    for _turn in range(2):
        client.post(at("decision_follow", lead, decision.pk), fields)

    decision.refresh_from_db()
    task = Task.objects.get()
    assert (decision.answer, decision.decided_by, decision.task) == ("換備案紙", lead.user, task)
    assert (task.title, task.note, task.due) == ("第二次打樣", "換備案紙", date(2026, 11, 30))


def test_the_second_of_two_who_decide_is_told_and_loses_no_word(client, lead):
    decision = DecisionFactory(meeting=MeetingFactory(workspace=lead.workspace))
    url = at("decision_make", lead, decision.pk)
    client.post(url, {"answer": "加印兩千份"})

    response = client.post(url, {"answer": "不加印"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "加印兩千份" in page and "不加印" in page
    decision.refresh_from_db()
    assert decision.answer == "加印兩千份"
    assert client.post(url, {"answer": "加印兩千份"}).status_code == 302  # pressed twice


def test_a_meeting_held_by_a_slip_of_the_hand_is_planned_again(client, lead, project):
    meeting = MeetingFactory(workspace=lead.workspace, project=project)
    client.post(at("meeting_state", lead, meeting.pk), {"to": "held"})

    undo(UndoStep.objects.get(), lead.user)

    meeting.refresh_from_db()
    assert (meeting.status, meeting.held_at, meeting.agenda) == ("planned", None, [])


def test_a_follow_up_without_a_day_is_refused_instead_of_given_one(client, lead, project):
    decision = DecisionFactory(
        meeting=MeetingFactory(workspace=lead.workspace), decided_at=datetime.now(tz=UTC)
    )

    client.post(
        at("decision_follow", lead, decision.pk),
        {"title": "第二次打樣", "project": project.pk, "due": "11/30"},
    )

    assert not Task.objects.exists()


def test_a_follow_up_cannot_go_into_another_workspaces_project(client, lead, project):
    decision = DecisionFactory(
        meeting=MeetingFactory(workspace=lead.workspace), decided_at=datetime.now(tz=UTC)
    )

    client.post(
        at("decision_follow", lead, decision.pk),
        {"title": "越界", "project": ProjectFactory().pk, "due": "2026-11-30"},
    )

    assert not Task.objects.exists()


def test_two_people_writing_the_minutes_lose_no_word(client, lead):
    meeting = MeetingFactory(workspace=lead.workspace)
    url = at("minutes_write", lead, meeting.pk)
    client.post(url, {"minutes": "先寫的人", "version": "1"})

    response = client.post(url, {"minutes": "後寫的人", "version": "1"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "先寫的人" in page and "後寫的人" in page
    meeting.refresh_from_db()
    assert meeting.minutes == "先寫的人"
    client.post(url, {"minutes": "先寫的人\n後寫的人", "version": "2"})
    meeting.refresh_from_db()
    assert meeting.minutes == "先寫的人\n後寫的人"


def test_a_held_meeting_keeps_its_agenda_as_it_stood(client, lead, project):
    meeting = MeetingFactory(workspace=lead.workspace, project=project)
    task = TaskFactory(project=project, title="這週的", due=date(2026, 11, 27))
    client.post(at("meeting_state", lead, meeting.pk), {"to": "held"})
    task.delete()

    found = points(client.get(at("meeting_detail", lead, meeting.pk)))

    assert found == {"七天內到期": ["這週的"]}
    client.post(at("meeting_state", lead, meeting.pk), {"to": "cancelled"})
    meeting.refresh_from_db()
    assert meeting.status == "held"


def test_lists_ask_constantly_many_queries(client, lead, project, django_assert_max_num_queries):
    for _n in range(12):
        DecisionFactory(meeting=MeetingFactory(workspace=lead.workspace, project=project))

    with django_assert_max_num_queries(14):
        page = client.get(at("meeting_list", lead))

    assert len(page.context["open"]) == 12


class TestUrgent:
    @pytest.fixture
    def manager(self, lead):
        return MembershipFactory(workspace=lead.workspace, role=Role.MANAGER)

    def test_a_blocked_task_goes_before_the_manager_with_what_is_known(
        self, client, lead, project, manager
    ):
        task = TaskFactory(project=project, title="打樣", blocked="缺紙")
        url = at("escalation_create", lead) + f"?task={task.pk}"
        form = client.get(url).context["form"]
        assert form.initial["what"] == "缺紙"

        client.post(url, {"what": "缺紙", "since": "2026-11-23T18:00", "asked_for": "同意換印刷廠"})

        made = Escalation.objects.get()
        assert (made.subject, made.since) == ("打樣", datetime(2026, 11, 23, 10, tzinfo=UTC))
        assert [one.user for one in Notification.objects.all()] == [manager.user]
        today = client.get(at("escalation_list", lead)).content.decode()
        assert "同意換印刷廠" in today

    def test_a_moment_still_to_come_is_refused_and_stays_typed(self, client, lead):
        response = client.post(
            at("escalation_create", lead),
            {"what": "停電", "since": "2026-12-23T18:00", "asked_for": "決定"},
        )

        assert response.status_code == 422
        assert "停電" in response.content.decode()
        assert not Escalation.objects.exists()

    def test_the_manager_takes_it_up_and_an_editor_cannot(self, client, lead, manager):
        urgent = escalations.escalate(
            lead.workspace,
            subject="印刷廠",
            what="停電",
            since=datetime.now(tz=UTC),
            asked_for="換廠",
            by=lead.user,
        )
        answer = at("escalation_answer", lead, urgent.pk)
        assert client.post(answer, {"answer": "x"}).status_code == 403
        client.force_login(manager.user)
        client.post(answer, {"answer": "換 B 廠"})
        client.post(answer, {"answer": "再換"})

        urgent.refresh_from_db()
        assert (urgent.acknowledged_by, urgent.answer) == (manager.user, "換 B 廠")
        assert AuditEvent.objects.filter(verb="workspaces.escalation_taken_up").count() == 1
