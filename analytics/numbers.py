"""What ``Metric.compute`` answers, as the number that is kept and shown."""

from decimal import Decimal
from typing import Any

from analytics.metrics.definition import Metric

PLACES = Decimal("1e-12")  # ratios are kept to twelve decimals, far below what is printed


def typed(metric: Metric, number: Any) -> int | Decimal:
    """An int for counts, milliseconds and micros, a Decimal for ratios and means."""
    if not (metric.is_ratio or metric.mean):
        return int(number)
    return Decimal(repr(float(number))).quantize(PLACES).normalize()
