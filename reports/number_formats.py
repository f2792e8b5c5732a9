"""Values as spreadsheets want them: a number in the cell, its look in the number format."""

from decimal import Decimal

from platforms.display import MetricUnit, currency_has_cents, currency_sign, is_chinese

_PER_DAY = Decimal(86_400_000)  # Excel counts time in days


def cell_number(value: int | Decimal | float | None, unit: MetricUnit) -> int | float | None:
    """``value`` in the unit its cell shows: micros become money, milliseconds days."""
    if value is None:
        return None
    number: int | Decimal | float
    match unit:
        case MetricUnit.MICROS:
            number = Decimal(value) / 1_000_000
        case MetricUnit.MILLISECONDS:
            number = Decimal(value) / _PER_DAY
        case MetricUnit.POINTS:
            number = Decimal(str(value)) * 100
        case _:
            number = value
    if isinstance(number, int):
        return number
    whole = number == int(number)
    return int(number) if whole else float(number)


def number_format(unit: MetricUnit, *, language: str, currency: str = "TWD") -> str:
    """The Excel number format that shows a cell as ``platforms.display`` writes it."""
    chinese = is_chinese(language)
    match unit:
        case MetricUnit.COUNT:
            return "#,##0"
        case MetricUnit.RATIO:
            return "0.0%"
        case MetricUnit.MULTIPLE:
            return '#,##0.0" 倍"' if chinese else '#,##0.0"×"'
        case MetricUnit.MILLISECONDS:
            return "[h]:mm:ss"
        case MetricUnit.MICROS:
            return f'"{currency_sign(currency)}"#,##0' + (
                ".00" if currency_has_cents(currency) else ""
            )
        case MetricUnit.POINTS:
            word = "點" if chinese else "pts"
            return f'+0.0" {word}";-0.0" {word}";0.0" {word}"'
        case MetricUnit.CHANGE:
            return "+0.0%;-0.0%;0.0%"
