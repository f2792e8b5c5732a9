from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.factories.workspaces import MembershipFactory, UserFactory
from workspaces import people
from workspaces.models import AuditEvent, Invitation, Membership, PasswordLink, UndoStep, User
from workspaces.people import PeopleError
from workspaces.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "今天也要好好發文喔 2026"


@pytest.fixture
def owner(as_role):
    return as_role("owner")


def colleague(member: Membership, role: str, **fields) -> Membership:
    return MembershipFactory(workspace=member.workspace, role=role, **fields)


def url(member: Membership, tail: str) -> str:
    return f"/w/{member.workspace.slug}/people/{tail}"


def invite(client, member, email="mei@example.com", role="editor"):
    return client.post(url(member, "invite/"), {"email": email, "role": role})


def test_everybody_sees_who_is_here_and_only_some_may_change_it(client, as_role):
    member = as_role("viewer")
    colleague(member, "owner", user__name="林子晴")
    MembershipFactory(user__name="別的工作區的人")

    page = client.get(url(member, "")).content.decode()

    assert "林子晴" in page
    assert "別的工作區的人" not in page
    assert "/people/invite/" not in page


def test_the_list_costs_the_same_for_one_and_for_many(client, owner, django_assert_num_queries):
    with django_assert_num_queries(8):
        client.get(url(owner, ""))
    for role in ("editor", "lead", "viewer"):
        colleague(owner, role)
    with django_assert_num_queries(8):
        client.get(url(owner, ""))


def test_an_invitation_link_is_shown_once_and_kept_nowhere(client, owner):
    page = invite(client, owner)

    link = page.context["link"]
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert link in page.content.decode()
    assert link not in client.get(url(owner, "")).content.decode()
    assert Invitation.objects.get().token_hash != token
    assert token not in str(list(AuditEvent.objects.values()))
    assert mail.outbox == []


def test_with_a_mail_server_the_link_is_sent_too(client, owner, settings):
    settings.MAIL_CONFIGURED = True

    page = invite(client, owner)

    (message,) = mail.outbox
    assert message.to == ["mei@example.com"]
    assert page.context["link"] in message.body
    assert owner.workspace.name in message.subject


