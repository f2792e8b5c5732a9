"""One act on many posts and slots, with one way back.

Every item goes through the same door as alone and keeps its own rules: what is refused is named
with its reason, the others are done. The ways back of the items become one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from calendar_app import entries, laying, review
from calendar_app.bulk_acts import ACTS, Refused
from calendar_app.models import Entry, EntryVersion, Slot
from planning.models import Campaign, Pillar
from workspaces import undo
from workspaces.approvals import NotAllowed
from workspaces.http import is_key
from workspaces.models import Membership, UndoStep, User, Workspace
from workspaces.roles import Can

MOST = 200  # of one act
MOST_DAYS = 366


class CannotDo(Exception):
    """The whole act is refused; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Key:
    """What was ticked: a post ("e12"), one account's version of it ("v5"), or a slot ("s7").

    ``seen`` is the number of the state that stood on the page ("e12-3"): what has changed since
    is not approved unseen.
    """

    kind: str
    pk: int
    seen: int


@dataclass(slots=True)
class Outcome:
    """``done``: names. ``refused``: (name, reason). ``step``: the one way back, if any was done."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    step: UndoStep | None = None


def keys_of(texts: Iterable[str]) -> list[Key]:
    """From the page; unknown ones are left out."""
    found = {}
    for text in texts:
        kind, (number, _dash, seen) = text[:1], text[1:].partition("-")
        if kind in ("e", "v", "s") and _is_number(number) and (_is_number(seen) or not seen):
            found[kind, int(number)] = Key(kind, int(number), int(seen or 0))
    return list(found.values())


def _is_number(text: str) -> bool:
    return is_key(text)


def do(
    workspace: Workspace, texts: Iterable[str], act: str, values: dict[str, Any], *, by: User
) -> Outcome:
    """``act`` is one of ACTS; ``values``: person, days, pillar, campaign as the act needs.

    Raises CannotDo when nothing was ticked, or the act or its value is none.
    """
    keys = keys_of(texts)
    if not keys:
        raise CannotDo(_("Tick what you mean first."))
    if len(keys) > MOST:
        raise CannotDo(_("%(most)d at once is the most. Do it in two turns.") % {"most": MOST})
    if act not in ACTS:
        raise CannotDo(_("Say what should be done with them."))
    one, label = ACTS[act]
    given = _given(workspace, act, values)
    outcome = Outcome()
    newest = UndoStep.objects.in_workspace(workspace).filter(user=by).order_by("-pk").first()
    after = newest.pk if newest else 0
    with transaction.atomic():
        for name, row, seen in _items(workspace, keys, act):
            try:
                with transaction.atomic():
                    one(row, by=by, seen=seen, **given)
            except (
                Refused,
                review.CannotDo,
                NotAllowed,
                entries.CannotChange,
                laying.Changed,
                laying.CannotMove,
            ) as reason:
                outcome.refused.append((name, str(reason)))
            else:
                outcome.done.append(name)
        if outcome.done:
            outcome.step = _one_way_back(workspace, by, after, label, len(outcome.done))
    return outcome


def _one_way_back(
    workspace: Workspace, by: User, after: int, label: Callable[[int], str], n: int
) -> UndoStep:
    steps = UndoStep.objects.in_workspace(workspace).filter(user=by, pk__gt=after).order_by("pk")
    params = [[step.handler, step.params] for step in steps]
    steps.delete()
    return undo.remember(workspace, by, label(n) % {"count": n}, "calendar.bulk", {"steps": params})


def undo_bulk(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    """All of it or nothing: half a way back would be hard to understand."""
    for handler, one in reversed(params["steps"]):
        try:
            undo.HANDLERS[handler](workspace, by, one)
        except undo.CannotUndo as error:
            raise undo.CannotUndo(
                _("One of them cannot be taken back, so all stay as they are: %(why)s")
                % {"why": error}
            ) from error


def _items(
    workspace: Workspace, keys: list[Key], act: str
) -> list[tuple[str, Entry | EntryVersion | Slot, int]]:
    """The rows in this workspace; for acts on posts every version stands for its post."""
    posts = Entry.objects.in_workspace(workspace).standing()
    chosen = {key.pk: key for key in keys if key.kind == "v"}
    versions = list(
        EntryVersion.objects.in_workspace(workspace)
        .filter(pk__in=chosen, entry__removed_at=None)
        .select_related("entry", "slot", "workspace", "account")
    )
    found: list[tuple[str, Entry | EntryVersion | Slot, int]] = []
    seen = {key.pk: key.seen for key in keys if key.kind == "e"}
    if act != "shift":
        seen |= {version.entry_id: chosen[version.pk].seen for version in versions}
        versions = []
    elif seen:
        versions += list(
            EntryVersion.objects.in_workspace(workspace)
            .filter(entry__in=seen, entry__removed_at=None)
            .exclude(pk__in=chosen)
            .select_related("entry", "slot", "workspace", "account")
        )
    if act == "shift":
        found += [(str(version), version, 0) for version in versions]
    else:
        rows = posts.filter(pk__in=seen).select_related("workspace", "author", "assignee")
        found += [(str(entry), entry, seen[entry.pk]) for entry in rows]
    slots = {key.pk: key.seen for key in keys if key.kind == "s"}
    rows_of_slots = Slot.objects.in_workspace(workspace).standing().filter(pk__in=slots)
    for slot in rows_of_slots.select_related("account", "workspace"):
        local = slot.at.astimezone(workspace.tz)
        found.append((f"{slot.account} {local:%m/%d %H:%M}", slot, slots[slot.pk]))
    return found


def _given(workspace: Workspace, act: str, values: dict[str, Any]) -> dict[str, Any]:
    """The value an act needs, looked up in the workspace. Raises CannotDo."""
    text = str(values.get(act, ""))
    match act:
        case "assign":
            text = str(values.get("person", ""))
            if text == "":
                return {"person": None}
            rows = Membership.objects.in_workspace(workspace).who_can(Can.PLAN).with_people()
            member = rows.filter(user=int(text)).first() if _is_number(text) else None
            if member is None:
                raise CannotDo(_("Choose who should have them."))
            return {"person": member.user}
        case "shift":
            try:
                days = int(str(values.get("days", "")).strip())
            except ValueError:
                days = 0
            if not 0 < abs(days) <= MOST_DAYS:
                raise CannotDo(_("Say by how many days, such as 7 or -1."))
            return {"days": days}
        case "pillar" | "campaign":
            if text == "":
                return {"value": None}
            model: Any = Pillar if act == "pillar" else Campaign
            rows = model.objects.in_workspace(workspace).standing()
            row = rows.filter(pk=int(text)).first() if _is_number(text) else None
            if row is None:
                raise CannotDo(_("It is no longer there. Choose another one."))
            return {"value": row}
    return {}
