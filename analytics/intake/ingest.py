"""From parsed tables to live readings: written in small steps, made visible in one.

A batch *arrives* chunk by chunk and nothing reads it meanwhile; the last transaction makes it
live and refreshes what is derived from it. Killed in between, the next attempt throws the
arriving rows away and starts again, so an import happens once or not at all.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from analytics import current
from analytics.intake import change, channels, row_list
from analytics.intake.placing import place
from analytics.intake.table_result import TableResult
from analytics.merging import links
from analytics.models import PostReading
from analytics.rollup import refresh_rollups
from platforms.importers import FileParse, parse_file
from platforms.importers.shelf import Shelf, shelved
from platforms.models import (
    BatchAccount,
    BatchPost,
    Post,
    SourceBatch,
    SourceFile,
)
from platforms.records import (
    ParsedTable,
    RefusedTable,
    Span,
)
from platforms.sentences import gettext as _
from workspaces import audit
from workspaces.jobs import JobLost, Run
from workspaces.models import Workspace

CHUNK = 1000
ACCOUNT_CHOICES = {"account", "account_name"}  # two ways to say the same
Progress = Callable[[int, int, str], None]


def stored_path(file: SourceFile) -> Path:
    return Path(settings.MEDIA_ROOT) / file.stored


def import_file(file: SourceFile, run: Run | None = None) -> dict[str, Any]:
    """Import every table of ``file``; returns and keeps {"files": [table results]}.

    Safe to repeat: an imported file answers with its first result. Raises JobCancelled or
    JobLost from ``run``; the caller tidies with ``forget``.
    """
    if file.state == SourceFile.State.IMPORTED:
        return file.report["result"]
    forget(file)
    tell = _teller(run, file.name)
    twin = _live_twin(file)
    if twin is not None:
        _inherit(file, twin)
    choices = file.choices
    tell(0, 0, _("Reading %(name)s") % {"name": file.name})
    parse = parse_file(
        stored_path(file),
        file.name,
        zone=choices.get("zone") or None,
        mapping=choices.get("mapping") or None,
        platform=choices.get("platform") or None,
        progress=lambda row: tell(row, 0, ""),
        # Bytes that were here on an earlier day speak of no later one.
        taken_on=min(file.taken_on, twin.taken_on) if twin is not None else file.taken_on,
        no_replies=bool(choices.get("no_replies")),
        folder=stored_path(file).parent,  # where there is room for files of this size
    )
    choices = file.choices = file.choices | _undated(parse)
    results = [TableResult(file.name, refused=table) for table in parse.refused]
    placed: list[TableResult] = []
    for parsed in parse.tables:
        result = TableResult(file.name, parsed=parsed)
        result.accepted, result.sums = parsed.accepted, dict(parsed.sums)
        result.rejected = shelved(parsed.rejected)
        results.append(result)
        with transaction.atomic():
            Workspace.objects.select_for_update().get(pk=file.workspace_id)
            reason = place(file, result)
        if reason:
            head = parsed.head
            result.refused = RefusedTable(
                head.member, head.table, reason, parsed.rows, head.encoding
            )
            result.parsed = None
        else:
            placed.append(result)
    if twin is None or twin.choices != choices or not _count_unchanged(twin, placed):
        for result in placed:
            _write(file, result, tell)
    return _make_live(file, results, twin)


def _undated(parse: FileParse) -> dict[str, Any]:
    """The days that follow from the day of download: part of how the same bytes are read."""
    first = [str(table.head.start) for table in parse.tables if table.head.undated]
    return {"undated": sorted(set(first))} if first else {}


def _teller(run: Run | None, name: str) -> Progress:
    def tell(done: int, total: int, step: str) -> None:
        if run is not None:
            run.progress(done, total or None, step or None)

    return tell


def _live_twin(file: SourceFile) -> SourceFile | None:
    """The same bytes, already imported."""
    return (
        SourceFile.objects.in_workspace(file.workspace)
        .live()
        .filter(sha256=file.sha256)
        .exclude(pk=file.pk)
        .first()
    )


def _inherit(file: SourceFile, twin: SourceFile) -> None:
    """What the person leaves open is as they said it of the same bytes before.

    So the same file again changes nothing, and no table it named falls out.
    """
    open_ = set(twin.choices) - set(file.choices)
    if ACCOUNT_CHOICES & set(file.choices):
        open_ -= ACCOUNT_CHOICES
    file.choices = file.choices | {key: twin.choices[key] for key in open_}


def _write(file: SourceFile, result: TableResult, tell: Progress) -> None:
    """Write one table's batch while it is still arriving."""
    parsed = result.parsed
    assert parsed is not None
    head, choices = parsed.head, file.choices
    start, end = _period(parsed, choices)
    batch = SourceBatch.objects.create(
        workspace=file.workspace,
        file=file,
        family=head.family,
        member=head.member or "",
        table=head.table,
        platform=result.platform,
        encoding=head.encoding,
        language=head.language,
        span=head.span,
        zone=choices.get("zone") or head.zone,
        start=start,
        end=end,
        taken_on=file.taken_on,
        rank="",
        rows=parsed.rows,
        warnings=[
            {"code": w.code, "text": w.text}
            for w in parsed.warnings
            if not (start and w.code == "period_missing")
        ],
    )
    result.batch, result.delivery = batch, batch.pk
    writer = channels.writer(file, result, batch)
    total = len(parsed.readings)
    step = _("Saving %(name)s") % {"name": head.member or file.name}
    for first in range(0, total, CHUNK):
        writer.write(parsed.readings[first : first + CHUNK])
        tell(min(first + CHUNK, total), total, step)
    result.start, result.end = writer.span()
    result.days = len(writer.days)
    batch.start, batch.end = result.start, result.end
    batch.rank = current.rank_of(
        file.taken_on, result.end, f"{file.sha256[:32]}{head.member or ''}|{head.table}"
    )[:120]
    batch.accepted, batch.sums, batch.days = result.accepted, result.sums, result.days
    row_list.keep(batch, parsed.skipped, result.rejected, result.undecided)
    batch.save()
    rows: dict[int, list] = {}
    for (account, main), count in zip(
        result.accounts, parsed.account_rows or [parsed.accepted], strict=False
    ):
        entry = rows.setdefault(account.pk, [0, main])
        entry[0] += count
    BatchAccount.objects.bulk_create(
        BatchAccount(batch=batch, account_id=pk, rows=count, main=main)
        for pk, (count, main) in rows.items()
    )


