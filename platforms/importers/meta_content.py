"""Business Suite content exports: what Facebook and Instagram files have in common.

One row is one post (lifetime) or one post on one day (daily split); the ``Date`` column says
which. Publish times are US Pacific whatever the account's zone.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from platforms.importers import cells as cell
from platforms.importers import dates, ids
from platforms.importers.base import Grid, Options, Record, Reject
from platforms.importers.headers import Binding, Column, ColumnSet, fields, normal
from platforms.importers.lookalikes import Lookalikes
from platforms.importers.tables import Row, Table
from platforms.records import (
    NAME,
    PAGEID_POSTID,
    PERMALINK,
    PLATFORM_ID,
    AccountRecord,
    Alias,
    PostRecord,
    ReadingRecord,
    Span,
    Subject,
)
from platforms.sentences import gettext as _

_YES_NO = {"0": False, "no": False, "false": False, "否": False} | dict.fromkeys(
    ("1", "yes", "true", "是"), True
)
PACIFIC = "America/Los_Angeles"
LIFETIME_WORDS = frozenset(
    normal(word) for word in ("Lifetime", "總期間", "總計", "存續期間", "全部期間", "終身")
)

COMMON: tuple[Column, ...] = (
    fields("post_id", "Post ID", zh=["貼文編號", "貼文 ID"]),
    fields("account_name", "Account name", zh=["帳號名稱"]),
    fields("title", "Title", zh=["標題"]),
    fields("description", "Description", zh=["說明", "描述"]),
    fields("duration", "Duration (sec)", zh=["時長（秒）", "時間長度（秒）", "影片長度（秒）"]),
    fields("published", "Publish time", zh=["發佈時間"]),
    fields("permalink", "Permalink", zh=["永久連結"]),
    fields("post_type", "Post type", zh=["貼文類型"]),
    fields("comment", "Data comment", zh=["資料留言", "資料備註"]),
    fields("date", "Date", zh=["日期"]),
)

_PAGE = frozenset(
    normal(name)
    for name in ("Page ID", "Page name", "粉絲專頁編號", "粉絲專頁名稱", "專頁編號", "專頁名稱")
)
_USERNAME = frozenset(normal(name) for name in ("Account username", "帳號用戶名稱"))
_FACEBOOK_OWN = frozenset(
    normal(name)
    for name in (
        "Reactions, Comments and Shares", "Reactions", "心情、留言和分享次數", "心情數", "心情",
        "Is crosspost", "Is share", "Caption type", "Total clicks", "Link Clicks",
    )
)  # fmt: skip

# What Instagram's files never hold, whatever they call the account.
_FACEBOOK_ONLY = frozenset(
    normal(name)
    for name in (
        "Reactions, Comments and Shares", "心情、留言和分享次數", "Is crosspost", "Is share",
        "Total clicks", "總點擊次數", "Net follows", "淨追蹤者人數",
    )
)  # fmt: skip

_HOSTS = {"facebook": ("facebook.com", "fb.com", "fb.watch"), "instagram": ("instagram.com",)}


def platform_of_link(link: str) -> str | None:
    """The platform a permalink's host names."""
    found = re.match(
        r"https?://(?:[\w-]+\.)*?([\w-]+\.\w+)(?:[/:?]|$)", link.strip(), re.IGNORECASE
    )
    host = found[1].lower() if found else ""
    for platform, hosts in _HOSTS.items():
        if host in hosts:
            return platform
    return None


def platform_of(header: list[str], links: Iterable[str]) -> str | None:
    """Whose content export this is: page or user-name columns, the links, own metrics."""
    names = {normal(name) for name in header}
    if names & _PAGE:
        return "facebook"
    hosts = {platform_of_link(link) for link in links} - {None}
    if len(hosts) == 1:
        return hosts.pop()
    if names & _USERNAME and not names & _FACEBOOK_ONLY:
        return "instagram"
    return "facebook" if names & _FACEBOOK_OWN else None


def links_in(opening: Iterable[Record], binding: Binding) -> list[str]:
    """The permalinks of the opening records."""
    places = binding.fields.get("permalink", [])
    return [cells[place] for _n, cells in opening for place in places if place < len(cells)]


def find_header(
    opening: Iterable[Record], columns: ColumnSet, needed: tuple[str, ...]
) -> tuple[int, Binding] | None:
    """The first of the opening records that is a header with all ``needed`` columns.

    Gives (record number, binding), or None.
    """
    for number, found in opening:
        binding = columns.bind(found)
        if binding.has(*needed):
            return number, binding
    return None


