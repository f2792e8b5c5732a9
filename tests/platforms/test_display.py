"""Numbers, days and periods as readers see them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from platforms.display import (
    MetricUnit,
    format_change,
    format_day,
    format_moment,
    format_month,
    format_quarter,
    format_range,
    format_value,
)

TODAY = date(2026, 11, 30)
TAIPEI = ZoneInfo("Asia/Taipei")


@pytest.mark.parametrize(
    ("value", "unit", "chinese", "english"),
    [
        (12_480, "count", "12,480", "12,480"),
        (0, "count", "0", "0"),
        (None, "count", "—", "—"),
        (-312, "count", "−312", "−312"),
        (Decimal("12.44"), "count", "12.4", "12.4"),
        (Decimal("0.048"), "ratio", "4.8%", "4.8%"),
        (Decimal("0.04849"), "ratio", "4.8%", "4.8%"),
        (Decimal("0.0485"), "ratio", "4.9%", "4.9%"),
        (Decimal("0.0004"), "ratio", "0.04%", "0.04%"),
        (Decimal("0.00001"), "ratio", "<0.01%", "<0.01%"),
        (0, "ratio", "0.0%", "0.0%"),
        (Decimal("1.8"), "multiple", "1.8 倍", "1.8×"),
        (12_300, "milliseconds", "12.3 秒", "12.3 s"),
        (83_000, "milliseconds", "1 分 23 秒", "1 min 23 s"),
        (7_500_000, "milliseconds", "2 小時 5 分", "2 h 5 min"),
        (7_212_345_000, "milliseconds", "2,003 小時", "2,003 h"),
        (38_500_000_000, "micros", "NT$38,500", "NT$38,500"),
        (-1_500_000, "micros", "−NT$2", "−NT$2"),
        (Decimal("0.004"), "points", "+0.4 點", "+0.4 pts"),
        (Decimal("-0.012"), "points", "−1.2 點", "−1.2 pts"),
        (Decimal("-0.0001"), "points", "0.0 點", "0.0 pts"),
    ],
)
def test_a_value_reads_as_its_unit_does(value, unit, chinese, english):
    assert format_value(value, unit, language="zh-hant") == chinese
    assert format_value(value, unit, language="en") == english


def test_foreign_money_keeps_its_cents_and_its_code():
    assert format_value(12_345_678, "micros", language="en", currency="USD") == "US$12.35"
    assert format_value(12_345_678, "micros", language="en", currency="CHF") == "CHF 12.35"


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (99_999, "99,999", "99,999"),
        (100_000, "10 萬", "100K"),
        (125_310, "12.5 萬", "125.3K"),
        (-125_310, "−12.5 萬", "−125.3K"),
        (1_250_000, "125 萬", "1.3M"),
        (123_456_789, "1.2 億", "123.5M"),
    ],
)
def test_a_card_shortens_only_large_counts(value, chinese, english):
    count = MetricUnit.COUNT

    assert format_value(value, count, language="zh-hant", compact=True) == chinese
    assert format_value(value, count, language="en", compact=True) == english


def test_a_change_is_points_for_rates_and_per_cent_for_counts():
    assert format_change(Decimal("0.004"), "ratio", language="zh-hant") == "+0.4 點"
    assert format_change(Decimal("0.126"), "count", language="zh-hant") == "+12.6%"
    assert format_change(Decimal("-0.3"), "count", language="zh-hant") == "−30.0%"
    assert format_change(Decimal(0), "count", language="zh-hant") == "0.0%"
    assert format_change(None, "count", language="zh-hant") == "—"


def test_nan_is_refused_because_unknown_is_none():
    with pytest.raises(ValueError, match="unknown"):
        format_value(float("nan"), "count", language="en")


def test_days_of_this_year_have_a_weekday_and_others_a_year():
    day = date(2026, 11, 21)

    assert format_day(day, today=TODAY, language="zh-hant") == "11/21（六）"
    assert format_day(day, today=TODAY, language="en") == "Sat 21 Nov"
    assert format_day(date(2025, 11, 21), today=TODAY, language="zh-hant") == "2025/11/21"
    assert format_day(day, today=TODAY, language="zh-hant", roc=True) == "民國 115 年 11 月 21 日"


def test_a_moment_is_told_on_the_clock_of_its_zone():
    moment = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
    last_year = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)

    assert format_moment(moment, TAIPEI, today=TODAY, language="zh-hant") == "11/21（六）18:00"
    assert format_moment(last_year, TAIPEI, today=TODAY, language="zh-hant") == "1/1（四）00:30"
    assert format_moment(moment, TAIPEI, today=TODAY, language="en") == "Sat 21 Nov 18:00"


def test_periods_are_written_with_their_year():
    start, end = date(2026, 10, 1), date(2026, 12, 31)

    assert format_range(start, end, language="zh-hant") == "2026/10/1–12/31"
    assert format_range(date(2025, 12, 1), end, language="zh-hant") == "2025/12/1–2026/12/31"
    assert format_quarter(2026, 4, language="zh-hant") == "2026 Q4"
    assert format_quarter(2026, 4, language="zh-hant", roc=True) == "民國 115 年第 4 季"
    assert format_month(2026, 10, language="zh-hant", roc=True) == "民國 115 年 10 月"
