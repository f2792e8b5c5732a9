"""The workbook: opened again with openpyxl, cell by cell."""

import io
import re
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from platforms.display import MetricUnit
from reports.blocks import DocumentHead
from reports.documents.excel import ExcelWorkbook, SheetColumn
from reports.figures import FigureBook, FigureSource
from tests.reports.quarterly_sample import MADE_AT, build_report
from tests.reports.quarterly_workbook import build_workbook, post_rows

HEAD = DocumentHead("甲 & 乙", "資料", "2026 Q3", "草稿", "第 1 版", "Asia/Taipei")


@pytest.fixture(scope="module")
def data():
    return build_workbook(build_report())


@pytest.fixture(scope="module")
def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def one_sheet(columns, rows, **options):
    workbook = ExcelWorkbook(HEAD, FigureBook("zh-hant"), made_at=MADE_AT)
    sheet = workbook.add_sheet("資料")
    header = sheet.add_table(columns, rows, **options)
    return openpyxl.load_workbook(io.BytesIO(workbook.render()))["資料"], header


def test_sheets_stand_in_order_with_legal_names(opened):
    assert opened.sheetnames == ["總覽", "貼文 明細", "資料來源"]


def test_every_number_is_a_number_in_the_look_of_its_unit():
    columns = [
        SheetColumn("貼文"),
        SheetColumn("時間", "moment"),
        SheetColumn("日", "date"),
        SheetColumn("觸及", "number"),
        SheetColumn("率", "number", MetricUnit.RATIO),
        SheetColumn("觀看", "number", MetricUnit.MILLISECONDS),
        SheetColumn("花費", "number", MetricUnit.MICROS),
        SheetColumn("相差", "number", MetricUnit.POINTS),
    ]
    row = [
        "a",
        datetime(2026, 7, 1, 18, 0),
        date(2026, 7, 1),
        12_480,
        Decimal("0.048"),
        5_400_000,
        38_500_000_000,
        Decimal("-0.012"),
    ]
    sheet, header = one_sheet(columns, [row])
    cells = sheet[header + 1]

    assert [cell.number_format for cell in cells[1:]] == [
        "yyyy/m/d hh:mm",
        "yyyy/m/d",
        "#,##0",
        "0.0%",
        "[h]:mm:ss",
        '"NT$"#,##0',
        '+0.0" 點";-0.0" 點";0.0" 點"',
    ]
    assert cells[1].value == datetime(2026, 7, 1, 18, 0)
    assert [cells[n].value for n in (3, 4, 6, 7)] == [12_480, 0.048, 38_500, -1.2]
    assert cells[5].value.total_seconds() == 5_400


