"""Share out empty slots fairly: fewest slots per person and week first, days off respected. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Open:
    """A slot to give out: its key and its day in the workspace's zone."""

    key: int
    day: date


@dataclass(frozen=True, slots=True)
class Shared:
    """``given``: slot key → person key. ``left``: slots for which nobody is free."""

    given: dict[int, int]
    left: tuple[int, ...]


def week_of(day: date) -> tuple[int, int]:
    year, week, _weekday = day.isocalendar()
    return year, week


def share_out(
    slots: Iterable[Open],
    people: Sequence[int],
    *,
    taken: Iterable[tuple[int, date]] = (),
    off: Mapping[int, frozenset[date]] | None = None,
) -> Shared:
    """Give each slot to whoever has fewest in its week, then fewest in all, then none that day.

    ``taken``: (person, day) of slots people already have. ``off``: days a person is away. Ties
    go to whoever stands first in ``people``, so the same question has the same answer.
    """
    away = off or {}
    weekly: Counter[tuple[int, tuple[int, int]]] = Counter()
    total: Counter[int] = Counter()
    daily: Counter[tuple[int, date]] = Counter()

    def count(person: int, day: date) -> None:
        weekly[person, week_of(day)] += 1
        total[person] += 1
        daily[person, day] += 1

    for person, day in taken:
        count(person, day)
    given: dict[int, int] = {}
    left: list[int] = []
    for slot in sorted(slots, key=lambda one: (one.day, one.key)):
        free = [person for person in people if slot.day not in away.get(person, frozenset())]
        if not free:
            left.append(slot.key)
            continue
        chosen = min(
            free,
            key=lambda person: (
                weekly[person, week_of(slot.day)],
                total[person],
                daily[person, slot.day],
                people.index(person),
            ),
        )
        given[slot.key] = chosen
        count(chosen, slot.day)
    return Shared(given, tuple(left))
