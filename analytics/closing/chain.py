"""Closings hang together by their hashes: whoever changes one breaks every later one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from analytics.models import PeriodClose
from workspaces.json_values import digest_of
from workspaces.models import AuditEvent, Workspace

CLOSED = "analytics.period_closed"


@dataclass(frozen=True, slots=True)
class Fault:
    """One closing that is not what it was."""

    number: int
    name: str
    what: str


def digest(close: PeriodClose) -> str:
    """The hash over everything a closing says and over the one before it."""
    said: dict[str, Any] = {
        "workspace": close.workspace_id,
        "number": close.number,
        "period": [close.start.isoformat(), close.end.isoformat()],
        "as_of": close.as_of.isoformat(),
        "zone": close.zone,
        "values": close.values,
        "evidence": close.evidence,
        "accepted": close.accepted,
        "closed_at": close.closed_at.isoformat(timespec="seconds"),
        "closed_by": close.closed_by_name,
        "previous": close.previous,
    }
    return digest_of(said)


def faults(workspace: Workspace) -> list[Fault]:
    """Every closing that was changed, taken out or put in; empty when the chain holds.

    The audit trail holds each hash too, so that cutting off the end is noticed.
    """
    closings = list(PeriodClose.objects.in_workspace(workspace).order_by("number"))
    found = list(_broken(closings))
    known = {close.digest for close in closings}
    events = AuditEvent.objects.in_workspace(workspace).filter(verb=CLOSED).order_by("pk")
    for number, event in enumerate(events, start=1):
        kept = (event.after or {}).get("digest", "")
        if kept not in known:
            found.append(
                Fault(number, event.subject, _("It was closed, but this closing is gone."))
            )
    return found


def _broken(closings: Iterable[PeriodClose]) -> Iterable[Fault]:
    before, number = "", 0
    for close in closings:
        number += 1
        name = close.period.label
        if close.number != number:
            yield Fault(close.number, name, _("A closing before it is missing."))
            number = close.number
        if close.previous != before:
            yield Fault(close.number, name, _("It does not follow the closing before it."))
        if digest(close) != close.digest:
            yield Fault(close.number, name, _("Its content is not what was closed."))
        before = close.digest
