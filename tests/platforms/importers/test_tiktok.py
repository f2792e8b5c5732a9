"""TikTok: dates without a year in many languages, unfinished days, differences that are off."""

from datetime import date, datetime

import pytest

from platforms.importers import yearless
from platforms.records import HANDLE, PLATFORM_ID, Alias, Span, Subject
from tests.platforms.importers.conftest import rows, zipped_of
from tests.samples import tiktok as sample

TAKEN = date(2026, 11, 21)


@pytest.mark.parametrize(
    "written",
    [
        "April 12", "12 April", "12. April", "12 de abril", "12 avril", "12 tháng Tư",
        "12 tháng 4", "4月12日", "4 月 12 日", "4월 12일", "12 kwietnia", "12 апреля",
        "12 Απριλίου", "12 Nisan", "APRIL 12", "Apr. 12", "12-Apr", "12 เมษายน", "April 12th",
    ],
)  # fmt: skip
def test_days_without_year_are_read_in_the_language_of_the_screen(written):
    assert yearless.month_day(written) == (4, 12)


@pytest.mark.parametrize(
    "written", ["", "12", "April", "April 31", "Smarch 3", "2026-04-12", "4/12", "12 12"]
)
def test_what_is_no_such_day_is_none(written):
    assert yearless.month_day(written) is None


def test_the_year_is_the_last_in_which_the_file_can_have_been_made():
    assert yearless.latest((11, 21), TAKEN) == TAKEN
    assert yearless.latest((11, 22), TAKEN) == date(2025, 11, 22)
    assert yearless.latest((2, 29), TAKEN) == date(2024, 2, 29)


def test_a_series_is_walked_back_over_the_turn_of_the_year_and_further():
    winter = [(12, 30), (12, 31), (1, 1), (1, 2)]
    year = [(12, 31), *((month, 15) for month in range(1, 13)), (1, 1)]

    assert yearless.settle(winter, date(2026, 1, 5))[0] == date(2025, 12, 30)
    assert yearless.settle(winter[::-1], date(2026, 1, 5))[-1] == date(2025, 12, 30)
    assert yearless.settle(year, date(2026, 1, 5))[:2] == [date(2024, 12, 31), date(2025, 1, 15)]
    assert yearless.settle([(5, 1), (1, 2), (9, 9)], date(2026, 6, 1)) == [
        date(2026, 5, 1),
        date(2026, 1, 2),
        date(2025, 9, 9),
    ]


def test_the_name_of_a_download_says_when_it_was_made():
    assert yearless.day_in_name("temp_1777023477442.zip") == date(2026, 4, 24)
    assert yearless.day_in_name("Overview_2026-06-18_1786845545_me.zip") == date(2026, 8, 16)
    assert yearless.day_in_name("Overview (2026).csv") is None
    assert yearless.existed_on("Overview_1786845545.zip", date(2027, 9, 1)) == date(2026, 8, 16)
    assert yearless.existed_on("Overview_1786845545.zip", date(2025, 9, 1)) == date(2025, 9, 1)


def test_overview_is_the_account_by_day_and_says_which_year_was_taken(one):
    content = rows(sample.OVERVIEW_HEAD, *sample.overview_rows("November 30", "December 1"))

    table = one(content, taken_on=TAKEN)

    assert [reading.start for reading in table.readings] == [date(2025, 11, 30), date(2025, 12, 1)]
    assert table.readings[0].values == {
        "views": 100, "profile_visits": 7, "reactions": 10, "comments": -1, "shares": 3,
    }  # fmt: skip
    assert (table.head.family, table.head.undated) == ("tiktok_days", True)
    (warning,) = table.warnings
    assert warning.code == "year_assumed"
    assert "2025-11-30 to 2025-12-01" in warning.text


def test_the_four_downloads_of_one_day_in_another_language(parse):
    found = parse(
        zipped_of(
            {
                "Overview.csv": "\ufeff" + rows(
                    sample.OVERVIEW_HEAD, *sample.overview_rows("31 tháng Mười Hai", "1 tháng Một")
                ),
                "Viewers.csv": "\ufeff" + rows(
                    sample.VIEWERS_HEAD,
                    ["31 tháng Mười Hai", "90", "60", "30"],
                    ["1 tháng Một", "undefined", "0", "0"],
                ),
            }
        ),
        name="Overview_2025-06-18_1767398400_me.zip",
        taken_on=TAKEN,
    )  # fmt: skip

    overview, viewers = found.tables
    assert (overview.head.start, overview.head.end) == (date(2025, 12, 31), date(2026, 1, 1))
    assert viewers.sums == {"viewers": 90}
    assert [issue.row for issue in viewers.skipped] == [3]


