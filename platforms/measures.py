"""Measures: what a platform *said*, in smallest units, with what may be done to it.

A measure is one nullable BigInteger column (null = not reported, zero = reported zero).
Metrics, which are what we *computed*, live in ``analytics.metrics``.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Unit(StrEnum):
    COUNT = "count"
    MILLISECONDS = "milliseconds"
    MICROS = "micros"  # a millionth of a currency unit; the currency stands in ``extra``


class Kind(StrEnum):
    FLOW = "flow"  # happens and adds up: comments, clicks
    LEVEL = "level"  # stands at a moment: followers
    PEOPLE = "people"  # unique people within one subject and span: reach


@dataclass(frozen=True, slots=True)
class Measure:
    """One raw figure a platform can report.

    ``adds_over_days``, ``adds_over_posts`` and ``adds_over_platforms`` say where a sum has
    the same meaning as its parts. People counted twice are not more people, so no PEOPLE
    measure adds; a LEVEL adds over platforms only as an "audience on all platforms".
    """

    key: str
    label: Promise
    unit: Unit
    kind: Kind
    adds_over_days: bool
    adds_over_posts: bool
    adds_over_platforms: bool
    caveat: Promise | None = None


MEASURES: dict[str, Measure] = {}


def _measure(
    key: str,
    label: Promise,
    kind: Kind = Kind.FLOW,
    unit: Unit = Unit.COUNT,
    caveat: Promise | None = None,
) -> str:
    adds = kind is Kind.FLOW
    MEASURES[key] = Measure(key, label, unit, kind, adds, adds, adds, caveat)
    return key


REACH = _measure(
    "reach",
    _("Reach"),
    Kind.PEOPLE,
    caveat=_("Estimated people who saw it at least once; never added over days or posts."),
)
VIEWERS = _measure(
    "viewers",
    _("Viewers"),
    Kind.PEOPLE,
    caveat=_("Unique accounts behind the views; never added over days or posts."),
)
VIEWS = _measure(
    "views",
    _("Views"),
    caveat=_("Plays and displays, repeats included; each platform counts in its own way."),
)
ENGAGED_VIEWS = _measure("engaged_views", _("Engaged views"))
IMPRESSIONS = _measure(
    "impressions",
    _("Impressions"),
    caveat=_("Times on screen; on YouTube only thumbnails are counted."),
)
REACTIONS = _measure("reactions", _("Reactions and likes"))
DISLIKES = _measure("dislikes", _("Dislikes"))
COMMENTS = _measure("comments", _("Comments"))
SHARES = _measure("shares", _("Shares"))
SAVES = _measure("saves", _("Saves"))
ENGAGEMENTS = _measure(
    "engagements",
    _("Engagements as the platform counts them"),
    caveat=_("Each platform includes different acts; our own engagement count adds the parts."),
)
CLICKS = _measure("clicks", _("All clicks"))
LINK_CLICKS = _measure("link_clicks", _("Link clicks"))
PROFILE_VISITS = _measure("profile_visits", _("Profile and page visits"))
FOLLOWERS = _measure(
    "followers",
    _("Followers"),
    Kind.LEVEL,
    caveat=_("How many follow at a moment; for LINE friends, adds minus blocks."),
)
NEW_FOLLOWERS = _measure("new_followers", _("New followers"))
LOST_FOLLOWERS = _measure("lost_followers", _("Lost followers"))
NET_FOLLOWERS = _measure(
    "net_followers", _("Net followers"), caveat=_("New minus lost; may be negative.")
)
VIDEO_VIEWS_3S = _measure("video_views_3s", _("3-second video views"))
VIDEO_VIEWS_60S = _measure("video_views_60s", _("1-minute video views"))
VIDEO_VIEWERS_3S = _measure("video_viewers_3s", _("3-second viewers"), Kind.PEOPLE)
VIDEO_VIEWERS_60S = _measure("video_viewers_60s", _("1-minute viewers"), Kind.PEOPLE)
WATCH_MS = _measure("watch_ms", _("Watch time"), unit=Unit.MILLISECONDS)
ENGAGED_USERS = _measure("engaged_users", _("Engaged users"), Kind.PEOPLE)
NEGATIVE_FEEDBACK = _measure("negative_feedback", _("Negative feedback"))
ORGANIC_REACH = _measure("organic_reach", _("Organic reach"), Kind.PEOPLE)
PAID_REACH = _measure("paid_reach", _("Paid reach"), Kind.PEOPLE)
ORGANIC_VIEWS = _measure("organic_views", _("Organic views"))
PAID_VIEWS = _measure("paid_views", _("Paid views"))
ORGANIC_IMPRESSIONS = _measure("organic_impressions", _("Organic impressions"))
PAID_IMPRESSIONS = _measure("paid_impressions", _("Paid impressions"))
REVENUE_MICROS = _measure("revenue_micros", _("Estimated revenue"), unit=Unit.MICROS)
SPEND_MICROS = _measure("spend_micros", _("Ad spend"), unit=Unit.MICROS)
SESSIONS = _measure("sessions", _("Website sessions"))
PURCHASES = _measure("purchases", _("Purchases"))
NEW_MEMBERS = _measure("new_members", _("New members"))
BLOCKS = _measure("blocks", _("Blocks"), Kind.LEVEL)
FRIENDS = _measure(
    "friends",
    _("LINE friends"),
    Kind.LEVEL,
    caveat=_("Everyone who ever added the account; blocks are not taken off."),
)
ANSWERED = _measure("answered", _("Answered messages"))
NEEDING_ANSWER = _measure("needing_answer", _("Messages needing an answer"))

# A different bit per measure, by its place in this list: rollups group posts by the set of
# measures they report. Only ever append; a changed place would change stored masks.
MASK_BIT: dict[str, int] = {key: 1 << place for place, key in enumerate(MEASURES)}


def mask_of(keys) -> int:
    """The bits of ``keys`` together: which measures a post reports."""
    mask = 0
    for key in keys:
        mask |= MASK_BIT[key]
    return mask


# --- what web sites and ads report ---------------------------------------------------------
#
# Kept apart from the measures above: these are columns of readings of their own, so no figure of
# a site or an ad can slip into a figure of a post or an account. Where a person may also type
# one for an account (sessions, purchases, ad spend), it is the same measure under the same key.

AUDIENCE_MEASURES: dict[str, Measure] = {}
SITE_MEASURES: dict[str, Measure] = {key: MEASURES[key] for key in (SESSIONS, PURCHASES)}
AD_MEASURES: dict[str, Measure] = {
    key: MEASURES[key] for key in (SPEND_MICROS, PAID_IMPRESSIONS, PAID_REACH)
}


def _apart(
    among: dict[str, Measure],
    key: str,
    label: Promise,
    kind: Kind = Kind.FLOW,
    unit: Unit = Unit.COUNT,
    caveat: Promise | None = None,
) -> str:
    adds = kind is Kind.FLOW
    among[key] = Measure(key, label, unit, kind, adds, adds, adds, caveat)
    return key


ACTIVE_FOLLOWERS = _apart(
    AUDIENCE_MEASURES,
    "active_followers",
    _("Active followers"),
    Kind.PEOPLE,
    caveat=_("Followers who were there within one hour; never added up."),
)

ENGAGED_SESSIONS = _apart(SITE_MEASURES, "engaged_sessions", _("Engaged sessions"))
SITE_USERS = _apart(
    SITE_MEASURES,
    "site_users",
    _("Website users"),
    Kind.PEOPLE,
    caveat=_("People on the web site; never added up, and never put beside a platform’s reach."),
)
SITE_ALL_USERS = _apart(SITE_MEASURES, "site_all_users", _("All website users"), Kind.PEOPLE)
SITE_NEW_USERS = _apart(SITE_MEASURES, "site_new_users", _("New website users"))
PAGE_VIEWS = _apart(SITE_MEASURES, "page_views", _("Page views"))
SITE_EVENTS = _apart(SITE_MEASURES, "site_events", _("Website events"))
KEY_EVENTS = _apart(
    SITE_MEASURES,
    "key_events",
    _("Key events"),
    caveat=_("What the property marks as key; called conversions until 2024."),
)
SITE_REVENUE_MICROS = _apart(
    SITE_MEASURES, "site_revenue_micros", _("Website revenue"), unit=Unit.MICROS
)

PAID_CLICKS = _apart(AD_MEASURES, "paid_clicks", _("Ad clicks"))
PAID_LINK_CLICKS = _apart(AD_MEASURES, "paid_link_clicks", _("Link clicks of ads"))
PAID_RESULTS = _apart(
    AD_MEASURES,
    "paid_results",
    _("Ad results"),
    caveat=_("What the campaign was made for; results of different kinds are never added up."),
)
PAID_PURCHASES = _apart(AD_MEASURES, "paid_purchases", _("Purchases after ads"))
PAID_REVENUE_MICROS = _apart(
    AD_MEASURES, "paid_revenue_micros", _("Revenue after ads"), unit=Unit.MICROS
)

EVERY_MEASURE: dict[str, Measure] = {
    **MEASURES,
    **AUDIENCE_MEASURES,
    **SITE_MEASURES,
    **AD_MEASURES,
}
