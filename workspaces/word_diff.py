"""What changed between two texts, in pieces a reader follows: words in Latin, signs in Chinese."""

import re
from difflib import SequenceMatcher

_TOKENS = re.compile(r"[A-Za-z0-9]+(?:[.,%'’-][A-Za-z0-9]+)*%?|\s+|.", re.DOTALL)
SHORTEST_SAME = 2  # a single sign that happens to be equal inside a rewritten sentence is noise

Piece = tuple[str, str]  # "same" | "added" | "removed", text


def word_diff(before: str, after: str) -> list[Piece]:
    """Pieces in reading order; what was removed stands before what was added in its place."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        between = tag == "equal" and len(gone) < SHORTEST_SAME and pieces and (b < len(old))
        if tag == "equal" and not between:
            pieces.append(("same", gone))
            continue
        if gone:
            pieces.append(("removed", gone))
        if come:
            pieces.append(("added", come))
    return _joined(pieces)


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
