"""A metric value as a reader sees it, amounts in the currency they were reported in."""

from decimal import Decimal

from django.utils.translation import get_language

from analytics.metrics import Metric
from analytics.query import MetricValue
from platforms.display import format_value

HOME_CURRENCY = "TWD"  # of amounts typed by hand, which name none


def value_text(value: MetricValue | None, *, compact: bool = False) -> str:
    if value is None:
        return format_value(None, "count", language=_language())
    return number_text(value.value, value.metric, value.currency, compact=compact)


def number_text(
    number: int | Decimal | None, metric: Metric, currency: str = "", *, compact: bool = False
) -> str:
    """Any number of a metric's kind: a target, a baseline, what was expected by now."""
    return format_value(
        number,
        metric.unit,
        language=_language(),
        compact=compact,
        currency=currency or HOME_CURRENCY,
    )


def _language() -> str:
    return get_language() or "zh-hant"
