"""Numbers of targets as people type them: percent for ratios, hours, whole money. Pure."""

import unicodedata
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from analytics.metrics import Metric, MetricUnit

FACTORS = {
    MetricUnit.RATIO: Decimal("0.01"),
    MetricUnit.MILLISECONDS: Decimal(3_600_000),
    MetricUnit.MICROS: Decimal(1_000_000),
}
LARGEST = Decimal(10) ** 17


class NotANumber(ValueError):
    """The text is a sentence for the person who typed it."""


def typed_number(text: str, metric: Metric) -> Decimal:
    """ "4.8%", "4.8" or "12,000" in the metric's own smallest unit. Raises NotANumber."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = plain.removesuffix("%").replace(",", "").replace(" ", "")
    factor = Decimal(1)
    if plain.endswith(("萬", "万")):
        plain, factor = plain[:-1], Decimal(10_000)
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise NotANumber(
            _("“%(text)s” is not a number. Write one such as 12,000 or 4.8%%.") % {"text": text}
        ) from None
    number *= factor * FACTORS.get(metric.unit, Decimal(1))
    if not number.is_finite() or abs(number) > LARGEST:
        raise NotANumber(_("“%(text)s” is larger than any figure can be.") % {"text": text})
    return number.quantize(Decimal("0.000001"))


def typed_text(number: Decimal | None, metric: Metric) -> str:
    """The same number as one would type it, for a form that is opened again."""
    if number is None:
        return ""
    shown = (Decimal(number) / FACTORS.get(metric.unit, Decimal(1))).normalize()
    return f"{shown:f}" + ("%" if metric.is_ratio else "")


def unit_help(metric: Metric) -> str:
    if metric.is_ratio:
        return _("in percent")
    if metric.unit is MetricUnit.MILLISECONDS:
        return _("in hours")
    if metric.unit is MetricUnit.MICROS:
        return _("in whole money")
    return ""
