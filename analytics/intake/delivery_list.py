"""The list of deliveries: files and figures typed by hand, newest first, in constant queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, F, Prefetch, Q, Value
from django.db.models.query import QuerySet
from django.utils.translation import gettext as _

from analytics.intake import words
from platforms.models import BatchAccount, SourceBatch, SourceFile
from workspaces.models import User, Workspace

PER_PAGE = 25
FILE, HAND = "file", "hand"


@dataclass(slots=True)
class AccountMention:
    """An account as a delivery names it."""

    name: str
    platform: str
    main: bool = True
    pk: int | None = None


@dataclass(slots=True)
class Delivery:
    """One line of the list."""

    kind: str  # FILE or HAND
    pk: int
    name: str
    what: list[str]
    accounts: list[AccountMention]
    more: int  # accounts beyond those shown
    start: date | None
    end: date | None
    rows: int | None
    refused: int
    at: datetime
    by: User | None
    state: str
    tone: str
    note: str = ""  # why it was refused
    waits: bool = False
    drop: str = ""  # ids of the files to look at together with this one: "12,13"

    @property
    def period(self) -> str:
        return words.days(self.start, self.end)


def delivery_page(
    workspace: Workspace,
    *,
    state: str = "",
    account: int | None = None,
    search: str = "",
    number: str | int | None = 1,
    per_page: int = PER_PAGE,
) -> Page:
    """A page of Delivery rows; ``state`` is a SourceFile state or HAND, "" is all but discarded."""
    files = _files(workspace, state, account, search)
    hand = _hand(workspace, state, account, search)
    keys = (
        files.annotate(kind=Value(FILE, CharField()), at=F("uploaded_at"))
        .order_by()
        .values_list("kind", "pk", "at")
        .union(
            hand.annotate(kind=Value(HAND, CharField()), at=F("created_at"))
            .order_by()
            .values_list("kind", "pk", "at"),
            all=True,
        )
        .order_by("-at", "-pk")
    )
    page = Paginator(keys, per_page).get_page(number)
    page.object_list = _rows(workspace, list(page.object_list))  # type: ignore[assignment]
    return page


def with_batches(files: QuerySet[SourceFile]) -> QuerySet[SourceFile]:
    """The files with what their list line needs, in a constant number of further queries."""
    return files.select_related("uploaded_by", "job").prefetch_related(
        Prefetch("batches", with_accounts(SourceBatch.objects.order_by("pk")))
    )


def with_accounts(batches: QuerySet[SourceBatch]) -> QuerySet[SourceBatch]:
    """Batches with their number of refused rows and their accounts, the main one first."""
    return (
        batches.select_related("site", "ad_account")
        .annotate(listed_refused=Count("problems", filter=Q(problems__skipped=False)))
        .prefetch_related(
            Prefetch(
                "accounts",
                BatchAccount.objects.select_related("account").order_by("-main", "-rows", "pk"),
            )
        )
    )


def refused_rows(batch: SourceBatch) -> int:
    """As the import counted them, or as ``with_accounts`` does for one of an earlier version."""
    if batch.refused is not None:
        return batch.refused
    return batch.listed_refused  # type: ignore[attr-defined]  # an annotation


def _files(
    workspace: Workspace, state: str, account: int | None, search: str
) -> QuerySet[SourceFile]:
    files = SourceFile.objects.in_workspace(workspace)
    if state == HAND:
        return files.none()
    files = files.filter(state=state) if state else files.exclude(state=SourceFile.State.DISCARDED)
    if search:
        files = files.filter(name__icontains=search)
    if account:
        files = files.filter(
            pk__in=SourceBatch.objects.filter(accounts__account=account).values("file")
        )
    return files


def _hand(
    workspace: Workspace, state: str, account: int | None, search: str
) -> QuerySet[SourceBatch]:
    batches = SourceBatch.objects.in_workspace(workspace).filter(file=None)
    if state == SourceFile.State.WITHDRAWN:
        batches = batches.filter(state=SourceBatch.State.WITHDRAWN)
    elif state == SourceFile.State.IMPORTED:
        batches = batches.filter(state=SourceBatch.State.LIVE)
    elif state and state != HAND:
        return batches.none()
    if search:
        batches = batches.filter(accounts__account__name__icontains=search)
    if account:
        batches = batches.filter(accounts__account=account)
    return batches


def _rows(workspace: Workspace, keys: Sequence[tuple[str, int, datetime]]) -> list[Delivery]:
    wanted: dict[str, list[int]] = {FILE: [], HAND: []}
    for kind, pk, _at in keys:
        wanted[kind].append(pk)
    files = with_batches(SourceFile.objects.in_workspace(workspace)).in_bulk(wanted[FILE])
    batches = SourceBatch.objects.in_workspace(workspace).select_related("entered_by")
    hand = with_accounts(batches).in_bulk(wanted[HAND])
    drops = _drops(workspace, files.values())
    found = []
    for kind, pk, _at in keys:
        line = file_line(files[pk]) if kind == FILE else hand_line(hand[pk])
        if kind == FILE:
            line.drop = drops.get(files[pk].job_id, str(pk))
        found.append(line)
    return found


def _drops(workspace: Workspace, files: Iterable[SourceFile]) -> dict[int | None, str]:
    """Job → the waiting files that were dropped together."""
    together = (
        SourceFile.objects.in_workspace(workspace)
        .filter(
            job__in={file.job_id for file in files if file.job_id is not None},
            state=SourceFile.State.WAITING,
        )
        .order_by("pk")
        .values_list("job_id", "pk")
    )
    found: dict[int | None, list[str]] = {}
    for job, pk in together:
        found.setdefault(job, []).append(str(pk))
    return {job: ",".join(ids) for job, ids in found.items()}


def file_line(file: SourceFile) -> Delivery:
    """A file (from ``with_batches``) as a line of the list."""
    batches = list(file.batches.all())
    tables = [] if batches else file.report.get("tables") or []
    accounts = _batch_accounts(batches) if batches else _table_accounts(tables)
    refused = file.report.get("refused") or []
    state, tone = state_of(file)
    what = [batch.family for batch in batches] or [table["family"] for table in tables]
    return Delivery(
        kind=FILE,
        pk=file.pk,
        name=file.name,
        what=list(dict.fromkeys(words.family(key) for key in what)),
        accounts=accounts[:2],
        more=max(0, len(accounts) - 2),
        start=_first(batches, tables),
        end=_last(batches, tables),
        rows=_row_count(batches, tables),
        refused=sum(refused_rows(batch) for batch in batches),
        at=file.uploaded_at,
        by=file.uploaded_by,
        state=state,
        tone=tone,
        note=refused[0]["reason"] if refused and file.state == file.State.REFUSED else "",
        waits=file.state == file.State.WAITING,
    )


def hand_line(batch: SourceBatch) -> Delivery:
    """Figures typed by hand as a line of the list."""
    live = batch.state == SourceBatch.State.LIVE
    return Delivery(
        kind=HAND,
        pk=batch.pk,
        name=_("Typed by hand"),
        what=[
            f"{words.measure_label(key)} {words.measure_value(key, value)}"
            for key, value in batch.sums.items()
        ],
        accounts=_batch_accounts([batch]),
        more=0,
        start=batch.start,
        end=batch.end,
        rows=batch.rows,
        refused=0,
        at=batch.created_at,
        by=batch.entered_by,
        state=str((SourceFile.State.IMPORTED if live else SourceFile.State.WITHDRAWN).label),
        tone="good" if live else "idle",
    )


def state_of(file: SourceFile) -> tuple[str, str]:
    """The word and tone of a file's state, also while a job works on it."""
    if file.job is not None and file.job.is_active and file.state == file.State.WAITING:
        reading = file.job.task == "analytics.inspect_files"
        return (_("Being read") if reading else _("Being imported")), "info"
    if file.state == file.State.WAITING:
        return _("Waiting for you"), "warn"
    return str(file.get_state_display()), words.TONES[SourceFile.State(file.state)]


