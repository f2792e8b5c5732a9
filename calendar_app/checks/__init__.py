"""What speaks against publishing a text as it stands: the rule, and the way out. Pure.

A check never edits. ``block`` stops scheduling; ``warn`` is said and can be lived with.
"""

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
    """Every finding, blocking ones first."""
    found: list[Check] = []
    for version in draft.versions:
        found += of_words(version, draft, rules)
        found += of_wording(version, rules)
        found += of_kind(version)
        found += of_media(version, draft.today)
        found += of_neighbours(version, rules)
    found += of_law(draft, rules)
    found += of_readiness(draft, rules)
    return sorted(dict.fromkeys(found), key=lambda one: one.level != Level.BLOCK)
