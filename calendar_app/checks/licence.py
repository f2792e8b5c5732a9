"""Whether a picture or video may be used on an account, in its markets, on its day."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from calendar_app.checks.values import Check, Level, MediaFacts, VersionFacts
from calendar_app.markets import named
from platforms.kinds import PLATFORMS


def of_licence(one: MediaFacts, version: VersionFacts, day: date) -> Iterator[Check]:
    """``day``: on which it goes out, today where no time is set."""
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
    if one.expires_on is not None and day > one.expires_on:
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
    outside = [code for code in version.markets if one.territories and code not in one.territories]
    if outside:
        yield Check(
            Level.BLOCK,
            rule,
            _("“%(name)s” may be used in %(places)s only; this account speaks to %(markets)s.")
            % {
                "name": one.name,
                "places": named(one.territories),
                "markets": named(outside),
            },
            _("Take another picture for this account, or widen the licence."),
            version.account,
        )
    yield from _consents(one, version, day)
    if one.made_by_ai:
        yield Check(
            Level.WARN,
            _("Made with AI"),
            _("“%(name)s” was made with AI.") % {"name": one.name},
            _("Switch on the platform's label for AI content when you publish it."),
            version.account,
        )


def _consents(one: MediaFacts, version: VersionFacts, day: date) -> Iterator[Check]:
    if one.licence == "follower" and not _consented(one, "maker", day):
        yield Check(
            Level.BLOCK,
            _("Consent of the follower"),
            _("“%(name)s” is a follower's work, and no consent stands on that day.")
            % {"name": one.name},
            _("Ask for it, and note in the media library who agreed, when and how."),
            version.account,
        )
    if one.shows_people and not _consented(one, "shown", day):
        yield Check(
            Level.BLOCK,
            _("Consent of people shown"),
            _("“%(name)s” shows people, and no consent of theirs stands on that day.")
            % {"name": one.name},
            _("Note in the media library who consented, when and how."),
            version.account,
        )


def _consented(one: MediaFacts, of: str, day: date) -> bool:
    return any(
        found.of == of and (found.until is None or day <= found.until) for found in one.consents
    )
