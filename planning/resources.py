"""What the resources of a brief come to altogether. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _


def totals(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """(name, text) for hours, money and shares, of which somebody wrote at least one line.

    ``rows`` are values of ``planning.contents``: hours as text, money in whole NT$, shares in %.
    """
    lines = list(rows)
    hours = [Decimal(row["hours"]) for row in lines if row["hours"]]
    money = [row["budget"] for row in lines if row["budget"] is not None]
    shares = [row["share"] for row in lines if row["share"] is not None]
    found = []
    if hours:
        found.append((_("Hours a week, altogether"), f"{sum(hours, Decimal(0)).normalize():,f}"))
    if money:
        found.append((_("Budget of the period, altogether"), f"NT${sum(money):,}"))
    if shares:
        found.append((_("Shares of the resources, altogether"), f"{sum(shares)}%"))
    return found
