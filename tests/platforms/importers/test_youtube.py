from datetime import date

import pytest

from platforms.importers import give_period, period_from_siblings
from platforms.records import PLATFORM_ID, Alias, Span, Subject
from tests.platforms.importers.conftest import rows, zipped_of

TABLE = [
    "Content", "Video title", "Video publish time", "Duration", "Views", "Engaged views",
    "Watch time (hours)", "Subscribers", "Subscribers gained", "Subscribers lost",
    "Average view duration", "Average percentage viewed (%)", "Impressions",
    "Impressions click-through rate (%)", "Likes", "Dislikes", "Comments added", "Shares",
    "Unique viewers", "Estimated revenue (USD)",
]  # fmt: skip
TABLE_ZH = [
    "內容", "影片標題", "影片發布時間", "時間長度", "觀看次數", "互動觀看次數",
    "觀看時間 (小時)", "訂閱人數", "獲得的訂閱人數", "流失的訂閱人數",
    "平均觀看時間", "平均觀看比例 (%)", "曝光次數",
    "曝光點閱率 (%)", "喜歡次數", "不喜歡次數", "已新增留言", "分享次數",
    "非重複觀眾人數", "預估收益 (USD)",
]  # fmt: skip
TOTAL = [
    "Total",
    "",
    "",
    "",
    "9000",
    "",
    "55.5",
    "3",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "0",
    "",
]
VIDEO = [
    "UWQNrpakgcA", "手沖教學", "Aug 28, 2025", "95", "303", "250", "45.8772", "-2", "3", "5",
    "0:01:10", "38.4", "456", "3.51", "20", "1", "4", "2", "280", "0.024",
]  # fmt: skip
FIGURES = {
    "views": 303, "engaged_views": 250, "watch_ms": 165_157_920, "net_followers": -2,
    "new_followers": 3, "lost_followers": 5, "impressions": 456, "reactions": 20, "dislikes": 1,
    "comments": 4, "shares": 2, "viewers": 280, "revenue_micros": 24_000,
}  # fmt: skip


@pytest.mark.parametrize(
    ("head", "total"), [(TABLE, "Total"), (TABLE_ZH, "總計")], ids=["en", "zh"]
)
def test_content_table_speaks_of_a_period(one, head, total):
    table = one(rows(head, [total, *TOTAL[1:]], VIDEO), encoding="utf-8")

    (reading,) = table.readings
    assert (table.head.family, table.head.platform) == ("youtube_table", "youtube")
    assert (reading.subject, reading.span) == (Subject.POST, Span.PERIOD)
    assert (reading.start, reading.end) == (None, None)
    assert reading.values == FIGURES
    assert reading.post.aliases == (Alias(PLATFORM_ID, "UWQNrpakgcA"),)
    assert reading.post.published_on == date(2025, 8, 28)
    assert reading.post.duration_ms == 95_000
    assert [issue.row for issue in table.skipped] == [2]
    assert [warning.code for warning in table.warnings] == ["period_missing"]
    assert reading.extra["currency"] == "USD"
    assert table.accounts == []


def test_older_headers_soft_hyphens_and_unset_cells(one):
    head = ["Video", "Video title", "Video publish time", "Views", "Watch time (hours)",
            "Im\u00adpres\u00adsions", "Impressions click-\u00adthrough rate (%)"]  # fmt: skip
    table = one(
        rows(
            head,
            ["-abcDEF1234", "標題", "", "7", "", "9", ""],
            [" -bcdEFG1234", "", "", "1", "", "", ""],
        )
    )

    assert [r.post.aliases[0].value for r in table.readings] == ["-abcDEF1234", "-bcdEFG1234"]
    assert table.readings[0].values == {"views": 7, "impressions": 9}
    assert table.readings[0].post.published_on is None


def test_2026_thumbnail_impressions_are_impressions(one):
    head = ["Content", "Video title", "Video publish time", "Views", "Thumbnail impressions"]
    assert one(rows(head, ["UWQNrpakgcA", "a", "Aug 28, 2025", "1", "5"])).sums["impressions"] == 5


