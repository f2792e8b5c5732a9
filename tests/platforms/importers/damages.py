"""What happens to files on their way to us, and what must come of it for every family."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from openpyxl import Workbook

from tests.samples.sample import Sample


@dataclass(frozen=True)
class Same:
    """The records of the undamaged file (or of ``like``), with exactly these new warnings."""

    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """The damaged row is rejected for a reason with this word; all others are as they were."""

    word: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """The whole file is refused with a sentence that holds this word."""

    word: str


@dataclass(frozen=True)
class Undamaged:
    """Like ``Same``, but of the undamaged file, where families keep what others take."""

    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Uncounted:
    """All rows are taken, the damaged figure of none: said in these warnings."""

    warnings: tuple[str, ...]


@dataclass(frozen=True)
class ByMinute:
    """All rows are taken; the post whose id is rounded is known by minute and text only."""

    warnings: tuple[str, ...] = ("ids_damaged",)


@dataclass(frozen=True)
class Dated:
    """All rows are taken; the damaged date, which has no year, was read as this day."""

    day: date
    warnings: tuple[str, ...] = ("year_assumed",)


Expect = Dated | ByMinute | Uncounted | Same | Rejected | Refused | Undamaged
Make = Callable[[Sample], bytes | None]


@dataclass(frozen=True)
class Damage:
    """``make`` gives the damaged file, None where a family has nothing to damage that way."""

    name: str
    make: Make
    expect: Expect
    like: Callable[[Sample], Sample] = lambda sample: sample
    but: tuple[tuple[str, Expect], ...] = ()  # families of which something else is expected

    def of(self, family: str) -> Expect:
        return dict(self.but).get(family, self.expect)


# How files are made.


def utf8(sample: Sample) -> bytes:
    return sample.text().encode("utf-8-sig")


def encoded(encoding: str, mark: bytes = b"") -> Make:
    return lambda sample: mark + sample.text().encode(encoding)


def chinese(encoding: str, words: str = "新茶上市") -> Make:
    def make(sample: Sample) -> bytes | None:
        if sample.chinese is None:
            return None
        return worded(sample.headed(sample.chinese), words).text().encode(encoding)

    return make


ACCENTS = "Déjà vu – “olé” à Málaga…"
HYPERLINK = '=HYPERLINK("http://evil.example","x")'


def worded(sample: Sample, words: str) -> Sample:
    return sample if sample.words is None else sample.cell(sample.words, words)


def western(encoding: str, words: str) -> Make:
    """English headers with accents in the texts, and no other letters in the file."""

    def make(sample: Sample) -> bytes | None:
        if sample.words is None or not all(name.isascii() for name in sample.head):
            return None
        return accented(sample, words).text().encode(encoding)

    return make


def accented(sample: Sample, words: str = ACCENTS) -> Sample:
    records = [
        [cell if cell.isascii() else "Cafe Olé" for cell in cells] for cells in sample.records
    ]
    return worded(replace(sample, records=records), words)


def written(
    separator: str = ",",
    line_end: str = "\n",
    *,
    told: bool = False,
    quoting: int = 0,
    top: int = 0,
) -> Make:
    def make(sample: Sample) -> bytes:
        first = f"sep={separator}{line_end}" if told else ""
        text = first + line_end * top + sample.text(separator, line_end, quoting)
        return text.encode("utf-8-sig")

    return make


def headed(change: Callable[[str], str]) -> Make:
    return lambda sample: utf8(sample.headed([change(name) for name in sample.head]))


def figure(text: str) -> Make:
    return lambda sample: utf8(sample.cell(sample.figure, text)) if sample.counts else None


def day(text: str) -> Make:
    return lambda sample: None if sample.day is None else utf8(sample.cell(sample.day, text))


def column(name: str, text: str) -> Make:
    def make(sample: Sample) -> bytes | None:
        place = getattr(sample, name)
        return None if place is None else utf8(sample.cell(place, text))

    return make


def reordered(sample: Sample) -> bytes:
    body = sample.records[sample.header :]
    turned = [cells[::-1] for cells in body]
    return utf8(replace(sample, records=[*sample.records[: sample.header], *turned]))


def figure_twice(text: str | None = None) -> Make:
    """The figure's column again, behind all others."""

    def make(sample: Sample) -> bytes | None:
        if text and not sample.counts:
            return None
        records = [list(cells) for cells in sample.records]
        for number, cells in enumerate(records):
            if number >= sample.header and len(cells) > sample.figure:
                cells.append(cells[sample.figure])
        if text is not None:
            records[sample.place][-1] = text
        return utf8(replace(sample, records=records))

    return make


