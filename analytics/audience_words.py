"""Names for the dimensions of an audience and for those of their keys that have one form."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DIMENSIONS: dict[str, Promise] = {
    "age_gender": gettext_lazy("Age and gender"),
    "age": gettext_lazy("Age"),
    "gender": gettext_lazy("Gender"),
    "country": gettext_lazy("Countries and regions"),
    "region": gettext_lazy("Regions"),
    "city": gettext_lazy("Cities"),
    "language": gettext_lazy("Languages"),
    "content_format": gettext_lazy("Formats of content"),
    "subscription": gettext_lazy("Subscription"),
    "subscription_source": gettext_lazy("Where subscriptions come from"),
    "traffic_source": gettext_lazy("Sources of traffic"),
    "traffic_source_type": gettext_lazy("Kinds of traffic sources"),
    "device": gettext_lazy("Devices"),
    "operating_system": gettext_lazy("Operating systems"),
    "browser": gettext_lazy("Browsers"),
    "screen": gettext_lazy("Screens"),
    "playback_location": gettext_lazy("Where videos are played"),
    "content_type": gettext_lazy("Types of content"),
    "viewer_type": gettext_lazy("New and returning viewers"),
    "watch_behavior": gettext_lazy("How often people watch"),
    "subtitles": gettext_lazy("Subtitles"),
    "playlist": gettext_lazy("Playlists"),
    "sharing_service": gettext_lazy("Services of sharing"),
    "session_channel": gettext_lazy("Visits by channel"),
    "session_source_medium": gettext_lazy("Visits by source and medium"),
    "session_source": gettext_lazy("Visits by source"),
    "session_medium": gettext_lazy("Visits by medium"),
    "session_campaign": gettext_lazy("Visits by campaign"),
    "first_channel": gettext_lazy("First visits by channel"),
    "first_source_medium": gettext_lazy("First visits by source and medium"),
    "first_source": gettext_lazy("First visits by source"),
    "first_medium": gettext_lazy("First visits by medium"),
    "first_campaign": gettext_lazy("First visits by campaign"),
    "page": gettext_lazy("Web pages"),
    "page_title": gettext_lazy("Pages by title"),
    "landing_page": gettext_lazy("Landing pages"),
    "content_group": gettext_lazy("Groups of content"),
    "event": gettext_lazy("Events"),
    "interest": gettext_lazy("Interests"),
    "audience": gettext_lazy("Audiences"),
    "item": gettext_lazy("Items sold"),
    "item_category": gettext_lazy("Categories of items"),
    "new_or_returning": gettext_lazy("New and returning"),
    "hostname": gettext_lazy("Host names"),
    "hour": gettext_lazy("Hours"),
    "hour_of_day": gettext_lazy("Hours"),
    "active_hour": gettext_lazy("Hours when followers are active (mean of the days)"),
    "day_of_week": gettext_lazy("Weekdays"),
    "week": gettext_lazy("Weeks"),
    "month": gettext_lazy("Months"),
    "segment": gettext_lazy("Segment"),
    "location": gettext_lazy("Places"),
    "job_title": gettext_lazy("Job titles"),
    "company": gettext_lazy("Companies"),
    "job_function": gettext_lazy("Job functions"),
    "seniority": gettext_lazy("Seniority"),
    "industry": gettext_lazy("Industries"),
    "company_size": gettext_lazy("Company sizes"),
}
_KEYS: dict[str, Promise] = {
    "female": gettext_lazy("women"),
    "male": gettext_lazy("men"),
    "unknown": gettext_lazy("not stated"),
    "subscribed": gettext_lazy("subscribed"),
    "not_subscribed": gettext_lazy("not subscribed"),
}
_NAMED = frozenset(("age_gender", "gender", "subscription"))


def dimension_label(dimension: str) -> str:
    """Its name; two together are joined, an unknown one stands under its own name."""
    return " × ".join(str(DIMENSIONS.get(part, part)) for part in dimension.split("|"))


def key_label(dimension: str, key: str) -> str:
    """A key as a reader sees it; what the platform wrote stays as it is."""
    if not key:
        return _("(blank)")
    if dimension == "active_hour":
        return f"{key}:00"
    if dimension not in _NAMED:
        return key
    return " · ".join(str(_KEYS.get(part, part)) for part in key.split("|"))
