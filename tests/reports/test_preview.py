"""The document on the page: the same words and codes as on paper."""

import json
import re

from django.template.loader import render_to_string
from django.utils import translation

from reports import blocks as b
from reports.documents.preview import chart_json, charts_of, preview, typed_groups
from tests.reports.quarterly_sample import build_report


def page(report, **context) -> str:
    view = preview(
        report, chart_url=lambda number: f"/chart/{number}", figure_url=lambda code: f"/how/{code}"
    )
    with translation.override("zh-hant"):
        return render_to_string("reports/_document.html", {"view": view, **context})


def test_every_cited_figure_opens_its_rows_and_says_how_we_know():
    html = page(build_report())

    link = re.search(r'<a class="cited" href="/how/F1"[^>]*data-tip="([^"]+)"[^>]*>([^<]+)<', html)
    assert link[2] == "4.8%"
    assert "÷ 觸及人數" in link[1]
    assert "Facebook_貼文_2026-07-01_2026-09-30.csv" in link[1]


def test_headings_charts_tables_and_sources_are_all_there():
    report = build_report()
    html = page(report)

    assert re.findall(r"<h2>([^<\n]+)", html) == [
        "2026 Q3 成效報告書",
        "重點摘要",
        "目標達成",
        "貼文明細",
        "停止・繼續・開始",
    ]
    assert re.findall(r'data-chart-url="([^"]+)"', html) == [f"/chart/{n}" for n in range(1, 7)]
    assert len(re.findall(r'<tr id="figure_F\d+"', html)) == len(report.book)
    assert "=SUM(A1) 新品開箱" in html


def test_nothing_is_styled_or_scripted_inline():
    html = page(build_report())

    assert not re.search(r"\sstyle=|<script|\son\w+=|hx-on", html)


def test_typed_text_is_escaped():
    head = b.DocumentHead("w", "t", "p", "s", "v")
    section = b.Section("A", [b.Editable("A", "摘要", "<script>alert(1)</script>\n- <b>甲</b>")])
    from reports.figures import FigureBook

    html = page(b.ReportDocument(head, [section], FigureBook("zh-hant")))

    assert "&lt;script&gt;" in html
    assert "<li>&lt;b&gt;甲&lt;/b&gt;</li>" in html


def test_lines_of_one_kind_are_one_list():
    groups = typed_groups("前言\n- 甲\n- 乙\n1. 一\n結尾")

    assert [(group.kind, group.lines) for group in groups] == [
        ("paragraph", ["前言"]),
        ("bullet", ["甲", "乙"]),
        ("number", ["一"]),
        ("paragraph", ["結尾"]),
    ]


def test_the_chart_on_the_page_has_the_figures_of_the_paper():
    spec = charts_of(build_report())[1]
    figure = json.loads(json.dumps(chart_json(spec, "zh-hant")))

    assert [trace["y"] for trace in figure["data"]] == [
        [98_200, 110_450, 128_300],
        [54_020, 61_990, 70_377],
        [12_000, 9_800, None],
    ]
    assert figure["table"]["columns"] == ["月份", "Facebook", "Instagram", "YouTube"]
    assert figure["table"]["rows"][2] == ["九月", "128,300", "70,377", "—"]
    assert figure["data"][0]["marker"]["color"] == "var(--chart-1)"
