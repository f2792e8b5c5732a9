"""Signs between words, as the reader's language writes them: full width in Chinese.

Templates have the same as tags and filters (templatetags/signs.py), known everywhere without
loading: ``{% colon %}``, ``{{ names|listed }}``, ``{% bracketed %}…{% endbracketed %}``.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.utils.translation import get_language

T = TypeVar("T")

COLON = ("：", ": ")
COMMA = ("，", ", ")
LIST_COMMA = ("、", ", ")
SEMICOLON = ("；", "; ")
FULL_STOP = ("。", ". ")
BRACKETS = (("（", "）"), (" (", ")"))
QUOTES = (("「", "」"), ("“", "”"))


def sign(chinese_and_other: tuple[T, T]) -> T:
    """The one of the pair that belongs to the language in force."""
    return chinese_and_other[0 if (get_language() or "zh").startswith("zh") else 1]


def listed(names: Iterable[object]) -> str:
    """``甲、乙`` or ``a, b``."""
    return sign(LIST_COMMA).join(str(name) for name in names)


def labelled(label: object, text: object) -> str:
    """``支柱：產地`` or ``Pillar: origin``."""
    return f"{label}{sign(COLON)}{text}"


def aside(name: object, more: object) -> str:
    """``阿福（Facebook）`` or ``Fu (Facebook)``."""
    before, after = sign(BRACKETS)
    return f"{name}{before}{more}{after}"


def quoted(text: object) -> str:
    """``「甲」`` or ``“a”``."""
    before, after = sign(QUOTES)
    return f"{before}{text}{after}"


def clauses(parts: Iterable[object]) -> str:
    """``甲；乙`` or ``a; b``."""
    return sign(SEMICOLON).join(str(part) for part in parts)


def dotted(parts: Iterable[str]) -> str:
    """What narrows a figure down: ``Facebook・2026 Q3`` or ``Facebook · 2026 Q3``."""
    return sign(("・", " · ")).join(part for part in parts if part)


def spaced(parts: Iterable[str]) -> str:
    """Parts of one line of a head or foot: a full-width blank, or a dot between them."""
    return sign(("　", " · ")).join(part for part in parts if part)


def sentences(parts: Iterable[str]) -> str:
    """One after the other, as far as there are any: a blank between them but in Chinese."""
    return sign(("", " ")).join(part for part in parts if part)
