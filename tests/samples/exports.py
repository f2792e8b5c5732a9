"""One small, whole file of every family that importers know, cell by cell, to be damaged.

A family without a sample here fails ``tests/platforms/importers/test_damage_matrix.py``.
"""

from datetime import date

from tests.samples import ads, ga4, line, linkedin, tiktok, x
from tests.samples.meta_exports import (
    FACEBOOK,
    FACEBOOK_VIDEO,
    INSTAGRAM,
    LEGACY_DAYS,
    LEGACY_POSTS,
    LEGACY_SIDE,
    META_AUDIENCE,
    META_CHART,
)
from tests.samples.sample import Sample

YOUTUBE_TABLE = Sample(
    "youtube_table",
    [
        ["Content", "Video title", "Video publish time", "Duration", "Views", "Watch time (hours)",
         "Likes"],
        ["Total", "", "", "", "9000", "55.5", "70"],
        ["UWQNrpakgcA", "手沖教學", "Aug 28, 2025", "95", "303", "45.8772", "20"],
        ["UWQNrpakgcB", "拉花", "Aug 30, 2025", "61", "1938", "9.5", "21"],
    ],
    figure=4, day=2, number=0, words=1, skipped=1, fixed=True,
    chinese=["內容", "影片標題", "影片發布時間", "時間長度", "觀看次數", "觀看時間 (小時)", "喜歡次數"],
)  # fmt: skip

YOUTUBE_CHART = Sample(
    "youtube_chart",
    [
        ["Date", "Content", "Video title", "Video publish time", "Duration", "Views"],
        ["2025-06-13", "UWQNrpakgcA", "手沖教學", "Jun 2, 2025", "95", "3"],
        ["2025-06-14", "UWQNrpakgcA", "手沖教學", "Jun 2, 2025", "95", "1938"],
    ],
    figure=5, day=0, number=1, words=2,
    chinese=["日期", "內容", "影片標題", "影片發布時間", "時間長度", "觀看次數"],
)  # fmt: skip

YOUTUBE_TOTALS = Sample(
    "youtube_totals",
    [["Date", "Views"], ["2025-06-13", "303"], ["2025-06-14", "1938"]],
    figure=1, day=0, chinese=["日期", "觀看次數"], fixed=True,
)  # fmt: skip

YOUTUBE_BREAKDOWN = Sample(
    "youtube_breakdown",
    [
        ["Geography", "Views", "Watch time (hours)"],
        ["Total", "2241", "55.3"],
        ["TW", "303", "45.8"],
        ["JP", "1938", "9.5"],
    ],
    figure=1, words=0, chinese=["地理位置", "觀看次數", "觀看時間 (小時)"], skipped=1, fixed=True,
)  # fmt: skip

LINE_FRIENDS = Sample(
    "line_friends",
    [
        ["date", "contacts", "targetReaches", "blocks"],
        ["20261001", "1900", "1200", "300"],
        ["20261002", "1938", "1210", "301"],
    ],
    figure=1, day=0, chinese=["日期", "加入好友", "目標好友", "封鎖"],
)  # fmt: skip

TEMPLATE_POSTS = Sample(
    "template_posts",
    [
        ["Note", "Platform", "Account", "Date published", "Permalink", "Text", "Views", "Likes"],
        ["", "Threads", "Tea", "2026-10-01", "https://www.threads.com/@tea/post/C1a", "春", "12",
         "3"],
        ["", "Threads", "Tea", "2026-10-20", "https://www.threads.com/@tea/post/C1b", "秋", "1938",
         "4"],
    ],
    figure=6, day=3, words=5,
    chinese=["備註", "平台", "帳號", "發布日期", "貼文連結", "貼文文字", "觀看次數", "按讚數"],
)  # fmt: skip

TEMPLATE_DAYS = Sample(
    "template_days",
    [
        ["Note", "Platform", "Account", "Day", "Followers", "New followers"],
        ["", "Threads", "Tea", "2026-10-01", "1900", "3"],
        ["", "Threads", "Tea", "2026-10-02", "1938", "4"],
    ],
    figure=4, day=3, chinese=["備註", "平台", "帳號", "日期", "追蹤者人數", "新增追蹤者"],
)  # fmt: skip

