"""Targets that serve objectives: tied in the form, revised with evidence, drawn as steps."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from analytics.charts.goal_chart import goal_steps, target_chart
from analytics.goals.objectives import revise
from analytics.goals.outlook import outlooks
from analytics.goals.targets import attainment
from analytics.models import Target
from planning.models import Objective
from tests.factories.analytics import TargetFactory, posted
from tests.factories.planning import add, begun
from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import MembershipFactory

TODAY = date(2026, 11, 21)


@pytest.fixture
def lead(db):
    return MembershipFactory(role="lead")


def test_a_target_set_from_an_objective_serves_it_and_leads_back(lead, client):
    brief = begun(lead.workspace, lead.user)
    objective = add("objectives", brief, lead.user, sentence="發文穩定", metric="post_count")
    client.force_login(lead.user)
    back = reverse("planning:section_edit", args=[lead.workspace.slug, brief.pk, "objectives"])
    address = reverse("analytics:target_create", args=[lead.workspace.slug])

    response = client.post(
        address,
        {
            "metric": "post_count",
            "level": "kpi",
            "start": "2026-10-01",
            "due": "2026-12-31",
            "value": "100",
            "objective": objective.pk,
            "next": back,
        },
    )

    assert response["Location"] == back
    assert Target.objects.get().objective == objective


def test_another_workspaces_objective_is_not_offered(lead, client):
    stranger = MembershipFactory(role="lead")
    theirs = add("objectives", begun(stranger.workspace, stranger.user), stranger.user)
    client.force_login(lead.user)

    response = client.get(reverse("analytics:target_panel", args=[lead.workspace.slug, theirs.pk]))
    form = client.get(reverse("analytics:target_create", args=[lead.workspace.slug]))

    assert response.status_code == 404
    assert theirs not in form.context["form"].fields["objective"].queryset
    assert Objective.objects.count() == 1


def test_a_revision_keeps_old_new_reason_evidence_and_who(lead):
    target = TargetFactory(workspace=lead.workspace, owner=lead.user)

    revision = revise(
        target,
        {"value": Decimal("0.06"), "owner_id": lead.user.pk},
        reason="短影音帶動",
        evidence="八月數據",
        by=lead.user,
    )

    assert (revision.before["value"], revision.after["value"]) == ("0.05", "0.06")
    assert (revision.reason, revision.evidence, revision.by) == (
        "短影音帶動",
        "八月數據",
        lead.user,
    )


def test_the_goal_is_drawn_as_steps(lead):
    target = TargetFactory(
        workspace=lead.workspace, start=date(2026, 7, 1), due=date(2026, 12, 31), owner=lead.user
    )
    for value in ("0.06", "0.055"):
        revise(
            target,
            {"value": Decimal(value), "owner_id": lead.user.pk},
            reason="調整",
            evidence="",
            by=lead.user,
        )

    values = [value for _day, value in goal_steps(target)]

    assert values == [Decimal("0.05"), Decimal("0.06"), Decimal("0.055"), Decimal("0.055")]


def test_a_short_history_has_no_forecast_and_says_so(lead):
    target = TargetFactory(
        workspace=lead.workspace,
        metric="post_count",
        value=Decimal(100),
        start=date(2026, 10, 1),
        due=date(2026, 12, 31),
    )

    look = outlooks([attainment(target, TODAY, today=TODAY)], TODAY)[0]

    assert look.forecast.value is None
    assert look.sentence.startswith("不做預測")


def test_a_steady_history_is_carried_on_to_the_due_day(lead):
    """Two posts a week for half a year: about fourteen weeks' worth by the end of the quarter."""
    account = SocialAccountFactory(workspace=lead.workspace, ours=True)
    first = date(2026, 5, 25)  # a Monday
    for week in range(26):
        for weekday in (0, 3):
            day = date.fromordinal(first.toordinal() + week * 7 + weekday)
            if day < TODAY:
                posted(account, day, taken_on=date(2026, 11, 20), reach=100)
    target = TargetFactory(
        workspace=lead.workspace,
        metric="post_count",
        value=Decimal(20),
        start=date(2026, 10, 1),
        due=date(2026, 12, 31),
    )

    look = outlooks([attainment(target, TODAY, today=TODAY)], TODAY)[0]
    chart = target_chart(target, TODAY)

    assert look.forecast.weeks >= 20
    assert 25 <= look.forecast.value <= 28
    assert look.likely is True
    assert [trace["name"] for trace in chart.data if "name" in trace] == [
        "目標值",
        "目前",
        "八成區間",
        "預測",
    ]
    assert chart.rows[-1][1].endswith("（預測）")
