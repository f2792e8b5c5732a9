"""What a small, whole file of one family is: its records, and where its parts stand."""

import csv
import io
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Sample:
    """The records of a file and where its parts stand.

    Columns count from 0: ``figure`` holds whole counts, ``day`` dates, ``number`` post ids,
    ``words`` free text; None where the family has no such column. ``chinese`` is the header in
    Traditional Chinese. ``said`` is what a person says of the file (``parse_file``'s options).
    ``place`` is the record whose figure is 1938, by default the last. ``fixed``: the family tells
    its columns by their place, so they cannot be turned round. Without ``counts`` the figure is a share and cannot
    be damaged as a count.
    """

    family: str
    records: list[list[str]]
    figure: int
    place: int = -1
    header: int = 0
    day: int | None = None
    number: int | None = None
    words: int | None = None
    chinese: list[str] | None = None
    said: dict[str, Any] = field(default_factory=dict)
    fixed: bool = False
    counts: bool = True
    # Rows below the header that are skipped, not read: totals and descriptions.
    skipped: int = 0

    @property
    def head(self) -> list[str]:
        return self.records[self.header]

    @property
    def first(self) -> int:
        """Index of the first record that is read."""
        return self.header + 1 + self.skipped

    @property
    def row(self) -> int:
        """Number of the record ``place``, as a spreadsheet shows it."""
        return self.place + 1 + (len(self.records) if self.place < 0 else 0)

    def cell(self, column: int, text: str) -> "Sample":
        """The same with one cell of the record ``place`` changed."""
        records = [list(cells) for cells in self.records]
        records[self.place][column] = text
        return replace(self, records=records)

    def without(self) -> "Sample":
        """The same without the record ``place``."""
        records = [list(cells) for cells in self.records]
        records[self.place] = [""] * len(records[self.place])
        return replace(self, records=records)

    def headed(self, head: list[str]) -> "Sample":
        records = [list(cells) for cells in self.records]
        records[self.header] = head
        return replace(self, records=records)

    def text(
        self, separator: str = ",", line_end: str = "\n", quoting: int = csv.QUOTE_MINIMAL
    ) -> str:
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=separator, lineterminator=line_end, quoting=quoting)
        writer.writerows(self.records)
        return out.getvalue()
