"""The post table shows the columns that have figures; another choice stands in the address."""

from datetime import date

import pytest
from django.urls import reverse

from analytics.post_table import COLUMNS, PostFilter, columns_of
from analytics.view_state import ViewState
from tests.factories.analytics import posted
from tests.factories.platforms import SocialAccountFactory
from workspaces.periods import Compare, parse_period

Q3 = parse_period("2026Q3")
AUG = date(2026, 8, 4)

pytestmark = pytest.mark.django_db


def state_of(workspace) -> ViewState:
    return ViewState(workspace, Q3, Compare.BEFORE, [], date(2026, 11, 21))


def test_what_nobody_reports_makes_room_for_what_is_there(workspace):
    account = SocialAccountFactory(workspace=workspace, platform="x")
    posted(account, AUG, impressions=900, reactions=8, comments=1, shares=0)

    found = columns_of(state_of(workspace), PostFilter())

    assert found == (
        "impressions",
        "reactions",
        "comments",
        "shares",
        "engagement_rate_by_impressions",
    )


def test_without_any_figure_the_usual_columns_stay(workspace):
    SocialAccountFactory(workspace=workspace)

    assert columns_of(state_of(workspace), PostFilter()) == COLUMNS


def test_a_choice_is_kept_in_the_address_and_sorted_by(client, editor, workspace):
    account = SocialAccountFactory(workspace=workspace, platform="x")
    posted(account, AUG, text="少", impressions=900, reactions=1, comments=0, shares=0)
    posted(account, AUG, text="多", impressions=900, reactions=8, comments=1, shares=0)
    page = reverse("analytics:post_list", args=["tea"])
    asked = "?period=2026Q3&col=engagement_rate_by_impressions&col=nothing"

    response = client.get(f"{page}{asked}&sort=-engagement_rate_by_impressions")

    assert [head["key"] for head in response.context["columns"]] == [
        "engagement_rate_by_impressions"
    ]
    assert [row.post.text for row in response.context["rows"]] == ["多", "少"]
    assert 'name="col" value="engagement_rate_by_impressions"' in response.content.decode()
    file = client.get(reverse("analytics:post_export", args=["tea"]) + asked)
    assert file.status_code == 200
