"""What speaks against publishing a text as it stands: the rule, and the way out. Pure.

A check never edits. ``block`` stops scheduling; ``warn`` is said and can be lived with.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from platforms.kinds import PLATFORMS
from platforms.lengths import TEXT_RULES, graphemes, hashtags, links, mentions, utf8_bytes


class Level(StrEnum):
    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. ``rule`` names where it comes from, ``way_out`` what to do."""

    level: Level
    rule: str
    text: str
    way_out: str
    where: str = ""  # account name, "" for the whole post
    replace: tuple[str, str] | None = None  # a word and what to write instead


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What a check needs to know of a picture or video."""

    name: str
    alt: str
    kind: str  # image | video | document
    licence: str = ""  # "" when nobody has said by what right it is used
    expires_on: date | None = None
    channels: tuple[str, ...] = ()  # empty: every platform
    shows_people: bool = False
    consent: str = ""
    made_by_ai: bool = False


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One account's version."""

    account: str
    platform: str
    text: str
    title: str = ""
    at: datetime | None = None
    day: date | None = None  # of ``at`` in the workspace's zone
    media: Sequence[MediaFacts] = ()
    neighbours: Sequence[tuple[datetime, str]] = ()  # others on this account: when, title
    twins: Sequence[str] = ()  # titles of others with the same text on this account


@dataclass(frozen=True, slots=True)
class Avoided:
    word: str
    instead: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    key: str
    name: str  # statute and article
    question: str
    words: tuple[str, ...]
    blocks: bool
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the workspace's guide and law checklist ask for."""

    avoided: Sequence[Avoided] = ()
    laws: Sequence[Law] = ()
    most_emoji: int | None = None
    most_hashtags: int | None = None
    ready_days: int = 2
    close_minutes: int = 30


@dataclass(frozen=True, slots=True)
class Draft:
    """A post as the checks see it. ``answers``: law key → what somebody wrote as evidence."""

    versions: Sequence[VersionFacts]
    today: date
    disclosure: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    ready: bool = True  # copy and visuals are there


def check(draft: Draft, rules: Rules) -> list[Check]:
    """Every finding, blocking ones first."""
    found = [
        *(one for version in draft.versions for one in _version(version, draft, rules)),
        *_law(draft, rules),
        *_ready(draft, rules),
    ]
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda one: one.level != Level.BLOCK)


def _version(version: VersionFacts, draft: Draft, rules: Rules) -> Iterator[Check]:
    yield from _length(version)
    yield from _counts(version, rules)
    yield from _words(version, rules)
    yield from _media(version)
    yield from _disclosed(version, draft)
    yield from _neighbours(version, rules)


def _length(version: VersionFacts) -> Iterator[Check]:
    limits = TEXT_RULES.get(version.platform)
    if limits is None:
        return
    label = str(PLATFORMS[version.platform].label)
    length = limits.length(version.text)
    if length > limits.most:
        yield Check(
            Level.BLOCK,
            _("Length on %(platform)s") % {"platform": label},
            _("The text counts %(length)s, %(most)s are allowed.")
            % {"length": f"{length:,}", "most": f"{limits.most:,}"},
            _("Shorten this version, or write one of its own for this account."),
            version.account,
        )
    if limits.most_bytes and utf8_bytes(version.text) > limits.most_bytes:
        yield Check(
            Level.BLOCK,
            _("Length on %(platform)s") % {"platform": label},
            _("The text has %(length)s bytes, %(most)s are allowed.")
            % {"length": f"{utf8_bytes(version.text):,}", "most": f"{limits.most_bytes:,}"},
            _("Shorten this version, or write one of its own for this account."),
            version.account,
        )
    if limits.title is not None:
        if not version.title:
            yield Check(
                Level.BLOCK,
                _("Title on %(platform)s") % {"platform": label},
                _("A title is missing."),
                _("Write one in the version of this account."),
                version.account,
            )
        elif len(version.title) > limits.title:
            yield Check(
                Level.BLOCK,
                _("Title on %(platform)s") % {"platform": label},
                _("The title counts %(length)s, %(most)s are allowed.")
                % {"length": len(version.title), "most": limits.title},
                _("Shorten the title."),
                version.account,
            )
    if not version.text.strip() and not version.media:
        yield Check(
            Level.BLOCK,
            _("Nothing to publish"),
            _("There is neither text nor media."),
            _("Write the text, or add a picture or video."),
            version.account,
        )


