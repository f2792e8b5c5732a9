"""The outputs as LibreOffice draws them: decision on page one, charts, nothing cut."""

import pytest
from django.utils import translation
from PIL import Image

from reports.services.making import render_word
from reports.workbook import write_workbook
from tests.factories.reports import TargetFactory, brand, export, imported
from tests.reports.building import built
from tests.reports.test_rendered import colours_near, drawn, words

pytestmark = pytest.mark.render

JUDGEMENT = {
    "SUMMARY": "互動率達標，影片是主因。\n- 中秋檔期互動最高\n- 留言在兩小時內回覆",
    "RESOURCES": [["影片", "40 小時", "60 小時", "加一位剪輯"], ["照片", "30 小時", "20 小時", ""]],
    "STOP": "- 停止轉貼活動海報",
}


@pytest.fixture
def workspace(db, media):
    made = brand(name="山線茶行")
    imported(made, export(posts=36), "more.csv")  # of each type enough to be drawn
    TargetFactory(workspace=made, value="0.05")
    TargetFactory(workspace=made, metric="post_count", value="12", level="csf")
    return made


def test_the_report_is_fit_to_hand_upwards(workspace, tmp_path):
    context, document = built(workspace, judgement=JUDGEMENT, author="林佳穎")
    with translation.override("zh-hant"):
        content, _notes = render_word(document, context.made_at, None)

    pages = drawn(tmp_path, "report.docx", content)
    text = words(tmp_path, "report.pdf")
    first = text.split("\f")[0]

    assert "請主管決定" in first and "目標達成情形" in first
    assert "達標" in first and "未達標" in first
    for title in (
        "長條：互動數；折線：互動率",
        "互動率：（按讚與心情",
        "各帳號貼文數",
    ):
        assert title in text, "an undrawn chart has no title"
    assert any(colours_near(page, "2F5D8C") > 1500 for page in pages)
    assert "加一位剪輯" in text and "停止轉貼活動海報" in text
    blank = [page for page in pages if len(Image.open(page).convert("L").getcolors()) < 8]
    assert blank == []


def test_the_workbook_draws_its_charts(workspace, tmp_path):
    context, document = built(workspace, "O3.1.1")
    with translation.override("zh-hant"):
        content = write_workbook(context, document)

    pages = drawn(tmp_path, "book.xlsx", content)
    text = words(tmp_path, "book.pdf")

    assert "#REF" not in text and "#NAME" not in text and "###" not in text
    assert sum(colours_near(page, "2F5D8C") > 800 for page in pages) >= 2
    for sheet in ("摘要", "每篇貼文", "指標定義", "資料來源"):
        assert sheet in text