def _period(parsed: ParsedTable, choices: dict[str, Any]) -> tuple[date | None, date | None]:
    """The table's own period; where the content has none, what the person said.

    Posts tell theirs by the days they were published, in the workspace's zone.
    """
    head = parsed.head
    if head.span == Span.LIFETIME:
        return None, None  # publishing days, in the workspace's zone, as they are written
    if head.start or head.end or head.span != Span.PERIOD:
        return head.start, head.end
    given = [choices.get("from"), choices.get("to")]
    start, end = (date.fromisoformat(day) if day else None for day in given)
    return start, end


def _count_unchanged(twin: SourceFile, placed: list[TableResult]) -> bool:
    """The same file is live already: say what it holds, write nothing.

    False, with nothing said, where a table stayed out the first time.
    """
    live = {(b.family, b.member, b.table): b for b in twin.batches.live()}
    pairs = []
    for result in placed:
        assert result.parsed is not None
        head = result.parsed.head
        pairs.append((result, live.get((head.family, head.member or "", head.table))))
    if any(batch is None for _result, batch in pairs):
        return False
    for result, batch in pairs:
        assert batch is not None
        result.rejected = Shelf(stored_path(twin).parent)
        result.rejected.extend(row_list.of(batch, skipped=False))
        result.delivery = batch.pk
        result.accepted, result.sums, result.days = batch.accepted, batch.sums, batch.days
        result.start, result.end = batch.start, batch.end
        result.unchanged = batch.posts.count()
    return True


