"""What stands on each day of a window: posts, empty slots, days off and feasts.

A constant number of queries whatever the workspace holds; only the window's rows are read, and
of a month only those it shows.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from calendar_app import requests
from calendar_app.asked import EMPTY, Asked
from calendar_app.day_number import day_number
from calendar_app.grid import DAY, View
from calendar_app.models import Entry, EntryVersion, Slot
from calendar_app.results import Result, results_of
from platforms.models import SocialAccount
from workspaces import days, observances

SHOWN = 5  # chips of a day in a month; the others are one click away
TONES = {
    Entry.State.DRAFT: "idle",
    Entry.State.IN_REVIEW: "warn",
    Entry.State.APPROVED: "info",
    Entry.State.SCHEDULED: "brand",
    Entry.State.PUBLISHED: "good",
    Entry.State.MISSED: "bad",
}


@dataclass(slots=True)
class Chip:
    """One thing on one day: a version of a post, or an empty slot."""

    key: str  # "v12" or "s7"
    at: datetime  # in the workspace's zone
    account: SocialAccount
    title: str
    state: str
    state_label: str
    tone: str
    url: str
    person: str
    movable: bool
    version: int
    seen: int = 0  # the number of the state shown; a bulk act sends it back
    flexible: bool = False
    kind: str = ""
    late: bool = False
    result: Result | None = None
    material: requests.Standing | None = None  # what it waits for from a department

    @property
    def mark(self) -> str:
        return _mark(self.account.platform, str(self.account.facts.label))

    @property
    def is_slot(self) -> bool:
        return self.key.startswith("s")

    @property
    def move_url_name(self) -> str:
        return "calendar:slot_move" if self.is_slot else "calendar:version_move"

    @property
    def pk(self) -> int:
        return int(self.key[1:])


@cache
def _mark(platform: str, label: str) -> str:
    """The platform's mark: the same for every chip, and a component costs more than the rest."""
    return render_to_string("calendar_app/_mark.html", {"platform": platform, "label": label})


@dataclass(slots=True)
class Cell:
    """One day."""

    day: date
    core: bool
    today: bool
    past: bool
    works: bool
    names: list[str]
    chips: list[Chip] = field(default_factory=list)
    url: str = ""
    most: int | None = None
    total: int = 0  # of the day; a full day of a month has only its first chips in hand

    @property
    def shown(self) -> list[Chip]:
        if self.most is None or self.total <= self.most:
            return self.chips
        return self.chips[: self.most - 1]

    @property
    def more(self) -> int:
        return self.total - len(self.shown)

    @property
    def dom_id(self) -> str:
        return f"day-{self.day.isoformat()}"


def cells(asked: Asked, only: Iterable[date] | None = None) -> list[Cell]:
    """Every day of the window in order; with ``only`` just these (what a move changed)."""
    window = asked.window
    wanted = sorted(set(only)) if only is not None else window.days()
    today = timezone.localdate(timezone=asked.workspace.tz)
    arithmetic = days.working_days(asked.workspace)
    named: dict[date, list[str]] = defaultdict(list)
    for day, name in days.day_names(asked.workspace, wanted[0], wanted[-1]).items():
        named[day].append(name)
    for one in observances.between(wanted[0], wanted[-1]):
        if str(one.name) not in named[one.day]:
            named[one.day].append(str(one.name))
    most = SHOWN if window.view is View.MONTH else None
    chips, totals = _chips(asked, wanted[0], wanted[-1], most)
    return [
        Cell(
            day=day,
            core=window.is_core(day),
            today=day == today,
            past=day < today,
            works=arithmetic.works(day),
            names=named.get(day, []),
            chips=chips.get(day, []),
            url=asked.address(view=View.DAY, day=day),
            most=most,
            total=totals.get(day, 0),
        )
        for day in wanted
    ]


def _chips(
    asked: Asked, first: date, last: date, most: int | None
) -> tuple[dict[date, list[Chip]], dict[date, int]]:
    """The chips of each day in order, and how many there are; at most ``most`` of each kind."""
    tz = asked.workspace.tz
    start = datetime.combine(first, time.min, tz)
    end = datetime.combine(last + DAY, time.min, tz)
    found: dict[date, list[Chip]] = defaultdict(list)
    totals: Counter[date] = Counter()
    posts, slots = _post_rows(asked, start, end), _slot_rows(asked, start, end)
    shown = _posts(asked, _read(posts, first, last, tz, most, totals))
    for chip in (*shown, *_slots(asked, _read(slots, first, last, tz, most, totals))):
        found[chip.at.date()].append(chip)
    for chips in found.values():
        chips.sort(key=lambda chip: (chip.at, chip.account.platform, chip.key))
    return found, totals


