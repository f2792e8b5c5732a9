"""How a delivery is spoken about on the data pages: families, spans, encodings, states, days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from platforms import display
from platforms.display import MetricUnit
from platforms.measures import EVERY_MEASURE
from platforms.models import SourceFile

SPANS: dict[str, Promise] = {
    "lifetime": gettext_lazy("each post, counted up to the day of download"),
    "day": gettext_lazy("one figure per day"),
    "period": gettext_lazy("one total for the whole period"),
}
FAMILIES: dict[str, Promise] = {
    "facebook_content": gettext_lazy("Facebook posts"),
    "facebook_video": gettext_lazy("Facebook videos"),
    "facebook_legacy_posts": gettext_lazy("Facebook posts (old Insights)"),
    "facebook_legacy_days": gettext_lazy("Facebook page by day (old Insights)"),
    "facebook_legacy_side": gettext_lazy("Facebook posts, further sheet (old Insights)"),
    "instagram_content": gettext_lazy("Instagram posts"),
    "meta_chart": gettext_lazy("Meta chart by day"),
    "meta_audience": gettext_lazy("Meta audience"),
    "youtube_table": gettext_lazy("YouTube videos"),
    "youtube_chart": gettext_lazy("YouTube videos by day"),
    "youtube_totals": gettext_lazy("YouTube channel by day"),
    "youtube_breakdown": gettext_lazy("YouTube audience and traffic"),
    "line_friends": gettext_lazy("LINE friends by day"),
    "line_broadcasts": gettext_lazy("LINE messages sent to many"),
    "linkedin_days": gettext_lazy("LinkedIn page by day"),
    "linkedin_posts": gettext_lazy("LinkedIn posts"),
    "linkedin_audience": gettext_lazy("LinkedIn audience"),
    "linkedin_profile_days": gettext_lazy("LinkedIn profile of a person by day"),
    "linkedin_profile_reach": gettext_lazy("LinkedIn profile of a person, whole period"),
    "linkedin_profile_posts": gettext_lazy("Top posts of a person on LinkedIn"),
    "linkedin_profile_audience": gettext_lazy("Audience of a person on LinkedIn"),
    "tiktok_days": gettext_lazy("TikTok account by day"),
    "tiktok_videos": gettext_lazy("TikTok videos"),
    "tiktok_hours": gettext_lazy("TikTok followers by hour"),
    "tiktok_audience": gettext_lazy("TikTok audience"),
    "x_posts": gettext_lazy("X posts"),
    "x_days": gettext_lazy("X account by day"),
    "x_video_days": gettext_lazy("X videos by day"),
    "x_videos": gettext_lazy("X videos"),
    "ga4": gettext_lazy("Web site (Google Analytics)"),
    "meta_ads": gettext_lazy("Meta ads"),
    "google_ads": gettext_lazy("Google ads"),
    "line_ads": gettext_lazy("LINE ads"),
    "template_posts": gettext_lazy("Posts from our workbook"),
    "template_days": gettext_lazy("Days of accounts from our workbook"),
    "template_figures": gettext_lazy("Figures from our workbook"),
    "mapped": gettext_lazy("Table with your own mapping"),
    "by_hand": gettext_lazy("Typed by hand"),
}
LANGUAGES: dict[str, Promise] = {
    "en": gettext_lazy("English"),
    "zh-Hant": gettext_lazy("Traditional Chinese"),
    "zh-Hans": gettext_lazy("Simplified Chinese"),
    "ja": gettext_lazy("Japanese"),
    "pt": gettext_lazy("Portuguese"),
    "es": gettext_lazy("Spanish"),
    "und": gettext_lazy("another language"),
}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp950": "Big5",
    "big5hkscs": "Big5-HKSCS",
    "cp932": "Shift_JIS",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "gb18030": "GB 18030",
    "xlsx": "Excel (.xlsx)",
    "xls": "Excel (.xls)",
    "xml": "Excel (XML)",
}
TONES = {
    SourceFile.State.WAITING: "warn",
    SourceFile.State.IMPORTED: "good",
    SourceFile.State.REFUSED: "bad",
    SourceFile.State.WITHDRAWN: "idle",
    SourceFile.State.DISCARDED: "idle",
}


def language() -> str:
    return get_language() or "zh-hant"


def day(value: date | str | None) -> str:
    """A day with its year; "" where unknown."""
    found = as_date(value)
    return display.format_full_day(found, language=language()) if found else ""


def days(start: date | str | None, end: date | str | None) -> str:
    """From–to, both included; one side alone is said so; "" where neither is known."""
    first, last = as_date(start), as_date(end)
    if first and last:
        return display.format_range(first, last, language=language())
    return day(first or last)


def moment(value: datetime | None, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    today = timezone.now().astimezone(zone).date()
    return display.format_moment(value, zone, today=today, language=language())


def count(value: int | None) -> str:
    return display.format_value(value, MetricUnit.COUNT, language=language())


def measure_label(key: str) -> str:
    return str(EVERY_MEASURE[key].label) if key in EVERY_MEASURE else key


def measure_value(key: str, value: int | None, currency: str = "TWD") -> str:
    """A measure's value in its own unit: counts, durations, money."""
    unit = EVERY_MEASURE[key].unit.value if key in EVERY_MEASURE else MetricUnit.COUNT
    return display.format_value(value, unit, language=language(), currency=currency)


def family(key: str) -> str:
    """What kind of table this is, as an editor would say it."""
    return str(FAMILIES.get(key, _("Table")))


def encoding(name: str) -> str:
    return ENCODINGS.get(name, name)


def language_name(code: str) -> str:
    return str(LANGUAGES.get(code, code))


def days_ago(then: date | None, today: date) -> str:
    """How long ago in words an editor would use."""
    if then is None:
        return _("never")
    gap = (today - then).days
    if gap <= 0:
        return _("today")
    if gap == 1:
        return _("yesterday")
    return _("%(count)d days ago") % {"count": gap}


def as_date(value: date | str | None) -> date | None:
    """Reports keep days as ISO text; "" and what is no day are unknown."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or value is None:
        return value
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
