"""The Word file: opened again with python-docx and looked at as XML."""

import io
import re
import zipfile
from decimal import Decimal

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from platforms.display import MetricUnit
from reports import blocks as b
from reports.documents.word import WordDocument
from reports.figures import FigureBook, FigureSource
from reports.pieces import DateText, LooseDigit, QuotedText, compose, text_of
from tests.reports.quarterly_brands import ORANGE, TEAL, brand_template
from tests.reports.quarterly_sample import MADE_AT, build_report

ANCHORS = ["COVER", "SUMMARY", "KPI", "POSTS", "NEXT"]


@pytest.fixture(scope="module")
def report():
    return build_report()


@pytest.fixture(scope="module")
def package(report):
    return WordDocument(made_at=MADE_AT).render(report)


@pytest.fixture(scope="module")
def opened(package):
    return docx.Document(io.BytesIO(package))


def texts(document) -> list[str]:
    return [
        "".join(t.text or "" for t in p.iter(qn("w:t")))
        for p in document.element.body.iter(qn("w:p"))
    ]


def test_the_decision_stands_at_the_top_and_sources_at_the_end(opened):
    lines = [line for line in texts(opened) if line]

    assert lines[0] == "2026 Q3 成效報告書"
    assert lines.index("請核定") < 15
    assert "資料來源" in lines
    assert lines.index("資料來源") > lines.index("停止・繼續・開始")


def test_every_cited_figure_has_a_code_a_comment_and_a_row_under_sources(opened, report):
    figure = next(iter(report.book))
    comments = {c.initials: c.text for c in opened.comments}
    bookmarks = {n.get(qn("w:name")) for n in opened.element.body.iter(qn("w:bookmarkStart"))}
    links = {n.get(qn("w:anchor")) for n in opened.element.body.iter(qn("w:hyperlink"))}

    assert "心情與按讚數" in comments["F1"] or "21,480" in comments["F1"]
    assert "（心情數＋留言數＋分享數）÷ 觸及人數" in comments["F1"]
    assert "Facebook_貼文_2026-07-01_2026-09-30.csv" in comments["F1"]
    assert bookmarks == {f"figure_{f.code}" for f in report.book}
    assert links <= bookmarks
    assert f"figure_{figure.code}" in links
    first = opened.element.body.find(f".//{qn('w:hyperlink')}[@{qn('w:anchor')}='figure_F1']")
    assert first.find(f".//{qn('w:vertAlign')}").get(qn("w:val")) == "superscript"


def test_a_figure_is_commented_once_and_dense_tables_not_at_all(opened, report):
    initials = [c.initials for c in opened.comments]

    assert len(initials) == len(set(initials))
    assert "F1" in initials
    assert "F40" not in initials  # stands only in the table of posts, which keeps codes alone
    assert {c.timestamp for c in opened.comments} == {MADE_AT}


def test_headers_repeat_numbers_stand_right_and_rows_stay_whole(opened):
    table = next(t for t in opened.tables if t.cell(0, 0).text == "指標")
    header = table.rows[0]._tr
    number = table.cell(1, 3).paragraphs[0]

    assert header.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert number._p.pPr.find(qn("w:jc")).get(qn("w:val")) == "right"
    assert all(r._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for r in table.rows)
    assert table.cell(1, 4).text == "▲ 落後"


@pytest.mark.parametrize(
    ("rows", "note", "torn_after"),
    [
        (9, "", []),
        (9, "說明", []),
        (12, "", list(range(2, 11))),
        (12, "說明", list(range(2, 11))),
    ],
    ids=["short", "short with a note", "long", "long with a note"],
)
def test_no_row_stands_alone_on_a_page(rows, note, torn_after):
    """A short table stays whole; a long one keeps two rows at either end, and its note."""
    table = b.Table([b.Column("週")], [[QuotedText("甲")] for _row in range(rows)], note=note)
    word = WordDocument(made_at=MADE_AT).render(small_report(table))
    (drawn,) = docx.Document(io.BytesIO(word)).tables

    stays = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in drawn.rows]

    free = [number for number, keep in enumerate(stays) if not keep and number < rows]
    assert free == torn_after
    assert bool(stays[-1]) is bool(note)


def test_a_wide_table_lies_on_its_side_with_its_heading_and_back(opened):
    shapes = [section.orientation for section in opened.sections]

    assert [str(shape) for shape in shapes] == ["PORTRAIT (0)", "LANDSCAPE (1)", "PORTRAIT (0)"]
    body = list(opened.element.body)
    breaks = [
        n for n, node in enumerate(body) if node.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
    ]
    after = "".join(t.text or "" for t in body[breaks[0] + 1].iter(qn("w:t")))
    assert after == "貼文明細"


