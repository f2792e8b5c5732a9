"""Levels (followers, friends) as they stood: the last one of a period, and the one it began with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from analytics.metrics.inputs import LEVELS
from analytics.models import AccountDay
from platforms.models import SocialAccount

LEVEL_DAYS = 7  # how long before the start a level may have been read and still be "the start"
FIRST_DAY = date.min + timedelta(days=LEVEL_DAYS)  # the calendar has one; the days before it fit
# A LINE account reports friends and blocks; who can still be reached is the difference.
LEVEL_OF: dict[str, Any] = {
    "followers": Coalesce(F("followers"), F("friends") - F("blocks")),
    "friends": F("friends"),
}


@dataclass(frozen=True, slots=True)
class Level:
    value: int
    day: date


def eve_of(start: date) -> tuple[date, date]:
    """The days before ``start``, FIRST_DAY or later, whose last level is the one it began with."""
    return start - timedelta(days=LEVEL_DAYS), start - timedelta(days=1)


def levels_by_day(accounts: Collection[int], start: date, end: date) -> dict[int, dict[str, Level]]:
    """Account → input → level read within ``start`` to ``end``, and on its eve or first day."""
    start = max(start, FIRST_DAY)
    days = AccountDay.objects.filter(account=OuterRef("pk"))
    wanted: dict[str, Any] = {}
    for measure, before in LEVELS.items():
        known = days.annotate(known=LEVEL_OF[measure]).filter(known__isnull=False)
        for name, span in (
            (measure, (start, end)),
            (before, eve_of(start)),
            (f"{before}_same", (start, start)),
        ):
            newest = known.filter(day__range=span).order_by("-day")
            wanted[f"level_{name}"] = Subquery(newest.values("known")[:1])
            wanted[f"day_{name}"] = Subquery(newest.values("day")[:1])
    found: dict[int, dict[str, Level]] = {}
    rows = SocialAccount.objects.filter(pk__in=accounts).annotate(**wanted)
    for row in rows.values("pk", *wanted):
        mine = found[row["pk"]] = {}
        for measure, before in LEVELS.items():
            for name, read in (
                (measure, measure),
                (before, before),
                (before, f"{before}_same"),
            ):
                if name not in mine and row[f"level_{read}"] is not None:
                    mine[name] = Level(row[f"level_{read}"], row[f"day_{read}"])
    return found
