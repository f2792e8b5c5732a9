"""What the registry answers about posts, days, tables and levels."""

from datetime import date
from decimal import Decimal

import pytest

from analytics.metrics import UnknownMetric
from analytics.query import metric_value, metric_values, top_posts
from platforms.models import BatchAccount
from tests.factories.analytics import delivery, happened, posted, stated, told, watched
from tests.factories.platforms import PostFactory, SocialAccountFactory
from tests.factories.workspaces import WorkspaceFactory
from workspaces.periods import Period, parse_period

Q3 = parse_period("2026Q3")
AUG = date(2026, 8, 3)
FULL = {"reach": 1000, "reactions": 40, "comments": 6, "shares": 4}

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return SocialAccountFactory(workspace=WorkspaceFactory(slug="tea"))


@pytest.fixture
def workspace(brand):
    return brand.workspace


def test_a_ratio_is_the_ratio_of_sums_over_posts_that_report_everything(brand, workspace):
    posted(brand, AUG, **FULL)
    posted(brand, AUG, reach=3000, reactions=10, comments=0, shares=0)
    posted(brand, AUG, reactions=500, comments=1, shares=1)  # reach unreported

    rate = metric_value(workspace, Q3, "engagement_rate")

    assert rate.value == Decimal("0.015")
    assert (rate.used, rate.total) == (2, 3)
    assert rate.inputs == {"reactions": 50, "comments": 6, "shares": 4, "reach": 4000}


def test_the_mean_of_own_rates_is_another_number(brand, workspace):
    posted(brand, AUG, **FULL)
    posted(brand, AUG, reach=3000, reactions=10, comments=0, shares=20)

    mean = metric_value(workspace, Q3, "mean_engagement_rate")

    assert mean.value == Decimal("0.03")
    assert mean.inputs["posts"] == 2


def test_reach_of_a_workspace_is_unknown_and_says_why(brand, workspace):
    posted(brand, AUG, **FULL)
    posted(brand, AUG, **FULL)

    reach = metric_value(workspace, Q3, "reach")

    assert reach.value is None
    assert reach.inputs == {"reach": None}
    assert "不相加" in reach.missing_reason
    assert metric_value(workspace, Q3, "mean_reach_per_post").value == 1000


def test_each_post_has_its_own_reach(brand, workspace):
    first, second = posted(brand, AUG, reach=7), posted(brand, AUG, reach=9)

    values = metric_values(workspace, Q3, by="post", metrics=["reach"])

    assert {v.post: v.value for v in values} == {first: 7, second: 9}


def test_an_unreported_input_names_what_to_import(brand, workspace):
    posted(brand, AUG, reactions=5, comments=1, shares=0)

    rate = metric_value(workspace, Q3, "engagement_rate")

    assert rate.value is None
    assert rate.inputs == {"reactions": 5, "comments": 1, "shares": 0, "reach": None}
    assert "觸及人數" in rate.missing_reason
    assert "Meta Business Suite" in rate.missing_reason


def test_zero_below_the_line_is_no_rate(brand, workspace):
    posted(brand, AUG, **FULL | {"reach": 0})

    rate = metric_value(workspace, Q3, "engagement_rate")

    assert rate.value is None
    assert "無法相除" in rate.missing_reason


def test_zero_reported_is_zero_and_unreported_is_not(brand, workspace):
    posted(brand, AUG, reach=10, saves=0)

    assert metric_value(workspace, Q3, "saves").value == 0
    assert metric_value(workspace, Q3, "link_clicks").value is None


def test_partners_and_other_workspaces_never_count(brand, workspace):
    posted(brand, AUG, **FULL)
    posted(SocialAccountFactory(workspace=workspace, ours=False), AUG, **FULL)
    posted(SocialAccountFactory(), AUG, **FULL)

    assert metric_value(workspace, Q3, "post_count").value == 1
    assert metric_value(workspace, Q3, "engagements").value == 50
    assert len(metric_values(workspace, Q3, by="account", metrics=["post_count"])) == 1


