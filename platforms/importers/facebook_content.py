"""Facebook content export of Meta Business Suite (2023–2026), lifetime or per day."""

from platforms.importers.base import Grid, Options, Record
from platforms.importers.headers import (
    MONEY,
    SECONDS,
    ColumnSet,
    extra,
    fields,
    measure,
    normal,
)
from platforms.importers.meta_content import (
    COMMON,
    MetaContent,
    find_header,
    links_in,
    platform_of,
)
from platforms.importers.tables import Row
from platforms.records import HANDLE, NAME, PLATFORM_ID, Alias
from platforms.sentences import gettext as _

KEY = "facebook_content"
KEY_PLATFORM = "facebook"

COLUMNS = ColumnSet(
    (
        *COMMON,
        fields("page_id", "Page ID", "Account ID",
               zh=["粉絲專頁編號", "粉絲專頁 ID", "專頁編號", "帳號編號"]),
        fields("username", "Account username", zh=["帳號用戶名稱"]),
        fields("page_name", "Page name", zh=["粉絲專頁名稱", "專頁名稱"]),
        fields("is_share", "Is share", zh=["是否分享", "是否為分享"]),
        extra("Caption type", zh=["字幕類型"]),
        extra("Is crosspost", zh=["是否跨平台發佈", "是否為跨平台發佈"]),
        extra("Languages", zh=["語言"]),
        extra("Custom labels", zh=["自訂標籤"]),
        extra("Funded content status", zh=["贊助內容狀態"]),
        measure("views", "Views", zh=["瀏覽次數", "觀看次數"]),
        measure("reach", "Reach", zh=["觸及人數"]),
        measure("reach", "IMPRESSION:UNIQUE_USERS", rank=1),
        measure("viewers", "Viewers", zh=["瀏覽人數", "觀看人數"]),
        measure("impressions", "Impressions", zh=["曝光次數"]),
        measure(
            "engagements",
            "Reactions, Comments and Shares",
            zh=["心情、留言和分享次數", "心情、留言和分享", "心情、留言與分享次數"],
        ),
        measure("engagements", "Interactions", "Content interactions",
                zh=["互動次數", "內容互動", "內容互動次數"], rank=1),
        measure("reactions", "Reactions", zh=["心情數", "心情", "心情次數"]),
        measure("comments", "Comments", zh=["留言數", "留言", "留言次數"]),
        measure("shares", "Shares", zh=["分享次數", "分享", "分享數"]),
        measure("saves", "Saves", zh=["儲存次數", "儲存數", "儲存"]),
        measure("clicks", "Total clicks", zh=["總點擊次數", "點擊總次數", "總點擊數"]),
        measure("link_clicks", "Link Clicks", zh=["連結點擊", "連結點擊次數"]),
        measure("net_followers", "Net follows", zh=["淨追蹤者人數", "淨追蹤人數", "淨追蹤次數"]),
        measure("new_followers", "Follows", zh=["追蹤人數", "追蹤次數"]),
        measure("organic_reach", "Reach from Organic posts", zh=["自然貼文觸及人數"]),
        measure("paid_reach", "Reach from Boosted posts", zh=["加強推廣貼文觸及人數"]),
        measure("organic_views", "Views from Organic posts", zh=["自然貼文瀏覽次數"]),
        measure("paid_views", "Views from Boosted posts", zh=["加強推廣貼文瀏覽次數"]),
        measure("video_views_3s", "3-second video views",
                zh=["3 秒影片觀看次數", "影片觀看 3 秒以上的次數", "影片觀看達 3 秒以上的次數"]),
        measure("video_views_60s", "1-minute video views",
                zh=["1 分鐘影片觀看次數", "影片觀看達 1 分鐘以上的次數"]),
        measure("video_viewers_3s", "3-second viewers", zh=["3 秒觀看人數"]),
        measure("video_viewers_60s", "1-minute viewers", zh=["1 分鐘觀看人數"]),
        measure("engaged_users", "Engaged users", zh=["互動人數", "互動用戶人數"]),
        measure("negative_feedback", "Negative feedback from users", zh=["用戶的負面意見"]),
        measure("watch_ms", "Seconds viewed", zh=["觀看秒數", "觀看時間（秒）"], unit=SECONDS),
        measure("revenue_micros", "Estimated earnings", zh=["預估收益", "預估收入"], unit=MONEY),
        extra("Other Clicks", zh=["其他點擊", "其他點擊次數"]),
        extra("Matched Audience Targeting Consumption (Photo Click)"),
        extra("Average Seconds viewed", zh=["平均觀看秒數"]),
        extra("Ad CPM", zh=["廣告 CPM"]),
        extra("Ad impressions", zh=["廣告曝光次數"]),
        extra("Approximate content monetization earnings"),
        extra("Unique negative feedback from users"),
        extra("Negative feedback from users: Hide"),
        extra("Negative feedback from users: Hide all"),
        extra("3-second video views from Organic posts"),
        extra("3-second video views from Boosted posts"),
    )
)  # fmt: skip

