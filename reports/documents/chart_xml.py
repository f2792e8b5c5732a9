"""A ChartSpec as a native DrawingML chart, the same for Word and Excel.

openpyxl writes the elements in schema order; value caches are filled in, so that the chart is
drawn without recalculation. ``ptCount`` is a must: without it LibreOffice refuses the file.
Colours are theme accents, so that a brand template's theme colours the chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart._chart import ChartBase
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice, SchemeColor
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.xml.functions import fromstring, tostring

from platforms.display import MetricUnit, is_chinese
from reports.charts import ChartSpec, plain
from reports.documents.brand import EAST_ASIAN_FONT
from reports.number_formats import cell_number, number_format

MOST_LABELS = 12  # more categories than this and only every n-th is named


@dataclass(frozen=True, slots=True)
class DataBlock:
    """Where a chart's figures stand on a sheet: header row, categories in the first column."""

    sheet: str
    row: int = 1
    column: int = 1

    def cells(self, column: int, first: int, last: int) -> str:
        letter = get_column_letter(self.column + column)
        return f"{quote_sheetname(self.sheet)}!${letter}${first}:${letter}${last}"

    def header(self, column: int) -> str:
        letter = get_column_letter(self.column + column)
        return f"{quote_sheetname(self.sheet)}!${letter}${self.row}"


@dataclass(frozen=True, slots=True)
class ChartLook:
    """What surrounds the plot: which text stands in the chart, in which fonts."""

    title: Sequence[str] = ()  # paragraphs; the first is set bold when there are two
    latin_font: str = EAST_ASIAN_FONT
    east_asian_font: str = EAST_ASIAN_FONT
    language: str = "zh-hant"


def build_chart(spec: ChartSpec, block: DataBlock, look: ChartLook) -> ChartBase:
    """The chart whose references point at ``block`` (see ``chart_cells`` for what stands there)."""
    categories, columns = spec.points()
    parts: list[tuple[ChartBase, list[int]]]
    places = list(range(len(spec.series)))
    if spec.kind == "combo":
        bars = [n for n in places if spec.series[n].axis != "secondary"]
        lines = [n for n in places if spec.series[n].axis == "secondary"]
        parts = [(_bars(spec), bars)] + ([(_secondary_line(spec, look), lines)] if lines else [])
        parts = [part for part in parts if part[1]]
    elif spec.kind == "line":
        parts = [(_line(), places)]
    else:
        parts = [(_bars(spec), places)]

    for chart, members in parts:
        chart.series = [
            _series(spec, place, columns[place], categories, block, look, chart)
            for place in members
        ]
    main = parts[0][0]
    _style_axes(main, spec, spec.unit, look, len(categories))
    for chart, _members in parts[1:]:
        main += chart
    main.legend = _legend(look) if len(spec.series) > 1 else None
    main.title = _title(look) if look.title else None
    main.roundedCorners = False
    main.graphical_properties = GraphicalProperties(noFill=True)
    main.graphical_properties.line = LineProperties(noFill=True)
    return main


def chart_tree(chart: ChartBase, look: ChartLook):
    """The finished ``c:chartSpace`` element, with text defaults and no automatic title."""
    tree = fromstring(tostring(ChartBase._write(chart)))
    namespace = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    inner = tree.find(f"{namespace}chart")
    if inner.find(f"{namespace}title") is None:  # else one series names the chart by itself
        inner.insert(0, inner.makeelement(f"{namespace}autoTitleDeleted", {"val": "1"}))
    text = RichText(p=[_paragraph(None, look, size=900, grey=True)])
    node = fromstring(tostring(text.to_tree(tagname="txPr")))
    node.tag = f"{namespace}txPr"  # RichText on its own serialises without the namespace
    spot = tree.find(f"{namespace}spPr")
    place = list(tree).index(spot if spot is not None else inner) + 1
    tree.insert(place, node)
    return tree


def chart_cells(spec: ChartSpec) -> list[list[str | int | float | None]]:
    """Header and rows of the block a chart refers to, numbers as cells hold them."""
    categories, columns = spec.points()
    units = [spec.unit_of(one) for one in spec.series]
    rows: list[list] = [[spec.axis_label, *(one.name for one in spec.series)]]
    for place, category in enumerate(categories):
        numbers = (
            cell_number(plain(column[place]), unit)
            for column, unit in zip(columns, units, strict=True)
        )
        rows.append([category, *numbers])
    return rows


