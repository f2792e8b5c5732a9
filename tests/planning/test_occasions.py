"""Festivals suggest dates: campaigns with their stages, themes within the period."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from planning import occasions, strategies
from planning.errors import CannotDo
from planning.models import Campaign, CampaignStage, MonthTheme
from tests.factories.workspaces import MembershipFactory
from workspaces.periods import Period
from workspaces.roles import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
CHRISTMAS = date(2026, 12, 25)


@pytest.fixture
def editor():
    return MembershipFactory(role=Role.EDITOR)


def test_the_days_ahead_are_offered_with_the_time_that_is_left(editor):
    found = {one.key: one for one in occasions.for_campaigns(editor.workspace, today=TODAY)}

    assert found["christmas"].days == 34
    assert found["christmas"].begins == date(2026, 12, 11)
    assert found["christmas"].working == 14  # 11/23–12/10, Monday to Friday
    assert found["lunar_new_year"].day == date(2027, 2, 6)  # of that very year
    assert found["black_friday"].working == 0
    assert "dragon_boat" not in found


def test_one_press_makes_a_campaign_with_days_and_stages(client, editor):
    client.force_login(editor.user)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planning.views.occasions.timezone.localdate", lambda: TODAY)
        response = client.post(
            reverse("planning:campaign_begin", args=[editor.workspace.slug]),
            {"key": "christmas", "day": "2026-12-25", "lead": "14"},
        )

    made = Campaign.objects.get()
    assert response["Location"].endswith(f"/records/campaigns/{made.pk}/")
    assert (made.name, made.kind) == ("耶誕節 2026", "festival")
    assert (made.start, made.end) == (date(2026, 12, 11), date(2027, 1, 1))
    assert made.owner == editor.user
    rows = list(CampaignStage.objects.filter(campaign=made))
    assert [one.kind for one in rows] == ["warm", "start", "peak", "tail", "close"]
    peak = rows[2]
    assert peak.start <= CHRISTMAS == peak.end
    taken = {one.key: one for one in occasions.for_campaigns(editor.workspace, today=TODAY)}
    assert taken["christmas"].taken_pk == made.pk
    assert taken["double_twelve"].taken_pk is None  # it lies in those days, but is another thing


@pytest.mark.parametrize("lead", [1, 2, 3, 7, 14, 21, 28])
def test_stages_leave_no_gap_whatever_the_lead(lead):
    laid = occasions.stages(CHRISTMAS - timedelta(days=lead), CHRISTMAS)

    assert laid[0][1] == CHRISTMAS - timedelta(days=lead)
    assert laid[-1][2] == CHRISTMAS + occasions.CLOSING
    for (_kind, start, end), (_next, after, _end) in pairwise(laid):
        assert start <= end and after == end + timedelta(days=1)
    assert [end for kind, _start, end in laid if kind == "peak"] == [CHRISTMAS]


def test_a_campaign_never_begins_in_the_past(editor):
    one = occasions.found("black_friday", date(2026, 11, 27))

    made = occasions.make_campaign(editor.workspace, one, lead=28, today=TODAY, by=editor.user)

    assert made.start == TODAY and made.kind == "discount"
    with pytest.raises(CannotDo):
        occasions.make_campaign(
            editor.workspace, one, lead=7, today=date(2026, 11, 27), by=editor.user
        )


@pytest.mark.parametrize(
    "given",
    [
        {"key": "christmas", "day": "2026-12-24", "lead": "14"},
        {"key": "christmas", "day": "x", "lead": "14"},
        {"key": "christmas", "day": "9999-12-25", "lead": "14"},
        {"key": "christmas", "day": "2026-12-25", "lead": "9999"},
        {"key": "christmas", "day": "2026-12-25", "lead": "²"},
        {},
    ],
    ids=["another day", "no day", "a far year", "an odd lead", "a superscript", "nothing"],
)
def test_what_is_not_on_the_list_makes_nothing(client, editor, given):
    client.force_login(editor.user)

    response = client.post(
        reverse("planning:campaign_begin", args=[editor.workspace.slug]), given, follow=True
    )

    assert response.status_code == 200 and list(response.context["messages"])
    assert not Campaign.objects.exists()


def test_a_theme_stays_within_the_period_and_is_offered_once(client, editor):
    december = Period(date(2026, 12, 20), date(2026, 12, 31))
    strategy = strategies.begin(editor.workspace, period=december, by=editor.user)
    client.force_login(editor.user)

    client.post(
        reverse("planning:theme_begin", args=[editor.workspace.slug, strategy.pk]),
        {"key": "christmas", "day": "2026-12-25", "lead": "14"},
    )

    theme = MonthTheme.objects.get()
    assert (theme.start, theme.end) == (date(2026, 12, 20), CHRISTMAS)
    assert theme.occasion == "耶誕節"
    offered = {one.key: one.taken_pk for one in occasions.for_themes(strategy, today=TODAY)}
    assert offered == {
        "winter_solstice": None,
        "christmas_eve": None,
        "christmas": theme.pk,
        "new_years_eve": None,
    }
    with pytest.raises(CannotDo):
        one = occasions.found("valentine", date(2027, 2, 14))
        occasions.make_theme(strategy, one, lead=7, by=editor.user)


def test_the_pages_show_them_without_more_questions(client, editor, django_assert_max_num_queries):
    strategy = strategies.begin(
        editor.workspace, period=Period(date(2026, 1, 1), date(2026, 12, 31)), by=editor.user
    )
    client.force_login(editor.user)
    campaigns = reverse("planning:record_list", args=[editor.workspace.slug, "campaigns"])
    detail = reverse("planning:strategy_detail", args=[editor.workspace.slug, strategy.pk])
    client.get(campaigns)

    with django_assert_max_num_queries(14):
        response = client.get(campaigns)
    assert response.context["occasions_soon"]
    with django_assert_max_num_queries(45):
        response = client.get(detail)
    assert len(response.context["occasions"]) > 20