def test_figures_belong_to_the_publishing_day(brand, workspace):
    posted(brand, date(2026, 6, 30), **FULL)
    posted(brand, date(2026, 7, 1), **FULL)
    posted(brand, date(2026, 9, 30), **FULL)

    values = metric_values(workspace, Q3, by="day", metrics=["engagements", "profile_visits"])

    assert [(v.day, v.metric.key, v.value) for v in values] == [
        (date(2026, 7, 1), "engagements", 50),
        (date(2026, 9, 30), "engagements", 50),
    ]


def test_a_later_delivery_speaks_for_the_post(brand, workspace):
    post = posted(brand, AUG, taken_on=date(2026, 9, 1), reactions=10)
    told(post, taken_on=date(2026, 10, 1), reactions=14)

    assert metric_value(workspace, Q3, "reactions").value == 14


def test_posts_without_lifetime_figures_are_counted_all_the_same(brand, workspace):
    channel = SocialAccountFactory(workspace=workspace, platform="youtube")
    posted(brand, AUG, **FULL)
    posted(channel, AUG)

    assert metric_value(workspace, Q3, "post_count").value == 2
    rate = metric_value(workspace, Q3, "engagement_rate")
    assert (rate.used, rate.total) == (1, 2)


def test_tables_count_only_within_the_asked_days_and_say_their_span(workspace, brand):
    video = PostFactory(account=SocialAccountFactory(workspace=workspace, platform="youtube"))
    watched(video, date(2026, 7, 1), date(2026, 9, 30), views=900)
    watched(video, date(2026, 8, 1), date(2026, 8, 31), views=300)

    quarter = metric_value(workspace, Q3, "period_views")
    august = metric_value(workspace, parse_period("2026-08"), "period_views")
    july = metric_value(workspace, parse_period("2026-07"), "period_views")

    assert (quarter.value, quarter.covers) == (900, (date(2026, 7, 1), date(2026, 9, 30)))
    assert (august.value, august.covers) == (300, (date(2026, 8, 1), date(2026, 8, 31)))
    assert july.value is None
    assert metric_value(workspace, Q3, "views").value is None


def test_neighbouring_tables_add_up_and_overlapping_ones_do_not(workspace, brand):
    video = PostFactory(account=SocialAccountFactory(workspace=workspace, platform="youtube"))
    watched(video, date(2026, 7, 1), date(2026, 7, 31), views=100, viewers=80)
    watched(video, date(2026, 8, 1), date(2026, 8, 31), views=300, viewers=90)
    watched(video, date(2026, 8, 10), date(2026, 8, 20), views=77)

    assert metric_value(workspace, Q3, "period_views").value == 400
    viewers = metric_values(workspace, Q3, by="post", metrics=["period_viewers"])
    assert [v.value for v in viewers] == [None]  # people of two months are not added up


def test_days_of_a_video_count_only_where_no_table_states_a_period(workspace, brand):
    video = PostFactory(account=SocialAccountFactory(workspace=workspace, platform="youtube"))
    for day in (1, 2, 3):
        watched(video, date(2026, 7, day), date(2026, 7, day), span="day", views=10)

    assert metric_value(workspace, Q3, "period_views").value == 30

    watched(video, date(2026, 8, 1), date(2026, 8, 31), views=300)

    assert metric_value(workspace, Q3, "period_views").value == 300


def test_daily_figures_add_up_except_people(brand, workspace):
    happened(brand, date(2026, 7, 1), new_followers=5, reach=100)
    happened(brand, date(2026, 7, 2), new_followers=7, reach=140)
    happened(brand, date(2026, 10, 1), new_followers=1000)

    new = metric_value(workspace, Q3, "new_followers")
    reach = metric_value(workspace, Q3, "account_reach")
    days = metric_values(workspace, Q3, by="day", metrics=["account_reach"])

    assert (new.value, new.used, new.total) == (12, 2, 92)
    assert reach.value is None
    assert [v.value for v in days] == [100, 140]
    assert metric_value(workspace, Q3, "mean_daily_reach").value == 120