def _counts(version: VersionFacts, rules: Rules) -> Iterator[Check]:
    limits = TEXT_RULES.get(version.platform)
    tags = hashtags(version.text)
    if limits is not None:
        label = str(PLATFORMS[version.platform].label)
        for what, number, most in (
            (_("hashtags"), len(tags), limits.hashtags),
            (_("mentions"), len(mentions(version.text)), limits.mentions),
            (_("links"), len(links(version.text)), limits.links),
        ):
            if most is not None and number > most:
                yield Check(
                    Level.BLOCK,
                    _("Rules of %(platform)s") % {"platform": label},
                    _("%(number)d %(what)s, %(most)d are allowed.")
                    % {"number": number, "what": what, "most": most},
                    _("Take some out of this version."),
                    version.account,
                )
    if rules.most_hashtags is not None and len(tags) > rules.most_hashtags:
        yield Check(
            Level.WARN,
            _("Brand voice: hashtags"),
            _("%(number)d hashtags; the guide says %(most)d at most.")
            % {"number": len(tags), "most": rules.most_hashtags},
            _("Keep the ones that people search for."),
            version.account,
        )
    emoji = _emoji(version.text)
    if rules.most_emoji is not None and emoji > rules.most_emoji:
        yield Check(
            Level.WARN,
            _("Brand voice: emoji"),
            _("%(number)d emoji; the guide says %(most)d at most.")
            % {"number": emoji, "most": rules.most_emoji},
            _("Keep the ones that say something."),
            version.account,
        )


def _emoji(text: str) -> int:
    """Emoji as a reader counts them: a flag or a family is one."""
    return sum(graphemes(run) for run in _emoji_runs(text))


def _emoji_runs(text: str) -> Iterator[str]:
    run = ""
    for char in text:
        code = ord(char)
        if (
            0x1F000 <= code <= 0x1FAFF
            or 0x2600 <= code <= 0x27BF
            or (run and char in "\u200d\ufe0f")
        ):
            run += char
        elif run:
            yield run
            run = ""
    if run:
        yield run


def _words(version: VersionFacts, rules: Rules) -> Iterator[Check]:
    folded = plain(version.text + "\n" + version.title)
    for avoided in rules.avoided:
        if avoided.word and plain(avoided.word) in folded:
            way_out = (
                _("Write “%(word)s” instead.") % {"word": avoided.instead}
                if avoided.instead
                else _("Say it another way.")
            )
            yield Check(
                Level.BLOCK,
                _("Brand voice: words to avoid"),
                _("“%(word)s” is a word this brand avoids.") % {"word": avoided.word}
                + (f" {avoided.why}" if avoided.why else ""),
                way_out,
                version.account,
                (avoided.word, avoided.instead) if avoided.instead else None,
            )


def _media(version: VersionFacts) -> Iterator[Check]:
    limits = TEXT_RULES.get(version.platform)
    if limits is not None:
        label = str(PLATFORMS[version.platform].label)
        if limits.media_needed and not version.media:
            yield Check(
                Level.BLOCK,
                _("Rules of %(platform)s") % {"platform": label},
                _("A post there needs a picture or video."),
                _("Add one from the media library."),
                version.account,
            )
        if len(version.media) > limits.media:
            yield Check(
                Level.BLOCK,
                _("Rules of %(platform)s") % {"platform": label},
                _("%(number)d media, %(most)d are allowed.")
                % {"number": len(version.media), "most": limits.media},
                _("Take some out, or give this account media of its own."),
                version.account,
            )
    for one in version.media:
        yield from _licence(one, version)
        if one.kind == "image" and not one.alt.strip():
            yield Check(
                Level.WARN,
                _("Alternative text"),
                _("“%(name)s” has no alternative text.") % {"name": one.name},
                _("Say in one sentence what it shows, for people who do not see it."),
                version.account,
            )


