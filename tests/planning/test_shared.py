"""Outside the door: a department's link and a person's calendar feed, and no step further."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from PIL import Image

from planning import task_changes
from planning.models import Task, TaskFile
from planning.shared import FEED, SCOPE
from planning.views import shared
from tests.factories.timeline import (
    DepartmentFactory,
    MeetingFactory,
    ProjectFactory,
    TaskCheckFactory,
    TaskFactory,
)
from tests.factories.workspaces import MembershipFactory
from workspaces import share_links
from workspaces.audit_trail import line
from workspaces.models import AuditEvent, Notification, ShareLink
from workspaces.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return MembershipFactory(role=Role.LEAD)


@pytest.fixture
def design(lead):
    return DepartmentFactory(workspace=lead.workspace, name="設計")


@pytest.fixture
def project(lead):
    return ProjectFactory(workspace=lead.workspace, lead=lead.user)


@pytest.fixture
def token(lead, design):
    _link, token = share_links.issue(
        lead.workspace, scope=SCOPE, label="設計部小吳", by=lead.user, subject=design
    )
    return token


def page_of(token):
    return reverse("shared:shared_tasks", args=[token])


def picture():
    target = io.BytesIO()
    Image.new("RGB", (4, 4)).save(target, "PNG")
    return SimpleUploadedFile("主視覺.png", target.getvalue())


def test_what_is_open_is_never_crowded_out_by_what_is_finished(
    client, project, design, token, monkeypatch
):
    monkeypatch.setattr(shared, "_OPEN", 2)
    monkeypatch.setattr(shared, "_DONE", 1)
    for day in (2, 3, 4):
        TaskFactory(
            project=project,
            department=design,
            title=f"做完的{day}",
            start=date(2026, 11, day),
            due=date(2026, 11, day),
            status="done",
            progress=100,
            done_at=datetime(2026, 11, day, tzinfo=UTC),
        )
    for day in (24, 25, 26):
        TaskFactory(
            project=project, department=design, title=f"要做的{day}", due=date(2026, 11, day)
        )

    page = client.get(page_of(token))

    assert [row.task.title for row in page.context["open"]] == ["要做的24", "要做的25"]
    assert [row.task.title for row in page.context["done"]] == ["做完的4"]
    assert "還有 1 項" in page.content.decode()


def test_a_page_left_open_takes_back_nothing_the_team_wrote_meanwhile(
    client, project, design, token, lead
):
    task = TaskFactory(project=project, department=design, progress=20)
    url = reverse("shared:shared_progress", args=[token, task.pk])
    seen = {"was-progress": "20", "was-blocked": ""}
    task_changes.set_progress(task, progress=60, by=lead.user)
    task_changes.block(task, "等印刷廠報價", by=lead.user)

    client.post(url, seen | {"progress": "20", "blocked": ""})
    task.refresh_from_db()
    assert (task.progress, task.blocked) == (60, "等印刷廠報價")

    client.post(url, seen | {"progress": "30", "blocked": "紙缺貨"})
    task.refresh_from_db()
    assert (task.progress, task.blocked) == (30, "紙缺貨")


def test_it_shows_that_departments_tasks_and_nothing_else(client, project, design, token, lead):
    TaskFactory(project=project, department=design, title="主視覺")
    TaskFactory(
        project=project,
        title="預算核定",
        department=DepartmentFactory(workspace=lead.workspace, name="財務"),
    )
    TaskFactory(project=project, department=design, title="移除的", removed_at=timezone.now())
    TaskFactory(title="別家", department=DepartmentFactory(name="設計"))

    response = client.get(page_of(token))

    page = response.content.decode()
    assert "主視覺" in page
    assert not any(word in page for word in ("預算核定", "移除的", "別家", lead.user.email))
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]


def test_the_designer_finds_the_task_ticks_it_and_hands_in_a_file(
    client, project, design, token, lead, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    task = TaskFactory(project=project, department=design)
    check = TaskCheckFactory(task=task)

    client.post(reverse("shared:shared_check", args=[token, check.pk]), {"done": "1"})
    client.post(reverse("shared:shared_file", args=[token, task.pk]), {"file": picture()})
    client.post(reverse("shared:shared_progress", args=[token, task.pk]), {"progress": "100"})

    task.refresh_from_db()
    check.refresh_from_db()
    assert (task.status, check.done_by) == ("done", "設計部小吳（設計）")
    assert TaskFile.objects.get().sent_by == "設計部小吳（設計）"
    assert Notification.objects.filter(user=lead.user).exists()
    told = AuditEvent.objects.filter(verb__startswith="planning.")
    assert [line(event).who for event in told] == ["設計部小吳（設計）"] * 3


def test_an_obstacle_is_told_to_the_lead(client, project, design, token, lead):
    task = TaskFactory(project=project, department=design, progress=30)

    client.post(
        reverse("shared:shared_progress", args=[token, task.pk]),
        {"progress": "30", "blocked": "等產品照片"},
    )

    task.refresh_from_db()
    assert (task.blocked, task.progress) == ("等產品照片", 30)
    assert "等產品照片" in Notification.objects.get(user=lead.user).text


@pytest.mark.parametrize("name", ["shared_progress", "shared_file"])
def test_tasks_of_others_cannot_be_touched(client, project, token, name):
    other = TaskFactory(project=project)

    response = client.post(reverse(f"shared:{name}", args=[token, other.pk]), {"progress": "100"})

    assert response.status_code == 404
    other.refresh_from_db()
    assert other.status == "todo"


@pytest.mark.parametrize("how", ["unknown", "revoked", "expired", "put away", "of a feed"])
def test_a_link_that_is_over_opens_nothing(client, lead, design, token, how):
    link = ShareLink.objects.get()
    match how:
        case "unknown":
            token = "x" * 43
        case "revoked":
            share_links.revoke(link, by=lead.user)
        case "expired":
            ShareLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        case "put away":
            design.archived_at = timezone.now()
            design.save()
        case "of a feed":
            ShareLink.objects.update(scope=FEED)

    response = client.get(page_of(token))

    assert response.status_code == 404
    assert "打不開" in response.content.decode()


def test_a_refused_file_says_why_beside_its_task(client, project, design, token):
    task = TaskFactory(project=project, department=design)
    file = SimpleUploadedFile("go.png", b"MZ not a picture")

    response = client.post(reverse("shared:shared_file", args=[token, task.pk]), {"file": file})

    assert response.status_code == 422
    assert "go.png" in response.content.decode()
    assert not TaskFile.objects.exists()


def test_a_lead_makes_a_link_sees_it_once_and_revokes_it(client, lead, design):
    client.force_login(lead.user)
    slug = lead.workspace.slug
    made = client.post(
        reverse("planning:share_create", args=[slug]),
        {"department": design.pk, "label": "設計部小吳", "days": "14"},
    )
    url = made.context["url"]
    assert url in made.content.decode()
    assert url not in client.get(reverse("planning:share_list", args=[slug])).content.decode()
    assert client.get(url).status_code == 200

    client.post(reverse("planning:share_revoke", args=[slug, ShareLink.objects.get().pk]))

    assert client.get(url).status_code == 404
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["workspaces.link_made", "workspaces.link_revoked"]


class TestFeed:
    @pytest.fixture
    def url(self, client, lead):
        client.force_login(lead.user)
        made = client.post(reverse("planning:feed_create", args=[lead.workspace.slug]))
        client.logout()
        return made.context["url"]

    @time_machine.travel("2026-11-21T02:00:00Z")
    def test_it_holds_my_tasks_milestones_and_meetings(self, client, lead, project, url):
        TaskFactory(project=project, title="文案", responsible=lead.user)
        TaskFactory(
            project=project,
            title="開賣",
            is_milestone=True,
            start=date(2026, 12, 12),
            due=date(2026, 12, 12),
        )
        TaskFactory(project=project, title="別人的")
        meeting = MeetingFactory(workspace=lead.workspace, title="週會", place="線上; 二樓")
        meeting.people.add(lead.user)
        MeetingFactory(workspace=lead.workspace, title="沒找我的")

        response = client.get(url)

        events = list(Calendar.from_ical(response.content).walk("VEVENT"))
        assert [str(one["SUMMARY"]).split("（")[0] for one in events] == ["文案", "◆ 開賣", "週會"]
        assert events[0]["DTSTART"].dt == date(2026, 11, 25)
        assert events[2]["DTSTART"].dt == datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
        assert str(events[2]["LOCATION"]) == "線上; 二樓"
        assert response["Content-Type"].startswith("text/calendar")

    def test_a_new_address_ends_the_old_one(self, client, lead, url):
        client.force_login(lead.user)
        client.post(reverse("planning:feed_create", args=[lead.workspace.slug]))

        assert client.get(url).status_code == 404
        assert ShareLink.objects.open().count() == 1

    def test_it_ends_with_the_membership_and_when_revoked(self, client, lead, url):
        assert client.get(url).status_code == 200
        lead.delete()
        assert client.get(url).status_code == 404


@time_machine.travel("2026-11-26T02:00:00Z")
def test_today_names_what_waits_for_me(client, lead, project, django_assert_max_num_queries):
    TaskFactory(project=project, title="我的逾期", responsible=lead.user)
    TaskFactory(project=project, title="卡住的", blocked="缺紙", due=date(2026, 12, 20))
    TaskFactory(project=project, title="別人的")
    MeetingFactory(workspace=lead.workspace, title="週會", at=datetime(2026, 11, 26, 6, tzinfo=UTC))
    meeting = MeetingFactory(
        workspace=lead.workspace, title="找我的", at=datetime(2026, 11, 26, 7, tzinfo=UTC)
    )
    meeting.people.add(lead.user)
    client.force_login(lead.user)

    page = client.get(reverse("workspaces:today", args=[lead.workspace.slug])).content.decode()

    assert all(word in page for word in ("我的逾期", "卡住的", "15:00 找我的"))
    assert "別人的" not in page and "週會" not in page
    assert Task.objects.late(today=date(2026, 11, 26)).count() == 2


def test_a_link_in_the_hands_of_a_program_does_not_ring_for_ever(
    client, lead, design, project, token, monkeypatch
):
    cache.clear()
    monkeypatch.setattr(shared, "_ACTS", {"most": 2, "seconds": 3600})
    task = TaskFactory(project=project, department=design)
    address = reverse("shared:shared_progress", args=[token, task.pk])

    answers = [client.post(address, {"blocked": f"等打樣 {n}"}).status_code for n in range(3)]

    assert answers == [302, 302, 429]
    assert AuditEvent.objects.filter(verb="planning.task_blocked").count() == 2
    assert client.get(page_of(token)).status_code == 200
