"""What pictures and videos a platform takes, by kind of post. Pure data.

Sources: the official limits collected in the platforms' documentation, November 2026. What a
platform does not say is left out, and then nothing is checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from platforms.kinds import Platform

MB = 1_000_000
GB = 1_000 * MB
UPRIGHT = (0.55, 0.575)  # 9:16, with what rounding to whole pixels does


@dataclass(frozen=True, slots=True)
class MediaRule:
    """None or empty: the platform says nothing. A ratio is width ÷ height, both ends allowed."""

    picture_bytes: int | None = None
    picture_ratio: tuple[float, float] | None = None
    picture_width: int | None = None  # least
    picture_pixels: int | None = None  # most
    plays_gif: bool = True
    video_bytes: int | None = None
    video_seconds: tuple[float, float] | None = None
    video_ratio: tuple[float, float] | None = None
    codecs: tuple[str, ...] = ()  # as MediaInfo names them
    frames: tuple[float, float] | None = None  # a second
    # Longer ones only from accounts the platform has verified.
    seconds_unverified: float | None = None


_INSTAGRAM = MediaRule(
    picture_bytes=8 * MB, picture_ratio=(0.8, 1.91), picture_width=320, plays_gif=False,
    video_bytes=300 * MB, video_seconds=(3, 900), codecs=("AVC", "HEVC"), frames=(23, 60),
)  # fmt: skip

RULES: Mapping[tuple[str, str], MediaRule] = {
    (Platform.FACEBOOK, ""): MediaRule(picture_bytes=10 * MB, video_bytes=10 * GB),
    (Platform.FACEBOOK, "short"): MediaRule(
        picture_bytes=10 * MB, video_bytes=10 * GB, video_seconds=(3, 90), video_ratio=UPRIGHT
    ),
    (Platform.INSTAGRAM, ""): _INSTAGRAM,
    (Platform.INSTAGRAM, "story"): MediaRule(
        picture_bytes=8 * MB, picture_ratio=UPRIGHT, plays_gif=False,
        video_bytes=100 * MB, video_seconds=(3, 60), video_ratio=UPRIGHT, codecs=("AVC", "HEVC"),
    ),
    (Platform.YOUTUBE, ""): MediaRule(video_bytes=256 * GB, seconds_unverified=900),
    (Platform.YOUTUBE, "short"): MediaRule(
        video_bytes=256 * GB, video_seconds=(0, 180), video_ratio=(0.2, 1.0)
    ),
    (Platform.LINE_OA, ""): MediaRule(
        picture_bytes=10 * MB, plays_gif=False, video_bytes=200 * MB
    ),
    (Platform.THREADS, ""): MediaRule(
        picture_bytes=8 * MB, picture_ratio=(0.1, 10), video_bytes=GB, video_seconds=(0, 300)
    ),
    (Platform.LINKEDIN, ""): MediaRule(
        picture_pixels=36_150_000, video_bytes=500 * MB, video_seconds=(3, 1_800)
    ),
    (Platform.TIKTOK, ""): MediaRule(
        picture_bytes=20 * MB, plays_gif=False, video_bytes=4 * GB, video_seconds=(0, 600)
    ),
    (Platform.X, ""): MediaRule(picture_bytes=5 * MB, codecs=("AVC",)),
    (Platform.BLUESKY, ""): MediaRule(picture_bytes=2 * MB, video_bytes=300 * MB),
    # The usual of a server; each says its own.
    (Platform.MASTODON, ""): MediaRule(picture_bytes=16 << 20, video_bytes=99 << 20),
}  # fmt: skip


def rule_of(platform: str, kind: str) -> MediaRule:
    """The rule of this kind of post, else the platform's own; an empty one where none is known."""
    return RULES.get((platform, kind)) or RULES.get((platform, "")) or MediaRule()