def test_differences_of_followers_are_computed_not_read(one):
    table = one(
        rows(
            sample.HISTORY_HEAD,
            ["August 1", "undefined", "0"],
            ["August 2", "5", "1"],
            ["August 3", "6", "3"],
            ["August 4", "9", "0"],
            ["August 6", "8", "0"],
        ),
        taken_on=TAKEN,
    )

    assert [reading.values for reading in table.readings] == [
        {"followers": 5},
        {"followers": 6, "net_followers": 1},
        {"followers": 9, "net_followers": 3},
        {"followers": 8},
    ]
    assert len(table.skipped) == 1


def test_hours_are_a_breakdown_and_the_day_of_download_is_left_out(one):
    table = one(
        rows(
            sample.ACTIVITY_HEAD,
            ["November 20", "0", "12"],
            ["November 20", "19", "310"],
            ["November 21", "0", "0"],
            ["November 20", "nine", "1"],
        ),
        taken_on=TAKEN,
    )

    assert [(r.dimension, r.key, r.values) for r in table.readings] == [
        ("active_hour", "00", {"active_followers": 12}),
        ("active_hour", "19", {"active_followers": 310}),
    ]
    assert len(table.skipped) == 1
    assert [issue.row for issue in table.rejected] == [5]


@pytest.mark.parametrize("parts", [("0.61", "0.375"), ("61%", "37.5%"), ("61", "37.5")])
def test_parts_of_the_followers_belong_to_the_day_of_download(one, parts):
    table = one(rows(sample.GENDER_HEAD, ["Female", parts[0]], ["Male", parts[1]]), taken_on=TAKEN)

    assert [(r.key, r.share_ppm["followers"]) for r in table.readings] == [
        ("female", 610_000),
        ("male", 375_000),
    ]
    assert {(r.subject, r.start, r.end) for r in table.readings} == {
        (Subject.BREAKDOWN, TAKEN, TAKEN)
    }


def test_territories(one):
    table = one(
        rows(sample.TERRITORY_HEAD, ["TW", "0.9"], ["JP", "0.055"], ["Others", "undefined"]),
        taken_on=TAKEN,
    )

    assert [(r.dimension, r.key) for r in table.readings] == [("country", "TW"), ("country", "JP")]


def test_the_number_of_a_video_settles_its_year(one):
    table = one(
        rows(
            sample.CONTENT_HEAD,
            sample.content_row("October 31"),
            sample.content_row("November 20", "7589711711284759830"),  # made on 2025-12-30
        ),
        taken_on=TAKEN,
    )

    first, second = table.readings
    assert first.post.published_on == date(2025, 10, 31)
    assert second.post.published_on == date(2025, 11, 20)
    assert first.values == {"reactions": 12, "comments": 3, "shares": 1, "views": 4567}
    assert [warning.code for warning in table.warnings] == ["year_assumed", "not_all_posts"]


def test_the_list_of_the_business_suite(one):
    table = one(rows(sample.LIST_HEAD, sample.list_row()), encoding="utf-8-sig")

    (reading,) = table.readings
    assert (table.head.span, table.head.zone, table.head.dated) == (Span.LIFETIME, "UTC", "minute")
    assert reading.post.published_wall == datetime(2025, 10, 31, 18, 19, 10)
    assert reading.post.aliases == (Alias(PLATFORM_ID, sample.VIDEO),)
    assert table.accounts[0].aliases == (Alias(HANDLE, "camellia.tw"),)
    assert reading.values == {
        "views": 172353, "reactions": 1774, "comments": 42, "shares": 413, "saves": 180,
    }  # fmt: skip
    assert table.warnings == []


def test_a_row_without_link_cannot_be_told(one):
    row = sample.list_row()
    table = one(rows(sample.LIST_HEAD, row, [row[0], "#NAME?", *row[2:]]))

    assert [issue.row for issue in table.rejected] == [3]


def test_days_and_audience_of_the_business_suite(one):
    days = one(rows(sample.BUSINESS_HEAD, sample.business_row()))
    audience = one(rows(sample.AUDIENCE_HEAD, ["2025/12/30", "5", "1200", "610", "41"]))

    assert days.sums == {
        "views": 900, "reach": 610, "profile_visits": 12, "reactions": 34, "shares": 5,
        "comments": 6, "net_followers": 2, "new_followers": 5, "lost_followers": 3,
    }  # fmt: skip
    assert days.readings[0].start == date(2025, 12, 30)
    assert audience.sums == {
        "new_followers": 5, "followers": 1200, "reach": 610, "engaged_users": 41,
    }  # fmt: skip


def test_followers_alone_name_no_platform_unless_their_days_have_no_year(one, refusal):
    table = one(rows(["Date", "Followers"], ["4月12日", "900"]), taken_on=TAKEN)

    assert table.readings[0].start == date(2026, 4, 12)
    assert refusal(rows(["Date", "Followers"], ["2026-04-12", "900"]))
