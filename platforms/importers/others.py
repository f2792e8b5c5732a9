"""Exports we can name but not read yet, so that the refusal says what was found."""

from django.utils.translation import gettext_noop

from platforms.importers.base import Record, is_blank
from platforms.importers.headers import normal
from platforms.sentences import gettext as _

# (what it is, headers of which at least `needed` must stand in one of the first records)
_SIGNS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    (gettext_noop("a LinkedIn page"), 2, (
        "Post link", "Impressions (organic)", "Impressions (total)", "Clicks (total)",
        "Organic followers", "Sponsored followers", "Total followers",
        "Overview page views (total)", "Posted by", "Campaign name", "Reposts (total)")),
    (gettext_noop("X (Twitter)"), 2, (
        "Tweet id", "Tweet permalink", "Tweet text", "Post id", "Post text", "Post Link",
        "user profile clicks", "detail expands", "hashtag clicks", "Unfollows", "Create Post",
        "Tweets published", "Bookmarks")),
    (gettext_noop("TikTok"), 2, (
        "Video link", "Post time", "Total likes", "Total views", "Add to Favorites",
        "Video Views", "Profile Views", "Total Viewers", "Returning Viewers",
        "Difference in followers from previous day", "Active followers",
        "Reached audience", "Phone number clicks", "Leads submission", "Net growth")),
    (gettext_noop("Google Analytics"), 2, (
        "Active users", "Event count", "Key events", "Conversions", "Sessions",
        "Engaged sessions", "Views per active user", "Average engagement time per active user",
        "Average session duration", "Total users",
        "活躍使用者", "事件計數", "重要事件", "工作階段", "互動工作階段")),
    (gettext_noop("a LINE Official Account"), 2, (
        "contacts", "targetReaches", "blocks", "好友數", "加入好友", "目標好友數", "目標觸及人數",
        "封鎖數", "封鎖", "友だち追加", "ターゲットリーチ", "ブロック")),
)  # fmt: skip
_NAMES = tuple(
    (what, needed, frozenset(normal(name) for name in names)) for what, needed, names in _SIGNS
)


def looks_like(opening: list[Record]) -> str | None:
    """A translated name of the kind of export, or None where nothing fits."""
    first = next((cells[0].strip() for _n, cells in opening if not is_blank(cells)), "")
    if first.startswith("# -"):
        return _("Google Analytics")
    for _number, cells in opening[:8]:
        names = {normal(cell) for cell in cells}
        best, hits = None, 0
        for what, needed, known in _NAMES:
            found = len(names & known)
            if found >= needed and found > hits:
                best, hits = what, found
        if best:
            return _(best)
    return None
