"""Which reading speaks for every post and account day of one period, read by one day.

One pass over the posts of that period: a post whose current figures were all taken by the day is
taken over as it stands, only the readings of the others are looked at. What was found is kept in
this process until a delivery, an undo or a decision about an account changes the workspace.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from django.db.models import Count, F, Max, Sum

from analytics.as_of import in_time, place
from analytics.models import AccountDay, AccountReading, PostCurrent, PostReading
from analytics.still import once
from platforms.measures import MASK_BIT, MEASURES
from platforms.models import SourceBatch
from platforms.records import Span
from workspaces.models import AuditEvent, Workspace

KEPT = 8  # periods kept in this process
WEEK = 7  # days before a period in which its first level may have been read

Ids = np.ndarray[Any, np.dtype[np.int64]]


@dataclass
class Rows:
    """Subjects (posts, or account days) with the readings that speak for them.

    ``values[m][i]`` is measure ``m`` of subject ``i``, 0 where ``masks[i]`` lacks it;
    ``speakers[m][i]`` the reading's id (0: as in what is current). ``late`` holds the measures
    for which only a reading taken after the day exists.
    """

    accounts: Ids
    days: list[date | None]
    kinds: list[str]
    posts: Ids  # 0 for account days
    masks: Ids
    late: Ids
    taken: Ids  # ordinal of the newest day used
    values: dict[str, Ids] = field(default_factory=dict)
    speakers: dict[str, Ids] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.accounts)

    def known(self, measure: str) -> np.ndarray:
        return (self.masks & MASK_BIT[measure]) > 0

    def column(self, measure: str) -> Ids:
        return self.values.get(measure, np.zeros(len(self), dtype=np.int64))

    def measures_at(self, at: int) -> dict[str, int]:
        """What subject ``at`` reports."""
        mask = self.masks[at]
        return {key: int(one[at]) for key, one in self.values.items() if mask & MASK_BIT[key]}

    def speakers_at(self, at: int) -> dict[str, int]:
        """Measure → reading, where it is not the one that is current."""
        return {key: int(one[at]) for key, one in self.speakers.items() if one[at]}

    @cached_property
    def ordinals(self) -> Ids:
        """The day of each subject as a number; 0 where it has none."""
        return np.array([day.toordinal() if day else 0 for day in self.days], dtype=np.int64)

    @cached_property
    def _posts_at(self) -> dict[int, int]:
        return {int(post): at for at, post in enumerate(self.posts)}

    @cached_property
    def _days_at(self) -> dict[tuple[int, date | None], int]:
        days = zip(self.accounts, self.days, strict=True)
        return {(int(account), day): at for at, (account, day) in enumerate(days)}

    def within(self, first: date, last: date) -> "Rows":
        """Those of these days alone."""
        chosen = (self.ordinals >= first.toordinal()) & (self.ordinals <= last.toordinal())
        at = np.flatnonzero(chosen)
        return Rows(
            accounts=self.accounts[at],
            days=[self.days[one] for one in at],
            kinds=[self.kinds[one] for one in at],
            posts=self.posts[at],
            masks=self.masks[at],
            late=self.late[at],
            taken=self.taken[at],
            values={key: one[at] for key, one in self.values.items()},
            speakers={key: one[at] for key, one in self.speakers.items()},
        )

    def at_post(self, post: int) -> int | None:
        return self._posts_at.get(post)

    def at_day(self, account: int, day: date) -> int | None:
        return self._days_at.get((account, day))


def stamp(workspace: Workspace) -> tuple:
    """Changes with every import, undo, match and decision about whose an account is."""
    return once(workspace, "stamp", lambda: _stamp(workspace))


def _stamp(workspace: Workspace) -> tuple:
    live = SourceBatch.objects.in_workspace(workspace).live()
    seen = live.aggregate(
        n=Count("pk"), sum=Sum("pk"), squares=Sum(F("pk") * F("pk")), last=Max("created_at")
    )
    acts = AuditEvent.objects.in_workspace(workspace).filter(verb__startswith="analytics.")
    last = acts.order_by("-pk").values_list("pk", flat=True).first()
    return (*seen.values(), last, workspace.zone)


# posts or days, workspace, from, to, read by, stamp, without
Key = tuple[str, int, date, date, date, tuple, frozenset[int]]
_kept: OrderedDict[Key, Rows] = OrderedDict()
_lock = Lock()


def forget() -> None:
    """Drop what this process keeps."""
    with _lock:
        _kept.clear()


def _remembered(key: Key, make: Callable[[], Rows]) -> Rows:
    """What is kept of this period, or the part of it that is kept of a longer one."""
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
        longer = next((one for one in reversed(_kept) if _holds(one, key)), None)
        whole = _kept[longer] if longer else None
    if whole is not None:  # a mask over it costs less than a place among what is kept
        first = key[2] - timedelta(days=WEEK) if key[0] == "days" else key[2]
        return whole.within(first, key[3])
    made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _holds(longer: Key, key: Key) -> bool:
    same = (longer[0], longer[1], *longer[4:]) == (key[0], key[1], *key[4:])
    return same and longer[2] <= key[2] and key[3] <= longer[3] and key[2].toordinal() > WEEK


def posts_read(
    workspace: Workspace,
    start: date,
    end: date,
    day: date,
    *,
    mark: tuple,
    without: frozenset[int] = frozenset(),
) -> Rows:
    """Posts published from ``start`` to ``end``, read by ``day``; ``mark`` is ``stamp``.

    ``without`` leaves out deliveries, to say what undoing them would change.
    """
    key = ("posts", workspace.pk, start, end, day, mark, without)
    return _remembered(key, lambda: _posts(workspace, start, end, day, without))


def days_read(
    workspace: Workspace,
    start: date,
    end: date,
    day: date,
    *,
    mark: tuple,
    without: frozenset[int] = frozenset(),
) -> Rows:
    """Days of accounts from a week before ``start`` to ``end``, read by ``day``."""
    key = ("days", workspace.pk, start, end, day, mark, without)
    return _remembered(key, lambda: _days(workspace, start, end, day, without))


def as_read(workspace: Workspace, start: date, end: date, day: date, rows: Sequence[Any]) -> None:
    """Give PostCurrent or AccountDay rows the figures, and their readings, read by ``day``."""
    if not rows or not isinstance(rows[0], PostCurrent | AccountDay):
        return
    posts = isinstance(rows[0], PostCurrent)
    read = (posts_read if posts else days_read)(workspace, start, end, day, mark=stamp(workspace))
    for row in rows:
        at = read.at_post(row.post_id) if posts else read.at_day(row.account_id, row.day)
        if at is None:
            continue
        values = read.measures_at(at)
        for key in MEASURES:
            setattr(row, key, values.get(key))
        row.sources = row.sources | read.speakers_at(at)


def _posts(
    workspace: Workspace, start: date, end: date, day: date, without: frozenset[int]
) -> Rows:
    current: Any = PostCurrent.objects.in_workspace(workspace).filter(
        published_on__range=(start, end)
    )
    heads = list(
        current.order_by("post_id").values_list(
            "post_id", "account_id", "published_on", "post_type", "mask", "taken_on"
        )
    )
    reported = 0
    for head in heads:
        reported |= head[4]
    measures = [key for key in MEASURES if MASK_BIT[key] & reported]
    rows = _empty(heads, measures)
    at = {head[0]: place for place, head in enumerate(heads)}
    unread = current
    if not without:
        standing = current.filter(taken_on__lte=day).values_list("post_id", *measures)
        for post, *values in standing.iterator(chunk_size=2000):
            for measure, value in zip(measures, values, strict=True):
                if value is not None:
                    rows.values[measure][at[post]] = value
        for place, head in enumerate(heads):
            if head[5] <= day:
                rows.masks[place] = head[4]
        unread = current.filter(taken_on__gt=day)
    readings = PostReading.objects.filter(
        post__in=unread.values("post_id"),
        span=Span.LIFETIME,
        batch__state=SourceBatch.State.LIVE,
    ).exclude(batch__in=without)
    found = readings.order_by().values_list("post_id", "batch_id", "row", "pk", *measures)
    _speak(rows, workspace, day, measures, [(at[one[0]], *one[1:]) for one in found])
    return rows


def _empty(heads: Sequence[tuple], measures: Iterable[str]) -> Rows:
    n = len(heads)
    return Rows(
        accounts=np.array([head[1] for head in heads], dtype=np.int64),
        days=[head[2] for head in heads],
        kinds=[head[3] for head in heads],
        posts=np.array([head[0] for head in heads], dtype=np.int64),
        masks=np.zeros(n, dtype=np.int64),
        late=np.zeros(n, dtype=np.int64),
        taken=np.array([head[5].toordinal() if head[5] else 0 for head in heads], dtype=np.int64),
        values={key: np.zeros(n, dtype=np.int64) for key in measures},
        speakers={key: np.zeros(n, dtype=np.int64) for key in measures},
    )


def _days(workspace: Workspace, start: date, end: date, day: date, without: frozenset[int]) -> Rows:
    first = max(start, date.min + timedelta(days=WEEK)) - timedelta(days=WEEK)
    given = AccountDay.objects.filter(account__workspace=workspace, day__range=(first, end))
    counts = given.aggregate(**{f"n_{key}": Count(key) for key in MEASURES})
    measures = [key for key in MEASURES if counts[f"n_{key}"]]
    readings = AccountReading.objects.filter(
        account__workspace=workspace,
        span=Span.DAY,
        start__range=(first, end),
        batch__state=SourceBatch.State.LIVE,
    ).exclude(batch__in=without)
    found = list(
        readings.order_by().values_list("account_id", "start", "batch_id", "row", "pk", *measures)
    )
    subjects = sorted({one[:2] for one in found})
    at = {subject: place for place, subject in enumerate(subjects)}
    rows = _empty([(0, account, on, "", 0, None) for account, on in subjects], measures)
    _speak(rows, workspace, day, measures, [(at[one[:2]], *one[2:]) for one in found])
    return rows


def _speak(
    rows: Rows, workspace: Workspace, day: date, measures: Sequence[str], found: list[tuple]
) -> None:
    """Fill in, measure by measure, the reading that speaks. ``found``: place, batch, row, pk, …"""
    if not found:
        return
    where, batches, numbers, ids, *columns = zip(*found, strict=True)
    used = set(batches)
    known = SourceBatch.objects.in_workspace(workspace).live()
    told = known.values_list("pk", "rank", "family")
    ranks = {pk: (rank, family) for pk, rank, family in told if pk in used}
    before = _codes({pk: place(*one, day) for pk, one in ranks.items()})
    content = _codes({pk: rank[18:] for pk, (rank, _family) in ranks.items()})
    taken = {pk: date.fromisoformat(rank[:8]).toordinal() for pk, (rank, _f) in ranks.items()}
    after = {pk for pk, one in ranks.items() if not in_time(*one, day)}
    subject = np.array(where, dtype=np.int64)
    first = np.array([before[pk] for pk in batches], dtype=np.int64)
    last = np.array([content[pk] for pk in batches], dtype=np.int64)
    row = np.array(numbers, dtype=np.int64)
    reading = np.array(ids, dtype=np.int64)
    on = np.array([taken[pk] for pk in batches], dtype=np.int64)
    late = np.array([pk in after for pk in batches], dtype=bool)
    rows.taken[np.unique(subject)] = 0
    for measure, column in zip(measures, columns, strict=True):
        given = np.flatnonzero(np.array([value is not None for value in column], dtype=bool))
        if not len(given):
            continue
        value = np.array([column[one] for one in given], dtype=np.int64)
        mine = subject[given]
        order = np.lexsort((row[given], last[given], value, first[given], mine))
        best = order[np.append(mine[order][1:] != mine[order][:-1], True)]
        at, speaks = mine[best], given[best]
        rows.values[measure][at] = value[best]
        rows.speakers[measure][at] = reading[speaks]
        rows.masks[at] |= MASK_BIT[measure]
        rows.late[at[late[speaks]]] |= MASK_BIT[measure]
        np.maximum.at(rows.taken, at, on[speaks])


def _codes(keys: dict[int, Any]) -> dict[int, int]:
    """Every key as its place among the sorted ones: compared alike, but numbers."""
    order = {key: place for place, key in enumerate(sorted(set(keys.values())))}
    return {pk: order[key] for pk, key in keys.items()}