# --- parts --------------------------------------------------------------------------------


def _bars(spec: ChartSpec) -> BarChart:
    chart = BarChart()
    chart.barDir = "bar" if spec.horizontal else "col"
    chart.grouping = "stacked" if spec.kind == "stacked_bar" else "clustered"
    chart.overlap = 100 if spec.kind == "stacked_bar" else -8
    chart.gapWidth = 60 if spec.horizontal else 80
    chart.varyColors = False
    return chart


def _line() -> LineChart:
    chart = LineChart()
    chart.varyColors = False
    chart.marker = True
    return chart


def _secondary_line(spec: ChartSpec, look: ChartLook) -> LineChart:
    chart = _line()
    chart.x_axis.axId, chart.x_axis.crossAx, chart.x_axis.delete = 20, 200, True
    chart.y_axis.axId, chart.y_axis.crossAx, chart.y_axis.crosses = 200, 20, "max"
    _style_value_axis(chart, spec, spec.secondary_unit or spec.unit, look, gridlines=False)
    return chart


def _series(spec, place, column, categories, block, look, chart) -> Series:
    one, unit = spec.series[place], spec.unit_of(spec.series[place])
    first, last = block.row + 1, block.row + len(categories)
    values = [cell_number(plain(value), unit) for value in column]
    shape = number_format(unit, language=look.language, currency=spec.currency)
    series = Series(idx=place, order=place)
    series.tx = SeriesLabel(strRef=StrRef(f=block.header(place + 1), strCache=_strings([one.name])))
    series.cat = AxDataSource(
        strRef=StrRef(f=block.cells(0, first, last), strCache=_strings(categories))
    )
    series.val = NumDataSource(
        numRef=NumRef(
            f=block.cells(place + 1, first, last),
            numCache=NumData(
                formatCode=shape,
                ptCount=len(values),
                pt=[NumVal(idx=n, v=repr(v)) for n, v in enumerate(values) if v is not None],
            ),
        )
    )
    accent = ColorChoice(schemeClr=SchemeColor(val=f"accent{spec.accent_of(place)}"))
    if isinstance(chart, LineChart):
        series.smooth = False
        series.spPr = GraphicalProperties(noFill=None)
        series.spPr.line = LineProperties(solidFill=accent, w=28575, cap="rnd")
        series.marker = Marker(symbol="circle", size=5 if len(values) <= 16 else 3)
        series.marker.spPr = GraphicalProperties(solidFill=accent)
        series.marker.spPr.line = LineProperties(solidFill=accent)
    else:
        series.invertIfNegative = False
        series.spPr = GraphicalProperties(solidFill=accent)
        series.spPr.line = LineProperties(noFill=True)
        if _labelled(spec):
            series.dLbls = _labels(shape, look)
    return series


def _labelled(spec: ChartSpec) -> bool:
    return len(spec.series) == 1 and len(spec.categories) <= MOST_LABELS


def _strings(values: Sequence[str]) -> StrData:
    return StrData(ptCount=len(values), pt=[StrVal(idx=n, v=v) for n, v in enumerate(values)])


def _labels(shape: str, look: ChartLook) -> DataLabelList:
    labels = DataLabelList(
        numFmt=shape,
        dLblPos="outEnd",
        showVal=True,
        showLegendKey=False,
        showCatName=False,
        showSerName=False,
        showPercent=False,
        showBubbleSize=False,
    )
    labels.txPr = RichText(p=[_paragraph(None, look, size=850, grey=True)])
    return labels


def _style_axes(
    chart: ChartBase, spec: ChartSpec, unit: MetricUnit, look: ChartLook, length: int
) -> None:
    axis = chart.x_axis
    axis.delete = False
    axis.axPos = "l" if spec.horizontal else "b"
    axis.majorTickMark = axis.minorTickMark = "none"
    axis.tickLblPos = "low"  # below the plot even where bars go under zero
    axis.spPr = GraphicalProperties()
    axis.spPr.line = LineProperties(solidFill=_ink(50), w=9525)
    axis.noMultiLvlLbl = True
    if spec.horizontal:
        axis.scaling.orientation = "maxMin"  # first category on top, as in the table
    elif length > MOST_LABELS:
        axis.tickLblSkip = axis.tickMarkSkip = ceil(length / MOST_LABELS)
    axis.txPr = RichText(p=[_paragraph(None, look, size=850, grey=True)])
    _style_value_axis(chart, spec, unit, look, gridlines=True)


