"""What stands in the outputs: the registry's numbers, nothing invented, nothing left out."""

import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone, translation

from analytics.query import metric_values
from reports import blocks_data
from reports.blocks import Cover, Table, Tone
from reports.outputs import OUTPUTS
from reports.outputs.context import OutputContext
from reports.outputs.names import plain_letters
from reports.pieces import LooseDigit, text_of
from reports.services.making import render_word
from reports.workbook import write_workbook
from tests.factories.reports import QUARTER, TargetFactory, brand, export, imported
from tests.factories.workspaces import WorkspaceFactory
from tests.reports.building import built, section_text, word_text
from workspaces.periods import Period, parse_period


def test_every_figure_is_what_the_registry_says(workspace):
    context, document = built(workspace)
    by_code = document.book.by_code()
    checked = 0

    for code, cut in context.cuts.items():
        period = Period(date.fromisoformat(cut["from"]), date.fromisoformat(cut["to"]))
        values = metric_values(
            workspace,
            period,
            by=cut["by"],
            metrics=[by_code[code].metric],
            post_types=[cut["type"]] if cut["type"] else None,
        )
        mine = [
            value
            for value in values
            if (value.post.pk if value.post else None) == cut["post"]
            and (cut["by"] != "account" or value.account.pk == cut["account"])
        ]
        assert [value.value for value in mine] == [by_code[code].value], code
        checked += 1

    assert checked > 60


def test_word_and_excel_print_the_same_values(workspace):
    context, document = built(workspace)
    with translation.override("zh-hant"):
        word, _notes = render_word(document, context.made_at, None)
        excel = write_workbook(context, document)
    sheet = openpyxl.load_workbook(io.BytesIO(excel))["資料來源"]
    printed = {row[0].value: row[4].value for row in sheet.iter_rows(min_row=6) if row[0].value}
    text = word_text(word)
    figures = document.book.by_code()
    assert set(figures) == set(printed)

    for code, figure in figures.items():
        if figure.unit == "count" and figure.value is not None:
            assert Decimal(str(printed[code])) == pytest.approx(Decimal(figure.value)), code
        elif figure.unit in ("ratio", "change") and figure.value is not None:
            assert printed[code] == pytest.approx(float(figure.value)), code
    rate = next(f for f in figures.values() if f.metric == "engagement_rate")
    assert f"{rate.text}{rate.code}" in text.replace("\n", "")


def test_the_decision_and_the_targets_come_first(workspace):
    TargetFactory(workspace=workspace, metric="engagement_rate", value="0.05")
    TargetFactory(workspace=workspace, metric="post_count", value="40")

    _context, document = built(workspace)

    cover = document.sections[0].blocks[0]
    assert isinstance(cover, Cover)
    assert cover.tone is Tone.BAD
    assert text_of(cover.decision[0]) == "2 項目標中，1 項達標或跟上進度，0 項落後，1 項未達標。"
    assert [section.anchor for section in document.sections[:3]] == ["COVER", "KPI", "MISSED"]
    kpi = section_text(document, "KPI")
    assert "達標" in kpi and "未達標" in kpi
    assert "−28" in section_text(document, "MISSED")  # 12 of 40 posts


def test_three_strongest_and_three_weakest_posts_with_their_figures(workspace):
    _context, document = built(workspace)

    text = section_text(document, "POSTS")

    for number in (12, 11, 10, 1, 2, 3):
        assert f"第 {number} 篇" in text
    assert "第 6 篇" not in text


def test_suggestions_cite_figures_and_are_no_part_of_the_document(workspace):
    context, document = built(workspace)
    with translation.override("zh-hant"):
        word, _notes = render_word(document, context.made_at, None)

    best = context.suggestions["THEMES"][0]

    assert any(hasattr(piece, "code") for piece in best)
    assert text_of(best) not in word_text(word)
    assert "尚未填寫" in word_text(word)


def test_a_goal_on_pace_is_not_called_reached(workspace):
    TargetFactory(workspace=workspace, metric="post_count", value="13", due=date(2026, 12, 31))
    TargetFactory(workspace=workspace, metric="post_count", value="5")

    context, _document = built(workspace, made_at=datetime(2026, 8, 10, 4, tzinfo=UTC))

    facts = [text_of(line) for line in context.suggestions["FACTORS"]]
    assert [line for line in facts if "已達成" in line] == [
        "KPI 發布貼文數 已達成：實績 6，目標 5。"
    ]
    (ahead,) = [line for line in facts if "目標 13" in line]
    assert "目前" in ahead


def test_weeks_to_come_are_left_out_and_do_not_thin_the_average(workspace):
    context, document = built(workspace, made_at=datetime(2026, 8, 10, 4, tzinfo=UTC))

    work = next(section for section in document.sections if section.anchor == "WORK")
    table = next(block for block in work.blocks if isinstance(block, Table))
    posts = context.table(["post_count"])[None, "post_count"].number

    assert len(table.rows) == 7 + 1  # from 7/1 to 8/10, and the whole period
    (mean,) = [f for f in context.book if f.metric == "posts_per_week"]
    assert mean.value == Decimal(posts) * 7 / 41