def test_chinese_fonts_and_language_are_set_on_every_run_of_text(opened):
    for run in opened.element.body.iter(qn("w:r")):
        if run.find(qn("w:t")) is None:
            continue
        properties = run.find(qn("w:rPr"))
        assert properties.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-TW"
    defaults = opened.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert defaults.get(qn("w:eastAsia")) == "Noto Sans CJK TC"


def test_the_font_table_names_what_windows_has_instead(package):
    fonts = zipfile.ZipFile(io.BytesIO(package)).read("word/fontTable.xml").decode()

    assert re.search(r'w:name="Noto Sans CJK TC"><w:altName w:val="Microsoft JhengHei"/>', fonts)


def test_charts_are_native_described_and_editable(package, report):
    archive = zipfile.ZipFile(io.BytesIO(package))
    specs = [block.spec for block in report.blocks() if isinstance(block, b.Chart)]
    charts = sorted(n for n in archive.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", n))
    document = archive.read("word/document.xml").decode()

    assert len(charts) == len(specs) == 6
    assert document.count("<c:chart ") == 6
    for spec in specs:
        assert f'descr="{spec.alt_text}"' in document
    book = openpyxl.load_workbook(io.BytesIO(archive.read("word/embeddings/chart2.xlsx")))
    rows = list(book["Data"].iter_rows(values_only=True))
    assert rows == [
        ("月份", "Facebook", "Instagram", "YouTube"),
        ("七月", 98_200, 54_020, 12_000),
        ("八月", 110_450, 61_990, 9_800),
        ("九月", 128_300, 70_377, None),
    ]
    xml = archive.read("word/charts/chart2.xml").decode()
    assert "externalData" in xml[-200:]
    assert "schemeClr" in xml and "srgbClr" not in xml


def test_header_and_footer_say_whose_which_and_how_far(opened):
    header = opened.sections[0].header
    footer = opened.sections[0].footer
    head = "".join(t.text or "" for t in header._element.iter(qn("w:t")))
    foot = "".join(t.text or "" for t in footer._element.iter(qn("w:t")))
    fields = "".join(t.text or "" for t in footer._element.iter(qn("w:instrText")))

    assert "小山咖啡" in head and "2026/7/1–9/30" in head
    assert "待審" in foot and "第 3 版" in foot
    assert fields.split() == ["PAGE", "NUMPAGES"]


def test_properties_name_the_workspace_and_no_tool(opened):
    properties = opened.core_properties

    assert properties.title == "2026 Q3 成效報告書"
    assert properties.author == "小山咖啡"
    assert properties.comments == ""
    assert properties.created.isoformat() == "2026-10-08T02:30:00+00:00"


def test_the_same_report_gives_the_same_bytes(report, package):
    assert WordDocument(made_at=MADE_AT).render(build_report()) == package


def test_a_brand_template_gives_its_styles_theme_header_and_places(report):
    files = {}
    for name, accents in (("orange", ORANGE), ("teal", TEAL)):
        word = WordDocument(brand_template(accents, anchors=ANCHORS), made_at=MADE_AT)
        files[name] = word.render(report)
        assert word.missing_anchors == []
        assert word.unknown_anchors == []
    document = docx.Document(io.BytesIO(files["orange"]))
    lines = [line for line in texts(document) if line]
    themes = [
        zipfile.ZipFile(io.BytesIO(data)).read("word/theme/theme1.xml").decode()
        for data in files.values()
    ]

    assert lines[0] == "品牌自己的第一段文字。"
    assert lines[1] == "2026 Q3 成效報告書"
    assert not any("[[" in line for line in lines)
    assert document.sections[0].header.paragraphs[0].text == "品牌抬頭　小山咖啡　待審"
    assert "C2410C" in themes[0] and "0F766E" in themes[1]
    charts = [zipfile.ZipFile(io.BytesIO(d)).read("word/charts/chart1.xml") for d in files.values()]
    assert charts[0] == charts[1], "the same chart takes its colours from either theme"


def test_missing_and_unknown_anchors_are_named_and_nothing_is_lost(report):
    word = WordDocument(brand_template(TEAL, anchors=["SUMMARY", "SLOGAN", "KPI"]), made_at=MADE_AT)
    lines = [line for line in texts(docx.Document(io.BytesIO(word.render(report)))) if line]

    assert word.missing_anchors == ["COVER", "POSTS", "NEXT"]
    assert word.unknown_anchors == ["SLOGAN"]
    assert lines.index("請核定") < lines.index("重點摘要") < lines.index("目標達成")
    assert lines.index("品牌自己的結尾。") < lines.index("貼文明細")
    assert lines.index("貼文明細") < lines.index("資料來源")
    assert not any("SLOGAN" in line for line in lines)


def test_a_body_anchor_takes_everything_without_a_place(report):
    word = WordDocument(brand_template(TEAL, anchors=["BODY"]), made_at=MADE_AT)
    lines = [line for line in texts(docx.Document(io.BytesIO(word.render(report)))) if line]

    assert word.missing_anchors == []
    assert lines.index("停止・繼續・開始") < lines.index("品牌自己的結尾。")


def small_report(*blocks, language="zh-hant"):
    head = b.DocumentHead("甲 & 乙 <公司>", "標題", "2026 Q3", "草稿", "第 1 版")
    return b.ReportDocument(head, [b.Section("BODY", list(blocks))], FigureBook(language), language)


def test_typed_text_keeps_its_lists_and_survives_odd_characters():
    block = b.Editable("A", "摘要", "第 1 段\x00<b>\n- 甲\n・乙\n1. 一\n2、二\n\n結尾 🎉 \u200b")
    data = WordDocument(made_at=MADE_AT).render(small_report(block))
    document = docx.Document(io.BytesIO(data))
    lines = {p.text: p for p in document.paragraphs if p.text}

    assert list(lines) == ["第 1 段<b>", "甲", "乙", "一", "二", "結尾 🎉 \u200b"]
    numbers = {
        text: p._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None for text, p in lines.items()
    }
    assert [text for text, listed in numbers.items() if listed] == ["甲", "乙", "一", "二"]


def test_an_unwritten_part_says_so():
    block = b.Editable("A", "摘要", "", "由組長填寫。")
    document = docx.Document(io.BytesIO(WordDocument(made_at=MADE_AT).render(small_report(block))))

    assert "由組長填寫。" in [p.text for p in document.paragraphs]


def test_a_chart_without_a_single_value_is_a_sentence_not_an_empty_frame():
    from reports.charts import ChartSpec, SeriesSpec

    spec = ChartSpec(
        "line", "沒有資料", "觸及", ["七月"], [SeriesSpec("甲", [None])], MetricUnit.COUNT, "空"
    )
    data = WordDocument(made_at=MADE_AT).render(small_report(b.Chart(spec)))

    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert not [name for name in names if "charts" in name]
    assert any("沒有數字" in line for line in texts(docx.Document(io.BytesIO(data))))


def test_a_wide_table_first_or_twice_leaves_no_empty_page():
    wide = b.Table([b.Column(f"欄{'甲' * n}") for n in range(12)], [[None] * 12])
    for blocks, expected in (([wide], 1), ([wide, wide], 1), (["一", wide, "二", wide], 4)):
        parts = [b.Paragraph(p) if isinstance(p, str) else p for p in blocks]
        data = WordDocument(made_at=MADE_AT).render(small_report(*parts))
        assert len(docx.Document(io.BytesIO(data)).sections) == expected


def test_a_loose_digit_cannot_enter_a_block():
    for build in (
        lambda: b.Paragraph("成長 12%"),
        lambda: b.Heading("前 3 名"),
        lambda: b.Table([b.Column("a")], [["12"]]),
        lambda: b.Bullets(["2026"]),
        lambda: b.Callout("注意", ["共 5 則"]),
        lambda: b.Cover("2026 Q3"),
    ):
        with pytest.raises(LooseDigit):
            build()
    assert text_of(b.Heading([DateText("2026 Q3"), " 報告"]).text) == "2026 Q3 報告"


def test_an_english_document_is_english():
    book = FigureBook("en")
    figure = book.cite(
        Decimal("0.048"),
        metric="er",
        label="Engagement rate",
        formula="a ÷ b",
        unit=MetricUnit.RATIO,
        version=1,
        inputs={},
        scope={},
        source=FigureSource.of_rows({"posts.csv": [2]}),
    )
    head = b.DocumentHead("Hill Coffee", "Report", "2026 Q3", "Draft", "Version 1")
    sections = [b.Section("A", [b.Paragraph(compose("It was {rate}.", rate=figure))])]
    data = WordDocument(language="en", made_at=MADE_AT).render(
        b.ReportDocument(head, sections, book, "en")
    )
    lines = texts(docx.Document(io.BytesIO(data)))

    assert "Sources" in lines
    assert "File 1, rows 2" in lines
    assert not any(re.search("[\u4e00-\u9fff]", line) for line in lines)


def test_quoted_words_are_printed_as_they_are():
    row = [QuotedText("=SUM(A1) 85 折")]
    data = WordDocument(made_at=MADE_AT).render(small_report(b.Table([b.Column("貼文")], [row])))

    assert "=SUM(A1) 85 折" in texts(docx.Document(io.BytesIO(data)))
