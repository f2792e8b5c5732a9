"""Posts planned for two accounts that turned out to be one.

What names a merged account follows the one that stands (``analytics.merging.accounts``). A post has
one version per account, so where it was planned for both, one version is left behind. A person
says which of the two holds; the other is laid aside and comes back when the accounts are parted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from calendar_app import entries, options, review
from calendar_app.markets import HOME
from calendar_app.models import (
    Entry,
    EntryMedia,
    EntryVersion,
    LaidAside,
    MediaAsset,
    Slot,
)
from calendar_app.models.publication import GONE_OUT
from platforms.models import AccountMerge, SocialAccount
from workspaces import audit, undo
from workspaces.models import UndoStep, User, Workspace

BACK = "calendar.laid_aside"
MOVED = "calendar_app.entryversion.account"  # as AccountMerge.moved names them
MARKETS = "calendar.markets"  # there: the codes the account that stands had of its own
WORDS = ("own_text", "text", "first_comment", "title", "utm")


class CannotDo(Exception):
    """The text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Double:
    """``left`` still names the account that was merged, ``stands`` the one that stands for it."""

    entry: Entry
    left: EntryVersion
    stands: EntryVersion

    @property
    def may_keep(self) -> dict[int, bool]:
        """By version: it may hold, because the other one is not out."""
        return {
            self.left.pk: not _is_out(self.stands),
            self.stands.pk: not _is_out(self.left),
        }


def left_behind(workspace: Workspace) -> QuerySet[EntryVersion]:
    """Versions of open posts that still name an account another one stands for."""
    return (
        EntryVersion.objects.in_workspace(workspace)
        .filter(account__merged_into__isnull=False, entry__removed_at=None)
        .exclude(entry__state=Entry.State.PUBLISHED)
    )


def doubles(workspace: Workspace, *, most: int) -> list[Double]:
    """What waits for a person, the earliest first; two queries."""
    rows = list(
        left_behind(workspace)
        .select_related("entry", "account__merged_into", "publication")
        .order_by("at", "pk")[:most]
    )
    twins = {
        (one.entry_id, one.account_id): one
        for one in EntryVersion.objects.filter(
            entry__in=[row.entry_id for row in rows],
            account__in={row.account.merged_into_id for row in rows},
        ).select_related("entry", "account", "publication")
    }
    found = []
    for row in rows:
        twin = twins.get((row.entry_id, row.account.merged_into_id or 0))
        if twin is not None and not (_is_out(row) and _is_out(twin)):
            found.append(Double(row.entry, row, twin))
    return found


def count_between(account: SocialAccount, into: SocialAccount) -> int:
    """Open posts planned for both."""
    both = Entry.objects.filter(versions__account=account).filter(versions__account=into)
    open_ones = both.filter(removed_at=None).exclude(state=Entry.State.PUBLISHED)
    return open_ones.distinct().count()


@transaction.atomic
def hold(left: EntryVersion, keep: int, *, by: User) -> UndoStep:
    """Of a double the version ``keep`` (its number) holds. Raises CannotDo, entries.CannotChange."""
    entry = entries.locked(left.entry)
    rows = entry.versions.select_related("account", "entry", "publication")
    left = rows.get(pk=left.pk)
    merge = AccountMerge.objects.filter(account=left.account_id).first()
    stands = rows.filter(account=merge.into_id).first() if merge is not None else None
    if merge is None or stands is None or keep not in (left.pk, stands.pk):
        raise CannotDo(_("Somebody has settled this in the meantime. Look at the list again."))
    other = stands if keep == left.pk else left
    if _is_out(other):
        raise CannotDo(_("That version is out already, so it stays."))
    aside = LaidAside.objects.create(
        workspace=entry.workspace, merge=merge, entry=entry, content=_content(other), by=by
    )
    other.delete()
    if keep == left.pk:
        EntryVersion.objects.filter(pk=left.pk).update(account=merge.into_id)
        _note(merge, left.pk, follows=True)
    if not review.close(entry):
        entries.touch(entry, by=by)
    audit.record(
        entry.workspace, by, "calendar.double_settled", entry, after={"is": str(left.account)}
    )
    label = _("settling what “%(title)s” says there") % {"title": entry}
    kept = left.pk if keep == left.pk else None
    return undo.remember(entry.workspace, by, label, BACK, {"aside": aside.pk, "kept": kept})


