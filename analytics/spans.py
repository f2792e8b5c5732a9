"""Choosing among stated from–to spans. Pure."""

from collections.abc import Iterable
from datetime import date

Span = tuple[date, date]


def tiles(spans: Iterable[Span]) -> set[Span]:
    """Spans that do not overlap: the widest first, of equals the later one.

    A year's table and its four quarters' tables say the same thing twice; the year is taken.
    """
    chosen: set[Span] = set()
    for start, end in sorted(set(spans), key=lambda s: (s[1] - s[0], s[0]), reverse=True):
        if all(end < first or start > last for first, last in chosen):
            chosen.add((start, end))
    return chosen