def _batch_accounts(batches: Iterable[SourceBatch]) -> list[AccountMention]:
    found: dict[int, AccountMention] = {}
    apart: dict[tuple[str, str], AccountMention] = {}
    for batch in batches:
        for row in batch.accounts.all():
            if row.account_id not in found or row.main:
                account = row.account
                found[account.pk] = AccountMention(
                    account.name, account.platform, row.main, account.pk
                )
        source = batch.site or batch.ad_account
        if source is not None:
            apart[source.platform, source.name] = AccountMention(source.name, source.platform)
    return sorted([*found.values(), *apart.values()], key=lambda mention: not mention.main)


def _table_accounts(tables: Iterable[dict[str, Any]]) -> list[AccountMention]:
    rows: dict[tuple[str, str], int] = {}
    for table in tables:
        for account in table["accounts"]:
            key = (account["name"], table["platform"] or "")
            rows[key] = rows.get(key, 0) + account["rows"]
    ordered = sorted((key for key in rows if key[0]), key=lambda key: -rows[key])
    return [
        AccountMention(name, platform, main=place == 0)
        for place, (name, platform) in enumerate(ordered)
    ]


def _first(batches: Sequence[SourceBatch], tables: Sequence[dict[str, Any]]) -> date | None:
    days = [batch.start for batch in batches] + [words.as_date(t["start"]) for t in tables]
    return min((day for day in days if day), default=None)


def _last(batches: Sequence[SourceBatch], tables: Sequence[dict[str, Any]]) -> date | None:
    days = [batch.end for batch in batches] + [words.as_date(t["end"]) for t in tables]
    return max((day for day in days if day), default=None)


def _row_count(batches: Sequence[SourceBatch], tables: Sequence[dict[str, Any]]) -> int | None:
    if batches:
        return sum(batch.rows for batch in batches)
    return sum(table["rows"] for table in tables) if tables else None
