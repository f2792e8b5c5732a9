"""What a document says by itself is no more than its figures say."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import docx
import openpyxl
import pytest
from django.utils import timezone, translation

from reports.blocks import Chart
from reports.outputs import OUTPUTS
from reports.outputs.context import OutputContext
from reports.pieces import text_of
from reports.sections import posting
from reports.services.making import render_word
from reports.workbook import write_workbook
from tests.factories.analytics import happened, posted
from tests.factories.platforms import SocialAccountFactory
from tests.factories.reports import QUARTER, TargetFactory, brand
from tests.factories.workspaces import WorkspaceFactory
from tests.reports.building import built, section_text, word_text
from workspaces.periods import parse_period

pytestmark = pytest.mark.django_db
START = QUARTER.start
MIDDLE = datetime(2026, 8, 10, 4, tzinfo=UTC)  # noon of that day in Taipei


@pytest.fixture
def workspace(media):
    return WorkspaceFactory(slug="tea")


@pytest.fixture
def account(workspace):
    return SocialAccountFactory(workspace=workspace, name="山線茶行")


def publish(account, number, *, likes=5, first=START, **more):
    """``number`` posts on as many days, each of ``likes`` in the hundred people it reached."""
    values = {"reach": 100, "reactions": likes, "comments": 0, "shares": 0} | more
    for n in range(number):
        posted(account, first + timedelta(days=n), **values)


def charts_of(document, anchor):
    section = next(section for section in document.sections if section.anchor == anchor)
    return [block.spec for block in section.blocks if isinstance(block, Chart)]


def test_documents_name_the_clock_as_people_do(media):
    workspace = brand(name="山線茶行")

    context, document = built(workspace)
    with translation.override("zh-hant"):
        word, _notes = render_word(document, context.made_at, None)
        sheets = openpyxl.load_workbook(io.BytesIO(write_workbook(context, document))).worksheets

    assert "台北時間 (GMT+8)" in section_text(document, "COVER")
    assert "Asia/" not in word_text(word)
    cells = {str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row}
    assert not [text for text in cells if "Asia/" in text]
    assert any("台北時間" in text for text in cells)


def test_a_type_of_few_posts_is_neither_named_nor_drawn_above_the_best(account):
    publish(account, 3, likes=90, kind="video")
    publish(account, 8, likes=5, kind="photo")
    publish(account, 8, likes=1, kind="link")

    context, document = built(account.workspace)

    (chart,) = charts_of(document, "CONTENT")
    assert chart.title_text == "相片的互動率最高"
    assert list(chart.categories) == ["相片", "連結"]
    text = section_text(document, "CONTENT")
    assert "影片" in text, "the table still has it"
    assert "不到八篇貼文" in text
    assert "影片最有效" not in str(context.suggestions["FACTORS"])


def test_types_that_share_the_highest_rate_have_no_winner(account):
    publish(account, 8, kind="photo")
    publish(account, 8, kind="link")

    _context, document = built(account.workspace)

    (chart,) = charts_of(document, "CONTENT")
    assert "最高" not in chart.title_text


def test_rates_that_print_alike_have_no_winner(account):
    publish(account, 8, kind="photo", reach=1000, likes=50)
    publish(account, 8, kind="link", reach=100_000, likes=5001)

    _context, document = built(account.workspace)

    (chart,) = charts_of(document, "CONTENT")
    assert "最高" not in chart.title_text


def test_a_change_that_prints_as_nothing_is_no_mover(account):
    publish(account, 9, first=date(2026, 4, 1), reach=100_000, likes=400, comments=9, shares=0)
    publish(account, 9, reach=100_000, likes=440, comments=9, shares=0)

    _context, document = built(account.workspace)

    text = section_text(document, "MOVERS")
    assert "互動數" in text
    assert "互動率" not in text


def test_a_level_of_other_accounts_is_not_set_beside_this_one(workspace, account):
    happened(account, date(2026, 6, 29), followers=500)
    for one, followers in ((account, 600), (SocialAccountFactory(workspace=workspace), 9000)):
        happened(one, date(2026, 9, 29), followers=followers)

    _context, document = built(workspace)

    table = next(b for s in document.sections if s.anchor == "CHANGE" for b in s.blocks[1:2])
    (row,) = [cells for cells in table.rows if "合計" in text_of(cells[0])]
    assert [text_of(cell) for cell in row[1:4]] == ["9,600", "—", "—"]
    assert "有數字的帳號和前期不同" in section_text(document, "CHANGE")


def test_the_distance_to_a_goal_is_as_fine_as_the_goal(workspace, account):
    publish(account, 3, reach=3103)
    publish(account, 1, reach=3104)
    TargetFactory(workspace=workspace, metric="mean_reach_per_post", value="3673")

    _context, document = built(workspace)

    assert "相差 −570（" in section_text(document, "MISSED")


def test_one_lucky_post_is_no_reason_to_make_more_of_its_kind(account):
    publish(account, 12, kind="photo")
    publish(account, 1, likes=90, kind="video")

    context, _document = built(account.workspace)

    assert context.suggestions["START"] == []


@pytest.mark.parametrize(
    ("others", "title"),
    [
        ({"likes": 1}, "山線茶行 帶來最多互動"),
        ({"likes": 5}, "各帳號互動數"),
        ({"likes": 1, "shares": None}, None),
    ],
    ids=["one has more", "both the same", "the other reports none"],
)
def test_an_account_brings_most_only_where_no_other_can_have_more(
    workspace, account, others, title
):
    publish(account, 3)
    publish(SocialAccountFactory(workspace=workspace, name="新帳號"), 3, **others)

    _context, document = built(workspace)

    titles = [chart.title_text for chart in charts_of(document, "ACCOUNTS")]
    assert titles == ([title] if title else [])


def test_an_account_whose_posts_report_in_part_may_have_more_than_is_known(workspace, account):
    publish(account, 3)
    other = SocialAccountFactory(workspace=workspace, name="新帳號")
    publish(other, 2)
    publish(other, 1, shares=None)

    _context, document = built(workspace)

    (chart,) = charts_of(document, "ACCOUNTS")
    assert chart.title_text == "各帳號互動數"


def test_a_trend_names_the_two_months_it_compares(account):
    for month, likes in ((7, 5), (8, 9), (9, 4)):
        publish(account, 3, likes=likes, first=date(2026, month, 1))

    _context, document = built(account.workspace)

    (chart,) = charts_of(document, "TRENDS")
    assert chart.title_text == "2026 年 9 月的互動率低於 2026 年 7 月"


def test_a_target_that_is_not_due_is_behind_and_not_missed(workspace, account):
    TargetFactory(workspace=workspace, metric="new_followers", value="100")
    happened(account, date(2026, 8, 9), new_followers=10)

    _context, document = built(workspace, made_at=MIDDLE)

    text = section_text(document, "MISSED")
    assert "進度落後的目標" in text
    assert "沒有達到" not in text


def test_on_its_due_day_a_target_still_runs(workspace, account):
    due = datetime(2026, 9, 30, 4, tzinfo=UTC)
    TargetFactory(workspace=workspace, metric="new_followers", value="100")
    happened(account, QUARTER.end, new_followers=10)

    _context, document = built(workspace, made_at=due)

    assert "0 項未達標" in section_text(document, "COVER")


def test_targets_nobody_can_judge_are_counted_too(workspace, account):
    publish(account, 3)
    TargetFactory(workspace=workspace, metric="engagement_rate", value="0.04")
    TargetFactory(workspace=workspace, metric="purchases", value="40")

    _context, document = built(workspace)

    standing = text_of(document.sections[0].blocks[0].decision[0])
    assert standing.startswith("2 項目標中，1 項達標或跟上進度，0 項落後，0 項未達標。")
    assert standing.endswith("1 項還無法判斷。")


def test_a_post_read_the_day_after_it_came_out_is_not_called_weak(account):
    publish(account, 9, taken_on=date(2026, 8, 9))
    late = posted(
        account,
        date(2026, 8, 8),
        taken_on=date(2026, 8, 9),
        text="昨天才發的貼文",
        reach=100,
        reactions=0,
        comments=0,
        shares=0,
    )

    _context, document = built(account.workspace, made_at=MIDDLE)

    text = section_text(document, "POSTS")
    assert late.text not in text
    assert "另有 1 篇貼文這次不排名" in text


def test_posts_of_two_platforms_are_not_ranked_by_what_each_counts_its_own_way(workspace, account):
    other = SocialAccountFactory(workspace=workspace, name="茶行 IG", platform="instagram")
    for n in range(5):
        posted(account, START + timedelta(days=n), views=100 + n)
        posted(other, START + timedelta(days=n), views=9000 + n)

    _context, document = built(workspace)

    assert "不作排名" in section_text(document, "POSTS")


def test_posts_of_one_platform_are_ranked_by_views(account):
    for n in range(8):
        posted(account, START + timedelta(days=n), views=100 + n)

    _context, document = built(account.workspace)

    assert "不作排名" not in section_text(document, "POSTS")


def test_a_plan_of_a_running_quarter_looks_back_at_the_whole_one_before(workspace, account):
    publish(account, 2, first=date(2026, 7, 2))
    publish(account, 3, first=date(2026, 9, 20))
    october = datetime(2026, 10, 21, 4, tzinfo=UTC)
    context = OutputContext(
        workspace, parse_period("2026Q4"), "O2.1.1", "", "zh-hant", made_at=october
    )

    with translation.override("zh-hant"):
        _heading, table = posting._cadence(context)

    assert text_of(table.rows[0][1]) == "5"
    assert "2026/7/1–9/30" in text_of(table.note)
    assert context.read_by(QUARTER) == date(2026, 10, 7)


def test_of_a_month_still_running_only_the_days_so_far_are_told(workspace, account):
    publish(account, 3, first=date(2026, 11, 2))
    november = datetime(2026, 11, 21, 4, tzinfo=UTC)
    context = OutputContext(
        workspace, parse_period("2026-12"), "O2.1.1", "", "zh-hant", made_at=november
    )

    with translation.override("zh-hant"):
        _heading, table = posting._cadence(context)

    assert "2026/11/1–11/21" in text_of(table.note)


def test_an_english_document_has_no_chinese_sign(media):
    workspace = WorkspaceFactory(name="Ridge Tea", language="en")
    account = SocialAccountFactory(workspace=workspace, name="Ridge Tea")
    publish(account, 9, text="Spring tea")
    with translation.override("en"):
        context = OutputContext(workspace, QUARTER, "O3.3.1", "Report", "en", timezone.now())
        document = OUTPUTS["O3.3.1"].build(context)
        word, _notes = render_word(document, context.made_at, None)
    paper = docx.Document(io.BytesIO(word))
    said = word_text(word) + "".join(one.text for one in paper.comments)

    assert "GMT+8" in said
    assert set(re.findall(r"[，。；：、（）「」　]", said)) == set()
