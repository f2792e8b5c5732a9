"""Published media that may not be shown today, told by the database in one question.

The same rules as ``checks.licence``, which says them in sentences; a test holds the two together.
"""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, StrIndex
from django.db.models.lookups import Exact

from calendar_app import options
from calendar_app.markets import HOME
from calendar_app.models import (
    CalendarOptions,
    Consent,
    Licence,
    LicenceAnswer,
    PublishedMedia,
)
from workspaces.models import Workspace

MOST = 99  # counted; beyond it “more than” is said


def against(workspace: Workspace, today: date) -> QuerySet[PublishedMedia]:
    """What is out although its licence of today forbids it, answered or not."""
    licence = "asset__licence__"
    rows = PublishedMedia.objects.in_workspace(workspace).filter(
        publication__version__entry__removed_at=None
    )
    wrong = Q(asset__licence=None) | Q(**{f"{licence}expires_on__lt": today})
    platform = Concat(Value('"'), F("publication__version__account__platform"), Value('"'))
    wrong |= ~Q(**{f"{licence}channels": []}) & Q(_lacks(f"{licence}channels", platform))
    narrow = Q()
    for market, speaks in _audiences(options.options_of(workspace)):
        narrow |= speaks & Q(_lacks(f"{licence}territories", Value(f'"{market}"')))
    wrong |= ~Q(**{f"{licence}territories": []}) & narrow
    for condition, of in (
        (Q(**{f"{licence}kind": Licence.Kind.FOLLOWER}), Consent.Of.MAKER),
        (Q(**{f"{licence}shows_people": True}), Consent.Of.SHOWN),
    ):
        given = Consent.objects.filter(asset=OuterRef("asset"), of=of, withdrawn_on=None)
        stands = Exists(given.filter(Q(until=None) | Q(until__gte=today)))
        wrong |= condition & Q(~stands)
    return rows.filter(wrong)


def open_count(workspace: Workspace, today: date) -> int:
    """How many of them nobody has dealt with; no more than ``MOST`` + 1 are looked at."""
    answered = LicenceAnswer.objects.filter(
        publication=OuterRef("publication"), asset=OuterRef("asset")
    )
    return against(workspace, today).filter(~Exists(answered)).order_by()[: MOST + 1].count()


def _lacks(field: str, needle: Concat | Value) -> Exact:
    """Whether a stored list of codes does not hold this one: '["facebook", "x"]' lacks '"line"'."""
    return Exact(StrIndex(Cast(field, TextField()), needle), 0)


def _audiences(given: CalendarOptions) -> list[tuple[str, Q]]:
    """(market, which accounts speak to it), as ``media_facts.markets_of`` tells it."""
    account = "publication__version__account"
    said = {int(key): codes for key, codes in given.markets.items() if codes}
    found = [(HOME, ~Q(**{f"{account}__in": list(said)}))]
    codes = sorted({code for codes in said.values() for code in codes})
    for code in codes:
        mine = [key for key, theirs in said.items() if code in theirs]
        found.append((code, Q(**{f"{account}__in": mine})))
    return found
