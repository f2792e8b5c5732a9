"""Which rows of which files stand behind a figure: the last line of its birth certificate.

One ``Provenance`` per document: it reads the current rows of a period once and answers for
every figure from memory, so that a report of two hundred figures costs a handful of queries.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from analytics.apart import Apart
from analytics.as_of_frames import AskedAsOf
from analytics.as_of_rows import Rows, days_read, posts_read, stamp
from analytics.frames import LEVEL_DAYS, Asked, measures_of
from analytics.metrics import Metric, Source
from analytics.metrics.inputs import FOLLOWER_BASE, LEVELS
from analytics.models import AccountDay, AccountReading, PostCurrent, PostReading
from platforms.measures import mask_of
from platforms.models import SourceBatch
from platforms.records import Span
from reports.figures import FigureSource, SourceFile, row_ranges
from workspaces.models import Workspace
from workspaces.periods import Period

_CHUNK = 800  # ids in one query; SQLite's older builds stop at 999 variables


@dataclass(frozen=True, slots=True)
class _Row:
    """A current row: of whom, of when, and which reading speaks for each measure."""

    account: int
    day: date | None
    kind: str
    mask: int
    post: int | None
    readings: dict[str, int]


class Provenance:
    """Answers ``of_metric``: files with their rows for one metric of one cut."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._read_by: date | None = None  # of the figure that is being asked about
        self._posts: dict[tuple[date, date, date | None], list[_Row]] = {}
        self._days: dict[tuple[date, date, date | None], list[_Row]] = {}
        self._places: dict[tuple[type, int], tuple[int, int]] = {}
        self._batches: dict[int, tuple[str, str, str]] = {}
        self._answers: dict[tuple, FigureSource] = {}

    def of_metric(
        self,
        metric: Metric,
        period: Period,
        *,
        accounts: Sequence[int] | None = None,
        post: int | None = None,
        post_type: str | None = None,
        read_by: date | None = None,
    ) -> FigureSource:
        """The rows that ``metric`` reads for this cut, read by that day."""
        self._read_by = read_by
        key = (metric.key, period.start, period.end, _frozen(accounts), post, post_type, read_by)
        if key not in self._answers:
            match metric.source:
                case Source.POSTS:
                    found = self._of_posts(metric, period, accounts, post, post_type)
                case Source.DAYS:
                    found = self._of_days(metric, period, accounts)
                case Source.SITES | Source.ADS:
                    found = self._of_apart(metric, period, accounts)
                case _:
                    found = self._of_tables(metric, period, accounts, post, post_type)
            self._answers[key] = found
        return self._answers[key]

    # --- the three kinds of inputs --------------------------------------------------------

    def _of_posts(self, metric, period, accounts, post, post_type) -> FigureSource:
        measures = measures_of(metric)
        needed = mask_of(measures)
        rows = [
            row
            for row in self._post_rows(period)
            if row.mask & needed == needed
            and (accounts is None or row.account in accounts)
            and (post is None or row.post == post)
            and (post_type is None or row.kind == post_type)
        ]
        if measures:
            readings = {row.readings[key] for row in rows for key in measures}
        else:  # a count of posts: any row that tells of them
            readings = {pk for row in rows for pk in row.readings.values()}
        levels = set()
        if FOLLOWER_BASE in metric.inputs:
            levels = self._last_levels("followers", period, accounts or {r.account for r in rows})
        return self._source({PostReading: readings, AccountReading: levels})

    def _of_days(self, metric, period, accounts) -> FigureSource:
        flows = [key for key in measures_of(metric) if key not in LEVELS]
        rows = [
            row
            for row in self._day_rows(period)
            if (accounts is None or row.account in accounts)
            and all(key in row.readings for key in flows)
        ]
        readings = {row.readings[key] for row in rows for key in flows}
        if flows and not rows:
            readings = self._of_spans(AccountReading, "account", flows, period, accounts)
        for measure, before in LEVELS.items():
            if measure in metric.inputs:
                readings |= self._last_levels(measure, period, accounts)
            if before in metric.inputs:
                week = Period(period.start - timedelta(days=LEVEL_DAYS), period.start)
                readings |= self._last_levels(measure, week, accounts)
        return self._source({AccountReading: readings})

    def _of_apart(self, metric, period, accounts) -> FigureSource:
        """Rows of web sites and ads; where none speaks, what was typed for an account."""
        given = (self.workspace, period, "workspace", [metric], accounts)
        asked = AskedAsOf(*given, read_by=self._read_by) if self._read_by else Asked(*given)
        parts = Apart(asked).parts(metric)
        if not parts:
            return self._of_days(metric, period, accounts)
        return self._of_rows((part.batch.pk, part.row) for part in parts)

    def _of_tables(self, metric, period, accounts, post, post_type) -> FigureSource:
        measures = measures_of(metric)
        found = self._of_spans(
            PostReading, "post__account", measures, period, accounts, post=post, kind=post_type
        )
        return self._source({PostReading: found})

    def _last_levels(self, measure, period, accounts) -> set[int]:
        last: dict[int, tuple[date, int]] = {}  # account → day and reading
        for row in self._day_rows(period):
            if row.day is None or measure not in row.readings:
                continue
            if accounts is not None and row.account not in accounts:
                continue
            if row.account not in last or row.day > last[row.account][0]:
                last[row.account] = (row.day, row.readings[measure])
        return {reading for _day, reading in last.values()}

    def _of_spans(
        self, model, account: str, measures, period, accounts, *, post=None, kind=None
    ) -> set[int]:
        rows = model.objects.filter(
            span=Span.PERIOD,
            start__gte=period.start,
            end__lte=period.end,
            batch__state=SourceBatch.State.LIVE,
            batch__workspace=self.workspace,
            **{f"{account}__ours": True},
            **{f"{key}__isnull": False for key in measures},
        )
        if accounts is not None:
            rows = rows.filter(**{f"{account}__in": list(accounts)})
        if post is not None:
            rows = rows.filter(post=post)
        if kind is not None:
            rows = rows.filter(post__post_type=kind)
        return set(rows.values_list("pk", flat=True))

    def knows_level(self, measure: str, eve: date, account: int) -> bool:
        """Whether a level of ``account`` was read in the days up to ``eve`` or the day after."""
        first = eve - timedelta(days=LEVEL_DAYS - 1)
        return bool(self._last_levels(measure, Period(first, eve + timedelta(days=1)), [account]))

    def of_post(self, row: PostCurrent) -> list[tuple[str, int]]:
        """(file, row) pairs of one post, for a table that names its rows one by one."""
        pairs = set()
        for reading in set(row.sources.values()):
            place = self._place(PostReading, [reading]).get(reading)
            if place:
                batch, number = place
                pairs.add((self._batch(batch)[0], number))
        return sorted(pairs)

    def preload_posts(self, period: Period, read_by: date | None = None) -> None:
        """Find the files of every post of ``period`` in one go."""
        self._read_by = read_by
        rows = self._post_rows(period)
        self._place(PostReading, {pk for row in rows for pk in row.readings.values()})

    # --- reading -------------------------------------------------------------------------

    def _post_rows(self, period: Period) -> list[_Row]:
        key = (period.start, period.end, self._read_by)
        if key not in self._posts:
            found = PostCurrent.objects.in_workspace(self.workspace).filter(
                account__ours=True, published_on__range=key[:2]
            )
            read = self._read(posts_read, key)
            self._posts[key] = [
                _Row(account, day, kind, mask, post, _speaking(sources, read, post=post))
                for post, account, day, kind, mask, sources in found.values_list(
                    "post_id", "account_id", "published_on", "post_type", "mask", "sources"
                )
            ]
        return self._posts[key]

    def _day_rows(self, period: Period) -> list[_Row]:
        key = (period.start, period.end, self._read_by)
        if key not in self._days:
            found = AccountDay.objects.filter(
                account__workspace=self.workspace, account__ours=True, day__range=key[:2]
            )
            read = self._read(days_read, key)
            self._days[key] = [
                _Row(account, day, "", 0, None, _speaking(sources, read, day=(account, day)))
                for account, day, sources in found.values_list("account_id", "day", "sources")
            ]
        return self._days[key]

    def _read(self, how: Callable[..., Rows], key: tuple[date, date, date | None]) -> Rows | None:
        return None if key[2] is None else how(self.workspace, *key, mark=self._mark)

    @cached_property
    def _mark(self) -> tuple:
        return stamp(self.workspace)

    def _source(self, readings: dict[type, Iterable[int]]) -> FigureSource:
        return self._of_rows(
            place for model, ids in readings.items() for place in self._place(model, ids).values()
        )

    def _of_rows(self, places: Iterable[tuple[int, int]]) -> FigureSource:
        """Rows of batches as files and rows of files."""
        by_batch: dict[int, set[int]] = defaultdict(set)
        for batch, number in places:
            by_batch[batch].add(number)
        by_file: dict[tuple[str, str], set[int]] = defaultdict(set)
        notes = []
        for batch, numbers in by_batch.items():
            name, sha256, note = self._batch(batch)
            if note:
                notes.append(note)
            else:
                by_file[name, sha256] |= numbers
        files = tuple(
            SourceFile(name, row_ranges(numbers), sha256)
            for (name, sha256), numbers in sorted(by_file.items())
        )
        return FigureSource(files, "；".join(sorted(set(notes))))

    def _place(
        self, model: type[PostReading | AccountReading], readings: Iterable[int]
    ) -> dict[int, tuple[int, int]]:
        """Reading id → (batch id, row)."""
        wanted = set(readings)
        unknown = [pk for pk in wanted if (model, pk) not in self._places]
        for start in range(0, len(unknown), _CHUNK):
            found: QuerySet = model.objects.filter(pk__in=unknown[start : start + _CHUNK])
            for pk, batch, row in found.values_list("pk", "batch_id", "row"):
                self._places[model, pk] = (batch, row)
        return {pk: self._places[model, pk] for pk in wanted if (model, pk) in self._places}

    def _batch(self, pk: int) -> tuple[str, str, str]:
        """File name with its member, sha256, and for figures typed by hand a note."""
        if not self._batches:
            batches = SourceBatch.objects.in_workspace(self.workspace).select_related(
                "file", "entered_by"
            )
            for batch in batches:
                self._batches[batch.pk] = _described(batch)
        return self._batches[pk]


def _speaking(
    sources: dict[str, int],
    read: Rows | None,
    *,
    post: int = 0,
    day: tuple[int, date] | None = None,
) -> dict[str, int]:
    """Which reading speaks for each measure by the day the period is read by."""
    if read is None:
        return sources
    at = read.at_day(*day) if day else read.at_post(post)
    return sources if at is None else sources | read.speakers_at(at)


def _described(batch: SourceBatch) -> tuple[str, str, str]:
    if batch.file is None:
        who = str(batch.entered_by) if batch.entered_by else _("somebody who has left")
        note = _("Entered by hand by %(name)s on %(day)s") % {
            "name": who,
            "day": f"{batch.taken_on:%Y/%m/%d}",
        }
        return note, "", note
    name = batch.file.name
    inner = " › ".join(part for part in (batch.member, batch.table) if part and part != name)
    return (f"{name} › {inner}" if inner else name), batch.file.sha256, ""


def _frozen(accounts: Sequence[int] | None) -> tuple[int, ...] | None:
    return None if accounts is None else tuple(sorted(accounts))
