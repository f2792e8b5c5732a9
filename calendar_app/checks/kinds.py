"""What the kind of a post asks for: answers of a poll, bubbles of a LINE message, first comments."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from calendar_app.checks.values import Check, Level, VersionFacts
from platforms.formats import (
    COMMENTS,
    LINE_BUBBLE_LETTERS,
    LINE_BUBBLES,
    LINE_NOTIFICATION,
    LIVES,
    POLLS,
    SHORTS,
    STORIES,
)
from platforms.kinds import PLATFORMS, Platform
from platforms.lengths import graphemes, utf16_units

HAVE = {"story": STORIES, "short": SHORTS, "live": LIVES, "poll": frozenset(POLLS)}


def of_kind(version: VersionFacts) -> Iterator[Check]:
    yield from _exists_there(version)
    yield from _comment(version)
    yield from _signs(version)
    if version.kind == "poll":
        yield from _poll(version)
    if version.kind == "line":
        yield from _line(version)
    if version.platform == Platform.LINE_OA:
        yield from _bubble(version)


def _exists_there(version: VersionFacts) -> Iterator[Check]:
    has = HAVE.get(version.kind)
    wrong = version.platform not in has if has is not None else False
    if version.kind == "line" and version.platform != Platform.LINE_OA:
        wrong = True
    if wrong:
        yield Check(
            Level.WARN,
            _rule(version),
            _("%(platform)s does not have this kind of post.") % {"platform": _label(version)},
            _("Take the account out, or plan another kind for it."),
            version.account,
        )


def _comment(version: VersionFacts) -> Iterator[Check]:
    if not version.comment.strip():
        return
    rule = COMMENTS.get(version.platform)
    if rule is None:
        yield Check(
            Level.WARN,
            _("First comment"),
            _("%(platform)s has no comments, so nobody will see it there.")
            % {"platform": _label(version)},
            _("Put what matters into the text of this account."),
            version.account,
        )
        return
    length = rule.count(version.comment)
    if length > rule.most:
        yield Check(
            Level.WARN,
            _("First comment"),
            _("The comment counts %(length)s, %(most)s are allowed.")
            % {"length": f"{length:,}", "most": f"{rule.most:,}"},
            _("Shorten it, or write one of its own for this account."),
            version.account,
        )


def _signs(version: VersionFacts) -> Iterator[Check]:
    """YouTube refuses both signs wherever they stand [its own reference]."""
    if version.platform == Platform.YOUTUBE and set("<>") & set(version.text + version.title):
        yield Check(
            Level.BLOCK,
            _rule(version),
            _("The signs < and > are not allowed in title and text."),
            _("Write 《》 or words instead."),
            version.account,
        )


def _poll(version: VersionFacts) -> Iterator[Check]:
    answers = list(version.particulars.get("answers", []))
    if len(answers) < 2:
        yield Check(
            Level.BLOCK,
            _("Poll"),
            _("A poll needs two answers at least."),
            _("Write them one a line, below the text."),
        )
        return
    if len(set(answers)) < len(answers):
        yield Check(
            Level.BLOCK,
            _("Poll"),
            _("Two answers are the same."),
            _("Change one of them."),
        )
    rule = POLLS.get(version.platform)
    if rule is None:
        return
    if len(answers) > rule.most_answers:
        yield Check(
            Level.WARN,
            _rule(version),
            _("%(number)d answers, %(most)d are allowed.")
            % {"number": len(answers), "most": rule.most_answers},
            _("Take some out."),
            version.account,
        )
    for answer in answers:
        if len(answer) > rule.letters:
            yield Check(
                Level.WARN,
                _rule(version),
                _("The answer “%(answer)s” counts %(length)d, %(most)d are allowed.")
                % {"answer": answer, "length": len(answer), "most": rule.letters},
                _("Shorten the answer."),
                version.account,
            )
    hours = version.particulars.get("hours")
    if hours and hours > rule.longest_hours:
        yield Check(
            Level.WARN,
            _rule(version),
            _("The poll is to run %(hours)d hours, %(most)d are allowed.")
            % {"hours": hours, "most": rule.longest_hours},
            _("Let it end earlier."),
            version.account,
        )


def _bubble(version: VersionFacts) -> Iterator[Check]:
    """By hand a message goes out through LINE's manager, which takes less than its API."""
    length = graphemes(version.text)
    if length > LINE_BUBBLE_LETTERS:
        yield Check(
            Level.WARN,
            _rule(version),
            _("The text has %(length)s letters; one bubble of LINE's manager takes %(most)s.")
            % {"length": f"{length:,}", "most": LINE_BUBBLE_LETTERS},
            _("Shorten it, or spread it over several bubbles, three at most."),
            version.account,
        )


def _line(version: VersionFacts) -> Iterator[Check]:
    if version.platform != Platform.LINE_OA:
        return
    bubbles = list(version.particulars.get("bubbles", []))
    if not bubbles:
        yield Check(
            Level.WARN,
            _rule(version),
            _("Nobody has said what the message consists of."),
            _("Tick its bubbles below the text."),
            version.account,
        )
    if len(bubbles) > LINE_BUBBLES:
        yield Check(
            Level.WARN,
            _rule(version),
            _("%(number)d bubbles, %(most)d are allowed.")
            % {"number": len(bubbles), "most": LINE_BUBBLES},
            _("Leave some out, or send a second message."),
            version.account,
        )
    said = str(version.particulars.get("notification", ""))
    pictures = {"rich", "card", "coupon", "image", "video"} & set(bubbles)
    if pictures and "text" not in bubbles and not said:
        yield Check(
            Level.WARN,
            _rule(version),
            _("Without words for the notification, the telephone only says that a message came."),
            _("Write the words of the notification."),
            version.account,
        )
    if utf16_units(said) > LINE_NOTIFICATION:
        yield Check(
            Level.BLOCK,
            _rule(version),
            _("The notification counts %(length)s, %(most)s are allowed.")
            % {"length": f"{utf16_units(said):,}", "most": f"{LINE_NOTIFICATION:,}"},
            _("Shorten the words of the notification."),
            version.account,
        )


def _label(version: VersionFacts) -> str:
    return str(PLATFORMS[version.platform].label)


def _rule(version: VersionFacts) -> str:
    return _("Rules of %(platform)s") % {"platform": _label(version)}
