from datetime import date

from platforms.records import HANDLE, PAGEID_POSTID, PERMALINK, PLATFORM_ID, Alias, Span, Subject
from tests.platforms.importers.conftest import rows

POSTS = [
    "Post ID", "Permalink", "Post Message", "Type", "Countries", "Languages", "Posted",
    "Audience Targeting", "Lifetime Post Total Reach", "Lifetime Post Consumptions",
    "Lifetime Post Stories by action type - like", "Lifetime Post Stories by action type - share",
    "Lifetime Total Video Views", "Lifetime Total Video Views", "Lifetime Video length",
]  # fmt: skip
SAID = [
    *[""] * 8, "Lifetime: The total number of people. (Unique Users)",
    "Lifetime: The number of clicks anywhere. (Total Count)",
    "Lifetime: The number of stories. (Total Count)", "",
    "Lifetime: Number of views. (Unique Users)", "Lifetime: Number of views. (Total Count)",
    "Lifetime: Length of a video post (Total Count)",
]  # fmt: skip
POST = [
    "518995791497187_922245971172165",
    "https://www.facebook.com/VisualizationStudio/videos/922245971172165/",
    "&quot;The future&quot;", "Video", "", "", "02/19/2015 03:32:18 PM", " ", "1403", "217",
    "41", "5", "400", "565", "88188",
]  # fmt: skip


def test_post_level_rows_tell_equal_headers_apart_by_their_description(one):
    table = one(rows(POSTS, SAID, POST))

    (reading,) = table.readings
    assert table.head.family == "facebook_legacy_posts"
    assert [(issue.row, issue.reason) for issue in table.skipped] == [
        (2, "Descriptions of the columns.")
    ]
    assert reading.values == {
        "reach": 1403, "clicks": 217, "reactions": 41, "shares": 5, "video_views_3s": 565,
    }  # fmt: skip
    assert reading.extra["Lifetime Total Video Views (Unique Users)"] == 400
    assert reading.post.aliases == (
        Alias(PLATFORM_ID, "922245971172165"),
        Alias(PAGEID_POSTID, "518995791497187_922245971172165"),
        Alias(PERMALINK, "https://facebook.com/VisualizationStudio/videos/922245971172165"),
    )
    assert reading.post.text == '"The future"'
    assert str(reading.post.published_wall) == "2015-02-19 15:32:18"
    assert reading.post.duration_ms == 88188
    assert table.accounts[0].aliases == (
        Alias(PLATFORM_ID, "518995791497187"),
        Alias(HANDLE, "VisualizationStudio"),
    )


def test_without_descriptions_equal_headers_are_only_kept(one):
    table = one(rows(POSTS, POST))

    assert "video_views_3s" not in table.sums
    assert table.readings[0].extra["Lifetime Total Video Views"] == 400
    assert table.readings[0].extra["Lifetime Total Video Views (2)"] == 565


DAYS = [
    "Date", "Lifetime Total Likes", "Daily New Likes", "Daily Unlikes", "Daily Total Reach",
    "Weekly Total Reach", "28 Days Total Reach", "Daily Logged-in Page Views",
    "Daily Logged-in Page Views", "Lifetime Likes by Country - TW",
]  # fmt: skip
DAYS_SAID = [
    "", "Lifetime: The total number of people. (Unique Users)", "", "", "", "", "",
    "Daily: Page Views (Total Count)", "Daily: Page Views (Unique Users)", "",
]  # fmt: skip


def test_page_level_days_take_daily_figures_and_keep_windows_apart(one):
    table = one(
        rows(DAYS, DAYS_SAID, ["2/28/2014", "128", "0", "", "3", "49", "411", "7", "5", "90"])
    )

    (reading,) = table.readings
    assert (reading.subject, reading.span) == (Subject.ACCOUNT, Span.DAY)
    assert (reading.start, reading.end) == (date(2014, 2, 28), date(2014, 2, 28))
    assert reading.values == {
        "followers": 128, "new_followers": 0, "reach": 3, "profile_visits": 7,
    }  # fmt: skip
    assert reading.extra == {
        "Weekly Total Reach": 49, "28 Days Total Reach": 411,
        "Daily Logged-in Page Views (Unique Users)": 5,
    }  # fmt: skip
    assert [warning.code for warning in table.warnings] == ["columns_left_out"]


def test_two_thousand_columns_are_no_burden(one):
    extra = [f"Daily Reach by City - City {n}, 國" for n in range(2000)]
    table = one(rows([*DAYS, *extra], ["2/28/2014", *["1"] * (len(DAYS) + 1999)]))

    assert table.accepted == 1
    assert len(table.readings[0].extra) < 20


def test_side_sheets_count_times_never_people(one):
    head = ["Description", "Post ID", "Permalink", "Post Message", "Type", "Countries",
            "Languages", "Posted", "Audience Targeting", "share", "like", "comment"]  # fmt: skip
    row = [*POST[:8], "55", "1886", "42"]
    stories = "Lifetime: The number of stories created about your Page post, by action type. (Total Count)"
    people = "Lifetime: The number of unique people who created a story. (Unique Users)"

    counted = one(rows(head, [stories, *row], ["", *row]))
    people = one(rows(head, [people, *row]))

    assert counted.sums == {"shares": 110, "reactions": 3772, "comments": 84}
    assert counted.accepted == 2
    assert people.sums == {}
    assert people.readings[0].extra["like"] == 1886


def test_a_title_above_the_header_hides_nothing(one):
    assert one(
        "我們的粉絲專頁 2014\n\nDate,Lifetime Total Likes,Daily New Likes\n2/27/2014,1200,3\n"
    ).sums


def test_rows_without_a_post_are_rejected(one):
    table = one(rows(POSTS, SAID, ["", *POST[1:]], ["#NAME?", *POST[1:]], POST))

    assert [(issue.row, issue.cell) for issue in table.rejected] == [(3, "Post ID"), (4, "Post ID")]


def test_video_posts_of_old_insights_give_views_viewers_and_watch_time(one):
    head = [*POSTS[:8], "Lifetime Post Total Impressions", "Lifetime Total Video Views",
            "Lifetime Unique Video Views", "Lifetime Total 60-second video views",
            "Lifetime Total Video View Time (in MS)"]  # fmt: skip
    table = one(rows(head, [*POST[:8], "9000", "565", "419", "30", "1234567"]))

    assert table.sums == {
        "impressions": 9000, "video_views_3s": 565, "video_viewers_3s": 419,
        "video_views_60s": 30, "watch_ms": 1_234_567,
    }  # fmt: skip
