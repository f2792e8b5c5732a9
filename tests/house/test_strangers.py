"""The door, at every address there is: strangers see nothing, members what their role allows."""

from collections.abc import Iterator
from functools import cache

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories.workspaces import MembershipFactory
from workspaces.roles import Can, Role

# Everything that is not behind the door of a workspace. A new line here is a decision: say why.
OUTSIDE = {
    "home": "sends everybody to where they belong",
    "healthz": "says only that the process answers",
    "readyz": "says only whether database and cache answer, and one age in seconds",
    "metrics": "only with METRICS_TOKEN, or from this machine where none is set",
    "workspaces:first_run": "opens with the one-time code while nobody has an account",
    "workspaces:sample_sign_in": "only from this machine, only into the sample",
    "workspaces:invitation_accept": "whoever holds the token",
    "workspaces:password_set": "whoever holds the token",
    "shared:shared_tasks": "whoever holds the token of a department",
    "shared:shared_progress": "whoever holds the token of a department",
    "shared:shared_check": "whoever holds the token of a department",
    "shared:shared_file": "whoever holds the token of a department",
    "outside:outsider_review": "whoever holds the token of a link for somebody outside",
    "outside:outsider_decide": "whoever holds the token of a link for somebody outside",
    "outside:outsider_media": "whoever holds the token of a link, for files of its own posts",
    "outside:post_feed": "whoever holds a person's calendar token",
    "shared:calendar_feed": "whoever holds a person's calendar token",
    "workspaces:preferences": "language and theme of whoever asks",
    "workspaces:workspace_list": "the asker's own workspaces, signed in",
    "workspaces:workspace_create": "for owners, signed in",
}


def walk(resolver: URLResolver, before: str = "", names: str = "") -> Iterator[tuple]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            space = f"{names}{entry.namespace}:" if entry.namespace else names
            yield from walk(entry, route, space)
        else:
            yield route, f"{names}{entry.name}" if entry.name else "", entry


@cache
def patterns() -> list[tuple[str, str, URLPattern]]:
    return list(walk(get_resolver()))


def behind_the_door() -> list[tuple[str, URLPattern]]:
    return [(name, entry) for route, name, entry in patterns() if route.startswith("w/<slug")]


NAMES = sorted({name for name, _entry in behind_the_door()})


def converters(name: str) -> dict:
    """The parts of the address besides the workspace, with values of the right kind."""
    found: dict = {}
    for route, known, _entry in patterns():
        if known == name:
            for part in route.split("<")[1:]:
                kind, _colon, variable = part.split(">")[0].rpartition(":")
                found[variable] = {"int": 1, "uuid": "00000000-0000-4000-8000-000000000000"}.get(
                    kind, "x"
                )
    found.pop("slug", None)
    return found


def address(name: str, slug: str) -> str:
    return reverse(name, kwargs={"slug": slug, **converters(name)})


def ask(client: Client, url: str):
    """By the method the address takes."""
    response = client.get(url)
    return client.post(url) if response.status_code == 405 else response


def ability_of(name: str) -> Can:
    return next(entry.callback.ability for known, entry in behind_the_door() if known == name)


def test_there_are_addresses_to_walk():
    assert {"workspaces:today", "workspaces:member_list", "workspaces:job_cancel"} <= set(NAMES)


def test_every_address_of_a_workspace_has_a_name_and_goes_through_the_door():
    open_doors = [
        route
        for route, name, entry in patterns()
        if route.startswith("w/") and not (name and hasattr(entry.callback, "ability"))
    ]

    assert open_doors == []


def test_what_stands_outside_the_door_was_decided_on():
    """Everything below account/ is allauth's, which has its own door and its own tests."""
    outside = {
        name
        for route, name, _entry in patterns()
        if not route.startswith(("w/<slug:slug>/", "account/"))
    }

    assert outside == set(OUTSIDE)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_sees_nothing(client, name):
    workspace = MembershipFactory(role=Role.OWNER).workspace
    client.force_login(MembershipFactory(role=Role.OWNER).user)

    response = ask(client, address(name, workspace.slug))

    assert response.status_code == 404
    assert workspace.name not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(client, name):
    workspace = MembershipFactory().workspace
    url = address(name, workspace.slug)

    for known in (url, address(name, "no-such-place")):
        response = ask(client, known)
        assert response.status_code == 302
        assert response["Location"] == f"/account/login/?next={known}"


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_each_role_gets_in_exactly_where_the_table_says(name):
    ability = ability_of(name)

    for role in Role:
        member = MembershipFactory(role=role)
        client = Client()
        client.force_login(member.user)
        status = ask(client, address(name, member.workspace.slug)).status_code
        if role.allows(ability):
            assert status not in {403, 405}, f"{role} has {ability} and is refused"
            assert status < 500
        else:
            assert status == 403, f"{role} lacks {ability} and gets {status}"


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_only_the_methods_that_mean_something_are_answered(client, name):
    member = MembershipFactory(role=Role.OWNER)
    client.force_login(member.user)
    url = address(name, member.workspace.slug)

    assert client.delete(url).status_code == 405
    assert client.put(url).status_code == 405


@pytest.mark.django_db
def test_a_refused_member_is_told_what_is_missing_and_who_can_give_it(client):
    member = MembershipFactory(role=Role.VIEWER)
    MembershipFactory(workspace=member.workspace, role=Role.OWNER, user__name="林子晴")
    client.force_login(member.user)

    response = client.get(address("workspaces:workspace_edit", member.workspace.slug))

    page = response.content.decode()
    assert response.status_code == 403
    assert "變更工作區設定" in page
    assert "林子晴" in page
