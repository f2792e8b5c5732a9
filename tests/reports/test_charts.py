"""One chart spec: Word, Excel, page and table say the same."""

from decimal import Decimal

import pytest

from platforms.display import MetricUnit
from reports.charts import Break, ChartSpec, SeriesSpec, chart_rows, plotly_figure
from reports.documents.chart_xml import ChartLook, DataBlock, build_chart, chart_cells, chart_tree

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
# The order the schema (ECMA-376, CT_…) demands of each element's children.
ORDER = {
    "chartSpace": "date1904 lang roundedCorners style clrMapOvr pivotSource protection chart spPr "
    "txPr externalData printSettings userShapes extLst",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend "
    "plotVisOnly dispBlanksAs extLst",
    "title": "tx layout overlay spPr txPr",
    "plotArea": "layout barChart lineChart valAx catAx dateAx serAx dTable spPr",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
    "catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
    "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset "
    "tickLblSkip tickMarkSkip noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
    "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit "
    "minorUnit dispUnits",
    "scaling": "logBase orientation max min",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "numCache": "formatCode ptCount pt",
    "strCache": "ptCount pt",
    "dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize separator showLeaderLines",
}
SERIES_ORDER = {
    "barChart": "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars "
    "cat val shape",
    "lineChart": "idx order tx spPr marker dPt dLbls trendline errBars cat val smooth",
}


def spec(kind="bar", **changes):
    fields = {
        "kind": kind,
        "title": ("九月最高",),
        "subtitle": ("觸及（人）",),
        "categories": ["七月", "八月", "九月"],
        "series": [SeriesSpec("臉書", [10, None, 30]), SeriesSpec("IG", [-5, 0, 7])],
        "unit": MetricUnit.COUNT,
        "alt_text": "長條圖",
        "axis_label": "月份",
    }
    return ChartSpec(**(fields | changes))


def tree_of(one, title=("標題", "單位")):
    look = ChartLook(title=title)
    return chart_tree(build_chart(one, DataBlock("Data"), look), look)


def assert_schema_order(tree):
    for node in tree.iter():
        name = str(node.tag).removeprefix(C)
        order = ORDER.get(name)
        if name == "ser":
            order = SERIES_ORDER[node.getparent().tag.removeprefix(C)]
        if order is None:
            continue
        names = order.split()
        found = [str(child.tag).removeprefix(C) for child in node]
        assert set(found) <= set(names), (name, found)
        places = [names.index(child) for child in found]
        if name != "plotArea":
            assert places == sorted(places), (name, found)


@pytest.mark.parametrize(
    "one",
    [
        spec("line"),
        spec("bar"),
        spec("stacked_bar"),
        spec("bar", horizontal=True, series=[SeriesSpec("臉書", [1, 2, 3])]),
        spec(
            "combo",
            secondary_unit=MetricUnit.RATIO,
            series=[SeriesSpec("貼文", [1, 2, 3]), SeriesSpec("率", [0.1, 0.2, None], "secondary")],
        ),
        spec("line", breaks=[Break(1, "定義變更")]),
    ],
    ids=["line", "bar", "stacked", "horizontal", "combo", "broken line"],
)
def test_chart_xml_keeps_the_schemas_order_and_counts_its_points(one):
    tree = tree_of(one)

    assert_schema_order(tree)
    length = len(one.points()[0])
    series = list(tree.iter(f"{C}ser"))
    assert len(series) == len(one.series)
    for ser in series:
        assert ser.find(f"{C}val//{C}ptCount").get("val") == str(length)
        assert ser.find(f"{C}cat//{C}ptCount").get("val") == str(length)
    assert not tree.findall(".//{*}srgbClr"), "colours come from the theme"


def test_every_axis_has_its_partner():
    tree = tree_of(
        spec(
            "combo",
            secondary_unit=MetricUnit.RATIO,
            series=[SeriesSpec("貼文", [1, 2, 3]), SeriesSpec("率", [0.1, 0.2, 0.3], "secondary")],
        )
    )
    axes = {
        a.find(f"{C}axId").get("val"): a.find(f"{C}crossAx").get("val")
        for a in (*tree.iter(f"{C}catAx"), *tree.iter(f"{C}valAx"))
    }
    used = {
        n.get("val")
        for chart in ("barChart", "lineChart")
        for n in tree.findall(f".//{C}{chart}/{C}axId")
    }

    assert axes == {"10": "100", "100": "10", "20": "200", "200": "20"}
    assert used == set(axes)


def test_a_gap_is_left_out_of_the_cache_and_never_zero():
    tree = tree_of(spec())
    cache = next(tree.iter(f"{C}ser")).find(f"{C}val/{C}numRef/{C}numCache")

    assert [(pt.get("idx"), pt.findtext(f"{C}v")) for pt in cache.findall(f"{C}pt")] == [
        ("0", "10"),
        ("2", "30"),
    ]
    assert tree.find(f"{C}chart/{C}dispBlanksAs").get("val") == "gap"


def test_bars_stand_on_zero_unless_one_is_negative():
    positive = tree_of(spec(series=[SeriesSpec("a", [900, 950, 990])]))
    negative = tree_of(spec())

    assert positive.find(f".//{C}valAx/{C}scaling/{C}min").get("val") == "0"
    assert negative.find(f".//{C}valAx/{C}scaling/{C}min") is None


def test_a_changed_definition_breaks_the_line():
    one = spec("line", breaks=[Break(2, "定義變更")])
    categories, columns = one.points()

    assert categories == ["七月", "八月", "定義變更", "九月"]
    assert columns[0] == [10, None, None, 30]
    assert chart_rows(one, "zh-hant")[2] == ["定義變更", "—", "—"]
    assert chart_cells(one)[3] == ["定義變更", None, None]


def test_chart_table_and_cells_hold_the_same_figures():
    one = spec(unit=MetricUnit.RATIO, series=[SeriesSpec("率", [Decimal("0.048"), None, 0])])

    assert chart_rows(one, "zh-hant") == [["七月", "4.8%"], ["八月", "—"], ["九月", "0.0%"]]
    assert chart_cells(one) == [
        ["月份", "率"],
        ["七月", 0.048],
        ["八月", None],
        ["九月", 0],
    ]
    figure = plotly_figure(one, "zh-hant")
    assert figure["data"][0]["y"] == [0.048, None, 0]
    assert figure["data"][0]["customdata"] == ["4.8%", "—", "0.0%"]


def test_plotly_never_gets_a_type_that_needs_eval():
    types = {
        trace["type"]
        for kind in ("line", "bar", "stacked_bar")
        for trace in plotly_figure(spec(kind), "zh-hant")["data"]
    }

    assert types == {"scatter", "bar"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"series": [SeriesSpec(str(n), [1, 2, 3]) for n in range(7)]}, "At most 6"),
        ({"series": [SeriesSpec("短", [1])]}, "one value per category"),
        ({"series": []}, "needs a series"),
        ({"alt_text": ""}, "in words"),
        ({"kind": "pie"}, "not pie"),
    ],
    ids=["seven series", "a value is missing", "no series", "no words", "unknown kind"],
)
def test_a_chart_nobody_can_read_is_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        spec(**changes)
