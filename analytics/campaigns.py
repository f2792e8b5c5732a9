"""Paid promotion campaign by campaign: what it cost and what it brought, with its rows."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from analytics.apart import Apart, Cell, Part
from analytics.as_of_frames import AskedAsOf
from analytics.frames import Asked
from analytics.metrics import METRICS
from platforms.models import AdAccount
from workspaces.models import Workspace
from workspaces.periods import Period

SUMMED = ("spend_micros", "paid_impressions", "paid_clicks", "paid_results")


@dataclass(slots=True)
class Campaign:
    """One campaign of one ad account over the days its deliveries tell of.

    ``values`` holds what all of them report; ``reach`` only where one row speaks for the whole,
    because people are not added up.
    """

    account: AdAccount
    name: str
    start: date
    end: date
    values: dict[str, int]
    reach: int | None
    currency: str
    result_kind: str
    several: frozenset[str] = frozenset()  # kinds of results, or currencies, where not one
    parts: list[Part] = field(default_factory=list)

    def cost_per(self, measure: str, of: int = 1) -> Decimal | None:
        """What ``of`` of a measure cost, in micros; None where it is unknown or zero."""
        spent, count = self.values.get("spend_micros"), self.values.get(measure)
        if spent is None or not count or (measure == "paid_results" and not self.result_kind):
            return None
        return Decimal(spent) * of / count


def campaigns(workspace: Workspace, period: Period, *, as_of: date | None = None) -> list[Campaign]:
    """Every campaign with spend in the period, the dearest first; constant queries."""
    given = (workspace, period, "workspace", [METRICS["ad_spend"]])
    asked = AskedAsOf(*given, read_by=as_of) if as_of else Asked(*given)
    told: dict[tuple, list[Cell]] = {}
    for cell in Apart(asked).chosen(METRICS["ad_spend"]):
        told.setdefault(cell.subject, []).append(cell)
    found = [_campaign(subject[1], cells) for subject, cells in told.items()]
    return sorted(found, key=lambda one: (-one.values.get("spend_micros", 0), one.name))


def _campaign(name: str, cells: list[Cell]) -> Campaign:
    parts = {
        (part.batch.pk, part.row): part
        for cell in cells
        for behind in cell.parts.values()
        for part in behind
    }
    kinds = {part.result_kind for part in parts.values() if part.result_kind}
    currencies = {part.currency for part in parts.values() if part.currency}
    values = {
        key: sum(cell.values[key] for cell in cells)
        for key in SUMMED
        if all(key in cell.values for cell in cells)
    }
    several: set[str] = set()
    for differ, measure in ((kinds, "paid_results"), (currencies, "spend_micros")):
        if len(differ) > 1:  # unlike things are not added up
            values.pop(measure, None)
            several |= differ
    account = cells[0].source
    assert isinstance(account, AdAccount)
    return Campaign(
        account=account,
        name=name,
        start=min(cell.start for cell in cells),
        end=max(cell.end for cell in cells),
        values=values,
        reach=cells[0].values.get("paid_reach") if len(cells) == 1 else None,
        currency=currencies.pop() if len(currencies) == 1 else "",
        result_kind=kinds.pop() if len(kinds) == 1 else "",
        several=frozenset(several),
        parts=sorted(parts.values(), key=lambda part: (part.batch.pk, part.row)),
    )
