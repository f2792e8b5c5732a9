"""Instagram content export of Meta Business Suite: posts and reels, stories apart."""

from platforms.importers.base import Grid, Options, Record
from platforms.importers.headers import ColumnSet, extra, fields, measure, normal
from platforms.importers.meta_content import (
    COMMON,
    MetaContent,
    find_header,
    links_in,
    platform_of,
)
from platforms.importers.tables import Row
from platforms.records import HANDLE, NAME, PLATFORM_ID, Alias

KEY = "instagram_content"

COLUMNS = ColumnSet(
    (
        *COMMON,
        fields("account_id", "Account ID", zh=["帳號編號", "帳號 ID"]),
        fields("username", "Account username", zh=["帳號用戶名稱"]),
        measure("views", "Views", zh=["瀏覽次數", "觀看次數"]),
        measure("views", "Plays", zh=["播放次數"], rank=1),
        measure("reach", "Reach", zh=["觸及人數"]),
        measure("reach", "IMPRESSION:UNIQUE_USERS", rank=1),
        measure("viewers", "Viewers", zh=["瀏覽人數", "觀看人數"]),
        measure("impressions", "Impressions", zh=["曝光次數"]),
        measure("engagements", "Interactions", "Content interactions",
                zh=["互動次數", "內容互動", "內容互動次數"]),
        measure("reactions", "Likes", zh=["按讚數", "按讚次數", "讚", "心情數", "心情"]),
        measure("comments", "Comments", zh=["留言數", "留言", "留言次數"]),
        measure("shares", "Shares", zh=["分享", "分享次數", "分享數"]),
        measure("saves", "Saves", zh=["儲存次數", "儲存數", "儲存"]),
        # Followers won by the post, not the follower total.
        measure("new_followers", "Follows", zh=["追蹤人數", "追蹤次數", "追蹤"]),
        measure("profile_visits", "Profile visits",
                zh=["個人檔案瀏覽次數", "個人檔案造訪次數", "造訪個人檔案次數"]),
        measure("link_clicks", "Link clicks", zh=["連結點擊", "連結點擊次數"]),
        # Story replies are direct messages, not comments.
        extra("Replies", zh=["回覆次數", "回覆數"]),
        extra("Navigation", zh=["瀏覽動作", "導覽"]),
        extra("Sticker taps", zh=["貼圖點按次數", "點按貼圖次數"]),
        extra("Reposts", zh=["轉發次數", "轉發"]),
    )
)  # fmt: skip

TYPES = {
    normal(name): key
    for key, names in {
        "photo": ("IG image", "IG photo", "Image", "IG 圖像", "IG 圖片", "IG 相片", "IG 影像"),
        "carousel": ("IG carousel", "Carousel", "IG 輪播", "IG 輪播圖像", "IG 輪播貼文"),
        "short_video": ("IG reel", "Reel", "IG 連續短片", "IG Reels", "IG 短片"),
        "video": ("IG video", "Video", "IG 影片", "IGTV"),
        "story": ("IG story", "Story", "IG 限時動態", "限時動態"),
        "live": ("IG live", "Live", "IG 直播"),
    }.items()
    for name in names
}


class InstagramContent(MetaContent):
    family = KEY
    platform = "instagram"
    post_types = TYPES
    account_id_field = "account_id"

    def _account_name(self, row: Row) -> str:
        return row.text("account_name") or row.text("username")

    def _account_aliases(self, whole: str, name: str, row: Row) -> tuple[Alias, ...]:
        aliases = [Alias(PLATFORM_ID, whole)] if whole else []
        if row.text("username"):
            aliases.append(Alias(HANDLE, row.text("username")))
        if row.text("account_name"):
            aliases.append(Alias(NAME, row.text("account_name")))
        return tuple(aliases)


def find(grid: Grid, opening: list[Record], options: Options) -> list[InstagramContent] | None:
    """This family's table in a grid, or None where it is something else."""
    found = find_header(opening, COLUMNS, ("post_id", "published"))
    if found is None:
        return None
    header_row, binding = found
    told = platform_of(binding.header, links_in(opening, binding))
    if not binding.measures or (told or options.platform) != "instagram":
        return None
    table = InstagramContent(grid, options, binding, header_row, None)
    if told is None:
        table.head.platform = options.platform
    return [table]
