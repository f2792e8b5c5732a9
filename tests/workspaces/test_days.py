"""Working days against the calendars of the Directorate-General of Personnel Administration.

Typed by hand from 中華民國113年、114年、115年政府行政機關辦公日曆表 (行政院人事行政總處), 114 as amended
after 紀念日及節日實施條例 of 2025-05-28: days off that fall on Monday to Friday, and make-up days.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.workspaces import WorkspaceFactory
from workspaces import days
from workspaces.days import WorkingDays
from workspaces.models import SpecialDay

OFF = {
    2024: "1/1 2/8 2/9 2/12 2/13 2/14 2/28 4/4 4/5 6/10 9/17 10/10",
    2025: "1/1 1/27 1/28 1/29 1/30 1/31 2/28 4/3 4/4 5/30 9/29 10/6 10/10 10/24 12/25",
    2026: "1/1 2/16 2/17 2/18 2/19 2/20 2/27 4/3 4/6 5/1 6/19 9/25 9/28 10/9 10/26 12/25",
}
MAKE_UP = {2024: ["2/17"], 2025: ["2/8"], 2026: []}
TAIWAN = WorkingDays()


def day_of(year: int, text: str) -> date:
    month, day = text.split("/")
    return date(year, int(month), int(day))


@pytest.mark.parametrize("year", OFF)
def test_every_day_of_the_year_is_as_the_government_says(year):
    off = {day_of(year, text) for text in OFF[year].split()}
    made_up = {day_of(year, text) for text in MAKE_UP[year]}
    whole = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]

    wrong = [
        day
        for day in whole
        if day.year == year
        and TAIWAN.works(day) != (day in made_up or (day.weekday() < 5 and day not in off))
    ]

    assert wrong == []


def test_three_working_days_before_christmas_skip_the_holiday_itself():
    assert TAIWAN.shift(date(2026, 12, 25), -3) == date(2026, 12, 22)


def test_the_long_new_year_holiday_is_stepped_over():
    assert TAIWAN.shift(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert TAIWAN.on_or_before(date(2026, 2, 22)) == date(2026, 2, 13)


def test_a_make_up_saturday_counts_as_a_working_day():
    assert days.is_make_up_day(date(2025, 2, 8))
    assert TAIWAN.shift(date(2025, 2, 7), 1) == date(2025, 2, 8)


@given(st.dates(date(2024, 1, 1), date(2027, 6, 1)), st.integers(1, 40))
def test_going_there_and_back_ends_where_it_began(day, count):
    start = TAIWAN.on_or_after(day)

    assert TAIWAN.shift(TAIWAN.shift(start, count), -count) == start
    assert TAIWAN.count(start, TAIWAN.span(start, count)) == count


@pytest.mark.django_db
def test_a_workspace_closes_and_opens_on_days_of_its_own():
    workspace = WorkspaceFactory()
    SpecialDay.objects.create(workspace=workspace, day=date(2026, 11, 23), name="員工旅遊")
    SpecialDay.objects.create(
        workspace=workspace, day=date(2026, 11, 28), name="雙12 備貨", works=True
    )
    SpecialDay.objects.create(workspace=WorkspaceFactory(), day=date(2026, 11, 24), name="別家")

    own = days.working_days(workspace)

    assert own.shift(date(2026, 11, 20), 1) == date(2026, 11, 24)
    assert own.works(date(2026, 11, 28))
    assert not TAIWAN.works(date(2026, 11, 28))


@pytest.mark.django_db
def test_a_day_says_why_it_is_special(django_assert_num_queries):
    workspace = WorkspaceFactory()
    SpecialDay.objects.create(workspace=workspace, day=date(2026, 12, 24), name="早退")

    with django_assert_num_queries(1):
        names = days.day_names(workspace, date(2026, 12, 20), date(2027, 1, 1))

    assert names == {
        date(2026, 12, 24): "早退",
        date(2026, 12, 25): "行憲紀念日",
        date(2027, 1, 1): "中華民國開國紀念日",
    }


def test_a_calendar_without_any_working_day_says_so():
    closed = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(800))

    with pytest.raises(days.NoWorkingDay):
        WorkingDays(closed=closed).on_or_after(date(2026, 1, 1))
