"""What people type into a document's judgement parts, as paragraphs and list items."""

import re
from dataclasses import dataclass

_BULLET = re.compile(r"^\s*[-•・*‧]\s*(?=\S)")
_NUMBER = re.compile(r"^\s*\d{1,2}[.、)）]\s*(?=\D)")


@dataclass(frozen=True, slots=True)
class Line:
    kind: str  # "paragraph", "bullet" or "number"
    text: str


def lines_of(text: str) -> list[Line]:
    """Every non-empty line: ``- `` or ``・`` begins a bullet, ``1. `` a numbered item."""
    lines = []
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not raw.strip():
            continue
        if match := _BULLET.match(raw):
            lines.append(Line("bullet", raw[match.end() :].strip()))
        elif match := _NUMBER.match(raw):
            lines.append(Line("number", raw[match.end() :].strip()))
        else:
            lines.append(Line("paragraph", raw.strip()))
    return lines