def short(sample: Sample) -> bytes:
    """Empty cells at the end of a row dropped, as spreadsheets and Meta do."""
    records = [list(cells) for cells in sample.records]
    for cells in records[sample.first :]:
        while len(cells) > sample.figure + 1:
            cells.pop()
    return utf8(replace(sample, records=records))


def shortened(sample: Sample) -> Sample:
    records = [list(cells) for cells in sample.records]
    for cells in records[sample.first :]:
        cells[sample.figure + 1 :] = [""] * len(cells[sample.figure + 1 :])
    return replace(sample, records=records)


def long(sample: Sample) -> bytes:
    records = [list(cells) for cells in sample.records]
    records[sample.place] += ["", "17"]
    return utf8(replace(sample, records=records))


def cut_short(sample: Sample) -> bytes | None:
    """The file ends within a figure of its last row, before the row's other cells."""
    if not sample.counts or sample.place != -1 or sample.figure in (0, len(sample.head) - 1):
        return None
    text = sample.text()
    return text[: text.rindex("1938") + 2].encode("utf-8-sig")


def cut_within(sample: Sample) -> bytes | None:
    """The file ends within the very last figure: all cells are there, one of them half."""
    if not sample.counts or sample.place != -1 or sample.figure != len(sample.head) - 1:
        return None
    text = sample.text()
    return text[: text.rindex("1938") + 2].encode("utf-8-sig")


def cut_quoted(sample: Sample) -> bytes | None:
    if not sample.counts or sample.place != -1:
        return None
    text = sample.text(quoting=csv.QUOTE_ALL)
    return text[: text.rindex('"1938') + 3].encode("utf-8-sig")


def quoted_again(sample: Sample) -> bytes:
    """Each line as one quoted cell: a CSV that was pasted into one column and saved."""
    out = io.StringIO(newline="")
    lines = sample.text(line_end="\n").splitlines()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def cells_quoted_again(sample: Sample) -> bytes:
    records = [[f'"{cell}"' if cell else "" for cell in cells] for cells in sample.records]
    return utf8(replace(sample, records=records))


def as_number(text: str) -> object:
    return int(text) if text.isdigit() and len(text) < 15 and text[0] != "0" else text


def workbook(sample: Sample) -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for cells in sample.records:
        sheet.append([as_number(cell) if cell else None for cell in cells])
    book.save(out)
    return out.getvalue()


def formula(sample: Sample) -> bytes | None:
    """A figure as a formula that no spreadsheet program ever computed."""
    return workbook(sample.cell(sample.figure, "=1900+38")) if sample.counts else None


def html(sample: Sample) -> bytes:
    body = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in sample.records
    )
    return f"<html><body><table>{body}</table></body></html>".encode()


GUESSED = Same(("encoding_guessed",))
DAMAGED_ID = ("facebook_content", "instagram_content", "facebook_video", "mapped")
PLACED = ("meta_chart", "facebook_legacy_side", "youtube_totals",
          "youtube_breakdown")  # fmt: skip


# Without descriptions nobody knows which of two columns counts: neither does.
UNCLEAR = (("facebook_legacy_side", Uncounted(("columns_unclear",))),)


YEARLESS = tuple(
    (family, Dated(date(2026, 3, 4))) for family in ("tiktok_days", "tiktok_hours", "tiktok_videos")
)


def but(expect: Expect, *families: str) -> tuple[tuple[str, Expect], ...]:
    return tuple((family, expect) for family in families)


def cell_like(name: str, text: str) -> Callable[[Sample], Sample]:
    return lambda sample: sample.cell(getattr(sample, name), text)


def in_chinese(words: str) -> Callable[[Sample], Sample]:
    return lambda sample: worded(sample.headed(sample.chinese or []), words)


