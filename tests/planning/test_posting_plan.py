"""What the calendar holds, counted for a posting strategy; communities and core fans beside it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from planning import pieces, posting_plan, strategies
from planning.forms import piece_form
from planning.models import Community, CoreFan
from planning.rows import KINDS
from reports.outputs import OUTPUTS
from reports.services.drafts import render_draft
from tests.factories.calendar import EntryFactory, VersionFactory
from tests.factories.planning import QUARTER, write
from tests.factories.workspaces import MembershipFactory
from tests.reports.test_o111 import text_of
from workspaces.periods import Period

ZONE = ZoneInfo("Asia/Taipei")


def row(day: str, platform: str = "instagram", pillar: str = "") -> dict:
    return {"day": day, "platform": platform, "pillar": pillar}


def test_every_week_stands_there_also_the_empty_and_the_cut_ones():
    plan = [row("2026-12-01"), row("2026-12-06"), row("2026-12-07", "facebook")]

    weeks = posting_plan.weeks(plan, date(2026, 12, 1), date(2026, 12, 31))

    assert [(one.first.day, one.last.day, one.total) for one in weeks] == [
        (1, 6, 2),
        (7, 13, 1),
        (14, 20, 0),
        (21, 27, 0),
        (28, 31, 0),
    ]
    assert weeks[1].counts == {"facebook": 1}
    assert [one.is_whole for one in weeks] == [False, True, True, True, False]


def test_platforms_of_the_points_come_first_and_unplanned_ones_are_not_hidden():
    plan = [row("2026-12-01", "threads"), row("2026-12-01", "x"), row("2026-12-02", "x")]

    assert posting_plan.platforms_of(plan, ["facebook", "threads"]) == ["facebook", "threads", "x"]


def test_pillars_are_counted_against_their_share():
    plan = [row("2026-12-01", pillar="產地")] * 3 + [
        row("2026-12-01", pillar="別的"),
        row("2026-12-02"),
    ]

    found = posting_plan.pillars(plan, {"產地": 50, "沖泡": 30})

    assert [(one.name, one.count, one.share, one.wanted) for one in found] == [
        ("產地", 3, 60, 50),
        ("沖泡", 0, 0, 30),
        ("別的", 1, 20, None),
        ("", 1, 20, None),
    ]
    assert posting_plan.pillars([], {"產地": 50}) == []


@pytest.mark.django_db
def test_the_calendar_tells_its_posts_of_these_days_in_one_question(
    desk, django_assert_num_queries
):
    period = Period(date(2026, 12, 1), date(2026, 12, 31))

    def planned(at: datetime, **values):
        entry = EntryFactory(workspace=desk.workspace, **values)
        return VersionFactory(entry=entry, account__workspace=desk.workspace, at=at)

    first = datetime(2026, 12, 1, 0, 0, tzinfo=ZONE)
    planned(first + timedelta(days=20, hours=18), title="耶誕預告")
    planned(first, title="第一分鐘")
    planned(first - timedelta(minutes=1), title="前一天")
    planned(first + timedelta(days=31), title="明年")
    planned(first, title="移除了", removed_at=first)
    VersionFactory(at=first)  # of another workspace

    with django_assert_num_queries(1):
        found = posting_plan.plan_of(desk.workspace, period)

    assert [(one["title"], one["day"], one["clock"]) for one in found] == [
        ("第一分鐘", "2026-12-01", "00:00"),
        ("耶誕預告", "2026-12-21", "18:00"),
    ]


@pytest.mark.django_db
def test_the_report_prints_the_plan_and_the_people_as_they_stood(desk, client):
    def record(kind, **values):
        made = pieces.add(KINDS[kind], desk.workspace, None, by=desk.lead)
        return write(kind, made, desk.lead, **values)

    strategy = strategies.begin(desk.workspace, period=QUARTER, by=desk.lead)
    client.force_login(desk.lead)
    detail = reverse("planning:strategy_detail", args=[desk.workspace.slug, strategy.pk])
    assert "還沒有排定時間的貼文" in client.get(detail).content.decode()
    entry = EntryFactory(workspace=desk.workspace, title="開倉第一泡")
    at = datetime.combine(QUARTER.start, datetime.min.time(), ZONE) + timedelta(days=9, hours=20)
    VersionFactory(entry=entry, account__workspace=desk.workspace, at=at)
    group = record(
        "communities",
        name="冬茶研究會",
        platform="facebook",
        size=1250,
        size_on=QUARTER.start,
        size_source="社團後台",
        rules="不開放廣告",
    )
    record("communities", name="沒數過的社團", size=77_777)
    record("fans", name="阿德", community=group, benefits="新品先喝", reason="常幫忙回答")
    record("partners", name="茶日記", disclosure="標示合作")

    page = client.get(detail).content.decode()
    rendered = render_draft(desk.workspace, OUTPUTS["O2.1.1"], QUARTER, "docx", subject=strategy.pk)

    words = text_of(rendered.content)
    for found in (
        "開倉第一泡",
        "冬茶研究會",
        "1,250",
        "社團後台",
        "阿德",
        "新品先喝",
        "茶日記",
        "標示合作",
    ):
        assert found in words, found
    assert "77,777" not in words  # nobody said when and where it was counted
    assert "開倉第一泡" in page and "冬茶研究會" in page
    assert {"planned_posts", "community_size"} <= {one["metric"] for one in rendered.figures}


@pytest.mark.django_db
def test_a_core_fans_community_is_one_of_the_own_workspace(desk):
    fan = pieces.add(KINDS["fans"], desk.workspace, None, by=desk.lead)
    stranger = MembershipFactory()
    foreign = Community.objects.create(workspace=stranger.workspace, name="別人的社團")

    form = piece_form(KINDS["fans"], fan, desk.workspace, {"community": foreign.pk, "name": "阿德"})

    assert not form.is_valid() and "community" in form.errors
    assert CoreFan.objects.get().owner == desk.lead