TEMPLATE_FIGURES = Sample(
    "template_figures",
    [
        ["Note", "Platform", "Account", "First day", "Last day", "Purchases", "Revenue (TWD)"],
        ["", "Facebook", "Tea", "2026-09-01", "2026-09-30", "1800", "5000.5"],
        ["", "Facebook", "Tea", "2026-10-01", "2026-10-31", "1938", "6000"],
    ],
    figure=5, chinese=["備註", "平台", "帳號", "起始日", "結束日", "購買次數", "營收 (TWD)"],
)  # fmt: skip

MAPPED = Sample(
    "mapped",
    [
        ["編號", "連結", "發文日", "內容", "看過"],
        ["900000000000001", "https://www.threads.net/@tea/post/C1a", "2026-10-01 10:00", "新茶", "12"],
        ["900000000000002", "https://www.threads.net/@tea/post/C1b", "2026-10-20 11:00", "老茶", "1938"],
    ],
    figure=4, day=2, number=0, words=3,
    said={
        "mapping": {
            "platform": "threads",
            "span": "lifetime",
            "columns": {"編號": "post_id", "連結": "permalink", "發文日": "published",
                        "內容": "text", "看過": "views"},
        }
    },
)  # fmt: skip

X_POSTS = Sample(
    "x_posts",
    [
        x.CONTENT_HEAD,
        x.content_row(),
        x.content_row("1891564128784855999", "Tue Feb 18 2025", "夏茶",
                      figures=(1938, 10, 29, 2, 1, 3, 4, 5, 6, 13, 7, 0, 0)),
    ],
    figure=4, day=1, number=0, words=2,
)  # fmt: skip

X_DAYS = Sample(
    "x_days",
    [
        x.OVERVIEW_HEAD,
        x.overview_row("Wed, Aug 27, 2025"),
        x.overview_row(figures=(1938, 4, 29, 1, 0, 3, 1, 6, 2, 4, 1, 12, 20)),
    ],
    figure=1, day=0,
)  # fmt: skip

X_VIDEO_DAYS = Sample(
    "x_video_days",
    [
        x.VIDEO_DAY_HEAD,
        ["Tue, Aug 26, 2025", "120", "345678", "41.50", "2880"],
        ["Mon, Aug 25, 2025", "1938", "100000", "50.00", "1250"],
    ],
    figure=1, day=0,
)  # fmt: skip

X_VIDEOS = Sample(
    "x_videos",
    [
        ["Video overview"],
        x.VIDEO_DAY_HEAD,
        ["Tue, Aug 26, 2025", "120", "345678", "41.50", "2880"],
        [],
        ["Your videos"],
        x.VIDEO_HEAD,
        ["Jan 17, 2026", "7_1889", "手沖教學", "847", "1:05", "https://video.x/1", "No", "0",
         "Jan 18, 2026", "https://x.com/camellia_tw/status/1891564128784855141"],
        ["Jan 16, 2026", "7_1888", "拉花", "1938", "0:30", "https://video.x/2", "No", "0",
         "Jan 16, 2026", "https://x.com/camellia_tw/status/1891564128784855999"],
    ],
    header=5, figure=3, day=8, words=2,
)  # fmt: skip

_ON = {"taken_on": date(2026, 11, 21)}
TIKTOK_DAYS = Sample(
    "tiktok_days",
    [
        tiktok.BUSINESS_HEAD,
        tiktok.business_row("2025/12/29"),
        ["2025/12/30", "1938", *tiktok.business_row()[2:]],
    ],
    figure=1, day=0, said=_ON,
)  # fmt: skip

TIKTOK_HOURS = Sample(
    "tiktok_hours",
    [
        tiktok.ACTIVITY_HEAD,
        ["2026/11/18", "8", "1200"],
        ["2026/11/18", "20", "1938"],
    ],
    figure=2, day=0, said=_ON,
)  # fmt: skip

TIKTOK_AUDIENCE = Sample(
    "tiktok_audience",
    [tiktok.TERRITORY_HEAD, ["TW", "0.55"], ["JP", "0.45"]],
    figure=1, said=_ON, counts=False,
)  # fmt: skip

TIKTOK_VIDEOS = Sample(
    "tiktok_videos",
    [
        tiktok.LIST_HEAD,
        tiktok.list_row(),
        ["拉花", tiktok.link("7567452112981069999"), "2025/11/02 18:19:10", "1938", "1774", "42",
         "413", "180"],
    ],
    figure=3, day=2, words=0, said=_ON,
)  # fmt: skip

