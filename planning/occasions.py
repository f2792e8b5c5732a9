"""Festivals and observances suggest dates: a campaign or a theme of days with its days filled in.

Dates come from ``workspaces.observances``, computed for the very year; nothing is carried over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from planning import pieces
from planning.errors import CannotDo
from planning.models import Campaign, CampaignStage, MonthTheme, PostingStrategy
from planning.rows import KINDS, rows_of
from workspaces import audit, observances
from workspaces.days import WorkingDays, working_days
from workspaces.http import is_key
from workspaces.models import User, Workspace
from workspaces.observances import Kind, Observance

AHEAD = timedelta(days=120)
LEADS = (3, 7, 14, 21, 28)  # calendar days before the day itself
FIRST_YEAR, LAST_YEAR = 1950, 2090  # the moon is not computed far beyond
CLOSING = timedelta(days=7)  # after the day: winners, thanks, what came of it
_USUAL = {Kind.LUNAR: 14, Kind.SOLAR: 14, Kind.TRADE: 14, Kind.INTERNATIONAL: 7}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day that may become a campaign or a theme."""

    day: date
    key: str
    name: str
    days: int  # calendar days from today; negative: it is over
    working: int  # working days from today to the day before the suggested beginning
    lead: int  # how many days before it one usually begins
    taken: str = ""  # the campaign or theme that stands on this day already
    taken_pk: int | None = None

    @property
    def begins(self) -> date:
        return self.day - timedelta(days=self.lead)


def for_campaigns(workspace: Workspace, *, today: date) -> list[Occasion]:
    """The days ahead, each with the campaign that is named after it; three queries."""
    last = today + AHEAD
    running = list(
        Campaign.objects.in_workspace(workspace)
        .standing()
        .filter(start__lte=last, end__gte=today)
        .order_by("start", "pk")
    )

    def held(occasion: Observance) -> tuple[str, int | None]:
        for one in running:
            named = str(occasion.name) in one.name
            if named and one.start and one.end and one.start <= occasion.day <= one.end:
                return str(one), one.pk
        return "", None

    days = working_days(workspace)
    return [_occasion(days, one, today, *held(one)) for one in observances.between(today, last)]


def for_themes(strategy: PostingStrategy, *, today: date) -> list[Occasion]:
    """The days of a strategy's period, each with the theme that names it or holds it."""
    themes: Sequence[MonthTheme] = rows_of(KINDS["month_themes"], strategy.workspace, strategy)
    days = working_days(strategy.workspace)
    found = []
    if strategy.start.year < FIRST_YEAR or strategy.end.year > LAST_YEAR:
        return []
    for one in observances.between(strategy.start, strategy.end):
        held = next((row for row in themes if _holds(row, one)), None)
        taken = (str(held) or str(held.occasion) or "—", held.pk) if held else ("", None)
        found.append(_occasion(days, one, today, *taken))
    return found


def _holds(theme: MonthTheme, one: Observance) -> bool:
    named = bool(theme.occasion) and str(one.name) in theme.occasion
    return named and bool(theme.start and theme.end and theme.start <= one.day <= theme.end)


def _occasion(
    days: WorkingDays, one: Observance, today: date, taken: str, taken_pk: int | None
) -> Occasion:
    lead = _USUAL[one.kind]
    begins = one.day - timedelta(days=lead)
    working = days.count(today, begins - DAY) if begins > today else 0
    return Occasion(
        one.day, one.key, str(one.name), (one.day - today).days, working, lead, taken, taken_pk
    )


def found(key: str, day: date) -> Observance:
    """The observance of this key on this very day. Raises ``CannotDo``."""
    for one in observances.between(day, day):
        if one.key == key:
            return one
    raise CannotDo(_("There is no such day. Load the page again and choose one from the list."))


def checked_lead(text: str) -> int:
    if is_key(text) and int(text) in LEADS:
        return int(text)
    raise CannotDo(_("Choose how many days before the day it begins."))


@transaction.atomic
def make_campaign(
    workspace: Workspace, one: Observance, *, lead: int, today: date, by: User
) -> Campaign:
    """A campaign that leads up to the day, with all five stages laid out; never before today."""
    if one.day <= today:
        raise CannotDo(_("This day is over or is today; there is no time left to lead up to it."))
    first = max(one.day - timedelta(days=lead), today)
    name = _("%(occasion)s %(year)d") % {"occasion": one.name, "year": one.day.year}
    made = Campaign.objects.create(
        workspace=workspace,
        name=name[:120],
        kind=Campaign.Kind.DISCOUNT if one.kind == Kind.TRADE else Campaign.Kind.FESTIVAL,
        start=first,
        end=one.day + CLOSING,
        owner=by,
    )
    CampaignStage.objects.bulk_create(
        CampaignStage(
            workspace=workspace, campaign=made, kind=kind, start=start, end=end, place=place
        )
        for place, (kind, start, end) in enumerate(stages(first, one.day), start=1)
    )
    audit.record(
        workspace, by, "planning.record_written", made, after={"occasion": one.day.isoformat()}
    )
    return made


def stages(first: date, day: date) -> list[tuple[str, date, date]]:
    """(kind, from, to) from ``first`` over the day itself to a week after it, without gaps.

    The peak are the last days before the day and the day; what is before is shared between
    warming up and the start. With little time the early stages fall away, never the peak.
    """
    kinds = CampaignStage.Kind
    before = (day - first).days
    peak = day - timedelta(days=min(2, before // 3))
    open_days = (peak - first).days
    warm = first + timedelta(days=open_days // 2)
    laid: list[tuple[str, date, date]] = []
    if warm > first:
        laid.append((kinds.WARM, first, warm - DAY))
    if peak > warm:
        laid.append((kinds.START, warm, peak - DAY))
    laid.append((kinds.PEAK, peak, day))
    laid.append((kinds.TAIL, day + DAY, day + 2 * DAY))
    laid.append((kinds.CLOSE, day + 3 * DAY, day + CLOSING))
    return laid


@transaction.atomic
def make_theme(strategy: PostingStrategy, one: Observance, *, lead: int, by: User) -> MonthTheme:
    """A theme of the days that lead up to the day, within the strategy's period."""
    if not strategy.start <= one.day <= strategy.end:
        raise CannotDo(_("This day does not lie in the days of the posting strategy."))
    row: MonthTheme = pieces.add(KINDS["month_themes"], strategy.workspace, strategy, by=by)
    start = max(one.day - timedelta(days=lead), strategy.start)
    values = {"start": start, "end": one.day, "occasion": str(one.name)[:120]}
    return pieces.write(KINDS["month_themes"], row, values, by=by, seen=None)
