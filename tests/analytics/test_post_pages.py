"""The list of posts, its Excel file and the page of one post."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.analytics.pages_of_tea import FIGURES, at
from tests.factories.analytics import posted, watched
from tests.factories.platforms import PostFactory, SocialAccountFactory
from workspaces.periods import parse_period

pytestmark = pytest.mark.django_db
Q3 = parse_period("2026Q3")


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
