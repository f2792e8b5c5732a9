import pytest

from tests.samples.people import sample_person
from tests.samples.seeded import seeded
from workspaces.models import User, Workspace


@pytest.fixture
def sample(transactional_db, settings, tmp_path) -> Workspace:
    """The sample workspace as a newcomer finds it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return seeded()


@pytest.fixture
def manager(sample) -> User:
    return sample_person("manager")
