"""One chart, said once: the same spec draws Word, Excel and the page, and prints its table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from platforms.display import MetricUnit, format_value
from reports.figures import CitedFigure
from reports.pieces import Pieces, TextLike, pieces_of, text_of

KINDS = ("line", "bar", "stacked_bar", "combo")
MOST_SERIES = 6

# The default brand's accents; a template's theme replaces them in Word, the page keeps them.
PALETTE = ("2F5D8C", "D98E2B", "4F8F6B", "9A5B8E", "6C7A89", "B5533C")

Value = int | float | Decimal | CitedFigure | None


def plain(value: Value) -> int | float | Decimal | None:
    return value.value if isinstance(value, CitedFigure) else value


@dataclass(frozen=True, slots=True)
class SeriesSpec:
    """One line or one set of bars. ``None`` is a gap, never a zero.

    ``accent`` 1–6 picks the theme colour, so that an account keeps its colour everywhere;
    without it series take them in order. ``axis="secondary"`` belongs to combo charts.
    """

    name: str
    values: Sequence[Value]
    axis: str = "primary"
    accent: int | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A definition changed before category number ``before``: the line must not run through."""

    before: int
    label: str


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """``title`` says the finding, ``subtitle`` the measure and its unit.

    ``horizontal`` lays bars down, for long category names. ``alt_text`` is what a screen reader
    says. ``ValueError`` for more than six series, unequal lengths or an empty chart.
    """

    kind: str
    title: TextLike
    subtitle: TextLike
    categories: Sequence[str]
    series: Sequence[SeriesSpec]
    unit: MetricUnit
    alt_text: str
    secondary_unit: MetricUnit | None = None
    breaks: Sequence[Break] = field(default_factory=tuple)
    horizontal: bool = False
    currency: str = "TWD"
    axis_label: str = ""  # heading of the category column in the table of the same figures

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", pieces_of(self.title))
        object.__setattr__(self, "subtitle", pieces_of(self.subtitle))
        if self.kind not in KINDS:
            raise ValueError(f"A chart is one of {', '.join(KINDS)}, not {self.kind}.")
        if not self.series or not self.categories:
            raise ValueError("A chart needs a series and a category.")
        if len(self.series) > MOST_SERIES:
            raise ValueError(f"At most {MOST_SERIES} series; put the rest together as “others”.")
        if any(len(one.values) != len(self.categories) for one in self.series):
            raise ValueError("Every series has one value per category.")
        if not self.alt_text:
            raise ValueError("A chart says in words what it shows (alt_text).")

    @property
    def title_pieces(self) -> Pieces:
        return pieces_of(self.title)

    @property
    def title_text(self) -> str:
        return text_of(self.title_pieces)

    @property
    def subtitle_text(self) -> str:
        return text_of(pieces_of(self.subtitle))

    def unit_of(self, series: SeriesSpec) -> MetricUnit:
        if series.axis == "secondary" and self.secondary_unit:
            return self.secondary_unit
        return self.unit

    def accent_of(self, place: int) -> int:
        return self.series[place].accent or place % 6 + 1

    def points(self) -> tuple[list[str], list[list[Value]]]:
        """Categories and each series' values, an empty category standing at every break.

        A gap is the one way to break a line that every program draws alike.
        """
        labels = {one.before: one.label for one in self.breaks}
        categories: list[str] = []
        columns: list[list[Value]] = [[] for _ in self.series]
        for place, category in enumerate(self.categories):
            if place in labels:
                categories.append(labels[place])
                for column in columns:
                    column.append(None)
            categories.append(str(category))
            for column, one in zip(columns, self.series, strict=True):
                column.append(one.values[place])
        return categories, columns

    def has_values(self) -> bool:
        return any(plain(v) is not None for one in self.series for v in one.values)


def chart_rows(spec: ChartSpec, language: str) -> list[list[str]]:
    """The chart's figures as text, row by row: what the table beside it says."""
    categories, columns = spec.points()
    units = [spec.unit_of(one) for one in spec.series]
    return [
        [category]
        + [
            format_value(plain(column[row]), unit, language=language, currency=spec.currency)
            for column, unit in zip(columns, units, strict=True)
        ]
        for row, category in enumerate(categories)
    ]


def plotly_figure(
    spec: ChartSpec, language: str, palette: Sequence[str] = tuple(map("#{}".format, PALETTE))
) -> dict:
    """The spec as plotly figure JSON (``data`` and ``layout``); no WebGL types, strict CSP.

    ``palette``: six CSS colours; the page passes its own, so that light and dark agree.
    """
    from reports.number_formats import cell_number

    categories, columns = spec.points()
    traces = []
    for place, (one, column) in enumerate(zip(spec.series, columns, strict=True)):
        unit = spec.unit_of(one)
        values = [cell_number(plain(value), unit) for value in column]
        texts = [
            format_value(plain(v), unit, language=language, currency=spec.currency) for v in column
        ]
        colour = palette[(spec.accent_of(place) - 1) % len(palette)]
        is_line = spec.kind == "line" or (spec.kind == "combo" and one.axis == "secondary")
        trace: dict[str, Any] = {
            "type": "scatter" if is_line else "bar",
            "name": one.name,
            "x": values if spec.horizontal else categories,
            "y": categories if spec.horizontal else values,
            "customdata": texts,
            "hovertemplate": "%{customdata}<extra>%{fullData.name}</extra>",
        }
        if is_line:
            trace |= {
                "mode": "lines+markers",
                "connectgaps": False,
                "line": {"color": colour, "width": 2.5},
                "marker": {"color": colour, "size": 6},
            }
        else:
            trace["marker"] = {"color": colour}
            if spec.horizontal:
                trace["orientation"] = "h"
        if one.axis == "secondary":
            trace["yaxis"] = "y2"
        traces.append(trace)
    return {"data": traces, "layout": _plotly_layout(spec)}


def _plotly_layout(spec: ChartSpec) -> dict:
    value_axis: dict[str, Any] = {
        "tickformat": _PLOTLY_FORMATS.get(spec.unit, ",.0f"),
        "rangemode": "tozero",
        "zeroline": False,
    }
    category_axis: dict[str, Any] = {"type": "category", "showgrid": False}
    if spec.horizontal:
        category_axis["autorange"] = "reversed"  # first category on top, as in the table
    layout: dict[str, Any] = {
        "xaxis": value_axis if spec.horizontal else category_axis,
        "yaxis": category_axis if spec.horizontal else value_axis,
        "barmode": "stack" if spec.kind == "stacked_bar" else "group",
        "bargap": 0.45,
        "hovermode": "closest" if spec.horizontal else "x unified",
    }
    if spec.kind != "line":  # lines are named at their ends
        layout["showlegend"] = len(spec.series) > 1
    if spec.secondary_unit is not None:
        layout["yaxis2"] = {
            "overlaying": "y",
            "side": "right",
            "tickformat": _PLOTLY_FORMATS.get(spec.secondary_unit, ",.0f"),
            "rangemode": "tozero",
            "showgrid": False,
        }
    return layout


_PLOTLY_FORMATS = {
    MetricUnit.RATIO: ".1%",
    MetricUnit.MULTIPLE: ".1f",
    MetricUnit.POINTS: "+.1f",
    MetricUnit.CHANGE: "+.1%",
    MetricUnit.MILLISECONDS: ".2f",
}
