import pytest

from tests.factories.workspaces import MembershipFactory, UndoStepFactory
from workspaces import undo
from workspaces.models import AuditEvent, UndoStep
from workspaces.undo import CannotUndo

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken_back(monkeypatch):
    """What the handler was given, each time it ran."""
    calls: list[dict] = []

    def handler(workspace, user, params):
        if params.get("refuse"):
            raise CannotUndo("報告已經簽核，不能復原匯入。")
        calls.append(params)

    monkeypatch.setitem(undo.HANDLERS, "tests.nothing", handler)
    return calls


def test_a_step_is_taken_back_once(taken_back):
    step = UndoStepFactory(params={"files": [3]})

    undo.undo(step, step.user)
    with pytest.raises(CannotUndo):
        undo.undo(step, step.user)

    assert taken_back == [{"files": [3]}]
    assert AuditEvent.objects.get().verb == "workspaces.undone"


def test_a_refused_undo_can_be_tried_again(taken_back):
    step = UndoStepFactory(params={"refuse": True})

    with pytest.raises(CannotUndo):
        undo.undo(step, step.user)

    step.refresh_from_db()
    assert step.undone_at is None
    assert AuditEvent.objects.count() == 0


def test_only_registered_handlers_are_remembered(taken_back):
    member = MembershipFactory()

    with pytest.raises(LookupError):
        undo.remember(member.workspace, member.user, "匯入", "nobody.knows", {})
    step = undo.remember(member.workspace, member.user, "匯入", "tests.nothing", {})

    assert undo.last_step(member.workspace, member.user) == step


def test_u_takes_back_ones_own_last_act_and_says_which(client, taken_back):
    member = MembershipFactory(role="editor")
    UndoStepFactory(workspace=member.workspace, user=member.user, params={"n": 1})
    UndoStepFactory(
        workspace=member.workspace, user=member.user, label="匯入 2 個檔案", params={"n": 2}
    )
    UndoStepFactory(workspace=member.workspace, params={"n": "somebody else's"})
    UndoStepFactory(user=member.user, params={"n": "another workspace's"})
    client.force_login(member.user)

    response = client.post(f"/w/{member.workspace.slug}/undo/", follow=True)

    assert taken_back == [{"n": 2}]
    assert "已復原：匯入 2 個檔案" in [str(m) for m in response.context["messages"]]


def test_afterwards_one_is_back_where_one_was(client, taken_back):
    member = MembershipFactory()
    client.force_login(member.user)
    slug = member.workspace.slug

    for came_from, goes in (
        (f"http://testserver/w/{slug}/jobs/", f"http://testserver/w/{slug}/jobs/"),
        ("https://evil.example/", f"/w/{slug}/"),
        ("", f"/w/{slug}/"),
    ):
        response = client.post(f"/w/{slug}/undo/", headers={"Referer": came_from})
        assert response["Location"] == goes


def test_scripts_get_no_page_and_the_message_waits_for_the_next_one(client, taken_back):
    member = MembershipFactory()
    step = UndoStepFactory(workspace=member.workspace, user=member.user)
    client.force_login(member.user)
    slug = member.workspace.slug

    response = client.post(f"/w/{slug}/undo/{step.pk}/", headers={"X-Requested-With": "fetch"})

    assert response.status_code == 204
    after = client.get(f"/w/{slug}/")
    assert [str(m) for m in after.context["messages"]] == ["已復原：匯入 3 個檔案"]


def test_somebody_elses_step_is_not_found(client, taken_back):
    member = MembershipFactory(role="owner")
    theirs = UndoStepFactory(workspace=member.workspace)
    client.force_login(member.user)

    response = client.post(f"/w/{member.workspace.slug}/undo/{theirs.pk}/")

    assert (response.status_code, taken_back) == (404, [])
    assert UndoStep.objects.get().undone_at is None
