"""Cells of an edited timeline as values: days, shares, milestones, numbers of tasks."""

import unicodedata
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from workspaces.http import day_said

_YES = {"◆", "是", "yes", "y", "true", "1", "v", "✓", "x"}
_NO = {"", "否", "no", "n", "false", "0", "-", "—"}


class Wrong(Exception):
    """A row cannot be taken; the text is the reason."""


def day(value: Any) -> date:
    """Within the years that forms take too: 0206/12/3 is a slip of the hand, never a plan."""
    text = value.isoformat() if isinstance(value, date) else str(value or "").strip()
    for shape in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"):
        try:
            found = datetime.strptime(text, shape).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
        if day_said(found.isoformat()):
            return found
    if not text:
        raise Wrong(_("The start or the due day is empty."))
    raise Wrong(_("“%(text)s” is not a day. Write it like 2026/12/3.") % {"text": text})


def percent(value: Any) -> int:
    if value in (None, ""):
        return 0
    text = str(value).strip()
    share = text.endswith("%")
    try:
        number = float(text.rstrip("%"))
    except ValueError:
        number = -1
    if not share and 0 < number < 1:
        number *= 100  # a cell shown as a percentage
    if not 0 <= number <= 100:
        raise Wrong(_("Progress is “%(text)s”. Write a number from 0 to 100.") % {"text": text})
    return round(number)


def mark(value: Any) -> str:
    text = str(value if value is not None else "").strip().lower()
    if text in _YES:
        return "◆"
    if text in _NO:
        return ""
    raise Wrong(
        _("“%(text)s” does not say whether it is a milestone. Write ◆ or nothing.") % {"text": text}
    )


def number_text(value: Any) -> str:
    """``３，5+2`` as ``3、5+2``: digits of a Chinese keyboard count too."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFKC", str(value if value is not None else ""))
    parts = text.replace(",", "、").split("、")
    return "、".join(part.strip() for part in parts if part.strip())
