"""How a number, a day and a period look to a reader: one hand for pages, mail and documents.

Pure: values and a language in, text out. The *shapes* that differ by language (order of a date,
words for an hour) stand in the table ``_SHAPES``; they are formats, not sentences, which is why
they are not in the message catalogue.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

UNKNOWN = "—"
MINUS = "\N{MINUS SIGN}"

Number = int | Decimal | float
_ONE = Decimal(1)
_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")


class MetricUnit(StrEnum):
    """What one unit of a value is, before anybody formats it."""

    COUNT = "count"  # things or people; a Decimal is a mean
    RATIO = "ratio"  # fraction, 0.048 is shown as 4.8%
    MULTIPLE = "multiple"  # times as much, 1.8 is shown as 1.8 倍
    MILLISECONDS = "milliseconds"
    MICROS = "micros"  # a millionth of a unit of the currency
    POINTS = "points"  # difference of two ratios as a fraction, 0.004 is shown as +0.4 點
    CHANGE = "change"  # difference as a fraction of the earlier value, 0.126 is shown as +12.6%


@dataclass(frozen=True, slots=True)
class _Shapes:
    multiple: str
    points: str
    hours: str
    hours_minutes: str
    minutes_seconds: str
    seconds: str
    compact: tuple[tuple[int, str], ...]  # from which size, largest first
    compact_gap: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    roc_year: str
    roc_quarter: str


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CHINESE = _Shapes(
    multiple="{} 倍",
    points="{} 點",
    hours="{} 小時",
    hours_minutes="{} 小時 {} 分",
    minutes_seconds="{} 分 {} 秒",
    seconds="{} 秒",
    compact=((100_000_000, "億"), (10_000, "萬")),
    compact_gap=" ",
    weekdays=tuple("一二三四五六日"),
    months=(),
    roc_year="民國 {} 年",
    roc_quarter="民國 {} 年第 {} 季",
)
_ENGLISH = _Shapes(
    multiple="{}×",
    points="{} pts",
    hours="{} h",
    hours_minutes="{} h {} min",
    minutes_seconds="{} min {} s",
    seconds="{} s",
    compact=((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K")),
    compact_gap="",
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=_MONTHS,
    roc_year="ROC {}",
    roc_quarter="ROC {} Q{}",
)

COMPACT_FROM = 100_000  # 10 萬: below this a card shows the full figure
_CURRENCY_SIGNS = {"TWD": "NT$", "USD": "US$", "JPY": "JP¥", "HKD": "HK$", "EUR": "€"}
_WHOLE_CURRENCIES = {"TWD", "JPY", "KRW"}  # shown without cents


def is_chinese(language: str) -> bool:
    return language.lower().startswith("zh")


def _shapes(language: str) -> _Shapes:
    return _CHINESE if is_chinese(language) else _ENGLISH


def as_decimal(value: Number) -> Decimal:
    """``value`` exactly as it reads; ``ValueError`` for NaN or infinity (unknown is ``None``)."""
    number = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ValueError("An unknown value is None, never NaN.")
    return number


def _grouped(number: Decimal, step: Decimal) -> str:
    rounded = number.quantize(step, ROUND_HALF_UP)
    if not rounded:
        rounded = abs(rounded)  # no "−0"
    return f"{rounded:,f}".replace("-", MINUS)


def _signed(text: str) -> str:
    return text if text.startswith(MINUS) or not text.strip("0.,%") else f"+{text}"


def _count(number: Decimal) -> str:
    whole = number == number.to_integral_value() or abs(number) >= 1000  # a mean's tenth is noise
    return _grouped(number, _ONE if whole else _TENTH)


def _compact(number: Decimal, shapes: _Shapes) -> str:
    for size, word in shapes.compact:
        if abs(number) >= size:
            text = _grouped(number / size, _TENTH).removesuffix(".0")
            return f"{text}{shapes.compact_gap}{word}"
    return _count(number)


def _percent(fraction: Decimal) -> str:
    percent = fraction * 100
    if percent and abs(percent) < Decimal("0.05"):  # one decimal would say 0.0%
        small = _grouped(percent, _HUNDREDTH)
        return f"{small}%" if small.strip("0.") else "<0.01%"
    return f"{_grouped(percent, _TENTH)}%"


def _duration(milliseconds: Decimal, shapes: _Shapes) -> str:
    sign = MINUS if milliseconds < 0 else ""
    seconds = abs(milliseconds) / 1000
    whole = int(seconds.quantize(_ONE, ROUND_HALF_UP))
    if whole >= 360_000:  # from 100 hours minutes say nothing
        text = shapes.hours.format(_grouped(seconds / 3600, _ONE))
    elif whole >= 3600:
        text = shapes.hours_minutes.format(whole // 3600, whole % 3600 // 60)
    elif whole >= 60:
        text = shapes.minutes_seconds.format(whole // 60, whole % 60)
    else:
        text = shapes.seconds.format(_grouped(seconds, _TENTH).removesuffix(".0"))
    return sign + text


def currency_sign(currency: str) -> str:
    """The sign before the amount: ``NT$``; a currency without one keeps its code and a space."""
    return _CURRENCY_SIGNS.get(currency, f"{currency} ")


def currency_has_cents(currency: str) -> bool:
    return currency not in _WHOLE_CURRENCIES


def _money(micros: Decimal, currency: str, *, mean: bool = False) -> str:
    """A mean of less than a hundred, such as the cost of one click, keeps its cents."""
    amount = micros / 1_000_000
    fine = currency_has_cents(currency) or (mean and abs(amount) < 100)
    text = _grouped(abs(amount), _HUNDREDTH if fine else _ONE)
    return f"{MINUS if amount < 0 and text.strip('0.') else ''}{currency_sign(currency)}{text}"


def format_value(
    value: Number | None,
    unit: MetricUnit | str,
    *,
    language: str,
    compact: bool = False,
    currency: str = "TWD",
) -> str:
    """``value`` as a reader sees it; ``None`` is ``—``.

    ``compact`` is for cards only: from 100,000 a count reads ``12.5 萬`` (``125K`` in English).
    """
    if value is None:
        return UNKNOWN
    number, shapes, unit = as_decimal(value), _shapes(language), MetricUnit(unit)
    match unit:
        case MetricUnit.COUNT:
            return (
                _compact(number, shapes)
                if compact and abs(number) >= COMPACT_FROM
                else (_count(number))
            )
        case MetricUnit.RATIO:
            return _percent(number)
        case MetricUnit.MULTIPLE:
            return shapes.multiple.format(_grouped(number, _TENTH))
        case MetricUnit.MILLISECONDS:
            return _duration(number, shapes)
        case MetricUnit.MICROS:
            return _money(number, currency, mean=isinstance(value, Decimal))
        case MetricUnit.POINTS:
            return shapes.points.format(_signed(_grouped(number * 100, _TENTH)))
        case MetricUnit.CHANGE:
            return _signed(f"{_grouped(number * 100, _TENTH)}%")


def format_change(change: Number | None, unit: MetricUnit | str, *, language: str) -> str:
    """A change since another period.

    For a ratio ``change`` is the difference of the two fractions (``+0.4 點``); for everything
    else it is the difference as a fraction of the earlier value (``+12.6%``).
    """
    if change is None:
        return UNKNOWN
    if MetricUnit(unit) in (MetricUnit.RATIO, MetricUnit.POINTS):
        return format_value(change, MetricUnit.POINTS, language=language)
    return _signed(f"{_grouped(as_decimal(change) * 100, _TENTH)}%")


# --- days, moments, periods ---------------------------------------------------------------


def format_day(
    day: date, *, today: date, language: str, roc: bool = False, weekday: bool = True
) -> str:
    """``11/21（六）`` this year, ``2025/11/21`` in others, ``民國 115 年 11 月 21 日`` on request."""
    shapes = _shapes(language)
    if roc:
        year = shapes.roc_year.format(day.year - 1911)
        if is_chinese(language):
            return f"{year} {day.month} 月 {day.day} 日"
        return f"{day.day} {shapes.months[day.month - 1]} {year}"
    if is_chinese(language):
        if day.year != today.year:
            return f"{day.year}/{day.month}/{day.day}"
        name = f"（{shapes.weekdays[day.weekday()]}）" if weekday else ""
        return f"{day.month}/{day.day}{name}"
    text = f"{day.day} {shapes.months[day.month - 1]}"
    if day.year != today.year:
        return f"{text} {day.year}"
    return f"{shapes.weekdays[day.weekday()]} {text}" if weekday else text


def format_moment(
    moment: datetime, zone: ZoneInfo, *, today: date, language: str, roc: bool = False
) -> str:
    """An aware ``moment`` on the clock of ``zone``: ``11/21（六）18:00``."""
    local = moment.astimezone(zone)
    day = format_day(local.date(), today=today, language=language, roc=roc)
    gap = "" if day.endswith("）") else " "
    return f"{day}{gap}{local:%H:%M}"


def format_full_day(day: date, *, language: str, roc: bool = False) -> str:
    """A day that is read long after it was printed, so always with its year."""
    return format_day(day, today=date.min, language=language, roc=roc)


def format_range(start: date, end: date, *, language: str, roc: bool = False) -> str:
    """Both days included, always with the year: ``2026/10/1–12/31``."""
    first = format_full_day(start, language=language, roc=roc)
    if start == end:
        return first
    if roc or not is_chinese(language):
        return f"{first} – {format_full_day(end, language=language, roc=roc)}"
    last = f"{end.month}/{end.day}"
    return f"{first}–{last if end.year == start.year else f'{end.year}/{last}'}"


def format_quarter(year: int, quarter: int, *, language: str, roc: bool = False) -> str:
    """``2026 Q4``, or ``民國 115 年第 4 季``."""
    if roc:
        return _shapes(language).roc_quarter.format(year - 1911, quarter)
    return f"{year} Q{quarter}"


def format_month(year: int, month: int, *, language: str, roc: bool = False) -> str:
    """``2026 年 10 月``, or ``民國 115 年 10 月``."""
    shapes = _shapes(language)
    if is_chinese(language):
        return f"{shapes.roc_year.format(year - 1911) if roc else f'{year} 年'} {month} 月"
    return f"{shapes.months[month - 1]} {shapes.roc_year.format(year - 1911) if roc else year}"
