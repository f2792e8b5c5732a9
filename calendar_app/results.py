"""A socket: what later rooms know about the post a plan became."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Result:
    """One short figure for a calendar cell, and where it is explained."""

    text: str  # "互動率 4.8%"
    url: str


# Each: posts of one workspace → their results, in a constant number of queries.
RESULTS: list[Callable[[Workspace, Sequence[int]], dict[int, Result]]] = []


def results_of(workspace: Workspace, posts: Sequence[int]) -> dict[int, Result]:
    found: dict[int, Result] = {}
    for ask in RESULTS:
        found |= ask(workspace, posts)
    return found