TYPES = {
    normal(name): key
    for key, names in {
        "photo": ("Photos", "Photo", "相片", "照片", "圖片"),
        "carousel": ("Carousel", "Album", "Albums", "相簿", "輪播"),
        "video": ("Videos", "Video", "影片"),
        "short_video": ("Reels", "Reel", "連續短片", "短片"),
        "live": ("Live", "Live video", "Live videos", "直播", "直播影片"),
        "story": ("Story", "Stories", "限時動態"),
        "link": ("Links", "Link", "連結"),
        "text": ("Text", "Status", "Statuses", "文字", "狀態", "動態", "近況"),
        "other": ("Other", "Event", "Events", "活動", "其他"),
    }.items()
    for name in names
}


_WHOLES = frozenset(
    normal(name)
    for name in ("Reactions, Comments and Shares", "心情、留言和分享次數", "心情、留言和分享",
                 "心情、留言與分享次數")
)  # fmt: skip


class FacebookContent(MetaContent):
    family = KEY
    platform = "facebook"
    post_types = TYPES
    account_id_field = "page_id"

    def values(self, row: Row) -> dict[str, int]:
        found = super().values(row)
        whole = self.binding.measures.get("engagements", [])
        # True of every row that Meta wrote: a number that was changed gives itself away.
        if whole and normal(self.binding.header[whole[0]]) in _WHOLES:
            parts = [found.get(key) for key in ("reactions", "comments", "shares")]
            total = found.get("engagements")
            if None not in (total, *parts) and sum(part or 0 for part in parts) != total:
                self.warn(
                    "parts_differ",
                    _("“%(header)s” is not the sum of its parts in some rows, as it is in every "
                      "file of Meta: perhaps a number was changed. Compare these rows with the "
                      "original download.")
                    % {"header": self.binding.header[whole[0]]},
                    row.number,
                )  # fmt: skip
        return found

    def _account_aliases(self, whole: str, name: str, row: Row) -> tuple[Alias, ...]:
        aliases = [Alias(PLATFORM_ID, whole)] if whole else []
        if row.text("username"):
            aliases.append(Alias(HANDLE, row.text("username")))
        if name:
            aliases.append(Alias(NAME, name))
        return tuple(aliases)


def find(grid: Grid, opening: list[Record], options: Options) -> list[FacebookContent] | None:
    """This family's table in a grid, or None where it is something else."""
    found = find_header(opening, COLUMNS, ("post_id", "published"))
    if found is None:
        return None
    header_row, binding = found
    told = platform_of(binding.header, links_in(opening, binding))
    if not binding.measures or (told or options.platform or KEY_PLATFORM) != KEY_PLATFORM:
        return None
    table = FacebookContent(grid, options, binding, header_row, None)
    if told is None:
        table.head.platform = options.platform
    return [table]
