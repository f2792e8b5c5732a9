"""Where what a large table holds waits to be written: some in memory, the rest in a file.

A table has to be read to its end before anything is known for sure (its period, its accounts,
whether every row is accounted for), and only then are its readings saved, and the rows that
were not taken listed. Keeping them all meant memory for each row; on a shelf a file of any
length takes as much as a short one.
"""

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Generic, TypeVar, overload

AT_ONCE = 1000
T = TypeVar("T")


class Shelf(Sequence[T], Generic[T]):
    """Things in the order they came; walked through as often as wanted.

    The file has no name in ``folder``, so it is gone with the process, however that ends.
    """

    def __init__(self, folder: Path | None = None, at_once: int = AT_ONCE) -> None:
        self._folder, self._at_once = folder, at_once
        self._newest: list[T] = []
        self._file: IO[bytes] | None = None
        self._starts: list[int] = []  # where each packet begins in the file
        self._number = 0
        self._turns: list[Callable[[T], T]] = []

    def append(self, one: T) -> None:
        if len(self._newest) == self._at_once:
            self._put_down()
        self._newest.append(one)
        self._number += 1

    def extend(self, some: Iterable[T]) -> None:
        for one in some:
            self.append(one)

    def turn(self, turn: Callable[[T], T]) -> None:
        """From now on everything comes out as ``turn`` makes it."""
        self._turns.append(turn)

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> list[T]: ...
    def __getitem__(self, place: int | slice) -> T | list[T]:
        if isinstance(place, slice):
            wanted = range(self._number)[place]
            if not wanted:
                return []
            low, high = min(wanted), max(wanted)
            first, last = low // self._at_once, high // self._at_once
            found = [one for number in range(first, last + 1) for one in self._packet(number)]
            return [found[at - first * self._at_once] for at in wanted]
        at = range(self._number)[place]  # counts from the end as well, raises IndexError
        return self._packet(at // self._at_once)[at % self._at_once]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[T]:
        for packet in self.packets():
            yield from packet

    def packets(self) -> Iterator[list[T]]:
        """All of them, ``at_once`` at a time."""
        for number in range(len(self._starts)):
            yield self._packet(number)
        if self._newest:
            yield self._packet(len(self._starts))

    def _packet(self, number: int) -> list[T]:
        if number == len(self._starts):
            return self._turned(list(self._newest))
        assert self._file is not None
        self._file.seek(self._starts[number])
        return self._turned(pickle.load(self._file))  # noqa: S301 -- written by this object

    def _put_down(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 -- ends with us
        self._starts.append(self._file.seek(0, 2))
        pickle.dump(self._newest, self._file, pickle.HIGHEST_PROTOCOL)
        self._newest = []

    def _turned(self, some: list[T]) -> list[T]:
        for turn in self._turns:
            some = [turn(one) for one in some]
        return some


def shelved(some: Sequence[T]) -> Shelf[T]:
    """The shelf these things lie on, or one of their own."""
    if isinstance(some, Shelf):
        return some
    shelf = Shelf[T]()
    shelf.extend(some)
    return shelf
