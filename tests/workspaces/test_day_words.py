"""Days in words, said on Saturday 21 November 2026 unless another day is given."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspaces.day_words import days_meant

TODAY = date(2026, 11, 21)
LIKELIEST = {
    "2026-12-25": "2026-12-25", "2026/12/25": "2026-12-25", "20261225": "2026-12-25",
    "２０２６／１２／２５": "2026-12-25", "2026年12月25日": "2026-12-25", "115/12/25": "2026-12-25",
    "民國115年12月25日": "2026-12-25", "12/25": "2026-12-25", "12-25": "2026-12-25",
    "12.25": "2026-12-25", "1225": "2026-12-25", "12月25日": "2026-12-25",
    "十二月二十五號": "2026-12-25", "dec 25": "2026-12-25", "25 December": "2026-12-25",
    "December 25, 2027": "2027-12-25", "明年12/25": "2027-12-25", "去年12月25日": "2025-12-25",
    "1/5": "2027-01-05", "11/1": "2026-11-01", "6/20": "2027-06-20", "11/21": "2026-11-21",
    "25號": "2026-11-25", "20日": "2026-12-20", "31號": "2026-12-31", "廿五日": "2026-11-25",
    "今天": "2026-11-21", "明天": "2026-11-22", "後天": "2026-11-23", "大後天": "2026-11-24",
    "昨天": "2026-11-20", "today": "2026-11-21", "Tomorrow": "2026-11-22",
    "3天後": "2026-11-24", "三天後": "2026-11-24", "兩週後": "2026-12-05",
    "2個禮拜前": "2026-11-07", "一個月後": "2026-12-21", "半年後": "2027-05-21",
    "in 2 weeks": "2026-12-05", "10 days ago": "2026-11-11", "in a month": "2026-12-21",
    "+7": "2026-11-28", "-1": "2026-11-20",
    "週三": "2026-11-25", "星期六": "2026-11-21", "下週三": "2026-11-25",
    "下禮拜三": "2026-11-25", "下周日": "2026-11-29", "這週三": "2026-11-18",
    "本週日": "2026-11-22", "上週五": "2026-11-13", "下下週一": "2026-11-30",
    "週末": "2026-11-21", "下週末": "2026-11-28", "下週": "2026-11-23", "next wed": "2026-11-25",
    "Next Wednesday": "2026-11-25", "wed": "2026-11-25", "last fri": "2026-11-13",
    "next week": "2026-11-23", "thurs": "2026-11-26",
    "月底": "2026-11-30", "下個月底": "2026-12-31", "本月底": "2026-11-30", "月初": "2026-11-01",
    "下個月": "2026-12-01", "上個月": "2026-10-01", "下月中": "2026-12-15", "12月": "2026-12-01",
    "12月底": "2026-12-31", "2月底": "2027-02-28", "明年1月": "2027-01-01",
    "2027年3月底": "2027-03-31", "end of month": "2026-11-30", "next month": "2026-12-01",
    "年底": "2026-12-31", "明年": "2027-01-01", "2027": "2027-01-01", "明年底": "2027-12-31",
    "季末": "2026-12-31", "下一季": "2027-01-01", "上季": "2026-07-01", "2027q2": "2027-04-01",
    "雙11": "2027-11-11", "雙十一": "2027-11-11", "今年雙11": "2026-11-11", "雙12": "2026-12-12",
    "雙9": "2027-09-09", "雙十": "2027-10-10", "中秋節": "2027-09-15", "中秋": "2027-09-15",
    "今年中秋": "2026-09-25", "2027 端午": "2027-06-09", "聖誕節": "2026-12-25",
    "Christmas": "2026-12-25", "xmas": "2026-12-25", "跨年": "2026-12-31", "元旦": "2027-01-01",
    "除夕": "2027-02-05", "過年": "2027-02-06", "明年母親節": "2027-05-09",
    "黑色星期五": "2026-11-27", "black friday": "2026-11-27", "冬至": "2026-12-22",
    "mid-autumn 2027": "2027-09-15", "228": "2027-02-28",
}  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), LIKELIEST.items())
def test_said_and_meant(said, meant):
    assert days_meant(said, TODAY)[0].isoformat() == meant


@pytest.mark.parametrize(
    "said",
    ["", "  ", "2/30", "2027/2/29", "13/1", "12/32", "貼文", "冬茶", "雙13", "0", "99999999",
     "1900-01-01", "下週八", "x" * 50],
)  # fmt: skip
def test_what_names_no_day(said):
    assert days_meant(said, TODAY) == ()


def test_a_feast_that_has_just_been_is_second():
    assert days_meant("雙11", TODAY) == (date(2027, 11, 11), date(2026, 11, 11))
    assert days_meant("11/11", TODAY) == (date(2026, 11, 11), date(2027, 11, 11))


@pytest.mark.parametrize(
    ("said", "today", "meant"),
    [
        ("明天", date(2026, 12, 31), date(2027, 1, 1)),
        ("下週一", date(2026, 12, 31), date(2027, 1, 4)),
        ("月底", date(2026, 12, 31), date(2026, 12, 31)),
        ("下個月底", date(2026, 12, 31), date(2027, 1, 31)),
        ("1/1", date(2026, 12, 31), date(2027, 1, 1)),
        ("12/31", date(2026, 12, 31), date(2026, 12, 31)),
        ("12/31", date(2027, 1, 1), date(2026, 12, 31)),
        ("去年", date(2027, 1, 1), date(2026, 1, 1)),
        ("下一季", date(2026, 12, 31), date(2027, 1, 1)),
        ("年底", date(2027, 1, 1), date(2027, 12, 31)),
        ("下週三", date(2026, 12, 30), date(2027, 1, 6)),
        ("昨天", date(2027, 1, 1), date(2026, 12, 31)),
        ("春節", date(2027, 1, 1), date(2027, 2, 6)),
    ],
)
def test_over_the_end_of_a_year(said, today, meant):
    assert days_meant(said, today)[0] == meant


@pytest.mark.parametrize(
    ("said", "today", "meant"),
    [
        ("2/29", TODAY, date(2028, 2, 29)),
        ("2/29", date(2028, 2, 29), date(2028, 2, 29)),
        ("2/29", date(2028, 3, 1), date(2028, 2, 29)),
        ("2028/2/29", TODAY, date(2028, 2, 29)),
        ("月底", date(2028, 2, 1), date(2028, 2, 29)),
        ("明年2月底", date(2027, 5, 1), date(2028, 2, 29)),
        ("一年後", date(2028, 2, 29), date(2029, 2, 28)),
        ("1個月後", date(2028, 1, 31), date(2028, 2, 29)),
        ("29號", date(2027, 2, 1), date(2027, 3, 29)),
        ("明天", date(2028, 2, 28), date(2028, 2, 29)),
    ],
)
def test_leap_days(said, today, meant):
    assert days_meant(said, today)[0] == meant


@given(st.dates(date(1995, 1, 1), date(2080, 12, 31)), st.dates(date(1960, 1, 1), date(2080, 1, 1)))
def test_every_whole_date_means_itself(day, today):
    assert days_meant(day.isoformat(), today) == (day,)


@given(st.dates(date(2000, 1, 1), date(2080, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_within_a_week_and_next_is_next_week(today, weekday):
    name = "一二三四五六日"[weekday]
    coming, following = days_meant(f"週{name}", today)[0], days_meant(f"下週{name}", today)[0]
    monday = today - timedelta(days=today.weekday())
    assert coming.weekday() == following.weekday() == weekday
    assert 0 <= (coming - today).days < 7
    assert 7 <= (following - monday).days < 14


@given(st.text(max_size=45), st.dates(date(1990, 1, 1), date(2080, 12, 31)))
def test_no_words_break_it(text, today):
    assert len(days_meant(text, today)) <= 2
