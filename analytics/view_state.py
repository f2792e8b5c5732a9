"""What an analytics page is asked to show; all of it stands in the address."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analytics.as_of import Sides, sides
from analytics.models import AccountDay, PostReading
from analytics.query import MetricValue, metric_values
from calendar_app import planned_as
from platforms.display import is_chinese
from platforms.models import Post, SocialAccount, SourceBatch
from platforms.records import Span
from workspaces.http import is_key
from workspaces.models import Workspace
from workspaces.periods import Compare, Period, month_of, parse_period, quarter_of, week_of
from workspaces.punctuation import labelled

COLOURS = 6


@dataclass(frozen=True, slots=True)
class PlanGroup:
    """One row of a cut by what posts were planned as: ("pillar", "產地")."""

    cut: str
    of: str
    name: str

    def among(self, rows: QuerySet[Any], workspace: Workspace, post: str = "") -> Any:
        """``rows`` of posts that stand in this row; ``post`` is the way to the post."""
        return planned_as.in_group(rows, self.cut, self.of, workspace.tz, post)

    @property
    def query(self) -> str:
        return urlencode({"cut": self.cut, "of": self.of})


@dataclass
class ViewState:
    """Period, comparison and accounts of a page; ``problem`` says what in the address is off."""

    workspace: Workspace
    period: Period
    compare: Compare
    chosen: list[int]  # accounts asked for; empty: all of ours
    today: date
    problem: str = ""
    plan: PlanGroup | None = None  # only posts that were planned as this

    @cached_property
    def all_accounts(self) -> list[SocialAccount]:
        return list(SocialAccount.objects.in_workspace(self.workspace).ours().for_list())

    @cached_property
    def accounts(self) -> list[SocialAccount]:
        return [a for a in self.all_accounts if not self.chosen or a.pk in self.chosen]

    @property
    def account_ids(self) -> list[int] | None:
        """For the query layer: None means every account of ours."""
        return [account.pk for account in self.accounts] if self.chosen else None

    @cached_property
    def sides(self) -> Sides:
        """How this period and the one it is compared with are read, by one rule."""
        earlier = self.period.compared(self.compare)
        return sides(self.workspace, self.period, earlier, self.today)

    @property
    def before(self) -> Period | None:
        """What to compare with: of a running period only as many days as have elapsed."""
        return self.sides.before

    @property
    def as_of(self) -> date | None:
        """The day a period that is over is read by; None where the newest readings count."""
        return self.sides.as_of

    def values(self, **more: Any) -> list[MetricValue]:
        """``metric_values`` of the shown period and accounts, read as the page reads it."""
        more = {"accounts": self.account_ids} | more
        return metric_values(self.workspace, self.period, as_of=self.as_of, **more)

    def values_before(self, **more: Any) -> list[MetricValue] | None:
        """The same of the period it is compared with; None where there is none."""
        if self.sides.before is None:
            return None
        more = {"accounts": self.account_ids} | more
        day = self.sides.before_as_of
        return metric_values(self.workspace, self.sides.before, as_of=day, **more)

    @property
    def running(self) -> bool:
        return self.period.start <= self.today <= self.period.end

    @property
    def around(self) -> dict[str, Period]:
        """Week, month and quarter near the shown period, for the picker."""
        day = self.today if self.running else self.period.end
        return {"week": week_of(day), "month": month_of(day), "quarter": quarter_of(day)}

    def colour(self, account: SocialAccount) -> str:
        """The same account has the same colour on every chart."""
        place = [one.pk for one in self.all_accounts].index(account.pk)
        return f"var(--chart-{place % COLOURS + 1})"

    @property
    def query(self) -> str:
        """The state as a query string, for links that keep it."""
        pairs: list[tuple[str, Any]] = [
            ("period", self.period.code),
            ("compare", self.compare.value),
            *(("account", pk) for pk in self.chosen),
        ]
        return urlencode(pairs)

    @property
    def name(self) -> str:
        """How the period is called in a sentence: this quarter, this month, or its label."""
        if self.running and self.period.grain in _THIS:
            return str(_this(self.period.grain))
        # Chinese text that follows a Latin letter or digit wants a blank between.
        chinese = is_chinese(get_language() or "zh-hant")
        return f"{self.period.label} " if chinese else self.period.label

    @property
    def before_name(self) -> str:
        before = self.before
        return before.label if before else ""


_THIS = {"week", "month", "quarter"}


def _this(grain: str) -> str:
    return {"week": _("this week"), "month": _("this month"), "quarter": _("this quarter")}[grain]


def view_state(request: Any) -> ViewState:
    """Read the address; what cannot be read falls back to this quarter and is said."""
    today = timezone.localdate()
    problem, period = "", quarter_of(today)
    if code := request.GET.get("period", ""):
        try:
            period = _with_neighbours(parse_period(code))
        except ValueError as error:
            problem = str(error)
    try:
        compare = Compare(request.GET.get("compare", Compare.BEFORE))
    except ValueError:
        compare = Compare.BEFORE
    ours = set(
        SocialAccount.objects.in_workspace(request.workspace).ours().values_list("pk", flat=True)
    )
    asked = [int(text) for text in request.GET.getlist("account") if is_key(text)]
    chosen = [pk for pk in dict.fromkeys(asked) if pk in ours]
    if len(chosen) < len(set(asked)) and not problem:
        problem = _("An account in this address is not one of ours; all that are ours are shown.")
    plan = _plan_group(request)
    return ViewState(request.workspace, period, compare, chosen, today, problem, plan)


def _with_neighbours(period: Period) -> Period:
    """``period`` where the calendar has what it is compared with and stepped to, else ValueError."""
    try:
        period.previous(), period.next(), period.year_before()
    except (OverflowError, ValueError):
        text = _("“%(code)s” lies at the end of the calendar. Choose other days.")
        raise ValueError(text % {"code": period.code}) from None
    return period


def _plan_group(request: Any) -> PlanGroup | None:
    """``cut`` and ``of`` of the address; a row nobody can name is no row."""
    cut, of = request.GET.get("cut", ""), request.GET.get("of", "")
    if cut not in planned_as.CUTS or not of or "\x00" in of:
        return None
    name = planned_as.names_of(request.workspace, cut, [of]).get(of)
    return PlanGroup(cut, of, labelled(planned_as.CUTS[cut], name)) if name else None


def last_known_day(workspace: Workspace, accounts: list[int] | None) -> date | None:
    """The newest day anything of ours speaks about: a post, a day or a stated span."""
    ours = SocialAccount.objects.in_workspace(workspace).ours()
    if accounts is not None:
        ours = ours.filter(pk__in=accounts)
    posts = Post.objects.in_workspace(workspace).present().filter(account__in=ours)
    tables = PostReading.objects.filter(
        post__account__in=ours,
        post__present=True,
        span=Span.PERIOD,
        start__isnull=False,  # what the index of readings with days holds
        batch__workspace=workspace,
        batch__state=SourceBatch.State.LIVE,
    )
    days = [
        posts.aggregate(day=Max("published_on"))["day"],
        AccountDay.objects.filter(account__in=ours).aggregate(day=Max("day"))["day"],
        tables.aggregate(day=Max("end"))["day"],
    ]
    return max((day for day in days if day), default=None)
