"""How the coming weeks stand: buffer, cadence, workload, flexible share, pillars."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calendar_app import options
from calendar_app.models import Entry, EntryVersion, Slot
from planning.models import Pillar
from platforms.kinds import PLATFORMS
from workspaces.models import Workspace

DAY = timedelta(days=1)
READY = (Entry.State.APPROVED, Entry.State.SCHEDULED)
LONGEST_BUFFER = 60
ENOUGH_FOR_SHARES = 5  # posts, below which a share says nothing
NEAR = 10  # points from the planned share that still are balance


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure about the plan with its goal and whether it is kept."""

    label: str
    text: str
    goal: str
    tone: str
    tip: str
    word: str = ""  # when "kept" and "short" do not fit


def gauges(workspace: Workspace, first: date, last: date) -> list[Gauge]:
    """Buffer from today; the others for the days ``first`` to ``last``. Constant queries."""
    set_ = options.options_of(workspace)
    found = [_buffer(workspace, set_.buffer_days)]
    found += _flexible(workspace, first, last, set_.flexible_share)
    found += _cadence(workspace, first, last, set_.cadence)
    found += _pillars(workspace, first, last)
    return found


def buffer_days(workspace: Workspace, today: date) -> int:
    """For how many days without a gap approved posts are there, from tomorrow on.

    Only days that have a slot or a planned post can be a gap.
    """
    tz = workspace.tz
    start = datetime.combine(today + DAY, time.min, tz)
    end = start + timedelta(days=LONGEST_BUFFER)
    wanted = {
        at.astimezone(tz).date()
        for at in Slot.objects.in_workspace(workspace)
        .standing()
        .between(start, end)
        .filter(flexible=False)
        .exclude(filled_by__entry__state__in=READY)
        .values_list("at", flat=True)
    }
    ready: set[date] = set()
    planned = (
        EntryVersion.objects.in_workspace(workspace)
        .filter(at__gte=start, at__lt=end, entry__removed_at=None)
        .exclude(entry__state=Entry.State.PUBLISHED)
        .order_by()
    )
    for at, state in planned.values_list("at", "entry__state"):
        assert at is not None  # it lies between two moments
        (ready if state in READY else wanted).add(at.astimezone(tz).date())
    if not ready:
        return 0
    gap = min(wanted, default=max(ready) + DAY)
    before = [day for day in ready if day < gap]
    return ((gap - DAY if gap <= max(ready) else max(ready)) - today).days if before else 0


def _buffer(workspace: Workspace, goal: int) -> Gauge:
    number = buffer_days(workspace, timezone.localdate(timezone=workspace.tz))
    return Gauge(
        _("Buffer"),
        _("%(count)d days") % {"count": number},
        _("goal %(count)d days") % {"count": goal},
        "good" if number >= goal else "warn" if number >= goal / 2 else "bad",
        _("Days from tomorrow on without a gap in approved posts."),
    )


def _bounds(workspace: Workspace, first: date, last: date) -> tuple[datetime, datetime]:
    return (
        datetime.combine(first, time.min, workspace.tz),
        datetime.combine(last + DAY, time.min, workspace.tz),
    )


def _flexible(workspace: Workspace, first: date, last: date, goal: int) -> list[Gauge]:
    counts = (
        Slot.objects.in_workspace(workspace)
        .standing()
        .between(*_bounds(workspace, first, last))
        .aggregate(all=Count("pk"), free=Count("pk", filter=Q(flexible=True)))
    )
    if not counts["all"]:
        return []
    share = round(100 * counts["free"] / counts["all"])
    return [
        Gauge(
            _("Kept free"),
            f"{share}%",
            _("goal %(share)d%%") % {"share": goal},
            "good" if share >= goal else "warn",
            _("%(free)d of %(all)d slots are kept free for current topics.") % counts,
        )
    ]


def _cadence(workspace: Workspace, first: date, last: date, goals: dict) -> list[Gauge]:
    """Planned posts a week per platform against the plan; slots count, filled or not."""
    weeks = ((last - first).days + 1) / 7
    start, end = _bounds(workspace, first, last)
    planned: Counter[str] = Counter(
        dict(
            Slot.objects.in_workspace(workspace)
            .standing()
            .between(start, end)
            .filter(filled_by=None)
            .values_list("account__platform")
            .annotate(n=Count("pk"))
            .order_by()
        )
    )
    planned.update(
        dict(
            EntryVersion.objects.in_workspace(workspace)
            .filter(at__gte=start, at__lt=end, entry__removed_at=None)
            .values_list("account__platform")
            .annotate(n=Count("pk"))
            .order_by()
        )
    )
    found = []
    for platform, goal in sorted(goals.items()):
        if platform not in PLATFORMS or not planned[platform]:
            continue
        weekly = planned[platform] / weeks
        found.append(
            Gauge(
                str(PLATFORMS[platform].label),
                _("%(number)s a week") % {"number": f"{weekly:.1f}".removesuffix(".0")},
                _("plan %(number)s") % {"number": goal},
                "good" if weekly >= goal else "warn",
                _("Posts and slots planned for these days."),
            )
        )
    return found


def _pillars(workspace: Workspace, first: date, last: date) -> list[Gauge]:
    """Each pillar's share of the posts planned for these days against the brief's share."""
    wanted = [
        (pk, name, share)
        for pk, name, share in Pillar.objects.in_workspace(workspace)
        .standing()
        .filter(brief__start__lte=last, brief__end__gte=first)
        .exclude(name="")
        .values_list("pk", "name", "share")
        if share
    ]
    if not wanted:
        return []
    start, end = _bounds(workspace, first, last)
    counts = dict(
        Entry.objects.in_workspace(workspace)
        .filter(removed_at=None, versions__at__gte=start, versions__at__lt=end)
        .exclude(pillar=None)
        .values_list("pillar")
        .annotate(n=Count("pk", distinct=True))
        .order_by()
    )
    total = sum(counts.values())
    if total < ENOUGH_FOR_SHARES:
        return []
    found = []
    for pk, name, goal in wanted:
        share = round(100 * counts.get(pk, 0) / total)
        found.append(
            Gauge(
                name,
                f"{share}%",
                _("plan %(share)d%%") % {"share": goal},
                "good" if abs(share - goal) <= NEAR else "warn",
                _("%(count)d of the %(total)d posts of these days that have a pillar.")
                % {"count": counts.get(pk, 0), "total": total},
                _("in balance")
                if abs(share - goal) <= NEAR
                else pgettext("share of posts", "too many")
                if share > goal
                else pgettext("share of posts", "too few"),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has in one week."""

    person: int | None
    name: str
    weeks: list[int]
    total: int


def workload(workspace: Workspace, first: date, last: date) -> tuple[list[date], list[Load]]:
    """Slots per person and week; the last line is what nobody has."""
    tz = workspace.tz
    monday = first - DAY * first.weekday()
    weeks = [monday + 7 * DAY * n for n in range(((last - monday).days // 7) + 1)]
    counts: dict[tuple[int | None, str], Counter[date]] = {}
    rows = (
        Slot.objects.in_workspace(workspace)
        .standing()
        .between(*_bounds(workspace, first, last))
        .values_list("assignee_id", "assignee__name", "at")
    )
    for person, name, at in rows:
        day = at.astimezone(tz).date()
        line = counts.setdefault((person, name or ""), Counter())
        line[day - DAY * day.weekday()] += 1
    loads = [
        Load(person, name or _("nobody"), [line[week] for week in weeks], sum(line.values()))
        for (person, name), line in counts.items()
    ]
    return weeks, sorted(loads, key=lambda one: (one.person is None, one.name))
