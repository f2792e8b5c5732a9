"""Whether an address can be that of a published post. Pure.

Pasted in a hurry it is often that of another tab: another platform, a front page, this workbench.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from platforms.kinds import PLATFORMS, Platform

# Mastodon is missing: every server has a name of its own.
HOSTS: Mapping[str, tuple[str, ...]] = {
    Platform.FACEBOOK: ("facebook.com", "fb.com", "fb.watch", "fb.me"),
    Platform.INSTAGRAM: ("instagram.com", "instagr.am"),
    Platform.YOUTUBE: ("youtube.com", "youtu.be"),
    Platform.LINE_OA: ("line.me", "lin.ee"),
    Platform.THREADS: ("threads.net", "threads.com"),
    Platform.LINKEDIN: ("linkedin.com", "lnkd.in"),
    Platform.TIKTOK: ("tiktok.com",),
    Platform.X: ("x.com", "twitter.com"),
    Platform.BLUESKY: ("bsky.app",),
}


def platform_of(link: str) -> str:
    """The platform a link leads to, "" where its host tells nothing."""
    host = (urlsplit(link).hostname or "").casefold()
    for platform, names in HOSTS.items():
        if any(host == name or host.endswith(f".{name}") for name in names):
            return str(platform)
    return ""


def why_not(link: str, platform: str, *, own_host: str = "") -> str:
    """Why ``link`` cannot be a post on ``platform``, and what to copy instead; "" when it can."""
    parts = urlsplit(link)
    if own_host and parts.netloc.casefold() == own_host.casefold():
        return _("That is a page of this workbench. Copy the link of the post on the platform.")
    leads_to = platform_of(link)
    if leads_to and leads_to != platform:
        return _("That link leads to %(there)s, but this post is on %(here)s. Copy that one.") % {
            "there": PLATFORMS[leads_to].label,
            "here": PLATFORMS[platform].label,
        }
    if not parts.path.strip("/") and not parts.query:
        return _("That link leads to a front page. Open the post itself and copy its link.")
    return ""
