"""Dashboard and charts as a person opens them, and what all pages of the room have in common."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import kept
from analytics.metric_rows import metric_rows
from analytics.query import metric_values
from platforms.display import format_value
from tests.analytics.pages_of_tea import FIGURES, at
from tests.factories.analytics import TargetFactory, happened, posted
from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory
from workspaces.periods import parse_period
from workspaces.roles import Role

pytestmark = pytest.mark.django_db
Q3 = parse_period("2026Q3")
PAGES = {
    "dashboard": [],
    "chart_panel": [],
    "chart_data": ["trend"],
    "metric_detail": ["engagement_rate"],
    "post_list": [],
    "post_export": [],
    "target_list": [],
    "pace_window": [],
}


@pytest.mark.parametrize("name", PAGES)
def test_everybody_in_the_workspace_may_look(name, brand, client):
    member = MembershipFactory(workspace=brand.workspace, role=Role.VIEWER)
    client.force_login(member.user)

    assert client.get(at(name, *PAGES[name])).status_code == 200
    assert client.post(at(name, *PAGES[name])).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_strangers_see_nothing(name, brand, client):
    stranger = MembershipFactory(role=Role.OWNER)
    client.force_login(stranger.user)

    assert client.get(at(name, *PAGES[name])).status_code == 404


def test_the_sentence_that_matters_is_made_of_the_figures(brand, manager, client):
    TargetFactory(workspace=brand.workspace, value=Decimal("0.05"))

    response = client.get(at("dashboard"))

    sentence = response.context["headline"]
    assert sentence.startswith("2026 Q3 互動率 4.8%，目標 5.0%，未達標。")
    assert "1 個未達標" in sentence


def test_without_figures_the_newest_ones_are_named_and_linked(brand, manager, client):
    response = client.get(at("dashboard").replace("2026Q3", "2025Q1"))

    assert response.context["headline"] == "2025 Q1 還沒有數字；最新的數字是 2026/8/3。"
    assert "period=2026Q3" in response.content.decode()


def test_a_new_workspace_is_told_where_to_begin(client):
    membership = MembershipFactory(workspace=WorkspaceFactory(slug="tea"), role=Role.EDITOR)
    client.force_login(membership.user)

    text = client.get(at("dashboard")).content.decode()

    assert "還沒有任何帳號的數字" in text
    assert reverse("data:import_list", args=["tea"]) in text


def test_an_address_that_cannot_be_read_is_said_and_shows_this_quarter(brand, manager, client):
    response = client.get(at("dashboard").replace("2026Q3", "soon"))

    assert response.status_code == 200
    assert "「soon」" in response.content.decode()


@pytest.mark.parametrize("code", ["0001Q1", "9999Q4", "9999-W52", "0001-01-01..9999-12-31"])
def test_days_at_the_end_of_the_calendar_are_said_too(code, brand, manager, client):
    """There nothing lies before or after that could be compared or stepped to."""
    response = client.get(at("dashboard").replace("2026Q3", code))

    assert response.status_code == 200
    assert "盡頭" in (text := response.content.decode()) or "不是" in text
    assert response.context["state"].period.start.year > 2000


def test_a_figure_opens_its_definition_and_its_rows(brand, manager, client):
    response = client.get(at("metric_detail", "engagement_rate"), headers={"hx-request": "true"})

    text = response.content.decode()
    assert "<html" not in text
    assert "÷ 觸及人數" in text
    assert "貼文觸及合計（人會重複計算）" in text
    (row,) = response.context["rows"].object_list
    (origin,) = row.origins
    assert origin.row == 2
    assert origin.url.endswith("/2/")
    assert origin.file in text


def test_rows_behind_a_day_and_a_level(brand, manager, client):
    for key in ("new_followers", "followers", "audience"):
        (row,) = client.get(at("metric_detail", key)).context["rows"].object_list
        assert (row.account, row.origins[0].row) == (brand, 4)


def test_a_channel_without_lifetime_figures_leads_with_what_it_has(brand, manager, client):
    channel = SocialAccountFactory(workspace=brand.workspace, platform="youtube")
    happened(channel, date(2026, 8, 3), views=700)

    response = client.get(at("dashboard", account=channel.pk))

    leading = response.context["overview"].leading
    assert (leading[0].key, leading[0].value) == ("account_views", "700")
    assert len(leading) == 5
    assert response.context["trend_metric"] == "account_views"


def test_an_unknown_metric_or_chart_is_not_found(brand, manager, client):
    assert client.get(at("metric_detail", "virality")).status_code == 404
    assert client.get(at("chart_data", "pie")).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_queries_do_not_grow_with_accounts_and_posts(
    name, brand, manager, client, django_assert_num_queries
):
    # A second account, because pages say less about a workspace with only one.
    second = SocialAccountFactory(workspace=brand.workspace, platform="instagram")
    posted(second, date(2026, 8, 4), **FIGURES)
    happened(second, date(2026, 8, 4), new_followers=1, followers=10)
    client.get(at(name, *PAGES[name]))
    kept.forget()
    with CaptureQueriesContext(connection) as first:
        client.get(at(name, *PAGES[name]))
    for platform in ("instagram", "facebook", "facebook"):
        account = SocialAccountFactory(workspace=brand.workspace, platform=platform)
        for day in (5, 6, 7):
            posted(account, date(2026, 8, day), **FIGURES)
            happened(account, date(2026, 8, day), new_followers=1, followers=10)

    with django_assert_num_queries(len(first)):
        client.get(at(name, *PAGES[name]))


# --- one truth --------------------------------------------------------------------------------


@given(
    figures=st.lists(
        st.tuples(
            st.integers(0, 91),
            st.one_of(st.none(), st.integers(0, 10**9)),
            st.integers(0, 10**6),
            st.integers(0, 10**6),
            st.one_of(st.none(), st.integers(0, 10**6)),
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_chart_table_and_command_say_the_same(figures, brand, manager, client):
    account = SocialAccountFactory(workspace=brand.workspace)
    for offset, reach, reactions, comments, shares in figures:
        values = {
            "reach": reach,
            "reactions": reactions,
            "comments": comments,
            "shares": shares,
        }
        day = date.fromordinal(Q3.start.toordinal() + offset)
        posted(account, day, **{key: value for key, value in values.items() if value is not None})

    query = {"account": account.pk}
    chart = json.loads(client.get(at("chart_data", "trend", trend="engagements", **query)).content)
    now = metric_values(
        brand.workspace, Q3, by="week", metrics=["engagements"], accounts=[account.pk]
    )
    command = metric_rows(now, Q3)

    drawn = {x: y for trace in chart["data"] for x, y in zip(trace["x"], trace["y"], strict=True)}
    said = {row["day"]: row["value"] for row in command}
    assert {day: y for day, y in drawn.items() if y is not None} == {
        day: value for day, value in said.items() if value is not None
    }
    if chart["data"]:
        table = [row[1] for row in chart["table"]["rows"]]
        assert table == [format_value(v.value, "count", language="zh-hant") for v in now]
    (whole,) = metric_values(brand.workspace, Q3, metrics=["engagements"], accounts=[account.pk])
    assert (whole.value or 0) == sum(value for value in said.values() if value is not None)