DAMAGES: tuple[Damage, ...] = (
    # Letters.
    Damage("utf-8", encoded("utf-8"), Same()),
    Damage("utf-8 with mark", encoded("utf-8-sig"), Same()),
    Damage("utf-16 with mark", encoded("utf-16"), Same()),
    Damage("utf-16 big with mark", encoded("utf-16-be", b"\xfe\xff"), Same()),
    Damage("utf-16 little bare", encoded("utf-16-le"), Same()),
    Damage("utf-16 big bare", encoded("utf-16-be"), Same()),
    Damage("utf-32", encoded("utf-32"), Same()),
    Damage("cp950", chinese("cp950"), GUESSED, in_chinese("新茶上市")),
    Damage("Big5-HKSCS", chinese("big5hkscs", "嘅茶"), GUESSED, in_chinese("嘅茶")),
    Damage("Mac Roman", western("mac_roman", ACCENTS), GUESSED, accented),
    Damage("Windows-1252", western("cp1252", ACCENTS), GUESSED, accented),
    # Lines and cells.
    Damage("CRLF", written(line_end="\r\n"), Same()),
    Damage("CR", written(line_end="\r"), Same()),
    Damage("semicolons", written(";"), Same()),
    Damage("tabs", written("\t"), Same()),
    Damage("bars", written("|"), Same()),
    Damage("sep=,", written(told=True), Same()),
    Damage("sep=;", written(";", told=True), Same()),
    Damage("sep=tab CRLF", written("\t", "\r\n", told=True), Same()),
    Damage("all quoted", written(quoting=csv.QUOTE_ALL), Same()),
    Damage("blank lines on top", written(top=3), Same()),
    Damage("lines quoted again", quoted_again, Same()),
    Damage("cells quoted again", cells_quoted_again, Same()),
    # Headers.
    Damage("upper case", headed(str.upper), Same()),
    Damage("lower case", headed(str.lower), Same()),
    Damage("blanks and marks", headed(lambda name: f"\ufeff {name}\u00a0"), Same()),
    Damage("columns turned round", reordered, Same(), but=(*but(Refused("known"), *PLACED), *but(Refused("first column"), "ga4"))),
    Damage("a column twice", figure_twice(), Same(), but=UNCLEAR),
    Damage("a column twice that differs", figure_twice("2938"), Same(("columns_differ",)),
           cell_like("figure", "2938"),
           but=(*but(Undamaged(), "meta_chart", "meta_audience"), *UNCLEAR)),
    # Rows.
    Damage("short rows", short, Same(), shortened),
    Damage("a long row", long, Rejected("more cells")),
    Damage("cut before the last row's figure", cut_short, Rejected("cut off")),
    Damage("cut within the last figure", cut_within, Same(("open_end",)), cell_like("figure", "19"),
           but=but(Same(), "tiktok_hours")),
    Damage("cut within quotation marks", cut_quoted, Rejected("cut off")),
    Damage("zero byte in a figure", figure("19\x0038"), Rejected("bytes")),
    # Numbers.
    Damage("1,938", figure("1,938"), Same()),
    Damage("1 938", figure("1 938"), Same()),
    Damage("1 938 with a narrow blank", figure("1\u202f938"), Same()),
    Damage("1 938,0", figure("1 938,0"), Same()),
    Damage("1.938,0", figure("1.938,0"), Same()),
    Damage("1938.0", figure("1938.0"), Same()),
    Damage("full width", figure("１９３８"), Same()),
    Damage('="1938"', figure('="1938"'), Same()),
    Damage("1.9萬", figure("1.9萬"), Same(("rounded_numbers",)), cell_like("figure", "19000")),
    Damage("NAN", figure("NAN"), Same(), cell_like("figure", ""), but=but(Rejected("no number"), "meta_audience")),
    Damage("—", figure("—"), Same(), cell_like("figure", ""), but=but(Rejected("no number"), "meta_audience")),
    Damage("3月4日 for a number", figure("3月4日"), Rejected("a date a spreadsheet made")),
    Damage("1.9E+3 for a number", figure("1.9E+3"), Rejected("rounded by a spreadsheet")),
    Damage("a formula for a number", figure("=1+1"), Rejected("formula")),
    # Dates.
    Damage("45292 for a date", day("45292"), Same(("dates_serial",)), cell_like("day", "2024-01-01")),
    Damage("45292.5 for a date", day("45292.5"), Same(("dates_serial",)),
           cell_like("day", "2024-01-01 12:00")),
    Damage("上午 and 下午", day("2024/1/5 下午 03:20"), Same(), cell_like("day", "2024-01-05 15:20")),
    Damage("3月4日 for a date", day("3月4日"), Rejected("not a date"), but=YEARLESS),
    Damage("##### for a date", day("########"), Rejected("not a date")),
    Damage("a day that is none", day("2025-02-30"), Rejected("not a date")),
    # Ids.
    Damage("an id in E+ form", column("number", "1.12E+15"), Rejected(""),
           but=(*but(ByMinute(), *DAMAGED_ID), *but(Undamaged(("ids_damaged",)), "x_posts"))),
    Damage("an id that is lost", column("number", "#NAME?"), Rejected(""),
           but=but(Undamaged(), "x_posts")),
    # Texts.
    Damage("a formula for a text", column("words", HYPERLINK), Same(), cell_like("words", HYPERLINK)),
    # Whole files.
    Damage("xlsx", workbook, Same()),
    Damage("xlsx with a formula never computed", formula, Rejected("formula")),
    Damage("a web page named .xls", html, Refused("web page")),
)  # fmt: skip