def test_what_people_wrote_is_printed_and_tables_keep_their_rows(workspace):
    judgement = {
        "SUMMARY": "互動率 5% 達標。\n- 短影音有效",
        "RESOURCES": [["短影音", "40 小時", "60 小時", "加一位剪輯"]],
    }

    context, document = built(workspace, judgement=judgement)
    with translation.override("zh-hant"):
        word, _notes = render_word(document, context.made_at, None)

    text = word_text(word)
    assert "互動率 5% 達標。" in text
    assert "60 小時" in text


def test_a_loose_digit_cannot_be_written(workspace, monkeypatch):
    monkeypatch.setattr("reports.sections.changes._", lambda text: f"{text} 3")

    with pytest.raises(LooseDigit):
        built(workspace)


def test_plain_words_of_the_document_hold_no_digit(workspace):
    _context, document = built(workspace)
    loose = []

    def walk(value):
        if isinstance(value, tuple):
            loose.extend(p for p in value if type(p) is str and re.search(r"\d", p))
            for one in value:
                walk(one)
        elif hasattr(value, "__dataclass_fields__") and type(value).__module__ == "reports.blocks":
            for name in value.__dataclass_fields__:
                if name not in ("label", "word", "columns", "people", "text"):
                    walk(getattr(value, name))

    for section in document.sections:
        walk(tuple(section.blocks))

    assert loose == []


def test_an_english_document_has_no_chinese_word(db, media):
    workspace = WorkspaceFactory(name="Ridge Tea", language="en")
    content = export(text="Spring tea unboxed").replace("山線茶行".encode(), b"Ridge Tea")
    imported(workspace, content.replace("（第 ".encode(), b" no. ").replace(" 篇）".encode(), b""))
    TargetFactory(workspace=workspace, owner__name="Lin")

    context, document = built(workspace)
    context.title = "Performance report"
    with translation.override("en"):
        document = OUTPUTS["O3.3.1"].build(
            OutputContext(workspace, QUARTER, "O3.3.1", "Performance report", "en", timezone.now())
        )
        word, _notes = render_word(document, context.made_at, None)

    chinese = set(re.findall(r"[\u4e00-\u9fff]+", word_text(word)))
    assert chinese == set()


def test_years_of_the_republic_when_the_workspace_wants_them(db, media):
    workspace = brand(name="山線茶行", roc_years=True)

    context, document = built(workspace)

    assert context.name_of(QUARTER) == "民國 115 年第 3 季"
    assert "民國 115 年 7 月 1 日" in section_text(document, "COVER")


def test_the_same_period_a_year_before_is_compared_when_it_is_known(workspace):
    imported(workspace, export(parse_period("2025Q3"), 9), "2025Q3.csv")

    _context, document = built(workspace)

    assert "2025 Q3" in section_text(document, "CHANGE")


def test_sources_name_file_hash_and_rows(workspace):
    _context, document = built(workspace)
    rate = next(f for f in document.book if f.metric == "engagement_rate")

    assert [(part.file, part.rows, len(part.sha256)) for part in rate.source.files] == [
        ("2026Q3.csv", "2–13", 64)
    ]


def test_the_workbook_holds_every_post_with_link_file_and_row(workspace):
    context, document = built(workspace, "O3.1.1")
    with translation.override("zh-hant"):
        book = openpyxl.load_workbook(io.BytesIO(write_workbook(context, document)))

    assert book.sheetnames == [
        "摘要",
        "走勢與執行",
        "每帳號",
        "每篇貼文",
        "每日帳號數據",
        "內容類型",
        "受眾與來源",
        "付費推廣",
        "職能基準數據",
        "資料說明",
        "指標定義",
        "匯入檔案",
        "簽核",
        "資料來源",
    ]
    rows = [[cell.value for cell in row] for row in book["每篇貼文"].iter_rows(min_row=5)]
    head = rows[0]
    posts = [row for row in rows[1:] if row[head.index("檔案與列號")]]
    assert len(posts) == 12
    first = dict(zip(head, posts[0], strict=True))
    assert first["觸及人數"] == 1000
    assert first["互動率"] == pytest.approx(0.047)
    assert first["連結"].startswith("https://www.facebook.com/")
    assert first["檔案與列號"] == "2026Q3.csv #2"
    assert len(book["走勢與執行"]._charts) == 2


def test_a_document_survives_being_kept_as_data(workspace):
    _context, document = built(workspace)

    again = blocks_data.load(blocks_data.dump(document))

    assert blocks_data.dump(again) == blocks_data.dump(document)
    assert list(again.book) == list(document.book)
    assert again.head == document.head


def test_data_of_an_unknown_shape_are_refused():
    with pytest.raises(ValueError, match="shape 99"):
        blocks_data.load({"shape": 99})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("夏日新品 🎉🔥 上市", "夏日新品  上市"),
        ("𝐒𝐀𝐋𝐄 今天", "SALE 今天"),
        ("鬭茶，𠮷日", "鬭茶，𠮷日"),
        ("1️⃣ 留言", "1 留言"),
    ],
    ids=["emoji", "decorative letters", "rare characters stay", "keycap"],
)
def test_posts_are_quoted_in_letters_every_font_has(text, shown):
    assert plain_letters(text) == shown