@transaction.atomic
def _make_live(
    file: SourceFile, results: list[TableResult], twin: SourceFile | None
) -> dict[str, Any]:
    """Make the arrived batches speak, refresh what derives from them, keep the result.

    Raises JobLost when another attempt has thrown these batches away.
    """
    Workspace.objects.select_for_update().get(pk=file.workspace_id)
    standing = SourceFile.objects.get(pk=file.pk)
    if standing.state == SourceFile.State.IMPORTED:
        # Somebody who had been taken for dead has finished after all: what they made stands.
        forget(file)
        file.state, file.report = standing.state, standing.report
        return standing.report["result"]
    late = _live_twin(file)
    if late is not None and late != twin and late.choices == file.choices:
        # Imported by somebody else while this import was writing.
        forget(file)
        for result in results:
            result.batch = result.delivery = None
        _count_unchanged(late, [result for result in results if result.parsed is not None])
    twin = late
    batches = [result.batch for result in results if result.batch is not None]
    fresh = not batches and any(result.parsed is not None for result in results)
    replaced = list(twin.batches.live()) if twin is not None and batches else []
    changed = links.settle(file.workspace, batches) if batches else set()
    touched = change.Touched.of([*batches, *replaced])
    touched.add_posts(changed)
    if replaced and twin is not None:
        # The same bytes with another zone, account or period: the later choice corrects.
        SourceBatch.objects.filter(file=twin).update(
            state=SourceBatch.State.WITHDRAWN, withdrawn_at=timezone.now()
        )
        SourceFile.objects.filter(pk=twin.pk).update(
            state=SourceFile.State.WITHDRAWN, withdrawn_at=timezone.now()
        )
    made = SourceBatch.objects.filter(pk__in=[batch.pk for batch in batches])
    if made.update(state=SourceBatch.State.LIVE) != len(batches):
        raise JobLost
    watch = change.Watch.of(batches, replaced)
    refresh(touched, watch)
    for result in results:
        if result.batch is None:
            continue
        tally = watch.tallies[result.batch.pk]
        result.created, result.updated = tally.created, tally.updated
        result.unchanged = tally.unchanged
        SourceBatch.objects.filter(pk=result.batch.pk).update(
            posts_created=result.created,
            posts_updated=result.updated,
            posts_unchanged=result.unchanged,
        )
        for account, _main in result.accounts:
            account.refresh_from_db(fields=["ours", "merged_into"])
    outcome: dict[str, Any] = {"files": [result.as_json() for result in results]}
    if batches:
        file.state = SourceFile.State.IMPORTED
    elif fresh:
        file.state = SourceFile.State.DISCARDED
        outcome["same_as"] = twin.pk if twin else None
    else:
        file.state = SourceFile.State.REFUSED
    file.report = {**file.report, "result": outcome}
    if replaced and twin is not None:
        file.report["replaced"] = [twin.pk]  # comes back when this import is undone
    file.imported_at = timezone.now()
    file.save(update_fields=["state", "report", "choices", "imported_at"])
    audit.record(
        file.workspace,
        file.uploaded_by,
        "analytics.imported" if batches else "analytics.import_refused",
        file,
        after={"state": file.state, "tables": len(batches), "sha256": file.sha256},
    )
    return outcome


def refresh(touched: "change.Touched", watch: "change.Watch | None" = None) -> None:
    """Derive anew everything that hangs on these posts, account days and accounts."""
    current.refresh_ours(touched.accounts)
    days: set[tuple[int, date]] = set()
    for posts in current.chunked(touched.posts):
        before = watch.before(posts) if watch else {}
        days |= current.refresh_posts(posts)
        if watch:
            watch.after(posts, before)
    current.refresh_account_days(touched.account_days)
    refresh_rollups(days)


def forget(file: SourceFile) -> None:
    """Throw away what an unfinished import left behind; live batches are never touched.

    In small steps too: killed in between, the next attempt goes on where this one stopped.
    """
    for batch in file.batches.filter(state=SourceBatch.State.ARRIVING):
        while rows := dict(batch.posts.order_by().values_list("pk", "post_id")[:CHUNK]):
            named = set(rows.values())
            with transaction.atomic():
                # Nobody may find one of these posts while it goes.
                Workspace.objects.select_for_update().get(pk=file.workspace_id)
                PostReading.objects.filter(batch=batch, post__in=named).delete()
                BatchPost.objects.filter(pk__in=rows).delete()
                # One that is merged keeps its rows under the post that stands for it.
                unused = Post.objects.filter(pk__in=named, present=False, merged_into=None)
                unused.filter(deliveries=None).delete()
        row_list.forget(batch)
        batch.delete()
