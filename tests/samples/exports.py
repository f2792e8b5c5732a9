"""One small, whole file of every family that importers know, cell by cell, to be damaged.

A family without a sample here fails ``tests/platforms/importers/test_damage_matrix.py``.
"""

import csv
import io
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tests.samples import ads, ga4, line, linkedin, tiktok, x


@dataclass(frozen=True)
class Sample:
    """The records of a file and where its parts stand.

    Columns count from 0: ``figure`` holds whole counts, ``day`` dates, ``number`` post ids,
    ``words`` free text; None where the family has no such column. ``chinese`` is the header in
    Traditional Chinese. ``said`` is what a person says of the file (``parse_file``'s options).
    ``place`` is the record whose figure is 1938, by default the last. ``fixed``: the family tells
    its columns by their place, so they cannot be turned round. Without ``counts`` the figure is a share and cannot
    be damaged as a count.
    """

    family: str
    records: list[list[str]]
    figure: int
    place: int = -1
    header: int = 0
    day: int | None = None
    number: int | None = None
    words: int | None = None
    chinese: list[str] | None = None
    said: dict[str, Any] = field(default_factory=dict)
    fixed: bool = False
    counts: bool = True
    # Rows below the header that are skipped, not read: totals and descriptions.
    skipped: int = 0

    @property
    def head(self) -> list[str]:
        return self.records[self.header]

    @property
    def first(self) -> int:
        """Index of the first record that is read."""
        return self.header + 1 + self.skipped

    @property
    def row(self) -> int:
        """Number of the record ``place``, as a spreadsheet shows it."""
        return self.place + 1 + (len(self.records) if self.place < 0 else 0)

    def cell(self, column: int, text: str) -> "Sample":
        """The same with one cell of the record ``place`` changed."""
        records = [list(cells) for cells in self.records]
        records[self.place][column] = text
        return replace(self, records=records)

    def without(self) -> "Sample":
        """The same without the record ``place``."""
        records = [list(cells) for cells in self.records]
        records[self.place] = [""] * len(records[self.place])
        return replace(self, records=records)

    def headed(self, head: list[str]) -> "Sample":
        records = [list(cells) for cells in self.records]
        records[self.header] = head
        return replace(self, records=records)

    def text(
        self, separator: str = ",", line_end: str = "\n", quoting: int = csv.QUOTE_MINIMAL
    ) -> str:
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=separator, lineterminator=line_end, quoting=quoting)
        writer.writerows(self.records)
        return out.getvalue()


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
