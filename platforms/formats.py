"""What each platform has beside the plain post: comments, polls, stories. Pure data.

Official documents say little about these. Where they are silent, the figures are what the apps
showed in November 2026, so whatever is built on them may warn but must not block.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from platforms.kinds import Platform
from platforms.lengths import TEXT_RULES, Counter, characters, clusters, utf16_units


@dataclass(frozen=True, slots=True)
class CommentRule:
    """How long the account's own first comment may be, counted as ``count`` does."""

    most: int
    count: Counter = characters


def _as_a_post(platform: Platform) -> CommentRule:
    rule = TEXT_RULES[platform]
    return CommentRule(rule.most, rule.count)


# A platform that is missing has no comments: LINE messages cannot be commented on.
COMMENTS: Mapping[str, CommentRule] = {
    Platform.FACEBOOK: CommentRule(8_000),
    Platform.INSTAGRAM: CommentRule(2_200),
    Platform.YOUTUBE: CommentRule(10_000),
    Platform.LINKEDIN: CommentRule(1_250),
    Platform.TIKTOK: CommentRule(150, utf16_units),
    # Here a comment is a reply, counted like a post.
    Platform.THREADS: _as_a_post(Platform.THREADS),
    Platform.X: _as_a_post(Platform.X),
    Platform.BLUESKY: _as_a_post(Platform.BLUESKY),
    Platform.MASTODON: _as_a_post(Platform.MASTODON),
}


@dataclass(frozen=True, slots=True)
class PollRule:
    """Answers a poll may have, letters of each, and how many hours it may run."""

    most_answers: int
    letters: int
    longest_hours: int
    least_answers: int = 2


# A platform that is missing has no polls in posts.
POLLS: Mapping[str, PollRule] = {
    Platform.X: PollRule(4, 25, 7 * 24),
    Platform.LINKEDIN: PollRule(4, 30, 14 * 24),
    Platform.THREADS: PollRule(4, 25, 24),
    Platform.MASTODON: PollRule(4, 50, 30 * 24),
    Platform.YOUTUBE: PollRule(5, 65, 365 * 24),
    Platform.INSTAGRAM: PollRule(4, 24, 24),  # in a story
    Platform.FACEBOOK: PollRule(4, 24, 24),  # in a story
    Platform.LINE_OA: PollRule(20, 100, 365 * 24),  # as a survey
}

STORIES = frozenset({Platform.FACEBOOK, Platform.INSTAGRAM, Platform.TIKTOK})
SHORTS = frozenset(
    {
        Platform.FACEBOOK,
        Platform.INSTAGRAM,
        Platform.YOUTUBE,
        Platform.TIKTOK,
        Platform.THREADS,
        Platform.LINKEDIN,
        Platform.X,
        Platform.LINE_OA,
    }
)
LIVES = frozenset(
    {
        Platform.FACEBOOK,
        Platform.INSTAGRAM,
        Platform.YOUTUBE,
        Platform.TIKTOK,
        Platform.LINKEDIN,
        Platform.X,
    }
)
# LINE Official Account: bubbles of one message that is sent, and what its notification may say.
LINE_BUBBLES = 3  # in the manager; five by the Messaging API
LINE_BUBBLE_LETTERS = 500  # of one text bubble in the manager, any sign counts one
LINE_NOTIFICATION = 1_500  # UTF-16 units; the telephone shows far fewer

# An address in the text is only letters there.
DEAD_LINKS = frozenset({Platform.INSTAGRAM, Platform.TIKTOK})
# Only the first hashtag leads anywhere; the others are shown as plain text.
PLAIN_HASHTAGS = frozenset({Platform.THREADS})


@dataclass(frozen=True, slots=True)
class Fold:
    """About how much of a post shows before “more”: so many letters or lines, whichever is first."""

    letters: int
    lines: int


# As the apps showed it on a telephone in November 2026; it changes with letter size and screen.
# A platform that is missing shows the whole text.
FOLDS: Mapping[str, Fold] = {
    Platform.FACEBOOK: Fold(240, 5),
    Platform.INSTAGRAM: Fold(65, 2),
    Platform.LINKEDIN: Fold(140, 3),
    Platform.YOUTUBE: Fold(80, 3),
    Platform.TIKTOK: Fold(45, 2),
}


def folded(platform: str, text: str) -> tuple[str, str]:
    """``text`` as what shows at once and the rest; the rest is "" where nothing folds."""
    fold = FOLDS.get(platform)
    if fold is None:
        return text, ""
    lines = text.split("\n")
    shown = "\n".join(lines[: fold.lines])
    if len(shown) > fold.letters:
        shown = "".join(clusters(shown)[: fold.letters])
    return shown, text[len(shown) :]
