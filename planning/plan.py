"""What moves when a task moves. Pure: days and links in, new days out, no database.

A follower begins on the next working day after what it waits for is due, plus its lag. Moving
later pushes followers on working days and keeps their lengths; moving earlier pulls nobody, as
only people know whether a department is free sooner.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from workspaces.days import WorkingDays


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day of a task, both included."""

    start: date
    due: date


@dataclass(frozen=True, slots=True)
class Link:
    """``after`` waits for ``before`` and ``lag`` working days more."""

    before: int
    after: int
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    task: int
    before: Span
    after: Span


class Circle(Exception):
    """Tasks wait for each other. ``tasks`` are those of the circle, each once."""

    def __init__(self, tasks: Collection[int]) -> None:
        super().__init__(tasks)
        self.tasks = list(tasks)


def length(span: Span, days: WorkingDays) -> int:
    """Working days of a task; at least one, also when it lies on a weekend."""
    return max(1, days.count(span.start, span.due))


def moved_to(span: Span, start: date, days: WorkingDays) -> Span:
    """The same task beginning on ``start`` or the next working day, as long as before."""
    first = days.on_or_after(start)
    return Span(first, days.span(first, length(span, days)))


def push(
    spans: Mapping[int, Span],
    links: Iterable[Link],
    moved: Mapping[int, Span],
    days: WorkingDays,
    *,
    milestones: Collection[int] = frozenset(),
    settled: Collection[int] = frozenset(),
) -> list[Move]:
    """Every task that moves when the tasks in ``moved`` do, in the order of work.

    ``milestones`` may stand on the very day what they wait for is due; ``settled`` ones
    (finished) never move. Raises ``Circle``.
    """
    links = [one for one in links if one.before in spans and one.after in spans]
    order = in_order(spans, links)
    waits: dict[int, list[Link]] = {}
    for one in links:
        waits.setdefault(one.after, []).append(one)
    now = dict(spans) | dict(moved)
    touched = set(moved)
    for task in order:
        if task in settled or task in moved:
            continue
        pushing = [one for one in waits.get(task, ()) if one.before in touched]
        if not pushing:
            continue
        first = max(
            earliest(now[one.before], one.lag, days, milestone=task in milestones)
            for one in pushing
        )
        if now[task].start < first:
            now[task] = moved_to(spans[task], first, days)
            touched.add(task)
    return [
        Move(task, spans[task], now[task])
        for task in order
        if task in touched and now[task] != spans[task]
    ]


def earliest(before: Span, lag: int, days: WorkingDays, *, milestone: bool) -> date:
    """The first day on which a follower of ``before`` may begin."""
    return days.shift(before.due, lag if milestone else lag + 1)


def broken(
    spans: Mapping[int, Span],
    links: Iterable[Link],
    days: WorkingDays,
    *,
    milestones: Collection[int] = frozenset(),
) -> list[Link]:
    """Links whose follower begins too early as things stand."""
    return [
        one
        for one in links
        if one.before in spans
        and one.after in spans
        and spans[one.after].start
        < earliest(spans[one.before], one.lag, days, milestone=one.after in milestones)
    ]


def in_order(tasks: Iterable[int], links: Iterable[Link]) -> list[int]:
    """Tasks so that everyone stands after what it waits for. Raises ``Circle``."""
    followers: dict[int, list[int]] = {}
    waiting: dict[int, int] = dict.fromkeys(tasks, 0)
    for one in links:
        followers.setdefault(one.before, []).append(one.after)
        waiting[one.after] += 1
    free = deque(task for task, count in waiting.items() if count == 0)
    order = []
    while free:
        task = free.popleft()
        order.append(task)
        for follower in followers.get(task, ()):
            waiting[follower] -= 1
            if waiting[follower] == 0:
                free.append(follower)
    if len(order) < len(waiting):
        raise Circle([task for task, count in waiting.items() if count])
    return order


def closes_a_circle(links: Iterable[Link], before: int, after: int) -> bool:
    """Whether ``after`` already leads to ``before``, so that linking them would never end."""
    followers: dict[int, list[int]] = {}
    for one in links:
        followers.setdefault(one.before, []).append(one.after)
    seen, waiting = {after}, [after]
    while waiting:
        task = waiting.pop()
        if task == before:
            return True
        fresh = [one for one in followers.get(task, ()) if one not in seen]
        seen.update(fresh)
        waiting += fresh
    return False
