from datetime import date, datetime

import pytest

from platforms.records import HANDLE, NAME, PAGEID_POSTID, PERMALINK, PLATFORM_ID, Alias, Span
from tests.platforms.importers.conftest import FB, FB_ZH, IG, IG_ZH, PAGE, fb_row, ig_row, rows

FIGURES = {
    "views": 1200, "reach": 900, "engagements": 45, "reactions": 30, "comments": 10, "shares": 5,
    "clicks": 70, "link_clicks": 12, "watch_ms": 12345, "revenue_micros": 250_000,
}  # fmt: skip


def test_facebook_row_becomes_a_post_with_its_figures(one):
    table = one(rows(FB, fb_row()))

    (reading,) = table.readings
    assert table.head.family == "facebook_content"
    assert (table.head.platform, table.head.language) == ("facebook", "en")
    assert table.head.zone == "America/Los_Angeles"
    assert reading.values == FIGURES
    assert table.sums == FIGURES
    assert reading.row == 2
    assert reading.post.aliases == (
        Alias(PLATFORM_ID, "1122300889256922"),
        Alias(PAGEID_POSTID, f"{PAGE}_1122300889256922"),
        Alias(PERMALINK, "https://facebook.com/camellia.tw/posts/1122300889256922"),
    )
    assert reading.post.published_wall == datetime(2025, 3, 18, 2, 39)
    assert (reading.post.text, reading.post.post_type) == ("新品上市", "photo")
    assert reading.extra["Other Clicks"] == 58
    assert reading.extra["currency"] == "USD"
    assert table.accounts[0].aliases == (Alias(PLATFORM_ID, PAGE), Alias(NAME, "山茶花咖啡"))


def test_traditional_chinese_headers_mean_the_same(one):
    english = one(rows(FB, fb_row()))
    chinese = one(rows(FB_ZH, fb_row(Date="總期間", Post_type="相片")))

    assert chinese.head.language == "zh-Hant"
    assert chinese.sums == english.sums
    assert chinese.readings[0].post == english.readings[0].post
    assert chinese.readings[0].span == Span.LIFETIME


def test_data_comment_in_chinese_is_not_the_number_of_comments(one):
    row = fb_row(Date="總期間")
    row[FB.index("Data comment")] = "99"

    assert one(rows(FB_ZH, row)).sums["comments"] == 10


@pytest.mark.parametrize(
    ("header", "measure"),
    [
        ("觀看次數", "views"), ("瀏覽人數", "viewers"), ("曝光次數", "impressions"),
        ("互動次數", "engagements"), ("心情", "reactions"), ("留言", "comments"),
        ("分享", "shares"), ("儲存次數", "saves"), ("淨追蹤者人數", "net_followers"),
        ("Views from Organic posts", "organic_views"), ("Views from Boosted posts", "paid_views"),
        ("Viewers", "viewers"), ("Interactions", "engagements"), ("Saves", "saves"),
        ("Net follows", "net_followers"), ("Engaged users", "engaged_users"),
        ("Negative feedback from users", "negative_feedback"),
        ("3-second video views", "video_views_3s"), ("1-minute viewers", "video_viewers_60s"),
        ("Reach from Boosted posts", "paid_reach"), ("Impressions", "impressions"),
        ("IMPRESSION:UNIQUE_USERS", "reach"), ("link clicks", "link_clicks"),
    ],
)  # fmt: skip
def test_one_column_one_measure(one, header, measure):
    head = ["Post ID", "Page ID", "Page name", "Publish time", "Permalink", header]
    table = one(rows(head, ["1122300889256922", PAGE, "山茶花", "03/18/2025 02:39", "", "77"]))

    assert table.sums == {measure: 77}


def test_facebook_counts_unique_impressions_as_reach_only_without_a_reach_column(one):
    table = one(rows([*FB, "IMPRESSION:UNIQUE_USERS"], [*fb_row(), "777"]))

    assert table.sums["reach"] == 900
    assert table.readings[0].extra["IMPRESSION:UNIQUE_USERS"] == 777


def test_views_twice_takes_the_filled_one_then_the_larger_and_says_so(one):
    table = one(
        rows(
            [*FB, "Views"],
            [*fb_row("1122300889256901", Views=""), "50"],
            [*fb_row("1122300889256902", Views="700"), "700"],
            [*fb_row("1122300889256903", Views="700"), "0"],
            [*fb_row("1122300889256904", Views="10"), "30"],
        )
    )

    assert [reading.values["views"] for reading in table.readings] == [50, 700, 700, 30]
    (warning,) = table.warnings
    assert (warning.code, warning.rows) == ("columns_differ", (4, 5))


