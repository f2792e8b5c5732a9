"""Web sites and ad accounts with the last day their files tell of."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from platforms.models import AdAccount, Site, SourceBatch
from workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One web site or ad account."""

    source: Site | AdAccount
    until: date | None  # last day told by a delivery in use
    deliveries: int


def source_lines(workspace: Workspace) -> list[SourceLine]:
    """Sites, then ad accounts, as they are listed; two queries."""
    live = Q(deliveries__state=SourceBatch.State.LIVE)
    found = []
    for kind in (Site, AdAccount):
        rows = kind.objects.in_workspace(workspace).for_list()
        rows = rows.annotate(
            until=Max("deliveries__end", filter=live), told=Count("deliveries", filter=live)
        )
        found += [SourceLine(row, row.until, row.told) for row in rows if row.told]
    return found
