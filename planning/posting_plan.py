"""What the calendar holds for the days of a posting strategy: counted by week, platform, pillar.

Pure, but for ``plan_of``, which asks the rooms that know posts. A plan is kept as JSON values, so
that a strategy says later what stood there when it was sent.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from planning import sockets
from workspaces.models import Workspace
from workspaces.periods import Period

Rows = Sequence[Mapping[str, Any]]
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


def plan_of(workspace: Workspace, period: Period) -> list[dict[str, Any]]:
    """Planned posts of the days as JSON values, in order of time; see ``sockets.PlannedPost``."""
    found = [one for ask in sockets.POSTS_PLANNED for one in ask(workspace, period)]
    return [
        {
            "at": one.at.isoformat(),
            "day": one.at.astimezone(workspace.tz).date().isoformat(),
            "clock": f"{one.at.astimezone(workspace.tz):%H:%M}",
            "platform": one.platform,
            "account": one.account,
            "title": one.title,
            "kind": one.kind,
            "state": one.state,
            "pillar": one.pillar,
            "campaign": one.campaign,
        }
        for one in sorted(found, key=lambda one: one.at)
    ]


@dataclass(frozen=True, slots=True)
class Week:
    """Posts of one week, Monday to Sunday, cut to the period; counts by platform."""

    first: date
    last: date
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def is_whole(self) -> bool:
        return (self.last - self.first).days == 6


def weeks(plan: Rows, first: date, last: date) -> list[Week]:
    """Every week of the days, also those without a post."""
    by_week: dict[date, Counter[str]] = {}
    for row in plan:
        day = date.fromisoformat(row["day"])
        by_week.setdefault(_monday(day), Counter())[row["platform"]] += 1
    found, monday = [], _monday(first)
    while monday <= last:
        days = max(monday, first), min(monday + WEEK - DAY, last)
        found.append(Week(*days, dict(by_week.get(monday, {}))))
        monday += WEEK
    return found


def platforms_of(plan: Rows, wanted: Sequence[str] = ()) -> list[str]:
    """Platforms of the posting points first, in their order, then others that have posts."""
    counted = Counter(row["platform"] for row in plan)
    rest = sorted(set(counted) - set(wanted), key=lambda key: (-counted[key], key))
    return [*dict.fromkeys(key for key in wanted if key), *rest]


@dataclass(frozen=True, slots=True)
class PillarCount:
    """Posts of one pillar; ``wanted`` is its planned share of all posts in percent, if any."""

    name: str  # empty: posts without a pillar
    count: int
    share: int  # percent of all posts, rounded
    wanted: int | None


def pillars(plan: Rows, wanted: Mapping[str, int | None]) -> list[PillarCount]:
    """Planned pillars in their order, then others, posts without one last; none without posts."""
    if not plan:
        return []
    counted = Counter(row["pillar"] for row in plan)
    names = [*wanted, *sorted(set(counted) - set(wanted) - {""})]
    names += [""] if counted[""] else []
    return [
        PillarCount(name, counted[name], round(counted[name] * 100 / len(plan)), wanted.get(name))
        for name in names
    ]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
