"""X: old and new exports, headers in other languages, replies, ids a spreadsheet rounded."""

from datetime import date, datetime

import pytest

from platforms.records import HANDLE, PLATFORM_ID, Alias, Span, Subject
from tests.platforms.importers.conftest import rows
from tests.samples import x as sample

CONTENT = {
    "impressions": 197, "reactions": 10, "engagements": 29, "saves": 2, "new_followers": 3,
    "comments": 4, "shares": 5, "profile_visits": 6, "link_clicks": 7,
}  # fmt: skip
OVERVIEW = {
    "impressions": 444, "reactions": 4, "engagements": 29, "saves": 1, "new_followers": 3,
    "lost_followers": 1, "net_followers": 2, "comments": 6, "shares": 2, "profile_visits": 4, "views": 12,
}  # fmt: skip


def test_content_gives_posts_with_their_day(one):
    table = one(rows(sample.CONTENT_HEAD, sample.content_row()), encoding="utf-8")

    (reading,) = table.readings
    assert (table.head.family, table.head.platform, table.head.span, table.head.dated) == (
        "x_posts", "x", Span.LIFETIME, "day",
    )  # fmt: skip
    assert reading.values == CONTENT
    assert reading.post.aliases == (Alias(PLATFORM_ID, "1891564128784855141"),)
    assert reading.post.published_on == date(2025, 2, 17)
    assert table.accounts[0].aliases == (Alias(HANDLE, "camellia_tw"),)
    assert reading.extra["Shares"] == 1  # links passed on are no reposts


def test_names_of_older_and_newer_files_mean_the_same(one):
    head = [*sample.CONTENT_HEAD]
    head[3], head[8], head[13] = "Link", "Share", "Detail expands"

    table = one(rows(head, sample.content_row(day="Tue, Feb 18, 2025")), encoding="utf-8")

    assert table.sums == CONTENT
    assert table.readings[0].post.published_on == date(2025, 2, 18)


def test_columns_in_another_order_or_left_out_are_still_told_by_name(one):
    head, row = sample.CONTENT_HEAD[::-1], sample.content_row()[::-1]

    assert one(rows(head, row), encoding="utf-8").sums == CONTENT
    assert one(rows(head[4:], row[4:]), encoding="utf-8").sums["impressions"] == 197


def test_replies_are_kept_and_told_apart(one):
    table = one(
        rows(
            sample.CONTENT_HEAD,
            sample.content_row(text="@guest 謝謝您"),
            sample.content_row("1891564128784855142", text="給 @guest 的新茶"),
        )
    )

    assert [reading.post.post_type for reading in table.readings] == ["reply", ""]
    assert [(w.code, w.text[:2]) for w in table.warnings] == [("replies", "1 ")]


@pytest.mark.parametrize(
    ("head", "row", "figures", "names"),
    [
        (sample.CONTENT_PT, sample.content_row(), CONTENT, "Curtidas = Likes"),
        (sample.OVERVIEW_PT, sample.overview_row(), OVERVIEW, "Deixar de seguir = Unfollows"),
    ],
    ids=["content", "overview"],
)
def test_other_languages_are_read_by_place_and_say_so(one, head, row, figures, names):
    table = one(rows(head, row))

    (warning,) = table.warnings
    assert table.sums == figures
    assert table.head.language == "und"
    assert warning.code == "header_by_place"
    assert names in warning.text
    assert "Compartilhamentos" in table.readings[0].extra


CONTENT_ZH = [
    "推文代號", "日期", "貼文內容", "貼文連結", "曝光次數", "喜歡次數", "互動次數", "書籤", "分享",
    "新的跟隨", "回覆", "轉發", "個人資料造訪", "詳細資料展開次數", "網址點擊", "主題標籤", "永久連結",
]  # fmt: skip
OVERVIEW_ZH = [
    "日期", "曝光次數", "喜歡次數", "互動次數", "書籤", "分享", "新的跟隨", "取消追蹤", "回覆", "轉發",
    "個人資料造訪", "建立貼文", "影片觀看次數", "媒體觀看次數",
]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "row", "figures"),
    [
        (CONTENT_ZH, sample.content_row(), CONTENT),
        (OVERVIEW_ZH, sample.overview_row(), OVERVIEW),
    ],
    ids=["content", "overview"],
)
def test_a_header_known_in_part_is_read_by_place_where_both_agree(one, head, row, figures):
    table = one(rows(head, row))

    assert table.sums == figures
    assert [warning.code for warning in table.warnings] == ["header_by_place"]


def test_a_header_known_in_part_is_read_by_name_where_its_order_is_another(one):
    head, row = list(OVERVIEW_ZH), list(sample.overview_row())
    for cells in (head, row):
        cells[1], cells[2] = cells[2], cells[1]

    table = one(rows(head, row))

    assert table.sums["impressions"] == OVERVIEW["impressions"]
    (warning,) = table.warnings
    assert warning.code == "columns_unknown"
    assert "新的跟隨, 個人資料造訪" in warning.text


