import pytest

from tests.factories.workspaces import MembershipFactory, UserFactory, WorkspaceFactory
from workspaces.models import Membership, User, Workspace

pytestmark = pytest.mark.django_db


def own(member) -> str:
    return f"/w/{member.workspace.slug}/settings/own/"


def test_a_person_changes_name_language_theme_and_shortcuts(client, as_role):
    member = as_role("viewer")

    client.post(own(member), {"name": "周美玲", "language": "en", "theme": "dark"})

    user = User.objects.get(pk=member.user_id)
    assert (user.name, user.language, user.theme, user.single_keys) == (
        "周美玲",
        "en",
        "dark",
        False,
    )


def test_a_language_takes_effect_with_the_next_answer_and_on_the_sign_in_page(client, as_role):
    member = as_role("viewer")

    response = client.post(
        own(member), {"name": "Mei", "language": "en", "theme": "light"}, follow=True
    )

    assert '<html lang="en"' in response.content.decode()
    assert [str(m) for m in response.context["messages"]] == ["Saved."]
    client.post("/account/logout/")
    page = client.get("/account/login/", headers={"Accept-Language": "zh-TW"}).content.decode()
    assert '<html lang="en"' in page
    assert 'data-theme="light"' in page


def test_the_persons_language_wins_over_the_browsers(client, as_role):
    member = as_role("viewer")
    User.objects.filter(pk=member.user_id).update(language="zh-hant")

    page = client.get(own(member), headers={"Accept-Language": "en"}).content.decode()

    assert '<html lang="zh-hant"' in page


def test_without_a_choice_the_browser_decides(client, as_role):
    member = as_role("viewer")

    for header, language in (("en-GB,en;q=0.9", "en"), ("zh-TW,zh;q=0.9", "zh-hant")):
        page = client.get(own(member), headers={"Accept-Language": header}).content.decode()
        assert f'<html lang="{language}"' in page


def test_an_empty_name_is_refused_and_nothing_else_changes(client, as_role):
    member = as_role("viewer")

    response = client.post(own(member), {"name": "", "language": "en", "theme": "dark"})

    assert response.status_code == 422
    assert User.objects.get(pk=member.user_id).theme == "auto"


def test_the_menu_changes_one_thing_at_a_time(client, as_role):
    member = as_role("viewer")

    answer = client.post("/preferences/", {"theme": "dark"}, headers={"X-Requested-With": "fetch"})
    client.post("/preferences/", {"single_keys": "off"})
    client.post("/preferences/", {"language": "en"})
    client.post("/preferences/", {"theme": "neon", "language": "xx", "single_keys": "?"})

    user = User.objects.get(pk=member.user_id)
    assert answer.status_code == 204
    assert (user.theme, user.single_keys, user.language) == ("dark", False, "en")


def test_before_signing_in_a_choice_is_a_cookie(client):
    response = client.post("/preferences/", {"language": "en", "next": "/account/login/"})

    assert response["Location"] == "/account/login/"
    assert '<html lang="en"' in client.get("/account/login/").content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "today",
        "a:b",
        "/" + "字" * 5000,
        "a\x00b",
        "",
    ],
)
def test_next_never_leads_out_of_the_house(client, as_role, address):
    as_role("viewer")

    response = client.post("/preferences/", {"theme": "dark", "next": address})

    assert response["Location"] == "/"


def test_a_person_sees_only_their_own_workspaces(client, as_role):
    member = as_role("editor")
    second = MembershipFactory(user=member.user)
    WorkspaceFactory(name="別人的品牌")

    page = client.get("/workspaces/").content.decode()

    assert member.workspace.name in page
    assert second.workspace.name in page
    assert "別人的品牌" not in page
    assert "/workspaces/new/" not in page


def test_an_owner_makes_a_further_workspace(client, as_role):
    member = as_role("owner")

    response = client.post(
        "/workspaces/new/",
        {"workspace_name": "晨光咖啡", "slug": "daybreak", "zone": "Asia/Taipei"},
    )

    assert response["Location"] == "/w/daybreak/"
    assert Membership.objects.get(workspace__slug="daybreak").user == member.user
    assert Membership.objects.get(workspace__slug="daybreak").role == "owner"


@pytest.mark.parametrize("role", ["manager", "lead", "editor", "viewer"])
def test_nobody_else_makes_one(client, as_role, role):
    as_role(role)

    assert client.get("/workspaces/new/").status_code == 403
    assert client.post("/workspaces/new/", {"workspace_name": "x"}).status_code == 403
    assert not Workspace.objects.filter(name="x").exists()


def test_whoever_belongs_nowhere_is_told_what_to_do(client):
    client.force_login(UserFactory(email="new@example.com"))

    page = client.get("/")

    assert page.status_code == 200
    assert "new@example.com" in page.content.decode()


def test_the_first_page_is_ones_own_workspace_before_the_sample(client, as_role):
    member = as_role("editor")
    MembershipFactory(user=member.user, workspace=WorkspaceFactory(is_sample=True))

    assert client.get("/")["Location"] == f"/w/{member.workspace.slug}/"


def test_nul_characters_are_left_out_and_the_rest_is_kept(client, as_role):
    member = as_role("viewer")

    client.post(own(member), {"name": "周\x00美玲", "language": "en", "theme": "dark"})

    assert User.objects.get(pk=member.user_id).name == "周美玲"
    assert client.get(own(member), {"q": "a\x00b"}).status_code == 200
    assert client.get("/w/a%00b/settings/own/").status_code == 404
