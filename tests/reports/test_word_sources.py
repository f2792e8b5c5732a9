"""Beside a workbook the Sources section is short: a row per metric, and no code without a place."""

import io
from decimal import Decimal

import docx
import pytest
from docx.oxml.ns import qn

from platforms.display import MetricUnit
from reports import blocks as b
from reports.documents.word import WordDocument
from reports.documents.word_source_groups import (
    by_text,
    numbers_text,
    scope_text,
    source_groups,
    usual_when,
)
from reports.figures import FigureBook, FigureSource, SourceFile
from tests.reports.quarterly_sample import MADE_AT, build_report

Q3, READ = "2026/7/1–9/30", "截至 2026/10/7 的讀數"
POSTS = SourceFile("posts.csv", "2–9", "ab" * 32)
STORIES = SourceFile("stories.csv", "3–4", "cd" * 32)


@pytest.fixture
def book() -> FigureBook:
    book = FigureBook("zh-hant")

    def cite(value, files, reason=None, note="", formula="心情＋留言＋分享", **scope):
        book.cite(
            value,
            metric="engagements",
            label="互動數",
            formula=formula,
            unit=MetricUnit.COUNT,
            version=1,
            inputs={},
            source=FigureSource(files, note),
            scope={"period": Q3, "read_by": READ} | scope,
            reason=reason,
        )

    cite(70, (POSTS, STORIES))
    cite(40, (POSTS,), account="臉書", note="4 篇中有 3 篇回報")
    cite(None, (), "沒有檔案", account="LINE")
    cite(9, (POSTS,), period="2026/7/1–7/5")
    cite(55, (POSTS,), period="2026/4/1–6/30", read_by="截至 2026/7/7 的讀數")
    return book


def test_one_group_holds_every_figure_of_a_metric(book):
    (group,) = source_groups(book)

    assert (group.label, group.formula) == ("互動數", "心情＋留言＋分享")
    assert [figure.code for figure in group.figures] == ["F1", "F2", "F3", "F4", "F5"]


def test_a_formula_that_differs_stands_with_each_figure():
    book = FigureBook("zh-hant")
    for number, formula in enumerate(("F1 ÷ F2 − 1", "F3 ÷ F4 − 1")):
        book.cite(
            Decimal("0.5"), metric="engagements.change", label="變化", formula=formula,
            unit=MetricUnit.CHANGE, version=1, inputs={}, source=FigureSource(),
            scope={"account": str(number)},
        )  # fmt: skip
    (group,) = source_groups(book)

    assert group.formula == ""


def test_the_days_of_most_figures_go_without_saying(book):
    usual = usual_when(book)

    assert usual == (Q3, READ)
    assert [scope_text(figure, usual) for figure in book] == [
        "",
        "臉書",
        "LINE",
        "2026/7/1–7/5",  # read by the same day
        "2026/4/1–6/30・截至 2026/7/7 的讀數",
    ]


def test_reasons_name_their_codes_unless_all_share_them(book):
    figures = list(book)

    assert by_text(figures, lambda figure: figure.reason) == [("沒有檔案", ["F3"])]
    assert by_text(figures, lambda figure: "同") == [("同", [])]
    assert numbers_text([7, 1, 2, 3]) in ("1–3、7", "1–3, 7")


def _printed(*, appendix: bool):
    report = build_report()
    report.book.rows_used = lambda: {
        (part.file, part.sha256): 1234 for figure in report.book for part in figure.source.files
    }
    word = WordDocument(made_at=MADE_AT, appendix=appendix).render(report)
    return report, docx.Document(io.BytesIO(word))


def test_every_code_of_the_short_section_can_be_jumped_to():
    report, document = _printed(appendix=True)

    marks = [node.get(qn("w:name")) for node in document.element.iter(qn("w:bookmarkStart"))]
    links = {node.get(qn("w:anchor")) for node in document.element.iter(qn("w:hyperlink"))}
    numbers = [node.get(qn("w:id")) for node in document.element.iter(qn("w:bookmarkStart"))]
    figures = [name for name in marks if name.startswith("figure_")]

    assert figures == list(dict.fromkeys(figures))
    assert {f"figure_{figure.code}" for figure in report.book} == set(figures)
    assert {link for link in links if link and link.startswith("figure_")} <= set(figures)
    assert len(numbers) == len(set(numbers))


def test_it_is_shorter_and_says_how_many_rows_of_a_file_were_used():
    report, short = _printed(appendix=True)
    _report, whole = _printed(appendix=False)
    files, groups = short.tables[-2:]

    assert len(groups.rows) - 1 == len(source_groups(report.book)) < len(report.book)
    assert len(whole.tables[-1].rows) - 1 == len(report.book)
    assert [cell.text for cell in files.rows[0].cells][2] == "引用列數"
    assert {row.cells[2].text for row in files.rows[1:]} == {"1,234"}
    text = "".join(cell.text for row in groups.rows for cell in row.cells)
    assert all(figure.text in text for figure in report.book)


def test_a_document_without_figures_has_no_sources():
    head = b.DocumentHead("山線茶行", "報告", "2026 Q3", "草稿", "第 1 版", "Asia/Taipei", "")
    report = b.ReportDocument(head, [b.Section("A", [b.Heading("甲")])], FigureBook("zh-hant"))

    word = WordDocument(made_at=MADE_AT, appendix=True).render(report)

    assert not docx.Document(io.BytesIO(word)).tables
