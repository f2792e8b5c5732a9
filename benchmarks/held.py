"""What is measured, the limit it is held against, and the clock it is measured with."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Held:
    """One promise: a ratio (or a count) that must not pass its limit.

    Without a limit it is only told: seconds and megabytes differ from machine to machine.
    """

    what: str
    value: float
    limit: float | None = None
    unit: str = "×"

    @property
    def kept(self) -> bool:
        return self.limit is None or self.value <= self.limit

    def line(self) -> str:
        limit = "" if self.limit is None else f" (limit {self.limit:g}{self.unit})"
        mark = "    " if self.limit is None else "ok  " if self.kept else "OVER"
        return f"{mark} {self.what}: {self.value:,.2f}{self.unit}{limit}"

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


Promises = Iterator[Held]


def clock() -> float:
    """Seconds of work: of this process alone where the database works inside it.

    So neighbours on the machine do not count. PostgreSQL works elsewhere: there by the wall.
    """
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


def seconds(act: Callable[[], object]) -> float:
    started = clock()
    act()
    return clock() - started


def rounds(acts: dict[str, Callable[[], object]], number: int) -> dict[str, list[float]]:
    """Seconds of each act, sorted; the acts take turns, so that all meet the same weather."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(number + 2):
        for name, act in acts.items():
            taken = seconds(act)
            if turn > 1:  # the first two warm up caches
                times[name].append(taken)
    return {name: sorted(taken) for name, taken in times.items()}


def middle(times: list[float]) -> float:
    return times[len(times) // 2]


def p95(times: list[float]) -> float:
    return times[min(len(times) - 1, round(0.95 * len(times)) - 1)]
