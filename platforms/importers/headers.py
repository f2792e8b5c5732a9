"""Headers compared in one form, and the table of what each header means."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

_CURRENCY = re.compile(r"[(\[（【]\s*([A-Za-z]{3})\s*[)\]）】]\s*$")
# Three letters in brackets are a currency in capitals, and these in any letters.
_CURRENCIES = frozenset(
    ("TWD", "USD", "EUR", "JPY", "HKD", "CNY", "GBP", "SGD", "MYR", "KRW", "THB", "VND", "IDR",
     "PHP", "AUD", "NZD", "CAD", "MOP", "CHF", "INR")
)  # fmt: skip
_KANA = re.compile("[\u3041-\u30ff]")
_SECONDS = re.compile(r"(?:secs|seconds)$")
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00A0], None
)
_INVISIBLE[0x00A0] = " "

FIELD, EXTRA = "field", "extra"
COUNT, SECONDS, MINUTES, HOURS = "count", "seconds", "minutes", "hours"
MONEY, SHARE = "money", "share"
DECIMALS = frozenset((SECONDS, MINUTES, HOURS, MONEY, SHARE))


def clean(header: str) -> str:
    """The header as a person reads it: no marks that cannot be seen, no outer blanks."""
    return header.translate(_INVISIBLE).strip()


def width_of(cells: Sequence[str]) -> int:
    """How many columns a record fills: up to its last cell with something in it."""
    return max((place + 1 for place, text in enumerate(cells) if clean(text)), default=0)


@lru_cache(maxsize=8192)
def normal(header: str) -> str:
    """The header as it is compared: NFKC, one case, letters, digits and % only.

    Brackets, blanks, colons and invisible marks fall away, so ``Duration (sec)``,
    ``Duration sec`` and ``Duration（secs）`` are one; 佈 and 布 are one, 臺 and 台 too.
    """
    text = unicodedata.normalize("NFKC", header).casefold()
    text = text.replace("佈", "布").replace("臺", "台").replace("裡", "裏")
    text = "".join(letter for letter in text if letter.isalnum() or letter == "%")
    return _SECONDS.sub("sec", text)


def currency_of(header: str) -> tuple[str, str]:
    """``Estimated earnings (USD)`` → (``Estimated earnings``, ``USD``); no currency → ""."""
    text = clean(header)
    found = _CURRENCY.search(text)
    code = found[1].upper() if found else ""
    if found and (code == found[1] or code in _CURRENCIES):
        return text[: found.start()].strip(), code
    return text, ""


@dataclass(frozen=True, slots=True)
class Column:
    """One meaning a header can have.

    ``key`` is a field of the row (post_id, published …) or a measure; ``unit`` says how its
    cells are read. Where several columns mean one measure, only those of the lowest ``rank``
    present are used and the others are kept as extra.
    """

    key: str
    english: tuple[str, ...]
    chinese: tuple[str, ...] = ()
    unit: str = FIELD
    rank: int = 0


def fields(key: str, *english: str, zh: Sequence[str] = ()) -> Column:
    return Column(key, english, tuple(zh))


def measure(
    key: str, *english: str, zh: Sequence[str] = (), unit: str = COUNT, rank: int = 0
) -> Column:
    return Column(key, english, tuple(zh), unit, rank)


def extra(*english: str, zh: Sequence[str] = ()) -> Column:
    return Column("", english, tuple(zh), EXTRA)


@dataclass(slots=True)
class Binding:
    """A header row understood: which position holds which field, measure or extra."""

    header: list[str]
    fields: dict[str, list[int]] = field(default_factory=dict)
    measures: dict[str, list[int]] = field(default_factory=dict)
    shares: dict[str, int] = field(default_factory=dict)  # columns of percentages
    units: dict[int, str] = field(default_factory=dict)
    currency: dict[int, str] = field(default_factory=dict)
    extras: dict[int, str] = field(default_factory=dict)
    english: int = 0
    chinese: int = 0
    unknown: list[int] = field(default_factory=list)  # columns nobody knows

    @property
    def other(self) -> int:
        return len(self.unknown)

    @property
    def language(self) -> str:
        if self.chinese > self.english:
            return "zh-Hant"
        return "ja" if any(_KANA.search(name) for name in self.header) else "en"

    @property
    def known(self) -> int:
        return self.english + self.chinese

    def has(self, *keys: str) -> bool:
        """Every one of ``keys`` has a column."""
        return all(key in self.fields or key in self.measures for key in keys)

    def has_any(self, *keys: str) -> bool:
        return any(key in self.fields or key in self.measures for key in keys)


class ColumnSet:
    """The headers one family knows, looked up in their normal form."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.columns = tuple(columns)
        self._known: dict[str, tuple[Column, bool]] = {}
        for column in self.columns:
            for name in column.english:
                self._known.setdefault(normal(name), (column, False))
            for name in column.chinese:
                self._known.setdefault(normal(name), (column, True))

    def find(self, header: str) -> tuple[Column, bool] | None:
        """The column a header means and whether the header is Chinese."""
        found = self._known.get(normal(header))
        if found is None:
            base, currency = currency_of(header)
            if currency:
                found = self._known.get(normal(base))
        return found

    def bind(self, header: Sequence[str]) -> Binding:
        """Read a header row; unknown headers become extras under their own name."""
        binding = Binding([clean(cell) for cell in header])
        ranks: dict[str, dict[int, list[int]]] = {}
        for place, cell in enumerate(header):
            found = self.find(cell) if cell else None
            if found is None:
                if binding.header[place]:
                    binding.unknown.append(place)
                continue
            column, is_chinese = found
            if is_chinese:
                binding.chinese += 1
            else:
                binding.english += 1
            if column.unit == EXTRA:
                continue
            if column.unit == FIELD:
                binding.fields.setdefault(column.key, []).append(place)
                continue
            if column.unit == SHARE:
                binding.shares.setdefault(column.key, place)
                continue
            binding.units[place] = column.unit
            if column.unit == MONEY:
                binding.currency[place] = currency_of(cell)[1]
            ranks.setdefault(column.key, {}).setdefault(column.rank, []).append(place)
        for key, by_rank in ranks.items():
            binding.measures[key] = by_rank[min(by_rank)]
        self._name_extras(binding)
        return binding

    def _name_extras(self, binding: Binding) -> None:
        taken = {place for places in binding.measures.values() for place in places}
        taken.update(place for places in binding.fields.values() for place in places)
        taken.update(binding.shares.values())
        seen: dict[str, int] = {}
        for place, name in enumerate(binding.header):
            seen[name] = seen.get(name, 0) + 1
            if place not in taken and name:
                binding.extras[place] = name if seen[name] == 1 else f"{name} ({seen[name]})"
