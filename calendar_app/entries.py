"""Posts are begun, written, given accounts and times, and taken away."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from calendar_app import publishing, review, timing
from calendar_app.contents import content_of, digest_of
from calendar_app.models import Entry, EntryVersion, Idea, Publication, Slot
from calendar_app.models.publication import GONE_OUT
from platforms.models import SocialAccount
from workspaces import audit, revisions, undo
from workspaces.models import UndoStep, User, Workspace

LABELS = frozenset({"pillar_id", "campaign_id", "assignee_id"})
SITTING = timedelta(minutes=10)  # saved again and again while somebody writes: one audit row


class Changed(Exception):
    """Somebody else saved in between; ``standing`` is what they wrote."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(
            _(
                "Somebody else has saved this post in the meantime. Your words are still in the "
                "fields; compare them with theirs, then save again."
            )
        )
        self.standing = entry


class CannotChange(Exception):
    """The text says why, and what to do."""


@transaction.atomic
def begin(
    workspace: Workspace,
    *,
    by: User,
    accounts: Collection[SocialAccount] = (),
    slot: Slot | None = None,
    at: datetime | None = None,
    idea: Idea | None = None,
    values: dict[str, Any] | None = None,
) -> Entry:
    """A new draft; in a slot it takes the slot's account, time and kind."""
    entry = Entry(workspace=workspace, author=by, assignee=by, **(values or {}))
    if slot is not None:
        slot = (
            Slot.objects.select_for_update(of=("self",)).select_related("account").get(pk=slot.pk)
        )
        if slot.removed_at is not None:
            raise CannotChange(_("This slot was taken away in the meantime. Choose another one."))
        if EntryVersion.objects.filter(slot=slot).exists():
            raise CannotChange(_("Somebody has already begun a post in this slot."))
        accounts, at, entry.kind = [slot.account], slot.at, slot.kind
        entry.assignee = slot.assignee or by
    if idea is not None:
        entry.idea, entry.pillar = idea, idea.pillar
        entry.title, entry.text = entry.title or idea.title, entry.text or idea.text
    entry.save()
    entry.writers.add(by)
    for account in accounts:
        EntryVersion.objects.create(
            workspace=workspace, entry=entry, account=account, at=at, slot=slot
        )
    revisions.keep(workspace, entry, content_of(entry), author=by)
    audit.record(workspace, by, "calendar.entry_begun", entry)
    return entry


@transaction.atomic
def write(entry: Entry, values: dict[str, Any], *, seen: int, by: User, note: str = "") -> Entry:
    """Save words of the post. Raises Changed when ``seen`` is not what stands, CannotChange.

    What is in review, approved or scheduled goes back to review: an approval is about words.
    """
    standing = _for_change(entry)
    changed = {k: v for k, v in values.items() if getattr(standing, k) != v}
    if not changed:
        return standing
    if standing.version != seen:
        raise Changed(standing)
    if not set(changed) - LABELS:
        return _label(standing, changed, by)
    for key, value in changed.items():
        setattr(standing, key, value)
    _touched(standing, by, [*changed], note)
    return standing


def _label(entry: Entry, changed: dict[str, Any], by: User) -> Entry:
    """Where it belongs and whose it is: nobody reads that outside, so an approval stands."""
    before = {key: getattr(entry, key) for key in changed}
    for key, value in changed.items():
        setattr(entry, key, value)
    entry.version += 1
    entry.save(update_fields=[*changed, "version", "changed_at"])
    audit.record(
        entry.workspace, by, "calendar.entry_labelled", entry, before=before, after=changed
    )
    return entry


@transaction.atomic
def write_version(
    version: EntryVersion, values: dict[str, Any], *, seen: int, by: User, note: str = ""
) -> EntryVersion:
    """Save the words of one account's version; rules as for ``write``."""
    entry = _for_change(version.entry)
    row = EntryVersion.objects.get(pk=version.pk)
    changed = {k: v for k, v in values.items() if getattr(row, k) != v}
    if not changed:
        return row
    if entry.version != seen:
        raise Changed(entry)
    _refuse_when_out(row)
    EntryVersion.objects.filter(pk=row.pk).update(**changed)
    _touched(entry, by, [], note)
    row.refresh_from_db()
    return row