def _read(
    rows: QuerySet | None,
    first: date,
    last: date,
    tz: ZoneInfo,
    most: int | None,
    totals: Counter[date],
) -> list[Any]:
    """The rows, or the first ``most`` of each day: a month of thousands shows a few a day."""
    if rows is None:
        return []
    if most is None:
        whole = list(rows)
        totals.update(row.at.astimezone(tz).date() for row in whole)
        return whole
    place = Window(
        RowNumber(), partition_by=F("nth_day"), order_by=["at", "account__platform", "pk"]
    )
    of_day = Window(Count("pk"), partition_by=F("nth_day"))
    dated = rows.select_related(None).order_by().annotate(nth_day=day_number("at", first, last, tz))
    chosen = list(
        dated.annotate(place=place, of_day=of_day)
        .filter(place__lte=most)
        .values_list("pk", "nth_day", "of_day")
    )
    for number, count in {(number, count) for _pk, number, count in chosen}:
        totals[first + number * DAY] += count
    return list(rows.filter(pk__in=[pk for pk, _number, _count in chosen]))


def _post_rows(asked: Asked, start: datetime, end: datetime) -> QuerySet | None:
    if asked.state == EMPTY:
        return None
    rows = (
        EntryVersion.objects.in_workspace(asked.workspace)
        .filter(at__gte=start, at__lt=end, entry__removed_at=None)
        .select_related("entry__assignee", "account", "slot")
        .order_by("at")
    )
    if asked.accounts:
        rows = rows.filter(account__in=asked.accounts)
    if asked.person:
        rows = rows.filter(
            Q(entry__assignee=asked.person) | Q(entry__assignee=None, entry__author=asked.person)
        )
    if asked.pillar:
        rows = rows.filter(entry__pillar=asked.pillar)
    if asked.campaign:
        rows = rows.filter(entry__campaign=asked.campaign)
    if asked.state:
        rows = rows.filter(entry__state=asked.state)
    return rows


def _posts(asked: Asked, versions: list[EntryVersion]) -> list[Chip]:
    if not versions:
        return []
    ties = dict(
        EntryVersion.objects.filter(pk__in=[v.pk for v in versions], tie__isnull=False).values_list(
            "pk", "tie__post"
        )
    )
    results = results_of(asked.workspace, list(ties.values())) if ties else {}
    material = requests.of_entries(asked.workspace, [v.entry_id for v in versions])
    now = timezone.now()
    found = [
        _post(asked, version, results.get(ties.get(version.pk, 0)), now) for version in versions
    ]
    for chip, version in zip(found, versions, strict=True):
        chip.material = material.get(version.entry_id)
    return found


def _post(asked: Asked, version: EntryVersion, result: Result | None, now: datetime) -> Chip:
    entry = version.entry
    at = version.its_time
    page = "entry_detail" if entry.state != Entry.State.DRAFT else "entry_edit"
    return Chip(
        key=f"v{version.pk}",
        at=at.astimezone(asked.workspace.tz),
        account=version.account,
        title=str(entry) if entry.title or entry.text else _("Without words yet"),
        state=entry.state,
        state_label=str(Entry.State(entry.state).label),
        tone=TONES[Entry.State(entry.state)],
        url=reverse(f"calendar:{page}", args=[asked.workspace.slug, entry.pk]),
        person=str(entry.assignee or ""),
        movable=at > now and entry.state != Entry.State.PUBLISHED,
        version=version.slot.version if version.slot else 0,
        seen=entry.version,
        kind=str(entry.get_kind_display()),
        late=at <= now and entry.state in (Entry.State.DRAFT, Entry.State.IN_REVIEW),
        result=result,
    )


def _slot_rows(asked: Asked, start: datetime, end: datetime) -> QuerySet | None:
    if asked.pillar or asked.campaign or (asked.state and asked.state != EMPTY):
        return None
    rows = (
        Slot.objects.in_workspace(asked.workspace)
        .standing()
        # An empty slot of long ago tells nobody anything.
        .between(max(start, timezone.now() - timedelta(days=1)), end)
        .filter(filled_by=None)
        .select_related("account", "assignee")
    )
    if asked.accounts:
        rows = rows.filter(account__in=asked.accounts)
    if asked.person:
        rows = rows.filter(assignee=asked.person)
    return rows


def _slots(asked: Asked, rows: list[Slot]) -> list[Chip]:
    now = timezone.now()
    create = reverse("calendar:entry_create", args=[asked.workspace.slug])
    return [
        Chip(
            key=f"s{slot.pk}",
            at=slot.at.astimezone(asked.workspace.tz),
            account=slot.account,
            title=_("Kept free") if slot.flexible else _("Empty slot"),
            state=EMPTY,
            state_label=_("Empty"),
            tone="ghost",
            url=f"{create}?slot={slot.pk}",
            person=str(slot.assignee or ""),
            movable=slot.at > now,
            version=slot.version,
            seen=slot.version,
            flexible=slot.flexible,
            kind=str(slot.get_kind_display()),
        )
        for slot in rows
    ]


def account_rows(asked: Asked, found: list[Cell]) -> list[dict[str, Any]]:
    """The board: one row per account, its chips per day."""
    accounts = SocialAccount.objects.in_workspace(asked.workspace).ours().for_list()
    if asked.accounts:
        accounts = accounts.filter(pk__in=asked.accounts)
    return [
        {
            "account": account,
            "days": [
                {"cell": cell, "chips": [c for c in cell.chips if c.account.pk == account.pk]}
                for cell in found
            ],
        }
        for account in accounts
    ]
