import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from tests.factories.workspaces import (
    AuditEventFactory,
    JobFactory,
    MembershipFactory,
    UserFactory,
    WorkspaceFactory,
)
from workspaces.models import Membership, User, Workspace

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/login/"


@pytest.fixture
def client():
    """A browser on the machine itself, as after ``make run``."""
    return Client(HTTP_HOST="127.0.0.1:8000")


@pytest.fixture
def sample():
    """A sample workspace with the four people that seed_demo makes."""
    workspace = WorkspaceFactory(slug="demo", name="晨光咖啡", is_sample=True)
    for role in ("owner", "manager", "lead", "editor"):
        person = UserFactory(email=f"{role}@sample.invalid", is_sample=True)
        MembershipFactory(workspace=workspace, user=person, role=role)
    return workspace


def roles_offered(response) -> list[str]:
    return [member.role for member in response.context["sample_people"]]


def test_a_browser_on_this_machine_may_choose_editor_lead_or_manager(client, sample):
    page = client.get(SIGN_IN)

    assert roles_offered(page) == ["editor", "lead", "manager"]
    assert "以小編身分進入" in page.content.decode()


@pytest.mark.parametrize("role", ["editor", "lead", "manager"])
def test_one_click_steps_into_the_sample(client, sample, role):
    before = client.session.session_key

    response = client.post("/sample/", {"role": role}, follow=True)

    assert response.redirect_chain[-1][0] == "/w/demo/"
    assert response.context["membership"].role == role
    assert client.session.session_key != before


AWAY = {
    "another machine": {"REMOTE_ADDR": "192.168.1.20"},
    "another machine (IPv6)": {"REMOTE_ADDR": "2001:db8::7"},
    "no address": {"REMOTE_ADDR": ""},
    "behind a proxy": {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
    "behind a proxy that says so otherwise": {"HTTP_FORWARDED": "for=203.0.113.9"},
    "behind a proxy that names the host": {"HTTP_X_FORWARDED_HOST": "social.example.com"},
    "behind a proxy that names the scheme": {"HTTP_X_FORWARDED_PROTO": "https"},
    "behind a proxy that gives the real address": {"HTTP_X_REAL_IP": "127.0.0.1"},
    "behind a tunnel": {"HTTP_CF_CONNECTING_IP": "203.0.113.9"},
    "behind a cache": {"HTTP_VIA": "1.1 cache"},
    "under a public name": {"HTTP_HOST": "social.example.com"},
}


@pytest.mark.parametrize("extra", AWAY.values(), ids=AWAY.keys())
def test_nobody_else_is_offered_the_sample_or_let_into_it(client, sample, settings, extra):
    settings.ALLOWED_HOSTS = ["*"]

    page = client.get(SIGN_IN, **extra)
    answer = client.post("/sample/", {"role": "manager"}, **extra)

    assert (page.status_code, roles_offered(page)) == (200, [])
    assert "身分進入" not in page.content.decode()
    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


def test_loopback_in_ipv6_is_this_machine_too(client, sample):
    assert roles_offered(client.get(SIGN_IN, REMOTE_ADDR="::1", HTTP_HOST="localhost")) != []
    assert roles_offered(client.get(SIGN_IN, REMOTE_ADDR="::ffff:127.0.0.1")) != []


def test_an_installation_with_a_public_address_offers_no_sample(client, sample, settings):
    settings.SITE_URL = "https://social.example.com"

    assert roles_offered(client.get(SIGN_IN)) == []
    assert client.post("/sample/", {"role": "editor"}).status_code == 404


def test_with_sample_mode_off_there_is_no_sample(client, sample, settings):
    settings.SAMPLE_MODE = False

    assert roles_offered(client.get(SIGN_IN)) == []
    assert client.post("/sample/", {"role": "editor"}).status_code == 404


@pytest.mark.parametrize("role", ["owner", "viewer", "", "superuser"])
def test_only_the_three_roles_can_be_chosen(client, sample, role):
    assert client.post("/sample/", {"role": role}).status_code == 404


def test_stepping_in_is_a_post_with_a_token(sample):
    assert Client(HTTP_HOST="localhost").get("/sample/").status_code == 405
    strict = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    assert strict.post("/sample/", {"role": "editor"}).status_code == 403


def test_a_real_person_is_never_signed_in_without_a_password(client, sample):
    real = MembershipFactory(workspace=sample, role="lead")
    Membership.objects.filter(workspace=sample, user__is_sample=True, role="lead").delete()

    assert client.post("/sample/", {"role": "lead"}).status_code == 404
    assert real.user.pk is not None


def test_sample_people_cannot_sign_in_with_a_password(client, sample):
    person = User.objects.get(email="editor@sample.invalid")
    person.set_password("somehow they got one 123")
    person.save()

    client.post(SIGN_IN, {"login": person.email, "password": "somehow they got one 123"})

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "address", ["/account/password/change/", "/account/2fa/", "/account/2fa/totp/activate/"]
)
def test_sample_people_get_neither_password_nor_second_factor(client, sample, address):
    client.post("/sample/", {"role": "manager"})

    response = client.get(address)

    assert (response.status_code, response["Location"]) == (302, "/")


def test_sample_people_make_no_workspaces_and_invite_nobody(client, sample):
    client.force_login(User.objects.get(email="owner@sample.invalid"))

    assert client.get("/workspaces/new/").status_code == 403
    response = client.post("/w/demo/people/invite/", {"email": "mei@example.com", "role": "editor"})
    assert response.status_code == 422
    assert "示範工作區不能邀請真人" in response.content.decode()


def test_one_click_removes_the_sample_and_nothing_else(client, sample):
    own = MembershipFactory()
    event = AuditEventFactory(workspace=own.workspace, actor=own.user)
    AuditEventFactory(workspace=sample)
    JobFactory(workspace=sample)
    client.post("/sample/", {"role": "editor"})

    response = client.post("/w/demo/sample/remove/")

    assert response["Location"] == "/"
    assert list(Workspace.objects.all()) == [event.workspace]
    assert not User.objects.filter(is_sample=True).exists()
    assert Membership.objects.filter(pk=own.pk).exists()
    assert "_auth_user_id" not in client.session


def test_after_the_sample_comes_the_first_run_when_nobody_has_an_account(client, sample):
    client.post("/sample/", {"role": "manager"})

    response = client.post("/w/demo/sample/remove/")

    assert response["Location"] == "/welcome"


def test_the_files_of_the_sample_are_deleted_too(
    client, sample, monkeypatch, django_capture_on_commit_callbacks
):
    name = default_storage.save("uploads/demo.csv", ContentFile(b"a,b"))
    monkeypatch.setattr("workspaces.samples.STORED_FILES", [lambda workspace: [name]])
    client.post("/sample/", {"role": "manager"})

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/w/demo/sample/remove/")

    assert not default_storage.exists(name)


def test_a_sample_person_from_elsewhere_cannot_remove_it(client, sample):
    client.force_login(User.objects.get(email="editor@sample.invalid"))

    response = client.post("/w/demo/sample/remove/", REMOTE_ADDR="192.168.1.20")

    assert response.status_code == 403
    assert Workspace.objects.filter(slug="demo").exists()


def test_a_real_workspace_is_never_removed_this_way(client, as_role):
    member = as_role("owner")

    response = client.post(f"/w/{member.workspace.slug}/sample/remove/")

    assert response.status_code == 404
    assert Workspace.objects.filter(pk=member.workspace_id).exists()
