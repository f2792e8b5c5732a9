"""LINE Official Account Manager: friends by day, and one row per broadcast.

Friends overview: one row a day, all three figures levels.

``contacts`` counts everybody who ever added the account and never falls; ``blocks`` falls when
people unblock. Days are the platform's own (UTC+9); only the date is kept.
"""

from datetime import datetime

from platforms.importers import cells as cell
from platforms.importers import dates
from platforms.importers.base import Grid, Options, Record, Reject
from platforms.importers.headers import ColumnSet, extra, fields, measure
from platforms.importers.meta_content import find_header
from platforms.importers.tables import Row, Table
from platforms.kinds import PostType
from platforms.records import (
    PLATFORM_ID,
    Alias,
    PostRecord,
    ReadingRecord,
    Span,
    Subject,
)
from platforms.sentences import gettext as _

KEY = "line_friends"

COLUMNS = ColumnSet(
    (
        fields("date", "date", "日付", zh=["日期"]),
        measure(
            "friends",
            "contacts",
            "総友だち数",
            "友だち追加",
            zh=["加入好友", "好友數", "好友人數", "總好友數"],
        ),
        measure("blocks", "blocks", "ブロック数", "ブロック", zh=["封鎖", "封鎖數", "封鎖人數"]),
        # People whose attributes LINE can estimate: smaller than friends minus blocks.
        extra("targetReaches", "ターゲットリーチ", zh=["目標好友", "目標好友數", "目標觸及人數"]),
    )
)

BROADCASTS = ColumnSet(
    (
        fields("post_id", "broadcastId", zh=["群發訊息編號"]),
        fields("published", "sentDate", "sentTime", zh=["傳送日期", "傳送時間"]),
        fields("permalink", "cmsUrl"),
        fields("text", "title", "message", zh=["標題", "訊息內容"]),
        # People who opened it, and people who clicked: one person counts once per message.
        measure("reach", "open", "openUU", zh=["開封數", "開封人數"]),
        measure("clicks", "clickUU", zh=["點擊人數"]),
        extra("deliveredCount", zh=["傳送數", "傳送人數"]),
        extra("videoStartUU", "videoCompleteUU"),
    )
)


class LineFriends(Table):
    """The daily levels of an official account; the file does not name the account."""

    family = KEY
    platform = "line_oa"
    zone = "Asia/Tokyo"
    span = Span.DAY

    def take(self, row: Row) -> list[ReadingRecord]:
        day = self.date_in(row)
        return [
            ReadingRecord(
                subject=Subject.ACCOUNT,
                span=Span.DAY,
                row=row.number,
                values=self.values(row),
                start=day,
                end=day,
                extra=self.beyond(row),
            )
        ]


class LineBroadcasts(Table):
    """One row per message sent to many, with how many opened it; columns per bubble are extra."""

    family = "line_broadcasts"
    platform = "line_oa"
    zone = "Asia/Taipei"
    span = Span.LIFETIME
    dated = "day"

    def note(self, row: Row) -> None:
        if isinstance(dates.moment(row.text("published")), datetime):
            self.head.dated = "minute"

    def take(self, row: Row) -> list[ReadingRecord]:
        number, written = row.text("post_id"), row.text("published")
        if not number or number.startswith("#") or "E+" in number.upper():
            header = row.name_of("post_id")
            raise Reject(
                _("%(header)s: “%(cell)s” is no post number, so the post cannot be told.")
                % {"header": header, "cell": cell.shown(number)},
                header,
            )
        when = dates.moment(written, self.order, self.head.zone)
        if when is None:
            raise self.no_date(row, "published")
        return [
            ReadingRecord(
                subject=Subject.POST,
                span=Span.LIFETIME,
                row=row.number,
                values=self.values(row),
                post=PostRecord(
                    aliases=(Alias(PLATFORM_ID, number),),
                    text=row.text("text"),
                    post_type=PostType.MESSAGE,
                    permalink=row.text("permalink"),
                    published_wall=when if isinstance(when, datetime) else None,
                    published_on=None if isinstance(when, datetime) else when,
                ),
                extra=self.beyond(row),
            )
        ]


def find(grid: Grid, opening: list[Record], options: Options) -> list[Table] | None:
    """Friends by day (date, friends and blocks side by side, nothing else has them) or messages."""
    found = find_header(opening[:6], COLUMNS, ("date", "friends", "blocks"))
    if found is not None:
        header_row, binding = found
        return [LineFriends(grid, options, binding, header_row, None)]
    found = find_header(opening[:6], BROADCASTS, ("post_id", "published"))
    if found is None or not found[1].has_any("reach", "clicks"):
        return None
    header_row, binding = found
    return [LineBroadcasts(grid, options, binding, header_row, None)]