def test_a_total_that_is_not_the_sum_of_its_parts_was_changed_by_somebody(one):
    table = one(
        rows(
            FB,
            fb_row("1122300889256901"),
            fb_row("1122300889256902", Comments="100"),
            fb_row("1122300889256903", Comments=""),
        )
    )

    (warning,) = table.warnings
    assert (warning.code, warning.rows) == ("parts_differ", (3,))
    assert table.accepted == 3


def test_daily_split_keeps_one_reading_per_post_and_day(one):
    table = one(
        rows(
            FB,
            fb_row(Date="03/18/2025", Views="10"),
            fb_row(Date="03/19/2025", Views="20"),
            fb_row("1122300889256999", Date="2025-03-19", Views="5"),
        )
    )

    assert table.head.span == Span.DAY
    assert [(r.span, r.start, r.end, r.values["views"]) for r in table.readings] == [
        (Span.DAY, date(2025, 3, 18), date(2025, 3, 18), 10),
        (Span.DAY, date(2025, 3, 19), date(2025, 3, 19), 20),
        (Span.DAY, date(2025, 3, 19), date(2025, 3, 19), 5),
    ]
    assert (table.head.start, table.head.end) == (date(2025, 3, 18), date(2025, 3, 19))
    assert all(reading.post.damaged_id is None for reading in table.readings)


def test_a_row_shorter_than_the_header_reports_nothing_in_the_missing_cells(one):
    table = one(rows(FB, fb_row()[:20]))

    assert table.accepted == 1
    assert table.sums == {"views": 1200, "reach": 900, "engagements": 45}


def test_empty_is_not_zero(one):
    table = one(rows(FB, fb_row(Views="", Reach="--", Comments="0", Shares="N/A", Reactions="—")))

    assert table.readings[0].values == {
        "engagements": 45, "comments": 0, "clicks": 70, "link_clicks": 12, "watch_ms": 12345,
        "revenue_micros": 250_000,
    }  # fmt: skip


def test_rows_meta_could_not_compute_are_rejected_with_its_words(one):
    comment = "An error occurred while computing metadata for this post."
    table = one(rows(FB, fb_row(), fb_row("", Data_comment=comment), fb_row("")))

    assert table.accepted == 1
    assert [issue.row for issue in table.rejected] == [3, 4]
    assert comment in table.rejected[0].reason
    assert table.rejected[1].reason == "The row has no post number."


def test_a_file_with_two_pages_counts_rows_per_page(one):
    table = one(
        rows(
            FB,
            fb_row("1122300889256901"),
            fb_row("1122300889256902", Page_ID="200055667788990", Page_name="合作店家"),
            fb_row("1122300889256903"),
        )
    )

    assert [account.name for account in table.accounts] == ["山茶花咖啡", "合作店家"]
    assert table.account_rows == [2, 1]
    assert [reading.account for reading in table.readings] == [0, 1, 0]


def test_pfbid_links_and_links_of_two_posts_are_no_keys(one):
    shared = "https://www.facebook.com/reel/874465828232779/"
    table = one(
        rows(
            FB,
            fb_row("1122300889256901", Permalink="https://www.facebook.com/a/posts/pfbid0abc"),
            fb_row("1122300889256902", Permalink=shared),
            fb_row("1122300889256903", Permalink=shared),
        )
    )

    kinds = {alias.kind for reading in table.readings for alias in reading.post.aliases}
    assert kinds == {PLATFORM_ID, PAGEID_POSTID}


@pytest.mark.parametrize(
    ("times", "expected", "codes"),
    [
        (["3/4/2025 2:39", "3/5/2025 14:00"], [(3, 4), (3, 5)], set()),
        (["3/4/2025 2:39", "3/25/2025 14:00"], [(3, 4), (3, 25)], set()),
        (["3/4/2025 2:39", "25/3/2025 14:00"], [(4, 3), (3, 25)], {"dates_day_first"}),
        (["2025/3/4 上午 02:39", "2025/3/25 下午 02:00"], [(3, 4), (3, 25)], set()),
    ],
    ids=["ambiguous is month first", "settled as month first", "day first", "Excel in Taiwan"],
)
def test_month_or_day_first_is_settled_per_file(one, times, expected, codes):
    table = one(
        rows(FB, *(fb_row(f"112230088925690{n}", Publish_time=t) for n, t in enumerate(times)))
    )

    walls = [reading.post.published_wall for reading in table.readings]
    assert [(wall.month, wall.day) for wall in walls] == expected
    assert {warning.code for warning in table.warnings} == codes


def test_dates_turned_round_in_part_are_said_and_impossible_ones_rejected(one):
    table = one(
        rows(
            FB,
            fb_row("1122300889256901", Publish_time="3/25/2025 1:00"),
            fb_row("1122300889256902", Publish_time="25/3/2025 1:00"),
        )
    )

    assert {warning.code for warning in table.warnings} == {"dates_mixed"}
    assert [(issue.row, issue.cell) for issue in table.rejected] == [(3, "Publish time")]


