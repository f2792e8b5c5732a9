"""Readings behind the posts or account days of a period, and the rows of files they stand in.

Everything is a column: a report asks a thousand times which rows a figure was read from, and every
answer is a mask over these columns and one sort.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import connection
from django.db.models.expressions import RawSQL

from analytics.as_of_rows import Rows
from analytics.models import AccountReading, PostReading

Ids = np.ndarray[Any, np.dtype[np.int64]]
NONE: Ids = np.empty(0, dtype=np.int64)
_YEARS = 10_000_000  # above every ordinal of a day, so that account and day make one number


@dataclass
class SourceRows:
    """Posts or account days: of whom, of when, and which reading speaks for each measure.

    ``readings[m][i]`` is the reading's id, 0 where subject ``i`` has no figure of ``m``.
    """

    accounts: Ids
    days: Ids  # as ordinals, 0 where there is none
    kinds: np.ndarray
    masks: Ids
    posts: Ids  # 0 for account days
    readings: dict[str, Ids]

    def of(self, measure: str) -> Ids:
        return self.readings.get(measure, np.zeros(len(self.accounts), dtype=np.int64))

    def within(self, first: date, last: date) -> "SourceRows":
        """The rows of those days alone."""
        chosen = (self.days >= first.toordinal()) & (self.days <= last.toordinal())
        return SourceRows(
            self.accounts[chosen],
            self.days[chosen],
            self.kinds[chosen],
            self.masks[chosen],
            self.posts[chosen],
            {measure: one[chosen] for measure, one in self.readings.items()},
        )

    def spoken_by(self, read: Rows | None) -> None:
        """Put the readings that speak by ``read``'s day in the place of those that are current."""
        if read is None or not len(read) or not len(self.accounts):
            return
        if read.posts.any():
            mine, theirs = self.posts, read.posts
        else:
            mine = self.accounts * _YEARS + self.days
            theirs = read.accounts * _YEARS + read.ordinals
        order = np.argsort(theirs)
        at = order[np.minimum(np.searchsorted(theirs[order], mine), len(theirs) - 1)]
        known = theirs[at] == mine
        for measure, speakers in read.speakers.items():
            spoken = np.where(known, speakers[at], 0)
            if spoken.any():
                self.readings[measure] = np.where(spoken > 0, spoken, self.of(measure))


def source_rows(found: Sequence[tuple]) -> SourceRows:
    """From (post, account, day, kind, mask, sources) of each subject."""
    posts, accounts, days, kinds, masks, sources = zip(*found, strict=True) if found else [()] * 6
    measures = sorted(set().union(*sources)) if sources else []
    return SourceRows(
        np.array(accounts, dtype=np.int64),
        np.array([day.toordinal() if day else 0 for day in days], dtype=np.int64),
        np.array(kinds, dtype=np.str_),
        np.array(masks, dtype=np.int64),
        np.array(posts, dtype=np.int64),
        {key: np.array([one.get(key, 0) for one in sources], dtype=np.int64) for key in measures},
    )


class Places:
    """Reading → its batch and row, asked of the database in one go for all that are not known."""

    def __init__(self, model: type[PostReading | AccountReading]) -> None:
        self._model = model
        self._ids, self._batches, self._rows = NONE, NONE, NONE

    def of(self, readings: Ids) -> tuple[Ids, Ids, Ids]:
        """Those of ``readings`` that are there, their batches and their rows."""
        at = self._places(readings)
        if (at < 0).any():
            self._learn(readings[at < 0])
            at = self._places(readings)
            at = at[at >= 0]
        return self._ids[at], self._batches[at], self._rows[at]

    def _places(self, readings: Ids) -> Ids:
        """Where each stands among those that are known, -1 where it does not."""
        if not len(self._ids):
            return np.full(len(readings), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self._ids, readings), len(self._ids) - 1)
        return np.where(self._ids[at] == readings, at, -1)

    def _learn(self, unknown: Ids) -> None:
        rows = self._model.objects.filter(pk__in=among(unknown.tolist())).order_by()
        found = np.array(list(rows.values_list("pk", "batch_id", "row")), dtype=np.int64)
        if not len(found):
            return
        ids = np.concatenate([self._ids, found[:, 0]])
        order = np.argsort(ids)
        self._ids = ids[order]
        self._batches = np.concatenate([self._batches, found[:, 1]])[order]
        self._rows = np.concatenate([self._rows, found[:, 2]])[order]


def unique(numbers: Ids) -> Ids:
    """Sorted, each once. Plain sorting: NumPy’s own hashes first, which costs four times as much."""
    found = np.sort(numbers)
    return found[np.append(True, found[1:] != found[:-1])] if len(found) else found


def among(ids: Iterable[int]) -> RawSQL:
    """For ``pk__in``: any number of ids as one parameter, where a list would be thousands."""
    wanted = list(ids)
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [wanted])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(wanted)])


@dataclass(frozen=True, slots=True)
class FileRows:
    """Rows of files as one number each: file × row, sorted and without doubles."""

    keys: Ids

    _ROWS = 1 << 32

    @classmethod
    def of(cls, files: Ids, rows: Ids) -> "FileRows":
        return cls(unique(files * cls._ROWS + rows))

    def by_file(self) -> list[tuple[int, Ids]]:
        """(file, its rows in order)."""
        if not len(self.keys):
            return []
        files, rows = self.keys // self._ROWS, self.keys % self._ROWS
        starts = np.flatnonzero(np.diff(files, prepend=-1))
        return list(zip(files[starts].tolist(), np.split(rows, starts[1:]), strict=True))


__all__ = ["FileRows", "Places", "SourceRows", "among", "source_rows", "unique"]
