"""A bar is moved: first shown, then done, told to the second, and taken back."""

from datetime import date

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from planning import moving, task_changes
from planning.models import Task
from planning.sockets import TASK_ENDANGERS, Danger
from planning.tasks import mail_move_task
from tests.factories.timeline import ProjectFactory, TaskFactory, TaskLinkFactory
from tests.factories.workspaces import MembershipFactory
from workspaces.audit_trail import line
from workspaces.models import AuditEvent, Notification, UndoStep
from workspaces.roles import Role
from workspaces.undo import CannotUndo, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    member = MembershipFactory(role=Role.LEAD)
    client.force_login(member.user)
    return member


@pytest.fixture
def chain(lead):
    """Design until Wednesday, print after it until the 30th, delivery on 12/2."""
    project = ProjectFactory(workspace=lead.workspace, due=date(2026, 12, 4))
    design = TaskFactory(project=project, title="主視覺")
    printing = TaskFactory(
        project=project, title="印刷", start=date(2026, 11, 26), due=date(2026, 11, 30)
    )
    delivery = TaskFactory(
        project=project, title="到貨", start=date(2026, 12, 2), due=date(2026, 12, 2)
    )
    TaskLinkFactory(before=design, after=printing)
    TaskLinkFactory(before=printing, after=delivery)
    return design, printing, delivery


def url(task, query=""):
    return reverse("planning:task_move", args=[task.workspace.slug, task.pk]) + query


def days(*tasks):
    return [
        (f"{task.start:%m/%d}", f"{task.due:%m/%d}")
        for task in Task.objects.filter(pk__in=[one.pk for one in tasks]).order_by("pk")
    ]


def test_the_preview_shows_what_moves_and_changes_nothing(client, lead, chain):
    response = client.get(url(chain[0], "?shift=2"))

    moves = response.context["preview"].moves
    assert [(one.task.title, f"{one.after.due:%m/%d}", one.days) for one in moves] == [
        ("主視覺", "11/27", 2),
        ("印刷", "12/02", 2),
        ("到貨", "12/03", 1),
    ]
    assert days(*chain) == [("11/23", "11/25"), ("11/26", "11/30"), ("12/02", "12/02")]
    assert AuditEvent.objects.count() == 0


def test_moving_does_what_was_shown_and_undo_takes_all_of_it_back(client, lead, chain):
    digest = client.get(url(chain[0], "?shift=2")).context["preview"].digest

    response = client.post(url(chain[0]), {"start": "2026-11-25", "digest": digest})

    assert response.status_code == 302
    assert days(*chain) == [("11/25", "11/27"), ("11/30", "12/02"), ("12/03", "12/03")]
    undo(UndoStep.objects.get(), lead.user)
    assert days(*chain) == [("11/23", "11/25"), ("11/26", "11/30"), ("12/02", "12/02")]


def test_the_second_of_two_is_told_and_shown_what_would_happen_now(client, lead, chain):
    digest = client.get(url(chain[0], "?shift=2")).context["preview"].digest
    other = moving.preview(chain[1], start=date(2026, 12, 1))
    moving.move(
        chain[1],
        by=MembershipFactory(workspace=lead.workspace).user,
        digest=other.digest,
        start=date(2026, 12, 1),
    )

    response = client.post(url(chain[0]), {"start": "2026-11-25", "digest": digest})

    assert response.status_code == 409
    assert "有人先改了時間表" in response.content.decode()
    assert days(chain[0]) == [("11/23", "11/25")]
    assert response.context["preview"].digest != digest


def test_undo_refuses_when_somebody_has_moved_a_task_since(lead, chain):
    first = moving.preview(chain[2], start=date(2026, 12, 3))
    step = moving.move(chain[2], by=lead.user, digest=first.digest, start=date(2026, 12, 3))
    again = moving.preview(chain[2], start=date(2026, 12, 4))
    moving.move(chain[2], by=lead.user, digest=again.digest, start=date(2026, 12, 4))

    with pytest.raises(CannotUndo, match="到貨"):
        undo(step, lead.user)


def test_a_longer_task_pushes_too_and_passing_the_projects_end_is_said(client, lead, chain):
    response = client.get(url(chain[0], "?stretch=7"))

    found = response.context["preview"]
    assert (found.moves[0].after.start, found.moves[0].after.due) == (
        date(2026, 11, 23),
        date(2026, 12, 2),
    )
    assert found.past_project == 4
    assert "超過 12/4" in response.content.decode()


def test_later_rooms_say_what_a_slip_endangers(client, lead, chain, monkeypatch):
    asked = []

    def posts(workspace, slips):
        asked.append((workspace, [(one.title, one.after) for one in slips]))
        return [Danger(slips[0].task, "主視覺晚 2 天 → 12/3 18:00 的貼文")]

    monkeypatch.setattr("planning.sockets.TASK_ENDANGERS", [*TASK_ENDANGERS, posts])
    response = client.get(url(chain[0], "?shift=2"))

    assert "12/3 18:00 的貼文" in response.content.decode()
    assert asked[0][0] == lead.workspace
    assert ("主視覺", date(2026, 11, 27)) in asked[0][1]


