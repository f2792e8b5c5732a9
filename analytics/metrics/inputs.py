"""Inputs of metrics: the platforms' measures, and a few counts and levels that we derive."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from platforms.measures import EVERY_MEASURE, Kind, Unit

POSTS = "posts"
DAYS = "days"
FOLLOWER_BASE = "follower_base"
FOLLOWERS_BEFORE = "followers_before"
FRIENDS_BEFORE = "friends_before"
OWN_RATES = "own_rates"


@dataclass(frozen=True, slots=True)
class Derived:
    key: str
    label: Promise
    of: str | None = None  # the measure it stands on


DERIVED: dict[str, Derived] = {
    derived.key: derived
    for derived in (
        Derived(POSTS, _("Posts")),
        Derived(DAYS, _("Days with figures")),
        Derived(FOLLOWER_BASE, _("Followers, counted once per post"), "followers"),
        Derived(FOLLOWERS_BEFORE, _("Followers at the start"), "followers"),
        Derived(FRIENDS_BEFORE, _("Friends at the start"), "friends"),
        Derived(OWN_RATES, _("Sum of the posts' own rates")),
    )
}

# Level measures and the input that holds the level before the period began.
LEVELS = {"followers": FOLLOWERS_BEFORE, "friends": FRIENDS_BEFORE}


def input_label(key: str) -> str | Promise:
    return EVERY_MEASURE[key].label if key in EVERY_MEASURE else DERIVED[key].label


def summed_label(key: str, *, over_posts: bool) -> str | Promise:
    """The name of an input added up for a ratio: a sum of people must not read as people."""
    if not is_people(key):
        return input_label(key)
    if over_posts:
        return _("Sum of post reach (people counted more than once)")
    return _("Sum of daily reach (people counted more than once)")


def input_measure(key: str) -> str | None:
    """The measure that must be imported for this input; None for plain counts."""
    return key if key in EVERY_MEASURE else DERIVED[key].of


def input_unit(key: str) -> Unit:
    return EVERY_MEASURE[key].unit if key in EVERY_MEASURE else Unit.COUNT


def is_people(key: str) -> bool:
    return key in EVERY_MEASURE and EVERY_MEASURE[key].kind is Kind.PEOPLE
