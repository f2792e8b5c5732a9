"""Platforms and post types: codes in the database, labels for people, one place for both."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Platform(models.TextChoices):
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    YOUTUBE = "youtube", "YouTube"
    LINE_OA = "line_oa", _("LINE Official Account")
    THREADS = "threads", "Threads"
    LINKEDIN = "linkedin", "LinkedIn"
    TIKTOK = "tiktok", "TikTok"
    X = "x", "X"
    BLUESKY = "bluesky", "Bluesky"
    MASTODON = "mastodon", "Mastodon"


class PostType(models.TextChoices):
    PHOTO = "photo", _("Photo")
    CAROUSEL = "carousel", _("Carousel")
    VIDEO = "video", _("Video")
    SHORT_VIDEO = "short_video", _("Reel or short")
    LIVE = "live", _("Live")
    STORY = "story", _("Story")
    LINK = "link", _("Link")
    TEXT = "text", pgettext_lazy("kind of post", "Text")
    MESSAGE = "message", _("Message")
    REPLY = "reply", _("Reply")
    OTHER = "other", _("Other")


class Channel(models.TextChoices):
    """Where figures come from that are no social account's: web sites and paid promotion."""

    GA4 = "ga4", "Google Analytics"
    META_ADS = "meta_ads", _("Meta Ads")
    GOOGLE_ADS = "google_ads", "Google Ads"
    LINE_ADS = "line_ads", "LINE Ads"


AD_CHANNELS = (Channel.META_ADS, Channel.GOOGLE_ADS, Channel.LINE_ADS)
SOURCE_CHOICES = [*Platform.choices, *Channel.choices]  # whatever a delivery may come from


@dataclass(frozen=True, slots=True)
class PlatformFacts:
    """What pages need to know about a platform without asking a connector."""

    key: str
    label: str | Promise
    icon: str  # name in tablericons2
    reports_zone: str  # zone its exports' days and clock times are in


PLATFORMS: dict[str, PlatformFacts] = {
    facts.key: facts
    for facts in (
        PlatformFacts("facebook", "Facebook", "brand-facebook", "America/Los_Angeles"),
        PlatformFacts("instagram", "Instagram", "brand-instagram", "America/Los_Angeles"),
        PlatformFacts("youtube", "YouTube", "brand-youtube", "America/Los_Angeles"),
        PlatformFacts("line_oa", _("LINE Official Account"), "brand-line", "Asia/Tokyo"),
        PlatformFacts("threads", "Threads", "brand-threads", "America/Los_Angeles"),
        PlatformFacts("linkedin", "LinkedIn", "brand-linkedin", "UTC"),
        PlatformFacts("tiktok", "TikTok", "brand-tiktok", "UTC"),
        PlatformFacts("x", "X", "brand-x", "UTC"),
        PlatformFacts("bluesky", "Bluesky", "brand-bluesky", "UTC"),
        PlatformFacts("mastodon", "Mastodon", "brand-mastodon", "UTC"),
    )
}

CHANNELS: dict[str, PlatformFacts] = {
    facts.key: facts
    for facts in (
        PlatformFacts("ga4", "Google Analytics", "chart-bar", "Asia/Taipei"),
        PlatformFacts("meta_ads", _("Meta Ads"), "speakerphone", "Asia/Taipei"),
        PlatformFacts("google_ads", "Google Ads", "speakerphone", "Asia/Taipei"),
        PlatformFacts("line_ads", "LINE Ads", "speakerphone", "Asia/Taipei"),
    )
}


def facts_of(key: str) -> PlatformFacts | None:
    """The facts of a platform or channel."""
    return PLATFORMS.get(key) or CHANNELS.get(key)


def label_of(key: str) -> str:
    """How people call a platform or channel; "" where it is neither."""
    facts = facts_of(key)
    return str(facts.label) if facts else ""
