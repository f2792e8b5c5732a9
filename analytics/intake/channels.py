"""Deliveries of web sites and ads: whose they are, and their rows.

They go their own way past the accounts: no site is a social account, and nothing that was paid
for can come near an organic figure.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from analytics.intake.arriving import BatchWriter
from analytics.intake.table_result import TableResult
from analytics.models import AdReading, BreakdownReading, SiteReading
from platforms.kinds import CHANNELS, Channel
from platforms.models import AdAccount, Site, SourceFile
from platforms.records import NAME, PLATFORM_ID, AccountRecord, Alias, ReadingRecord, Subject
from platforms.sentences import gettext as _
from workspaces.models import Workspace

OWNER = "owner"


def is_channel(platform: str) -> bool:
    return platform in CHANNELS


def place(file: SourceFile, result: TableResult) -> str:
    """Settle the site or ad accounts of a table; a sentence when they cannot be known."""
    parsed = result.parsed
    assert parsed is not None
    records = [record for record in parsed.accounts if record.aliases]
    named = (file.choices.get("account_name") or "").strip()
    beside = {table["platform"] for table in file.report.get("tables") or []}
    if file.choices.get("platform") in beside - {result.platform}:
        named = ""  # said of another table of the same file
    if not records and named:
        records = [AccountRecord(named, (Alias(NAME, named),))]
    if not records:
        table = parsed.head.table or file.name
        if not parsed.rows:
            return _("“%(table)s” holds its column names and no row below them.") % {"table": table}
        if result.platform == Channel.GA4:
            return _(
                "“%(table)s” does not name the web site it belongs to. Write its name "
                "(on the command line: --account NAME) and import it again."
            ) % {"table": table}
        return _(
            "“%(table)s” does not name the ad account it belongs to. Write its name "
            "(on the command line: --account NAME) and import it again."
        ) % {"table": table}
    result.sources = [_source(file.workspace, result.platform, record) for record in records]
    return ""


def _source(workspace: Workspace, platform: str, record: AccountRecord) -> Site | AdAccount:
    """The site or ad account a record means, made where there is none; a new id is kept."""
    said: dict[str, str] = {alias.kind: alias.value for alias in record.aliases}
    name, number = said.get(NAME) or record.name, said.get(PLATFORM_ID, "")
    known = find(workspace, platform, name, number)
    if known is None:
        model = Site if platform == Channel.GA4 else AdAccount
        return model.objects.create(
            workspace=workspace,
            platform=platform,
            name=name[:200],
            external_id=number[:100],
            owner=said.get(OWNER, "")[:200],
        )
    if number and not known.external_id:
        known.external_id = number[:100]
        known.save(update_fields=["external_id"])
    return known


def find(
    workspace: Workspace, platform: str, name: str, number: str = ""
) -> Site | AdAccount | None:
    """The one with this id, else the one of this name that has no other id."""
    model: type[Site] | type[AdAccount] = Site if platform == Channel.GA4 else AdAccount
    known: Any = model.objects.in_workspace(workspace).filter(platform=platform).order_by("pk")
    if number and (found := known.filter(external_id=number[:100]).first()):
        return found
    alike = [one for one in known if one.is_called(name[:200])]
    if number:
        return next((one for one in alike if not one.external_id), None)
    return alike[0] if len(alike) == 1 else None


class ChannelWriter(BatchWriter):
    """Turns reading records of a site or of ads into rows of one batch."""

    def write(self, records: Sequence[ReadingRecord]) -> None:
        if not self.batch.site_id and not self.batch.ad_account_id:
            self._own()
        sites, ads, cuts = [], [], []
        for record in records:
            start, end = self._days_of(record)
            source = self.result.sources[record.account or 0]
            common = {
                "batch": self.batch,
                "span": record.span,
                "start": start,
                "end": end,
                "row": record.row,
                "extra": dict(record.extra),
            }
            if isinstance(source, AdAccount):
                ads.append(self._ad(source, record, common))
            elif record.subject == Subject.SITE:
                sites.append(SiteReading(site=source, **common, **record.values))
            else:
                cuts.append(
                    BreakdownReading(
                        site=source,
                        dimension=record.dimension,
                        key=record.key[:200],
                        values=dict(record.values),
                        share_ppm=dict(record.share_ppm),
                        **common,
                    )
                )
        with transaction.atomic():
            SiteReading.objects.bulk_create(sites, batch_size=500)
            AdReading.objects.bulk_create(ads, batch_size=500)
            BreakdownReading.objects.bulk_create(cuts, batch_size=500)

    def _own(self) -> None:
        """The delivery names the one its rows are mostly about."""
        main = self.result.main_source
        if isinstance(main, Site):
            self.batch.site = main
        elif isinstance(main, AdAccount):
            self.batch.ad_account = main

    @staticmethod
    def _ad(account: AdAccount, record: ReadingRecord, common: dict) -> AdReading:
        ad = record.ad
        assert ad is not None
        return AdReading(
            account=account,
            campaign=ad.campaign[:400],
            ad_set=ad.ad_set[:400],
            ad=ad.ad[:400],
            cut=ad.cut[:200],
            result_kind=ad.result_kind[:200],
            currency=ad.currency[:3],
            **common,
            **record.values,
        )


def writer(file: SourceFile, result: TableResult, batch) -> BatchWriter:
    """Whoever writes the rows of this table."""
    kind = ChannelWriter if is_channel(result.platform) else BatchWriter
    return kind(file, result, batch)
