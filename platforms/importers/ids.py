"""Ids as platforms write them and as spreadsheets ruin them."""

import re
from array import array
from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import parse_qsl, unquote, urlsplit

EXACT_DIGITS = 15  # what a spreadsheet keeps of a whole number
SORTED_AT_ONCE = 1 << 18
ENOUGH_ZEROS = 5  # so many zeros where any digit may stand are no accident
_DIGITS = re.compile(r"\d{4,40}", re.ASCII)
_FRACTION = re.compile(r"(\d{1,40})[.,]0*", re.ASCII)
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Id:
    """``sure`` ids are keys; others only say how the id began (``sure_digits`` of ``digits``)."""

    digits: str
    sure: bool = True
    sure_digits: int = 0


_AS_TEXT = re.compile(r'="(\d+)"', re.ASCII)  # how a spreadsheet is told to keep all digits


def _bare(text: str) -> str:
    text = text.strip().lstrip("'")
    found = _AS_TEXT.fullmatch(text)
    return found[1] if found else text


# A workbook's number of more than fifteen digits that ends in zeros: see ``workbooks.text_of``.
_AS_NUMBER = re.compile(r"^(\d{15}0+)\.0$", re.ASCII)


def whole(text: str) -> str:
    """The digits of an id that is beyond doubt by its own form, else "".

    ``100044310645639.00`` still is: fifteen digits survive a spreadsheet.
    """
    text = _bare(text)
    if _DIGITS.fullmatch(text):
        return text
    found = _FRACTION.fullmatch(text)
    if found and len(found[1]) <= EXACT_DIGITS and len(found[1].rstrip("0")) > len(found[1]) - 4:
        return found[1]
    return ""


def _rounded(digits: str) -> Id:
    kept = len(digits.rstrip("0"))
    return Id(digits, False, max(1, min(kept, EXACT_DIGITS)))


class Repeats:
    """Which keys of a column stand for more than one subject, whatever the number of rows.

    The first keys are kept with their subjects. Of further ones only eight bytes each: where
    those say that some key came twice, ``unsettled`` asks for a second walk over the rows,
    which keeps only keys that did. So the answer is exact and memory stays small.
    """

    FEW = 2000

    def __init__(self) -> None:
        self.shared: set[str] = set()
        self._first: dict[str, Hashable] = {}
        self._marks = array("q")
        self._twice: set[int] = set()
        self._later: dict[str, Hashable] = {}

    def add(self, key: str, subject: Hashable) -> None:
        """One row of the first walk."""
        if key in self._first:
            if self._first[key] != subject:
                self.shared.add(key)
        elif len(self._first) < self.FEW:
            self._first[key] = subject
        else:
            self._marks.append(hash(key))

    def unsettled(self) -> bool:
        """After the first walk: give every row to ``again``?"""
        self._twice = _twice(self._marks)
        self._marks = array("q")
        return bool(self._twice)

    def again(self, key: str, subject: Hashable) -> None:
        """One row of the second walk."""
        if hash(key) not in self._twice or key in self._first:
            return
        if self._later.setdefault(key, subject) != subject:
            self.shared.add(key)


def _twice(marks: "array[int]") -> set[int]:
    """The numbers that occur more than once, sorted by parts so that no long list is made."""
    found: set[int] = set()
    parts = 1 + len(marks) // SORTED_AT_ONCE
    for part in range(parts):
        last = None
        for mark in sorted(marks if parts == 1 else (m for m in marks if m % parts == part)):
            if mark == last:
                found.add(mark)
            last = mark
    return found


class IdSurvey:
    """All ids of a column, to tell whether a spreadsheet rounded them.

    Signs of damage: ``1.08E+15``, ``1122300000000000.00``, one id for different posts, or
    every id longer than fifteen digits ending in zeros (a few, where a workbook holds numbers).
    """

    def __init__(self) -> None:
        self.damaged = False
        self._repeats = Repeats()
        self._ending_in_zeros: set[str] = set()  # some; a handful tells enough
        self._lost = 0
        self._kept = False
        self._formed_badly = False
        self._as_number = False
        self._all_rounded = False

    def add(self, text: str, subject: str) -> None:
        text = _bare(text)
        if not text:
            return
        if number := _AS_NUMBER.fullmatch(text):
            text, self._as_number = number[1], True
        if not _DIGITS.fullmatch(text):
            self._formed_badly |= bool(_FRACTION.fullmatch(text) or _EXPONENT.fullmatch(text))
            return
        self._repeats.add(text, subject)
        if len(text) > EXACT_DIGITS:
            if text[EXACT_DIGITS:].strip("0"):
                self._kept = True
            elif self._lost < ENOUGH_ZEROS and text not in self._ending_in_zeros:
                self._ending_in_zeros.add(text)
                self._lost += len(text) - EXACT_DIGITS

    def unsettled(self) -> bool:
        """After the last ``add``: give every row to ``again`` before ``judge``?"""
        return self._repeats.unsettled()

    def again(self, text: str, subject: str) -> None:
        text = _AS_NUMBER.sub(r"\1", _bare(text))
        if _DIGITS.fullmatch(text):
            self._repeats.again(text, subject)

    def judge(self) -> None:
        """After the last walk."""
        enough = 1 if self._as_number else ENOUGH_ZEROS
        self._all_rounded = self._lost >= enough and not self._kept
        self.damaged = self._formed_badly or bool(self._repeats.shared) or self._all_rounded

    def read(self, text: str) -> Id | None:
        """One id of the column; None where nothing of it is left (``#NAME?``, words)."""
        text = _AS_NUMBER.sub(r"\1", _bare(text))
        if _DIGITS.fullmatch(text):
            if text in self._repeats.shared or (self._all_rounded and len(text) > EXACT_DIGITS):
                return _rounded(text)
            return Id(text)
        found = _FRACTION.fullmatch(text)
        if found and len(found[1]) >= 4:
            return _rounded(found[1])
        if _EXPONENT.fullmatch(text):
            number = Decimal(text.replace(",", "."))
            if number.adjusted() < 40:
                return _rounded(str(int(number)))
        return None


# The everyday form of a link, told without taking it apart.
_PLAIN_LINK = re.compile(
    r"https?://(?:www\.|m\.|web\.)?([a-z0-9.-]+\.[a-z]+)(/[A-Za-z0-9._/-]*[A-Za-z0-9._-])/?"
)
_KEPT_QUERY = ("story_fbid", "fbid", "id", "v")


def permalink(link: str) -> str:
    """A link in the one form it is compared in; "" where it cannot be a key.

    ``pfbid`` links differ between downloads of the same post, so they never are.
    """
    link = link.strip()
    everyday = _PLAIN_LINK.fullmatch(link)
    if everyday and "pfbid" not in link:
        return f"https://{everyday[1]}{everyday[2]}"
    if not link.lower().startswith(("http://", "https://")) or "pfbid" in link or " " in link:
        return ""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("web.")
        path = unquote(parts.path).rstrip("/")
    except ValueError:
        return ""
    kept = [(key, value) for key, value in parse_qsl(parts.query) if key in _KEPT_QUERY and value]
    if not host or (not path.strip("/") and not kept):
        return ""
    query = "&".join(f"{key}={value}" for key, value in sorted(kept))
    return f"https://{host}{path}" + (f"?{query}" if query else "")