def test_two_accounts_on_one_day_have_no_common_reach(brand, workspace):
    other = SocialAccountFactory(workspace=workspace, platform="instagram")
    for account in (brand, other):
        happened(account, date(2026, 7, 1), reach=100)

    (day,) = metric_values(workspace, Q3, by="day", metrics=["account_reach"])

    assert day.value is None
    assert "不相加" in day.missing_reason


def test_levels_are_the_last_known_and_growth_starts_before_the_period(brand, workspace):
    happened(brand, date(2026, 6, 28), followers=2000)
    happened(brand, date(2026, 7, 3), followers=2010, new_followers=30)
    happened(brand, date(2026, 9, 20), followers=2100, new_followers=20)

    level = metric_value(workspace, Q3, "followers")
    growth = metric_value(workspace, Q3, "growth_rate")

    assert (level.value, level.as_of) == (2100, date(2026, 9, 20))
    assert growth.value == Decimal("0.025")
    assert growth.inputs == {"new_followers": 50, "followers_before": 2000}


def test_a_level_read_long_before_the_period_is_no_start(brand, workspace):
    happened(brand, date(2026, 5, 1), followers=2000)
    happened(brand, date(2026, 7, 3), new_followers=30)

    assert metric_value(workspace, Q3, "growth_rate").value is None


def test_followers_of_several_accounts_are_an_audience_not_people(brand, workspace):
    other = SocialAccountFactory(workspace=workspace, platform="instagram")
    happened(brand, date(2026, 9, 30), followers=2000)
    happened(other, date(2026, 9, 30), followers=500)

    assert metric_value(workspace, Q3, "followers").value is None
    assert metric_value(workspace, Q3, "audience").value == 2500
    assert metric_value(workspace, Q3, "followers", accounts=[brand.pk]).value == 2000


def test_a_line_account_can_reach_its_friends_minus_those_who_blocked_it(workspace, brand):
    line = SocialAccountFactory(workspace=workspace, platform="line_oa")
    happened(line, date(2026, 6, 30), friends=5000, blocks=400)
    happened(line, date(2026, 9, 30), friends=5300, blocks=450)

    assert metric_value(workspace, Q3, "followers", accounts=[line.pk]).value == 4850
    assert metric_value(workspace, Q3, "friends", accounts=[line.pk]).value == 5300
    assert metric_value(workspace, Q3, "new_friends", accounts=[line.pk]).value == 300


def test_reach_rate_sets_reach_against_followers_once_per_post(brand, workspace):
    happened(brand, date(2026, 9, 30), followers=2000)
    posted(brand, AUG, **FULL)
    posted(brand, AUG, reach=600)

    rate = metric_value(workspace, Q3, "reach_rate")

    assert rate.value == Decimal("0.4")
    assert rate.inputs == {"reach": 1600, "follower_base": 4000}


def test_figures_typed_for_the_quarter_count_where_no_day_is_known(brand, workspace):
    stated(brand, Q3.start, Q3.end, purchases=30, sessions=1200)

    rate = metric_value(workspace, Q3, "conversion_rate")

    assert rate.value == Decimal("0.025")
    assert rate.covers == (Q3.start, Q3.end)
    assert metric_value(workspace, parse_period("2026-08"), "purchases").value is None


def test_days_and_stated_spans_are_never_mixed_in_one_number(brand, workspace):
    stated(brand, Q3.start, Q3.end, purchases=30)
    happened(brand, date(2026, 7, 1), purchases=2)

    assert metric_value(workspace, Q3, "purchases").value == 2


def test_amounts_keep_their_currency_and_two_currencies_are_no_sum(workspace, brand):
    channel = SocialAccountFactory(workspace=workspace, platform="youtube")
    video = PostFactory(account=channel)
    reading = watched(video, Q3.start, Q3.end, revenue_micros=5_000_000)
    reading.extra = {"currency": "USD"}
    reading.save()

    one = metric_value(workspace, Q3, "period_revenue")
    other = watched(PostFactory(account=brand), Q3.start, Q3.end, revenue_micros=70_000_000)
    other.extra = {"currency": "TWD"}
    other.save()
    two = metric_value(workspace, Q3, "period_revenue")

    assert (one.value, one.currency) == (5_000_000, "USD")
    assert two.value is None
    assert "USD" in two.missing_reason
    assert metric_value(workspace, Q3, "period_revenue", accounts=[brand.pk]).currency == "TWD"


