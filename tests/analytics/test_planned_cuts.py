"""Figures per pillar, campaign, kind, person and slot: what posts were planned as."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from analytics.query import metric_values
from calendar_app.models import EntryVersion, PostLabel, PostTie, Slot, SlotRule
from calendar_app.planned_as import CUTS, UNNAMED, UNTIED, names_of
from planning.models import Brief, Campaign, Pillar
from platforms.models import Post
from tests.factories.analytics import posted
from tests.factories.calendar import EntryFactory
from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import UserFactory, WorkspaceFactory
from workspaces.periods import parse_period

Q3 = parse_period("2026Q3")
AUG = date(2026, 8, 4)  # a Tuesday
BY = date(2026, 10, 7)

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return SocialAccountFactory(workspace=WorkspaceFactory(slug="tea"), platform="facebook")


def tied(post: Post, *, slot: Slot | None = None, **entry) -> EntryVersion:
    """A plan that became ``post``."""
    made = EntryFactory(workspace=post.workspace, **entry)
    version = EntryVersion.objects.create(
        workspace=post.workspace, entry=made, account=post.account, slot=slot
    )
    PostTie.objects.create(workspace=post.workspace, post=post, version=version, how="person")
    return version


def figures(brand, cut: str, key: str = "engagements", as_of: date | None = None) -> dict:
    values = metric_values(brand.workspace, Q3, by=cut, metrics=[key], as_of=as_of)
    return {value.planned_as: value.value for value in values}


def pillar(brand, name: str):
    brief = Brief.objects.create(
        workspace=brand.workspace, title="第三季", start=Q3.start, end=Q3.end
    )
    return Pillar.objects.create(workspace=brand.workspace, brief=brief, name=name)


@pytest.mark.parametrize("as_of", [None, BY])
def test_figures_stand_under_the_pillar_of_the_plan_and_the_rest_is_not_hidden(brand, as_of):
    origin = pillar(brand, "產地")
    tied(posted(brand, AUG, reactions=10, comments=1, shares=1), pillar=origin)
    tied(posted(brand, AUG, reactions=20, comments=0, shares=0), pillar=origin)
    tied(posted(brand, AUG, reactions=3, comments=0, shares=0))
    posted(brand, AUG, reactions=5, comments=0, shares=0)

    assert figures(brand, "pillar", as_of=as_of) == {"產地": 32, UNNAMED: 3, UNTIED: 5}
    assert figures(brand, "pillar", "post_count", as_of) == {"產地": 2, UNNAMED: 1, UNTIED: 1}


def test_the_same_pillar_of_two_briefs_is_one_row(brand):
    for _ in range(2):
        tied(posted(brand, AUG, reactions=1, comments=0, shares=0), pillar=pillar(brand, "產地"))

    assert figures(brand, "pillar") == {"產地": 2}


@pytest.mark.parametrize("as_of", [None, BY])
def test_what_a_person_said_of_a_post_counts_where_the_plan_is_silent(brand, as_of):
    said, planned = pillar(brand, "門市"), pillar(brand, "產地")
    figure = {"reactions": 1, "comments": 0, "shares": 0}
    free, silent, spoken = (posted(brand, AUG, **figure) for _ in range(3))
    tied(silent)
    tied(spoken, pillar=planned)
    for post in (free, silent, spoken):
        PostLabel.objects.create(workspace=brand.workspace, post=post, pillar=said)

    assert figures(brand, "pillar", as_of=as_of) == {"門市": 2, "產地": 1}
    assert figures(brand, "kind", "post_count") == {"post": 2, UNTIED: 1}


@pytest.mark.parametrize("as_of", [None, BY])
def test_campaign_kind_and_person(brand, as_of):
    gift = Campaign.objects.create(workspace=brand.workspace, name="雙12 禮盒")
    ann, bea = UserFactory(name="小安"), UserFactory(name="小貝")
    figure = {"reactions": 1, "comments": 0, "shares": 0}
    tied(posted(brand, AUG, **figure), campaign=gift, kind="video", author=ann, assignee=bea)
    tied(posted(brand, AUG, **figure), kind="post", author=ann)

    assert figures(brand, "campaign", as_of=as_of) == {str(gift.pk): 1, UNNAMED: 1}
    assert figures(brand, "kind", as_of=as_of) == {"post": 1, "video": 1}
    assert figures(brand, "person", as_of=as_of) == {str(ann.pk): 1, str(bea.pk): 1}
    names = names_of(brand.workspace, "campaign", [str(gift.pk), UNNAMED, UNTIED])
    assert list(names.values()) == ["雙12 禮盒", "有計畫，但沒有活動", "未對應行事曆"]


def test_a_slot_is_the_weekday_and_hour_its_rule_laid_it_for(brand):
    rule = SlotRule.objects.create(
        workspace=brand.workspace, account=brand, weekdays=2, time=time(18, 30), starts_on=AUG
    )
    late = datetime(2026, 8, 5, 16, 5, tzinfo=UTC)  # Thursday 0:05 in Taipei
    moved = Slot.objects.create(
        workspace=brand.workspace, account=brand, at=late, rule=rule, rule_day=AUG
    )
    alone = Slot.objects.create(workspace=brand.workspace, account=brand, at=late)
    figure = {"reactions": 1, "comments": 0, "shares": 0}
    tied(posted(brand, AUG, **figure), slot=moved)
    tied(posted(brand, AUG, **figure), slot=alone)
    tied(posted(brand, AUG, **figure))

    assert figures(brand, "slot") == {"218": 1, "400": 1, UNNAMED: 1}
    assert figures(brand, "slot", as_of=BY) == {"218": 1, "400": 1, UNNAMED: 1}
    assert list(names_of(brand.workspace, "slot", ["400", "218"]).values()) == [
        "週二 18:00–18:59",
        "週四 00:00–00:59",
    ]


def test_a_ratio_per_pillar_is_the_ratio_of_sums_and_people_are_never_added(brand):
    full = {"reach": 1000, "reactions": 40, "comments": 6, "shares": 4}
    origin = pillar(brand, "產地")
    tied(posted(brand, AUG, **full), pillar=origin)
    tied(posted(brand, AUG, **full | {"reach": 3000, "reactions": 0}), pillar=origin)
    tied(posted(brand, AUG, reactions=9, comments=0, shares=0), pillar=origin)
    keys = ["engagement_rate", "reach", "mean_reach_per_post", "mean_engagement_rate"]

    for as_of in (None, BY):
        values = metric_values(brand.workspace, Q3, by="pillar", metrics=keys, as_of=as_of)
        found = {value.metric.key: value for value in values}
        assert found["engagement_rate"].value == Decimal("0.015")
        assert (found["engagement_rate"].used, found["engagement_rate"].total) == (2, 3)
        assert found["reach"].value is None
        assert found["reach"].inputs == {"reach": None}
        assert found["mean_reach_per_post"].value == 2000
        assert found["mean_engagement_rate"].value == Decimal("0.026666666667")


def test_every_cut_takes_the_same_few_queries_however_many_plans(
    brand, django_assert_max_num_queries
):
    for number in range(12):
        tied(
            posted(brand, AUG, reactions=1, comments=0, shares=0),
            pillar=pillar(brand, f"主題{number}"),
        )
    for cut in CUTS:
        with django_assert_max_num_queries(7):
            metric_values(
                brand.workspace,
                Q3,
                by=cut,
                metrics=["engagements", "post_count", "engagement_rate"],
            )


def test_another_workspace_s_plans_are_not_seen(brand):
    other = SocialAccountFactory()
    tied(posted(other, AUG, reactions=9, comments=0, shares=0), pillar=pillar(other, "產地"))

    assert figures(brand, "pillar") == {}


def test_tying_a_post_later_moves_it_at_once(brand):
    post = posted(brand, AUG, reactions=1, comments=0, shares=0)
    assert figures(brand, "pillar") == {UNTIED: 1}

    tied(post, pillar=pillar(brand, "產地"))

    assert figures(brand, "pillar") == {"產地": 1}
