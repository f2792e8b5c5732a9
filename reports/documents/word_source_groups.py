"""The short Sources section: one row per metric, with every code that stands for a figure of it.

The workbook of the same report lists inputs and row numbers figure by figure, and so do the
comments; here they would fill more pages than the report. Every code keeps its own place, so that
the links in the text still lead to it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.documents import word_tables
from reports.documents.brand import RULE, tint
from reports.documents.canvas import Canvas
from reports.documents.word_text import bookmark_of
from reports.figures import CitedFigure, FigureBook
from workspaces.punctuation import dotted

SIZE, SMALL = 7.5, 7
_SHARES = (0.25, 0.55, 0.2)
_STAYS = "\u00a0"  # a value stays on the line of its code


_WHEN = ("period", "read_by")


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Figures of one metric; ``scope`` and ``formula`` are what all of them have in common."""

    label: str
    formula: str
    scope: tuple[tuple[str, str], ...]
    figures: Sequence[CitedFigure]


def source_groups(book: Iterable[CitedFigure]) -> list[SourceGroup]:
    """In the order in which a metric is first cited."""
    found: dict[tuple, list[CitedFigure]] = {}
    for figure in book:
        key = (figure.metric, figure.version, figure.label, figure.unit)
        found.setdefault(key, []).append(figure)
    return [_group(figures) for figures in found.values()]


def _group(figures: list[CitedFigure]) -> SourceGroup:
    common = set(figures[0].scope).intersection(*(figure.scope for figure in figures))
    scope = tuple(pair for pair in figures[0].scope if pair in common)
    formulas = {figure.formula for figure in figures}
    formula = formulas.pop() if len(formulas) == 1 else ""
    return SourceGroup(figures[0].label, formula, scope, figures)


def usual_when(book: Iterable[CitedFigure]) -> tuple[str, ...]:
    """The days, and the day they are read by, of most figures: said once and not every time."""
    told = Counter(_when(figure) for figure in book)
    told.pop(("", ""), None)
    return max(told, key=lambda when: told[when], default=())


def _when(figure: CitedFigure) -> tuple[str, str]:
    scope = dict(figure.scope)
    return scope.get("period", ""), scope.get("read_by", "")


def scope_text(
    figure: CitedFigure, usual: tuple[str, ...], told: Sequence[tuple[str, str]] = ()
) -> str:
    """What of its scope neither goes without saying nor has been ``told`` of the whole group."""
    period, read_by = _when(figure)
    silent = set(_WHEN) if (period, read_by) == usual else set()
    if usual and read_by and read_by == usual[1]:
        silent.add("read_by")  # other days, read by the same day
    return dotted(
        text for key, text in figure.scope if text and key not in silent and (key, text) not in told
    )


def numbers_text(numbers: Iterable[int]) -> str:
    """``1–4、7``, in the sign of the language."""
    stretches: list[list[int]] = []
    for number in sorted(set(numbers)):
        if stretches and number == stretches[-1][1] + 1:
            stretches[-1][1] = number
        else:
            stretches.append([number, number])
    shown = (str(a) if a == b else f"{a}–{b}" for a, b in stretches)
    return pgettext("list of numbers", ", ").join(shown)


def by_text(
    figures: Sequence[CitedFigure], text_of: Callable[[CitedFigure], str]
) -> list[tuple[str, list[str]]]:
    """(text, codes it is said of); no codes where it is said of all."""
    found: dict[str, list[str]] = {}
    for figure in figures:
        if text := text_of(figure):
            found.setdefault(text, []).append(figure.code)
    return [(text, [] if len(codes) == len(figures) else codes) for text, codes in found.items()]


def draw_groups(canvas: Canvas, book: FigureBook, files: dict[tuple[str, str], int]) -> None:
    grid = word_tables.Grid(canvas, [canvas.width * share for share in _SHARES], padding=4)
    grid.describe(_("Sources"))
    head = grid.row(header=True)
    for label in (_("Figure and formula"), _("Codes and values"), _("Files and remarks")):
        box = head.cell(
            fill=tint(canvas.accents[0], 0.08), borders={"bottom": (8, canvas.accents[0])}
        )
        canvas.writer.run(box.paragraph("Report Table"), label, bold=True, size=SIZE)
    usual = usual_when(book)
    number = 9000
    for group in source_groups(book):
        row = grid.row(whole=len(group.figures) < 60)
        meaning, codes, origin = (row.cell(borders={"bottom": (4, RULE)}) for _share in _SHARES)
        _meaning(canvas, meaning, group, usual)
        number = _codes(canvas, codes, group, usual, number)
        _origin(canvas, origin, group, files)
    canvas.after_table(None)


def _meaning(
    canvas: Canvas, box: word_tables.CellBox, group: SourceGroup, usual: tuple[str, ...]
) -> None:
    write = canvas.writer.run
    write(box.paragraph("Report Table"), group.label, size=SIZE)
    others = [pair for pair in group.figures[0].scope if pair not in group.scope]
    scope = scope_text(group.figures[0], usual, others)
    for text in (group.formula, scope):
        if text:
            write(box.paragraph("Report Label"), text, size=SMALL)


def _codes(
    canvas: Canvas,
    box: word_tables.CellBox,
    group: SourceGroup,
    usual: tuple[str, ...],
    number: int,
) -> int:
    """Every figure with a bookmark of its own; answers the number of the next bookmark."""
    write = canvas.writer.run
    paragraph = box.paragraph("Report Table")
    last = group.figures[-1]
    end = pgettext("between figures", "; ")
    for figure in group.figures:
        canvas.writer.bookmark(paragraph, bookmark_of(figure.code), number)
        number += 1
        write(paragraph, figure.code, bold=True, size=SMALL)
        own = " ".join(
            part
            for part in (
                scope_text(figure, usual, group.scope),
                "" if group.formula else figure.formula,
            )
            if part
        )
        text = f" {own}{_(': ')}{figure.text}" if own else f"{_STAYS}{figure.text}"
        write(paragraph, text if figure is last else f"{text}{end}", size=SMALL)
    for reason, codes in by_text(group.figures, lambda figure: figure.reason):
        write(box.paragraph("Report Label"), _said(reason, codes), size=SMALL)
    return number


def _origin(
    canvas: Canvas,
    box: word_tables.CellBox,
    group: SourceGroup,
    files: dict[tuple[str, str], int],
) -> None:
    numbers = {
        files[part.file, part.sha256] for figure in group.figures for part in figure.source.files
    }
    lines = [_("File {number}").format(number=numbers_text(numbers))] if numbers else []
    notes = by_text(group.figures, lambda figure: figure.source.note)
    lines += [_said(note, codes) for note, codes in notes]
    canvas.writer.run(box.paragraph("Report Table"), "\n".join(lines) or "—", size=SMALL)


def _said(text: str, codes: list[str]) -> str:
    if not codes:
        return text
    names = pgettext("list of numbers", ", ").join(codes)
    return _("{codes}: {text}").format(codes=names, text=text)


__all__ = [
    "SourceGroup",
    "by_text",
    "draw_groups",
    "numbers_text",
    "scope_text",
    "source_groups",
    "usual_when",
]
