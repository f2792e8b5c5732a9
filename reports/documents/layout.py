"""How wide text is, and how a table's width is shared out: pure, in points."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

CODE_SCALE = 0.62  # a superscript code against its text
_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Roughly how wide one line of ``text`` is at ``size`` points (a little generous)."""
    width = sum(
        size if unicodedata.east_asian_width(letter) in "WFA" else size * _latin(letter)
        for letter in text
    )
    return width * (1.07 if bold else 1.0)


def _latin(letter: str) -> float:
    if letter in "iljtfrI.,:;'|!()[] ":
        return 0.36
    return 0.88 if letter in "mwMW@%" else 0.6


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """The widest part that may not be broken: a Latin word, or one Chinese character."""
    words = re.findall(r"[^\s\u2e80-\uffef]+", text)
    return max((text_width(word, size, bold=bold) for word in words), default=size)


def fitting_size(text: str, available: float, sizes: Sequence[float]) -> float:
    """The largest of ``sizes`` (falling) at which bold ``text`` stays on one line."""
    for size in sizes:
        if text_width(text, size, bold=True) <= available:
            return size
    return sizes[-1]


@dataclass(frozen=True, slots=True)
class ColumnNeed:
    """What one column asks for: ``cells`` as (text, number of code letters)."""

    kind: str
    header: str
    cells: Sequence[tuple[str, int]]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class TablePlan:
    widths: tuple[float, ...]  # points, summing to the available width
    size: float  # font size of the cells
    padding: float  # left and right of each cell


def plan_table(columns: Sequence[ColumnNeed], available: float) -> TablePlan:
    """Widths and the largest font size at which no number is cut and no word broken."""
    for size in _SIZES:
        padding = 4.0 if len(columns) <= 8 else 2.6
        least, most = zip(*(_needs(column, size, padding) for column in columns), strict=True)
        plan = TablePlan(_share(columns, least, most, available), size, padding)
        if sum(least) <= available:
            break
    return plan


def _needs(column: ColumnNeed, size: float, padding: float) -> tuple[float, float]:
    """Smallest acceptable and most useful width of a column."""
    header_size = size
    around = 2 * padding + 2
    full = [
        text_width(text, size) + text_width("0" * codes, size * CODE_SCALE)
        for text, codes in column.cells
    ]
    header_full = text_width(column.header, header_size, bold=True)
    # A header may break between any two Chinese characters, so about four are enough.
    header_least = max(
        longest_word(column.header, header_size, bold=True),
        min(header_full, 4.5 * header_size),
    )
    if column.kind != "text":
        widest = max(full, default=0)
        return max(widest, header_least) + around, max(widest, header_full) + around
    words = [longest_word(text, size) for text, _codes in column.cells]
    short = min(max(full, default=0), 5 * size)
    least = max([header_least, short, min(max(words, default=0), 14 * size)])
    most = max(max(full, default=0), header_full)
    return least + around, min(most, 40 * size * column.weight) + around


def _share(columns, least, most, available: float) -> tuple[float, ...]:
    widths = list(least)
    if sum(least) > available:  # smallest font and still too wide: squeeze all alike
        return tuple(width * available / sum(least) for width in least)
    left = available - sum(widths)
    wishes = [max(0.0, wish - width) for wish, width in zip(most, least, strict=True)]
    weighted = [
        wish * (column.weight if column.kind == "text" else 1.0)
        for wish, column in zip(wishes, columns, strict=True)
    ]
    if sum(wishes) <= left:
        widths = [width + wish for width, wish in zip(widths, wishes, strict=True)]
        left = available - sum(widths)
        texts = [n for n, column in enumerate(columns) if column.kind == "text"]
        # Half of what is over loosens all columns alike, half goes where the words are.
        for n in range(len(widths)):
            widths[n] += left / 2 / len(widths)
        takers = texts or range(len(columns))
        total = sum(widths[n] for n in takers)
        for n in takers:
            widths[n] += left / 2 * widths[n] / total
        return tuple(widths)
    total = sum(weighted)
    return tuple(
        width + left * share / total for width, share in zip(widths, weighted, strict=True)
    )
