"""How a target's standing reads on a page: values formatted, tones as the components call them."""

from decimal import Decimal

from django import template
from django.utils.translation import get_language

from analytics.goals.outlook import Outlook, shown
from analytics.goals.targets import Attainment, number_of
from analytics.texts import number_text, value_text
from platforms.display import MetricUnit, format_value

register = template.Library()


def _language() -> str:
    return get_language() or "zh-hant"


@register.filter
def so_far(one: Attainment) -> str:
    return value_text(one.value)


@register.filter
def goal(one: Attainment) -> str:
    number = number_of(one.target.value, one.metric)
    return number_text(number, one.metric, one.value.currency)


@register.filter
def expected(one: Attainment) -> str:
    number = one.expected if one.expected is None else one.expected.quantize(Decimal(1))
    return number_text(number, one.metric, one.value.currency)


@register.filter
def attained(one: Attainment) -> str:
    return format_value(one.attained, MetricUnit.RATIO, language=_language())


@register.filter
def tone(one: Attainment) -> str:
    return "idle" if one.pace.tone == "none" else one.pace.tone


@register.filter
def baseline(one: Attainment) -> str:
    number = number_of(one.target.baseline, one.metric)
    return number_text(number, one.metric, one.value.currency)


@register.filter
def heading_for(look: Outlook) -> str:
    """Where the forecast says it ends, as short as a table cell."""
    return shown(look.forecast.value, look.standing)
