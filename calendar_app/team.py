"""Who has how much of a window: slots given to people, and posts outside any slot."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from calendar_app.day_number import day_number
from calendar_app.models import EntryVersion, Slot
from workspaces.models import Workspace

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Share:
    """What one person has in the window, and in each of its weeks (by their Mondays)."""

    person: int
    name: str
    count: int
    weeks: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class Team:
    """The people who plan, and how many slots to come nobody has."""

    shares: list[Share]
    nobody: int


def team(workspace: Workspace, people: Iterable[tuple[int, str]], first: date, last: date) -> Team:
    """Slots and posts from ``first`` to ``last`` per person. Two queries.

    A filled slot belongs to whoever writes in it. One kept free for current topics is nobody's on
    purpose and does not count as left over.
    """
    tz = workspace.tz
    # A week of the database's own would make SQLite ask Python about every row.
    day = day_number("at", first, last, tz)
    start = datetime.combine(first, time.min, tz)
    end = datetime.combine(last + DAY, time.min, tz)
    slots = Slot.objects.in_workspace(workspace).standing().between(start, end)
    who = Coalesce("filled_by__entry__assignee", "filled_by__entry__author", "assignee")
    loose = EntryVersion.objects.in_workspace(workspace).filter(
        at__gte=start, at__lt=end, slot=None, entry__removed_at=None
    )
    counts: Counter[tuple[int, date]] = Counter()
    to_give = Count("pk", filter=Q(filled_by=None, flexible=False, at__gt=timezone.now()))
    none = Value(0)
    nobody = 0
    for rows, left in (
        (slots.annotate(who=who, nth_day=day), to_give),
        (loose.annotate(who=Coalesce("entry__assignee", "entry__author"), nth_day=day), none),
    ):
        for row in rows.values("who", "nth_day").annotate(n=Count("pk"), left=left).order_by():
            if row["who"] is None:
                nobody += row["left"]
            else:
                its_day = first + row["nth_day"] * DAY
                counts[row["who"], its_day - DAY * its_day.weekday()] += row["n"]
    monday = first - DAY * first.weekday()
    weeks = [monday + 7 * DAY * n for n in range((last - monday).days // 7 + 1)]
    shares = []
    for pk, name in people:
        of_weeks = tuple((day, counts[pk, day]) for day in weeks)
        shares.append(Share(pk, name, sum(n for _day, n in of_weeks), of_weeks))
    return Team(shares, nobody)
