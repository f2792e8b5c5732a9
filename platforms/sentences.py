"""Sentences that outlive the language they were first said in.

Importers explain rows, tables and files in sentences that are kept and read later, perhaps by
somebody with another language. A ``Sentence`` is an ordinary text in the language of the moment
that still knows its msgid and its parts, so that it can be kept as those and said again.

Importers write ``from platforms.sentences import gettext as _``; everything else stays as usual.
"""

import json
from collections.abc import Mapping
from typing import Any, Self

from django.utils import translation

MARK = "say"  # the key by which a kept sentence is told from any other JSON object


class Sentence(str):
    """A translated text with the msgid and the parts it was made of.

    Parts are texts, numbers or sentences of their own.
    """

    __slots__ = ("msgid", "parts")
    msgid: str
    parts: Mapping[str, Any] | None

    def __new__(cls, msgid: str, parts: Mapping[str, Any] | None = None) -> Self:
        sentence = super().__new__(cls, _say(msgid, parts))
        sentence.msgid, sentence.parts = msgid, parts
        return sentence

    def __mod__(self, parts: Any) -> "Sentence":
        return Sentence(self.msgid, {key: _part(part) for key, part in parts.items()})

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.msgid, self.parts)

    def again(self) -> "Sentence":
        """The same in the language of now."""
        return again(kept(self))


def gettext(msgid: str) -> Sentence:
    """As Django's, and remembers what was said."""
    return Sentence(msgid)


def kept(text: str) -> dict[str, Any] | str:
    """A text as JSON can keep it; a plain text stays one."""
    if not isinstance(text, Sentence):
        return str(text)
    said: dict[str, Any] = {MARK: text.msgid}
    if text.parts:
        said["with"] = {
            key: kept(part) if isinstance(part, str) else part for key, part in text.parts.items()
        }
    return said


def again(said: Any) -> Any:
    """The reverse of ``kept``, in the language of now; what was never a sentence stays."""
    if not is_kept(said):
        return said
    parts = said.get("with")
    if parts is not None:
        parts = {key: again(part) for key, part in parts.items()}
    return Sentence(said[MARK], parts)


def is_kept(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get(MARK), str)
        and value.keys() <= {MARK, "with"}
    )


def all_kept(tree: Any) -> Any:
    """A tree of JSON values with every sentence in it as ``kept``."""
    if isinstance(tree, dict):
        return {key: all_kept(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [all_kept(value) for value in tree]
    return kept(tree) if isinstance(tree, str) else tree


def all_again(tree: Any) -> Any:
    """A tree of JSON values with every kept sentence said in the language of now."""
    if isinstance(tree, dict):
        if is_kept(tree):
            return again(tree)
        return {key: all_again(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [all_again(value) for value in tree]
    return tree


def packed(text: str) -> str:
    """A text for a column of plain text."""
    said = kept(text)
    return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)


def unpacked(text: str) -> str:
    """What ``packed`` made, said in the language of now."""
    if not text.startswith(f'{{"{MARK}": "'):
        return text
    try:
        said = json.loads(text)
    except ValueError:
        return text
    found = again(said)
    return found if isinstance(found, str) else text


def _part(part: Any) -> Any:
    """Numbers stay numbers and sentences sentences; a lazy text is said once and kept."""
    return part if isinstance(part, Sentence | int | float) else str(part)


def _say(msgid: str, parts: Mapping[str, Any] | None) -> str:
    text = translation.gettext(msgid) if msgid else ""
    if parts is None:
        return text
    try:
        return text % parts
    except (KeyError, TypeError, ValueError):
        # A translation made for a newer or older form of the sentence.
        return msgid
