"""What became of an import: counts, sums, and every row that was not taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models.query import QuerySet
from django.utils.translation import gettext as _

from analytics.intake import row_list, words
from analytics.intake.delivery_list import (
    AccountMention,
    Delivery,
    file_line,
    refused_rows,
    with_batches,
)
from platforms.models import RowProblem, SourceBatch, SourceFile
from workspaces.models import Workspace

REFUSED, SKIPPED = "refused", "skipped"
# A spreadsheet runs a cell that begins like this; the quote makes it plain text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class TableOutcome:
    """One table of an imported file, in the words of the page."""

    batch: SourceBatch
    what: str
    encoding: str
    language: str
    span: str
    period: str
    zone: str
    accounts: list[tuple[AccountMention, int]]
    sums: list[tuple[str, str]]
    skipped: int
    refused: int
    warnings: list[str]


@dataclass(slots=True)
class Totals:
    """Over all tables of the files shown."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    days: int = 0
    rows: int = 0
    accepted: int = 0
    skipped: int = 0
    refused: int = 0

    @property
    def left_out(self) -> int:
        return self.skipped + self.refused


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows were not taken: a sentence of the first of them, and how many there are."""

    sentence: str
    rows: int
    skipped: bool
    batch: int
    row: int  # the first one


@dataclass(slots=True)
class FileOutcome:
    """One file with its tables."""

    file: SourceFile
    line: Delivery
    tables: list[TableOutcome]
    refused_tables: list[dict[str, str]]
    same_as: int | None


def outcomes(workspace: Workspace, ids: Sequence[int]) -> list[FileOutcome]:
    """The files ``ids`` of this workspace with what became of them, in constant queries."""
    files = with_batches(SourceFile.objects.in_workspace(workspace).filter(pk__in=ids))
    found = []
    for file in files.order_by("pk"):
        result = file.report.get("result") or {}
        found.append(
            FileOutcome(
                file=file,
                line=file_line(file),
                tables=[_table(batch) for batch in file.batches.all()],
                refused_tables=[
                    {
                        "name": " › ".join(x for x in (row["member"], row["table"]) if x)
                        or file.name,
                        "reason": row["reason"],
                    }
                    for row in result.get("files") or file.report.get("refused") or []
                    if row.get("recognised") is None
                ],
                same_as=result.get("same_as"),
            )
        )
    return found


def totals(files: Sequence[FileOutcome]) -> Totals:
    sum_ = Totals()
    for file in files:
        for table in file.tables:
            batch = table.batch
            sum_.created += batch.posts_created
            sum_.updated += batch.posts_updated
            sum_.unchanged += batch.posts_unchanged
            sum_.days += batch.days
            sum_.rows += batch.rows
            sum_.accepted += batch.accepted
            sum_.skipped += table.skipped
            sum_.refused += table.refused
    return sum_


def problems(workspace: Workspace, ids: Sequence[int], kind: str = "") -> QuerySet[RowProblem]:
    """Rows of these files that were not taken, refused ones first, in the order of the files.

    Of each delivery and kind the first ``row_list.MOST_LISTED``; the download has all.
    """
    rows = RowProblem.objects.filter(batch__workspace=workspace, batch__file__in=ids)
    if kind in {REFUSED, SKIPPED}:
        rows = rows.filter(skipped=kind == SKIPPED)
    return rows.select_related("batch__file", "post").order_by(
        "skipped", "batch__file", "batch", "row", "pk"
    )


def problem_table(workspace: Workspace, ids: Sequence[int], kind: str = "") -> Iterator[list[str]]:
    """Header and all rows for the download; ``plain`` makes every cell safe for a spreadsheet."""
    yield [_("File"), _("Table"), _("Row"), _("Cell"), _("What happened"), _("Reason")]
    batches = SourceBatch.objects.in_workspace(workspace).filter(file__in=ids)
    found = list(batches.select_related("file").order_by("file", "pk"))
    for skipped in (False, True):
        if kind in {REFUSED, SKIPPED} and (kind == SKIPPED) is not skipped:
            continue
        for batch in found:
            for row in row_list.of(batch, skipped=skipped):
                yield [
                    plain(batch.file.name if batch.file else ""),
                    plain(" › ".join(x for x in (batch.member, batch.table) if x)),
                    str(row.row),
                    plain(row.cell),
                    _("skipped") if skipped else _("refused"),
                    plain(row.reason),
                ]


def plain(text: str) -> str:
    """``text`` as a cell no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def reasons(files: Sequence[FileOutcome], kind: str = "") -> list[Reason]:
    """Why rows of these files were not taken, the reason of most rows first."""
    found = []
    for file in files:
        for table in file.tables:
            for one in table.batch.reasons or []:
                if kind in {REFUSED, SKIPPED} and one["skipped"] is not (kind == SKIPPED):
                    continue
                found.append(
                    Reason(one["reason"], one["rows"], one["skipped"], table.batch.pk, one["row"])
                )
    return sorted(found, key=lambda one: (one.skipped, -one.rows, one.batch, one.row))


def period_of(files: Sequence[FileOutcome]) -> str:
    """A code of workspaces.periods that covers what these files speak about; "" if unknown."""
    starts = [t.batch.start for f in files for t in f.tables if t.batch.start]
    ends = [t.batch.end for f in files for t in f.tables if t.batch.end]
    if not starts or not ends:
        return ""
    return f"{min(starts).isoformat()}..{max(ends).isoformat()}"


def _table(batch: SourceBatch) -> TableOutcome:
    skipped = batch.rows - batch.accepted - refused_rows(batch)
    return TableOutcome(
        batch=batch,
        what=words.family(batch.family),
        encoding=words.encoding(batch.encoding),
        language=words.language_name(batch.language),
        span=str(words.SPANS.get(batch.span, "")),
        period=words.days(batch.start, batch.end),
        zone=batch.zone,
        accounts=[
            (
                AccountMention(
                    row.account.name, row.account.platform, row.account.ours, row.account_id
                ),
                row.rows,
            )
            for row in batch.accounts.all()
        ]
        + [
            (AccountMention(source.name, source.platform), batch.rows)
            for source in (batch.site, batch.ad_account)
            if source is not None
        ],
        sums=[
            (words.measure_label(key), words.measure_value(key, value))
            for key, value in batch.sums.items()
        ],
        skipped=skipped,
        refused=refused_rows(batch),
        warnings=[warning["text"] for warning in batch.warnings],
    )