@pytest.mark.parametrize("text", ["=1+1", "+886", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_text_that_looks_like_a_formula_stays_text(text):
    sheet, header = one_sheet([SheetColumn(text), SheetColumn("b", "number")], [[text, 1]])

    for cell in (sheet.cell(header, 1), sheet.cell(header + 1, 1)):
        assert (cell.value, cell.data_type) == (text, "s")
        assert cell.quotePrefix


def test_unknown_is_a_dash_and_never_an_empty_or_zero_cell():
    sheet, header = one_sheet([SheetColumn("a"), SheetColumn("b", "number")], [[None, None]])

    assert sheet.cell(header + 1, 1).value is None
    assert sheet.cell(header + 1, 2).value == "—"


def test_text_no_cell_can_hold_is_cut_or_cleaned():
    rows = [["長" * 40_000, 1], ["壞\x00字\x1f元", 2]]
    sheet, header = one_sheet([SheetColumn("a"), SheetColumn("b", "number")], rows)

    assert len(sheet.cell(header + 1, 1).value) == 32_767
    assert sheet.cell(header + 2, 1).value == "壞字元"


def test_the_table_is_frozen_filtered_and_printed_with_its_header():
    sheet, header = one_sheet([SheetColumn("a"), SheetColumn("b")], [["1", "2"]], freeze=1)

    assert sheet.freeze_panes == f"B{header + 1}"
    assert sheet.auto_filter.ref == f"A{header}:B{header + 1}"
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.left.text == "甲 && 乙　資料"


def test_a_total_row_keeps_its_number_format():
    columns = [SheetColumn("a"), SheetColumn("b", "number", MetricUnit.RATIO)]
    sheet, header = one_sheet(
        columns, [["x", Decimal("0.1")], ["合計", Decimal("0.2")]], total=True
    )

    total = sheet.cell(header + 2, 2)
    assert (total.number_format, total.font.b) == ("0.0%", True)
    assert sheet.auto_filter.ref == f"A{header}:B{header + 1}"


def test_chinese_columns_are_wide_enough_for_two_places_a_character():
    sheet, _header = one_sheet([SheetColumn("一二三四五六七八九十")], [["短"]])

    assert sheet.column_dimensions["A"].width >= 20


def test_a_cited_figure_carries_its_certificate_and_stands_under_sources(opened):
    overview, sources = opened["總覽"], opened["資料來源"]
    cell = next(c for row in overview.iter_rows() for c in row if c.value == 0.0482)
    header = next(r for r in sources.iter_rows() if r[0].value == "代碼")
    labels = [c.value for c in header]
    first = sources[header[0].row + 1]
    row = dict(zip(labels, first, strict=True))

    assert cell.comment.text.startswith("F1：互動率＝4.8%")
    assert "3–125" in cell.comment.text
    assert row["代碼"].value == "F1"
    assert row["位置"].hyperlink.location == f"'總覽'!{cell.coordinate}"
    assert (row["數值"].value, row["數值"].number_format) == (0.0482, "0.0%")
    assert "Facebook_貼文_2026-07-01_2026-09-30.csv" in row["檔案"].value
    assert "544,337" in row["輸入"].value


def test_charts_are_native_and_refer_to_the_cells_beside_them(data, opened):
    archive = zipfile.ZipFile(io.BytesIO(data))
    charts = [n for n in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", n)]
    xml = next(x for x in (archive.read(n).decode() for n in charts) if "YouTube" in x)
    sheet = opened["總覽"]
    refs = re.findall(r"<f>'總覽'!\$(\w+)\$(\d+)(?::\$\w+\$(\d+))?</f>", xml)
    series = [(c, int(a), int(z)) for c, a, z in refs if z and c != "A"]
    found = {
        column: [sheet[f"{column}{row}"].value for row in range(first, last + 1)]
        for column, first, last in series
    }

    assert len(charts) == 6
    assert found == {
        "B": [98_200, 110_450, 128_300],
        "C": [54_020, 61_990, 70_377],
        "D": [12_000, 9_800, None],
    }
    assert '<overlay val="0"' in xml and '<delete val="0"' in xml
    assert len(sheet._charts) == 6


def test_the_same_figures_give_the_same_bytes(data):
    assert build_workbook(build_report()) == data


def test_properties_name_the_workspace(opened):
    assert opened.properties.creator == "小山咖啡"
    assert opened.properties.title == "2026 Q3 成效報告書"
    assert opened.properties.modified.isoformat() == "2026-10-08T02:30:00"


def test_names_that_excel_forbids_are_mended_and_kept_apart():
    workbook = ExcelWorkbook(HEAD, FigureBook("zh-hant"), made_at=MADE_AT)
    names = [
        workbook.add_sheet(name).name for name in ("a/b:c?*[]\\", "A b c", "長" * 40, "長" * 40)
    ]
    opened = openpyxl.load_workbook(io.BytesIO(workbook.render()))

    assert opened.sheetnames == names
    assert len({name.lower() for name in names}) == 4
    assert all(len(name) <= 31 for name in names)


def test_ten_thousand_posts_cost_no_more_than_twice_bare_openpyxl():
    rows = post_rows(10_000)
    started = time.perf_counter()
    bare = openpyxl.Workbook()
    for row in rows:
        bare.active.append([c.replace("=", " ") if isinstance(c, str) else c for c in row])
    bare.save(io.BytesIO())
    bare_seconds = time.perf_counter() - started

    columns = [
        SheetColumn("貼文"),
        SheetColumn("時間", "moment"),
        SheetColumn("日", "date"),
        SheetColumn("帳號"),
        SheetColumn("類型"),
        *[SheetColumn("n", "number")] * 7,
        SheetColumn("率", "number", MetricUnit.RATIO),
        SheetColumn("觀看", "number", MetricUnit.MILLISECONDS),
        SheetColumn("花費", "number", MetricUnit.MICROS),
        SheetColumn("檔案"),
        SheetColumn("列", "number"),
    ]
    started = time.perf_counter()
    workbook = ExcelWorkbook(HEAD, FigureBook("zh-hant"), made_at=MADE_AT)
    workbook.add_sheet("貼文").add_table(columns, rows)
    workbook.render()

    assert time.perf_counter() - started <= 2 * bare_seconds


def test_a_figure_without_a_cell_is_still_listed():
    book = FigureBook("zh-hant")
    book.cite(
        5,
        metric="m",
        label="只在 Word",
        formula="",
        unit=MetricUnit.COUNT,
        version=1,
        inputs={},
        source=FigureSource(note="手動填寫"),
        scope={},
    )
    workbook = ExcelWorkbook(HEAD, book, made_at=MADE_AT)
    sources = openpyxl.load_workbook(io.BytesIO(workbook.render()))["資料來源"]

    last = [cell.value for cell in sources[sources.max_row]]
    assert last[:3] == ["F1", "—", "只在 Word"]
    assert last[-1] == "手動填寫"