def undo_hold(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    rows = LaidAside.objects.in_workspace(workspace).select_related("merge", "entry")
    aside = rows.filter(pk=params["aside"]).first()
    if aside is None:
        raise undo.CannotUndo(_("The accounts were parted in the meantime; both versions stand."))
    try:
        entry = entries.locked(aside.entry)
        if params["kept"]:
            EntryVersion.objects.filter(pk=params["kept"]).update(account=aside.merge.account_id)
            _note(aside.merge, params["kept"], follows=False)
        _stand_again(aside)
        entries.touch(entry, by=by)
    except entries.CannotChange as why:
        raise undo.CannotUndo(str(why)) from why


def joined(merge: AccountMerge) -> None:
    """The account that stands speaks to the markets of both: a licence has to hold in all."""
    given = options.options_of(merge.workspace)
    was, other = (given.markets.get(str(pk)) or [] for pk in (merge.into_id, merge.account_id))
    both = _together(was, other)
    if both == sorted(was or [HOME]):
        return
    merge.moved[MARKETS] = was
    merge.save(update_fields=["moved"])
    given.markets[str(merge.into_id)] = both
    given.save(update_fields=["markets"])


def give_back(merge: AccountMerge, by: User) -> None:
    """The accounts are parted: what gave way stands again, except in what is out by now."""
    if MARKETS in merge.moved:
        given = options.options_of(merge.workspace)
        was, other = merge.moved[MARKETS], given.markets.get(str(merge.account_id)) or []
        # What somebody has said of it since stays.
        if given.markets.get(str(merge.into_id)) == _together(was, other):
            given.markets[str(merge.into_id)] = was
            given.save(update_fields=["markets"])
    for aside in LaidAside.objects.filter(merge=merge).select_related("merge", "entry"):
        try:
            entry = entries.locked(aside.entry)
        except entries.CannotChange:
            continue
        _stand_again(aside)
        entries.touch(entry, by=by)


def _together(one: Sequence[str], other: Sequence[str]) -> list[str]:
    return sorted({*(one or [HOME]), *(other or [HOME])})


def _is_out(version: EntryVersion) -> bool:
    publication = getattr(version, "publication", None)
    return publication is not None and publication.state in GONE_OUT


def _note(merge: AccountMerge, version: int, *, follows: bool) -> None:
    """A version that follows the account goes back with the others when the two are parted."""
    moved: Sequence[int] = merge.moved.get(MOVED, [])
    merge.moved[MOVED] = [one for one in moved if one != version] + ([version] if follows else [])
    merge.save(update_fields=["moved"])


def _content(version: EntryVersion) -> dict[str, Any]:
    return {
        "account": version.account_id,
        "at": version.at.isoformat() if version.at else "",
        "slot": version.slot_id,
        **{name: getattr(version, name) for name in WORDS},
        "media": list(version.media.values("asset", "place", "alt", "crop")),
    }


def _stand_again(aside: LaidAside) -> None:
    content, entry = aside.content, aside.entry
    here = EntryVersion.objects.filter(entry=entry, account=content["account"])
    if not here.exists():
        slot = Slot.objects.filter(pk=content["slot"], removed_at=None, filled_by=None).first()
        version = EntryVersion.objects.create(
            workspace=entry.workspace,
            entry=entry,
            account_id=content["account"],
            at=datetime.fromisoformat(content["at"]) if content["at"] else None,
            slot=slot,
            **{name: content[name] for name in WORDS},
        )
        there = MediaAsset.objects.in_bulk([row["asset"] for row in content["media"]])
        EntryMedia.objects.bulk_create(
            EntryMedia(
                entry=entry, version=version, asset=there[row["asset"]],
                place=row["place"], alt=row["alt"], crop=row["crop"],
            )
            for row in content["media"]
            if row["asset"] in there
        )  # fmt: skip
    aside.delete()