def _style_value_axis(
    chart: ChartBase, spec: ChartSpec, unit: MetricUnit, look: ChartLook, *, gridlines: bool
) -> None:
    axis = chart.y_axis
    axis.delete = False
    axis.axPos = "b" if spec.horizontal else ("l" if gridlines else "r")
    axis.majorTickMark = axis.minorTickMark = "none"
    axis.tickLblPos = "high" if spec.horizontal else "nextTo"
    axis.number_format = _axis_format(spec, unit, look)
    if _labelled(spec) and spec.horizontal:  # every bar says its figure already
        axis.delete, gridlines = True, False
    axis.spPr = GraphicalProperties()
    axis.spPr.line = LineProperties(noFill=True)
    axis.txPr = RichText(p=[_paragraph(None, look, size=850, grey=True)])
    if gridlines:
        axis.majorGridlines = ChartLines(spPr=GraphicalProperties())
        axis.majorGridlines.spPr.line = LineProperties(solidFill=_ink(12), w=6350)
    else:
        axis.majorGridlines = None
    if isinstance(chart, BarChart):
        values = [n for one in spec.series for v in one.values if (n := plain(v)) is not None]
        if values and min(values) >= 0:
            axis.scaling.min = 0  # a bar that does not start at zero lies


def _axis_format(spec: ChartSpec, unit: MetricUnit, look: ChartLook) -> str:
    if unit is MetricUnit.RATIO:
        values: list[int | float | Decimal] = [
            number
            for one in spec.series
            if spec.unit_of(one) is unit
            for v in one.values
            if (number := plain(v)) is not None
        ]
        return "0%" if any(not -0.2 < number < 0.2 for number in values) else "0.0%"
    if unit is MetricUnit.MILLISECONDS:
        return "[h]:mm"
    return number_format(unit, language=look.language, currency=spec.currency)


def _legend(look: ChartLook) -> Legend:
    legend = Legend()
    legend.position = "b"
    legend.overlay = False
    legend.txPr = RichText(p=[_paragraph(None, look, size=900, grey=True)])
    return legend


def _title(look: ChartLook) -> Title:
    lines = [line for line in look.title if line]
    paragraphs = [
        _paragraph(
            line,
            look,
            size=1200 if n == 0 and len(lines) > 1 else 900,
            bold=n == 0 and len(lines) > 1,
            grey=n > 0 or len(lines) == 1,
        )
        for n, line in enumerate(lines)
    ]
    title = Title(tx=Text(rich=RichText(p=paragraphs)))
    title.overlay = False
    # Left edge, like every other caption of the document.
    title.layout = Layout(ManualLayout(xMode="edge", yMode="edge", x=0.008, y=0.012))
    return title


def _ink(percent: int) -> ColorChoice:
    """The theme's text colour, ``percent`` strong."""
    colour = SchemeColor(val="tx1", lumMod=percent * 1000, lumOff=(100 - percent) * 1000)
    return ColorChoice(schemeClr=colour)


def _paragraph(
    text: str | None,
    look: ChartLook,
    *,
    size: int,
    bold: bool = False,
    grey: bool = False,
) -> Paragraph:
    language = "zh-TW" if is_chinese(look.language) else "en-US"

    def properties() -> CharacterProperties:
        return CharacterProperties(
            lang=language,
            sz=size,
            b=bold,
            solidFill=_ink(75) if grey else _ink(90),
            latin=Font(typeface=look.latin_font),
            ea=Font(typeface=look.east_asian_font),
        )

    paragraph = ParagraphProperties(defRPr=properties(), algn="l" if text else None)
    if text is None:
        return Paragraph(pPr=paragraph, r=[], endParaRPr=CharacterProperties(lang=language))
    return Paragraph(pPr=paragraph, r=[RegularTextRun(rPr=properties(), t=text)])
