"""Rows that only their link tells apart, because a spreadsheet rounded the numbers of their posts."""

import hashlib

from platforms.importers.headers import normal
from platforms.importers.ids import Id, Repeats
from platforms.importers.tables import Row


class Lookalikes:
    """Which rows of a file have the rounded id, the moment and the text of another row.

    Two rows with one link are one post: its days, or a row twice. Without a link only rows that
    agree in every cell are. All others may be several posts, and a person has to say which.
    ``said`` is whatever else must be the same: the account and the text.
    """

    def __init__(self) -> None:
        self._repeats = Repeats()

    def add(self, row: Row, number: Id | None, said: str) -> None:
        """One row of the first walk."""
        if number is not None and not number.sure:
            self._repeats.add(_key(row, number, said), _own(row))

    def unsettled(self) -> bool:
        """After the first walk: give every row to ``again``?"""
        return self._repeats.unsettled()

    def again(self, row: Row, number: Id | None, said: str) -> None:
        """One row of the second walk."""
        if number is not None and not number.sure:
            self._repeats.again(_key(row, number, said), _own(row))

    def mark(self, row: Row, number: Id, said: str) -> str:
        """What tells this row from the others like it; "" where there are none."""
        if number.sure or _key(row, number, said) not in self._repeats.shared:
            return ""
        return hashlib.sha256(_own(row).encode()).hexdigest()[:16]


def _key(row: Row, number: Id, said: str) -> str:
    day = "" if row.text("permalink") else row.text("date")
    return "\n".join(
        (number.digits[: number.sure_digits], row.text("published"), day, normal(said))
    )


def _own(row: Row) -> str:
    return row.text("permalink") or "\n".join(row.cells)
