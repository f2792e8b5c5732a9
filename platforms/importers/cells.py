"""Cells to numbers: whole counts, durations, money, percentages; never a guess.

``None`` means "not reported". A cell that should hold a number and does not raises
``NotANumber`` with the sentence for the editor.
"""

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from platforms.sentences import gettext as _

# Far above any count, money in micros or time in ms, and so low that sums fit a BigInteger.
LARGEST = 10**16

MISSING = frozenset(
    (
        "", "-", "--", "---", "–", "—", "——", "−", "nan", "undefined", "n/a", "na", "#n/a",
        "null", "none", "不適用", "無資料", "沒有資料", "暫無資料", "無",
    )
)  # fmt: skip
_DROPPED = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00AD], None)
_GROUPED = re.compile(r"[+-]?\d{1,3}([, '’])(?:\d{2,3}\1)*\d{3}(?:\.\d+)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_EXPONENT = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d+", re.ASCII)
# One blank or point between thousands and a comma behind them leave no doubt.
_COMMA_END = re.compile(r"[+-]?\d{1,3}([ .'’])\d{3}(?:\1\d{3})*,\d+", re.ASCII)
_AS_TEXT = re.compile(r'="([^"]*)"')  # how a spreadsheet is told to keep a text as it is
_SCALED = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?) ?([kmb千萬万億亿]|百萬)", re.ASCII | re.IGNORECASE)
_SCALES = {
    "k": 3, "m": 6, "b": 9, "千": 3, "萬": 4, "万": 4, "百萬": 6, "億": 8, "亿": 8,
}  # fmt: skip
_CLOCK = re.compile(r"(-?)(\d{1,6}):([0-5]?\d)(?::([0-5]?\d(?:\.\d+)?))?", re.ASCII)
_DATELIKE = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{1,2}[.\-/ ][^\W\d_]{3,}|\d{1,4}[-/]\d{1,2}(?:[-/]\d+)?"
)
_AS_WRITTEN = re.compile(r"^'(?=[+-]?[\d.])", re.ASCII)  # a spreadsheet's mark for "this is a text"
_BRACKETED = re.compile(r"^\((\d[\d,.]*)\)$", re.ASCII)  # how accountants write what is below zero
_MONEY_END = re.compile(r"\s*(?:元|円|圓|[A-Z]{3}|[$€£¥₩₹])$")
_MONEY_SIGN = re.compile(r"^([+-]?)\s*(?:NT\$|US\$|HK\$|[A-Z]{3}|[$€£¥₩₹])\s*")


class NotANumber(ValueError):
    """A cell that is not a number where one must stand; ``sentence`` says what was found."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def plain(cell: str) -> str:
    """A cell without marks that cannot be seen, in half-width letters, without outer blanks."""
    if cell.isascii():
        return cell.strip()
    return unicodedata.normalize("NFKC", cell.translate(_DROPPED)).strip()


def is_missing(cell: str) -> bool:
    """The file's ways to say "not reported"; never the digit 0."""
    return plain(cell).casefold() in MISSING


def shown(cell: str) -> str:
    """The cell as a sentence can quote it."""
    text = " ".join(cell.split())
    return text if len(text) <= 40 else text[:39] + "…"


def is_rounded(cell: str) -> bool:
    """Written as 1.2K or 3.4萬: a copy of a screen, true only to its last digit."""
    return _SCALED.fullmatch(plain(cell)) is not None


def _amount(cell: str) -> Decimal | None:
    """The cell as an exact decimal, None where it says "not reported"."""
    text = plain(cell)
    if text.casefold() in MISSING:
        return None
    text = text.replace("−", "-")
    if text[0] in "'(":
        text = _BRACKETED.sub(r"-\1", _AS_WRITTEN.sub("", text))
    if len(text) > 60:
        raise NotANumber(_("“%(cell)s” is not a number.") % {"cell": shown(cell)})
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        return Decimal(re.sub(r"[, '’]", "", text))
    scaled = _SCALED.fullmatch(text)
    if scaled:
        return Decimal(scaled[1].replace(",", "")).scaleb(_SCALES[scaled[2].casefold()])
    if _COMMA_END.fullmatch(text):
        return Decimal(re.sub(r"[ .'’]", "", text).replace(",", "."))
    if text.startswith("="):
        return _of_formula(text)
    if _EXPONENT.fullmatch(text):
        raise NotANumber(
            _("“%(cell)s” was rounded by a spreadsheet; take the number from the original file.")
            % {"cell": shown(cell)}
        )
    if _DATELIKE.fullmatch(text):
        raise NotANumber(
            _("“%(cell)s” is a date a spreadsheet made of a number; take the original file.")
            % {"cell": shown(cell)}
        )
    raise NotANumber(_("“%(cell)s” is not a number.") % {"cell": shown(cell)})


