"""Slots are laid from rules, moved, given to people and taken away. Every act can be undone."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from calendar_app import timing
from calendar_app.models import DayOff, Entry, EntryVersion, Publication, Slot, SlotRule
from calendar_app.models.publication import GONE_OUT
from workspaces import audit, undo
from workspaces.models import Membership, UndoStep, User, Workspace

DAY = timedelta(days=1)
AHEAD = 62  # days for which rules are laid without anybody asking


class Changed(Exception):
    """Somebody else has moved or removed it since; the text says what to do."""


class CannotMove(Exception):
    """The text says why it stays where it is."""


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A clock time on a day. One that daylight saving skips moves on; a doubled one is the first."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def moment_now(zone: ZoneInfo) -> datetime:
    """Now, to the minute, in ``zone``."""
    return timezone.now().astimezone(zone).replace(second=0, microsecond=0)


def lay(workspace: Workspace, first: date, last: date) -> int:
    """Make the slots that standing rules ask for from ``first`` to ``last``; returns how many.

    Safe to repeat and to run twice at once: a rule lays one slot a day, and one that somebody
    moved or removed is not laid again.
    """
    rules = SlotRule.objects.filter(workspace=workspace, ended_at=None, starts_on__lte=last)
    made = 0
    for rule in rules.exclude(ends_on__lt=first):
        days = [
            day
            for day in _days(max(first, rule.starts_on), min(last, rule.ends_on or last))
            if rule.falls_on(day.weekday())
        ]
        there = set(
            Slot.objects.filter(rule=rule, rule_day__in=days).values_list("rule_day", flat=True)
        )
        fresh = [
            Slot(
                workspace=workspace,
                account_id=rule.account_id,
                at=moment(day, rule.time, workspace.tz),
                kind=rule.kind,
                rule=rule,
                rule_day=day,
                flexible=rule.flexible,
                note=rule.note,
            )
            for day in days
            if day not in there
        ]
        Slot.objects.bulk_create(fresh, ignore_conflicts=True)
        made += len(fresh)
    return made


@transaction.atomic
def add_rule(rule: SlotRule, *, by: User) -> int:
    """Keep the rule and lay its next two months; returns how many slots there are now."""
    rule.made_by = by
    rule.save()
    today = timezone.localdate(timezone=rule.workspace.tz)
    lay(rule.workspace, max(today, rule.starts_on), max(today, rule.starts_on) + AHEAD * DAY)
    audit.record(rule.workspace, by, "calendar.rule_added", rule)
    undo.remember(
        rule.workspace,
        by,
        _("laying slots by a rule"),
        "calendar.end_rule",
        {"rule": rule.pk},
    )
    return rule.slots.filter(removed_at=None).count()


@transaction.atomic
def end_rule(rule: SlotRule, *, by: User | None) -> int:
    """Lay nothing more, and take away its empty slots to come; filled ones stay."""
    return len(_end(rule, by))


@transaction.atomic
def stop_rule(rule: SlotRule, *, by: User) -> tuple[int, UndoStep]:
    """``end_rule`` with its way back: (slots taken away, step)."""
    gone = _end(rule, by)
    step = undo.remember(
        rule.workspace,
        by,
        _("ending a rule of slots"),
        "calendar.rule_back",
        {"rule": rule.pk, "slots": gone},
    )
    return len(gone), step


def _end(rule: SlotRule, by: User | None) -> list[int]:
    now = timezone.now()
    SlotRule.objects.filter(pk=rule.pk, ended_at=None).update(ended_at=now)
    empty = Slot.objects.filter(rule=rule, at__gt=now, removed_at=None, filled_by=None)
    gone = list(empty.values_list("pk", flat=True))
    Slot.objects.filter(pk__in=gone).update(removed_at=now, version=F("version") + 1)
    audit.record(rule.workspace, by, "calendar.rule_ended", rule, after={"slots": len(gone)})
    return gone


def undo_stop(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    """The rule stands again, with the slots it took along; what has passed stays away."""
    rule = SlotRule.objects.filter(workspace=workspace, pk=params["rule"]).first()
    if rule is None:
        raise undo.CannotUndo(_("The rule is no longer there."))
    SlotRule.objects.filter(pk=rule.pk).update(ended_at=None)
    back = Slot.objects.in_workspace(workspace).filter(
        pk__in=params["slots"], at__gt=timezone.now()
    )
    back.update(removed_at=None, version=F("version") + 1)
    audit.record(workspace, by, "calendar.rule_added", rule)


@transaction.atomic
def add(slot: Slot, *, by: User) -> UndoStep:
    """One slot by hand."""
    slot.save()
    audit.record(slot.workspace, by, "calendar.slot_added", slot)
    return undo.remember(
        slot.workspace, by, _("adding a slot"), "calendar.slots", {"gone": [slot.pk]}
    )


@transaction.atomic
def move(slot: Slot, at: datetime, *, seen: int, by: User) -> UndoStep:
    """To another time. Raises Changed when ``seen`` is not its version, CannotMove when ``at`` is
    past or what was written in it is out."""
    if at <= timezone.now():
        raise CannotMove(_("That time has passed. Choose a later one."))
    before = slot.at
    _lock_post(slot)
    _claim(slot, seen, at=at)
    filled = EntryVersion.objects.filter(slot=slot).select_related("account").first()
    if filled is not None:
        if Publication.objects.filter(version=filled, state__in=GONE_OUT).exists():
            raise CannotMove(
                _("On %(account)s it is out already; its time and words stay as they were.")
                % {"account": filled.account}
            )
        timing.retime(filled, at)
    audit.record(
        slot.workspace,
        by,
        "calendar.slot_moved",
        slot,
        before={"at": before.isoformat()},
        after={"at": at.isoformat()},
    )
    return undo.remember(
        slot.workspace,
        by,
        _("moving a slot"),
        "calendar.slots",
        {"at": {str(slot.pk): before.isoformat()}, "moved": {str(slot.pk): at.isoformat()}},
    )


@transaction.atomic
def assign(
    slots: Iterable[Slot],
    person: User | None,
    *,
    by: User,
    label: str = "",
    seen: dict[int, int] | None = None,
) -> UndoStep | None:
    """Give slots to ``person`` (None: to nobody). Who already writes in one stays its author."""
    return give(dict.fromkeys(slots, person), by=by, label=label, seen=seen)


@transaction.atomic
def give(
    plan: dict[Slot, User | None],
    *,
    by: User,
    label: str = "",
    seen: dict[int, int] | None = None,
) -> UndoStep | None:
    """Each slot to its person, as one act with one way back.

    ``seen`` holds the versions people looked at. Raises Changed when another person has changed
    one of the slots since; then none is given.
    """
    changed = {
        slot: person
        for slot, person in plan.items()
        if slot.assignee_id != (person.pk if person else None)
    }
    if not changed:
        return None
    workspace = next(iter(changed)).workspace
    members = set(Membership.objects.in_workspace(workspace).values_list("user_id", flat=True))
    before = {str(slot.pk): slot.assignee_id for slot in changed}
    for slot, person in changed.items():
        if person is not None and person.pk not in members:
            raise CannotMove(_("%(name)s is not in this workspace.") % {"name": person})
        _claim(slot, (seen or {}).get(slot.pk, slot.version), assignee=person)
        slot.assignee = person
        audit.record(
            workspace,
            by,
            "calendar.slot_assigned",
            slot,
            after={"to": str(person) if person else ""},
        )
    return undo.remember(
        workspace,
        by,
        label or _("giving out %(count)d slots") % {"count": len(changed)},
        "calendar.slots",
        {
            "assignee": before,
            "given": {
                str(one.pk): person.pk if person else None for one, person in changed.items()
            },
        },
    )


@transaction.atomic
def remove(slot: Slot, *, seen: int, by: User) -> UndoStep:
    """Take an empty slot off the calendar. Raises Changed, CannotMove when something fills it."""
    _claim(slot, seen, removed_at=timezone.now())
    # Asked with the slot in hand: whoever begins a post in it at this moment was first, or waits.
    if EntryVersion.objects.filter(slot=slot).exists():
        raise CannotMove(_("A post stands in this slot. Move the post first."))
    audit.record(slot.workspace, by, "calendar.slot_removed", slot)
    return undo.remember(
        slot.workspace, by, _("removing a slot"), "calendar.slots", {"back": [slot.pk]}
    )


@transaction.atomic
def note_days_off(
    workspace: Workspace, person: User, first: date, last: date, *, by: User, note: str = ""
) -> None:
    """Days on which sharing out leaves ``person`` free; noted twice is noted once."""
    DayOff.objects.bulk_create(
        [
            DayOff(workspace=workspace, user=person, day=day, note=note[:100])
            for day in _days(first, last)
        ],
        ignore_conflicts=True,
    )
    audit.record(
        workspace,
        by,
        "calendar.days_off_noted",
        person,
        after={"from": first.isoformat(), "to": last.isoformat()},
    )


@transaction.atomic
def remove_day_off(row: DayOff, *, by: User) -> None:
    audit.record(
        row.workspace, by, "calendar.day_off_removed", row.user, before={"day": str(row.day)}
    )
    row.delete()


def _lock_post(slot: Slot) -> None:
    """The post in a slot is locked before the slot itself, everywhere (see entries.plan)."""
    rows = Entry.objects.select_for_update(of=("self",)).filter(versions__slot=slot)
    list(rows.values_list("pk", flat=True))


def _claim(slot: Slot, seen: int, **values: Any) -> None:
    """One conditional UPDATE: of two people who act at once, the second is told."""
    done = Slot.objects.filter(pk=slot.pk, version=seen, removed_at=None).update(
        version=F("version") + 1, **values
    )
    if not done:
        raise Changed(
            _("Somebody has changed this slot in the meantime. Look at it again, then decide.")
        )
    slot.version = seen + 1
    if "at" in values:
        slot.at = values["at"]


def undo_slots(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    """The way back of all the above. Refuses where somebody has changed a slot since."""
    slots = Slot.objects.in_workspace(workspace)
    now, next_version = timezone.now(), F("version") + 1
    _refuse_if_changed(slots.select_for_update(of=("self",)), params)
    slots.filter(pk__in=params.get("gone", ())).update(removed_at=now, version=next_version)
    slots.filter(pk__in=params.get("back", ())).update(removed_at=None, version=next_version)
    for pk, at in params.get("at", {}).items():
        _put_back(slots.filter(pk=pk).first(), datetime.fromisoformat(at))
    for pk, person in params.get("assignee", {}).items():
        slots.filter(pk=pk).update(assignee=person, version=next_version)


def _refuse_if_changed(slots: QuerySet[Slot], params: dict[str, Any]) -> None:
    if EntryVersion.objects.filter(slot__in=params.get("gone", ())).exists():
        raise undo.CannotUndo(_("A post stands in this slot. Move the post first."))
    moved, given = params.get("moved", {}), params.get("given", {})
    for slot in slots.filter(pk__in={*moved, *given}):
        key = str(slot.pk)
        if (key in moved and slot.at != datetime.fromisoformat(moved[key])) or (
            key in given and slot.assignee_id != given[key]
        ):
            raise undo.CannotUndo(
                _("Somebody has changed this slot in the meantime. Look at it again, then decide.")
            )


def _put_back(slot: Slot | None, at: datetime) -> None:
    if slot is None:
        raise undo.CannotUndo(_("The slot is no longer there."))
    if at <= timezone.now():
        raise undo.CannotUndo(_("The time it stood at has passed."))
    _lock_post(slot)
    Slot.objects.filter(pk=slot.pk).update(at=at, version=F("version") + 1)
    filled = EntryVersion.objects.filter(slot=slot).first()
    if filled is not None:
        timing.retime(filled, at)


def undo_rule(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    rule = SlotRule.objects.filter(workspace=workspace, pk=params["rule"]).first()
    if rule is not None:
        end_rule(rule, by=by)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + DAY * n for n in range((last - first).days + 1))
