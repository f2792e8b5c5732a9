"""Days and moments as a reader in this workspace writes them: 11/21（六）18:00."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from workspaces import zones

register = template.Library()
CHINESE_DAYS = "一二三四五六日"
ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@register.filter
def day(value: date | None) -> str:
    """11/21（六） this year, 2025/11/21 in others; — when unknown."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if value.year != timezone.localdate().year:
        return f"{value:%Y}/{value.month}/{value.day}"
    short = f"{value.month}/{value.day}"
    if (get_language() or "").startswith("zh"):
        return f"{short}（{CHINESE_DAYS[value.weekday()]}）"
    return f"{ENGLISH_DAYS[value.weekday()]} {short}"


@register.filter
def moment(value: datetime | None) -> str:
    """The same with the clock of the active zone, which is the workspace's on its pages."""
    if value is None:
        return "—"
    local = timezone.localtime(value)
    gap = "" if day(value).endswith("）") else " "
    return f"{day(value)}{gap}{local:%H:%M}"


@register.filter
def zone_name(value: str) -> str:
    """What people call a time zone: 台北 for Asia/Taipei."""
    return zones.label(value)
