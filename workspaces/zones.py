"""The time zones a form offers, with names people use."""

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
