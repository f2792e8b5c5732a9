"""The time zones a form offers, with names people use."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

ZONES = {
    "Asia/Taipei": _("Taipei"),
    "Asia/Hong_Kong": _("Hong Kong"),
    "Asia/Shanghai": _("Shanghai"),
    "Asia/Tokyo": _("Tokyo"),
    "Asia/Seoul": _("Seoul"),
    "Asia/Singapore": _("Singapore"),
    "Asia/Bangkok": _("Bangkok"),
    "Asia/Ho_Chi_Minh": _("Ho Chi Minh City"),
    "Asia/Manila": _("Manila"),
    "Asia/Kolkata": _("India"),
    "Australia/Sydney": _("Sydney"),
    "Europe/London": _("London"),
    "Europe/Berlin": _("Berlin"),
    "America/New_York": _("New York"),
    "America/Los_Angeles": _("Los Angeles"),
    "UTC": _("Coordinated universal time"),
}


def choices(current: str = "") -> list[tuple[str, str]]:
    """The offered zones, and the one in use even if it is not among them."""
    offered = [(zone, str(label)) for zone, label in ZONES.items()]
    if current and current not in ZONES:
        offered.append((current, current))
    return offered


def label(zone: str) -> str:
    """What people call the zone; its technical name when it is not an offered one."""
    return str(ZONES.get(zone, zone))


def clock(zone: str, *days: date) -> str:
    """The zone as a document says it, with how far it is from Greenwich: 台北時間 (GMT+8).

    Where the clock is put forward between ``days``, both stand there: ``GMT+0/+1``.
    """
    if zone == "UTC":
        return label(zone)
    apart = dict.fromkeys(_apart(zone, day) for day in days)
    words = {"place": label(zone), "apart": "/".join(apart)}
    return gettext("%(place)s time (GMT%(apart)s)") % words


def _apart(zone: str, day: date) -> str:
    offset = datetime.combine(day, time(12), ZoneInfo(zone)).utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset is not None else 0
    hours, left = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours}" + (f":{left:02d}" if left else "")
