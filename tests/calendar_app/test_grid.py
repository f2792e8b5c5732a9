"""Which days a view shows, over month ends and leap days."""

from datetime import date

import pytest

from calendar_app.grid import View, Window, same_place


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 21), date(2026, 10, 26), date(2026, 12, 6)),
        (date(2024, 2, 29), date(2024, 1, 29), date(2024, 3, 3)),
        (date(2027, 2, 10), date(2027, 2, 1), date(2027, 2, 28)),
    ],
)
def test_a_month_shows_whole_weeks(day, first, last):
    window = Window(View.MONTH, day)

    assert (window.first, window.last) == (first, last)
    assert all(len(week) == 7 for week in window.weeks())
    assert window.is_core(day)


def test_a_week_begins_on_monday():
    window = Window(View.WEEK, date(2026, 11, 22))

    assert (window.first, window.last) == (date(2026, 11, 16), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("day", "by", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
    ],
)
def test_a_month_further_keeps_the_day_where_there_is_one(day, by, expected):
    assert same_place(day, View.MONTH, by) == expected
