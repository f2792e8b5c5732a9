"""The figure book: the only pen that writes numbers into a document.

``book.cite`` formats a value, records what it means and where it came from, and hands back a
``CitedFigure`` with a code. Word prints the code in superscript with a comment and lists all
codes under Sources; Excel adds cell comments and a Sources sheet; the page opens the rows.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from platforms.display import MetricUnit, format_value
from platforms.measures import MEASURES
from workspaces.punctuation import listed


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Rows of one delivered file: ``rows`` as a reader writes them, ``2–418, 420``."""

    file: str
    rows: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Where a figure's inputs came from: files with rows, or a note (a target set by hand)."""

    files: tuple[SourceFile, ...] = ()
    note: str = ""

    @classmethod
    def of_rows(
        cls, rows: Mapping[str, Iterable[int]], *, hashes: Mapping[str, str] | None = None
    ) -> "FigureSource":
        """From file name → row numbers (counted from 1, header rows included)."""
        hashes = hashes or {}
        return cls(
            tuple(
                SourceFile(name, row_ranges(numbers), hashes.get(name, ""))
                for name, numbers in rows.items()
            )
        )


def row_ranges(rows: Iterable[int], *, limit: int = 12) -> str:
    """``2–4, 7``; past ``limit`` stretches the rest is only counted (``… +31``)."""
    stretches: list[list[int]] = []
    for row in sorted(set(rows)):
        if stretches and row == stretches[-1][1] + 1:
            stretches[-1][1] = row
        else:
            stretches.append([row, row])
    return stretches_text(stretches, limit=limit)


def stretches_text(stretches: Sequence[Sequence[int]], *, limit: int = 12) -> str:
    """First and last rows of stretches, in words as ``row_ranges`` has them."""
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in stretches[:limit]]
    left = sum(b - a + 1 for a, b in stretches[limit:])
    return ", ".join(shown) + (f" … +{left}" if left else "")


@dataclass(frozen=True, slots=True)
class CitedFigure:
    """One number on paper. ``text`` is what is printed; everything else is how we know."""

    code: str
    text: str
    value: int | Decimal | None
    metric: str
    label: str
    formula: str
    unit: MetricUnit
    version: int
    inputs: tuple[tuple[str, int | None], ...] = ()
    source: FigureSource = field(default_factory=FigureSource)
    reason: str = ""
    scope: tuple[tuple[str, str], ...] = ()
    currency: str = "TWD"
    input_labels: tuple[tuple[str, str], ...] = ()

    @property
    def known(self) -> bool:
        return self.value is not None

    def __str__(self) -> str:
        return self.text

    def input_lines(self, language: str) -> list[tuple[str, str]]:
        """Each input's name and amount in words: ``("觸及人數", "12,480")``."""
        named = dict(self.input_labels)
        lines = []
        with translation.override(language):
            for key, amount in self.inputs:
                measure = MEASURES.get(key)
                label = named.get(key) or (str(measure.label) if measure else key)
                unit = MetricUnit(measure.unit.value) if measure else MetricUnit.COUNT
                text = format_value(amount, unit, language=language, currency=self.currency)
                lines.append((label, text))
        return lines

    def as_record(self) -> dict:
        """Plain data for ``PrintedFigure``: same field names, JSON values only."""
        files = [{"file": f.file, "sha256": f.sha256, "rows": f.rows} for f in self.source.files]
        if self.source.note:
            files.append({"note": self.source.note})
        return {
            "code": self.code,
            "metric": self.metric,
            "metric_version": self.version,
            "label": self.label,
            "formula": self.formula,
            "unit": str(self.unit),
            "value": None if self.value is None else str(self.value),
            "text": self.text,
            "reason": self.reason,
            "inputs": dict(self.inputs),
            "scope": dict(self.scope),
            "sources": files,
        }


class ContradictingFigure(ValueError):
    """The same metric of the same scope was cited with two values: one of them is wrong."""


