"""How long a text may be on each platform, counted as that platform counts. Pure data and sums.

Sources: the official limits collected in the platforms' documentation, November 2026.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from platforms.kinds import Platform

URL = re.compile(r"https?://[^\s<>\u3000-\u303f\uff00-\uffef]+", re.IGNORECASE)
HASHTAG = re.compile(r"(?<![A-Za-z0-9_&])[#＃]([\w・]+)")
MENTION = re.compile(r"(?<![\w@])[@＠]([\w.]+)")
URL_LENGTH = 23  # X and Mastodon shorten every address to this many
# Ranges that weigh one on X; everything else (Chinese, Japanese, emoji) weighs two.
_X_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_ZWJ, _VS16, _KEYCAP = "\u200d", "\ufe0f", "\u20e3"


def characters(text: str) -> int:
    return len(text)


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def utf8_bytes(text: str) -> int:
    return len(text.encode())


def graphemes(text: str) -> int:
    """What a reader takes for one sign: a flag, a family, a letter with its marks."""
    return len(clusters(text))


def clusters(text: str) -> list[str]:
    """``text`` cut into extended grapheme clusters (UAX #29, without its Indic conjuncts)."""
    found: list[str] = []
    for char in text:
        if found and _joins(found[-1], char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _joins(cluster: str, char: str) -> bool:
    last = cluster[-1]
    if last == "\r" and char == "\n":
        return True
    if last in "\r\n" or char in "\r\n":
        return False
    if char in (_ZWJ, _VS16, _KEYCAP) or unicodedata.category(char) in ("Mn", "Me", "Mc"):
        return True
    if 0x1F3FB <= ord(char) <= 0x1F3FF or 0xE0020 <= ord(char) <= 0xE007F:  # skin, tags of flags
        return True
    if last == _ZWJ and _pictographic(char):
        return True
    if _regional(char) and _regional(last):
        return sum(_regional(one) for one in cluster) % 2 == 1
    return _hangul(last, char)


def _pictographic(char: str) -> bool:
    code = ord(char)
    return 0x1F000 <= code <= 0x1FAFF or 0x2190 <= code <= 0x2BFF or code in (0xA9, 0xAE, 0x3030)


def _regional(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


def _hangul(last: str, char: str) -> bool:
    """Conjoining jamo: L before L, V or a syllable; V before V or T; T before T."""
    before, after = ord(last), ord(char)
    if 0x1100 <= before <= 0x115F:
        return 0x1100 <= after <= 0x11A7 or 0xAC00 <= after <= 0xD7A3
    if 0x1160 <= before <= 0x11A7 or (0xAC00 <= before <= 0xD7A3 and (before - 0xAC00) % 28 == 0):
        return 0x1160 <= after <= 0x11FF
    return (0x11A8 <= before <= 0x11FF or 0xAC00 <= before <= 0xD7A3) and 0x11A8 <= after <= 0x11FF


def x_weight(text: str) -> int:
    """X's own sum: addresses 23, light letters 1, everything else 2, an emoji 2 as a whole."""
    links = URL.findall(text)
    rest = URL.sub("", unicodedata.normalize("NFC", text))
    return URL_LENGTH * len(links) + sum(_x_cluster(one) for one in clusters(rest))


def _x_cluster(cluster: str) -> int:
    if len(cluster) > 1 and any(_pictographic(c) or _regional(c) for c in cluster):
        return 2
    return sum(
        1 if any(low <= ord(char) <= high for low, high in _X_LIGHT) else 2 for char in cluster
    )


def threads_length(text: str) -> int:
    """Letters count one, an emoji as many as it has bytes."""
    return sum(
        utf8_bytes(one) if any(_pictographic(c) or _regional(c) for c in one) else len(one)
        for one in clusters(text)
    )


def mastodon_length(text: str) -> int:
    """Letters as readers see them, addresses 23, mentions without their server."""
    rest = re.sub(r"(@[\w.]+)@[\w.-]+", r"\1", URL.sub("", text))
    return URL_LENGTH * len(URL.findall(text)) + graphemes(rest)


Counter = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class TextRule:
    """``most`` as counted by ``count``; a second sum where a platform has two. None: no limit."""

    most: int
    count: Counter = characters
    most_bytes: int | None = None
    title: int | None = None
    hashtags: int | None = None
    mentions: int | None = None
    links: int | None = None
    alt: int | None = None  # of alternative text
    media: int = 10  # most pictures or videos in one post
    media_needed: bool = False
    most_with_photos: int | None = None  # where a post of pictures alone may say more

    def most_for(self, kinds: Collection[str]) -> int:
        """The limit for a post with media of these kinds (image | video | document)."""
        if self.most_with_photos is not None and set(kinds) == {"image"}:
            return self.most_with_photos
        return self.most

    def length(self, text: str) -> int:
        return self.count(text)


TEXT_RULES: Mapping[str, TextRule] = {
    Platform.FACEBOOK: TextRule(63_206),
    # The app takes five hashtags since December 2025; more are said to be ignored or refused.
    Platform.INSTAGRAM: TextRule(
        2_200, hashtags=5, mentions=20, alt=1_000, media=10, media_needed=True
    ),
    Platform.YOUTUBE: TextRule(5_000, utf8_bytes, title=100, media=1, media_needed=True),
    Platform.LINE_OA: TextRule(5_000, utf16_units, media=4),
    Platform.THREADS: TextRule(500, threads_length, links=5, hashtags=1, media=20),
    Platform.LINKEDIN: TextRule(3_000, media=20),
    Platform.TIKTOK: TextRule(
        2_200, utf16_units, media=35, media_needed=True, most_with_photos=4_000
    ),
    Platform.X: TextRule(280, x_weight, media=4),
    Platform.BLUESKY: TextRule(300, graphemes, most_bytes=3_000, media=4),
    Platform.MASTODON: TextRule(500, mastodon_length, alt=1_500, media=4),
}


def hashtags(text: str) -> list[str]:
    return HASHTAG.findall(URL.sub(" ", text))


def mentions(text: str) -> list[str]:
    return MENTION.findall(URL.sub(" ", text))


def links(text: str) -> list[str]:
    return URL.findall(text)