def test_ids_lost_in_a_spreadsheet_are_rejected_and_notes_skipped(one):
    head = TABLE[:5]
    table = one(
        rows(
            head,
            ["#NAME?", "a", "27-Jul-20", "60", "5"],
            ["2.34E+10", "a", "27-Jul-20", "60", "5"],
            ["", "a", "27-Jul-20", "60", "5"],
            ["UWQNrpakgcA", "a", "27-Jul-20", "60", "x"],
            ["UWQNrpakgcB", "a", "27-Jul-20", "60", "5"],
            ["Showing top 500 results", "", "", "", ""],
        )
    )

    assert [(issue.row, issue.cell) for issue in table.rejected] == [
        (2, "Content"), (3, "Content"), (4, "Content"), (5, "Views"),
    ]  # fmt: skip
    assert [issue.row for issue in table.skipped] == [7]
    assert table.readings[0].post.published_on == date(2020, 7, 27)


def test_unique_viewers_of_zero_beside_views_are_not_reported(one):
    head = ["Date", "Views", "Unique viewers"]
    table = one(rows(head, ["2025-06-13", "10", "0"], ["2025-06-14", "0", "0"]))

    assert [r.values for r in table.readings] == [{"views": 10}, {"views": 0, "viewers": 0}]


@pytest.mark.parametrize("head", [["Date", "Views"], ["日期", "觀看次數"]], ids=["en", "zh"])
def test_totals_are_the_channels_days(one, head):
    table = one(rows(head, ["2025-06-13", "1224"], ["2025-06-14", "147"]))

    assert table.head.family == "youtube_totals"
    assert table.sums == {"views": 1371}
    assert (table.head.start, table.head.end) == (date(2025, 6, 13), date(2025, 6, 14))


def test_totals_saved_again_with_the_day_first_are_read_by_their_steps(one):
    table = one(
        rows(["Date", "Views"], ["03-06-2025", "1"], ["04-06-2025", "2"], ["05-06-2025", "3"])
    )

    assert [reading.start for reading in table.readings] == [
        date(2025, 6, 3), date(2025, 6, 4), date(2025, 6, 5),
    ]  # fmt: skip


def test_a_date_that_nothing_settles_is_asked_for(refusal):
    reason = refusal(rows(["Date", "Views"], ["03-06-2025", "1"]))

    assert "day first or month first" in reason


def test_chart_holds_the_drawn_videos_by_day(one):
    head = ["Date", "Content", "Video title", "Video publish time", "Duration", "Views"]
    table = one(
        rows(
            head,
            ["2025-06-13", "UWQNrpakgcA", "a", "Sep 29, 2025", "5", "3"],
            ["2025-06-14", "UWQNrpakgcA", "a", "Sep 29, 2025", "5", "4"],
        )
    )

    assert table.head.family == "youtube_chart"
    assert [(r.subject, r.span, r.start, r.values) for r in table.readings] == [
        (Subject.POST, Span.DAY, date(2025, 6, 13), {"views": 3}),
        (Subject.POST, Span.DAY, date(2025, 6, 14), {"views": 4}),
    ]


@pytest.mark.parametrize(
    ("head", "row", "dimension", "key"),
    [
        (["Geography"], ["TW"], "country", "TW"),
        (["地理位置"], ["TW"], "country", "TW"),
        (["Cities", "City name"], ["0x3442abec", "Taipei"], "city", "Taipei"),
        (["Viewer gender"], ["Female"], "gender", "female"),
        (["觀眾性別"], ["女性"], "gender", "female"),
        (["Subscription status"], ["Not subscribed"], "subscription", "not_subscribed"),
        (["訂閱狀態"], ["已訂閱"], "subscription", "subscribed"),
        (["Traffic source"], ["YouTube search"], "traffic_source", "YouTube search"),
        (["流量來源"], ["YouTube 搜尋"], "traffic_source", "YouTube 搜尋"),
        (["Content type"], ["Shorts"], "content_type", "Shorts"),
        (["Moon phase"], ["Full"], "moonphase", "Full"),
    ],
)
def test_other_dimensions_are_breakdowns_of_the_period(one, head, row, dimension, key):
    figures = (["Views", "Watch time (hours)", "Average view duration"], ["40", "0.5", "0:00:45"])
    table = one(
        rows(
            [*head, *figures[0]],
            ["Total", *[""] * (len(head) - 1), "99", "9", ""],
            [*row, *figures[1]],
        )
    )

    (reading,) = table.readings
    assert (reading.subject, reading.span) == (Subject.BREAKDOWN, Span.PERIOD)
    assert (reading.dimension, reading.key) == (dimension, key)
    assert reading.values == {"views": 40, "watch_ms": 1_800_000}
    assert reading.extra["Average view duration"] == "0:00:45"


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (["Viewer age", "Views (%)", "Watch time (hours) (%)"], "13–17 years"),
        (["觀眾年齡", "觀看次數 (%)", "觀看時間 (小時) (%)"], "13–17 歲"),
    ],
    ids=["en", "zh"],
)
def test_percentages_become_shares(one, head, label):
    table = one(rows(head, [label, "0.61", "0.26"], ["65+ years", "17.86", ""]))

    assert [(r.dimension, r.key, r.values, r.share_ppm) for r in table.readings] == [
        ("age", "13-17", {}, {"views": 6100, "watch_ms": 2600}),
        ("age", "65+", {}, {"views": 178_600}),
    ]


