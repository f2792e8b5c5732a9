"""Blocks as plain data and back: what a version keeps, so that nothing is computed again.

A version's page, its signed file and its history are all drawn from this data, never from live
numbers. Figures stand once in ``figures`` and are pointed to by code. ``load(dump(document))``
gives an equal document; data of an unknown kind raises ``ValueError``.
"""

from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from platforms.display import MetricUnit
from reports import blocks, charts, pieces
from reports.blocks import ReportDocument
from reports.figures import CitedFigure, FigureBook, FigureSource, SourceFile

_CLASSES: dict[str, type] = {
    cls.__name__: cls
    for module in (blocks, charts, pieces)
    for cls in vars(module).values()
    if isinstance(cls, type) and is_dataclass(cls) and cls.__module__ == module.__name__
}
_ENUMS: dict[str, type[Enum]] = {"Tone": blocks.Tone, "MetricUnit": MetricUnit}
SHAPE = 1  # raised when old data can no longer be read by ``load`` as it is


def dump(document: ReportDocument) -> dict[str, Any]:
    """The document as JSON values."""
    return {
        "shape": SHAPE,
        "language": document.language,
        "head": _dump(document.head),
        "sections": [_dump(section) for section in document.sections],
        "figures": [_dump_figure(figure) for figure in document.book],
        "rows_used": [[*file, count] for file, count in document.book.rows_used().items()],
        "warnings": [str(warning) for warning in document.warnings],
    }


def load(data: dict[str, Any]) -> ReportDocument:
    """The document that ``dump`` was given."""
    if data.get("shape") != SHAPE:
        raise ValueError(f"Blocks of shape {data.get('shape')} cannot be read by shape {SHAPE}.")
    book = _book(data["language"], [_load_figure(one) for one in data["figures"]])
    used = {(name, sha256): count for name, sha256, count in data.get("rows_used", [])}
    book.rows_used = lambda: used
    by_code = book.by_code()
    return ReportDocument(
        head=_load(data["head"], by_code),
        sections=tuple(_load(section, by_code) for section in data["sections"]),
        book=book,
        language=data["language"],
        warnings=tuple(data["warnings"]),
    )


def dump_value(value: Any) -> Any:
    """Pieces or a block alone, as JSON values; its figures are named by code."""
    return _dump(value)


def load_value(data: Any, by_code: dict[str, CitedFigure]) -> Any:
    """What ``dump_value`` was given, with the figures it points to."""
    return _load(data, by_code)


def _book(language: str, figures: list[CitedFigure]) -> FigureBook:
    """A book that holds exactly these figures, under the codes they were printed with."""
    book = FigureBook(language)
    for one in figures:
        key = (one.metric, one.version, one.unit, one.currency, one.scope)
        book._figures[key] = one
    return book


def _dump(value: Any) -> Any:
    match value:
        case None | bool() | int() | str() if not isinstance(value, Enum):
            return value
        case CitedFigure():
            return {"F": value.code}
        case Enum():
            return {"E": type(value).__name__, "v": value.value}
        case Decimal():
            return {"D": str(value)}
        case float():
            return value
        case list() | tuple():
            return [_dump(one) for one in value]
    if is_dataclass(value) and type(value).__name__ in _CLASSES:
        named = {field.name: _dump(getattr(value, field.name)) for field in fields(value)}
        return {"B": type(value).__name__} | named
    return str(value)  # a lazy translation: said in the language of the document


def _load(data: Any, by_code: dict[str, CitedFigure]) -> Any:
    if isinstance(data, list):
        return tuple(_load(one, by_code) for one in data)
    if not isinstance(data, dict):
        return data
    if "F" in data:
        return by_code[data["F"]]
    if "E" in data:
        return _ENUMS[data["E"]](data["v"])
    if "D" in data:
        return Decimal(data["D"])
    cls = _CLASSES.get(data.get("B", ""))
    if cls is None:
        raise ValueError(f"Unknown block {data.get('B')!r}.")
    known = {field.name for field in fields(cls)}
    return cls(**{key: _load(one, by_code) for key, one in data.items() if key in known})


def _dump_figure(figure: CitedFigure) -> dict[str, Any]:
    return {
        "code": figure.code,
        "text": figure.text,
        "value": None if figure.value is None else str(figure.value),
        "whole": isinstance(figure.value, int),
        "metric": figure.metric,
        "label": figure.label,
        "formula": figure.formula,
        "unit": str(figure.unit),
        "version": figure.version,
        "inputs": [list(pair) for pair in figure.inputs],
        "files": [[part.file, part.rows, part.sha256] for part in figure.source.files],
        "note": figure.source.note,
        "reason": figure.reason,
        "scope": [list(pair) for pair in figure.scope],
        "currency": figure.currency,
        "input_labels": [list(pair) for pair in figure.input_labels],
    }


def _load_figure(data: dict[str, Any]) -> CitedFigure:
    value = data["value"]
    if value is not None:
        value = int(value) if data["whole"] else Decimal(value)
    return CitedFigure(
        code=data["code"],
        text=data["text"],
        value=value,
        metric=data["metric"],
        label=data["label"],
        formula=data["formula"],
        unit=MetricUnit(data["unit"]),
        version=data["version"],
        inputs=tuple((key, amount) for key, amount in data["inputs"]),
        source=FigureSource(tuple(SourceFile(*part) for part in data["files"]), data["note"]),
        reason=data["reason"],
        scope=tuple((key, text) for key, text in data["scope"]),
        currency=data["currency"],
        input_labels=tuple((key, text) for key, text in data["input_labels"]),
    )


__all__ = ["dump", "dump_value", "load", "load_value"]
