"""Time zones as an editor picks them: a few in words, all others by name."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COMMON: dict[str, Promise] = {
    "America/Los_Angeles": _("US Pacific (Meta and YouTube exports)"),
    "Asia/Taipei": _("Taipei"),
    "UTC": _("UTC (LinkedIn and TikTok exports)"),
    "Asia/Tokyo": _("Tokyo (LINE exports)"),
    "Asia/Hong_Kong": _("Hong Kong"),
    "Asia/Singapore": _("Singapore"),
    "America/New_York": _("US Eastern"),
    "Europe/London": _("London"),
}


@cache
def all_names() -> tuple[str, ...]:
    """Every zone a person may type, without the historical aliases (posix/…, Etc/…)."""
    return tuple(
        sorted(
            name
            for name in available_timezones()
            if "/" in name and not name.startswith(("posix/", "right/", "Etc/", "SystemV/"))
        )
    )


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return bool(name)


def label(name: str) -> str:
    return str(COMMON.get(name, name.replace("_", " ")))


def convert(wall: datetime, file_zone: str, own_zone: ZoneInfo) -> datetime:
    """A clock time as written in the file, on the workspace's clock."""
    return wall.replace(tzinfo=ZoneInfo(file_zone)).astimezone(own_zone)


ENOUGH_POSTS, NIGHT = 20, range(6)
MOST_BY_NIGHT, FEW_BY_NIGHT = 0.4, 0.1


def fitting(hours: Mapping[datetime, int], file_zone: str, own_zone: ZoneInfo) -> str:
    """Another zone in which these posts went out by day, where in ``file_zone`` many did by night.

    ``hours`` counts posts by the hour as written. "" where the zone fits, where none fits much
    better, and where there are too few posts to tell.
    """
    total = sum(hours.values())
    if total < ENOUGH_POSTS:
        return ""

    def by_night(zone: str) -> float:
        posts = sum(n for wall, n in hours.items() if convert(wall, zone, own_zone).hour in NIGHT)
        return posts / total

    if by_night(file_zone) < MOST_BY_NIGHT:
        return ""
    others = dict.fromkeys((own_zone.key, "America/Los_Angeles", "UTC"))
    best = min(others, key=by_night)
    return best if by_night(best) <= FEW_BY_NIGHT else ""


def own_days(
    table: Mapping[str, Any], file_zone: str, own_zone: ZoneInfo
) -> tuple[date | None, date | None]:
    """First and last day of a table of a report, on the workspace's calendar.

    Posts count on the day they went out here: 17:00 in California is the next day in Taipei.
    """
    days = [as_wall(table.get(key) or "") for key in ("start", "end")]
    for place, key in enumerate(("first_wall", "last_wall")):
        wall = as_wall(table.get(key) or "")
        if isinstance(wall, datetime):
            days[place] = convert(wall, file_zone, own_zone).date()
    first, last = (day.date() if isinstance(day, datetime) else day for day in days)
    return first, last


def as_wall(text: str) -> datetime | date | None:
    """A report's sample time: a moment without zone, a day, or None where it is neither."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None
