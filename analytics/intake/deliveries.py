"""Deliveries before and after an import: receive, inspect, withdraw, restore, type by hand."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from analytics import current
from analytics.closing.asking import refusal, touched
from analytics.intake import change, mappings, zones
from analytics.intake.account_identity import find_account, namesakes, only_named
from analytics.intake.ingest import refresh
from analytics.intake.receiving import FileTooLarge as FileTooLarge
from analytics.intake.receiving import keep as keep
from analytics.intake.receiving import readable as readable
from analytics.intake.receiving import receive as receive
from analytics.intake.receiving import register as register
from analytics.models import AccountReading
from platforms.importers import (
    FileReport,
    TableReport,
    period_from_siblings,
    platform_from_siblings,
)
from platforms.models import BatchAccount, SocialAccount, SourceBatch, SourceFile
from platforms.models.delivery import SourceFileQuerySet
from platforms.records import AccountRecord, Span
from platforms.sentences import gettext as _
from workspaces import audit, undo
from workspaces.models import User, Workspace

BY_HAND = "by_hand"


def inspect(files: Iterable[SourceFile]) -> None:
    """Fill ``report`` of files dropped together: what each is and what it does not say.

    Siblings help: charts without a platform take the only Meta platform of the drop, YouTube
    tables the period of the totals beside them, and files that name no account are offered
    the only account the drop names. What a person already chose is never replaced.
    """
    files = list(files)
    reports = [(file, mappings.look(file)) for file in files]
    unsaid = {id(table): _unsaid(table) for _file, report in reports for table in report.tables}
    tables = [table for _file, report in reports for table in report.tables]
    platform_from_siblings(tables)
    period_from_siblings([table for table in tables if table.head.member is None])
    for file, report in reports:
        for table in report.tables:
            _choose_for(file, table, unsaid[id(table)])
        data = _report_json(file, report)
        if "account" in data["asks"]:
            data["suggested_account"] = _only_account(file, reports)
        file.report = {**file.report, **data}
        if not report.tables:
            file.state = SourceFile.State.REFUSED
        file.save(update_fields=["report", "choices", "state"])


def _unsaid(table: TableReport) -> set[str]:
    """What the content itself does not say."""
    unsaid = {"platform"} if table.head.platform is None else set()
    if table.head.span == Span.PERIOD and table.head.start is None:
        unsaid.add("period")
    return unsaid


def _choose_for(file: SourceFile, table: TableReport, unsaid: set[str]) -> None:
    """Keep what siblings told as the file's choice, so that the import reads it the same way."""
    head = table.head
    if "platform" in unsaid and head.platform:
        file.choices.setdefault("platform", head.platform)
    if "period" in unsaid and head.start and head.end and "from" not in file.choices:
        file.choices["from"], file.choices["to"] = head.start.isoformat(), head.end.isoformat()


def _only_account(
    file: SourceFile, reports: list[tuple[SourceFile, FileReport]]
) -> dict[str, str] | None:
    named = {
        (table.head.platform, account.name)
        for _file, report in reports
        for table in report.tables
        for account in table.accounts[:1]
        if account.aliases
    }
    platforms = {t["platform"] for t in file.report.get("tables", [])} | {
        file.choices.get("platform")
    }
    fitting = {pair for pair in named if pair[0] in platforms or None in platforms}
    if len(fitting) == 1:
        platform, name = fitting.pop()
        return {"platform": platform or "", "name": name}
    return None


def _report_json(file: SourceFile, report: FileReport) -> dict[str, Any]:
    asks: list[str] = []
    for table in report.tables:
        if not table.rows:
            continue  # nothing in it to be anybody's
        if table.head.platform is None and "platform" not in file.choices:
            asks.append("platform")
        named = [account for account in table.accounts if account.aliases]
        if not named or any(_is_shared(file.workspace, table, account) for account in named):
            asks.append("account")
        if table.head.span == Span.PERIOD and not (table.head.start or file.choices.get("from")):
            asks.append("period")
    twin = (
        SourceFile.objects.in_workspace(file.workspace)
        .live()
        .filter(sha256=file.sha256)
        .exclude(pk=file.pk)
        .first()
    )
    return {
        "tables": [_table_json(file.workspace, table) for table in report.tables],
        "refused": [
            {"member": r.member, "table": r.table, "reason": r.reason} for r in report.refused
        ],
        "asks": list(dict.fromkeys(asks)),
        "same_as": twin.pk if twin else None,
    }


