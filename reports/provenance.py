"""Which rows of which files stand behind a figure: the last line of its birth certificate.

One ``Provenance`` per document: it reads the current rows of a period once and answers for
every figure from memory, so that a report of two hundred figures costs a handful of queries.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from analytics.apart import Apart
from analytics.as_of_frames import AskedAsOf
from analytics.as_of_rows import Rows, days_read, posts_read, stamp
from analytics.frames import Asked, measures_of
from analytics.levels import LEVEL_DAYS
from analytics.metrics import Metric, Source
from analytics.metrics.inputs import FOLLOWER_BASE, LEVELS
from analytics.models import AccountDay, AccountReading, PostCurrent, PostReading
from calendar_app.planned_as import PLANNED_AS, of_posts
from platforms.measures import mask_of
from platforms.models import Post, SocialAccount, SourceBatch
from platforms.records import Span
from reports.figures import FigureSource, SourceFile, stretches_text
from reports.source_rows import NONE, FileRows, Ids, Places, SourceRows, among, source_rows, unique
from workspaces.models import Workspace
from workspaces.periods import Period
from workspaces.punctuation import clauses

Cut = tuple[date, date, date | None]  # from, to, read by


class Provenance:
    """Answers ``of_metric``: files with their rows for one metric of one cut."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._read_by: date | None = None  # of the figure that is being asked about
        self._posts: dict[Cut, SourceRows] = {}
        self._days: dict[Cut, SourceRows] = {}
        self._levels: dict[tuple, tuple[Ids, Ids]] = {}  # accounts and readings
        self._places = {model: Places(model) for model in (PostReading, AccountReading)}
        self._batches: dict[int, tuple[str, str, str]] = {}
        self._files: dict[tuple[str, str], int] = {}  # name and hash → its number here
        self._used: dict[int, np.ndarray] = {}  # file → which of its rows were used
        self._answers: dict[tuple, FigureSource] = {}
        self._plans: dict[tuple, dict[str, Ids]] = {}  # days and cut → row → its posts

    def of_metric(
        self,
        metric: Metric,
        period: Period,
        *,
        accounts: Sequence[int] | None = None,
        post: int | None = None,
        post_type: str | None = None,
        read_by: date | None = None,
        plan: tuple[str, str] | None = None,
    ) -> FigureSource:
        """The rows that ``metric`` reads for this cut, read by that day; ``plan`` is the cut by
        what posts were planned as, and its row."""
        self._read_by = read_by
        subject = (_frozen(accounts), post, post_type, plan)
        key = (metric.key, period.start, period.end, *subject, read_by)
        if key not in self._answers:
            match metric.source:
                case Source.POSTS:
                    found = self._of_posts(metric, period, accounts, post, post_type, plan)
                case Source.DAYS:
                    found = self._of_days(metric, period, accounts)
                case Source.SITES | Source.ADS:
                    found = self._of_apart(metric, period, accounts)
                case _:
                    found = self._of_tables(metric, period, accounts, post, post_type)
            self._answers[key] = found
        return self._answers[key]

    # --- the three kinds of inputs --------------------------------------------------------

    def _of_posts(self, metric, period, accounts, post, post_type, plan) -> FigureSource:
        measures = measures_of(metric)
        needed = mask_of(measures)
        rows = self._post_rows(period)
        chosen = (rows.masks & needed) == needed
        if accounts is not None:
            chosen &= np.isin(rows.accounts, list(accounts))
        if post is not None:
            chosen &= rows.posts == post
        if post_type is not None:
            chosen &= rows.kinds == post_type
        if plan is not None:
            chosen &= np.isin(rows.posts, self._planned(period, *plan))
        # A count of posts: any row that tells of them.
        readings = _together([rows.of(key)[chosen] for key in measures or rows.readings])
        levels = NONE
        if FOLLOWER_BASE in metric.inputs:
            levels = self._last_levels("followers", period, accounts or set(rows.accounts[chosen]))
        return self._source(readings, levels)

    def _of_days(self, metric, period, accounts) -> FigureSource:
        flows = [key for key in measures_of(metric) if key not in LEVELS]
        rows = self._day_rows(period)
        chosen = np.ones(len(rows.accounts), dtype=bool)
        if accounts is not None:
            chosen &= np.isin(rows.accounts, list(accounts))
        for key in flows:
            chosen &= rows.of(key) > 0
        readings = _together([rows.of(key)[chosen] for key in flows])
        if flows and not chosen.any():
            readings = self._of_spans(AccountReading, "account", flows, period, accounts)
        for measure, before in LEVELS.items():
            if measure in metric.inputs:
                levels = self._last_levels(measure, period, accounts)
                readings = _together([readings, levels])
            if before in metric.inputs:
                week = Period(period.start - timedelta(days=LEVEL_DAYS), period.start)
                readings = _together([readings, self._last_levels(measure, week, accounts)])
        return self._source(NONE, readings)

    def _of_apart(self, metric, period, accounts) -> FigureSource:
        """Rows of web sites and ads; where none speaks, what was typed for an account."""
        given = (self.workspace, period, "workspace", [metric], accounts)
        asked = AskedAsOf(*given, read_by=self._read_by) if self._read_by else Asked(*given)
        parts = Apart(asked).parts(metric)
        if not parts:
            return self._of_days(metric, period, accounts)
        batches = np.array([part.batch.pk for part in parts], dtype=np.int64)
        return self._of_rows(batches, np.array([part.row for part in parts], dtype=np.int64))

    def _of_tables(self, metric, period, accounts, post, post_type) -> FigureSource:
        measures = measures_of(metric)
        found = self._of_spans(
            PostReading, "post__account", measures, period, accounts, post=post, kind=post_type
        )
        return self._source(found, NONE)

    def _last_levels(self, measure: str, period: Period, accounts) -> Ids:
        """The reading of each account's last level within ``period``."""
        key = (measure, period.start, period.end, self._read_by)
        if key not in self._levels:
            rows = self._day_rows(period)
            told = np.flatnonzero(rows.of(measure) > 0)
            latest = told[np.lexsort((rows.days[told], rows.accounts[told]))]
            owner = rows.accounts[latest]
            last = latest[np.append(owner[1:] != owner[:-1], True)] if len(latest) else latest
            self._levels[key] = rows.accounts[last], rows.of(measure)[last]
        whose, readings = self._levels[key]
        return readings if accounts is None else readings[np.isin(whose, list(accounts))]

    def _of_spans(
        self, model, account: str, measures, period, accounts, *, post=None, kind=None
    ) -> Ids:
        ours = self._ours if accounts is None else [pk for pk in self._ours if pk in accounts]
        rows = model.objects.filter(
            span=Span.PERIOD,
            start__gte=period.start,
            end__lte=period.end,
            batch__state=SourceBatch.State.LIVE,
            batch__workspace=self.workspace,
            **{f"{account}__in": ours},
            **{f"{key}__isnull": False for key in measures},
        )
        if model is PostReading:  # rows nobody has decided about count nowhere
            rows = rows.filter(post__present=True)
        if post is not None:
            rows = rows.filter(post=post)
        if kind is not None:
            rows = rows.filter(post__post_type=kind)
        return unique(np.array(list(rows.values_list("pk", flat=True)), dtype=np.int64))

    def knows_level(self, measure: str, eve: date, account: int) -> bool:
        """Whether a level of ``account`` was read in the days up to ``eve`` or the day after."""
        first = eve - timedelta(days=LEVEL_DAYS - 1)
        week = Period(first, eve + timedelta(days=1))
        return bool(len(self._last_levels(measure, week, [account])))

    def of_posts(self, period: Period, read_by: date | None) -> dict[int, list[tuple[str, int]]]:
        """Post → its (file, row) pairs, for a table that names its rows one by one."""
        self._read_by = read_by
        rows = self._post_rows(period)
        every = _together(list(rows.readings.values()))
        known, batches, numbers = self._places[PostReading].of(every)
        self._learn_batches(batches)
        told = zip(known.tolist(), batches.tolist(), numbers.tolist(), strict=True)
        place = {reading: (self._batches[batch][0], row) for reading, batch, row in told}
        columns = [one.tolist() for one in rows.readings.values()]
        found: dict[int, list[tuple[str, int]]] = {}
        for post, *readings in zip(rows.posts.tolist(), *columns, strict=True):
            pairs = {place[one] for one in set(readings) if one in place}
            found[post] = sorted(pairs)
        return found

    def _planned(self, period: Period, cut: str, group: str) -> Ids:
        """Posts of the period that stand in a row of the cut; one query per cut."""
        key = (period.start, period.end, cut)
        if key not in self._plans:
            posts: QuerySet = Post.objects.in_workspace(self.workspace).filter(
                published_on__range=key[:2]
            )
            told = posts.order_by().annotate(**{PLANNED_AS: of_posts(cut, self.workspace.tz)})
            found: dict[str, list[int]] = {}
            for pk, name in told.values_list("pk", PLANNED_AS):
                found.setdefault(name, []).append(pk)
            self._plans[key] = {name: np.array(pks, dtype=np.int64) for name, pks in found.items()}
        return self._plans[key].get(group, NONE)

    # --- reading -------------------------------------------------------------------------

    @cached_property
    def _ours(self) -> list[int]:
        ours = SocialAccount.objects.in_workspace(self.workspace).ours()
        return list(ours.values_list("pk", flat=True))

    def _post_rows(self, period: Period) -> SourceRows:
        def load(key: Cut) -> SourceRows:
            found = (
                PostCurrent.objects.in_workspace(self.workspace)
                .filter(account__in=self._ours, published_on__range=key[:2])
                .order_by()
            )
            names = ("post_id", "account_id", "published_on", "post_type", "mask", "sources")
            return self._spoken(source_rows(list(found.values_list(*names))), posts_read, key)

        return self._kept(self._posts, period, load)

    def _day_rows(self, period: Period) -> SourceRows:
        def load(key: Cut) -> SourceRows:
            found = AccountDay.objects.filter(account__in=self._ours, day__range=key[:2])
            told = found.order_by().values_list("account_id", "day", "sources")
            rows = source_rows([(0, account, day, "", 0, one) for account, day, one in told])
            return self._spoken(rows, days_read, key)

        return self._kept(self._days, period, load)

    def _kept(
        self, kept: dict[Cut, SourceRows], period: Period, load: Callable[[Cut], SourceRows]
    ) -> SourceRows:
        """What was read once: also as part of a longer period that is read by the same day."""
        key = (period.start, period.end, self._read_by)
        if key not in kept:
            for (start, end, read_by), rows in kept.items():
                if start <= key[0] and key[1] <= end and read_by == key[2]:
                    kept[key] = rows.within(key[0], key[1])
                    break
            else:
                kept[key] = load(key)
        return kept[key]

    def _spoken(self, rows: SourceRows, how: Callable[..., Rows], key: Cut) -> SourceRows:
        if key[2] is not None:
            rows.spoken_by(how(self.workspace, *key, mark=self._mark))
        return rows

    @cached_property
    def _mark(self) -> tuple:
        return stamp(self.workspace)

    def _source(self, posts: Ids, accounts: Ids) -> FigureSource:
        """Readings as files and rows of files."""
        told = [self._places[PostReading].of(posts)] if len(posts) else []
        told += [self._places[AccountReading].of(accounts)] if len(accounts) else []
        if not told:
            return FigureSource()
        _known, batches, rows = zip(*told, strict=True)
        return self._of_rows(np.concatenate(batches), np.concatenate(rows))

    def _of_rows(self, batches: Ids, rows: Ids) -> FigureSource:
        """Rows of batches as files and rows of files."""
        self._learn_batches(batches)
        named, notes = [], set()
        used = unique(batches)
        for batch in used.tolist():
            name, sha256, note = self._batches[batch]
            if note:
                notes.add(note)
            file = -1 if note else self._files.setdefault((name, sha256), len(self._files))
            named.append(file)
        of_batch = np.array(named, dtype=np.int64)[np.searchsorted(used, batches)]
        by_file = FileRows.of(of_batch[of_batch >= 0], rows[of_batch >= 0]).by_file()
        for file, its in by_file:
            self._mark_used(file, its)
        names = list(self._files)
        files = sorted((*names[file], its) for file, its in by_file)
        return FigureSource(
            tuple(SourceFile(name, rows_text(its), sha256) for name, sha256, its in files),
            clauses(sorted(notes)),
        )

    def rows_used(self) -> dict[tuple[str, str], int]:
        """(file, sha256) → how many of its rows stand behind what was asked about so far."""
        return {key: int(self._used[file].sum()) for key, file in self._files.items()}

    def _mark_used(self, file: int, rows: Ids) -> None:
        used = self._used.get(file)
        if used is None or len(used) <= rows[-1]:
            longer = np.zeros(int(rows[-1]) + 1, dtype=bool)
            if used is not None:
                longer[: len(used)] = used
            self._used[file] = used = longer
        used[rows] = True

    def _learn_batches(self, batches: Ids) -> None:
        unknown = set(batches.tolist()) - set(self._batches)
        if unknown:
            found: QuerySet[SourceBatch] = SourceBatch.objects.in_workspace(self.workspace)
            found = found.filter(pk__in=among(unknown)).select_related("file", "entered_by")
            self._batches |= {batch.pk: _described(batch) for batch in found}


def _together(readings: Sequence[Ids]) -> Ids:
    """Every reading once; 0 stands for none."""
    found = unique(np.concatenate(readings)) if readings else NONE
    return found[1:] if len(found) and found[0] == 0 else found


def rows_text(rows: Ids) -> str:
    """Sorted rows as a reader writes them: ``2–418, 420``."""
    ends = np.flatnonzero(np.diff(rows) != 1)
    firsts = rows[np.append(0, ends + 1)].tolist()
    lasts = rows[np.append(ends, len(rows) - 1)].tolist()
    return stretches_text(list(zip(firsts, lasts, strict=True)))


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
