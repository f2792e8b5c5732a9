"""Text files to grids: which encoding, which separator, which records."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from platforms.importers.base import Grid, Record, Refusal, is_blank
from platforms.records import Warning_
from platforms.sentences import gettext as _

Opener = Callable[[], BinaryIO]
CHUNK = 1 << 18
LONGEST_CELL = 1 << 20
UNREADABLE = "\ufffd"  # stands for bytes that their encoding could not read

csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEP_LINE = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file, and how sure that is.

    ``bom`` bytes are skipped; ``guess`` encodings count only where the header is then known;
    ``damaged`` text is decoded with marks where bytes could not be read.
    """

    name: str
    bom: int = 0
    guess: bool = False
    damaged: bool = False


def encodings(open_file: Opener) -> list[Encoding]:
    """The encodings to try, best first. One certain answer, or guesses for 8-bit files."""
    with open_file() as stream:
        head = stream.read(CHUNK)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return [Encoding(name, len(mark), damaged=not _decodes(open_file, name, len(mark)))]
    wide = _wide(head)
    if wide:
        return [Encoding(wide, damaged=not _decodes(open_file, wide))]
    if b"\0" in head:
        raise Refusal(
            _("The file holds zero bytes where text should stand; it is damaged or not a table. "
              "Download it again.")
        )  # fmt: skip
    if _decodes(open_file, "utf-8"):
        return [Encoding("utf-8")]
    if _mostly_utf8(head):
        return [Encoding("utf-8", damaged=True)]
    return [Encoding(name, guess=True) for name in _ladder(head) if _decodes(open_file, name)]


def _ladder(head: bytes) -> tuple[str, ...]:
    """8-bit encodings, the likeliest first; Latin and Cyrillic text decode as Chinese too."""
    if not _looks_single_byte(head):
        return ("cp950", "big5hkscs", "cp932", "gb18030", "cp1251", "cp1252", "mac_roman")
    if len(_CYRILLIC_RUN.findall(head)) > len(_WESTERN.findall(head)):
        latin: tuple[str, ...] = ("cp1251", "cp1252", "mac_roman")
    elif len(_MAC.findall(head)) > len(_WINDOWS.findall(head)):
        latin = ("mac_roman", "cp1252", "cp1251")
    else:
        latin = ("cp1252", "mac_roman", "cp1251")
    return (*latin, "cp950", "big5hkscs", "cp932", "gb18030")


# Two or more high letters in a row are a Cyrillic word; Western accents stand alone.
_CYRILLIC_RUN = re.compile(rb"[\xc0-\xff\xa8\xb8\xb2\xb3\xaa\xba\xaf\xbf]{2,}")
_WESTERN = re.compile(rb"(?<![\x80-\xff])[\xc0-\xff](?![\x80-\xff])")
# Curly quotes, dashes and the commonest accents where each system keeps them.
_MAC = re.compile(rb"(?<![\x80-\xff])[\xd0-\xd5\xc9\x8e\x8f\x87\x8a\x9a\x9f](?![\x80-\xff])")
_WINDOWS = re.compile(rb"(?<![\x80-\xff])[\x91-\x94\x96\x97\x85\xe0-\xfc](?![\x80-\xff])")