def test_a_refusing_mail_server_still_leaves_the_link(client, owner, settings, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    settings.MAIL_CONFIGURED = True
    monkeypatch.setattr("workspaces.mail.send_mail", refuse)

    page = invite(client, owner)

    assert page.status_code == 200
    assert "郵件伺服器沒有收下" in page.content.decode()


def test_a_new_person_joins_with_name_and_password(client, owner):
    link = invite(client, owner, role="lead").context["link"]
    visitor = Client()

    assert visitor.get(link).status_code == 200
    response = visitor.post(link, {"name": "周美玲", "password": PASSWORD}, follow=True)

    member = Membership.objects.get(user__email="mei@example.com")
    assert (member.role, member.user.name) == ("lead", "周美玲")
    assert response.wsgi_request.user == member.user
    assert response.redirect_chain[-1][0] == f"/w/{owner.workspace.slug}/"


def test_an_invitation_works_once(client, owner):
    link = invite(client, owner).context["link"]
    Client().post(link, {"name": "周美玲", "password": PASSWORD})

    second = Client().post(link, {"name": "別人", "password": PASSWORD})

    assert second.status_code == 410
    assert User.objects.filter(email="mei@example.com").get().name == "周美玲"


@pytest.mark.parametrize("end", ["revoked", "expired", "replaced"])
def test_an_ended_invitation_says_so(client, owner, end):
    link = invite(client, owner).context["link"]
    invitation = Invitation.objects.get()
    if end == "revoked":
        client.post(url(owner, f"invitations/{invitation.pk}/revoke/"))
    elif end == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        invite(client, owner)

    response = Client().get(link)

    assert response.status_code == 410
    assert "已失效" in response.content.decode()


def test_a_weak_password_or_a_missing_name_is_refused_and_the_link_still_works(client, owner):
    link = invite(client, owner).context["link"]

    response = Client().post(link, {"name": "", "password": "mei@example.com"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name", "password"}
    assert Client().get(link).status_code == 200


def test_somebody_with_an_account_signs_in_and_joins(client, owner):
    person = UserFactory(email="mei@example.com")
    link = invite(client, owner).context["link"]
    visitor = Client()

    page = visitor.get(link)
    assert "next=" in page.content.decode()
    visitor.post(link, {"name": "別人", "password": PASSWORD})
    assert not Membership.objects.filter(user=person).exists()

    visitor.force_login(person)
    visitor.post(link)
    assert Membership.objects.get(user=person).workspace == owner.workspace


def test_an_invitation_does_not_pass_to_another_account(client, owner):
    link = invite(client, owner).context["link"]
    stranger = UserFactory()
    visitor = Client()
    visitor.force_login(stranger)

    response = visitor.post(link)

    assert response.status_code == 422
    assert "mei@example.com" in response.content.decode()
    assert not Membership.objects.filter(user=stranger).exists()
    assert Invitation.objects.open().count() == 1


def test_a_member_is_not_invited_twice(client, owner):
    colleague(owner, "viewer", user__email="mei@example.com")

    response = invite(client, owner, email="MEI@example.com")

    assert response.status_code == 422
    assert not Invitation.objects.exists()


def test_only_owners_make_owners(client, as_role):
    manager = as_role("manager")

    response = invite(client, manager, role="owner")

    assert (response.status_code, Invitation.objects.count()) == (422, 0)
    with pytest.raises(PeopleError):
        people.invite(manager, "mei@example.com", Role.OWNER)
    assert invite(client, manager, role="manager").status_code == 200


def test_a_manager_changes_roles_up_to_their_own(client, as_role):
    manager = as_role("manager")
    editor, boss = colleague(manager, "editor"), colleague(manager, "owner")

    client.post(url(manager, f"{editor.pk}/role/"), {"role": "lead"})
    client.post(url(manager, f"{boss.pk}/role/"), {"role": "viewer"})
    client.post(url(manager, f"{manager.pk}/role/"), {"role": "owner"})

    roles = dict(Membership.objects.values_list("pk", "role"))
    assert roles[editor.pk] == "lead"
    assert roles[boss.pk] == "owner"
    assert roles[manager.pk] == "manager"
    event = AuditEvent.objects.get()
    assert (event.before, event.after) == ({"role": "editor"}, {"role": "lead"})


def test_the_last_owner_stays(client, owner):
    client.post(url(owner, f"{owner.pk}/role/"), {"role": "editor"})
    client.post(url(owner, f"{owner.pk}/remove/"))
    owner.refresh_from_db()
    assert owner.role == "owner"

    second = colleague(owner, "owner")
    client.post(url(owner, f"{owner.pk}/role/"), {"role": "editor"})
    owner.refresh_from_db()
    assert owner.role == "editor"
    with pytest.raises(PeopleError):
        people.remove(second, second)


def test_two_owners_who_remove_each_other_leave_one(owner):
    second = colleague(owner, "owner")

    people.remove(owner, second)

    with pytest.raises((PeopleError, Membership.DoesNotExist)):
        people.remove(second, owner)
    assert Membership.objects.filter(workspace=owner.workspace, role="owner").count() == 1


def test_whoever_is_removed_is_a_stranger_at_once(client, owner):
    editor = colleague(owner, "editor")
    visitor = Client()
    visitor.force_login(editor.user)
    assert visitor.get(f"/w/{owner.workspace.slug}/").status_code == 200

    client.post(url(owner, f"{editor.pk}/remove/"))

    assert visitor.get(f"/w/{owner.workspace.slug}/").status_code == 404
    assert User.objects.filter(pk=editor.user_id).exists()


def test_members_of_another_workspace_cannot_be_touched(client, owner):
    other = MembershipFactory(role="editor")

    for act in ("role", "remove", "reset"):
        response = client.post(url(owner, f"{other.pk}/{act}/"), {"role": "viewer"})
        assert response.status_code == 404
    assert Membership.objects.get(pk=other.pk).role == "editor"


def test_an_unknown_role_is_a_sentence(client, owner):
    editor = colleague(owner, "editor")

    response = client.post(url(owner, f"{editor.pk}/role/"), {"role": "king"}, follow=True)

    assert [str(m) for m in response.context["messages"]] == ["請選名單上的角色。"]


def reset_link(client, member, target) -> str:
    return client.post(url(member, f"{target.pk}/reset/")).context["link"]


def test_a_password_link_works_once_and_ends_other_sessions(client, owner):
    editor = colleague(owner, "editor")
    elsewhere = Client()
    elsewhere.force_login(editor.user)
    link = reset_link(client, owner, editor)

    response = Client().post(link, {"password": PASSWORD})

    editor.user.refresh_from_db()
    assert editor.user.check_password(PASSWORD)
    assert response["Location"].endswith("/account/login/")
    assert elsewhere.get(f"/w/{owner.workspace.slug}/").status_code == 302
    assert Client().post(link, {"password": "另一個密碼也很長 2026"}).status_code == 410
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs == {"workspaces.password_link_made", "workspaces.password_set"}


def test_a_password_link_ends_after_a_day_and_with_the_next_one(client, owner):
    editor = colleague(owner, "editor")
    first = reset_link(client, owner, editor)
    second = reset_link(client, owner, editor)

    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    PasswordLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(second).status_code == 410


def test_only_the_hash_of_a_password_link_is_kept(client, owner):
    editor = colleague(owner, "editor")

    token = reset_link(client, owner, editor).rstrip("/").rsplit("/", 1)[1]

    assert token not in str(list(PasswordLink.objects.values()))


def test_a_manager_makes_no_link_for_an_owner(client, as_role):
    manager = as_role("manager")
    boss, peer = colleague(manager, "owner"), colleague(manager, "manager")

    client.post(url(manager, f"{boss.pk}/reset/"))
    assert not PasswordLink.objects.exists()
    assert reset_link(client, manager, peer)


def test_a_link_is_refused_for_somebody_who_also_belongs_elsewhere(client, owner):
    editor = colleague(owner, "editor")
    MembershipFactory(user=editor.user, role="viewer")

    response = client.post(url(owner, f"{editor.pk}/reset/"), follow=True)

    assert not PasswordLink.objects.exists()
    assert "屬於你沒有管理的工作區" in str(next(iter(response.context["messages"])))


def test_nobody_makes_a_link_for_themselves(client, owner):
    client.post(url(owner, f"{owner.pk}/reset/"))

    assert not PasswordLink.objects.exists()


def test_links_are_not_written_into_the_log(rf):
    from django.urls import resolve

    from workspaces.middleware import loggable_path

    request = rf.get("/invitation/a-secret-token/")
    request.resolver_match = resolve(request.path)

    assert loggable_path(request) == "/invitation/<str:token>/"


def test_whoever_is_removed_leaves_no_way_back_in(owner):
    manager, editor = colleague(owner, "manager"), colleague(owner, "editor")
    own, token = people.invite(manager, "private@example.com", Role.MANAGER)
    theirs, _token = people.invite(owner, "mei@example.com", Role.EDITOR)
    people.password_link(manager, editor)

    people.remove(owner, manager)

    assert not Invitation.objects.open().filter(pk=own.pk).exists()
    assert Invitation.objects.open().filter(pk=theirs.pk).exists()
    assert not PasswordLink.objects.open().exists()
    with pytest.raises(PeopleError):
        people.join(token, UserFactory(email="private@example.com"))


def test_a_smaller_role_ends_what_only_the_larger_one_could_give(owner):
    other = colleague(owner, "owner")
    as_owner, _token = people.invite(other, "boss@example.com", Role.OWNER)
    as_editor, _token = people.invite(other, "mei@example.com", Role.EDITOR)

    people.change_role(owner, other, Role.MANAGER)

    assert list(Invitation.objects.open()) == [as_editor]
    people.change_role(owner, other, Role.LEAD)
    assert not Invitation.objects.open().exists()


def test_what_was_done_with_a_larger_role_is_not_undone_with_a_smaller_one(client, owner):
    lead = colleague(owner, "lead")
    step = UndoStep.objects.create(
        workspace=owner.workspace, user=lead.user, label="合併", handler="none", params={}
    )
    people.change_role(owner, lead, Role.OWNER)
    assert UndoStep.objects.filter(pk=step.pk).exists()

    people.change_role(owner, lead, Role.VIEWER)

    client.force_login(lead.user)
    assert client.post(f"/w/{owner.workspace.slug}/undo/{step.pk}/").status_code == 404


def test_of_two_who_remove_the_same_person_the_second_is_told(client, owner):
    member = colleague(owner, "editor")
    twin = Membership.objects.get(pk=member.pk)
    people.remove(owner, member)

    with pytest.raises(PeopleError):
        people.remove(owner, twin)


def test_a_manager_who_was_just_made_an_editor_changes_nobody(owner):
    manager, editor = colleague(owner, "manager"), colleague(owner, "editor")
    seen_before = Membership.objects.select_related("workspace", "user").get(pk=manager.pk)
    people.change_role(owner, manager, Role.EDITOR)

    with pytest.raises(PeopleError):
        people.remove(seen_before, editor)
