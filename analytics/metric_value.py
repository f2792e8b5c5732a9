"""One answer of the registry, with everything a page or a document says about it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from analytics.metrics import Metric, Source
from platforms.models import Post, SocialAccount
from workspaces.periods import Period


@dataclass(frozen=True, slots=True)
class MetricValue:
    """One number, or why there is none.

    ``value`` is an int for counts, milliseconds and micros, a Decimal for ratios and means.
    ``used`` of ``total`` posts (days, accounts) report all inputs. ``covers`` is the from–to of a
    stated span; ``as_of`` the day a level was read. ``missing_reason`` is "" when known.
    """

    metric: Metric
    value: int | Decimal | None
    inputs: dict[str, int | None]
    missing_reason: str
    used: int
    total: int
    account: SocialAccount | None = None
    post: Post | None = None
    day: date | None = None  # for a week or month its first day
    post_type: str = ""
    planned_as: str = ""  # the group's key, of ``calendar_app.planned_as``
    covers: tuple[date, date] | None = None
    as_of: date | None = None
    platforms: frozenset[str] = field(default_factory=frozenset)
    channels: frozenset[str] = field(default_factory=frozenset)  # of sites and ads: who told it
    accounts: frozenset[int] = field(default_factory=frozenset)  # whose figures are counted
    told: frozenset[int] = field(default_factory=frozenset)  # known to have had none, or some
    period: Period | None = None
    currency: str = ""  # of amounts; "" where the figures name none
    youngest: int | None = None  # days between publishing and reading of the youngest post
    age: Decimal | None = None  # the same on average, no post counted above RIPE_DAYS
    read_by: date | None = None  # the day the period is read by; None: today's newest readings
    late: int = 0  # of ``used``, those read only after that day

    @property
    def known(self) -> bool:
        return self.value is not None

    # For whoever has made sure of it, or has asked ``by`` post or account.

    @property
    def number(self) -> int | Decimal:
        assert self.value is not None
        return self.value

    @property
    def its_post(self) -> Post:
        assert self.post is not None
        return self.post

    @property
    def its_account(self) -> SocialAccount:
        assert self.account is not None
        return self.account

    @property
    def counted(self) -> str:
        """What ``used`` of ``total`` are: posts, videos, days or accounts."""
        if self.metric.source is Source.POSTS:
            return "posts"
        if self.metric.source is Source.POST_PERIODS:
            return "videos"
        return "accounts" if self.metric.level or self.metric.key == "new_friends" else "days"

    @property
    def partial(self) -> bool:
        return self.known and self.used < self.total
