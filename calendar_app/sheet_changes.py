"""What an edited month asks for against what stands, and doing it.

Reading changes nothing: ``compare`` says what would happen, ``apply`` does it. Asked for is only
what somebody changed since the export: what colleagues did meanwhile stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from calendar_app import entries, labels, laying
from calendar_app.models import Entry, EntryVersion, Slot
from calendar_app.models.kinds import EntryKind
from calendar_app.sheets import FIELDS, WORDS, Row, heads, standing
from platforms.models import SocialAccount
from workspaces.models import Membership, User, Workspace
from workspaces.periods import Period

# What the columns of the table of posts hold; in the composer the fields stop there.
MOST_LETTERS = {"title": 200, "hashtags": 500, "link": 1000}


@dataclass(frozen=True, slots=True)
class Change:
    """One row that would change: before and after of each field that differs."""

    row: Row
    before: dict[str, str]
    after: dict[str, str]


@dataclass(slots=True)
class Difference:
    """What an edited sheet asks for."""

    added: list[Row] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.added or self.changed or self.removed)

    def as_json(self) -> dict[str, Any]:
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "removed": len(self.removed),
            "unchanged": self.unchanged,
            "rejected": [{"row": row, "reason": str(why)} for row, why in self.rejected],
        }


Exported = Mapping[str, Mapping[str, str]]  # number → values (sheets.exported_in)


def compare(
    workspace: Workspace, month: Period, rows: list[Row], exported: Exported | None = None
) -> Difference:
    """What ``rows`` ask for against what stands; nothing is changed.

    ``exported`` is what stood when the file was made. Without it every difference counts, and
    every row that is not in the sheet is removed.
    """
    there = {row.key: row for row in standing(workspace, month)}
    twins = {_same(row.values) for row in there.values() if row.key.startswith("V")}
    known = _Known(workspace)
    found = Difference()
    seen: set[str] = set()
    for row in rows:
        reason = known.why_not(row)
        if row.key and row.key not in there:
            reason = reason or _("No row %(key)s stands in this month.") % {"key": row.key}
        if row.key in seen:
            reason = _("The number %(key)s stands in the sheet twice.") % {"key": row.key}
        if row.key:
            seen.add(row.key)
        if reason:
            found.rejected.append((row.number, reason))
        elif (
            not row.key
            and _same({name: known.normal(name, row.values[name]) for name in SAME}) in twins
        ):
            found.unchanged += 1  # the same file brought twice adds nothing twice
        elif not row.key:
            found.added.append(row)
        else:
            before = (exported or {}).get(row.key)
            _compare_row(there[row.key], row, before, known, found)
    for key, row in there.items():
        if key not in seen and (exported is None or key in exported):
            if key in known.over:
                found.rejected.append((0, _("“%(title)s” is out already and cannot be removed.") % {
                    "title": row.values["title"] or key}))  # fmt: skip
            else:
                found.removed.append(row)
    return found


SAME = ("day", "time", "platform", "account", "title", "text")


def _same(values: Mapping[str, str]) -> tuple[str, ...]:
    """What makes two rows the same post."""
    return tuple(values[name].strip() for name in SAME)


def _compare_row(
    stands: Row, row: Row, before: Mapping[str, str] | None, known: "_Known", found: Difference
) -> None:
    names = [name for name in FIELDS[1:] if name != "state" and name in row.values]
    wanted = {name: known.normal(name, row.values[name]) for name in names}
    differs = [
        name
        for name in names
        if stands.values[name] != wanted[name]
        and (before is None or known.normal(name, before.get(name, "")) != wanted[name])
    ]
    if {"day", "time"} & set(differs):  # one moment: what is done with it is also shown
        differs = [
            name
            for name in names
            if name in differs or (name in ("day", "time") and stands.values[name] != wanted[name])
        ]
    if not differs:
        found.unchanged += 1
    elif row.key in known.over:
        found.rejected.append((row.number, _("This post is out already; it cannot be changed.")))
    elif row.key.startswith("S") and set(differs) & {*WORDS, "campaign"}:
        found.rejected.append(
            (row.number, _("An empty slot holds no words. Leave its number empty to add a post."))
        )
    elif "campaign" in differs and not known.is_campaign(row.values["campaign"]):
        found.rejected.append((row.number, known.no_campaign(row.values["campaign"])))
    elif set(differs) & {"platform", "account"}:
        found.rejected.append(
            (row.number, _("The account of a row cannot be changed. Add a new row instead."))
        )
    else:
        found.changed.append(
            Change(
                row,
                {name: stands.values[name] for name in differs},
                {name: wanted[name] for name in differs},
            )
        )


class _Known:
    """Names that may stand in a sheet, read once."""

    def __init__(self, workspace: Workspace) -> None:
        self.tz = workspace.tz
        accounts = SocialAccount.objects.in_workspace(workspace).ours()
        self.accounts = {
            (str(one.facts.label).casefold(), one.name.casefold()): one for one in accounts
        }
        members = Membership.objects.in_workspace(workspace).select_related("user")
        self.people = {str(one.user).casefold(): one.user for one in members}
        self.people |= {one.user.email.casefold(): one.user for one in members}
        named = labels.campaigns_of(workspace).order_by("-start", "-pk")
        self.campaigns = {one.name.casefold(): one for one in named}
        self.kinds = {str(label).casefold(): value for value, label in EntryKind.choices}
        self.kinds |= {value: value for value in EntryKind.values}
        self.over = {
            f"V{pk}"
            for pk in EntryVersion.objects.in_workspace(workspace)
            .filter(entry__state=Entry.State.PUBLISHED)
            .values_list("pk", flat=True)
        }

    def normal(self, name: str, text: str) -> str:
        if name == "day" and (day := _day(text)):
            return day.isoformat()
        if name == "time" and (at := _time(text)):
            return f"{at:%H:%M}"
        if name == "person" and (person := self.people.get(text.casefold())):
            return str(person)
        if name == "campaign" and (campaign := self.campaigns.get(text.casefold())):
            return campaign.name
        if name == "kind" and (kind := self.kinds.get(text.casefold())):
            return str(EntryKind(kind).label)
        return text

    def why_not(self, row: Row) -> str:
        values = row.values
        if _day(values["day"]) is None:
            return _("“%(text)s” is no day. Write it as 2026-11-21.") % {"text": values["day"]}
        if _time(values["time"]) is None:
            return _("“%(text)s” is no time. Write it as 18:00.") % {"text": values["time"]}
        if self.account(row) is None:
            return _("“%(name)s” on %(platform)s is none of our accounts.") % {
                "name": values["account"],
                "platform": values["platform"],
            }
        if values["kind"] and values["kind"].casefold() not in self.kinds:
            return _("“%(text)s” is no kind of post here.") % {"text": values["kind"]}
        if values["person"] and values["person"].casefold() not in self.people:
            return _("“%(name)s” is not in this workspace.") % {"name": values["person"]}
        campaign = values.get("campaign", "")
        if not row.key and not self.is_campaign(campaign):
            return self.no_campaign(campaign)
        if values["link"] and not values["link"].startswith(("https://", "http://")):
            return _("A link begins with https://.")
        for name, most in MOST_LETTERS.items():
            if len(values[name]) > most:
                return _("“%(column)s” takes %(most)d characters at most.") % {
                    "column": heads()[name],
                    "most": most,
                }
        if not row.key and self.moment(row) <= timezone.now():
            return _("That time has passed. Choose a later one.")
        return ""

    def is_campaign(self, name: str) -> bool:
        return not name or name.casefold() in self.campaigns

    def no_campaign(self, name: str) -> str:
        return _("“%(name)s” is no campaign of this workspace. Make it under Planning first.") % {
            "name": name
        }

    def account(self, row: Row) -> SocialAccount | None:
        values = row.values
        return self.accounts.get((values["platform"].casefold(), values["account"].casefold()))

    def moment(self, row: Row) -> datetime:
        day, at = _day(row.values["day"]), _time(row.values["time"])
        assert day is not None and at is not None
        return laying.moment(day, at, self.tz)


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%Y/%m/%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return None


def _time(text: str) -> time | None:
    for form in ("%H:%M", "%H:%M:%S"):
        try:
            return datetime.strptime(text, form).time()  # noqa: DTZ007
        except ValueError:
            continue
    return None


@transaction.atomic
def apply(workspace: Workspace, found: Difference, *, by: User) -> Difference:
    """Do what ``compare`` found; a row that has become impossible joins ``rejected``."""
    known = _Known(workspace)
    for row in found.removed[:]:
        _try(found, row, found.removed, lambda row=row: _remove(workspace, row, by))
    for change in found.changed[:]:
        _try(found, change.row, found.changed, lambda c=change: _change(workspace, c, known, by),
             item=change)  # fmt: skip
    for row in found.added[:]:
        _try(found, row, found.added, lambda row=row: _add(workspace, row, known, by))
    return found


def _try(found: Difference, row: Row, where: list, act: Any, item: Any = None) -> None:
    try:
        with transaction.atomic():
            act()
    except (entries.CannotChange, entries.Changed, laying.CannotMove, laying.Changed) as error:
        where.remove(item if item is not None else row)
        found.rejected.append((row.number, str(error)))


def _add(workspace: Workspace, row: Row, known: _Known, by: User) -> None:
    account = known.account(row)
    assert account is not None
    values = {name: row.values[name] for name in WORDS}
    if row.values["kind"]:
        values["kind"] = known.kinds[row.values["kind"].casefold()]
    entry = entries.begin(workspace, by=by, accounts=[account], at=known.moment(row), values=values)
    person = known.people.get(row.values["person"].casefold())
    if person is not None:
        Entry.objects.filter(pk=entry.pk).update(assignee=person)
    campaign = known.campaigns.get(row.values.get("campaign", "").casefold())
    if campaign is not None:
        Entry.objects.filter(pk=entry.pk).update(campaign=campaign)


def _change(workspace: Workspace, change: Change, known: _Known, by: User) -> None:
    pk = int(change.row.key[1:])
    if change.row.key.startswith("S"):
        slot = Slot.objects.in_workspace(workspace).standing().get(pk=pk)
        if {"day", "time"} & set(change.after):
            laying.move(slot, known.moment(change.row), seen=slot.version, by=by)
        if "person" in change.after:
            laying.assign([slot], known.people.get(change.after["person"].casefold()), by=by)
        return
    version = (
        EntryVersion.objects.in_workspace(workspace).select_related("entry__workspace").get(pk=pk)
    )
    entry = version.entry
    if {"day", "time"} & set(change.after):
        entries.plan(version, known.moment(change.row), by=by)
    values: dict[str, Any] = {name: change.after[name] for name in WORDS if name in change.after}
    own = [
        name
        for name, its_own in (
            ("text", version.own_text),
            ("first_comment", bool(version.first_comment)),
        )
        if its_own
    ]
    if its := {name: values.pop(name) for name in own if name in values}:
        entries.write_version(version, its, seen=entry.version, by=by)
        entry.refresh_from_db()
    if "kind" in change.after:
        values["kind"] = known.kinds[change.after["kind"].casefold()]
    if "person" in change.after:
        person = known.people.get(change.after["person"].casefold())
        values["assignee_id"] = person.pk if person else None
    if "campaign" in change.after:
        campaign = known.campaigns.get(change.after["campaign"].casefold())
        values["campaign_id"] = campaign.pk if campaign else None
    if values:
        entries.write(entry, values, seen=entry.version, by=by)


def _remove(workspace: Workspace, row: Row, by: User) -> None:
    pk = int(row.key[1:])
    if row.key.startswith("S"):
        slot = Slot.objects.in_workspace(workspace).standing().get(pk=pk)
        laying.remove(slot, seen=slot.version, by=by)
        return
    version = (
        EntryVersion.objects.in_workspace(workspace).select_related("entry__workspace").get(pk=pk)
    )
    entry = version.entry
    if entry.versions.count() == 1:
        entries.remove(entry, by=by)
    else:
        others = [v.account for v in entry.versions.exclude(pk=pk).select_related("account")]
        entries.choose_accounts(entry, others, by=by)
