"""Headers of X (Twitter) exports: the old ones by tweet and by day, the new content and overview.

The Chinese names are guesses: no such file was met. Where a header is in no known language the
columns are read by their places, which every language shares.
"""

from platforms.importers.headers import MONEY, ColumnSet, extra, fields, measure, normal

_CLICKS = (
    extra("Detail expands", zh=["詳細資料展開次數"]),
    extra("Hashtag clicks", zh=["主題標籤點擊次數"]),
    extra("Permalink clicks", zh=["永久連結點擊次數"]),
    extra("app opens", "app installs", "email tweet", "dial phone"),
    extra("media engagements"),
    extra("engagement rate"),
)
_ACTS = (
    measure("impressions", "Impressions", zh=["曝光次數"]),
    measure("reactions", "Likes", "favorites", zh=["喜歡次數", "喜歡"]),
    measure("engagements", "Engagements", zh=["互動次數", "互動"]),
    measure("saves", "Bookmarks", zh=["書籤", "書籤次數"]),
    # Links passed on, by message for instance; what other platforms call shares are the reposts.
    extra("Share", "Shares", zh=["分享", "分享次數"]),
    measure("new_followers", "New follows", "follows", zh=["新追蹤者", "新追蹤人數"]),
    measure("comments", "Replies", zh=["回覆", "回覆次數"]),
    measure("shares", "Reposts", "retweets", zh=["轉發", "轉發次數"]),
    measure("profile_visits", "Profile visits", "user profile clicks", zh=["個人檔案造訪次數"]),
    measure("link_clicks", "Url clicks", zh=["網址點擊次數"]),
    measure("paid_impressions", "promoted impressions"),
    *_CLICKS,
    *(
        extra(f"promoted {name}")
        for name in (
            "engagements", "engagement rate", "retweets", "replies", "likes",
            "user profile clicks", "url clicks", "hashtag clicks", "detail expands",
            "permalink clicks", "app opens", "app installs", "follows", "email tweet",
            "dial phone", "media views", "media engagements",
        )
    ),
)  # fmt: skip

POSTS = ColumnSet(
    (
        fields("post_id", "Post id", "Tweet id", zh=["貼文 ID", "貼文編號"]),
        fields("published", "Date", "time", zh=["日期"]),
        fields("text", "Post text", "Tweet text", zh=["貼文文字", "貼文內容"]),
        fields("permalink", "Post Link", "Link", "Tweet permalink", zh=["貼文連結"]),
        *_ACTS,
        extra("media views"),
    )
)
DAYS = ColumnSet(
    (
        fields("date", "Date", zh=["日期"]),
        *_ACTS,
        measure("lost_followers", "Unfollows", zh=["取消追蹤"]),
        measure("views", "Video views", zh=["影片觀看次數"]),
        extra("Media views", zh=["媒體觀看次數"]),
        extra("Create Post", "Tweets published", zh=["建立貼文"]),
    )
)
VIDEO_DAYS = ColumnSet(
    (
        fields("date", "Date", zh=["日期"]),
        measure("views", "Views", "Video views", zh=["觀看次數"]),
        measure("watch_ms", "Watch Time (ms)", zh=["觀看時間 (ms)"]),  # a count of milliseconds
        extra("Completion Rate", zh=["完播率"]),
        extra("Average Watch Time (ms)", zh=["平均觀看時間 (ms)"]),
        measure("revenue_micros", "Estimated Revenue", zh=["預估收益"], unit=MONEY),
    )
)
VIDEOS = ColumnSet(
    (
        fields("uploaded", "Uploaded on", "Date uploaded", zh=["上傳日期"]),
        fields("video_id", "Video ID", zh=["影片 ID"]),
        fields("text", "Video title", "Title", zh=["影片標題"]),
        measure("views", "Views", zh=["觀看次數"]),
        fields("duration", "Duration", zh=["時間長度"]),
        fields("video_link", "Video link", zh=["影片連結"]),
        extra("Monetized", zh=["已營利"]),
        measure("revenue_micros", "Estimated Revenue", zh=["預估收益"], unit=MONEY),
        fields("published", "Published date", zh=["發佈日期"]),
        fields("permalink", "Post link", zh=["貼文連結"]),
    )
)

# The columns in their order, for headers in other languages.
POST_PLACES = (
    "Post id", "Date", "Post text", "Post Link", "Impressions", "Likes", "Engagements",
    "Bookmarks", "Shares", "New follows", "Replies", "Reposts", "Profile visits",
    "Detail expands", "Url clicks", "Hashtag clicks", "Permalink clicks",
)  # fmt: skip
_TWEET_FIGURES = (
    "impressions", "engagements", "engagement rate", "retweets", "replies", "likes",
    "user profile clicks", "url clicks", "hashtag clicks", "detail expands", "permalink clicks",
    "app opens", "app installs", "follows", "email tweet", "dial phone", "media views",
    "media engagements",
)  # fmt: skip
TWEET_PLACES = (
    "Tweet id", "Tweet permalink", "Tweet text", "time", *_TWEET_FIGURES,
    *(f"promoted {name}" for name in _TWEET_FIGURES),
)  # fmt: skip
DAY_PLACES = (
    "Date", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows",
    "Unfollows", "Replies", "Reposts", "Profile visits", "Create Post", "Video views",
    "Media views",
)  # fmt: skip
VIDEO_DAY_PLACES = (
    "Date", "Views", "Watch Time (ms)", "Completion Rate", "Average Watch Time (ms)",
    "Estimated Revenue",
)  # fmt: skip
VIDEO_PLACES = (
    "Uploaded on", "Video ID", "Video title", "Views", "Duration", "Video link", "Monetized",
    "Estimated Revenue", "Published date", "Post link",
)  # fmt: skip

# Names that no other platform's tables have; two of them settle whose a table is.
OWN = frozenset(
    normal(name)
    for name in (
        "Tweet id", "Tweet permalink", "Tweet text", "Post text", "Post Link", "Bookmarks",
        "Detail expands", "Hashtag clicks", "Permalink clicks", "user profile clicks", "retweets",
        "email tweet", "dial phone", "promoted impressions", "Tweets published", "Create Post",
        "Unfollows", "New follows", "貼文文字", "書籤", "詳細資料展開次數", "主題標籤點擊次數",
        "永久連結點擊次數", "建立貼文",
    )
)  # fmt: skip
