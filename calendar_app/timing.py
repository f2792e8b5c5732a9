"""When a version goes out: its own time, its slot's, and its publication's move together."""

from datetime import datetime

from calendar_app.models import EntryVersion, Publication


def retime(version: EntryVersion, at: datetime | None) -> None:
    """Write the time in both places. What is published already keeps its publication."""
    EntryVersion.objects.filter(pk=version.pk).update(at=at)
    version.at = at
    if at is not None:
        Publication.objects.filter(version=version, state=Publication.State.DUE).update(
            due_at=at, reminded_at=None
        )
