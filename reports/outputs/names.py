"""How accounts, posts, their kinds and gaps in their figures are called in a document."""

from unicodedata import category, normalize

from django.utils.translation import gettext as _

from analytics.metrics import APART, Source
from analytics.query import MetricValue
from platforms.models import Post, SocialAccount

EXCERPT = 40  # letters of a post's text that tell it from others


def subject_of(value: MetricValue) -> int | None:
    if value.post is not None:
        return value.post.pk
    return value.account.pk if value.account is not None else None


def account_name(account: SocialAccount) -> str:
    """``晨光小舖（Instagram）``: the same brand has one name on many platforms."""
    return _("{name} ({platform})").format(
        name=account.name, platform=account.get_platform_display()
    )


def post_name(post: Post) -> str:
    """The beginning of its text in plain letters: no office font draws every emoji."""
    text = " ".join(plain_letters(post.text).split()) or post.permalink or f"#{post.pk}"
    return text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1]}…"


def plain_letters(text: str) -> str:
    """``text`` without emoji, decorative letters made plain (𝐒𝐀𝐋𝐄 → SALE)."""
    kept = []
    for letter in text:
        if "\U0001d400" <= letter <= "\U0001d7ff":
            letter = normalize("NFKC", letter)
        elif (
            (letter >= "\U00010000" and not letter.isalnum())
            or category(letter) in ("So", "Cs", "Co", "Cn")
            or letter in "\u200d\ufe0e\ufe0f\u20e3"
        ):
            continue
        kept.append(letter)
    return "".join(kept)


def post_type_label(kind: str) -> str:
    from platforms.kinds import PostType

    return str(PostType(kind).label) if kind in PostType.values else _("Other")


def partly(value: MetricValue) -> str:
    """How many of the posts or days that could report a figure do."""
    words = {"used": f"{value.used:,}", "total": f"{value.total:,}"}
    if value.metric.source is Source.DAYS and len(value.accounts) > 1:
        return _("{used} of {total} account days report it").format(**words)
    if value.metric.source is Source.DAYS or value.metric.source in APART:
        return _("{used} of {total} days report it").format(**words)
    return _("{used} of {total} posts report it").format(**words)
