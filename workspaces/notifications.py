"""Tell people what they should know, once per event."""

from collections.abc import Iterable

from workspaces.models import Notification, User, Workspace


def tell(workspace: Workspace, users: Iterable[User], *, key: str, text: str, url: str = "") -> int:
    """One notification per person and event (``key``); telling twice is harmless."""
    rows = [
        Notification(workspace=workspace, user=user, key=key, text=text[:300], url=url)
        for user in users
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
