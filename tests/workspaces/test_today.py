from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.workspaces import FailedJobFactory
from workspaces import sockets
from workspaces.roles import Can
from workspaces.sockets import FirstStep, Waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms(monkeypatch):
    """The sockets of Today without what the real rooms put in: (waiting, windows, steps)."""
    waiting, windows, steps = [], [], []
    monkeypatch.setattr("workspaces.today.WAITING_FOR", waiting)
    monkeypatch.setattr("workspaces.views.desk.TODAY_WINDOWS", windows)
    monkeypatch.setattr("workspaces.today.FIRST_STEPS", steps)
    return waiting, windows, steps


def thing(text: str, urgency: int, hours_ago: int | None = None) -> Waiting:
    since = timezone.now() - timedelta(hours=hours_ago) if hours_ago is not None else None
    return Waiting(text=text, url="/x/", act="看", urgency=urgency, kind="test", since=since)


def step(place: int, title: str, done: bool, ability: Can = Can.VIEW) -> FirstStep:
    return FirstStep(
        place=place,
        title=title,
        text="為什麼",
        act="開始",
        url_name="workspaces:job_list",
        done=lambda workspace: done,
        ability=ability,
    )


def today(client, member):
    return client.get(f"/w/{member.workspace.slug}/")


def test_what_waits_stands_by_urgency_and_then_by_age(client, as_role, rooms):
    rooms[0].append(
        lambda request: [thing("有空再說", 3), thing("新的", 0, 1), thing("舊的", 0, 30)]
    )
    rooms[0].append(lambda request: [thing("本週", 2)])
    member = as_role("lead")

    groups = today(client, member).context["groups"]

    assert [(g.urgency, [row.text for row in g.rows]) for g in groups] == [
        (0, ["舊的", "新的"]),
        (2, ["本週"]),
        (3, ["有空再說"]),
    ]


@pytest.mark.parametrize(
    ("urgencies", "said"),
    [
        ([0, 0, 2], "有 2 件事現在就需要你。"),
        ([2, 3], "有 2 件事等你處理，都還來得及。"),
    ],
    ids=["something is late", "nothing is late"],
)
def test_the_sentence_counts_what_matters(client, as_role, rooms, urgencies, said):
    rooms[0].append(lambda request: [thing("事", urgency) for urgency in urgencies])

    assert today(client, as_role("editor")).context["sentence"] == said


@pytest.mark.parametrize(
    ("role", "part"),
    [("manager", "簽核"), ("editor", "最近一次匯入"), ("viewer", "沒有等你處理的事。")],
)
def test_on_a_clear_desk_each_role_reads_what_is_theirs(client, as_role, rooms, role, part):
    assert part in today(client, as_role(role)).context["sentence"]


def test_a_new_workspace_shows_the_first_steps_and_whose_they_are(client, as_role, rooms):
    rooms[2].extend(
        [step(3, "產出報告", False), step(1, "匯入", False, Can.IMPORT), step(2, "目標", True)]
    )
    rooms[1].append((1, "workspaces:notification_count", Can.VIEW))

    response = today(client, as_role("viewer"))

    steps = response.context["steps"]
    assert [(s.title, s.is_done, s.may, s.is_next) for s in steps] == [
        ("匯入", False, False, True),
        ("目標", True, True, False),
        ("產出報告", False, True, False),
    ]
    assert response.context["windows"] == []


def test_once_all_steps_are_done_they_are_gone_and_the_windows_open(client, as_role, rooms):
    rooms[2].append(step(1, "匯入", True))
    rooms[1].extend(
        [
            (2, "workspaces:job_list", Can.VIEW),
            (1, "workspaces:notification_count", Can.VIEW),
            (3, "workspaces:audit_list", Can.MANAGE),
        ]
    )
    member = as_role("editor")

    response = today(client, member)

    base = f"/w/{member.workspace.slug}"
    assert response.context["steps"] == []
    assert response.context["windows"] == [f"{base}/notifications/count/", f"{base}/jobs/"]


def test_ones_own_failed_work_waits_until_it_is_tried_again(client, as_role):
    member = as_role("editor")
    job = FailedJobFactory(workspace=member.workspace, started_by=member.user, label="匯入 2 檔")
    FailedJobFactory(workspace=member.workspace, label="別人的工作")
    FailedJobFactory(started_by=member.user, label="別的工作區的工作")
    FailedJobFactory(
        workspace=member.workspace,
        started_by=member.user,
        label="上週的工作",
        finished_at=timezone.now() - timedelta(days=7),
    )

    def waiting() -> list[str]:
        groups = today(client, member).context["groups"]
        return [row.text for group in groups for row in group.rows if row.kind == "job"]

    assert waiting() == ["匯入 2 檔"]
    job.result = {"retried_as": 1}
    job.save()
    assert waiting() == []


def test_navigation_stands_in_the_order_of_work_and_marks_where_one_is(client, as_role):
    member = as_role("editor")

    nav = today(client, member).context["nav"]
    own = client.get(f"/w/{member.workspace.slug}/settings/own/").context["nav"]

    assert nav[0]["key"] == "today"
    assert nav[-1]["key"] == "settings"
    assert [item["key"] for item in nav if item["current"]] == ["today"]
    assert [item["key"] for item in own if item["current"]] == ["settings"]
    places = [item.place for item in sorted(sockets.NAV, key=lambda item: item.place)]
    assert len(places) == len(set(places))