def test_the_person_can_say_another_zone(one):
    table = one(rows(FB, fb_row()), zone="Asia/Taipei")

    assert table.head.zone == "Asia/Taipei"
    assert table.readings[0].post.published_wall == datetime(2025, 3, 18, 2, 39)


def test_instagram_row_becomes_a_post_with_its_figures(one):
    table = one(rows(IG, ig_row()))

    (reading,) = table.readings
    assert (table.head.family, table.head.platform) == ("instagram_content", "instagram")
    assert reading.values == {
        "views": 4993, "reach": 3206, "reactions": 287, "shares": 56, "new_followers": 2,
        "comments": 0, "saves": 7,
    }  # fmt: skip
    assert reading.post.aliases == (
        Alias(PLATFORM_ID, "17974697564884257"),
        Alias(PERMALINK, "https://instagram.com/reel/DYz2HS0M2ks"),
    )
    assert (reading.post.post_type, reading.post.duration_ms) == ("short_video", 58_000)
    assert table.accounts[0].name == "山茶花咖啡"
    assert table.accounts[0].aliases == (
        Alias(PLATFORM_ID, "17841400882674637"),
        Alias(HANDLE, "camellia.tw"),
        Alias(NAME, "山茶花咖啡"),
    )


def test_instagram_in_chinese_means_the_same(one):
    english, chinese = one(rows(IG, ig_row())), one(rows(IG_ZH, ig_row(Date="總期間")))

    assert chinese.head.language == "zh-Hant"
    assert chinese.sums == english.sums
    assert chinese.readings[0].post == english.readings[0].post
    assert chinese.accounts == english.accounts


def test_instagram_plays_count_as_views_only_where_views_are_missing(one):
    plays = [name if name != "Views" else "Plays" for name in IG]

    assert one(rows(plays, ig_row())).sums["views"] == 4993
    both = one(rows([*IG, "Plays"], [*ig_row(), "9999"]))
    assert both.sums["views"] == 4993
    assert both.readings[0].extra["Plays"] == 9999


def test_instagram_stories_keep_replies_apart_from_comments(one):
    head = [*IG[:11], "Views", "Reach", "Replies", "Profile visits", "Navigation", "Sticker taps",
            "Link clicks", "Shares"]  # fmt: skip
    row = [
        *ig_row(Post_type="IG story", Description="")[:11],
        *["900", "700", "3", "8", "120", "4", "6", "2"],
    ]
    table = one(rows(head, row))

    (reading,) = table.readings
    assert reading.values == {
        "views": 900, "reach": 700, "profile_visits": 8, "link_clicks": 6, "shares": 2,
    }  # fmt: skip
    assert reading.extra["Replies"] == 3
    assert reading.post.post_type == "story"


def test_account_name_alone_is_told_apart_by_the_links(one):
    head = ["貼文編號", "帳號名稱", "說明", "發佈時間", "永久連結", "貼文類型", "日期", "觸及人數"]
    row = ["1122300889256922", "山茶花", "哈囉", "03/18/2025 02:39", "", "", "總期間", "9"]
    families = {}
    for link in ("https://www.facebook.com/a/posts/1", "https://www.instagram.com/p/abc/"):
        row[4] = link
        families[link] = one(rows(head, row)).head.family

    assert list(families.values()) == ["facebook_content", "instagram_content"]


def test_without_any_sign_the_person_is_asked_for_the_platform(one):
    head = ["貼文編號", "帳號名稱", "發佈時間", "日期", "觸及人數"]
    content = rows(head, ["1122300889256922", "山茶花", "03/18/2025 02:39", "總期間", "9"])

    assert one(content).head.platform is None
    assert one(content, platform="instagram").head.family == "instagram_content"
    assert one(content, platform="facebook").head.platform == "facebook"


def test_video_export_knows_posts_by_their_video(one):
    head = ["Video asset ID", "Universal video ID", "Page ID", "Page name", "Title",
            "Duration (sec)", "Publish time", "Date", "Reach", "3-second video views",
            "Seconds viewed", "Reactions, comments and shares",
            "3-second video views by top audience (M, 45-54)"]  # fmt: skip
    row = ["353521154356580", "1", PAGE, "山茶花咖啡", "開箱", "106", "04/02/2024 04:32",
           "Lifetime", "11581", "4582", "96808.007", "995", "12"]  # fmt: skip
    table = one(rows(head, row))

    (reading,) = table.readings
    assert table.head.family == "facebook_video"
    assert reading.values == {
        "reach": 11581, "video_views_3s": 4582, "watch_ms": 96_808_007, "engagements": 995,
    }  # fmt: skip
    assert reading.post.aliases == (Alias("video_asset_id", "353521154356580"),)
    assert (reading.post.post_type, reading.post.duration_ms) == ("video", 106_000)
    assert reading.extra["3-second video views by top audience (M, 45-54)"] == 12
