"""Ctrl/⌘ K over the whole workbench: pages, things and days, and only what one may open."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from planning.models import Campaign
from tests.factories.calendar import EntryFactory, MediaFactory
from tests.factories.platforms import SocialAccountFactory
from tests.factories.timeline import MeetingFactory, ProjectFactory, TaskFactory
from tests.factories.workspaces import MembershipFactory
from workspaces.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return MembershipFactory(role=Role.LEAD)


def find(client, member, words) -> list:
    client.force_login(member.user)
    url = reverse("workspaces:find_list", args=[member.workspace.slug])
    response = client.get(url, {"q": words})
    assert response.status_code == 200
    return response.context["rows"]


def said(rows) -> set[tuple[str, str]]:
    return {(row.kind, row.text) for row in rows}


def test_things_of_every_room_are_found(client, lead):
    place = lead.workspace
    EntryFactory(workspace=place, title="冬茶開箱")
    MediaFactory(workspace=place, name="冬茶.jpg")
    Campaign.objects.create(workspace=place, name="冬茶祭", start=date(2026, 12, 1))
    project = ProjectFactory(workspace=place, title="冬茶上市", lead=lead.user)
    TaskFactory(project=project, title="冬茶文案")
    MeetingFactory(workspace=place, title="冬茶會議")
    SocialAccountFactory(workspace=place, name="冬茶小舖")

    found = said(find(client, lead, "冬茶"))

    assert {
        ("排定的貼文", "冬茶開箱"), ("素材", "冬茶.jpg"), ("活動", "冬茶祭"), ("專案", "冬茶上市"),
        ("任務", "冬茶文案"), ("會議", "冬茶會議"), ("帳號", "冬茶小舖"),
    } <= found  # fmt: skip


def test_every_line_opens(client, lead):
    for words in ("a", "報", "貼文", "25號", "小"):
        for row in find(client, lead, words):
            assert client.get(row.url).status_code in {200, 302}, row


@time_machine.travel("2026-11-21T02:00:00Z")
def test_a_day_in_words_opens_the_calendar_on_it(client, lead):
    first = find(client, lead, "下週三")[0]
    feast = find(client, lead, "聖誕節")[0]

    assert first.kind == "跳到日期"
    assert first.url.endswith("/calendar/?view=day&date=2026-11-25")
    assert "耶誕" in feast.note and "2026-12-25" in feast.url
    assert "2026-11-25" in client.get(first.url).content.decode()


def test_today_is_today_where_the_workspace_is(client, lead):
    lead.workspace.zone = "America/New_York"
    lead.workspace.save()
    with time_machine.travel("2027-01-01T03:00:00Z"):
        assert find(client, lead, "今天")[0].url.endswith("2026-12-31")


def test_pages_by_their_chinese_english_and_other_names(client, lead):
    for words in ("暫停", "Pauses", "pauses"):
        assert any(row.url.endswith("/calendar/pauses/") for row in find(client, lead, words))
    assert any("/analytics/" in row.url for row in find(client, lead, "dashboard"))


def test_nobody_is_shown_what_they_may_not_open(client):
    viewer = MembershipFactory(role=Role.VIEWER)
    MediaFactory(workspace=viewer.workspace, name="冬茶.jpg")

    rows = (
        find(client, viewer, "冬茶") + find(client, viewer, "暫停") + find(client, viewer, "稽核")
    )

    assert rows == []


def test_a_viewer_finds_what_a_viewer_may_read(client):
    viewer = MembershipFactory(role=Role.VIEWER)
    Campaign.objects.create(workspace=viewer.workspace, name="冬茶祭")

    rows = find(client, viewer, "冬茶") + find(client, viewer, "核心粉絲")

    assert {row.text for row in rows} == {"冬茶祭", "核心粉絲"}
    assert [client.get(row.url).status_code for row in rows] == [200, 200]


def test_other_workspaces_stay_closed(client, lead):
    EntryFactory(title="別家冬茶")
    TaskFactory(title="別家冬茶")

    assert find(client, lead, "別家冬茶") == []


def test_as_many_questions_for_many_things_as_for_few(client, lead, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    project = ProjectFactory(workspace=lead.workspace)
    for n in range(2):
        EntryFactory(workspace=lead.workspace, title=f"茶 {n}")
        TaskFactory(project=project, title=f"茶 {n}")
    find(client, lead, "茶")
    with CaptureQueriesContext(connection) as few:
        find(client, lead, "茶")
    for n in range(20):
        EntryFactory(workspace=lead.workspace, title=f"茶 {n}")
        TaskFactory(project=project, title=f"茶 {n}")
    with django_assert_max_num_queries(len(few)):
        assert len(find(client, lead, "茶")) == 10


@pytest.mark.parametrize("words", ["", " ", "%", "_", "x" * 3000, "'; --", "\x00"])
def test_odd_words_find_nothing_and_break_nothing(client, lead, words):
    EntryFactory(workspace=lead.workspace, title="冬茶")

    assert not [row for row in find(client, lead, words) if row.text == "冬茶"]
