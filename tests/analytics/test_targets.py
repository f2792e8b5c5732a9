"""Attainment and pace: totals, ratios, levels, and figures that end early."""

from datetime import date
from decimal import Decimal

import pytest

from analytics.goals.targets import Pace, attainment, attainments, may_be_targeted
from analytics.metrics import METRICS, find
from tests.factories.analytics import TargetFactory, happened, posted, stated
from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import WorkspaceFactory

pytestmark = pytest.mark.django_db
START, DUE = date(2026, 7, 1), date(2026, 9, 30)  # 92 days
MIDDLE = date(2026, 8, 15)  # the 46th


@pytest.fixture
def brand():
    return SocialAccountFactory(workspace=WorkspaceFactory(slug="tea"))


def target(brand, metric, value, **more):
    return TargetFactory(workspace=brand.workspace, metric=metric, value=Decimal(value), **more)


@pytest.mark.parametrize(
    ("sofar", "pace"),
    [(120, Pace.MET), (70, Pace.AHEAD), (51, Pace.ON_PACE), (30, Pace.BEHIND)],
    ids=["already there", "well ahead", "as expected", "behind"],
)
def test_a_running_total_is_held_against_the_days_gone(brand, sofar, pace):
    happened(brand, MIDDLE, new_followers=sofar)

    one = attainment(target(brand, "new_followers", 100), MIDDLE)

    assert one.pace is pace
    assert one.expected == 50
    assert one.attained == Decimal(sofar) / 100


def test_days_without_figures_are_not_held_against_the_target(brand):
    happened(brand, date(2026, 7, 23), new_followers=26)  # the 23rd of 92 days

    one = attainment(target(brand, "new_followers", 100), MIDDLE)

    assert (one.pace, one.expected, one.until) == (Pace.ON_PACE, 25, date(2026, 7, 23))
    assert "2026/7/23" in one.sentence


def test_a_total_that_stops_early_is_not_called_missed(brand):
    happened(brand, MIDDLE, new_followers=30)

    one = attainment(target(brand, "new_followers", 100), DUE)

    assert one.pace is Pace.BEHIND
    assert not one.over


def test_an_account_nobody_reads_any_more_does_not_turn_back_the_clock(brand):
    posted(brand, date(2026, 8, 2), taken_on=MIDDLE, reactions=20, comments=0, shares=0)
    given_up = SocialAccountFactory(workspace=brand.workspace)
    posted(given_up, date(2025, 3, 1), taken_on=date(2025, 3, 31), reactions=1)

    one = attainment(target(brand, "engagements", 100), MIDDLE)

    assert (one.pace, one.expected, one.until) == (Pace.BEHIND, 50, MIDDLE)


def test_over_and_below_is_missed(brand):
    happened(brand, DUE, new_followers=99)

    one = attainment(target(brand, "new_followers", 100), DUE)

    assert (one.pace, one.pace.tone) == (Pace.MISSED, "bad")
    assert attainment(one.target, DUE, today=DUE).pace is Pace.ON_PACE  # the day still runs


@pytest.mark.parametrize(
    ("reactions", "pace"),
    [(60, Pace.MET), (48, Pace.ON_PACE), (30, Pace.BEHIND)],
    ids=["above", "just below", "far below"],
)
def test_a_ratio_is_held_against_itself_not_against_time(brand, reactions, pace):
    posted(brand, date(2026, 7, 2), reach=1000, reactions=reactions, comments=0, shares=0)

    one = attainment(target(brand, "engagement_rate", "0.05"), MIDDLE)

    assert one.pace is pace
    assert one.expected == Decimal("0.05")


def test_a_level_follows_the_line_from_its_baseline(brand):
    happened(brand, MIDDLE, followers=2100)
    goal = target(brand, "followers", 2200, account=brand, baseline=Decimal(2000))

    one = attainment(goal, MIDDLE)

    assert (one.pace, one.expected) == (Pace.ON_PACE, 2100)


def test_less_is_better_where_less_is_better(brand):
    happened(brand, MIDDLE, lost_followers=20)
    goal = target(brand, "lost_followers", 60)

    assert attainment(goal, MIDDLE).pace is Pace.AHEAD
    happened(brand, date(2026, 8, 14), lost_followers=41)
    assert attainment(goal, MIDDLE).pace is Pace.MISSED  # a total never comes down again


def test_unknown_has_a_reason_and_no_colour(brand):
    one = attainment(target(brand, "engagement_rate", "0.05"), MIDDLE)

    assert (one.pace, one.pace.tone, one.attained) == (Pace.UNKNOWN, "none", None)
    assert one.value.missing_reason in one.sentence


def test_before_its_first_day_nothing_is_judged(brand):
    happened(brand, date(2026, 6, 1), new_followers=500)

    one = attainment(target(brand, "new_followers", 100), date(2026, 6, 15))

    assert one.pace is Pace.UNKNOWN
    assert "2026/7/1" in one.sentence


def test_a_typed_quarter_is_complete(brand):
    stated(brand, START, DUE, purchases=40)

    one = attainment(target(brand, "purchases", 50), DUE)

    assert (one.pace, one.value.value) == (Pace.MISSED, 40)


def test_a_target_of_one_account_takes_no_figure_of_another(brand):
    other = SocialAccountFactory(workspace=brand.workspace, platform="instagram")
    happened(brand, DUE, new_followers=60)
    happened(other, DUE, new_followers=60)

    mine = attainment(target(brand, "new_followers", 100, account=brand), DUE)
    all_of_us = attainment(target(brand, "new_followers", 100), DUE)

    assert (mine.value.value, mine.pace) == (60, Pace.MISSED)
    assert (all_of_us.value.value, all_of_us.pace) == (120, Pace.MET)


def test_queries_do_not_grow_with_targets_and_accounts(brand, django_assert_num_queries):
    happened(brand, MIDDLE, new_followers=5, followers=10)
    posted(brand, START, reach=5, reactions=1, comments=0, shares=0)
    first = [target(brand, "new_followers", 100), target(brand, "engagement_rate", "0.05")]
    first.append(target(brand, "followers", 50, account=brand))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as counted:
        attainments(first, MIDDLE)
    for n in range(3):
        other = SocialAccountFactory(workspace=brand.workspace)
        happened(other, MIDDLE, new_followers=n, followers=10)
        first.append(target(brand, "followers", 60 + n, account=other))

    with django_assert_num_queries(len(counted)):
        assert len(attainments(first, MIDDLE)) == 6


def test_sums_of_reach_and_figures_of_tables_are_no_goals():
    assert not may_be_targeted(find("post_reach_total"))
    assert not may_be_targeted(find("reach"))
    assert not may_be_targeted(find("period_views"))
    assert sum(may_be_targeted(metric) for metric in METRICS.values()) > 30
