"""Pictures and videos of a post: put in, in order, cut and described for each use.

What a post shows is shared by its accounts; an account may have media of its own. Each change is
one of what would be published, so what was approved is looked at again.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models.query import QuerySet

from calendar_app import entries
from calendar_app.models import Entry, EntryMedia, EntryVersion, MediaAsset
from workspaces import audit
from workspaces.models import User, Workspace


@transaction.atomic
def put_in(
    entry: Entry, asset: MediaAsset, *, by: User, version: EntryVersion | None = None
) -> EntryMedia:
    """At the end; what is there already stays where it is. Raises entries.CannotChange."""
    standing = entries.locked(entry)
    rows = standing.media.filter(version=version)
    there = rows.filter(asset=asset).first()
    if there is not None:
        return there
    last = rows.order_by("-place").first()
    use = EntryMedia.objects.create(
        entry=standing, version=version, asset=asset, place=last.place + 1 if last else 0
    )
    _done(standing, by, after={"added": asset.name})
    return use


@transaction.atomic
def take_out(use: EntryMedia, *, by: User) -> None:
    standing = entries.locked(use.entry)
    name = use.asset.name
    use.delete()
    _done(standing, by, before={"added": name})


@transaction.atomic
def arrange(
    entry: Entry, keys: Sequence[int], *, by: User, version: EntryVersion | None = None
) -> None:
    """Into the order of ``keys`` (primary keys); what is not named keeps its order at the end."""
    standing = entries.locked(entry)
    rows = list(standing.media.filter(version=version).select_related("asset"))
    wanted = {key: number for number, key in enumerate(keys)}
    ordered = sorted(rows, key=lambda row: (wanted.get(row.pk, len(wanted)), row.place, row.pk))
    if ordered == rows:
        return
    for place, row in enumerate(ordered):
        EntryMedia.objects.filter(pk=row.pk).update(place=place)
    _done(
        standing,
        by,
        before={"order": [row.asset.name for row in rows]},
        after={"order": [row.asset.name for row in ordered]},
    )


def step(use: EntryMedia, by_places: int, *, by: User) -> None:
    """One place to the front (−1) or to the back (1)."""
    rows = list(use.entry.media.filter(version=use.version_id).values_list("pk", flat=True))
    at = rows.index(use.pk)
    to = min(max(at + by_places, 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    arrange(use.entry, rows, by=by, version=use.version)


@transaction.atomic
def describe(use: EntryMedia, *, alt: str, cut: dict[str, Any], by: User) -> None:
    """How it is cut and described here; the asset itself stays as it is."""
    standing = entries.locked(use.entry)
    row = EntryMedia.objects.select_related("asset").get(pk=use.pk)
    before = {"alt": row.alt, "crop": row.crop}
    after = {"alt": alt.strip()[:1000], "crop": cut}
    if before == after:
        return
    EntryMedia.objects.filter(pk=row.pk).update(**after)
    _done(standing, by, before=before, after=after)


@transaction.atomic
def give_own(version: EntryVersion, *, by: User) -> None:
    """The account gets media of its own, beginning with a copy of the shared ones."""
    standing = entries.locked(version.entry)
    if standing.media.filter(version=version).exists():
        return
    shared = standing.media.filter(version=None)
    EntryMedia.objects.bulk_create(
        [
            EntryMedia(
                entry=standing,
                version=version,
                asset_id=row.asset_id,
                place=row.place,
                alt=row.alt,
                crop=row.crop,
            )
            for row in shared
        ]
    )
    _done(standing, by, after={"own_media": version.account.name})


@transaction.atomic
def share_again(version: EntryVersion, *, by: User) -> None:
    """Its own ones are taken out; the account shows the shared ones again."""
    standing = entries.locked(version.entry)
    if standing.media.filter(version=version).delete()[0]:
        _done(standing, by, before={"own_media": version.account.name})


def uses_of(workspace: Workspace) -> QuerySet[EntryMedia]:
    """Every use in posts that stand, with what its pages say of it."""
    return EntryMedia.objects.filter(
        entry__workspace=workspace, entry__removed_at=None
    ).select_related("entry__workspace", "asset", "version__account")


def strips(entry: Entry, versions: Sequence[EntryVersion]) -> list[dict[str, Any]]:
    """The shared media first, then those of accounts with media of their own; one query."""
    found: dict[int, list[EntryMedia]] = {0: []}
    for row in (
        EntryMedia.objects.filter(entry=entry)
        .select_related("asset", "asset__licence")
        .order_by("place", "pk")
    ):
        found.setdefault(row.version_id or 0, []).append(row)
    whole: list[dict[str, Any]] = [{"version": None, "uses": found[0]}]
    whole += [
        {"version": version, "uses": found[version.pk]}
        for version in versions
        if version.pk in found
    ]
    return whole


def _done(
    entry: Entry, by: User, *, before: dict[str, Any] | None = None, after: dict | None = None
) -> None:
    entries.touch(entry, by=by)
    audit.record(entry.workspace, by, "calendar.media_placed", entry, before=before, after=after)
