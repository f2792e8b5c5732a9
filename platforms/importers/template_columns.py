"""Columns of our own workbook for figures typed by hand, and the words it marks its rows with."""

from platforms.importers.headers import MINUTES, MONEY, ColumnSet, extra, fields, measure

TITLE = ("How to fill in this workbook", "這份表怎麼填")
EXAMPLE = ("Example", "範例")
EXPLANATION = ("Explanation", "說明")
_WHO = (
    fields("note", "Note", zh=["備註"]),
    fields("platform", "Platform", zh=["平台"]),
    fields("account", "Account", zh=["帳號"]),
)

POSTS = ColumnSet(
    (
        *_WHO,
        fields("published", "Date published", zh=["發布日期"]),
        fields("clock", "Time published", zh=["發布時刻"]),
        fields("permalink", "Permalink", zh=["貼文連結"]),
        fields("text", "Text", zh=["貼文文字"]),
        fields("post_type", "Kind of post", zh=["貼文種類"]),
        measure("views", "Views", zh=["觀看次數"]),
        measure("reach", "Reach", zh=["觸及人數"]),
        measure("impressions", "Impressions", zh=["曝光次數"]),
        measure("reactions", "Likes", zh=["按讚數"]),
        measure("comments", "Replies", zh=["回覆數"]),
        fields("reposts", "Reposts", zh=["轉發數"]),
        fields("quotes", "Quotes", zh=["引用數"]),
        fields("sent", "Shares", zh=["分享數"]),
        measure("saves", "Saves", zh=["收藏數"]),
        measure("link_clicks", "Link clicks", zh=["連結點擊次數"]),
    )
)
DAYS = ColumnSet(
    (
        *_WHO,
        fields("date", "Day", zh=["日期"]),
        measure("followers", "Followers", zh=["追蹤者人數"]),
        measure("new_followers", "New followers", zh=["新增追蹤者"]),
        measure("lost_followers", "Lost followers", zh=["流失追蹤者"]),
        measure("friends", "LINE friends", zh=["LINE 好友數"]),
        measure("blocks", "Blocks", zh=["封鎖數"]),
        measure("views", "Views", zh=["觀看次數"]),
        measure("reach", "Reach", zh=["觸及人數"]),
        measure("profile_visits", "Profile visits", zh=["個人檔案造訪次數"]),
        measure("link_clicks", "Link clicks", zh=["連結點擊次數"]),
    )
)
STRETCHES = ColumnSet(
    (
        *_WHO,
        fields("start", "First day", zh=["起始日"]),
        fields("end", "Last day", zh=["結束日"]),
        measure("purchases", "Purchases", zh=["購買次數"]),
        measure("new_members", "New members", zh=["新增會員數"]),
        measure("sessions", "Website sessions", zh=["網站工作階段"]),
        measure("revenue_micros", "Revenue", zh=["營收"], unit=MONEY),
        measure("spend_micros", "Ad spend", zh=["廣告花費"], unit=MONEY),
        measure("watch_ms", "Watch time (minutes)", zh=["觀看時間（分鐘）"], unit=MINUTES),
        extra("Where it comes from", zh=["資料來源"]),
    )
)
