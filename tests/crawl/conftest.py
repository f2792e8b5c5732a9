import pytest
from django.core.management import call_command

from workspaces.models import User, Workspace

TODAY = "2026-11-21"


@pytest.fixture
def sample(db, settings, tmp_path) -> Workspace:
    """The sample workspace as a newcomer finds it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("seed_demo", "--today", TODAY, verbosity=0)
    return Workspace.objects.get(slug="demo")


@pytest.fixture
def manager(sample) -> User:
    return User.objects.get(memberships__workspace=sample, memberships__role="manager")
