"""Departments, secret links, and what is urgent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.workspaces import MembershipFactory
from workspaces import departments, escalations, share_links
from workspaces.models import Department, Escalation, Notification, ShareLink
from workspaces.roles import Role

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def lead():
    return MembershipFactory(role=Role.LEAD)


@pytest.fixture
def boss(lead):
    return MembershipFactory(workspace=lead.workspace, role=Role.MANAGER)


def raised(lead, **kwargs) -> Escalation:
    fields = {"subject": "禮盒主視覺", "what": "供應商停工", "asked_for": "同意換供應商"}
    return escalations.escalate(
        lead.workspace, since=NOW, by=lead.user, at=NOW, url="/w/x/", **fields | kwargs
    )


def test_a_workspace_starts_with_the_seven_departments_of_the_standard(lead):
    names = [str(one) for one in departments.of(lead.workspace)]

    assert names == ["企劃", "產品", "行銷", "設計", "客服", "公關", "財務"]
    assert len(departments.of(lead.workspace)) == 7


def test_a_department_of_ones_own_goes_and_comes_back_by_name(lead):
    departments.of(lead.workspace)
    own = departments.add(lead.workspace, " 門市 ", by=lead.user)
    with pytest.raises(departments.NameTaken):
        departments.add(lead.workspace, "門市", by=lead.user)

    departments.archive(own, by=lead.user)
    assert own not in departments.of(lead.workspace)
    again = departments.add(lead.workspace, "門市", by=lead.user)

    assert again.pk == own.pk
    assert Department.objects.in_workspace(lead.workspace).working().count() == 8


def test_a_link_opens_with_its_token_only_and_only_for_its_scope(lead):
    link, token = share_links.issue(lead.workspace, scope="a.b", label="設計部", by=lead.user)

    assert share_links.find(token, "a.b") == link
    assert share_links.find(token, "a.c") is None
    assert share_links.find(token + "x", "a.b") is None
    assert token not in str(ShareLink.objects.values().get())


def test_a_link_ends_when_it_expires_or_is_revoked(lead):
    link, token = share_links.issue(lead.workspace, scope="a.b", label="x", by=lead.user, days=1)

    assert share_links.find(token, "a.b", at=timezone.now() + timedelta(days=2)) is None
    assert share_links.revoke(link, by=lead.user)
    assert share_links.find(token, "a.b") is None
    assert not share_links.revoke(link, by=lead.user)


def test_a_persons_link_ends_with_the_membership(lead):
    _link, token = share_links.issue(
        lead.workspace, scope="feed", label="x", by=lead.user, user=lead.user, days=None
    )
    assert share_links.find(token, "feed") is not None

    lead.delete()

    assert share_links.find(token, "feed") is None


def test_managers_are_told_at_once_and_editors_are_not(lead, boss):
    MembershipFactory(workspace=lead.workspace, role=Role.EDITOR)

    raised(lead)

    told = Notification.objects.in_workspace(lead.workspace)
    assert [one.user for one in told] == [boss.user]
    assert "供應商停工" in told[0].text


def test_reminders_climb_the_ladder_until_somebody_takes_it_up(lead, boss):
    urgent = raised(lead)

    assert escalations.remind(at=NOW + timedelta(minutes=29)) == 0
    assert escalations.remind(at=NOW + timedelta(minutes=30)) == 1
    assert escalations.remind(at=NOW + timedelta(minutes=30)) == 0
    assert escalations.remind(at=NOW + timedelta(minutes=91)) == 1
    escalations.acknowledge(urgent, by=boss.user, answer="換 B 供應商")
    assert escalations.remind(at=NOW + timedelta(days=9)) == 0

    urgent.refresh_from_db()
    assert (urgent.step, urgent.answer) == (2, "換 B 供應商")
    told = Notification.objects.in_workspace(lead.workspace)
    assert told.filter(user=boss.user).count() == 3
    assert told.filter(user=lead.user).count() == 1


def test_the_last_step_repeats(lead, boss):
    raised(lead)
    at = NOW
    for _turn in range(7):
        at += timedelta(hours=24)
        assert escalations.remind(at=at) == 1


def test_two_managers_at_once_the_second_is_told_who_was_first(lead, boss):
    second = MembershipFactory(workspace=lead.workspace, role=Role.OWNER)
    urgent = raised(lead)
    escalations.acknowledge(urgent, by=boss.user)

    with pytest.raises(escalations.AlreadyAnswered, match=boss.user.name):
        escalations.acknowledge(urgent, by=second.user)
    with pytest.raises(escalations.AlreadyAnswered):
        escalations.cancel(urgent, by=lead.user)
