"""People, workspaces and files the data pages are tested with."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest

from analytics.intake import deliveries
from platforms.models import SourceFile
from tests.analytics.pages_of_tea import FIGURES
from tests.factories.analytics import happened, posted
from tests.factories.platforms import SocialAccountFactory
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory
from workspaces.models import Membership, User, Workspace
from workspaces.roles import Role


@pytest.fixture
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def workspace(db, media) -> Workspace:
    return Workspace.objects.create(slug="tea", name="山線茶行")


@pytest.fixture
def other_workspace(db, media) -> Workspace:
    return Workspace.objects.create(slug="other", name="別家")


@pytest.fixture
def member(workspace) -> Callable[..., User]:
    """member("editor") is a new person with that role; member("viewer", other) elsewhere."""

    def make(role: str = Role.EDITOR, where: Workspace | None = None) -> User:
        number = User.objects.count() + 1
        user = User.objects.create_user(f"person{number}@example.test", name=f"小編{number}")
        Membership.objects.create(workspace=where or workspace, user=user, role=role)
        return user

    return make


@pytest.fixture
def editor(member, client) -> User:
    """A signed-in social editor."""
    user = member(Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def receive(workspace) -> Callable[..., SourceFile]:
    """receive(bytes, "name.csv") keeps a file and looks into it; ``where`` another workspace."""

    def take(
        content: bytes,
        name: str = "content.csv",
        *,
        by: User | None = None,
        where: Workspace | None = None,
        look: bool = True,
    ) -> SourceFile:
        file = deliveries.receive(where or workspace, BytesIO(content), name, by=by)
        if look:
            deliveries.inspect([file])
            file.refresh_from_db()
        return file

    return take


@pytest.fixture
def brand():
    """An account of the workspace ``tea`` with one post and one day of figures."""
    account = SocialAccountFactory(workspace=WorkspaceFactory(slug="tea"), name="山線茶行")
    posted(account, date(2026, 8, 3), text="春茶開箱 #烏龍", **FIGURES)
    happened(account, date(2026, 8, 3), new_followers=4, followers=900)
    return account


@pytest.fixture
def manager(brand, client):
    """A signed-in manager of the brand's workspace."""
    membership = MembershipFactory(workspace=brand.workspace, role=Role.MANAGER)
    client.force_login(membership.user)
    return membership.user