@pytest.mark.parametrize(
    "head",
    [["City", "Views"], ["Content", "Title", "Views"], ["Date", "Post", "Views", "Mood"],
     ["Name", "Views", "Likes"]],
    ids=str,
)  # fmt: skip
def test_tables_that_only_resemble_youtube_are_refused(refusal, head):
    assert "headers" in refusal(rows(head, ["2025-01-01", *"123"[: len(head) - 1]]))


def test_dimension_chart_is_by_day(one):
    head = ["Date", "Subscription status", "Views"]
    table = one(
        rows(head, ["2023-11-28", "Subscribed", "3"], ["2023-11-28", "Not subscribed", "8"])
    )

    assert table.head.span == Span.DAY
    assert [(r.start, r.key, r.values["views"]) for r in table.readings] == [
        (date(2023, 11, 28), "subscribed", 3),
        (date(2023, 11, 28), "not_subscribed", 8),
    ]


def bundle(folder: str = "") -> dict[str, str]:
    chart = ["Date", "Content", "Video title", "Video publish time", "Duration", "Views"]
    return {
        f"{folder}Table data.csv": rows(TABLE, TOTAL, VIDEO),
        f"{folder}Chart data.csv": rows(chart, ["2025-06-13", "UWQNrpakgcA", "a", "", "5", "3"]),
        f"{folder}Totals.csv": rows(["Date", "Views"], ["2025-06-13", "1"], ["2025-06-30", "2"]),
    }


def test_zip_gives_the_table_the_period_of_its_totals(parse):
    found = parse(zipped_of(bundle()), "Content 2025-06.zip")

    table = found.tables[0]
    assert [t.head.member for t in found.tables] == list(bundle())
    assert (table.head.start, table.head.end) == (date(2025, 6, 13), date(2025, 6, 30))
    assert [(r.start, r.end) for r in table.readings] == [(date(2025, 6, 13), date(2025, 6, 30))]
    assert table.warnings == []


def test_two_reports_in_one_zip_keep_their_periods_apart(parse):
    members = bundle("June/")
    members |= {
        name.replace("June", "July"): content.replace("2025-06-", "2025-07-")
        for name, content in bundle("June/").items()
    }
    found = parse(zipped_of(members), "both.zip")

    periods = {t.head.member: (t.head.start.month, t.head.end.month) for t in found.tables}
    assert periods["June/Table data.csv"] == (6, 6)
    assert periods["July/Table data.csv"] == (7, 7)


def test_loose_files_get_their_period_from_each_other_or_from_the_person(one):
    loose = {name: one(content, name) for name, content in bundle().items()}
    table = loose["Table data.csv"]
    alone = one(rows(TABLE, VIDEO))

    period_from_siblings(list(loose.values()))
    give_period(alone, date(2025, 1, 1), date(2025, 1, 31))

    assert (table.readings[0].start, table.readings[0].end) == (
        date(2025, 6, 13),
        date(2025, 6, 30),
    )
    assert alone.readings[0].end == date(2025, 1, 31)
    assert table.warnings == alone.warnings == []


def test_disagreeing_siblings_give_no_period(one):
    tables = [
        one(rows(TABLE, VIDEO)),
        one(rows(["Date", "Views"], ["2025-06-13", "1"])),
        one(rows(["Date", "Views"], ["2025-07-13", "1"])),
    ]

    period_from_siblings(tables)

    assert tables[0].head.start is None
    assert [warning.code for warning in tables[0].warnings] == ["period_missing"]
