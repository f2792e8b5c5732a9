"""What pictures and videos say against a version: missing, too many, not described."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from calendar_app.checks.licence import of_licence
from calendar_app.checks.media_limits import of_limits
from calendar_app.checks.values import Check, Level, VersionFacts
from platforms.kinds import PLATFORMS
from platforms.lengths import TEXT_RULES


def of_media(version: VersionFacts, today: date) -> Iterator[Check]:
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
        yield from of_limits(one, version)
        yield from of_licence(one, version, version.day or today)
        if one.kind == "image" and not one.alt.strip():
            yield Check(
                Level.WARN,
                _("Alternative text"),
                _("“%(name)s” has no alternative text.") % {"name": one.name},
                _("Say in one sentence what it shows, for people who do not see it."),
                version.account,
            )
