"""Dashboard, charts, posts and targets as a person opens them."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from analytics import kept
from analytics.metric_rows import metric_rows
from analytics.models import Target
from analytics.query import metric_values
from platforms.display import format_value
from tests.factories.analytics import TargetFactory, happened, posted, watched
from tests.factories.platforms import PostFactory, SocialAccountFactory
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory
from workspaces.models import UndoStep
from workspaces.periods import parse_period
from workspaces.roles import Role
from workspaces.undo import undo

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
FIGURES = {"reach": 1000, "reactions": 40, "comments": 5, "shares": 3}


@pytest.fixture
def brand():
    account = SocialAccountFactory(workspace=WorkspaceFactory(slug="tea"), name="山線茶行")
    posted(account, date(2026, 8, 3), text="春茶開箱 #烏龍", **FIGURES)
    happened(account, date(2026, 8, 3), new_followers=4, followers=900)
    return account


@pytest.fixture
def manager(brand, client):
    membership = MembershipFactory(workspace=brand.workspace, role=Role.MANAGER)
    client.force_login(membership.user)
    return membership.user


def at(name: str, *args, **query) -> str:
    address = reverse(f"analytics:{name}", args=["tea", *args])
    more = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{address}?period=2026Q3&{more}"


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


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_only_leads_and_above_set_targets(role, brand, client):
    client.force_login(MembershipFactory(workspace=brand.workspace, role=role).user)
    target = TargetFactory(workspace=brand.workspace)

    for name, args in (
        ("target_create", []),
        ("target_edit", [target.pk]),
        ("target_baseline", []),
    ):
        assert client.get(at(name, *args)).status_code == 403
    for name in ("target_archive", "target_restore"):
        assert client.post(at(name, target.pk)).status_code == 403


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


# --- posts ------------------------------------------------------------------------------------


def listed(client, **query) -> list:
    return [row.post for row in client.get(at("post_list", **query)).context["rows"]]


def test_posts_sort_by_their_figures_with_unknown_last(brand, manager, client):
    (first,) = listed(client)
    more = posted(brand, date(2026, 8, 4), reach=500, reactions=50, comments=0, shares=0)
    silent = posted(brand, date(2026, 8, 5))

    assert listed(client, sort="-reach") == [first, more, silent]
    assert listed(client, sort="reach") == [more, first, silent]
    assert listed(client, sort="-engagement_rate") == [more, first, silent]
    assert listed(client) == [silent, more, first]
    assert listed(client, sort="password") == [silent, more, first]


def test_posts_are_found_by_two_characters(brand, manager, client):
    other = posted(brand, date(2026, 8, 4), text="中秋禮盒預購", kind="video")

    assert listed(client, q="烏龍") == [p for p in listed(client) if p != other]
    assert listed(client, q="禮盒") == [other]
    assert listed(client, q="沒有") == []
    assert listed(client, type="video") == [other]


def test_posts_of_partners_and_others_stay_out(brand, manager, client):
    partner = SocialAccountFactory(workspace=brand.workspace, ours=False)
    posted(partner, date(2026, 8, 4), **FIGURES)
    posted(SocialAccountFactory(), date(2026, 8, 4), **FIGURES)

    assert len(listed(client)) == 1
    assert len(listed(client, account=partner.pk)) == 1  # asked for by hand: still not ours


def test_videos_with_a_table_stand_apart_from_lifetime_figures(brand, manager, client):
    channel = SocialAccountFactory(workspace=brand.workspace, platform="youtube")
    video = PostFactory(account=channel, published_on=date(2025, 1, 1))
    watched(video, Q3.start, Q3.end, views=700)

    response = client.get(at("post_list"))

    (row,) = response.context["videos"]
    assert (row.post, row.cells[0]["text"], row.span) == (video, "700", "2026/7/1–9/30")
    assert video not in [row.post for row in response.context["rows"]]


def test_the_excel_file_holds_what_the_list_shows(brand, manager, client):
    posted(brand, date(2026, 8, 4), text="=SUM(1,1) 不是公式", reach=10)

    response = client.get(at("post_export", sort="published"))
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))

    rows = list(book.worksheets[0].values)
    assert (rows[0][5], rows[0][7]) == ("內容", "單篇觸及人數")
    assert rows[1][7] == 1000
    assert rows[2][5] == "=SUM(1,1) 不是公式"
    assert book.worksheets[0].cell(3, 6).data_type == "s"
    assert rows[2][9] is None  # unknown is empty, not 0
    assert len(rows) == 3


def test_one_post_has_an_address_of_its_own(brand, manager, client):
    post = listed(client)[0]

    whole = client.get(reverse("analytics:post_detail", args=["tea", post.pk]))
    part = client.get(at("post_detail", post.pk), headers={"hx-request": "true"})

    assert "春茶開箱" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "4.8%" in part.content.decode()


def test_a_post_of_another_workspace_is_not_found(brand, manager, client):
    foreign = posted(SocialAccountFactory(), date(2026, 8, 4), **FIGURES)

    assert client.get(at("post_detail", foreign.pk)).status_code == 404
    assert client.get(at("metric_detail", "reach", post=foreign.pk)).status_code == 404


# --- targets ----------------------------------------------------------------------------------

TYPED = {
    "metric": "engagement_rate",
    "level": "kpi",
    "start": "2026-10-01",
    "due": "2026-12-31",
    "value": "5.2%",
    "baseline_start": "2026-07-01",
    "baseline_end": "2026-09-30",
    "note": "",
}


def test_a_target_takes_its_baseline_from_the_data(brand, manager, client):
    response = client.post(at("target_create"), TYPED)

    made = Target.objects.get()
    assert response.status_code == 302
    assert (made.value, made.baseline) == (Decimal("0.052"), Decimal("0.048"))
    assert (made.baseline_start, made.owner) == (date(2026, 7, 1), manager)


def test_the_form_proposes_the_baseline_while_it_is_filled_in(brand, manager, client):
    asked = {
        key: TYPED[key] for key in ("metric", "start", "due", "baseline_start", "baseline_end")
    }

    text = client.get(
        at("target_baseline", **asked), headers={"hx-request": "true"}
    ).content.decode()

    assert "4.8%" in text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"value": "很多"}, "不是數字"),
        ({"value": ""}, "請寫要達到的數值"),
        ({"value": "0"}, "大於零"),
        ({"due": "2026-09-01"}, "最後一天"),
        ({"start": "soon"}, "2026-11-21"),
        ({"metric": "followers"}, "選擇帳號"),
        ({"metric": "virality"}, "virality"),
        ({"value": "9" * 40}, "超出"),
    ],
    ids=[
        "no number",
        "nothing",
        "zero",
        "ends before it starts",
        "no day",
        "followers of everybody",
        "unknown metric",
        "beyond any figure",
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(wrong, words, brand, manager, client):
    response = client.post(at("target_create"), TYPED | wrong | {"note": "董事會要求"})

    text = response.content.decode()
    assert response.status_code == 422
    assert words in text
    assert "董事會要求" in text
    assert not Target.objects.exists()


def test_the_same_target_twice_is_refused(brand, manager, client):
    client.post(at("target_create"), TYPED)

    response = client.post(at("target_create"), TYPED | {"value": "6%"})

    assert response.status_code == 422
    assert Target.objects.count() == 1


def test_a_change_keeps_what_was_and_why(brand, manager, client):
    client.post(at("target_create"), TYPED)
    target = Target.objects.get()
    asked = TYPED | {"value": "5%", "baseline": "4.8%"}

    refused = client.post(at("target_edit", target.pk), asked)
    client.post(at("target_edit", target.pk), asked | {"reason": "下修，少一檔活動"})

    target.refresh_from_db()
    revision = target.revisions.get()
    assert refused.status_code == 422
    assert target.value == Decimal("0.05")
    assert (revision.before, revision.after) == ({"value": "0.052"}, {"value": "0.05"})
    text = client.get(at("target_detail", target.pk)).content.decode()
    assert "下修，少一檔活動" in text
    assert "5.2% → <strong>5.0%</strong>" in text


def test_archiving_can_be_undone(brand, manager, client):
    target = TargetFactory(workspace=brand.workspace)

    client.post(at("target_archive", target.pk))
    target.refresh_from_db()
    assert target.archived_at is not None
    assert client.get(at("target_list")).context["groups"] == []

    undo(UndoStep.objects.get(), manager)
    target.refresh_from_db()
    assert target.archived_at is None


def test_a_target_of_another_workspace_is_not_found(brand, manager, client):
    foreign = TargetFactory()

    assert client.get(at("target_detail", foreign.pk)).status_code == 404
    assert client.post(at("target_archive", foreign.pk)).status_code == 404


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
