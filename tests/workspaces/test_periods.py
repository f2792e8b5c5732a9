from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspaces.periods import (
    Compare,
    Grain,
    Period,
    month_of,
    parse_period,
    quarter_of,
    week_of,
)

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
MAKERS = st.sampled_from([week_of, month_of, quarter_of])


@given(DAYS, MAKERS)
def test_a_period_contains_its_day_and_touches_its_neighbours(day, make):
    period = make(day)

    assert day in period
    assert period.previous().end == period.start - timedelta(days=1)
    assert period.next().start == period.end + timedelta(days=1)
    assert period.previous().next() == period


@given(DAYS, MAKERS)
def test_a_code_names_its_period(day, make):
    period = make(day)

    assert parse_period(period.code) == period


@given(DAYS, st.integers(min_value=0, max_value=400))
def test_a_custom_period_survives_its_code_and_goes_back_by_its_length(day, length):
    period = Period(day, day + timedelta(days=length))

    assert parse_period(period.code) == period
    assert period.previous().days == period.days
    assert period.previous().end == day - timedelta(days=1)


@given(DAYS, MAKERS)
def test_the_year_before_has_the_same_kind_and_begins_about_a_year_earlier(day, make):
    period = make(day)
    before = period.year_before()

    assert before.grain == period.grain
    assert 363 <= (period.start - before.start).days <= 367
    if period.grain == Grain.WEEK:
        assert before.start.weekday() == 0


@given(DAYS, MAKERS, st.sampled_from(["Asia/Taipei", "America/Los_Angeles", "UTC"]))
def test_every_moment_of_a_day_belongs_to_exactly_its_period(day, make, zone):
    period, tz = make(day), ZoneInfo(zone)
    start, end = period.moments(tz)

    noon = datetime(day.year, day.month, day.day, 12, tzinfo=tz)
    assert start <= noon < end
    assert end == period.next().moments(tz)[0]


def test_a_taipei_day_begins_at_four_in_the_afternoon_utc():
    start, end = Period(date(2026, 11, 21), date(2026, 11, 21)).moments(ZoneInfo("Asia/Taipei"))

    assert (start.isoformat(), end.isoformat()) == (
        "2026-11-20T16:00:00+00:00",
        "2026-11-21T16:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026 q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-11-01..2026-11-21", date(2026, 11, 1), date(2026, 11, 21)),
    ],
)
def test_codes_people_write_are_understood(code, start, end):
    period = parse_period(code)

    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2026Q5",
        "2026-13",
        "2025-W53",
        "2026-11-21..2026-11-01",
        "下一季",
        "9999999Q1",
        "9999-W52",
    ],
)
def test_anything_else_is_a_sentence_that_repeats_what_was_written(code):
    with pytest.raises(ValueError, match="2026Q4") as refused:
        parse_period(code)

    assert f"「{code}」" in str(refused.value)


def test_29_february_has_a_year_before():
    assert Period(date(2024, 2, 29), date(2024, 2, 29)).year_before().start == date(2023, 2, 28)


def test_comparing_with_nothing_is_none():
    period = quarter_of(date(2026, 11, 21))

    assert period.compared(Compare.NONE) is None
    assert period.compared(Compare.BEFORE).code == "2026Q3"
    assert period.compared(Compare.YEAR).code == "2025Q4"


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 2, 1), date(2026, 1, 1))