def _is_shared(workspace: Workspace, table: TableReport, account: AccountRecord) -> bool:
    """Nothing but a name, and several accounts have it: a person has to say which is meant."""
    if not only_named(account) or not table.head.platform:
        return False
    return len(namesakes(workspace, table.head.platform, account.aliases[0].value)) > 1


def _table_json(workspace: Workspace, table: TableReport) -> dict[str, Any]:
    head = table.head
    most = max(table.account_rows, default=0)
    accounts = []
    for account, rows in zip(table.accounts, table.account_rows, strict=True):
        known = find_account(workspace, head.platform or "", account.aliases)
        accounts.append(
            {
                "name": account.name,
                "aliases": [[alias.kind, alias.value] for alias in account.aliases],
                "rows": rows,
                "ours": (known is not None and known.confirmed) or rows == most,
                "known": known.pk if known else None,
            }
        )
    return {
        "member": head.member,
        "table": head.table,
        "family": head.family,
        "platform": head.platform,
        "accounts": accounts,
        "language": head.language,
        "encoding": head.encoding,
        "span": str(head.span),
        "zone": head.zone,
        "dated": head.dated,
        "start": head.start.isoformat() if head.start else None,
        "end": head.end.isoformat() if head.end else None,
        "first_wall": head.first_wall.isoformat() if head.first_wall else None,
        "last_wall": head.last_wall.isoformat() if head.last_wall else None,
        "rows": table.rows,
        "accepted": table.accepted,
        "skipped": len(table.skipped),
        "rejected": len(table.rejected),
        "samples": [
            {
                "wall": when.isoformat(),
                "minute": isinstance(when, datetime),
                "text": text,
            }
            for when, text in table.samples
        ],
        "warnings": [
            *({"code": w.code, "text": w.text} for w in table.warnings),
            *_doubts(workspace, table),
        ],
        "sums": table.sums,
    }


def _doubts(workspace: Workspace, table: TableReport) -> list[dict[str, Any]]:
    """Whether the posts’ hours speak against the zone the file is read in."""
    better = zones.fitting(table.hours, table.head.zone, workspace.tz)
    if not better:
        return []
    text = _(
        "Read in %(zone)s many of these posts would have gone out between midnight and six; in "
        "%(other)s hardly any. Compare one publish time with the platform and choose the zone "
        "that is right."
    ) % {"zone": table.head.zone, "other": better}
    return [{"code": "zone_doubtful", "text": text}]


@transaction.atomic
def withdraw(file: SourceFile, by: User | None) -> None:
    """Undo an import: its batches fall silent and the numbers return to what remains.

    Where it had corrected an earlier import of the same bytes, that one speaks again.
    """
    _set_live(file, SourceBatch.State.WITHDRAWN, SourceFile.State.WITHDRAWN, by)
    for earlier in _same_bytes(file).filter(
        pk__in=file.report.get("replaced", []),
        state=SourceFile.State.WITHDRAWN,
        withdrawn_by=None,  # nobody undid it by hand meanwhile
    ):
        _set_live(earlier, SourceBatch.State.LIVE, SourceFile.State.IMPORTED, by)
    audit.record(file.workspace, by, "analytics.import_undone", file)


@transaction.atomic
def restore(file: SourceFile, by: User | None) -> None:
    """Take an undo back; the same bytes never speak twice, so another import of them rests."""
    others = list(_same_bytes(file).live())
    for other in others:
        _set_live(other, SourceBatch.State.WITHDRAWN, SourceFile.State.WITHDRAWN, None)
    _set_live(file, SourceBatch.State.LIVE, SourceFile.State.IMPORTED, by)
    if others:
        file.report["replaced"] = [other.pk for other in others]
        file.save(update_fields=["report"])
    audit.record(file.workspace, by, "analytics.import_restored", file)


def _same_bytes(file: SourceFile) -> SourceFileQuerySet:
    files = SourceFile.objects.in_workspace(file.workspace)
    return files.filter(sha256=file.sha256).exclude(pk=file.pk)


