"""What stands on each day of a window: posts, empty slots, days off and feasts.

A constant number of queries whatever the workspace holds; only the window's rows are read, and
of a month only those it shows.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Left, RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from calendar_app import requests
from calendar_app.asked import EMPTY, Asked
from calendar_app.day_number import day_number
from calendar_app.grid import DAY, View
from calendar_app.models import Entry, EntryVersion, Slot
from calendar_app.models.entry import NAME_FROM_TEXT
from calendar_app.results import Result, results_of
from platforms.models import SocialAccount
from workspaces import days, observances

NOTHING = SafeString()
SHOWN = 5  # chips of a day in a month; the others are one click away
OF_POSTS = (
    *("pk", "at", "account", "account__platform", "slot__version", "tie__post", "opening", "entry"),
    *("entry__title", "entry__state", "entry__version"),
    *("entry__assignee__name", "entry__assignee__email"),
)
OF_SLOTS = (
    *("pk", "at", "account", "account__platform", "flexible", "version"),
    *("assignee__name", "assignee__email"),
)
TONES: dict[str, str] = {
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
    account: int
    platform: str
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
    late: bool = False
    result: Result | None = None
    material: requests.Standing | None = None  # what it waits for from a department
    html: SafeString = NOTHING  # by painting.py

    @property
    def is_slot(self) -> bool:
        return self.key.startswith("s")

    @property
    def pk(self) -> int:
        return int(self.key[1:])


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
    html: SafeString = NOTHING  # by painting.py

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
    shown = _posts(asked, _read(posts, OF_POSTS, first, last, tz, most, totals))
    for chip in (*shown, *_slots(asked, _read(slots, OF_SLOTS, first, last, tz, most, totals))):
        found[chip.at.date()].append(chip)
    for chips in found.values():
        chips.sort(key=lambda chip: (chip.at, chip.platform, chip.key))
    return found, totals


def _read(
    rows: QuerySet | None,
    fields: Sequence[str],
    first: date,
    last: date,
    tz: ZoneInfo,
    most: int | None,
    totals: Counter[date],
) -> list[Any]:
    """The ``fields`` of the rows, or of the first ``most`` of each day: a month of thousands
    shows a few a day. Models would cost four times as much as these few columns."""
    if rows is None:
        return []
    if most is None:
        whole = list(rows.values_list(*fields, named=True))
        totals.update(row.at.astimezone(tz).date() for row in whole)
        return whole
    place = Window(RowNumber(), partition_by=F("nth_day"), order_by=["at", "pk"])
    of_day = Window(Count("pk"), partition_by=F("nth_day"))
    dated = rows.order_by().annotate(nth_day=day_number("at", first, last, tz))
    chosen = list(
        dated.annotate(place=place, of_day=of_day)
        .filter(place__lte=most)
        .values_list("pk", "nth_day", "of_day")
    )
    for number, count in {(number, count) for _pk, number, count in chosen}:
        totals[first + number * DAY] += count
    return list(
        rows.filter(pk__in=[pk for pk, _number, _count in chosen]).values_list(*fields, named=True)
    )


def _post_rows(asked: Asked, start: datetime, end: datetime) -> QuerySet | None:
    if asked.state == EMPTY:
        return None
    rows = (
        EntryVersion.objects.in_workspace(asked.workspace)
        .filter(at__gte=start, at__lt=end, entry__removed_at=None)
        .annotate(opening=Left("entry__text", NAME_FROM_TEXT))
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


def _posts(asked: Asked, rows: list[Any]) -> list[Chip]:
    if not rows:
        return []
    ties = [row.tie__post for row in rows if row.tie__post is not None]
    results = results_of(asked.workspace, ties) if ties else {}
    material = requests.of_entries(asked.workspace, [row.entry for row in rows])
    slug = asked.workspace.slug
    written = row_address("calendar:entry_detail", slug)
    draft = row_address("calendar:entry_edit", slug)
    states = {value: str(label) for value, label in Entry.State.choices}
    now, tz = timezone.now(), asked.workspace.tz
    return [
        Chip(
            key=f"v{row.pk}",
            at=row.at.astimezone(tz),
            account=row.account,
            platform=row.account__platform,
            title=row.entry__title or row.opening or _("Without words yet"),
            state=row.entry__state,
            state_label=states[row.entry__state],
            tone=TONES[row.entry__state],
            url=(draft if row.entry__state == Entry.State.DRAFT else written)(row.entry),
            person=row.entry__assignee__name or row.entry__assignee__email or "",
            movable=row.at > now and row.entry__state != Entry.State.PUBLISHED,
            version=row.slot__version or 0,
            seen=row.entry__version,
            late=row.at <= now and row.entry__state in (Entry.State.DRAFT, Entry.State.IN_REVIEW),
            result=results.get(row.tie__post),
            material=material.get(row.entry),
        )
        for row in rows
    ]


def _slot_rows(asked: Asked, start: datetime, end: datetime) -> QuerySet | None:
    recent = timezone.now() - timedelta(days=1)  # an empty slot of long ago tells nobody anything
    of_posts = asked.pillar or asked.campaign or (asked.state and asked.state != EMPTY)
    if of_posts or end <= recent:
        return None
    rows = (
        Slot.objects.in_workspace(asked.workspace)
        .standing()
        .between(max(start, recent), end)
        .filter(filled_by=None)
    )
    if asked.accounts:
        rows = rows.filter(account__in=asked.accounts)
    if asked.person:
        rows = rows.filter(assignee=asked.person)
    return rows


def _slots(asked: Asked, rows: list[Any]) -> list[Chip]:
    if not rows:
        return []
    now, tz = timezone.now(), asked.workspace.tz
    create = reverse("calendar:entry_create", args=[asked.workspace.slug])
    return [
        Chip(
            key=f"s{row.pk}",
            at=row.at.astimezone(tz),
            account=row.account,
            platform=row.account__platform,
            title=_("Kept free") if row.flexible else _("Empty slot"),
            state=EMPTY,
            state_label=_("Empty"),
            tone="ghost",
            url=f"{create}?slot={row.pk}",
            person=row.assignee__name or row.assignee__email or "",
            movable=row.at > now,
            version=row.version,
            seen=row.version,
            flexible=row.flexible,
        )
        for row in rows
    ]


def row_address(name: str, slug: str) -> Callable[[int], str]:
    """The addresses of one kind of page by the number of its row: resolved once, not per row."""
    before, after = reverse(name, args=[slug, 0]).rsplit("/0/", 1)
    return lambda pk: f"{before}/{pk}/{after}"


def account_rows(asked: Asked, found: list[Cell]) -> list[dict[str, Any]]:
    """The board: one row per account, its chips per day."""
    accounts = SocialAccount.objects.in_workspace(asked.workspace).ours().for_list()
    if asked.accounts:
        accounts = accounts.filter(pk__in=asked.accounts)
    return [
        {
            "account": account,
            "days": [
                {"cell": cell, "chips": [c for c in cell.chips if c.account == account.pk]}
                for cell in found
            ],
        }
        for account in accounts
    ]