class FigureBook:
    """All figures of one document, in the order they were first cited."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._figures: dict[tuple, CitedFigure] = {}
        # (file, sha256) → how many of its rows stand behind the figures; whoever cites knows it.
        self.rows_used: Callable[[], dict[tuple[str, str], int]] = dict

    def cite(
        self,
        value: int | Decimal | None,
        *,
        metric: str,
        label: str,
        formula: str,
        unit: MetricUnit | str,
        version: int,
        inputs: Mapping[str, int | None],
        source: FigureSource,
        scope: Mapping[str, object],
        reason: str | None = None,
        currency: str = "TWD",
        input_labels: Mapping[str, str] | None = None,
    ) -> CitedFigure:
        """Record ``value`` and return it as printed, with its code.

        ``scope`` says of what the figure speaks (account, from, to, post …): the same metric,
        unit and scope cited again gives the same figure, or ``ContradictingFigure`` if the
        value differs. ``value=None`` needs a ``reason``. Ratios are fractions, money micros.
        """
        if value is None and not reason:
            raise ValueError(f"{metric}: an unknown figure needs the reason why it is unknown.")
        unit = MetricUnit(unit)
        scope_pairs = tuple(sorted((key, str(part)) for key, part in scope.items()))
        key = (metric, version, unit, currency, scope_pairs)
        if known := self._figures.get(key):
            if known.value != value:
                raise ContradictingFigure(
                    f"{metric} of {dict(scope_pairs)} was cited as {known.value} ({known.code}) "
                    f"and now as {value}. Give the two different scopes."
                )
            return known
        with translation.override(self.language):
            figure = CitedFigure(
                code=f"F{len(self._figures) + 1}",
                text=format_value(value, unit, language=self.language, currency=currency),
                value=value,
                metric=metric,
                label=str(label),
                formula=str(formula),
                unit=unit,
                version=version,
                inputs=tuple(inputs.items()),
                source=source,
                reason=str(reason) if value is None and reason else "",
                scope=scope_pairs,
                currency=currency,
                input_labels=tuple((k, str(v)) for k, v in (input_labels or {}).items()),
            )
        self._figures[key] = figure
        return figure

    @classmethod
    def restored(cls, language: str, figures: Iterable[CitedFigure]) -> "FigureBook":
        """A book that already holds ``figures`` as they were printed, codes included."""
        book = cls(language)
        for figure in figures:
            key = (figure.metric, figure.version, figure.unit, figure.currency, figure.scope)
            book._figures[key] = figure
        return book

    def __iter__(self) -> Iterator[CitedFigure]:
        return iter(self._figures.values())

    def __len__(self) -> int:
        return len(self._figures)

    def by_code(self) -> dict[str, CitedFigure]:
        return {figure.code: figure for figure in self}

    def as_records(self) -> list[dict]:
        return [figure.as_record() for figure in self]

    def digest(self) -> str:
        """The figures as one canonical text: equal texts, equal figures."""
        return json.dumps(self.as_records(), ensure_ascii=False, sort_keys=True)

    def explain(self, figure: CitedFigure) -> list[str]:
        """The birth certificate in lines: what a Word comment and a cell comment say."""
        with translation.override(self.language):
            lines = [
                _("{code}: {label} = {value}").format(
                    code=figure.code, label=figure.label, value=figure.text
                )
            ]
            if figure.reason:
                lines.append(_("Unknown because: {reason}").format(reason=figure.reason))
            if figure.formula:
                lines.append(
                    _("Formula (definition {version}): {formula}").format(
                        version=figure.version, formula=figure.formula
                    )
                )
            inputs = self.inputs_text(figure)
            if inputs:
                lines.append(_("Inputs: {inputs}").format(inputs=inputs))
            lines.extend(self.source_lines(figure))
        return lines

    def inputs_text(self, figure: CitedFigure) -> str:
        with translation.override(self.language):
            return listed(f"{n} {text}" for n, text in figure.input_lines(self.language))

    def source_lines(self, figure: CitedFigure) -> list[str]:
        """One line per source file, ``posts.csv, rows 2–418``, then the note."""
        with translation.override(self.language):
            lines = [
                _("Source: {file}, rows {rows}").format(file=part.file, rows=part.rows)
                if part.rows
                else _("Source: {file}").format(file=part.file)
                for part in figure.source.files
            ]
            if figure.source.note:
                lines.append(_("Source: {file}").format(file=figure.source.note))
        return lines
