"""What the wording lists say of a version: names in the link, blanks a template left open."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from django.utils.translation import gettext as _

from calendar_app.checks.values import Check, Level, Rules, VersionFacts
from platforms.kinds import PLATFORMS

NEEDED = ("source", "medium", "campaign")  # without these a visit cannot be told apart
BLANK = re.compile(r"\{[^{}\n]{1,60}\}")


def of_wording(version: VersionFacts, rules: Rules) -> Iterator[Check]:
    yield from _blanks(version)
    if version.link and rules.utm_terms:
        yield from _utm(version, rules)


def _blanks(version: VersionFacts) -> Iterator[Check]:
    left = BLANK.findall(version.text)
    if left:
        yield Check(
            Level.WARN,
            _("Left from a template"),
            _("%(blank)s has not been filled in.") % {"blank": left[0]},
            _("Write what belongs there, or take it out."),
            version.account,
        )


def _utm(version: VersionFacts, rules: Rules) -> Iterator[Check]:
    rule = _("Names in the link")
    missing = [name for name in NEEDED if not version.utm.get(name)]
    if missing:
        yield Check(
            Level.WARN,
            rule,
            _("The link lacks %(names)s, so its visits cannot be told apart.")
            % {"names": _(", ").join(f"utm_{name}" for name in missing)},
            _("Fill the names from the dictionary, below the link."),
            version.account,
        )
    for name, value in version.utm.items():
        known = {term.value: term for term in rules.utm_terms if term.field == name}
        if not known or not value:
            continue
        if value not in known:
            near = get_close_matches(value.casefold(), known, n=1, cutoff=0.6)
            yield Check(
                Level.WARN,
                rule,
                _("utm_%(field)s “%(value)s” is not in the naming dictionary.")
                % {"field": name, "value": value},
                _("Did you mean “%(word)s”?") % {"word": near[0]}
                if near
                else _("Choose a name from the dictionary, or ask a lead to add this one."),
                version.account,
                (value, near[0]) if near else None,
            )
        elif known[value].platform not in ("", version.platform):
            other = PLATFORMS[known[value].platform].label
            yield Check(
                Level.WARN,
                rule,
                _("utm_%(field)s “%(value)s” is the name for %(platform)s.")
                % {"field": name, "value": value, "platform": other},
                _("Give this account a name of its own, below its time."),
                version.account,
            )