@transaction.atomic
def choose_accounts(entry: Entry, accounts: Collection[SocialAccount], *, by: User) -> None:
    """One version per chosen account. A version with words of its own goes with them."""
    entry = _for_change(entry)
    wanted = {account.pk for account in accounts}
    there = {one.account_id: one for one in entry.versions.select_related("account")}
    # An account that was merged cannot be chosen; what it has is settled by a person (doubled.py).
    gone = [
        version
        for pk, version in there.items()
        if pk not in wanted and version.account.merged_into_id is None
    ]
    fresh = [account for account in accounts if account.pk not in there]
    if not gone and not fresh:
        return
    # With its version the proof of what went out would go: who, when, the link, the result.
    out = EntryVersion.objects.filter(pk__in=[v.pk for v in gone], publication__state__in=GONE_OUT)
    if kept := out.select_related("account").first():
        raise CannotChange(
            _("On %(account)s it is out already, so that account stays.")
            % {"account": kept.account}
        )
    at = next((version.at for version in there.values() if version.at), None)
    for version in gone:
        version.delete()
    for account in fresh:
        EntryVersion.objects.create(workspace=entry.workspace, entry=entry, account=account, at=at)
    if fresh or not review.close(entry):
        _touched(entry, by, [])
    audit.record(
        entry.workspace,
        by,
        "calendar.accounts_chosen",
        entry,
        before={"accounts": [version.account_id for version in there.values()]},
        after={"accounts": sorted(wanted)},
    )


@transaction.atomic
def plan(version: EntryVersion, at: datetime | None, *, by: User) -> UndoStep:
    """Set the time of one version. A time that has passed is refused."""
    standing = _for_change(version.entry)
    if at is not None and at <= timezone.now():
        raise CannotChange(_("That time has passed. Choose a later one."))
    _refuse_when_out(version)
    version.refresh_from_db(fields=["at", "slot"])
    before = version.at
    slot = version.slot
    # Rows are always locked in this order, here as in laying.py: post, slot, version, publication.
    if slot is not None and at is not None and at != slot.at:
        Slot.objects.filter(pk=slot.pk).update(at=at, version=F("version") + 1)
    timing.retime(version, at)
    if slot is not None and at is None:
        EntryVersion.objects.filter(pk=version.pk).update(slot=None)
    audit.record(
        version.workspace,
        by,
        "calendar.entry_planned",
        version.entry,
        before={"at": before.isoformat() if before else ""},
        after={"at": at.isoformat() if at else ""},
    )
    if standing.state == Entry.State.MISSED and at is not None:
        _take_up(standing, version, at, by)
    review.settle(version.entry)
    return undo.remember(
        version.workspace,
        by,
        _("moving “%(title)s”") % {"title": version.entry},
        "calendar.entry_time",
        {
            "version": version.pk,
            "at": before.isoformat() if before else "",
            "to": at.isoformat() if at else "",
        },
    )


@transaction.atomic
def plan_all(entry: Entry, at: datetime, *, by: User) -> UndoStep:
    """One time for every account on which it is not out yet, as one act with one way back."""
    rows = entry.versions.select_related("entry__workspace", "account", "slot", "workspace")
    left = rows.exclude(publication__state__in=GONE_OUT)
    steps = [plan(version, at, by=by) for version in left]
    params = [[step.handler, step.params] for step in steps]
    UndoStep.objects.filter(pk__in=[step.pk for step in steps]).delete()
    label = _("moving “%(title)s”") % {"title": entry}
    return undo.remember(entry.workspace, by, label, "calendar.bulk", {"steps": params})


def _take_up(entry: Entry, version: EntryVersion, at: datetime, by: User) -> None:
    """A later time for what was missed: planned again, or a draft where nobody approved it so."""
    row = Publication.objects.filter(version=version, state=Publication.State.MISSED).first()
    if row is None:
        return
    try:
        publishing.again(row, at, by=by)
    except publishing.CannotDo:
        review.call_off(entry, Publication.State.DUE, Publication.State.MISSED)
        Entry.objects.filter(pk=entry.pk).update(state=Entry.State.DRAFT, steps_done=0)
    version.entry.refresh_from_db(fields=["state"])


