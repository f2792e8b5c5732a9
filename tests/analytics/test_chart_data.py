"""Charts: lines break where counting changes, at most six of them, blanks stay blank."""

from datetime import date, timedelta

import pytest

from analytics.charts.chart_data import growth, kinds, levels, trend
from analytics.view_state import ViewState
from tests.factories.analytics import happened, posted
from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import WorkspaceFactory
from workspaces.periods import Compare, parse_period

pytestmark = pytest.mark.django_db
Q3 = parse_period("2026Q3")


@pytest.fixture
def workspace():
    return WorkspaceFactory(slug="tea")


def state(workspace, period=Q3) -> ViewState:
    return ViewState(workspace, period, Compare.NONE, [], date(2026, 11, 21))


def test_a_line_breaks_where_the_platform_changed_its_counting(workspace):
    channel = SocialAccountFactory(workspace=workspace, platform="youtube")
    for day in (3, 10, 17, 24, 31):
        happened(channel, date(2026, 8, day), views=100)

    chart = trend(state(workspace), "account_views")

    (line,) = chart.data
    assert line["x"] == [f"2026-08-{day:02d}" for day in (3, 10, 17, 24, 24, 31)]
    assert line["y"] == [100, 100, 100, None, 100, 100]
    assert chart.layout["shapes"][0]["x0"] == "2026-08-24"
    assert "一開始播放就算一次觀看" in chart.note


def test_another_platform_is_not_broken_by_it(workspace):
    happened(SocialAccountFactory(workspace=workspace), date(2026, 8, 3), views=100)

    chart = trend(state(workspace), "account_views")

    assert "shapes" not in chart.layout


def test_at_most_six_lines_and_each_account_keeps_its_colour(workspace):
    accounts = [SocialAccountFactory(workspace=workspace) for _n in range(8)]
    for place, account in enumerate(accounts):
        for day in range(1, 2 + place):
            posted(account, Q3.start + timedelta(weeks=day), comments=1)

    chart = trend(state(workspace), "engagements")
    assert chart.data == []  # likes unreported, so there is nothing to draw
    assert "匯入" in chart.reason

    chart = trend(state(workspace), "post_count")
    assert len(chart.data) == 6
    colours = {trace["name"]: trace["line"]["color"] for trace in chart.data}
    only = ViewState(workspace, Q3, Compare.NONE, [accounts[7].pk], date(2026, 11, 21))
    (alone,) = trend(only, "post_count").data
    assert colours[alone["name"]] == alone["line"]["color"]


def test_a_week_nobody_posted_is_no_point_and_an_unknown_one_is_a_gap(workspace):
    page = SocialAccountFactory(workspace=workspace)
    full = {"reach": 100, "reactions": 5, "comments": 0, "shares": 0}
    posted(page, date(2026, 7, 6), **full)
    posted(page, date(2026, 7, 20), reactions=5, comments=0, shares=0)
    posted(page, date(2026, 7, 27), **full)

    (line,) = trend(state(workspace)).data

    assert line["x"] == ["2026-07-06", "2026-07-20", "2026-07-27"]
    assert line["y"] == [0.05, None, 0.05]


def test_growth_says_how_many_and_where_most(workspace):
    page = SocialAccountFactory(workspace=workspace, name="粉專")
    other = SocialAccountFactory(workspace=workspace, name="帳號", platform="instagram")
    happened(page, date(2026, 7, 6), new_followers=30)
    happened(other, date(2026, 7, 7), new_followers=50)

    assert growth(state(workspace)).title == "新增粉絲 80 人，帳號 最多：50 人"


def test_growth_names_nobody_where_two_have_the_same(workspace):
    for name in ("粉專", "帳號"):
        account = SocialAccountFactory(workspace=workspace, name=name)
        happened(account, date(2026, 7, 6), new_followers=30)

    assert growth(state(workspace)).title == "新增粉絲 60 人"


def test_views_of_two_platforms_have_no_highest(workspace):
    for platform, views in (("facebook", 100), ("instagram", 9000)):
        account = SocialAccountFactory(workspace=workspace, platform=platform)
        for day, more in ((6, 0), (13, 5)):
            posted(account, date(2026, 7, day), views=views + more)

    assert trend(state(workspace), "views").title == "瀏覽次數"
    only = ViewState(workspace, Q3, Compare.NONE, [account.pk], date(2026, 11, 21))
    assert "最高" in trend(only, "views").title


def test_two_levels_are_no_course(workspace):
    page = SocialAccountFactory(workspace=workspace)
    for day in (1, 30):
        happened(page, date(2026, 7, day), followers=1000 + day)
    assert levels(state(workspace)).data == []

    happened(page, date(2026, 8, 30), followers=1200)
    assert levels(state(workspace)).title.endswith("+199 人")


def test_whoever_was_read_once_may_have_gained_more(workspace):
    page = SocialAccountFactory(workspace=workspace, name="粉專")
    other = SocialAccountFactory(workspace=workspace, name="帳號", platform="instagram")
    for day in (1, 15, 30):
        happened(page, date(2026, 7, day), followers=1000 + day)
    happened(other, date(2026, 7, 30), followers=9000)

    assert levels(state(workspace)).title == "粉專：期初到期末 +29 人"

    for day in (2, 9):
        happened(other, date(2026, 7, day), followers=8000)
    assert levels(state(workspace)).title == "帳號 增加最多：期初到期末 +1,000 人"


def test_a_kind_with_few_posts_does_not_win(workspace):
    page = SocialAccountFactory(workspace=workspace)
    for kind, likes, number in (("video", 90, 7), ("photo", 5, 8), ("link", 1, 8)):
        for _n in range(number):
            posted(
                page, date(2026, 7, 6), kind=kind, reach=100, reactions=likes, comments=0, shares=0
            )

    chart = kinds(state(workspace))

    assert chart.title == "相片的互動率最高：5.0%（少於 8 篇的不列入比較）"
    assert [row[0] for row in chart.rows] == ["影片", "相片", "連結"]
