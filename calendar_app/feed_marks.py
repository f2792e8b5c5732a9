"""SEQUENCE and LAST-MODIFIED (RFC 5545): how often what calendar programs show has changed.

Counted by what was told and not by what people did, so that no way of changing a post can be
forgotten: whoever asks is answered, and what differs from the last answer rises by one. Outlook
and Google keep what they have until it does.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from calendar_app.models import EntryVersion, FeedMark, Slot
from workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Shown:
    """One event's words, its start among them, and where its count begins."""

    thing: EntryVersion | Slot
    words: Sequence[str]
    sequence: int
    changed_at: datetime

    @property
    def key(self) -> tuple[int | None, int | None]:
        """(version, slot), one of them None."""
        is_slot = isinstance(self.thing, Slot)
        return (None, self.thing.pk) if is_slot else (self.thing.pk, None)

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(list(self.words)).encode()).hexdigest()


def marks_of(
    workspace: Workspace, shown: Sequence[Shown], *, since: datetime, at: datetime
) -> dict[tuple[int | None, int | None], FeedMark]:
    """The mark of each by its key, with what changed since the last answer written down.

    ``since``: none of them is earlier. One question; nothing is written where nothing changed.
    """
    known = {
        (one.version_id, one.slot_id): one
        for one in FeedMark.objects.in_workspace(workspace).filter(
            Q(version__at__gte=since) | Q(slot__at__gte=since)
        )
    }
    fresh, changed = [], []
    for one in shown:
        mark = known.get(one.key)
        if mark is None:
            version, slot = one.key
            mark = known[one.key] = FeedMark(
                workspace=workspace, version_id=version, slot_id=slot, digest=one.digest,
                sequence=one.sequence, changed_at=one.changed_at,
            )  # fmt: skip
            fresh.append(mark)
        elif mark.digest != one.digest:
            mark.digest, mark.sequence, mark.changed_at = one.digest, mark.sequence + 1, at
            changed.append(mark)
    if fresh or changed:
        with transaction.atomic():
            # Two programs may ask at once: what one has noted already the other leaves alone.
            FeedMark.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
            FeedMark.objects.bulk_update(
                changed, ["digest", "sequence", "changed_at"], batch_size=200
            )
    return known
