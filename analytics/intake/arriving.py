"""Writes the rows of one arriving batch, resolving posts chunk by chunk."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models.functions import Coalesce

from analytics import bulk
from analytics.intake.identity import PostResolver, Undecided, published
from analytics.intake.table_result import TableResult
from analytics.models import AccountReading, BreakdownReading, PostReading
from platforms.models import BatchPost, SocialAccount, SourceBatch, SourceFile
from platforms.records import PostRecord, ReadingRecord, RowIssue, Span, Subject
from workspaces.models import Workspace

DESCRIPTION_COLUMNS = (
    "batch_id",
    "post_id",
    "row",
    "text",
    "post_type",
    "permalink",
    "published_at",
    "published_on",
    "duration_ms",
)
READING_COLUMNS = ("batch_id", "span", "start", "end", "row", "extra")


class BatchWriter:
    """Turns reading records into rows of one batch, resolving posts chunk by chunk."""

    def __init__(self, file: SourceFile, result: TableResult, batch: SourceBatch) -> None:
        self.workspace = file.workspace
        self.result = result
        self.batch = batch
        self.file_zone = ZoneInfo(batch.zone)
        self.own_zone = file.workspace.tz
        self.resolvers: dict[int, PostResolver] = {}
        self.described: set[int] = set()  # posts of this chunk that the batch has described
        self.days: set[date] = set()
        self.first: date | None = None
        self.last: date | None = None

    def write(self, records: Sequence[ReadingRecord]) -> None:
        with transaction.atomic():
            # One writer per workspace at a time: two imports must not make one post twice.
            Workspace.objects.select_for_update().get(pk=self.workspace.pk)
            posts = self._posts(records)
            measures = list(dict.fromkeys(key for record in records for key in record.values))
            post_rows, account_rows, breakdown_rows = [], [], []
            for place, record in enumerate(records):
                if record.subject == Subject.POST:
                    post = posts[place]
                    if isinstance(post, Undecided):
                        self._reject(record, post)
                        post = post.post
                    self._describe(post, record)
                    post_rows.append(self._row(post, record, measures))
                elif record.subject == Subject.ACCOUNT:
                    account_rows.append(self._row(self._account(record).pk, record, measures))
                else:
                    breakdown_rows.append(
                        BreakdownReading(
                            account=self._account(record),
                            dimension=record.dimension,
                            key=record.key[:200],
                            values=dict(record.values),
                            share_ppm=dict(record.share_ppm),
                            **self._common(record),
                        )
                    )
            bulk.insert(BatchPost, DESCRIPTION_COLUMNS, self._descriptions)
            bulk.insert(PostReading, ["post_id", *READING_COLUMNS, *measures], post_rows)
            bulk.insert(AccountReading, ["account_id", *READING_COLUMNS, *measures], account_rows)
            BreakdownReading.objects.bulk_create(breakdown_rows, batch_size=500)

    def _row(self, subject: int, record: ReadingRecord, measures: list[str]) -> tuple:
        """One reading as READING_COLUMNS name it."""
        start, end = self._days_of(record)
        get = record.values.get
        return (
            subject,
            self.batch.pk,
            str(record.span),
            start,
            end,
            record.row,
            record.extra or {},
            *[get(key) for key in measures],
        )

    def span(self) -> tuple[date | None, date | None]:
        """The period of the whole table: its own, else first to last day seen."""
        return self.batch.start or self.first, self.batch.end or self.last

    def _account(self, record: ReadingRecord) -> SocialAccount:
        return self.result.accounts[record.account or 0][0]

    def _posts(self, records: Sequence[ReadingRecord]) -> dict[int, int | Undecided]:
        self._descriptions: list[tuple] = []
        by_account: dict[int, list[tuple[int, PostRecord]]] = {}
        for place, record in enumerate(records):
            if record.post is not None:
                account = self._account(record)
                by_account.setdefault(account.pk, []).append((place, record.post))
                if account.pk not in self.resolvers:
                    self.resolvers[account.pk] = PostResolver(
                        account, self.file_zone, self.own_zone
                    )
        found: dict[int, int | Undecided] = {}
        for pk, pairs in by_account.items():
            posts = self.resolvers[pk].resolve([record for _place, record in pairs])
            found.update(zip((place for place, _record in pairs), posts, strict=True))
        named = {one if isinstance(one, int) else one.post for one in found.values()}
        # As the index has it: whom the row names, whoever stands for that by now.
        known = self.batch.posts.annotate(names=Coalesce("own_post", "post"))
        self.described = set(known.filter(names__in=named).values_list("names", flat=True))
        return found

    def _describe(self, post: int, record: ReadingRecord) -> None:
        if post in self.described or record.post is None:
            return
        self.described.add(post)
        said = record.post
        when = published(said, self.file_zone, self.own_zone)
        if when.on and record.span == Span.LIFETIME:
            self._seen(when.on)
        self._descriptions.append(
            (
                self.batch.pk,
                post,
                record.row,
                said.text,
                said.post_type,
                said.permalink[:1000],
                when.at,
                when.on,
                said.duration_ms,
            )
        )

    def _days_of(self, record: ReadingRecord) -> tuple[date | None, date | None]:
        start, end = record.start, record.end
        if record.span == Span.PERIOD and not start and not end:
            return self.batch.start, self.batch.end
        if record.span == Span.DAY and start:
            self.days.add(start)
        if start:
            self._seen(start)
        if end:
            self._seen(end)
        return start, end

    def _seen(self, day: date) -> None:
        self.first = min(self.first or day, day)
        self.last = max(self.last or day, day)

    def _common(self, record: ReadingRecord) -> dict:
        start, end = self._days_of(record)
        return {
            "batch": self.batch,
            "span": record.span,
            "start": start,
            "end": end,
            "row": record.row,
            "extra": dict(record.extra),
        }

    def _reject(self, record: ReadingRecord, waits: Undecided) -> None:
        """Its row is kept, but counts nowhere until a person says which post it is."""
        for measure, value in record.values.items():
            self.result.sums[measure] -= value
        if record.row not in self.result.undecided:  # it may give several readings
            self.result.rejected.append(RowIssue(record.row, waits.reason))
            self.result.undecided[record.row] = waits.post
            self.result.accepted -= 1
