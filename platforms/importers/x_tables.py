"""X (Twitter): posts, days and videos, the old exports of analytics.twitter.com and the new ones.

Days are UTC. The old files give the minute with its offset, the new ones only the day. Posts are
counted from publishing to the end of the chosen period, which is the day of download as a rule.
"""

import html
import re
from dataclasses import replace
from datetime import date, datetime

from platforms.importers import cells as cell
from platforms.importers import dates, ids
from platforms.importers.base import Grid, Options, Reject, Skip
from platforms.importers.headers import Binding
from platforms.importers.tables import Row, Table
from platforms.kinds import PostType
from platforms.records import (
    HANDLE,
    PLATFORM_ID,
    AccountRecord,
    Alias,
    PostRecord,
    ReadingRecord,
    Span,
    Subject,
)
from platforms.sentences import gettext as _

LINK = re.compile(
    r"(?:https?://)?(?:www\.|mobile\.|m\.)?(?:x|twitter)\.com/"
    r"(?P<handle>\w{1,20}|i/web)/status(?:es)?/(?P<id>\d{5,25})",
    re.ASCII | re.IGNORECASE,
)
WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ", re.ASCII | re.IGNORECASE)
_OFFSET = re.compile(r"(?:[+-]\d\d:?\d\d|z|utc)\s*$", re.ASCII | re.IGNORECASE)


def day_of(text: str, order: str = dates.MONTH_FIRST) -> date | None:
    """The day of ``Mon Feb 17 2025``, ``Tue, Aug 26, 2025`` and of ordinary dates."""
    return dates.day(WEEKDAY.sub("", dates.tidy(text), count=1), order)


class XTable(Table):
    """What the kinds share: their platform, their zone and the order of spreadsheet dates."""

    platform = "x"
    zone = "UTC"
    ends_with_line = False  # X joins its lines and puts none behind the last


class XPosts(XTable):
    """One row per post; answers to others are kept as such, so that they can be left out."""

    family = "x_posts"
    span = Span.LIFETIME
    dated = "day"

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, last_row: int | None
    ) -> None:
        super().__init__(grid, options, binding, header_row, last_row)
        self.ids = ids.IdSurvey()
        self.healed = self.replies = 0

    def survey(self) -> None:
        super().survey()
        for row in self.rows() if self.ids.unsettled() else ():
            self.ids.again(row.text("post_id"), row.text("text"))
        self.ids.judge()

    def note(self, row: Row) -> None:
        written = row.text("published")
        self.ids.add(row.text("post_id"), row.text("text"))
        if isinstance(dates.moment(written), datetime):
            self.head.dated = "exact" if _OFFSET.search(written) else "minute"

    def take(self, row: Row) -> list[ReadingRecord]:
        link = LINK.match(row.text("permalink"))
        post = self._post(row, link)
        return [
            ReadingRecord(
                subject=Subject.POST,
                span=Span.LIFETIME,
                row=row.number,
                values=self.values(row),
                account=self._account(link),
                post=post,
                extra=self.beyond(row),
            )
        ]

    def _account(self, link: re.Match[str] | None) -> int | None:
        if link is None or link["handle"].casefold() in ("i", "i/web"):
            return None
        handle = link["handle"]
        return self.account(handle.casefold(), AccountRecord(handle, (Alias(HANDLE, handle),)))

    def _post(self, row: Row, link: re.Match[str] | None) -> PostRecord:
        alias, damaged = self._id(row, link)
        when = self._when(row)
        text = html.unescape(row.text("text"))
        is_reply = text.startswith("@")
        if is_reply and self.options.no_replies:
            raise Skip(_("An answer to somebody; replies were to be left out."))
        if is_reply:
            self.replies += 1
        return PostRecord(
            aliases=(alias,) if alias else (),
            text=text,
            post_type=PostType.REPLY if is_reply else "",
            permalink=row.text("permalink"),
            published_wall=when if isinstance(when, datetime) else None,
            published_on=None if isinstance(when, datetime) else when,
            damaged_id=damaged,
        )

    def _id(
        self, row: Row, link: re.Match[str] | None
    ) -> tuple[Alias | None, tuple[str, int] | None]:
        """The post's number; a rounded one is still whole in the link."""
        written = row.text("post_id")
        number = self.ids.read(written) if written else None
        if number is not None and number.sure:
            return Alias(PLATFORM_ID, number.digits), None
        if link is not None:
            self.healed += 1
            return Alias(PLATFORM_ID, link["id"]), None
        if number is None:
            header = row.name_of("post_id")
            raise Reject(
                _("%(header)s: “%(cell)s” is no post number, so the post cannot be told.")
                % {"header": header, "cell": cell.shown(written)},
                header,
            )
        return None, (number.digits, number.sure_digits)

    def _when(self, row: Row) -> datetime | date | None:
        written = row.text("published")
        if cell.is_missing(written):
            self.warn(
                "no_publish_time",
                _("Some posts have no publish time, so they belong to no period and stay out of "
                  "its figures."),
                row.number,
            )  # fmt: skip
            return None
        bare = WEEKDAY.sub("", dates.tidy(written), count=1)
        found = dates.moment(bare, self.order, self.head.zone)
        if found is None:
            raise self.no_date(row, "published")
        return found

    def finish(self) -> None:
        if self.replies:
            self.warn(
                "replies",
                _("%(count)s of these posts begin with “@”, so they answer somebody. They are kept "
                  "as replies; leave them out where they should not count as posts (on the "
                  "command line: --no-replies).")
                % {"count": self.replies},
            )  # fmt: skip
        if self.ids.damaged:
            self.warn(
                "ids_damaged",
                _("A spreadsheet rounded the post numbers; they were taken from the links, where "
                  "they are whole.")
                if self.healed
                else _("A spreadsheet rounded the post numbers, so these posts are matched by "
                       "account, publish minute and text. The original download would be safer."),
            )  # fmt: skip


class XDays(XTable):
    """The account day by day: all that happened on the day, on old posts too."""

    family = "x_days"
    span = Span.DAY

    def take(self, row: Row) -> list[ReadingRecord]:
        day = day_of(row.text("date"), self.order)
        if day is None:
            raise self.no_date(row, "date")
        values = self.values(row)
        if "new_followers" in values and "lost_followers" in values:
            values["net_followers"] = values["new_followers"] - values["lost_followers"]
        return [
            ReadingRecord(
                subject=Subject.ACCOUNT,
                span=Span.DAY,
                row=row.number,
                values=values,
                start=day,
                end=day,
                extra=self.beyond(row),
            )
        ]


class XVideoDays(XDays):
    """The upper table of the video export: plays and watch time of the days."""

    family = "x_video_days"


class XVideos(XPosts):
    """The lower table of the video export; only videos whose post is named can be told."""

    family = "x_videos"

    def note(self, row: Row) -> None:
        """A video's own number is no post number: there is nothing to survey."""

    def take(self, row: Row) -> list[ReadingRecord]:
        if LINK.match(row.text("permalink")) is None:
            raise Skip(_("X does not say in which post this video stands."))
        return super().take(row)

    def _id(
        self, row: Row, link: re.Match[str] | None
    ) -> tuple[Alias | None, tuple[str, int] | None]:
        assert link is not None
        return Alias(PLATFORM_ID, link["id"]), None

    def _post(self, row: Row, link: re.Match[str] | None) -> PostRecord:
        post = super()._post(row, link)
        try:
            length = cell.milliseconds(row.text("duration"))
        except cell.NotANumber:
            length = None
        # The title is the video's; the words of the post come from the content export.
        return replace(post, text="", post_type=PostType.VIDEO, duration_ms=length or None)
