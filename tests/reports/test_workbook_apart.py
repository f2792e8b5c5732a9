"""O3.1.1: the audience with its sources, and paid promotion, on sheets of their own."""

import io
from datetime import date

import openpyxl
import pytest
from django.utils import timezone, translation

from analytics.intake import deliveries, ingest
from reports.outputs import o311
from reports.outputs.context import OutputContext
from reports.workbook import write_workbook
from tests.samples import ads, ga4
from workspaces.models import Workspace
from workspaces.periods import Period

QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))


@pytest.fixture
def workspace(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return Workspace.objects.create(slug="tea", name="山線茶行")


def take(workspace, text, name):
    file = deliveries.receive(workspace, io.BytesIO(text.encode()), name, by=None)
    ingest.import_file(file)


def sheets(workspace):
    context = OutputContext(workspace, QUARTER, "O3.1.1", "數據分析報表", "zh-hant", timezone.now())
    with translation.override("zh-hant"):
        content = write_workbook(context, o311.build(context))
    return context, openpyxl.load_workbook(io.BytesIO(content))


def cells(sheet) -> list[list]:
    return [list(row) for row in sheet.iter_rows(min_row=6, values_only=True) if row[1]]


def test_sources_of_visits_stand_with_value_days_file_and_row(workspace):
    take(workspace, ga4.channels(), "channels.csv")

    _context, book = sheets(workspace)

    rows = cells(book["受眾與來源"])
    assert [row[:6] for row in rows if row[3] == "網站工作階段"] == [
        [
            "山線茶行 - GA4 · Google Analytics",
            "造訪管道",
            "Organic Social",
            "網站工作階段",
            "—",
            420,
        ],
        ["山線茶行 - GA4 · Google Analytics", "造訪管道", "Direct", "網站工作階段", "—", 180],
        ["山線茶行 - GA4 · Google Analytics", "造訪管道", "(other)", "網站工作階段", "—", 7],
    ]
    assert rows[0][-1] == "channels.csv › Traffic acquisition #11"
    assert (rows[0][6].date(), rows[0][7].date()) == (date(2026, 10, 1), date(2026, 10, 31))


def test_campaigns_stand_with_costs_and_their_rows(workspace):
    take(workspace, ads.meta(account="廣告"), "ads.csv")

    _context, book = sheets(workspace)

    (row,) = cells(book["付費推廣"])
    assert row[:3] == ["Meta 廣告", "廣告", "秋茶上市"]
    assert row[5:12] == ["TWD", 2000.5, 60000, "—", 1200, 40, "購買"]
    assert row[12:15] == pytest.approx([2000.5 / 1200, 2000.5 / 60, 2000.5 / 40])
    assert row[15] == "ads.csv #2; ads.csv #3"


def test_the_standards_traffic_cites_the_rows_of_the_web_site(workspace):
    take(workspace, ga4.channels(), "channels.csv")

    context, book = sheets(workspace)

    (figure,) = [f for f in context.book if f.metric == "sessions" and f.known]
    assert figure.value == 607
    assert [(part.file, part.rows) for part in figure.source.files] == [
        ("channels.csv › Traffic acquisition", "11–13")
    ]
    standard = {row[0]: row[2] for row in book["職能基準數據"].iter_rows(values_only=True)}
    assert standard["網站流量"] == 607
    assert "sessions" not in {gap["measure"] for gap in context.missing}


def test_without_such_files_the_sheets_say_so(workspace):
    _context, book = sheets(workspace)

    for name in ("受眾與來源", "付費推廣"):
        text = " ".join(
            str(cell.value) for row in book[name].iter_rows() for cell in row if cell.value
        )
        assert "沒有任何" in text
