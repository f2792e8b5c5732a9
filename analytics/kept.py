"""Answers this process keeps until anything about a workspace's figures changes.

A team opens the same dashboard all day, and between two imports its figures cannot differ. What
is kept is found under ``stamp``, which every import, undo and decision about an account changes,
so nothing has to be told that it is out of date; the oldest answers fall out by themselves.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from analytics import as_of_rows
from analytics.as_of_rows import stamp
from analytics.frames import PLANNED, Asked
from workspaces.models import Workspace

KEPT = 200
PAGE_OF_POSTS = 50
LARGEST = 5000  # values in one answer; a longer one is made anew each time
T = TypeVar("T")
_kept: OrderedDict[tuple, Any] = OrderedDict()
_lock = Lock()


class KeptCount(Paginator):
    """Pages of a query whose number of rows is counted once, not for every page."""

    def __init__(
        self, rows: QuerySet[Any], per_page: int, workspace: Workspace, key: tuple[Hashable, ...]
    ) -> None:
        super().__init__(rows, per_page)
        self.workspace, self.key = workspace, key

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return remembered(self.workspace, ("count", *self.key), lambda: [rows.count()])[0]


def forget() -> None:
    """Drop what this process keeps, the rows read by a day among it."""
    as_of_rows.forget()
    with _lock:
        _kept.clear()


def answer(asked: Asked, make: Callable[[], list[T]]) -> list[T]:
    """The metric values of ``asked``; of single posts only those of one page.

    Names of accounts and sentences are part of an answer, so both are part of its key.
    """
    if asked.by in PLANNED:  # plans change without the stamp
        return make()
    posts = None if asked.post_ids is None else tuple(asked.post_ids)
    if asked.by == "post" and (posts is None or len(posts) > PAGE_OF_POSTS):
        return make()
    accounts = tuple((one.pk, one.name, one.platform) for one in asked.accounts.values())
    key: tuple[Hashable, ...] = (
        "values",
        asked.by,
        asked.period,
        tuple(metric.key for metric in asked.metrics),
        accounts,
        asked.account_ids is None,
        None if asked.post_types is None else tuple(asked.post_types),
        posts,
        asked.per_account,
        asked.read_by,
        getattr(asked, "without", frozenset()),
        asked.today or timezone.localdate(timezone=asked.workspace.tz),
        get_language(),
    )
    return list(remembered(asked.workspace, key, make))


def remembered(
    workspace: Workspace,
    key: tuple[Hashable, ...],
    make: Callable[[], Sequence[T]],
    *,
    largest: int = LARGEST,
) -> Sequence[T]:
    """``make()``, or what it made the last time nothing had changed in ``workspace``."""
    whole: tuple[Hashable, ...] = (workspace.pk, stamp(workspace), *key)
    with _lock:
        if whole in _kept:
            _kept.move_to_end(whole)
            return _kept[whole]
    made = make()
    if len(made) <= largest:
        with _lock:
            _kept[whole] = made
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return made
