"""What a publication showed when it went out, kept apart from what its post shows later.

A post goes to several accounts at several times, and its pictures may change in between: rights
are asked of what is out, not of what is to come.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from calendar_app.models import EntryMedia, Publication, PublishedMedia

OVER = (Publication.State.SENT, Publication.State.BY_HAND)
AT_ONCE = 500


def keep(publications: Iterable[Publication]) -> int:
    """Write down what each shows now; twice is harmless. ``version`` has been fetched. Two queries."""
    rows = list(publications)
    media: dict[tuple[int, int], list[int]] = {}
    for use in EntryMedia.objects.filter(entry__in={row.version.entry_id for row in rows}):
        media.setdefault((use.entry_id, use.version_id or 0), []).append(use.asset_id)
    shown = [
        PublishedMedia(workspace_id=row.workspace_id, publication=row, asset_id=asset)
        for row in rows
        # An account with media of its own does not show the shared ones.
        for asset in dict.fromkeys(
            media.get((row.version.entry_id, row.version_id))
            or media.get((row.version.entry_id, 0), [])
        )
    ]
    PublishedMedia.objects.bulk_create(shown, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(shown)


def fill() -> int:
    """For publications nobody kept (a former version of the program made them); returns how many."""
    uses = EntryMedia.objects.filter(
        Q(version=OuterRef("version")) | Q(version=None), entry=OuterRef("version__entry")
    )
    left = Publication.objects.filter(
        ~Exists(PublishedMedia.objects.filter(publication=OuterRef("pk"))),
        Exists(uses),
        state__in=OVER,
    )
    done = 0
    while rows := list(left.select_related("version").order_by("pk")[:AT_ONCE]):
        if not keep(rows):
            break
        done += len(rows)
    return done