def _refuse_when_out(version: EntryVersion) -> None:
    if Publication.objects.filter(version=version, state__in=GONE_OUT).exists():
        raise CannotChange(
            _("On %(account)s it is out already; its time and words stay as they were.")
            % {"account": version.account}
        )


@transaction.atomic
def remove(entry: Entry, *, by: User) -> UndoStep:
    """Take a post off the calendar; its slots become free again."""
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if entry.removed_at is not None:
        raise CannotChange(_("Somebody has removed this post already."))
    slots = {v.pk: v.slot_id for v in entry.versions.exclude(slot=None)}
    entry.versions.update(slot=None)
    over = [Publication.State.SENT, Publication.State.BY_HAND]
    publications = Publication.objects.filter(version__entry=entry)
    publications.exclude(state__in=over).update(state=Publication.State.CANCELLED)
    # Asked after the update: whoever publishes at this moment has either finished or finds it gone.
    if publications.filter(state__in=over).exists():
        raise CannotChange(_("This post is out already. Remove it on the platform first."))
    Entry.objects.filter(pk=entry.pk).update(removed_at=timezone.now())
    review.withdraw(entry)
    audit.record(entry.workspace, by, "calendar.entry_removed", entry)
    return undo.remember(
        entry.workspace,
        by,
        _("removing “%(title)s”") % {"title": entry},
        "calendar.entry_back",
        {"entry": entry.pk, "slots": {str(k): v for k, v in slots.items()}},
    )


def undo_remove(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    """Back as a draft: what was approved then has to be looked at again."""
    rows = Entry.objects.in_workspace(workspace).select_for_update(of=("self",))
    entry = rows.filter(pk=params["entry"]).first()
    if entry is None:
        raise undo.CannotUndo(_("The post is no longer there."))
    Entry.objects.filter(pk=entry.pk).update(removed_at=None, state=Entry.State.DRAFT, steps_done=0)
    for version, slot in params["slots"].items():
        free = not EntryVersion.objects.filter(slot=slot).exists()
        if free:
            EntryVersion.objects.filter(pk=version).update(slot=slot)


def undo_plan(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    version = EntryVersion.objects.in_workspace(workspace).filter(pk=params["version"]).first()
    if version is None:
        raise undo.CannotUndo(_("The post is no longer there."))
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=version.entry_id)
    version.refresh_from_db()
    gone = entry.removed_at or Publication.objects.filter(version=version, state__in=GONE_OUT)
    if gone or ("to" in params and version.at != _moment(params["to"])):
        raise undo.CannotUndo(_("“%(title)s” has gone on since.") % {"title": entry})
    at = datetime.fromisoformat(params["at"]) if params["at"] else None
    if at is not None and at <= timezone.now():
        raise undo.CannotUndo(_("The time it stood at has passed."))
    if version.slot_id is not None and at is not None:
        Slot.objects.filter(pk=version.slot_id).update(at=at, version=F("version") + 1)
    timing.retime(version, at)
    review.settle(entry)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def touch(entry: Entry, *, by: User, note: str = "") -> None:
    """Media or law answers have changed: count it, keep it, look at it again.

    ``note`` stands beside the kept text when it came about otherwise than by typing.
    """
    _touched(_for_change(entry), by, [], note)


def locked(entry: Entry) -> Entry:
    """The post as it stands, for a change within this transaction. Raises CannotChange."""
    return _for_change(entry)


def _for_change(entry: Entry) -> Entry:
    standing = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if standing.removed_at is not None:
        raise CannotChange(_("This post was removed. Take that back first."))
    if standing.state == Entry.State.PUBLISHED:
        raise CannotChange(_("This post is out already; what stands here is what was published."))
    return standing


def _touched(entry: Entry, by: User, fields: list[str], note: str = "") -> None:
    entry.version += 1
    entry.save(update_fields=[*fields, "version", "changed_at"])
    entry.writers.add(by)
    audit.record_now_and_then(entry.workspace, by, "calendar.entry_written", entry, within=SITTING)
    revisions.keep(entry.workspace, entry, content_of(entry), author=by, note=note)
    review.reopen(entry, by=by, digest=digest_of(entry))
