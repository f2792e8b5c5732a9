"""Sockets: what later rooms know about the posts plans became."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

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


@dataclass(frozen=True, slots=True)
class Comparable:
    """A figure two posts can be compared by. ``share``: a part of something counted, so that
    chance can be reckoned; otherwise it is only described."""

    key: str
    label: str
    share: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one post. ``value`` None: not known, and ``reason`` says why.

    ``above`` of ``below`` are the counts a share is made of; ``age`` is how many days after
    publishing it was read.
    """

    value: Decimal | None
    text: str = "—"
    reason: str = ""
    above: int | None = None
    below: int | None = None
    age: int | None = None


# What later rooms can compare posts by, in their order.
COMPARABLES: list[Callable[[], Sequence[Comparable]]] = []
# Each: posts of one workspace, keys → figures by (post, key), in a constant number of queries.
FIGURES: list[
    Callable[[Workspace, Sequence[int], Sequence[str]], dict[tuple[int, str], Figure]]
] = []


def comparables() -> dict[str, Comparable]:
    return {one.key: one for ask in COMPARABLES for one in ask()}


def figures_of(
    workspace: Workspace, posts: Sequence[int], keys: Sequence[str]
) -> dict[tuple[int, str], Figure]:
    """What is known; a pair that is missing is not known and nobody says why."""
    found: dict[tuple[int, str], Figure] = {}
    for ask in FIGURES:
        found |= ask(workspace, posts, keys)
    return found
