from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories.workspaces import UserFactory, WorkspaceFactory
from workspaces.models import Membership, PasswordLink, User, Workspace

pytestmark = pytest.mark.django_db


def run(*words: str, **options) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def create(slug="grass", name="小草選物", owner="Mei@Example.com", **options) -> str:
    return run("create_workspace", slug, name=name, owner=owner, **options)


def test_create_workspace_makes_an_owner_who_sets_a_password_by_a_link():
    out = create()

    member = Membership.objects.get()
    assert (member.user.email, member.role, member.workspace.slug) == (
        "mei@example.com",
        "owner",
        "grass",
    )
    assert not member.user.has_usable_password()
    link = out.strip().rsplit(" ", 1)[-1].rsplit("：", 1)[-1]
    path = link[link.index("/password/") :]
    assert Client().post(path, {"password": "今天也要好好發文喔 2026"}).status_code == 302
    member.user.refresh_from_db()
    assert member.user.check_password("今天也要好好發文喔 2026")


def test_an_owner_who_has_a_password_gets_no_link():
    UserFactory(email="mei@example.com")

    assert "/password/" not in create()
    assert User.objects.count() == 1
    assert not PasswordLink.objects.exists()


@pytest.mark.parametrize(
    ("options", "part"),
    [
        ({"slug": "Grass Shop"}, "「Grass Shop」不能當網址代稱"),
        ({"slug": "小草"}, "「小草」不能當網址代稱"),
        ({"owner": "mei"}, "「mei」不是電子信箱"),
        ({"zone": "Mars/Olympus"}, "「Mars/Olympus」不是時區"),
        ({"slug": "taken"}, "「taken」已經有其他工作區使用"),
    ],
    ids=["capitals", "Chinese", "no address", "no zone", "taken"],
)
def test_what_is_wrong_is_a_sentence_and_nothing_is_left_behind(options, part):
    WorkspaceFactory(slug="taken")

    with pytest.raises(CommandError) as refused:
        create(**options)

    assert part in str(refused.value)
    assert refused.value.returncode == 1
    assert Workspace.objects.count() == 1
    assert not User.objects.exists()


def test_first_run_code_prints_an_address_that_opens_the_form(settings, tmp_path, client):
    settings.WORKBENCH_DATA = tmp_path
    address = run("first_run_code").strip()

    response = client.get(address[address.index("/welcome") :], follow=True)

    assert "workspace_name" in response.content.decode()


def test_first_run_code_is_refused_once_somebody_has_an_account():
    UserFactory()

    with pytest.raises(CommandError):
        run("first_run_code")


def test_password_link_helps_the_only_owner():
    UserFactory(email="mei@example.com")

    out = run("password_link", "MEI@example.com")

    assert "/password/" in out
    assert PasswordLink.objects.open().count() == 1


@pytest.mark.parametrize("email", ["nobody@example.com", "sample@sample.invalid"])
def test_password_link_for_nobody_is_a_sentence(email):
    UserFactory(email="sample@sample.invalid", is_sample=True)

    with pytest.raises(CommandError):
        run("password_link", email)
    assert not PasswordLink.objects.exists()
