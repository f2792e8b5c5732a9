"""Text made of pieces, so that no digit reaches paper but through the figure book.

A computed sentence is a list of plain text, cited figures, dates and quoted words. Plain text
may not hold a digit: a digit is either a figure (with its birth certificate), a date, or words
somebody typed (a name, a post's text, a metric's label such as "3-second video views").
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any, Generic, TypeVar, overload

from reports.figures import CitedFigure


@dataclass(frozen=True, slots=True)
class DateText:
    """A day, a moment, a period or a version number, already formatted (platforms.display)."""

    text: str


@dataclass(frozen=True, slots=True)
class QuotedText:
    """Words that people or platforms wrote: names, titles, post texts, labels with digits."""

    text: str


Piece = str | CitedFigure | DateText | QuotedText
Pieces = tuple[Piece, ...]
TextLike = Piece | Sequence[Piece] | None

Given = TypeVar("Given")
Held = TypeVar("Held")


class Kept(Generic[Given, Held]):
    """The type of a frozen field that takes ``Given`` and holds ``Held``.

    Only annotations name it: ``__post_init__`` does the turning. The type checker reads it as a
    descriptor, so that a block is built from loose text and read as guarded pieces; it does so
    only where the class body assigns a default, hence ``= EMPTY`` even on what is always given.
    """

    @overload
    def __get__(self, instance: None, owner: Any) -> "Kept[Given, Held]": ...
    @overload
    def __get__(self, instance: object, owner: Any) -> Held: ...
    def __get__(self, instance: object | None, owner: Any) -> Any:
        raise NotImplementedError

    def __set__(self, instance: object, value: Given) -> None:
        raise NotImplementedError


Text = Kept[TextLike, Pieces]
Texts = Kept[Sequence[TextLike], tuple[Pieces, ...]]
# The default of a field that may stay empty; Any, because a field's default is not converted.
EMPTY: Any = ()


class LooseDigit(ValueError):
    """A computed sentence carries a digit that nobody can trace."""


def assert_no_loose_digits(pieces: Iterable[Piece]) -> None:
    """Raise ``LooseDigit`` if plain text holds a digit (full-width and other scripts too)."""
    for piece in pieces:
        if isinstance(piece, str) and any(letter.isdigit() for letter in piece):
            raise LooseDigit(
                f"“{piece}” holds a digit outside the figure book. Cite the number with "
                "FigureBook.cite, or pass a date as DateText and a name as QuotedText."
            )


def pieces_of(value: Piece | Iterable[Piece] | None) -> Pieces:
    """One piece or many as a tuple, lazy translations made text; digits are guarded."""
    if value is None:
        return ()
    many = value if isinstance(value, (list, tuple)) else (value,)
    pieces = tuple(_plain(piece) for piece in many)
    assert_no_loose_digits(pieces)
    return tuple(piece for piece in pieces if piece != "")


def _plain(piece: object) -> Piece:
    return piece if isinstance(piece, Piece) else str(piece)  # a lazy translation


def compose(template: str, /, **parts: Piece | Iterable[Piece]) -> Pieces:
    """A translated sentence with ``{name}`` places filled by pieces.

    ``compose(_("{rate} of those reached took part."), rate=figure)``. ``KeyError`` when the
    sentence names a part that was not given.
    """

    def filled() -> Iterator:
        for literal, name, _spec, _conversion in Formatter().parse(str(template)):
            if literal:
                yield literal
            if name is not None:
                part = parts[name]
                yield from part if isinstance(part, (list, tuple)) else (part,)

    return pieces_of(list(filled()))


def text_of(pieces: Iterable[Piece]) -> str:
    """The pieces as plain text, as a reader would say them aloud (no codes)."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in pieces)
