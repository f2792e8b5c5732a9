"""What changed between two versions of a brief, field by field, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from planning.contents import Content, Line, ReadPiece, read
from workspaces.word_diff import word_diff


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one piece: ``pieces`` as ``<c-diff>`` takes them."""

    section: str
    title: str  # of the piece
    label: str  # of the field
    pieces: list[tuple[str, str]]


def compare(before: Content, now: Content) -> list[Change]:
    """Changes in reading order; rows that came or went are changes of each of their fields."""
    old = {(piece.kind, piece.id): piece for section in read(before) for piece in section.pieces}
    changes: list[Change] = []
    seen: set[tuple[str, int]] = set()
    for section in read(now):
        label = str(section.section.label)
        for piece in section.pieces:
            key = (piece.kind, piece.id)
            seen.add(key)
            changes += _of_piece(label, old.get(key), piece)
        gone = [
            piece
            for key, piece in old.items()
            if key not in seen and key[0] in section.section.pieces
        ]
        for piece in gone:
            changes += _of_piece(label, piece, None)
    return changes


def _of_piece(section: str, old: ReadPiece | None, new: ReadPiece | None) -> Iterator[Change]:
    piece = new or old
    assert piece is not None
    before = {line.field: line for line in old.lines} if old else {}
    after = {line.field: line for line in new.lines} if new else {}
    for field in dict.fromkeys([*after, *before]):
        was: Line | None = before.get(field)
        now: Line | None = after.get(field)
        was_text, now_text = was.text if was else "", now.text if now else ""
        if was_text != now_text:
            label = (now or was).label  # type: ignore[union-attr]
            yield Change(section, piece.title, label, word_diff(was_text, now_text))
