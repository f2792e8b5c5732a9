"""Headers of YouTube Studio exports, English and Traditional Chinese."""

from platforms.importers.headers import (
    HOURS,
    MONEY,
    SHARE,
    ColumnSet,
    extra,
    fields,
    measure,
    normal,
)

COLUMNS = ColumnSet(
    (
        fields("content", "Content", "Video", zh=["內容", "影片"]),
        fields("title", "Video title", zh=["影片標題"]),
        fields("published", "Video publish time", zh=["影片發佈時間"]),
        fields("duration", "Duration", zh=["時間長度", "片長", "影片長度"]),
        fields("date", "Date", "Day", zh=["日期"]),
        fields("city_name", "City name", zh=["城市名稱"]),
        measure("views", "Views", zh=["觀看次數"]),
        measure("engaged_views", "Engaged views", zh=["互動觀看次數", "有效觀看次數"]),
        measure("watch_ms", "Watch time (hours)", zh=["觀看時間 (小時)"], unit=HOURS),
        measure("net_followers", "Subscribers", zh=["訂閱人數", "訂閱者"]),
        measure("new_followers", "Subscribers gained", zh=["獲得的訂閱人數", "新增訂閱人數"]),
        measure("lost_followers", "Subscribers lost", zh=["流失的訂閱人數"]),
        measure("impressions", "Impressions", zh=["曝光次數"]),
        measure("impressions", "Thumbnail impressions", zh=["縮圖曝光次數"], rank=1),
        measure("reactions", "Likes", zh=["喜歡次數", "喜歡", "按讚次數"]),
        measure("dislikes", "Dislikes", zh=["不喜歡次數", "不喜歡"]),
        measure("comments", "Comments added", "Comments", zh=["已新增留言", "新增的留言", "留言"]),
        measure("shares", "Shares", zh=["分享次數", "分享"]),
        measure("viewers", "Unique viewers", zh=["非重複觀眾人數", "不重複觀眾人數"]),
        measure("revenue_micros", "Estimated revenue", "Your estimated revenue",
                zh=["預估收益", "您的預估收益", "預估收益 (美元)"], unit=MONEY),
        measure("views", "Views (%)", zh=["觀看次數 (%)"], unit=SHARE),
        measure("watch_ms", "Watch time (hours) (%)", zh=["觀看時間 (小時) (%)"], unit=SHARE),
        extra("Average view duration", zh=["平均觀看時間", "平均觀看時長"]),
        extra("Average percentage viewed (%)", zh=["平均觀看比例 (%)"]),
        extra("Stayed to watch (%)", zh=["續看觀眾比率 (%)"]),
        extra("Impressions click-through rate (%)", zh=["曝光點閱率 (%)"]),
        extra("Thumbnail click-through rate (%)", zh=["縮圖點閱率 (%)"]),
        extra("Likes (vs. dislikes) (%)", "Likes (vs dislikes) (%)", zh=["喜歡比例 (%)"]),
        extra("New viewers", zh=["新觀眾", "新觀眾人數"]),
        extra("Returning viewers", zh=["回訪觀眾", "回訪觀眾人數"]),
        extra("Average views per viewer", zh=["每位觀眾的平均觀看次數"]),
        extra("RPM", "CPM", "Playback-based CPM", "Estimated ad revenue", "Ad impressions"),
        extra("YouTube Premium revenue", "YouTube Premium views", "Estimated monetized playbacks"),
        extra("Hypes", "Hype points", "Clip views", "Remixes", "Remix views"),
        extra("Videos added", "Videos published", zh=["已新增的影片", "已發布的影片"]),
        extra("Card clicks", "Cards shown", "Clicks per card shown (%)", "Card teaser clicks",
              "Card teasers shown", "Clicks per card teaser shown (%)"),
        extra("End screen element clicks", "End screen elements shown",
              "Clicks per end screen element shown (%)", "End screen click rate (%)"),
        extra("Unique viewers (%)", "Subscribers (%)", "Impressions (%)"),
    )
)  # fmt: skip

DIMENSIONS = {
    normal(name): key
    for key, names in {
        "country": ("Geography", "地理位置", "地區", "國家/地區", "國家／地區"),
        "city": ("Cities", "City", "城市"),
        "age": ("Viewer age", "觀眾年齡"),
        "gender": ("Viewer gender", "觀眾性別"),
        "subscription": ("Subscription status", "訂閱狀態"),
        "traffic_source": ("Traffic source", "流量來源"),
        "traffic_source_type": ("Traffic source type", "流量來源類型"),
        "device": ("Device type", "裝置類型"),
        "operating_system": ("Operating system", "作業系統"),
        "playback_location": ("Playback location", "播放位置"),
        "content_type": ("Content type", "Video type", "內容類型", "影片類型"),
        "viewer_type": ("New and returning viewers", "新觀眾和回訪觀眾", "新觀眾與回訪觀眾"),
        "watch_behavior": ("Audience by watch behavior", "Audience by watch behaviour"),
        "subtitles": ("Subtitles and CC", "Subtitles and captions", "字幕"),
        "playlist": ("Playlist", "播放清單"),
        "youtube_product": ("YouTube product", "YouTube 產品"),
        "subscription_source": ("Subscription source", "訂閱來源"),
        "sharing_service": ("Sharing service", "分享服務"),
        "post": ("Post", "貼文"),
        "revenue_source": ("Revenue source", "收益來源"),
    }.items()
    for name in names
}

# Names other tables have too: they count only beside figures that only YouTube has.
COMMON_NAMES = frozenset(
    normal(name)
    for name in (
        "City", "城市", "地區", "Post", "貼文", "Playlist", "字幕", "Content type", "內容類型",
        "Video type", "影片類型", "Device type", "裝置類型", "Operating system", "作業系統",
        "分享服務", "國家/地區", "國家／地區",
    )
)  # fmt: skip

STATUS = {
    normal(name): key
    for key, names in {
        "subscribed": ("Subscribed", "已訂閱"),
        "not_subscribed": ("Not subscribed", "Unsubscribed", "未訂閱"),
    }.items()
    for name in names
}