@time_machine.travel("2026-11-27T02:00:00Z")
def test_a_late_task_names_what_it_pushes_before_anybody_moves_it(client, lead, chain):
    address = reverse("planning:project_detail", args=[lead.workspace.slug, chain[0].project_id])

    pushed = client.get(address).context["pushed"]

    assert [one.title for one in pushed] == ["印刷", "到貨"]


def test_a_task_begins_and_ends_on_working_days(client, lead, chain):
    found = client.get(url(chain[0], "?shift=5")).context["preview"]

    assert found.moves[0].after.start == date(2026, 11, 30)


def test_the_trail_says_what_changed_from_what_to_what(client, lead, chain):
    first = chain[0]
    shown = moving.preview(first, start=date(2026, 11, 26))
    moving.move(first, by=lead.user, digest=shown.digest, start=date(2026, 11, 26))
    task_changes.set_progress(first, progress=60, by=lead.user)

    moved, done = (line(one) for one in AuditEvent.objects.order_by("pk"))

    assert [name for name, _before, _after in moved.changes] == [
        one.task.title for one in sorted(shown.moves, key=lambda one: one.after.start)
    ]
    assert moved.changes[0][2].startswith("2026-11-26")
    assert done.changes == [("進度（%）", "0", "60")]


def test_viewers_cannot_move(client, chain):
    member = MembershipFactory(workspace=chain[0].workspace, role=Role.VIEWER)
    client.force_login(member.user)

    assert client.get(url(chain[0])).status_code == 403
    assert client.post(url(chain[0])).status_code == 403


def test_a_preview_asks_a_constant_number_of_queries(lead, chain, django_assert_num_queries):
    for number in range(40):
        TaskLinkFactory(
            before=chain[2], after=TaskFactory(project=chain[0].project, title=f"後續 {number}")
        )
    task = Task.objects.select_related("project__workspace").get(pk=chain[0].pk)

    # Three for the plan, two of the calendar about posts that wait for these tasks.
    with django_assert_num_queries(5):
        found = moving.preview(task, start=date(2026, 11, 25))

    assert len(found.moves) > 30


def moved_by(lead, task, start):
    found = moving.preview(task, start=start)
    return moving.move(task, by=lead.user, digest=found.digest, start=start)


def test_whom_a_move_concerns_is_told_with_what_it_endangers(lead, chain, monkeypatch):
    boss = MembershipFactory(workspace=lead.workspace, role=Role.MANAGER)
    designer = MembershipFactory(workspace=lead.workspace, role=Role.EDITOR)
    MembershipFactory(workspace=lead.workspace, role=Role.EDITOR)  # has nothing to do with it
    project = chain[0].project
    project.lead = boss.user
    project.save()
    chain[1].responsible, chain[2].responsible = designer.user, lead.user
    chain[1].save()
    chain[2].save()
    danger = Danger(chain[1].pk, "印刷晚 2 天 → 12/3 18:00 的貼文")
    monkeypatch.setattr("planning.sockets.TASK_ENDANGERS", [lambda workspace, slips: [danger]])

    step = moved_by(lead, chain[0], date(2026, 11, 25))

    told = {row.user: row.text for row in Notification.objects.all()}
    assert set(told) == {boss.user, designer.user}  # whoever did it knows
    assert "「印刷」" in told[designer.user] and "12/2" in told[designer.user]
    assert "12/3 18:00 的貼文" in told[designer.user]
    assert "3 項任務" in told[boss.user]
    undo(step, lead.user)
    assert Notification.objects.filter(user=designer.user).count() == 2


def test_they_are_written_to_where_there_is_a_mail_server(lead, chain, settings, monkeypatch):
    designer = MembershipFactory(workspace=lead.workspace, role=Role.EDITOR)
    chain[1].responsible = designer.user
    chain[1].save()
    danger = Danger(chain[1].pk, "印刷晚 2 天 → 12/3 18:00 的貼文")
    monkeypatch.setattr("planning.sockets.TASK_ENDANGERS", [lambda workspace, slips: [danger]])
    step = moved_by(lead, chain[0], date(2026, 11, 25))

    assert mail_move_task(step.pk) == 0
    settings.MAIL_CONFIGURED = True
    assert mail_move_task(step.pk) == 1

    (letter,) = mail.outbox
    assert letter.to == [designer.user.email]
    assert "印刷" in letter.body and "12/3 18:00 的貼文" in letter.body
    assert "主視覺：" not in letter.body  # not theirs
    assert f"/planning/projects/{chain[0].project_id}/" in letter.body
    undo(step, lead.user)
    assert mail_move_task(step.pk) == 0
