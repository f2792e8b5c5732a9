"""What changed between two texts, in pieces a reader follows: words in Latin, signs in Chinese."""

import re
from collections.abc import Sequence
from difflib import Match, SequenceMatcher
from itertools import accumulate

_TOKENS = re.compile(r"[A-Za-z0-9]+(?:[.,%'’-][A-Za-z0-9]+)*%?|\s+|.", re.DOTALL)
_LINES = re.compile(r".*\n|.+")
MOST_PAIRS = 25_000_000  # of units that may be compared: five thousand with five thousand
MOST_STEPS = 10_000_000  # of one comparison, about a second; plain texts take some thousands
SHORTEST_SAME = 2  # a single sign that happens to be equal inside a rewritten sentence is noise

Piece = tuple[str, str]  # "same" | "added" | "removed", text


def word_diff(before: str, after: str) -> list[Piece]:
    """Pieces in reading order; what was removed stands before what was added in its place."""
    head, old, new, tail = _compared(before, after)
    pieces: list[Piece] = [("same", head)] if head else []
    for tag, a, b, c, d in Bounded(old, new).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        between = tag == "equal" and len(gone) < SHORTEST_SAME and pieces and (b < len(old))
        if tag == "equal" and not between:
            pieces.append(("same", gone))
            continue
        if gone:
            pieces.append(("removed", gone))
        if come:
            pieces.append(("added", come))
    return _joined([*pieces, ("same", tail)] if tail else pieces)


class Bounded(SequenceMatcher):
    """Stops looking for what is alike after ``steps``; the rest counts as rewritten.

    Two texts of few common signs would take the product of both lengths, again and again.
    """

    def __init__(self, old: Sequence[str], new: Sequence[str], steps: int = MOST_STEPS) -> None:
        super().__init__(None, old, new, autojunk=False)
        places: dict[str, list[int]] = self.b2j  # type: ignore[attr-defined]
        self.sums = list(accumulate((1 + len(places.get(one, ())) for one in old), initial=0))
        self.left = steps

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        self.left -= self.sums[-1 if ahi is None else ahi] - self.sums[alo]
        if self.left < 0:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def _alike(one: str, other: str) -> int:
    """How many signs both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _compared(before: str, after: str) -> tuple[str, list[str], list[str], str]:
    """What both begin with, the units that are compared, what both end with.

    Comparing takes time with the product of both lengths: long texts are compared without what
    they begin and end with alike, then line by line, at last as a whole.
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if len(old) * len(new) <= MOST_PAIRS:
        return "", old, new, ""
    first = _alike(before, after)
    head, before, after = before[:first], before[first:], after[first:]
    last = _alike(before[::-1], after[::-1])
    tail = before[len(before) - last :]
    before, after = before[: len(before) - last], after[: len(after) - last]
    for units in (_TOKENS, _LINES):
        old, new = units.findall(before), units.findall(after)
        if len(old) * len(new) <= MOST_PAIRS:
            return head, old, new, tail
    return head, [before], [after], tail


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbouring changes as one removal and one addition."""
    joined: list[Piece] = []
    removed = added = ""
    for kind, text in [*pieces, ("same", "")]:
        if kind == "removed":
            removed += text
        elif kind == "added":
            added += text
        else:
            joined += [(k, t) for k, t in (("removed", removed), ("added", added)) if t]
            removed = added = ""
            if text:
                joined.append((kind, text))
    return joined
