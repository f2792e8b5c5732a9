"""Each metric's arithmetic, on its own frame; and what a definition must have."""

import re
from pathlib import Path

import pandas as pd
import pytest
from django.utils import translation

from analytics.metrics import METRICS, Scope, Source, UnknownMetric, find
from analytics.metrics.facts import facts_of, measures_asked_for
from analytics.metrics.inputs import DERIVED
from analytics.metrics.reference import reference
from platforms.display import MetricUnit
from platforms.measures import EVERY_MEASURE

ROOT = Path(__file__).resolve().parents[3]
SIXTEEN = [
    "好友人數",
    "粉絲人數",
    "新增好友數",
    "按讚數",
    "分享數",
    "留言數",
    "文章瀏覽人數",
    "購買人次",
    "新增會員數",
    "網站流量",
    "互動率",
    "成長率",
    "分享率",
    "觸擊率",
    "回應率",
    "轉換率",
]


def computed(key: str, **inputs: list) -> list:
    metric = find(key)
    frame = pd.DataFrame({name: pd.array(inputs[name], dtype="Float64") for name in metric.inputs})
    return [None if pd.isna(value) else value for value in metric.compute(frame)]


ENGAGED = {"reactions": [120], "comments": [30], "shares": [10]}


@pytest.mark.parametrize(
    ("inputs", "rate"),
    [
        (ENGAGED | {"reach": [3200]}, 0.05),
        (ENGAGED | {"reach": [0]}, None),
        (ENGAGED | {"reach": [None]}, None),
        (ENGAGED | {"shares": [None], "reach": [3200]}, None),
        ({"reactions": [0], "comments": [0], "shares": [0], "reach": [3200]}, 0),
        ({"reactions": [9], "comments": [-1], "shares": [0], "reach": [100]}, 0.08),
    ],
    ids=[
        "ordinary week",
        "nobody saw it",
        "platform does not report reach",
        "platform does not report shares",
        "seen, but nobody cared",
        "a comment was deleted",
    ],
)
def test_engagement_rate(inputs, rate):
    assert computed("engagement_rate", **inputs) == [rate]


@pytest.mark.parametrize(
    ("key", "inputs", "value"),
    [
        ("post_count", {"posts": [12]}, 12),
        ("reach", {"reach": [900]}, 900),
        ("mean_reach_per_post", {"reach": [900], "posts": [4]}, 225),
        ("engagements", ENGAGED, 160),
        ("engagements", ENGAGED | {"comments": [None]}, None),
        ("engagement_rate_by_views", ENGAGED | {"views": [6400]}, 0.025),
        ("engagement_rate_by_followers", ENGAGED | {"follower_base": [1000 * 4]}, 0.04),
        ("mean_engagement_rate", {"own_rates": [0.3], "posts": [4]}, 0.075),
        ("reach_rate", {"reach": [800], "follower_base": [1000 * 4]}, 0.2),
        ("share_rate", {"shares": [8], "reach": [400]}, 0.02),
        ("save_rate", {"saves": [6], "reach": [400]}, 0.015),
        ("click_through_rate", {"link_clicks": [12], "impressions": [1200]}, 0.01),
        ("click_through_rate_by_views", {"link_clicks": [12], "views": [600]}, 0.02),
        ("growth_rate", {"new_followers": [50], "followers_before": [2000]}, 0.025),
        ("growth_rate", {"new_followers": [50], "followers_before": [0]}, None),
        ("new_friends", {"friends": [5600], "friends_before": [5400]}, 200),
        ("new_friends", {"friends": [5600], "friends_before": [None]}, None),
        ("mean_daily_reach", {"reach": [3000], "days": [30]}, 100),
        ("conversion_rate", {"purchases": [30], "sessions": [1200]}, 0.025),
        ("reply_rate", {"answered": [95], "needing_answer": [100]}, 0.95),
        ("reply_rate", {"answered": [0], "needing_answer": [0]}, None),
        ("net_followers", {"net_followers": [-7]}, -7),
    ],
)
def test_arithmetic_of(key, inputs, value):
    assert computed(key, **inputs) == [value]


def test_one_compute_answers_for_many_groups():
    rates = computed("share_rate", shares=[5, 0, None, 3], reach=[100, 50, 10, 0])

    assert rates == [0.05, 0, None, None]


def test_the_sixteen_data_of_the_standard_are_all_there_once():
    named = [metric.standard for metric in METRICS.values() if metric.standard]

    assert sorted(named) == sorted(SIXTEEN)


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_a_definition_is_complete(metric):
    assert re.fullmatch(r"[a-z][a-z0-9_]+", metric.key)
    assert metric.version >= 1
    assert all(key in EVERY_MEASURE or key in DERIVED for key in metric.inputs)
    for text in (metric.label, metric.formula):
        with translation.override("zh-hant"):
            chinese = str(text)
        with translation.override("en"):
            assert chinese != str(text), f"{text} is not in Chinese"
    if metric.source is not Source.POSTS or metric.inputs != ("posts",):
        assert all(facts_of(metric, measure) for measure in measures_asked_for(metric))


def test_people_are_never_a_plain_sum():
    people = {key for key, measure in EVERY_MEASURE.items() if measure.kind == "people"}

    sums = [
        metric.key
        for metric in METRICS.values()
        if set(metric.inputs) & people
        and metric.unit is MetricUnit.COUNT
        and metric.scope is Scope.ANY
        and not metric.mean
    ]

    assert sums == ["post_reach_total"]
    assert METRICS["post_reach_total"].denominator


def test_an_unknown_key_is_named():
    with pytest.raises(UnknownMetric, match="virality"):
        find("virality")


def test_the_page_about_metrics_is_written_from_the_registry():
    text = (ROOT / "docs" / "metrics.md").read_text("utf-8")

    assert text == reference(), "run tools/metrics_doc.py"
