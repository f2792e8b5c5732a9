"""The section “plan and result”: planned against done, figures, the way to the posts."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.charts.plan_chart import best_row, plan_chart
from analytics.models import PeriodClose
from analytics.plan_outcomes import campaign_result
from analytics.plan_table import plan_table
from analytics.view_state import ViewState
from calendar_app.models import Entry, EntryVersion, PostLabel, PostTie, Publication
from calendar_app.planned_as import UNTIED
from planning.models import Brief, Campaign, Pillar
from tests.factories.analytics import posted
from tests.factories.calendar import EntryFactory
from tests.factories.platforms import SocialAccountFactory
from workspaces.periods import Compare, parse_period

Q3 = parse_period("2026Q3")
AUG = date(2026, 8, 4)
TODAY = date(2026, 11, 21)
FULL = {"reach": 1000, "reactions": 40, "comments": 6, "shares": 4}

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand(workspace):
    return SocialAccountFactory(workspace=workspace, platform="facebook")


@pytest.fixture
def brief(workspace):
    return Brief.objects.create(
        workspace=workspace, title="第三季", start=Q3.start, end=Q3.end, status="approved"
    )


def state_of(workspace) -> ViewState:
    return ViewState(workspace, Q3, Compare.BEFORE, [], TODAY)


def planned(brand, pillar, day: date, state: str = "", entry_state: str = "draft") -> EntryVersion:
    at = datetime(day.year, day.month, day.day, 0, 30, tzinfo=ZoneInfo("Asia/Taipei"))
    entry = EntryFactory(workspace=brand.workspace, pillar=pillar, state=entry_state)
    version = EntryVersion.objects.create(
        workspace=brand.workspace, entry=entry, account=brand, at=at
    )
    if state:
        Publication.objects.create(
            workspace=brand.workspace, version=version, state=state, due_at=at, token="t"
        )
    return version


def out(brand, pillar, **figures):
    post = posted(brand, AUG, **figures)
    version = planned(brand, pillar, AUG, Publication.State.BY_HAND, Entry.State.PUBLISHED)
    PostTie.objects.create(workspace=brand.workspace, post=post, version=version, how="link")
    return post


def pillar_of(brief, name: str, share: int | None = None) -> Pillar:
    return Pillar.objects.create(workspace=brief.workspace, brief=brief, name=name, share=share)


def test_planned_against_done_counts_each_fate_once(brand, brief, workspace):
    origin = pillar_of(brief, "產地", 60)
    out(brand, origin, **FULL)
    planned(brand, origin, AUG, Publication.State.BY_HAND, Entry.State.PUBLISHED)  # no post yet
    planned(brand, origin, AUG, Publication.State.MISSED, Entry.State.MISSED)
    given_up = planned(brand, origin, AUG, Publication.State.CANCELLED)
    given_up.publication.attempts.create(was="due", now=Publication.State.CANCELLED)
    # Called off by itself while changed words wait for their review: nobody gave it up.
    planned(brand, origin, Q3.end, Publication.State.CANCELLED, Entry.State.IN_REVIEW)
    planned(brand, origin, Q3.start)  # a draft, at half past midnight of the first day
    planned(brand, origin, Q3.end + timedelta(days=1))
    removed = planned(brand, origin, AUG)
    Entry.objects.filter(pk=removed.entry_id).update(removed_at=timezone.now())
    posted(brand, AUG, **FULL)

    table = plan_table(state_of(workspace), "pillar")

    row = next(row for row in table.rows if row.name == "產地")
    done = row.done
    assert (done.planned, done.published, done.missed, done.off, done.open, done.untied) == (
        6,
        2,
        1,
        1,
        2,
        1,
    )
    assert (row.meant, row.posts_share) == (60, 100)
    assert (table.posts, table.matched, table.unmatched) == (2, 1, 1)
    assert next(row for row in table.rows if row.group == UNTIED).done is None


def test_a_group_of_few_posts_is_said_and_never_called_best(brand, brief, workspace):
    few, many, other = (pillar_of(brief, name) for name in ("少", "多", "別"))
    out(brand, few, **FULL | {"reactions": 900})
    for _ in range(8):
        out(brand, many, **FULL)
        out(brand, other, **FULL | {"reactions": 1})

    table = plan_table(state_of(workspace), "pillar")

    cells = {row.name: {cell.key: cell for cell in row.cells} for row in table.rows}
    assert cells["少"]["engagement_rate"].few
    assert not cells["少"]["engagements"].few
    assert not cells["多"]["engagement_rate"].few
    assert best_row(table)[0].name == "多"
    chart = plan_chart(state_of(workspace), "pillar")
    assert "多" in chart.title
    assert chart.data[0]["y"] == ["別", "多", "少"]
    assert [row[0] for row in chart.rows] == ["少", "多", "別"]


def test_without_any_plan_the_section_says_what_to_do(client, editor, brand, workspace):
    posted(brand, AUG, **FULL)

    html = client.get(address(workspace)).content.decode()

    assert "還沒有貼文對應到行事曆" in html
    assert reverse("calendar:unmatched_list", args=["tea"]) in html


def address(workspace, **more) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"period": "2026Q3", **more}.items())
    return f"{reverse('analytics:plan_panel', args=[workspace.slug])}?{query}"


def test_every_number_opens_to_its_formula_and_the_row_s_own_posts(
    client, editor, brand, brief, workspace
):
    out(brand, pillar_of(brief, "產地"), **FULL)
    other = posted(brand, AUG, text="別的貼文", **FULL)
    part = client.get(address(workspace, cut="pillar"), headers={"HX-Request": "true"})
    html = part.content.decode()
    assert "<html" not in html
    detail = reverse("analytics:metric_detail", args=["tea", "engagements"])
    assert f"{detail}?period=" in html

    query = "?period=2026Q3&cut=pillar&of=%E7%94%A2%E5%9C%B0"
    found = client.get(detail + query).content.decode()
    posts = client.get(reverse("analytics:post_list", args=["tea"]) + query).content.decode()

    assert "支柱：產地" in found
    assert "1 列" in found
    assert "別的貼文" not in found
    assert "別的貼文" not in posts
    assert (
        other.text
        in client.get(
            reverse("analytics:post_list", args=["tea"]) + "?period=2026Q3&cut=pillar&of=~untied"
        ).content.decode()
    )


@pytest.mark.parametrize("of", ["999999999999999999999", "abc", "~none", "%00"])
@pytest.mark.parametrize("cut", ["pillar", "campaign", "kind", "person", "slot", "nothing"])
def test_a_row_nobody_knows_is_no_error(client, editor, brand, workspace, cut, of):
    query = f"?period=2026Q3&cut={cut}&of={of}"

    assert client.get(reverse("analytics:post_list", args=["tea"]) + query).status_code == 200
    detail = reverse("analytics:metric_detail", args=["tea", "engagements"])
    assert client.get(detail + query).status_code in (200, 404)


def test_the_chart_is_the_table_s_own_figures(client, editor, brand, brief, workspace):
    out(brand, pillar_of(brief, "產地"), **FULL)
    chart = reverse("analytics:chart_data", args=["tea", "plan-pillar"]) + "?period=2026Q3"

    told = client.get(chart).json()

    assert told["data"][0]["x"] == [0.05]
    assert told["table"]["rows"] == [["產地", "5.0%", "1/1"]]
    assert client.get(chart.replace("plan-pillar", "plan-else")).status_code == 404


def test_the_section_takes_the_same_few_queries_however_many_rows(
    client, editor, brand, brief, workspace, django_assert_max_num_queries
):
    for number in range(12):
        out(brand, pillar_of(brief, f"主題{number}"), **FULL)

    with django_assert_max_num_queries(30):
        client.get(address(workspace, cut="pillar"), headers={"HX-Request": "true"})


def test_a_closed_quarter_says_that_plans_are_no_part_of_it_and_how_many_changed(
    client, editor, member, brand, brief, workspace
):
    before, after = out(brand, pillar_of(brief, "產地"), **FULL), posted(brand, AUG, **FULL)
    PeriodClose.objects.create(
        workspace=workspace,
        start=Q3.start,
        end=Q3.end,
        as_of=date(2026, 10, 7),
        number=1,
        zone="Asia/Taipei",
        values=[],
        evidence={},
        closed_at=timezone.now() - timedelta(minutes=1),
        digest="0" * 64,
        closed_by_name="主管",
    )
    PostTie.objects.filter(post=before).update(at=timezone.now() - timedelta(days=400))
    PostLabel.objects.create(workspace=workspace, post=after, pillar=pillar_of(brief, "門市"))

    table = plan_table(state_of(workspace), "pillar")

    assert table.closed_at is not None
    assert table.changed == 1


def test_a_brief_shows_the_share_it_meant_beside_the_share_that_came_out(
    client, editor, brand, brief, workspace
):
    out(brand, pillar_of(brief, "產地", 70), **FULL)
    out(brand, pillar_of(brief, "門市", 30), **FULL)
    address = reverse("analytics:pillar_window", args=["tea", brief.pk])

    html = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "70%" in html
    assert html.count("50%") == 2
    assert client.get(address.replace(str(brief.pk), "999999")).status_code == 404


def test_a_campaign_s_page_tells_its_posts(brand, brief, workspace):
    gift = Campaign.objects.create(
        workspace=workspace, name="禮盒", start=AUG, end=AUG + timedelta(days=9)
    )
    for day in (AUG, AUG + timedelta(days=20)):
        PostLabel.objects.create(
            workspace=workspace, post=posted(brand, day, **FULL), campaign=gift
        )

    told = dict(campaign_result(gift))

    assert told["發布貼文數"] == "1"
    assert told["互動率"] == "5.0%（只有 1 篇）"