def test_days_are_account_figures_whatever_their_order(one):
    table = one(
        rows(
            sample.OVERVIEW_HEAD,
            sample.overview_row("Tue, Aug 26, 2025"),
            sample.overview_row("Mon, Aug 25, 2025"),
        )
    )

    assert [reading.start for reading in table.readings] == [date(2025, 8, 26), date(2025, 8, 25)]
    assert table.readings[0].values == OVERVIEW
    assert (table.head.start, table.head.end) == (date(2025, 8, 25), date(2025, 8, 26))
    assert table.readings[0].subject == Subject.ACCOUNT
    assert table.accounts == []


def test_old_tweets_have_minutes_and_no_promotion(one):
    table = one(rows(sample.TWEET_HEAD, sample.tweet_row()), encoding="utf-8")

    (reading,) = table.readings
    assert table.head.dated == "exact"
    assert reading.post.published_wall == datetime(2016, 12, 23, 18, 50)
    assert reading.post.text == "新茶 & 舊茶"
    assert reading.values == {
        "impressions": 1938, "engagements": 18, "shares": 3, "comments": 2, "reactions": 1,
        "profile_visits": 5, "link_clicks": 15, "new_followers": 1,
    }  # fmt: skip


def test_an_offset_is_heeded_whatever_zone_is_asked_for(one):
    table = one(rows(sample.TWEET_HEAD, sample.tweet_row()), zone="Asia/Taipei")

    assert table.readings[0].post.published_wall == datetime(2016, 12, 24, 2, 50)


def test_old_days(one):
    table = one(rows(sample.TWEET_DAY_HEAD, sample.tweet_day_row()))

    assert table.head.family == "x_days"
    assert table.readings[0].start == date(2016, 12, 23)
    assert table.sums["impressions"] == 1938


def test_rounded_numbers_are_taken_from_the_links(one):
    table = one(
        rows(
            sample.CONTENT_HEAD,
            ["1.89156E+18", *sample.content_row()[1:]],
            ["1.89156E+18", *sample.content_row("1891564128784855142")[1:]],
        )
    )

    assert [reading.post.aliases[0].value for reading in table.readings] == [
        "1891564128784855141",
        "1891564128784855142",
    ]
    assert [warning.code for warning in table.warnings] == ["ids_damaged"]


def test_without_link_a_rounded_number_is_no_key_and_no_number_is_rejected(one):
    row = sample.content_row()
    table = one(
        rows(
            sample.CONTENT_HEAD,
            ["1.89156E+18", row[1], row[2], "", *row[4:]],
            ["#NAME?", row[1], row[2], "", *row[4:]],
            [row[0], "neulich", *row[2:]],
        )
    )

    assert table.readings[0].post.damaged_id is not None
    assert [issue.row for issue in table.rejected] == [3, 4]


def test_the_video_file_holds_two_tables(parse):
    found = parse(rows(*sample.video_rows()))

    days, videos = found.tables
    assert found.refused == []
    assert (days.head.family, days.rows, days.sums) == (
        "x_video_days", 2, {"views": 200, "watch_ms": 445_678},
    )  # fmt: skip
    assert (videos.head.family, videos.accepted, len(videos.skipped)) == ("x_videos", 1, 1)
    (reading,) = videos.readings
    assert reading.post.aliases == (Alias(PLATFORM_ID, "1891564128784855141"),)
    assert (reading.post.duration_ms, reading.values["views"]) == (65_000, 847)


def test_the_video_file_in_another_language(parse):
    content = sample.video_rows()
    content[1] = ["Data", "Visualizações", "Tempo (ms)", "Taxa", "Tempo médio (ms)"]
    content[6] = [f"Coluna {place}" for place in range(10)]

    days, videos = parse(rows(*content)).tables

    assert days.sums == {"views": 200, "watch_ms": 445_678}
    assert videos.sums["views"] == 847
    assert {table.head.language for table in (days, videos)} == {"und"}


def test_old_tweets_in_another_language(one):
    head = ["Tweet-ID", "Link", "Text", "Zeit", *(f"Spalte {n}" for n in range(36))]

    table = one(rows(head, sample.tweet_row()))

    assert table.head.language == "und"
    assert (table.sums["impressions"], table.sums["shares"]) == (1938, 3)


def test_replies_are_left_out_where_a_person_says_so(one):
    content = rows(
        sample.CONTENT_HEAD,
        sample.content_row(text="@guest 謝謝您"),
        sample.content_row("1891564128784855142"),
    )

    table = one(content, no_replies=True)

    assert ([issue.row for issue in table.skipped], table.accepted) == ([2], 1)
    assert table.sums == CONTENT
    assert table.warnings == []