def _licence(one: MediaFacts, version: VersionFacts) -> Iterator[Check]:
    rule = _("Licence")
    if not one.licence:
        yield Check(
            Level.BLOCK,
            rule,
            _("Nobody has said by what right “%(name)s” may be used.") % {"name": one.name},
            _("Open it in the media library and fill in the licence."),
            version.account,
        )
        return
    if one.expires_on is not None and version.day is not None and version.day > one.expires_on:
        yield Check(
            Level.BLOCK,
            rule,
            _("The licence of “%(name)s” ends on %(day)s, before this goes out.")
            % {"name": one.name, "day": f"{one.expires_on:%Y/%m/%d}"},
            _("Prolong the licence, publish earlier, or take another picture."),
            version.account,
        )
    if one.channels and version.platform not in one.channels:
        yield Check(
            Level.BLOCK,
            rule,
            _("“%(name)s” is not licensed for %(platform)s.")
            % {"name": one.name, "platform": PLATFORMS[version.platform].label},
            _("Take another picture for this account."),
            version.account,
        )
    if one.shows_people and not one.consent.strip():
        yield Check(
            Level.BLOCK,
            _("Consent of people shown"),
            _("“%(name)s” shows people, and nothing is noted about their consent.")
            % {"name": one.name},
            _("Write in the media library who consented, when and to what."),
            version.account,
        )
    if one.licence == "follower" and not one.consent.strip():
        yield Check(
            Level.BLOCK,
            _("Consent of the follower"),
            _("“%(name)s” is a follower's work without recorded consent.") % {"name": one.name},
            _("Ask for it, and note the answer in the media library."),
            version.account,
        )


DISCLOSED = ("廣告", "合作", "贊助", "業配", "體驗邀約", "#ad", "sponsored", "partner")


def _disclosed(version: VersionFacts, draft: Draft) -> Iterator[Check]:
    if not draft.disclosure:
        return
    text = plain(version.text)
    if not any(word in text for word in DISCLOSED):
        yield Check(
            Level.BLOCK,
            _("Disclosure"),
            _("The post is paid or partnered, but the text does not say so."),
            _("Begin with words such as 「廣告」 or 「合作」."),
            version.account,
        )


def _neighbours(version: VersionFacts, rules: Rules) -> Iterator[Check]:
    for title in version.twins[:1]:
        yield Check(
            Level.WARN,
            _("The same text"),
            _("“%(title)s” has the same text on this account.") % {"title": title},
            _("Write something of its own, or remove one of them."),
            version.account,
        )
    if version.at is None:
        return
    for at, title in version.neighbours:
        minutes = abs((at - version.at).total_seconds()) / 60
        if minutes < rules.close_minutes:
            yield Check(
                Level.WARN,
                _("The same hour"),
                _("“%(title)s” goes out %(minutes)d minutes apart on this account.")
                % {"title": title, "minutes": minutes},
                _("Leave at least %(minutes)d minutes between two posts.")
                % {"minutes": rules.close_minutes},
                version.account,
            )
            return


def _law(draft: Draft, rules: Rules) -> Iterator[Check]:
    text = plain("\n".join(f"{one.title}\n{one.text}" for one in draft.versions))
    for law in rules.laws:
        hit = next((word for word in law.words if word and plain(word) in text), "")
        if not hit or draft.answers.get(law.key, "").strip():
            continue
        yield Check(
            Level.BLOCK if law.blocks else Level.WARN,
            law.name,
            _("“%(word)s”: %(question)s") % {"word": hit, "question": law.question},
            _("Change the words, or answer the question below with what proves it.")
            + (f" {law.evidence}" if law.evidence else ""),
        )


def _ready(draft: Draft, rules: Rules) -> Iterator[Check]:
    days = [version.day for version in draft.versions if version.day]
    if draft.ready or not days:
        return
    left = (min(days) - draft.today).days
    if left <= rules.ready_days:
        yield Check(
            Level.WARN,
            _("Ready in time"),
            _("It goes out in %(left)d days and copy or visuals are not finished.")
            % {"left": max(left, 0)},
            _("Finish both %(days)d days ahead, or take a later slot.")
            % {"days": rules.ready_days},
        )


def plain(text: str) -> str:
    """For comparing words: NFKC, no case."""
    return unicodedata.normalize("NFKC", text).casefold()
