"""One moment for many questions: while a document is made, what cannot change is asked once.

A report asks a hundred times which accounts are ours and whether a file has arrived. Within
``still`` both are asked at its beginning, so that every figure of the document is of one moment.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from workspaces.models import Workspace

T = TypeVar("T")
_held: ContextVar[dict[Hashable, Any] | None] = ContextVar("held", default=None)


@contextmanager
def still(workspace: Workspace) -> Iterator[None]:
    """Answers of ``once`` stand until the end. Only for reading: what is written here goes unseen."""
    if is_still(workspace):
        yield
        return
    token = _held.set({"workspace": workspace.pk})
    try:
        yield
    finally:
        _held.reset(token)


def is_still(workspace: Workspace) -> bool:
    held = _held.get()
    return held is not None and held["workspace"] == workspace.pk


def once(workspace: Workspace, what: str, make: Callable[[], T]) -> T:
    """``make()``; within ``still`` of this workspace what it answered the first time."""
    held = _held.get()
    if held is None or held["workspace"] != workspace.pk:
        return make()
    if what not in held:
        held[what] = make()
    return held[what]
