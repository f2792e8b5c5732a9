"""What speaks against publishing a text as it stands: the rule, and the way out. Pure.

A check never edits. ``block`` stops scheduling; ``warn`` is said and can be lived with.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from calendar_app.checks.kinds import of_kind
from calendar_app.checks.law import of_law
from calendar_app.checks.media import of_media
from calendar_app.checks.plan import of_neighbours, of_readiness
from calendar_app.checks.values import (
    Avoided,
    Check,
    ConsentFacts,
    Draft,
    Law,
    Level,
    MediaFacts,
    Rules,
    UtmWord,
    VersionFacts,
)
from calendar_app.checks.wording import of_wording
from calendar_app.checks.words import of_words, plain
from workspaces.punctuation import listed

__all__ = [
    "Avoided",
    "Check",
    "ConsentFacts",
    "Draft",
    "Law",
    "Level",
    "MediaFacts",
    "Rules",
    "UtmWord",
    "VersionFacts",
    "check",
    "plain",
]


def check(draft: Draft, rules: Rules) -> list[Check]:
    """Every finding once, with the accounts it is about; blocking ones first."""
    found: list[Check] = []
    for version in draft.versions:
        found += of_words(version, draft, rules)
        found += of_wording(version, rules)
        found += of_kind(version)
        found += of_media(version, draft.today)
        found += of_neighbours(version, rules)
    found += of_law(draft, rules)
    found += of_readiness(draft, rules)
    gathered = _gathered(found, [version.account for version in draft.versions])
    return sorted(gathered, key=lambda one: one.level != Level.BLOCK)


def _gathered(found: Iterable[Check], accounts: Sequence[str]) -> Iterator[Check]:
    """A picture without a licence is one thing to mend, on however many accounts it stands."""
    places: dict[Check, list[str]] = {}
    for one in found:
        places.setdefault(replace(one, where=""), []).append(one.where)
    for one, where in places.items():
        names = list(dict.fromkeys(name for name in where if name))
        whole = len(names) > 1 and len(names) == len(set(accounts))
        yield replace(one, where=_("All accounts") if whole else listed(names))