def test_no_post_in_days_a_file_covers_is_zero_posts(brand, workspace):
    batch = delivery(brand, start=date(2026, 6, 1), end=date(2026, 7, 9))
    BatchAccount.objects.create(batch=batch, account=brand, rows=3, main=True)

    rate = metric_value(workspace, Q3, "engagement_rate")

    assert rate.missing_reason == "這段期間我們沒有發布貼文。"
    assert metric_value(workspace, Q3, "post_count").value == 0


def test_days_no_file_covers_have_no_number_of_posts(brand, workspace):
    posted(brand, date(2026, 11, 2), **FULL)

    count, rate = metric_values(workspace, Q3, metrics=["post_count", "engagement_rate"])

    assert (count.value, rate.value) == (None, None)
    assert "匯入這幾天的貼文匯出檔" in count.missing_reason
    assert rate.missing_reason == count.missing_reason


def test_a_workspace_without_accounts_says_what_to_do():
    value = metric_value(WorkspaceFactory(), Q3, "engagement_rate")

    assert value.missing_reason == "我們的帳號還沒有數字。請先匯入檔案。"


def test_strongest_and_weakest_posts(brand, workspace):
    posts = [posted(brand, AUG, reach=100, reactions=n, comments=0, shares=0) for n in (5, 9, 1, 7)]
    posted(brand, AUG, reactions=99, comments=0, shares=0)  # no reach, so no rate

    best = top_posts(workspace, Q3, metric="engagement_rate", n=2)
    worst = top_posts(workspace, Q3, metric="engagement_rate", n=1, weakest=True)

    assert [(post, value.value) for post, value in best] == [
        (posts[1], Decimal("0.09")),
        (posts[3], Decimal("0.07")),
    ]
    assert [post for post, _value in worst] == [posts[2]]


def test_wrong_questions_are_refused(workspace):
    with pytest.raises(UnknownMetric):
        metric_values(workspace, Q3, metrics=["virality"])
    with pytest.raises(ValueError, match="hour"):
        metric_values(workspace, Q3, by="hour")


@pytest.mark.parametrize("by", ["workspace", "account", "post", "day"])
def test_queries_do_not_grow_with_what_there_is(
    by, brand, workspace, django_assert_max_num_queries, django_assert_num_queries
):
    period = Period(date(2026, 7, 1), date(2026, 7, 31))

    def fill(account, number):
        for n in range(number):
            posted(account, date(2026, 7, 1 + n), **FULL)
            happened(account, date(2026, 7, 1 + n), followers=10, new_followers=1)

    fill(brand, 1)
    with django_assert_max_num_queries(14) as first:
        metric_values(workspace, period, by=by)
    for platform in ("instagram", "youtube"):
        fill(SocialAccountFactory(workspace=workspace, platform=platform), 3)

    with django_assert_num_queries(len(first)):
        values = metric_values(workspace, period, by=by)

    assert any(value.known for value in values)


def test_a_value_knows_which_silent_account_published_nothing(brand, workspace):
    posted(brand, AUG, **FULL)
    quiet = SocialAccountFactory(workspace=workspace)
    SocialAccountFactory(workspace=workspace)  # nobody tells anything of this one
    batch = delivery(quiet, start=Q3.start, end=Q3.end)
    BatchAccount.objects.create(batch=batch, account=quiet, rows=3, main=True)

    found = metric_value(workspace, Q3, "engagements")

    assert (found.accounts, found.told) == ({brand.pk}, {quiet.pk})


def test_a_reason_sends_nobody_to_the_exports_of_another_platform(brand, workspace):
    channel = SocialAccountFactory(workspace=workspace, platform="youtube")
    posted(channel, AUG)

    rate = metric_value(workspace, Q3, "engagement_rate", accounts=[channel.pk])
    sessions = metric_value(workspace, Q3, "sessions")

    assert rate.missing_reason.endswith("YouTube 的匯出檔沒有這個數字。")
    assert "Google Analytics" in sessions.missing_reason
