"""Search that finds two-character Chinese words on SQLite and PostgreSQL alike.

A text is kept as its words in lower case plus overlapping pairs of CJK characters; a query is
cut the same way and every piece must occur.
"""

import re
import unicodedata

from django.db.models import Q

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PIECES = re.compile(rf"[{_CJK}]+|[^\W{_CJK}]+")


def search_text(text: str) -> str:
    """Pieces separated and surrounded by blanks, so that a piece is found as a whole word."""
    pieces = dict.fromkeys(_cut(text))
    return f" {' '.join(pieces)} " if pieces else ""


def search_query(field: str, words: str) -> Q:
    """Rows whose ``field`` (made by search_text) has every piece of ``words``.

    The last Latin word matches as a beginning, so that results narrow while somebody types.
    """
    pieces = list(dict.fromkeys(_cut(words)))
    query = Q()
    for place, piece in enumerate(pieces):
        last_latin = place == len(pieces) - 1 and piece.isascii()
        query &= Q(**{f"{field}__contains": f" {piece}" if last_latin else f" {piece} "})
    return query


def _cut(text: str):
    folded = unicodedata.normalize("NFKC", text).casefold()
    for match in _PIECES.finditer(folded):
        run = match.group()
        if re.match(rf"[{_CJK}]", run):
            yield from run  # single characters, for one-character queries
            for start in range(len(run) - 1):
                yield run[start : start + 2]
        else:
            yield run
