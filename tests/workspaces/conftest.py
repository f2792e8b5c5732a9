import pytest
from django.core.cache import cache

from tests.factories.workspaces import MembershipFactory, WorkspaceFactory
from workspaces.models import Membership


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Rate limits and codes live in the cache; no test inherits another's."""
    cache.clear()


@pytest.fixture
def as_role(client, db):
    """Sign in as a new member with that role; a second workspace is always there."""
    MembershipFactory()

    def sign_in(role: str, workspace=None) -> Membership:
        member = MembershipFactory(role=role, workspace=workspace or WorkspaceFactory())
        client.force_login(member.user)
        return member

    return sign_in