def _of_formula(text: str) -> Decimal | None:
    kept = _AS_TEXT.fullmatch(text)
    if kept and not kept[1].startswith("="):
        return _amount(kept[1])
    raise NotANumber(
        _("“%(cell)s” is a formula, and its result is not in the file; open the file with a "
          "spreadsheet program, save it, and import it again.")
        % {"cell": shown(text)}
    )  # fmt: skip


def _within(number: int, cell: str) -> int:
    if abs(number) > LARGEST:
        raise NotANumber(_("“%(cell)s” is larger than any count can be.") % {"cell": shown(cell)})
    return number


def is_figure(cell: str) -> bool:
    """Is the cell a number, whatever it counts, and no id?"""
    try:
        amount = _amount(cell.removesuffix("%"))
    except NotANumber:
        return False
    return amount is not None and abs(amount) < 10**12


def count(cell: str) -> int | None:
    """A whole number: 1938, 1,938, 1938.0, １９３８, 1.2K, 3.4萬, -28."""
    if len(cell) <= 15 and cell.isascii() and cell.isdigit():
        return int(cell)
    amount = _amount(cell)
    if amount is None:
        return None
    if amount != amount.to_integral_value():
        raise NotANumber(_("“%(cell)s” is not a whole number.") % {"cell": shown(cell)})
    return _within(int(amount), cell)


def scaled(cell: str, factor: int) -> int | None:
    """A decimal times ``factor``, rounded half to even: seconds to ms, money to micros."""
    amount = _amount(cell)
    if amount is None:
        return None
    number = int((amount * factor).to_integral_value(ROUND_HALF_EVEN))
    return _within(number, cell)


def milliseconds(cell: str, factor: int = 1000) -> int | None:
    """Seconds (``factor`` 1000), hours (3,600,000) or h:mm:ss, in milliseconds."""
    found = clock(cell)
    return scaled(cell, factor) if found is None else _within(found, cell)


def clock(cell: str) -> int | None:
    """``0:13:29`` or ``4:34`` in milliseconds; None where the cell has no such form."""
    found = _CLOCK.fullmatch(plain(cell))
    if not found:
        return None
    sign, first, second, third = found.groups()
    if third is None:
        total = Decimal(int(first) * 60 + int(second))
    else:
        total = Decimal(int(first) * 3600 + int(second) * 60) + Decimal(third)
    return int(total * 1000) * (-1 if sign else 1)


_COMMA_DECIMAL = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_COMMA_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+", re.ASCII)


def with_point(cell: str) -> str:
    """``96808,007`` as ``96808.007``; other forms stay."""
    text = _bare_money(cell).removesuffix("%").rstrip()
    return text.replace(",", ".") if _COMMA_DECIMAL.fullmatch(text) else cell


_POINT_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)


def without_points(cell: str) -> str:
    """``1.938`` as ``1938``, where decimals have a comma; other forms stay."""
    text = plain(cell)
    return text.replace(".", "") if _POINT_GROUPS.fullmatch(text) else cell


class CommaVotes:
    """Whether the comma of a table's decimals is a decimal point."""

    def __init__(self) -> None:
        self._points = self._surely = self._maybe = 0

    def add(self, cell: str) -> None:
        if "," not in cell and "，" not in cell and (self._points or "." not in cell):
            return
        text = _bare_money(cell).removesuffix("%").rstrip()
        if "." in text and _PLAIN.fullmatch(text):
            self._points += 1
        elif _COMMA_DECIMAL.fullmatch(text):
            if _COMMA_GROUPS.fullmatch(text):
                self._maybe += 1
            else:
                self._surely += 1

    def decide(self, *, semicolons: bool) -> bool:
        if self._points:
            return False
        return self._surely > 0 or (semicolons and self._maybe > 0)


def micros(cell: str) -> int | None:
    """An amount of money in millionths: ``0.024`` → 24000; a currency sign may stand before."""
    return scaled(_bare_money(cell), 1_000_000)


def _bare_money(cell: str) -> str:
    """An amount without its currency, before or behind it."""
    text = plain(cell)
    if text.casefold() in MISSING:
        return text
    return _MONEY_END.sub("", _MONEY_SIGN.sub(r"\1", text))


def share(cell: str) -> int | None:
    """A percentage, with or without its sign, in parts per million: ``10.6`` → 106000."""
    return scaled(plain(cell).removesuffix("%").rstrip(), 10_000)


def extra_value(cell: str) -> str | int | float | None:
    """A cell kept beyond our measures: a number where it plainly is one, else its text."""
    text = plain(cell)
    if text.casefold() in MISSING:
        return None
    if len(text) <= 15 and (text.isdigit() or _PLAIN.fullmatch(text)):
        try:
            amount = Decimal(text)
        except InvalidOperation:
            return cell.strip()
        if text.isdigit() and (len(text) == 1 or text[0] != "0"):
            return int(text)
        if "." in text:
            return float(amount)
        return int(amount) if text[0] in "+-" else cell.strip()
    return cell.strip()
