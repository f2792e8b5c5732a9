"""What pictures and videos say against a version: missing, too many, not licensed, not described."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from calendar_app.checks.values import Check, Level, MediaFacts, VersionFacts
from platforms.kinds import PLATFORMS
from platforms.lengths import TEXT_RULES


def of_media(version: VersionFacts) -> Iterator[Check]:
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
