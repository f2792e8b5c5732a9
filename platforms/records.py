"""What crosses the boundary from importers and connectors: plain frozen values, no database.

An importer turns a file into ``ParsedTable`` objects; a connector will return the same
``ReadingRecord`` rows from an API. From ``analytics.intake.ingest`` onward nobody needs to know which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Span(StrEnum):
    """Over what a reading speaks. Spans are never mixed in one number."""

    LIFETIME = "lifetime"  # everything up to taken_at; post only
    DAY = "day"  # one day's increment or one day's level
    PERIOD = "period"  # from..to, both inclusive; both None while nobody has said which


class Subject(StrEnum):
    POST = "post"
    ACCOUNT = "account"
    BREAKDOWN = "breakdown"  # an account or site cut by a dimension (country, age, source …)
    SITE = "site"  # a whole web site
    AD = "ad"  # one campaign, ad set or ad of an ad account


# Alias kinds, strongest first. A ``pfbid`` link is never an alias: it differs per download.
PLATFORM_ID = "platform_id"
PAGEID_POSTID = "pageid_postid"
PERMALINK = "permalink"
VIDEO_ASSET_ID = "video_asset_id"
HANDLE = "handle"
NAME = "name"


@dataclass(frozen=True, slots=True)
class Alias:
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account as a file names it. ``aliases`` is empty when the file names none."""

    name: str
    aliases: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class PostRecord:
    """A post as a file describes it.

    ``published_wall`` is the clock time written in the file, without a zone: the zone is a
    property of the delivery (``ParsedTable.zone``) and can still be changed before saving.
    ``published_on`` is used instead where the file knows only the day.
    ``damaged_id`` is the id as a spreadsheet rounded it (digits, and how many are sure);
    such a post has no PLATFORM_ID alias. ``lookalike`` is what tells its row from another of the
    file with the same rounded id, moment and text; "" where there is none.
    """

    aliases: tuple[Alias, ...]
    text: str = ""
    post_type: str = ""  # a key of platforms.kinds.POST_TYPES
    permalink: str = ""
    published_wall: datetime | None = None
    published_on: date | None = None
    duration_ms: int | None = None
    is_share: bool | None = None
    damaged_id: tuple[str, int] | None = None
    lookalike: str = ""


@dataclass(frozen=True, slots=True)
class ReadingRecord:
    """One row's figures about one subject over one span.

    ``values`` maps measure keys to integers in smallest units; a measure that the row does
    not report is absent (never 0). ``extra`` keeps what the platform said beyond our measures
    under the file's own header. ``row`` counts records from 1 including header records, as a
    spreadsheet shows them.
    """

    subject: Subject
    span: Span
    row: int
    values: Mapping[str, int]
    account: int | None = None  # index into ParsedTable.accounts; None: the delivery's account
    post: PostRecord | None = None
    start: date | None = None
    end: date | None = None
    extra: Mapping[str, str | int | float] = field(default_factory=dict)
    # Breakdown rows only: one reading is one key of one dimension.
    dimension: str = ""  # "country", "city", "age_gender", "age", "gender", "subscription" …
    key: str = ""
    share_ppm: Mapping[str, int] = field(default_factory=dict)  # measure → parts per million
    ad: "AdRecord | None" = None  # ad rows only


@dataclass(frozen=True, slots=True)
class AdRecord:
    """What an ad row is about; the finest name that is given says the level."""

    campaign: str
    ad_set: str = ""
    ad: str = ""
    cut: str = ""  # "25-34 | female" where one row is only a part of the campaign
    result_kind: str = ""
    currency: str = ""

    @property
    def level(self) -> str:
        if self.ad:
            return "ad"
        return "ad_set" if self.ad_set else "campaign"


@dataclass(frozen=True, slots=True)
class RowIssue:
    """A row that is not taken: skipped (totals, descriptions) or rejected (cannot be read)."""

    row: int
    reason: str  # a translated sentence, or a lazy one
    cell: str = ""  # header of the offending cell, where one is


@dataclass(frozen=True, slots=True)
class Warning_:
    """Something the editor should know about a table that is taken all the same."""

    code: str
    text: str
    rows: tuple[int, ...] = ()


@dataclass(slots=True)
class TableHead:
    """What inspection learns about one table before its rows are read for good."""

    family: str  # importer key: "facebook_content", "meta_chart", "youtube_table" …
    platform: str | None  # None: not known from the content, ask or take from siblings
    member: str | None  # member of a ZIP
    table: str  # sheet name, section title or ""
    encoding: str  # "utf-8", "utf-8-sig", "utf-16-le", "cp950" …, "xlsx", "xls", "xml"
    language: str  # "en", "zh-Hant" … of the headers
    span: Span
    zone: str  # IANA name: what the file's clock times mean by default
    # Precision of publish times: "exact" (with their own offset) | "minute" | "day" | "none".
    dated: str = "none"
    undated: bool = False  # years or days are not in the file: they follow from its download
    start: date | None = None  # period of the table, in the file's own days
    end: date | None = None
    first_wall: datetime | None = None  # earliest and latest publish times as the file writes them
    last_wall: datetime | None = None


@dataclass(slots=True)
class ParsedTable:
    """One table read completely: ``rows == accepted + len(skipped) + len(rejected)``."""

    head: TableHead
    accounts: list[AccountRecord]
    account_rows: list[int]  # rows per account, same order
    readings: Sequence[ReadingRecord]
    rows: int
    accepted: int
    skipped: Sequence[RowIssue]
    rejected: Sequence[RowIssue]
    warnings: list[Warning_]
    sums: dict[str, int]  # per measure, over accepted rows


@dataclass(frozen=True, slots=True)
class RefusedTable:
    """A table or file that is not taken at all, and why, in a sentence for the editor."""

    member: str | None
    table: str
    reason: str
    rows: int = 0
    encoding: str = ""