LINKEDIN_DAYS = Sample(
    "linkedin_days",
    [
        linkedin.METRICS_HEAD,
        linkedin.metrics_row("02/14/2025"),
        linkedin.metrics_row("02/15/2025", (1838, 100, 1938, 900)),
    ],
    figure=3, day=0,
)  # fmt: skip

_PROMOTED = linkedin.posts_row("7306192134921981999", "03/15/2025")
LINKEDIN_POSTS = Sample(
    "linkedin_posts",
    [
        linkedin.POSTS_HEAD,
        linkedin.posts_row(),
        [*_PROMOTED[:9], "1938", *_PROMOTED[10:]],
    ],
    figure=9, day=5, words=0,
)  # fmt: skip

LINKEDIN_AUDIENCE = Sample(
    "linkedin_audience",
    [["Location", "Total followers"], ["Taipei", "310"], ["Taichung", "1938"]],
    figure=1, said=_ON,
)  # fmt: skip

LINE_BROADCASTS = Sample(
    "line_broadcasts",
    [
        line.BROADCAST_HEAD,
        line.broadcast_row(),
        ["1234567891", "2026-10-14 12:30:00", "https://manager.line.biz/y", "5200", "1938", "240",
         "-", "-", "1938", "260"],
    ],
    figure=4, day=1,
)  # fmt: skip

META_ADS = Sample(
    "meta_ads",
    [
        list(ads.META_HEAD),
        [str(cell) for cell in ads.META_ROWS[0]],
        ["2026-10-01", "2026-10-31", "秋茶上市", "類似受眾", "800", "1938", "1200", "300", "190",
         "10", "actions:purchase", "80"],
    ],
    figure=5, words=2, chinese=list(ads.META_HEAD_ZH),
)  # fmt: skip

GOOGLE_ADS = Sample(
    "google_ads",
    [
        ["Campaign report"],
        ["October 1, 2026 - October 31, 2026"],
        list(ads.GOOGLE_HEAD),
        [str(cell) for cell in ads.GOOGLE_ROWS[0]],
        ["烏龍茶", "Paused", "Search", "1938", "30000", "4.00%", "TWD", "1.53", "$18.40", "2.00"],
    ],
    header=2, figure=3, words=0,
)  # fmt: skip

LINE_ADS = Sample(
    "line_ads",
    [
        list(ads.LINE_HEAD),
        [str(cell) for cell in ads.LINE_ROWS[0]],
        ["A2009000111", "山線茶行", "2026-10-06", "加好友", "1938", "95", "400", "12", "1.36%"],
    ],
    figure=4, day=2, words=3, chinese=list(ads.LINE_HEAD),
)  # fmt: skip

_GA4_ABOVE = [
    ["# ----"], ["# Traffic acquisition"], ["# Account: tea"], ["# Property: tea - GA4"],
    ["# ----"], ["# "], ["# All Users"], ["# Start date: 20261001"], ["# End date: 20261031"],
]  # fmt: skip
GA4 = Sample(
    "ga4",
    [
        *_GA4_ABOVE,
        list(ga4.CHANNEL_HEAD),
        [str(cell) for cell in ga4.CHANNELS[0]],
        ["Direct", "1938", "90", "0.5", "700", "4", "1600"],
    ],
    header=9, figure=1, words=0, chinese=list(ga4.CHANNEL_HEAD_ZH),
)  # fmt: skip

SAMPLES: tuple[Sample, ...] = (
    FACEBOOK,
    INSTAGRAM,
    FACEBOOK_VIDEO,
    META_CHART,
    META_AUDIENCE,
    LEGACY_POSTS,
    LEGACY_DAYS,
    LEGACY_SIDE,
    YOUTUBE_TABLE,
    YOUTUBE_CHART,
    YOUTUBE_TOTALS,
    YOUTUBE_BREAKDOWN,
    LINE_FRIENDS,
    X_POSTS,
    X_DAYS,
    X_VIDEO_DAYS,
    X_VIDEOS,
    TIKTOK_DAYS,
    TIKTOK_HOURS,
    TIKTOK_AUDIENCE,
    TIKTOK_VIDEOS,
    LINKEDIN_DAYS,
    LINKEDIN_POSTS,
    LINKEDIN_AUDIENCE,
    LINE_BROADCASTS,
    GA4,
    META_ADS,
    GOOGLE_ADS,
    LINE_ADS,
    TEMPLATE_POSTS,
    TEMPLATE_DAYS,
    TEMPLATE_FIGURES,
    MAPPED,
)
