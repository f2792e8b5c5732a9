"""What a bulk act does with one post or slot, and how each is taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_app import entries, laying, review
from calendar_app.contents import digest_of
from calendar_app.models import Entry, Publication, Slot
from planning.models import Campaign, Pillar
from workspaces import audit, undo
from workspaces.audit import subject_key
from workspaces.models import Approval, Membership, User, Workspace
from workspaces.roles import Can


class Refused(Exception):
    """One item is refused, with the reason."""


def _leads(workspace: Workspace, by: User) -> None:
    if not Membership.objects.in_workspace(workspace).who_can(Can.LEAD).filter(user=by).exists():
        raise Refused(_("Only a lead or manager gives out, moves and removes slots."))


def _post(row: Any) -> Entry:
    if isinstance(row, Slot):
        raise Refused(_("This is an empty slot; there is no post in it yet."))
    return row


def _assign(row: Any, *, by: User, seen: int, person: User | None) -> None:
    if isinstance(row, Slot):
        _leads(row.workspace, by)
        laying.assign([row], person, by=by)
    else:
        _set_field(row, "assignee", person, by)


def _pillar(row: Any, *, by: User, seen: int, value: Pillar | None) -> None:
    _set_field(_post(row), "pillar", value, by)


def _campaign(row: Any, *, by: User, seen: int, value: Campaign | None) -> None:
    _set_field(_post(row), "campaign", value, by)


def _set_field(entry: Entry, name: str, value: Any, by: User) -> None:
    """What nobody reads outside: it changes no words, so an approval stands."""
    before = getattr(entry, f"{name}_id")
    if before == (value.pk if value else None):
        return
    named = getattr(entry, name)
    # The number goes up, so that an open composer does not write the old value back.
    Entry.objects.filter(pk=entry.pk).update(
        **{name: value}, version=F("version") + 1, changed_at=timezone.now()
    )
    audit.record(
        entry.workspace,
        by,
        "calendar.entry_assigned" if name == "assignee" else "calendar.entry_labelled",
        entry,
        before={name: str(named or "")},
        after={name: str(value or "")},
    )
    undo.remember(
        entry.workspace,
        by,
        str(entry),
        "calendar.entry_field",
        {
            "entry": entry.pk,
            "field": name,
            "was": before,
            "now": value.pk if value else None,
        },
    )


def undo_field(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    entry = _standing(workspace, params["entry"])
    if "now" in params and getattr(entry, f"{params['field']}_id") != params["now"]:
        raise undo.CannotUndo(_("“%(title)s” has gone on since.") % {"title": entry})
    known: dict[str, Any] = {"assignee": User, "pillar": Pillar, "campaign": Campaign}
    was = params["was"]
    if was is not None and not known[params["field"]].objects.filter(pk=was).exists():
        was = None
    Entry.objects.filter(pk=entry.pk).update(
        **{f"{params['field']}_id": was}, version=F("version") + 1, changed_at=timezone.now()
    )


def _shift(row: Any, *, by: User, seen: int, days: int) -> None:
    """The same clock time on another day, in the workspace's zone."""
    if isinstance(row, Slot):
        _leads(row.workspace, by)
        laying.move(row, _moved(row.at, days, row.workspace), seen=seen or row.version, by=by)
        return
    if row.at is None:
        raise Refused(_("It has no time yet, so it cannot be moved."))
    entries.plan(row, _moved(row.at, days, row.workspace), by=by)


def _moved(at: datetime, days: int, workspace: Workspace) -> datetime:
    local = at.astimezone(workspace.tz)
    return laying.moment(local.date() + timedelta(days=days), local.time(), workspace.tz)


def _ask(row: Any, *, by: User, seen: int) -> None:
    entry = _post(row)
    was = entry.state
    review.ask(entry, by=by)
    undo.remember(
        entry.workspace, by, str(entry), "calendar.ask_back", {"entry": entry.pk, "was": was}
    )


def undo_ask(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    entry = _standing(workspace, params["entry"])
    if entry.state == Entry.State.IN_REVIEW and not entry.steps_done:
        review.take_back(entry, by=by)
    elif entry.state in (Entry.State.APPROVED, Entry.State.SCHEDULED) and not entry.steps_done:
        review.call_off(entry)  # nobody has to approve here
        Entry.objects.filter(pk=entry.pk).update(state=Entry.State.DRAFT)
    else:
        raise undo.CannotUndo(_("“%(title)s” has gone on since.") % {"title": entry})


def _approve(row: Any, *, by: User, seen: int) -> None:
    entry = _post(row)
    if seen and seen != entry.version:
        raise Refused(_("It has changed since you opened the page. Look at it again, then decide."))
    approval = review.waiting(entry)
    review.approve(entry, by=by, digest=digest_of(entry))
    undo.remember(
        entry.workspace,
        by,
        str(entry),
        "calendar.approval_back",
        {
            "entry": entry.pk,
            "approval": approval.pk if approval else 0,
            "steps": entry.steps_done,
            "version": entry.version,
        },
    )


def undo_approve(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    """The yes is withdrawn and the post is asked about again, as it was before."""
    entry = _standing(workspace, params["entry"])
    given = Approval.objects.in_workspace(workspace).filter(
        pk=params["approval"], state=Approval.State.APPROVED, subject_key=subject_key(entry)
    )
    out = Publication.objects.filter(version__entry=entry).exclude(
        state__in=[Publication.State.DUE, Publication.State.CANCELLED]
    )
    standing = given.select_related("author").first()
    if standing is None or entry.version != params["version"] or out.exists():
        raise undo.CannotUndo(_("“%(title)s” has gone on since.") % {"title": entry})
    given.update(state=Approval.State.WITHDRAWN)
    review.ask_again(entry, by=standing.author, steps=params["steps"])
    audit.record(workspace, by, "calendar.approval_taken_back", entry)


def _standing(workspace: Workspace, pk: int) -> Entry:
    rows = Entry.objects.in_workspace(workspace).standing().select_for_update(of=("self",))
    entry = rows.select_related("workspace").filter(pk=pk).first()
    if entry is None:
        raise undo.CannotUndo(_("The post is no longer there."))
    return entry


def _remove(row: Any, *, by: User, seen: int) -> None:
    if isinstance(row, Slot):
        _leads(row.workspace, by)
        laying.remove(row, seen=seen or row.version, by=by)
    else:
        entries.remove(row, by=by)


# act → what it does with one item, and what the way back is called for so many
ACTS: dict[str, tuple[Callable[..., None], Callable[[int], str]]] = {
    "assign": (_assign, lambda n: ngettext("giving out %(count)d", "giving out %(count)d", n)),
    "shift": (_shift, lambda n: ngettext("moving %(count)d", "moving %(count)d", n)),
    "pillar": (
        _pillar,
        lambda n: ngettext("the pillar of %(count)d post", "the pillar of %(count)d posts", n),
    ),
    "campaign": (
        _campaign,
        lambda n: ngettext("the campaign of %(count)d post", "the campaign of %(count)d posts", n),
    ),
    "ask": (
        _ask,
        lambda n: ngettext(
            "sending %(count)d post to review", "sending %(count)d posts to review", n
        ),
    ),
    "approve": (
        _approve,
        lambda n: ngettext("approving %(count)d post", "approving %(count)d posts", n),
    ),
    "remove": (_remove, lambda n: ngettext("removing %(count)d", "removing %(count)d", n)),
}
