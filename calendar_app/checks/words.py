"""What the words of a version say against it: too long, too many, avoided, undisclosed."""

import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calendar_app.checks.values import Check, Draft, Level, Rules, VersionFacts
from platforms.formats import DEAD_LINKS, PLAIN_HASHTAGS
from platforms.kinds import PLATFORMS
from platforms.lengths import TEXT_RULES, graphemes, hashtags, links, mentions, utf8_bytes


def of_words(version: VersionFacts, draft: Draft, rules: Rules) -> Iterator[Check]:
    yield from _length(version)
    yield from _counts(version, rules)
    yield from _words(version, rules)
    yield from _disclosed(version, draft)


def _length(version: VersionFacts) -> Iterator[Check]:
    limits = TEXT_RULES.get(version.platform)
    if limits is None:
        return
    label = str(PLATFORMS[version.platform].label)
    length = limits.length(version.text)
    most = limits.most_for([one.kind for one in version.media])
    if length > most:
        yield Check(
            Level.BLOCK,
            _("Length on %(platform)s") % {"platform": label},
            _("The text counts %(length)s, %(most)s are allowed.")
            % {"length": f"{length:,}", "most": f"{most:,}"},
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
        for kind, what, number, most in (
            ("tags", pgettext("counted", "hashtags"), len(tags), limits.hashtags),
            ("people", _("mentions"), len(mentions(version.text)), limits.mentions),
            ("links", _("links"), len(links(version.text)), limits.links),
        ):
            if most is not None and number > most:
                plain_ones = kind == "tags" and version.platform in PLAIN_HASHTAGS
                yield Check(
                    Level.WARN if plain_ones else Level.BLOCK,
                    _("Rules of %(platform)s") % {"platform": label},
                    _("%(number)d %(what)s, %(most)d are allowed.")
                    % {"number": number, "what": what, "most": most},
                    _("Only the first leads anywhere there; the others are plain text.")
                    if plain_ones
                    else _("Take some out of this version."),
                    version.account,
                )
        if version.platform in DEAD_LINKS and links(version.text):
            yield Check(
                Level.WARN,
                _("Rules of %(platform)s") % {"platform": label},
                _("Readers cannot tap a link in the text there."),
                _("Put it into the profile or a story, and say so in the text."),
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


def plain(text: str) -> str:
    """For comparing words: NFKC, no case."""
    return unicodedata.normalize("NFKC", text).casefold()
