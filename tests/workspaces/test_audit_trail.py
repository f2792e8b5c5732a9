import pytest

from tests.factories.workspaces import AuditEventFactory, UserFactory
from workspaces.audit_trail import line

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(as_role):
    return as_role("manager")


def trail(client, manager, **query):
    return client.get(f"/w/{manager.workspace.slug}/settings/audit/", query)


def subjects(response) -> list[str]:
    return [row.subject for row in response.context["lines"]]


def test_the_newest_act_comes_first_and_only_of_this_workspace(client, manager):
    AuditEventFactory(workspace=manager.workspace, subject="先")
    AuditEventFactory(workspace=manager.workspace, subject="後")
    AuditEventFactory(subject="別的工作區")

    assert subjects(trail(client, manager)) == ["後", "先"]


def test_it_is_filtered_by_person_room_and_words(client, manager):
    mei = UserFactory(name="美玲")
    AuditEventFactory(workspace=manager.workspace, actor=mei, subject="張雅婷")
    AuditEventFactory(workspace=manager.workspace, verb="analytics.imported", subject="a.csv")

    assert subjects(trail(client, manager, person=mei.pk)) == ["張雅婷"]
    assert subjects(trail(client, manager, room="analytics")) == ["a.csv"]
    assert subjects(trail(client, manager, q="雅婷")) == ["張雅婷"]
    assert subjects(trail(client, manager, q="美玲")) == ["張雅婷"]
    assert subjects(trail(client, manager, q="沒有這個人")) == []
    assert len(subjects(trail(client, manager, person="x", room="", page="99"))) == 2


def test_fifty_stand_on_a_page_at_the_same_cost(client, manager, django_assert_num_queries):
    AuditEventFactory(workspace=manager.workspace)
    with django_assert_num_queries(7):
        trail(client, manager)
    for number in range(60):
        AuditEventFactory(workspace=manager.workspace, subject=f"{number}")
    with django_assert_num_queries(7):
        response = trail(client, manager)
    assert len(subjects(response)) == 50
    assert len(subjects(trail(client, manager, page=2))) == 11


def test_a_change_is_said_in_words():
    event = AuditEventFactory(
        verb="workspaces.settings_changed",
        before={"zone": "Asia/Taipei", "roc_years": False, "secret": "x"},
        after={"zone": "Asia/Tokyo", "roc_years": True, "secret": "y"},
    )

    said = line(event)

    assert said.verb == "變更工作區設定"
    assert said.changes == [("時區", "台北", "東京"), ("文件使用民國年", "否", "是")]


def test_a_role_is_said_by_its_name():
    event = AuditEventFactory(before={"role": "editor"}, after={"role": "lead"})

    assert line(event).changes == [("角色", "小編", "組長")]


def test_what_the_workbench_did_itself_has_no_person():
    event = AuditEventFactory(actor=None, actor_name="", verb="somebody.new_verb")

    assert (line(event).who, line(event).verb) == ("工作台", "變更")


def test_a_verb_brings_no_second_colon():
    from workspaces.sockets import AUDIT_VERBS

    ends = {str(line(AuditEventFactory.build(verb=verb)).verb)[-1] for verb in AUDIT_VERBS}

    assert len(ends) > 3
    assert "：" not in ends
