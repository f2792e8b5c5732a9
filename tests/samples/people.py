"""The people of the sample workspace."""

from workspaces.models import User


def sample_person(role: str) -> User:
    return User.objects.get(is_sample=True, memberships__role=role)
