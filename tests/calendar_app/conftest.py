"""A small team with one account."""

from types import SimpleNamespace

import pytest

from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import MembershipFactory
from workspaces.roles import Role


@pytest.fixture
def team(db, settings, tmp_path) -> SimpleNamespace:
    """workspace, account (Facebook); editor, lead, manager, viewer as users."""
    settings.MEDIA_ROOT = tmp_path / "media"
    account = SocialAccountFactory(platform="facebook")
    people = {
        role.value: MembershipFactory(workspace=account.workspace, role=role).user
        for role in (Role.EDITOR, Role.LEAD, Role.MANAGER, Role.VIEWER)
    }
    return SimpleNamespace(workspace=account.workspace, account=account, **people)
