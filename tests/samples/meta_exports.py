"""A small, whole file of every family that Facebook and Instagram hand out."""

from tests.samples.sample import Sample

FACEBOOK = Sample(
    "facebook_content",
    [
        ["Post ID", "Page ID", "Page name", "Title", "Publish time", "Permalink", "Post type",
         "Date", "Views", "Reach", "Reactions", "Comments"],
        ["1122300889256922", "100900000000001", "山線茶行", "春茶上市，限量", "03/18/2025 02:39",
         "https://www.facebook.com/tea/posts/1122300889256922", "Photos", "Lifetime", "1200",
         "900", "30", "10"],
        ["1122300889256977", "100900000000001", "山線茶行", "新杯子", "03/25/2025 18:05",
         "https://www.facebook.com/tea/posts/1122300889256977", "Photos", "Lifetime", "1938",
         "1500", "41", "7"],
    ],
    figure=8, day=4, number=0, words=3,
    chinese=["貼文編號", "粉絲專頁編號", "粉絲專頁名稱", "標題", "發佈時間", "永久連結", "貼文類型", "日期",
             "瀏覽次數", "觸及人數", "心情數", "留言數"],
)  # fmt: skip


INSTAGRAM = Sample(
    "instagram_content",
    [
        ["Post ID", "Account ID", "Account username", "Account name", "Description",
         "Publish time", "Permalink", "Post type", "Date", "Views", "Reach", "Likes", "Saves"],
        ["17974697564884257", "17841400882674637", "camellia.tw", "山茶花咖啡", "春季限定",
         "05/26/2026 10:23", "https://www.instagram.com/reel/DYz2HS0M2ks/", "IG reel", "Lifetime",
         "4993", "3206", "287", "7"],
        ["17974697564884999", "17841400882674637", "camellia.tw", "山茶花咖啡", "手沖教學",
         "05/28/2026 20:00", "https://www.instagram.com/reel/DYz2HS0M2xx/", "IG reel", "Lifetime",
         "1938", "1100", "99", "3"],
    ],
    figure=9, day=5, number=0, words=4,
    chinese=["貼文編號", "帳號編號", "帳號用戶名稱", "帳號名稱", "說明", "發佈時間", "永久連結",
             "貼文類型", "日期", "瀏覽次數", "觸及人數", "按讚數", "儲存次數"],
)  # fmt: skip


FACEBOOK_VIDEO = Sample(
    "facebook_video",
    [
        ["Video asset ID", "Page ID", "Page name", "Title", "Publish time", "Date",
         "3-second video views", "Seconds viewed"],
        ["1122300889256922", "100900000000001", "山線茶行", "採茶", "03/18/2025 02:39",
         "Lifetime", "500", "12.345"],
        ["1122300889256977", "100900000000001", "山線茶行", "製茶", "03/25/2025 18:05",
         "Lifetime", "1938", "99.5"],
    ],
    figure=6, day=4, number=0, words=3,
    chinese=["影片資產編號", "粉絲專頁編號", "粉絲專頁名稱", "標題", "發佈時間", "日期",
             "3 秒影片觀看次數", "觀看秒數"],
)  # fmt: skip


META_CHART = Sample(
    "meta_chart",
    [
        ["Instagram reach"],
        ["Date", "Primary"],
        ["2025-03-08T01:00:00", "5"],
        ["2025-03-19T00:00:00", "1938"],
    ],
    header=1, figure=1, day=0, chinese=["日期", "主要"], fixed=True,
)  # fmt: skip


# The block of countries has its names in the header; the level below is the one to damage.
META_AUDIENCE = Sample(
    "meta_audience",
    [
        ["Top countries"],
        ["Taiwan", "Japan"],
        ["93.8", "6.2"],
        [],
        ["Facebook followers"],
        ["FB_PAGE FOLLOW UNIQUE_USERS"],
        ["1938"],
    ],
    header=5,
    figure=0,
    fixed=True,
)


LEGACY_POSTS = Sample(
    "facebook_legacy_posts",
    [
        ["Post ID", "Permalink", "Post Message", "Type", "Posted", "Lifetime Post Total Reach",
         "Lifetime Post Consumptions"],
        ["", "", "", "", "", "Lifetime: People. (Unique Users)", "Lifetime: Clicks. (Total Count)"],
        ["518995791497187_922245971172165",
         "https://www.facebook.com/tea/posts/922245971172165", "First flush", "Photo",
         "02/19/2015 03:32:18 PM", "1403", "217"],
        ["518995791497187_922245971172999",
         "https://www.facebook.com/tea/posts/922245971172999", "Second flush", "Photo",
         "02/20/2015 10:00:00 AM", "1938", "12"],
    ],
    figure=5, day=4, number=0, words=2, skipped=1,
)  # fmt: skip


LEGACY_DAYS = Sample(
    "facebook_legacy_days",
    [
        ["Date", "Lifetime Total Likes", "Daily New Likes", "Daily Total Reach"],
        ["", "Lifetime: Likes. (Unique Users)", "Daily: New. (Unique Users)",
         "Daily: Reach. (Unique Users)"],
        ["2/27/2014", "1200", "3", "400"],
        ["2/28/2014", "1938", "5", "410"],
    ],
    figure=1, day=0, skipped=1,
)  # fmt: skip


LEGACY_SIDE = Sample(
    "facebook_legacy_side",
    [
        ["Description", "Post ID", "Permalink", "Post Message", "Type", "Posted", "like", "comment"],
        ["Lifetime: The number of stories by action type. (Total Count)",
         "518995791497187_922245971172165",
         "https://www.facebook.com/tea/posts/922245971172165", "First flush", "Photo",
         "02/19/2015 03:32:18 PM", "41", "5"],
        ["", "518995791497187_922245971172999",
         "https://www.facebook.com/tea/posts/922245971172999", "Second flush", "Photo",
         "02/20/2015 10:00:00 AM", "1938", "7"],
    ],
    figure=6, day=5, number=1, words=3, fixed=True,
)  # fmt: skip
