"""Headers of TikTok: Studio's four downloads, and the business suite's list, days and audience.

Studio writes English headers whatever the language of its dates; the Chinese ones are guesses.
"""

from platforms.importers.headers import SHARE, ColumnSet, extra, fields, measure, normal

DAYS = ColumnSet(
    (
        fields("date", "Date", zh=["日期"]),
        measure("views", "Video Views", zh=["影片觀看次數"]),
        measure("profile_visits", "Profile Views", zh=["個人檔案瀏覽次數", "個人主頁瀏覽次數"]),
        measure("reactions", "Likes", zh=["按讚數", "讚"]),
        measure("comments", "Comments", zh=["留言", "留言數", "評論", "評論數"]),
        measure("shares", "Shares", zh=["分享", "分享次數", "分享數"]),
        measure("viewers", "Total Viewers", zh=["觀眾總數"]),
        extra("New Viewers", zh=["新觀眾"]),
        extra("Returning Viewers", zh=["回訪觀眾"]),
        measure("reach", "Reached audience", zh=["觸及受眾"]),
        measure("followers", "Followers", "Total followers", zh=["粉絲", "粉絲數", "粉絲總數"]),
        # It is the difference to the next day, whatever its name says: computed instead.
        fields(
            "difference",
            "Difference in followers from previous day",
            zh=["與前一天的粉絲數差異"],
        ),
        measure("net_followers", "Net growth", zh=["淨成長"]),
        measure("new_followers", "New followers", zh=["新粉絲"]),
        measure("lost_followers", "Lost followers", zh=["流失粉絲"]),
        measure("engaged_users", "Engaged audience", zh=["互動受眾"]),
        extra("Phone number clicks", "Leads submission"),
    )
)
VIDEOS = ColumnSet(
    (
        fields("snapshot", "Time", zh=["時間"]),
        fields("text", "Video title", zh=["影片標題"]),
        fields("permalink", "Video link", zh=["影片連結"]),
        fields("published", "Post time", zh=["發佈時間"]),
        measure("views", "Video views", "Total views", zh=["影片觀看次數", "總觀看次數"]),
        measure("reactions", "Likes", "Total likes", zh=["按讚數", "總按讚數"]),
        measure(
            "comments", "Comments", "Total comments", zh=["留言", "總留言數", "留言數", "評論數"]
        ),
        measure("shares", "Shares", "Total shares", zh=["分享", "總分享次數", "分享數"]),
        measure("saves", "Add to Favorites", "Favorites", zh=["加入最愛", "收藏"]),
        measure("reach", "Reached audience", zh=["觸及受眾"]),
        measure("new_followers", "New followers", zh=["新粉絲"]),
        extra("Average watch time", zh=["平均觀看時間"]),
        extra("Watched full video", zh=["看完整部影片"]),
    )
)
HOURS = ColumnSet(
    (
        fields("date", "Date", zh=["日期"]),
        fields("hour", "Hour", zh=["小時"]),
        measure("active_followers", "Active followers", zh=["活躍粉絲"]),
    )
)
PARTS = ColumnSet(
    (
        fields("gender", "Gender", zh=["性別"]),
        fields("country", "Top territories", "Territories", zh=["熱門地區"]),
        measure("followers", "Distribution", zh=["分佈"], unit=SHARE),
    )
)

# Two of these in a header beside a date settle whose it is.
OWN = frozenset(
    normal(name)
    for name in (
        "Video Views", "Profile Views", "Total Viewers", "New Viewers", "Returning Viewers",
        "Difference in followers from previous day", "Reached audience", "Net growth",
        "Engaged audience", "Phone number clicks", "Leads submission", "Lost followers",
        "Total followers", "影片觀看次數", "個人檔案瀏覽次數", "個人主頁瀏覽次數", "觀眾總數",
        "與前一天的粉絲數差異", "觸及受眾", "淨成長", "互動受眾",
    )
)  # fmt: skip
# One of these at least must be there: the others stand in YouTube's tables too.
SURE = OWN - {normal(name) for name in ("New Viewers", "Returning Viewers")}