def _decodes(open_file: Opener, name: str, skip: int = 0) -> bool:
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        with open_file() as stream:
            stream.read(skip)
            while chunk := stream.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: commas, digits and line ends leave a zero in every other byte."""
    sample = head[:4096]
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    pairs = len(sample) // 2
    if odd > pairs * 0.2 and even < odd * 0.1:
        return "utf-16-le"
    if even > pairs * 0.2 and odd < even * 0.1:
        return "utf-16-be"
    return None


_SURROGATE = re.compile("[\udc80-\udcff]")


def _mostly_utf8(head: bytes) -> bool:
    """Far more whole UTF-8 letters than broken ones: a damaged UTF-8 file, nothing else."""
    text = head.decode("utf-8", "surrogateescape")
    broken = len(_SURROGATE.findall(text))
    whole = sum(letter > "\x7f" for letter in text) - broken
    return whole > 5 * broken


def _looks_single_byte(head: bytes) -> bool:
    """High bytes that cannot be halves of Chinese letters.

    In Big5 and its kin every letter begins with a high byte and takes the next one with it:
    a high byte alone between ASCII letters, or a run of them that ends before a blank in an
    odd place, is a letter of one byte.
    """
    alone = odd = runs = 0
    for found in re.finditer(rb"[\x80-\xff]+", head):
        runs += 1
        length = found.end() - found.start()
        before = head[found.start() - 1 : found.start()]
        after = head[found.end() : found.end() + 1]
        if length == 1 and (before.isalpha() or before in (b" ", b'"')) and not after.isdigit():
            alone += 1
        elif length % 2 and not 0x40 <= (after or b"\0")[0] <= 0x7E:
            odd += 1
    return (alone + odd) * 2 > runs


def text_grid(open_file: Opener, member: str | None, encoding: Encoding) -> Grid:
    """The records of a text file under one encoding."""
    first = _first_line(open_file, encoding)
    told = _SEP_LINE.match(first)
    opening = _opening_text(open_file, encoding)
    separator = told[1] if told else _separator(opening)
    peel = _peeler(opening, separator)
    if peel is not None and not told:
        separator = peel.separator
    warnings: list[Warning_] = []
    grid = Grid(
        member,
        "",
        encoding.name,
        lambda: iter(()),
        warnings,
        guess=encoding.guess,
        separator=separator,
        damaged=encoding.damaged,
    )

    def records() -> Iterator[Record]:
        lines = _Lines(open_file, encoding)
        reader = csv.reader(lines, delimiter="," if peel is not None and peel.lines else separator)
        number = 0
        last: Record | None = None
        widths: set[int] = set()
        raw = ""
        try:
            for cells in reader:
                number += 1
                if lines.zeros:
                    grid.damaged = True
                if last is not None:
                    widths.add(len(last[1]))
                    yield last
                if told and number == 1:
                    cells = []  # says the separator and nothing else
                last = (number, cells if peel is None else peel.cells(cells))
                raw = lines.taken()
        except csv.Error as error:
            # A cell of a megabyte: a quotation mark that is never closed.
            raise Refusal(
                _("Record %(number)s cannot be read: a quotation mark is probably never closed.")
                % {"number": number + 1},
                rows=number,
            ) from error
        finally:
            lines.close()
        if last is not None:
            if not is_blank(last[1]) and _is_cut_off(raw, last[1], widths, separator):
                last = (last[0], [*last[1], CUT_OFF])
            elif _ends_openly(raw, last[1]):
                grid.open_end = number
            yield last

    grid.records = records
    return grid


CUT_OFF = "\x00cut off"  # appended to a last record in whose middle the file ends


def _is_cut_off(raw: str, cells: list[str], widths: set[int], separator: str) -> bool:
    """Does the file end within its last record, so that its last cell may be half a cell?

    Within quotation marks it surely does. Without a line end it may: a record shorter than
    all others that stops behind a figure is taken for cut off, one that stops behind a
    separator, or has the width of others, is not.
    """
    try:
        list(csv.reader(io.StringIO(raw, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        if "end of data" in str(error):
            return True
    if raw.endswith(("\n", "\r")) or not cells[-1].strip():
        return False
    return len(cells) < max(widths, default=0) and len(cells) not in widths


def _ends_openly(raw: str, cells: list[str]) -> bool:
    """Does the file end behind a cell, where downloads end with a line?"""
    return not raw.endswith(("\n", "\r")) and bool(cells) and bool(cells[-1].strip())


@dataclass(frozen=True, slots=True)
class _Peeler:
    """Takes off quotation marks that were put around what was quoted already.

    ``lines``: each record is one quoted cell (a table pasted into one column and saved);
    otherwise each cell was quoted again.
    """

    separator: str
    lines: bool

    def cells(self, cells: list[str]) -> list[str]:
        if not self.lines:
            return [_unquoted(cell) for cell in cells]
        if len(cells) != 1 or not cells[0]:
            return cells
        return next(csv.reader(io.StringIO(cells[0], newline=""), delimiter=self.separator), [])


def _unquoted(cell: str) -> str:
    if len(cell) >= 2 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


def _peeler(opening: str, separator: str) -> _Peeler | None:
    """What is to be taken off the records of a text, None where nothing was quoted twice."""
    found = [cells for cells in _records(opening, separator, 12) if not is_blank(cells)]
    wide = [cells for cells in found if len(cells) > 1]
    if wide:
        filled = [cell for cell in wide[0] if cell.strip()]
        return _Peeler(separator, False) if all(map(_is_quoted, filled)) else None
    packed = [cells[0] for cells in _records(opening, ",", 12) if len(cells) == 1 and cells[0]]
    if not packed or not opening.lstrip("\ufeff\r\n").startswith('"'):
        return None
    best = max((",", "\t", ";"), key=lambda one: sum(len(row) > 1 for row in _inner(packed, one)))
    widths = [len(row) for row in _inner(packed, best) if len(row) > 1]
    # A header and rows of its width: not a town called “Taipei, Taiwan”.
    return _Peeler(best, True) if len(widths) > 1 and len(set(widths[:2])) == 1 else None


def _inner(packed: list[str], separator: str) -> list[list[str]]:
    return [_records(text, separator, 1)[0] for text in packed]


def _is_quoted(cell: str) -> bool:
    return len(cell) > 2 and cell[0] == cell[-1] == '"'


def _records(text: str, separator: str, most: int) -> list[list[str]]:
    """The first records of a text; what the reader refuses ends them."""
    found: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            found.append(cells)
            if len(found) >= most:
                break
    except csv.Error:
        pass
    return found or [[]]


class _Lines:
    """Decoded lines of a file; zero bytes are marked as letters that could not be read."""

    def __init__(self, open_file: Opener, encoding: Encoding) -> None:
        self.zeros = False
        self._taken: list[str] = []
        self._raw = open_file()
        self._raw.read(encoding.bom)
        # Rows with unreadable bytes are rejected one by one, never decoded to something else;
        # a header or title with such bytes keeps a mark that every database can hold.
        name = "utf-8" if encoding.name == "utf-8-sig" else encoding.name
        if name == "utf-32":
            self._raw.close()
            self._raw = open_file()
        self._text = io.TextIOWrapper(
            self._raw, encoding=name, errors="replace" if encoding.damaged else "strict", newline=""
        )

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._text)
        if "\0" in line:
            self.zeros = True
            line = line.replace("\0", UNREADABLE)
        self._taken.append(line)
        return line

    def taken(self) -> str:
        """The lines read since the last call."""
        text = "".join(self._taken)
        self._taken.clear()
        return text

    def close(self) -> None:
        self._text.close()


def _first_line(open_file: Opener, encoding: Encoding) -> str:
    lines = _Lines(open_file, encoding)
    try:
        return lines._text.readline(4096)
    finally:
        lines.close()


def _opening_text(open_file: Opener, encoding: Encoding) -> str:
    lines = _Lines(open_file, encoding)
    try:
        return lines._text.read(16384)
    finally:
        lines.close()


def _separator(opening: str) -> str:
    """Comma, tab, semicolon or bar: the one that cuts the opening records into most cells."""
    widths: dict[str, int] = {}
    for separator in (",", "\t", ";", "|"):
        try:
            records = csv.reader(io.StringIO(opening, newline=""), delimiter=separator)
            spoken = (cells for cells in records if not is_blank(cells) and cells[0][:1] != "#")
            widths[separator] = max(
                (len(cells) for cells, _n in zip(spoken, range(6), strict=False)), default=0
            )
        except csv.Error:
            widths[separator] = 0
    return max(widths, key=lambda separator: widths[separator])