def _text(row: Row) -> str:
    return row.text("description") or row.text("title")


class MetaContent(Table):
    """One content export; subclasses bring the account and the names of post types."""

    zone = PACIFIC
    dated = "minute"
    post_types: Mapping[str, str] = MappingProxyType({})
    account_id_field = ""

    def __init__(
        self, grid: Grid, options: Options, binding: Binding, header_row: int, last_row: int | None
    ) -> None:
        super().__init__(grid, options, binding, header_row, last_row)
        self.day_order: str = dates.MONTH_FIRST
        self.ids = ids.IdSurvey()
        self.account_ids = ids.IdSurvey()
        # A shared reel has the link of the original: two posts, one link, no key.
        self.links = ids.Repeats()
        self.alike = Lookalikes()
        self.names_by_id: dict[str, str] = {}
        self.ids_by_name: dict[str, list[str]] = {}

    # Before reading.

    def survey(self) -> None:
        votes, day_votes = dates.OrderVotes(), dates.OrderVotes()
        lifetime = daily = 0
        for row in self.rows():
            votes.add(row.text("published"))
            when = row.text("date")
            if not when or normal(when) in LIFETIME_WORDS:
                lifetime += 1
            elif dates.day(when) or dates.day(when, dates.DAY_FIRST):
                day_votes.add(when)
                daily += 1
            post_id = row.text("post_id")
            published = row.text("published")
            self.ids.add(post_id, published)
            self._note_account(row)
            link = ids.permalink(row.text("permalink"))
            if link:
                self.links.add(link, (post_id, published))
        self._survey_again()
        self.head.span = Span.DAY if daily > lifetime else Span.LIFETIME
        self.order = votes.decide(dates.MONTH_FIRST) or dates.MONTH_FIRST
        # Both columns of one file went through the same spreadsheet.
        self.day_order = day_votes.decide(self.order) or dates.MONTH_FIRST
        if self.head.span is Span.DAY:
            self.warn(
                "split_by_day",
                _("The file splits its posts by day: the figures are those of these days, not "
                  "of the posts’ whole life. For that, export again without the daily split."),
            )  # fmt: skip
        if votes.mixed:
            self.warn_mixed()
        elif self.order == dates.DAY_FIRST:
            self.warn("dates_day_first", _("The dates are day first; they were read that way."))
        if self.ids.damaged:
            self.warn(
                "ids_damaged",
                _("A spreadsheet rounded the post numbers, so these posts are matched by account, "
                  "publish minute and text. The original download would be safer."),
            )  # fmt: skip

    def _survey_again(self) -> None:
        """Settle which numbers and links two posts share; asks for the rows only in large files."""
        surveys = [self.ids.unsettled(), self.account_ids.unsettled(), self.links.unsettled()]
        for row in self.rows() if any(surveys) else ():
            post_id, published = row.text("post_id"), row.text("published")
            self.ids.again(post_id, published)
            self.account_ids.again(row.text(self.account_id_field), self._account_name(row))
            if link := ids.permalink(row.text("permalink")):
                self.links.again(link, (post_id, published))
        self.ids.judge()
        self.account_ids.judge()
        self._survey_rounded()

    def _survey_rounded(self) -> None:
        """Without whole ids two posts of one minute and text can be taken for each other."""
        for row in self.rows() if self.ids.damaged else ():
            self.alike.add(row, self.ids.read(row.text("post_id")), self._said(row))
        for row in self.rows() if self.ids.damaged and self.alike.unsettled() else ():
            self.alike.again(row, self.ids.read(row.text("post_id")), self._said(row))

    def _said(self, row: Row) -> str:
        return f"{row.text(self.account_id_field)} {self._account_name(row)} {_text(row)}"

    def _note_account(self, row: Row) -> None:
        number, name = row.text(self.account_id_field), self._account_name(row)
        self.account_ids.add(number, name)
        whole = ids.whole(number)
        if whole and name:
            self.names_by_id.setdefault(whole, name)
            known = self.ids_by_name.setdefault(name, [])
            if whole not in known:
                known.append(whole)

    def _account_name(self, row: Row) -> str:
        return row.text("page_name") or row.text("account_name")

    # Reading.

    def take(self, row: Row) -> list[ReadingRecord]:
        raw_id = row.text("post_id")
        if not raw_id:
            self._no_id(row)
        number = self.ids.read(raw_id)
        if number is None:
            raise Reject(
                _("%(header)s: “%(cell)s” is no post number, so the post cannot be told.")
                % {"header": row.name_of("post_id"), "cell": cell.shown(raw_id)},
                row.name_of("post_id"),
            )
        account, account_id = self.find_account(row)
        span, day = self._when(row)
        post = self._post(row, number, account_id)
        values = self.values(row)
        extra = self.beyond(row)
        if post.post_type == "other" and row.text("post_type"):
            extra[row.name_of("post_type")] = row.text("post_type")
        return [
            ReadingRecord(
                subject=Subject.POST,
                span=span,
                row=row.number,
                values=values,
                account=account,
                post=post,
                start=day,
                end=day,
                extra=extra,
            )
        ]

    def _no_id(self, row: Row) -> None:
        comment = row.text("comment")
        if comment:
            raise Reject(
                _("Meta could not compute this row: “%(comment)s”") % {"comment": comment},
                row.name_of("comment"),
            )
        raise Reject(_("The row has no post number."), row.name_of("post_id"))

    def _when(self, row: Row) -> tuple[Span, date | None]:
        text = row.text("date")
        if not text or normal(text) in LIFETIME_WORDS:
            return Span.LIFETIME, None
        day = dates.day(text, self.day_order)
        if day is None:
            raise Reject(
                _("%(header)s: “%(cell)s” is neither a date nor “Lifetime”.")
                % {"header": row.name_of("date"), "cell": cell.shown(text)},
                row.name_of("date"),
            )
        return Span.DAY, day

    def _published(self, row: Row) -> tuple[datetime | None, date | None]:
        text = row.text("published")
        if cell.is_missing(text):
            self.warn(
                "no_publish_time",
                _("Some posts have no publish time, so they belong to no period and stay out of "
                  "its figures."),
                row.number,
            )  # fmt: skip
            return None, None
        when = dates.moment(text, self.order, self.head.zone)
        if when is None:
            raise self.no_date(row, "published")
        if isinstance(when, datetime):
            return when, None
        return None, when

    def _post(self, row: Row, number: ids.Id, account_id: str) -> PostRecord:
        wall, day = self._published(row)
        aliases: list[Alias] = []
        if number.sure:
            aliases.append(Alias(PLATFORM_ID, number.digits))
            if account_id and self.head.platform == "facebook":
                aliases.append(Alias(PAGEID_POSTID, f"{account_id}_{number.digits}"))
        link = ids.permalink(row.text("permalink"))
        if link and link not in self.links.shared:
            aliases.append(Alias(PERMALINK, link))
        duration = row.text("duration")
        try:
            length = cell.milliseconds(duration) if duration else None
        except cell.NotANumber:
            length = None  # a description of the video, not a figure of it
        shared = row.text("is_share")
        return PostRecord(
            aliases=tuple(aliases),
            text=_text(row),
            post_type=self._type(row.text("post_type")),
            permalink=row.text("permalink"),
            published_wall=wall,
            published_on=day,
            duration_ms=length or None,
            is_share=_YES_NO.get(shared.casefold()),
            damaged_id=None if number.sure else (number.digits, number.sure_digits),
            lookalike=self.alike.mark(row, number, self._said(row)),
        )

    def _type(self, text: str) -> str:
        return self.post_types.get(normal(text), "other" if text else "")

    def find_account(self, row: Row) -> tuple[int | None, str]:
        """The account's place and its id where the id is whole."""
        number, name = row.text(self.account_id_field), self._account_name(row)
        read = self.account_ids.read(number) if number else None
        whole = read.digits if read is not None and read.sure else ""
        if not whole and name:
            # A rounded page number: the same name with one whole number is the same page.
            known = self.ids_by_name.get(name, [])
            whole = known[0] if len(known) == 1 else ""
        if not whole and not name and not row.text("username"):
            return None, ""
        aliases = self._account_aliases(whole, name, row)
        shown = name or self.names_by_id.get(whole, "") or row.text("username") or whole
        return self.account(whole or aliases, AccountRecord(shown, aliases)), whole

    def _account_aliases(self, whole: str, name: str, row: Row) -> tuple[Alias, ...]:
        aliases = [Alias(PLATFORM_ID, whole)] if whole else []
        if name:
            aliases.append(Alias(NAME, name))
        return tuple(aliases)