def _set_live(file: SourceFile, batch_state: str, file_state: str, by: User | None) -> None:
    Workspace.objects.select_for_update().get(pk=file.workspace_id)
    batches = list(file.batches.exclude(state=SourceBatch.State.ARRIVING))
    now = timezone.now() if batch_state == SourceBatch.State.WITHDRAWN else None
    SourceBatch.objects.filter(pk__in=[batch.pk for batch in batches]).update(
        state=batch_state, withdrawn_at=now
    )
    file.state = file_state
    file.withdrawn_at = now
    file.withdrawn_by = by if now else None
    file.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    refresh(change.Touched.of(batches))


@transaction.atomic
def enter_by_hand(
    workspace: Workspace,
    *,
    account: SocialAccount,
    values: dict[str, int],
    start: date,
    end: date,
    span: str = Span.DAY,
    by: User | None,
    note: str = "",
) -> SourceBatch:
    """Figures a person typed, as a delivery of their own: shown, undone and cited like a file."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    today = timezone.localdate(timezone=workspace.tz)
    batch = SourceBatch.objects.create(
        workspace=workspace,
        family=BY_HAND,
        table=note[:255],
        platform=account.platform,
        span=span,
        zone=workspace.zone,
        start=start,
        end=end,
        taken_on=today,
        rank="",
        rows=1,
        accepted=1,
        days=1 if span == Span.DAY else 0,
        sums=values,
        entered_by=by,
        state=SourceBatch.State.LIVE,
    )
    # What was typed last on the same day wins: two entries carry no content to compare.
    batch.rank = current.rank_of(today, end, f"{batch.pk:032d}")
    batch.save(update_fields=["rank"])
    AccountReading.objects.create(
        batch=batch, account=account, span=span, start=start, end=end, row=1, **values
    )
    BatchAccount.objects.create(batch=batch, account=account, rows=1, main=True)
    refresh(change.Touched.of([batch]))
    audit.record(
        workspace,
        by,
        "analytics.figure_typed",
        account,
        after={"from": start.isoformat(), "to": end.isoformat(), "span": span, **values},
    )
    return batch


@transaction.atomic
def withdraw_batch(batch: SourceBatch, by: User | None) -> None:
    """Undo figures typed by hand."""
    # In turn with imports: two that derive the same day at once would each miss the other's rows.
    Workspace.objects.select_for_update().get(pk=batch.workspace_id)
    batch.state = SourceBatch.State.WITHDRAWN
    batch.withdrawn_at = timezone.now()
    batch.save(update_fields=["state", "withdrawn_at"])
    refresh(change.Touched.of([batch]))
    audit.record(batch.workspace, by, "analytics.figure_withdrawn", batch)


@transaction.atomic
def set_ours(account: SocialAccount, ours: bool | None, by: User | None) -> None:
    """Say whether an account is ours; None lets the deliveries decide again."""
    Workspace.objects.select_for_update().get(pk=account.workspace_id)
    before = account.ours
    account.confirmed = ours
    account.save(update_fields=["confirmed"])
    current.refresh_ours([account.pk])
    account.refresh_from_db()
    audit.record(
        account.workspace,
        by,
        "analytics.account_confirmed",
        account,
        before={"ours": before},
        after={"ours": account.ours, "confirmed": ours},
    )


def _undo_imports(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    batches = SourceBatch.objects.in_workspace(workspace).filter(file__in=params["files"])
    _refuse_if_closed(workspace, batches.values_list("pk", flat=True))
    for file in SourceFile.objects.in_workspace(workspace).filter(pk__in=params["files"]).live():
        withdraw(file, by)


def _undo_figure(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    batch = SourceBatch.objects.in_workspace(workspace).live().filter(pk=params["batch"]).first()
    if batch is not None:
        _refuse_if_closed(workspace, [batch.pk])
        withdraw_batch(batch, by)


def _refuse_if_closed(workspace: Workspace, batches: Iterable[int]) -> None:
    """One key cannot ask: what would change a closed quarter is undone on its own page."""
    if found := touched(workspace, batches):
        raise undo.CannotUndo(refusal(found))


def plug_in() -> None:
    """Called once when the app is ready."""
    undo.HANDLERS["analytics.withdraw_import"] = _undo_imports
    undo.HANDLERS["analytics.withdraw_figure"] = _undo_figure
