"""What only some kinds of posts have: answers of a poll, the bubbles of a LINE message. Pure.

Kept in ``Entry.particulars``; a key that a kind does not have is not kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calendar_app.models.kinds import EntryKind

Word = Promise | str


@dataclass(frozen=True, slots=True)
class Particular:
    """One field. ``shape``: text | number | lines (one thing per line) | choice | choices."""

    key: str
    label: Word
    shape: str = "text"
    help: Word = ""
    most: int = 200  # letters of a text, or the largest number
    choices: Sequence[tuple[str, Word]] = ()


BUBBLES = (
    ("text", _("Text")),
    ("image", _("Picture")),
    ("video", _("Video")),
    ("rich", _("Rich message (a picture with links)")),
    ("card", _("Card message (several cards)")),
    ("coupon", _("Coupon")),
    ("survey", _("Survey")),
)
STICKERS = (
    ("", "—"),
    ("link", _("Link")),
    ("poll", _("Poll")),
    ("question", _("Question box")),
    ("quiz", _("Quiz")),
    ("countdown", _("Countdown")),
)

PARTICULARS: Mapping[str, tuple[Particular, ...]] = {
    EntryKind.STORY: (
        Particular("sticker", _("Sticker to tap on"), "choice", choices=STICKERS),
        Particular("sticker_text", _("What stands on it"), most=100),
    ),
    EntryKind.SHORT: (
        Particular("cover", _("Cover"), help=_("Which second or which picture."), most=120),
        Particular("sound", _("Music or sound"), help=_("With the right to use it."), most=120),
    ),
    EntryKind.VIDEO: (
        Particular("cover", _("Cover"), help=_("Which second or which picture."), most=120),
        Particular(
            "chapters", _("Chapters"), "lines", help=_("One a line: 0:00 Opening"), most=2000
        ),
    ),
    EntryKind.LIVE: (
        Particular("minutes", _("How long (minutes)"), "number", most=720),
        Particular("hosts", _("Who is in front of the camera"), most=200),
        Particular("run", _("Run of the show"), "lines", help=_("One step a line."), most=2000),
    ),
    EntryKind.POLL: (
        Particular(
            "answers",
            pgettext_lazy("poll", "Answers"),
            "lines",
            help=_("One a line; the text above asks the question."),
            most=1000,
        ),
        Particular("hours", _("How long it runs (hours)"), "number", most=8760),
    ),
    EntryKind.LINE: (
        Particular(
            "bubbles",
            _("What it consists of"),
            "choices",
            help=_("Three bubbles at most."),
            choices=BUBBLES,
        ),
        Particular(
            "notification",
            _("Words of the notification"),
            help=_("What the telephone shows before the message is opened."),
            most=1500,
        ),
        Particular("audience", _("Who gets it"), help=_("Empty: all friends."), most=200),
    ),
}


def read(kind: str, post: Any) -> dict[str, Any]:
    """Values of ``kind``'s fields from a form (a QueryDict), cleaned; empty ones are left out."""
    found: dict[str, Any] = {}
    for one in PARTICULARS.get(kind, ()):
        value = _read(one, post)
        if value not in ("", None, []):
            found[one.key] = value
    return found


def _read(one: Particular, post: Any) -> Any:
    name = f"p_{one.key}"
    text = str(post.get(name, "")).replace("\r\n", "\n").strip()
    if one.shape == "choices":
        known = [value for value, _label in one.choices]
        return [value for value in known if value in post.getlist(name)]
    if one.shape == "choice":
        return text if text in dict(one.choices) else ""
    if one.shape == "number":
        return min(int(text), one.most) if text.isdecimal() and len(text) < 6 else None
    if one.shape == "lines":
        return [line.strip() for line in text[: one.most].split("\n") if line.strip()]
    return text[: one.most]


def fields_of(values: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    """Every kind's fields for the composer, with what stands: only ``kind``'s own have values."""
    return [
        {
            "kind": key,
            "here": key == kind,
            "fields": [
                {"field": one, "value": _shown(one, values.get(one.key)) if key == kind else ""}
                for one in fields
            ],
        }
        for key, fields in PARTICULARS.items()
    ]


def _shown(one: Particular, value: Any) -> Any:
    if one.shape == "lines":
        return "\n".join(value or [])
    return "" if value is None else value


def lines_of(kind: str, values: Mapping[str, Any]) -> list[tuple[Word, str]]:
    """(label, words) of what is filled in, for previews, packs and differences."""
    found: list[tuple[Word, str]] = []
    for one in PARTICULARS.get(kind, ()):
        value = values.get(one.key)
        if value in (None, "", []):
            continue
        words = dict(one.choices)
        if one.shape == "choices":
            text = "＋".join(str(words.get(part, part)) for part in value)
        elif one.shape == "choice":
            text = str(words.get(value, value))
        elif one.shape == "lines":
            text = "\n".join(value)
        else:
            text = str(value)
        found.append((one.label, text))
    return found
