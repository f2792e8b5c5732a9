"""Targets as a person sets, changes and archives them."""

from datetime import date
from decimal import Decimal

import pytest

from analytics.models import Target
from tests.analytics.pages_of_tea import at
from tests.factories.analytics import TargetFactory
from tests.factories.workspaces import MembershipFactory
from workspaces.models import UndoStep
from workspaces.roles import Role
from workspaces.undo import undo

pytestmark = pytest.mark.django_db


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
