"""What a metric is: one definition that dashboard, Excel, Word and the command all ask."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd
from django.utils.functional import Promise

from platforms.display import MetricUnit


class Source(StrEnum):
    """Where a metric's inputs are read. One metric reads one of them, never two."""

    POSTS = "posts"  # lifetime figures of posts, by their publishing day
    DAYS = "days"  # what accounts did day by day (or a stated from–to where no days are given)
    POST_PERIODS = "post_periods"  # what a table says about posts within its own from–to
    SITES = "sites"  # what a web site reports; where none does, what was typed for an account
    ADS = "ads"  # what was paid for; spend may be typed for an account too


APART = (Source.SITES, Source.ADS)  # figures that belong to no social account
# Of those, what a person may type for an account while no file tells it.
TYPED = frozenset(("sessions", "purchases", "spend_micros"))


class Attribution(StrEnum):
    LIFETIME = "lifetime"  # belongs to the day the post was published
    PERIOD = "period"  # belongs to the day on which it happened


class Better(StrEnum):
    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Scope(StrEnum):
    """For what a value can exist at all."""

    ANY = "any"  # any set of posts, days and accounts
    ONE_SUBJECT = "one_subject"  # people: one post, or one account over one span
    ONE_ACCOUNT = "one_account"  # levels and means that lose their meaning over accounts


@dataclass(frozen=True, slots=True)
class Break:
    """A day from which a platform counts an input in another way; charts break there."""

    on: date
    platform: str
    note: Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A definition complete enough to print in a report.

    ``inputs`` are measure keys or keys of ``analytics.metrics.inputs``. ``compute`` takes a frame
    with one row per group and a numeric column per input (sums over the posts or days that report
    *all* inputs) and returns one value per row, null where it cannot be known. Ratios are
    fractions, durations milliseconds, money micros.
    """

    key: str
    label: str | Promise
    formula: str | Promise
    unit: MetricUnit
    inputs: tuple[str, ...]
    source: Source
    compute: Callable[[pd.DataFrame], pd.Series]
    version: int = 1
    better: Better = Better.UP
    scope: Scope = Scope.ANY
    comparable: bool = True  # means the same on every platform
    by_day: bool = True  # has a meaning for a single day
    by_post: bool = True  # has a meaning for a single post
    per_post: bool = False  # the mean of the posts' own ratios, not a ratio of sums
    denominator: bool = False  # stands only below a fraction, never alone as a result
    mean: bool = False  # an average, so a decimal number even when it is a count
    grows: bool = False  # a ratio whose upper part gathers over the period
    level: bool = False  # stands at a moment; the last known one of the period counts
    caveat: str | Promise = ""
    standard: str = ""  # the datum of the competency standard this answers
    breaks: tuple[Break, ...] = ()

    @property
    def attribution(self) -> Attribution:
        return Attribution.LIFETIME if self.source is Source.POSTS else Attribution.PERIOD

    @property
    def may_be_typed(self) -> bool:
        """A figure of a site or of ads that accounts have where a person typed it."""
        return self.source in APART and TYPED.issuperset(self.inputs)

    @property
    def is_ratio(self) -> bool:
        return self.unit is MetricUnit.RATIO

    @property
    def sums(self) -> bool:
        """Whether a longer period simply holds more of it."""
        return self.grows or not (
            self.is_ratio or self.level or self.per_post or self.scope is not Scope.ANY or self.mean
        )

    def breaks_for(self, platforms: set[str]) -> list[Break]:
        return [b for b in self.breaks if b.platform in platforms]
