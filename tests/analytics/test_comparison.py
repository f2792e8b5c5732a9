"""A trend is shown only between like things."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from analytics.comparison import ChangeKind, compare
from analytics.metrics import find
from analytics.query import MetricValue
from workspaces.periods import parse_period

NOW, BEFORE = parse_period("2026Q3"), parse_period("2026Q2")


def value(key: str, number, period=NOW, *, used=50, total=50, youngest=None, platforms=()):
    return MetricValue(
        metric=find(key),
        value=number,
        inputs={},
        missing_reason="" if number is not None else "還沒有數字。",
        used=used,
        total=total,
        period=period,
        youngest=youngest,
        platforms=frozenset(platforms),
    )


def test_rates_change_by_points():
    change = compare(
        value("engagement_rate", Decimal("0.048")),
        value("engagement_rate", Decimal("0.044"), BEFORE),
    )

    assert (change.kind, change.value, change.tone) == (
        ChangeKind.POINTS,
        Decimal("0.004"),
        "good",
    )


def test_counts_change_by_a_part_of_what_was():
    change = compare(value("comments", 90), value("comments", 120, BEFORE))

    assert (change.kind, change.value, change.tone) == (
        ChangeKind.RATIO,
        Decimal("-0.25"),
        "bad",
    )


def test_less_of_a_bad_thing_is_good_and_more_spending_is_neither():
    assert compare(value("lost_followers", 5), value("lost_followers", 10, BEFORE)).tone == "good"
    assert compare(value("ad_spend", 20), value("ad_spend", 10, BEFORE)).tone == "none"


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (value("comments", 9), None, "沒有選擇比較期間"),
        (value("comments", None), value("comments", 9, BEFORE), "還沒有數字"),
        (value("comments", 9), value("comments", None, BEFORE), "2026 Q2 沒有數字"),
        (value("comments", 9), value("comments", 0, BEFORE), "無法算百分比"),
        (
            value("net_followers", 9),
            value("net_followers", -3, BEFORE),
            "無法算百分比",
        ),
        (
            value("comments", 9, youngest=5),
            value("comments", 9, BEFORE, youngest=90),
            "未滿 28 天",
        ),
        (
            value("comments", 9, used=20),
            value("comments", 9, BEFORE, used=50),
            "完整程度不同",
        ),
        (
            value("views", 9, platforms=["youtube"]),
            value("views", 9, BEFORE, platforms=["youtube"]),
            "計算方式改過",
        ),
    ],
    ids=[
        "nothing to compare with",
        "unknown now",
        "unknown before",
        "zero before",
        "negative before",
        "posts still growing",
        "half of the posts silent",
        "platform changed its counting",
    ],
)
def test_no_trend_and_the_reason(now, before, words):
    change = compare(now, before)

    assert change.kind is ChangeKind.NONE
    assert change.value is None
    assert words in change.reason


def test_posts_of_the_same_age_compare_even_when_young():
    change = compare(value("comments", 9, youngest=7), value("comments", 6, BEFORE, youngest=7))

    assert change.value == Decimal("0.5")


def test_a_counting_change_of_another_platform_hides_nothing():
    now = value("views", 9, platforms=["instagram"])

    assert compare(now, replace(now, period=BEFORE, value=6)).value == Decimal("0.5")


def test_levels_of_other_accounts_have_no_trend():
    now = replace(value("audience", 900), accounts=frozenset({1}))
    before = replace(value("audience", 5000, BEFORE), accounts=frozenset({1, 2}))

    assert compare(now, before).reason == "有數字的帳號和前期不同。"
    assert compare(now, replace(before, accounts=frozenset({1}))).known


def test_a_sum_is_compared_only_where_both_periods_tell_of_every_account():
    now = replace(value("comments", 90), accounts=frozenset({1, 2}))
    before = replace(value("comments", 60, BEFORE), accounts=frozenset({1}))

    assert compare(now, before).reason == "有數字的帳號和前期不同。"
    silent = replace(before, told=frozenset({1, 2}))  # a file says that 2 published nothing
    assert compare(now, silent).value == Decimal("0.5")
    assert compare(replace(before, period=NOW), replace(now, period=BEFORE)).value is None
    rate = replace(now, metric=find("engagement_rate"))
    assert compare(rate, replace(before, metric=rate.metric)).known


def test_sums_of_a_running_period_have_no_trend_but_rates_have():
    today = date(2026, 8, 15)

    running = compare(value("comments", 9), value("comments", 6, BEFORE), today=today)
    rate = compare(
        value("engagement_rate", Decimal("0.05")),
        value("engagement_rate", Decimal("0.04"), BEFORE),
        today=today,
    )

    assert running.reason == "期間還沒結束。"
    assert rate.known
