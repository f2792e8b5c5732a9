"""One row of one delivery: as written in the file, as read, and which figures use it now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from analytics.intake import row_list, words
from analytics.intake.ingest import stored_path
from analytics.models import (
    AccountDay,
    AccountReading,
    AdReading,
    BreakdownReading,
    PostCurrent,
    PostReading,
    SiteReading,
)
from platforms.importers import RawRow, read_row
from platforms.measures import MEASURES
from platforms.models import AdAccount, BatchPost, Post, RowProblem, Site, SourceBatch
from platforms.records import Span


@dataclass(slots=True)
class ReadValue:
    """One measure as read from the row and what the figures say now."""

    key: str
    label: str
    value: str
    used: bool | None  # None: nothing asks whether it is current (period totals, withdrawn)
    now: str = ""  # the value that speaks instead
    by: SourceBatch | None = None  # the delivery it comes from
    by_row: int | None = None


@dataclass(slots=True)
class Subject:
    """What one reading of the row is about."""

    post: Post | None
    account: str
    platform: str
    period: str
    values: list[ReadValue]
    extra: list[tuple[str, str]]
    dimension: str = ""
    key: str = ""


@dataclass(slots=True)
class RowEvidence:
    raw: list[tuple[str, str]]
    gone: bool  # the stored file could not be read
    problem: RowProblem | None
    description: BatchPost | None
    subjects: list[Subject] = field(default_factory=list)


def evidence(batch: SourceBatch, row: int) -> RowEvidence:
    """Everything known about ``row`` of ``batch``."""
    raw = _raw(batch, row)
    cells = _pairs(raw)
    return RowEvidence(
        raw=cells,
        gone=batch.file is not None and not cells,
        problem=row_list.find(batch, row),
        description=BatchPost.objects.filter(batch=batch, row=row).select_related("post").first(),
        subjects=[
            *_posts(batch, row),
            *_accounts(batch, row),
            *_breakdowns(batch, row),
            *_apart(batch, row),
        ],
    )


def _raw(batch: SourceBatch, row: int) -> RawRow | None:
    if batch.file is None:
        return None
    try:
        return read_row(
            stored_path(batch.file),
            batch.file.name,
            batch.member or None,
            batch.table,
            row,
            mapping=(batch.file.choices or {}).get("mapping"),
        )
    except (OSError, ValueError, NotImplementedError):
        return None


def _pairs(raw: RawRow | None) -> list[tuple[str, str]]:
    if raw is None or not any(raw.cells):
        return []
    width = max(len(raw.headers), len(raw.cells))
    headers = raw.headers + [""] * (width - len(raw.headers))
    cells = raw.cells + [""] * (width - len(raw.cells))
    return list(zip(headers, cells, strict=True))


def _posts(batch: SourceBatch, row: int) -> Iterable[Subject]:
    readings = list(
        PostReading.objects.filter(batch=batch, row=row).select_related("post__account")
    )
    currents = PostCurrent.objects.in_bulk([reading.post_id for reading in readings])
    for reading in readings:
        current = currents.get(reading.post_id) if reading.span == Span.LIFETIME else None
        yield Subject(
            post=reading.post,
            account=reading.post.account.name,
            platform=reading.post.account.platform,
            period=words.days(reading.start, reading.end),
            values=_values(batch, reading, current, PostReading),
            extra=_extra(reading.extra),
        )


def _accounts(batch: SourceBatch, row: int) -> Iterable[Subject]:
    readings = list(AccountReading.objects.filter(batch=batch, row=row).select_related("account"))
    days = {
        (one.account_id, one.day): one
        for one in AccountDay.objects.filter(
            account__in={reading.account_id for reading in readings},
            day__in={reading.start for reading in readings if reading.start},
        )
    }
    for reading in readings:
        current = None
        if reading.span == Span.DAY and reading.start:
            current = days.get((reading.account_id, reading.start))
        yield Subject(
            post=None,
            account=reading.account.name,
            platform=reading.account.platform,
            period=words.days(reading.start, reading.end),
            values=_values(batch, reading, current, AccountReading),
            extra=_extra(reading.extra),
        )


def _breakdowns(batch: SourceBatch, row: int) -> Iterable[Subject]:
    rows = BreakdownReading.objects.filter(batch=batch, row=row).select_related("account", "site")
    for reading in rows:
        whose = reading.account or reading.site
        assert whose is not None
        values = [
            ReadValue(key, words.measure_label(key), words.measure_value(key, value), None)
            for key, value in reading.values.items()
        ] + [
            ReadValue(key, words.measure_label(key), f"{value / 10_000:.1f}%", None)
            for key, value in reading.share_ppm.items()
        ]
        yield Subject(
            post=None,
            account=whose.name,
            platform=whose.platform,
            period=words.days(reading.start, reading.end),
            values=values,
            extra=_extra(reading.extra),
            dimension=reading.dimension,
            key=reading.key,
        )


def _apart(batch: SourceBatch, row: int) -> Iterable[Subject]:
    """Of a whole web site, or of a campaign, ad set or ad."""
    sites = SiteReading.objects.filter(batch=batch, row=row).select_related("site")
    ads = AdReading.objects.filter(batch=batch, row=row).select_related("account")
    for site in sites:
        yield _of_source(site, site.site)
    for ad in ads:
        subject = _of_source(ad, ad.account, ad.currency)
        subject.dimension, subject.key = _("Promotion"), reading_name(ad)
        yield subject


def _of_source(
    reading: SiteReading | AdReading, whose: Site | AdAccount, currency: str = ""
) -> Subject:
    return Subject(
        post=None,
        account=whose.name,
        platform=whose.platform,
        period=words.days(reading.start, reading.end),
        values=[
            ReadValue(
                key,
                words.measure_label(key),
                words.measure_value(key, value, currency or "TWD"),
                None,
            )
            for key, value in reading.measures().items()
        ],
        extra=_extra(reading.extra),
    )


def reading_name(reading: AdReading) -> str:
    """Campaign › ad set › ad, and the part of it."""
    names = [reading.campaign, reading.ad_set, reading.ad, reading.cut]
    return " › ".join(name for name in names if name)


def _values(batch: SourceBatch, reading: Any, current: Any, kind: Any) -> list[ReadValue]:
    """Each measure of the row; where another delivery speaks now, which one."""
    sources: dict[str, int] = current.sources if current is not None else {}
    others = {
        one.pk: one
        for one in kind.objects.filter(
            pk__in={pk for key, pk in sources.items() if pk != reading.pk}
        ).select_related("batch__file")
    }
    live = batch.state == SourceBatch.State.LIVE
    currency = str(reading.extra.get("currency", "TWD"))
    found = []
    for key, value in reading.measures().items():
        shown = ReadValue(
            key, words.measure_label(key), words.measure_value(key, value, currency), None
        )
        speaker = sources.get(key)
        if live and speaker is not None:
            shown.used = speaker == reading.pk
            other = others.get(speaker)
            if other is not None and not shown.used:
                shown.now = words.measure_value(key, getattr(other, key), currency)
                shown.by, shown.by_row = other.batch, other.row
        found.append(shown)
    return found


def _extra(extra: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, value in extra.items() if name not in MEASURES]
