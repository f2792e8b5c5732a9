"""What an output says where figures, targets or posts are missing: never nothing, never a zero."""

import pytest
from django.utils import translation

from reports.blocks import Callout, Tone
from reports.outputs import OUTPUTS, made_here
from reports.pieces import text_of
from reports.services.making import render_word
from reports.workbook import write_workbook
from tests.factories.reports import export, imported
from tests.factories.workspaces import WorkspaceFactory
from tests.reports.building import built, section_text


def test_without_a_target_the_report_says_so_and_shows_key_figures(workspace):
    _context, document = built(workspace)

    text = section_text(document, "KPI")

    assert "這段期間沒有設定目標" in text
    assert "互動率" in text


@pytest.mark.parametrize("posts", [0, 7], ids=["no post", "one too few"])
def test_too_few_posts_are_not_ranked(db, media, posts):
    workspace = WorkspaceFactory()
    if posts:
        imported(workspace, export(posts=posts))

    context, document = built(workspace)

    assert f"貼文太少（{posts} 篇），不作排名。" in section_text(document, "POSTS")
    assert any("貼文太少" in text_of(line) for line in context.suggestions["FACTORS"]), (
        "the suggestion says it too"
    )


def test_eight_posts_are_ranked(db, media):
    workspace = WorkspaceFactory()
    imported(workspace, export(posts=8))

    _context, document = built(workspace)

    assert "不作排名" not in section_text(document, "POSTS")


def test_missing_figures_are_asked_for_by_name(workspace):
    context, document = built(workspace)

    labels = [gap["label"] for gap in context.missing]

    assert labels == [
        "山線茶行（Facebook）在 2026/9/30 的粉絲人數",
        "山線茶行（Facebook）在 2026/6/30 的粉絲人數",
        "2026 Q3 的購買人次",
        "2026 Q3 的新增會員數",
        "2026 Q3 的網站工作階段",
    ]
    assert labels[0] in section_text(document, "COVERAGE")


def test_a_declared_gap_stands_in_the_report_with_its_reason(workspace):
    declared = {"purchases::period": {"reason": "沒有網路商店", "by": "林小組", "at": ""}}

    context, document = built(workspace, declared=declared)

    assert context.missing[2]["declared"] == declared["purchases::period"]
    assert "2026 Q3 的購買人次：沒有這項數據。沒有網路商店（林小組）" in section_text(
        document, "COVERAGE"
    )


@pytest.mark.parametrize("output", [one.code for one in made_here()])
def test_an_empty_workspace_gives_an_honest_document(db, media, output):
    workspace = WorkspaceFactory()

    context, document = built(workspace, output)
    with translation.override("zh-hant"):
        for kind in OUTPUTS[output].formats:
            content = (
                render_word(document, context.made_at, None)[0]
                if kind == "docx"
                else write_workbook(context, document)
            )
            assert content.startswith(b"PK")

    assert "還沒有匯入這段期間的數據" in section_text(document, "COVER")


def test_without_the_year_before_there_is_no_empty_column(workspace):
    _context, document = built(workspace)

    assert "2025 Q3" not in section_text(document, "CHANGE")


def test_a_box_of_missing_figures_is_at_risk_until_declared(workspace):
    context, document = built(workspace)
    section = next(s for s in document.sections if s.anchor == "COVERAGE")
    box = next(block for block in section.blocks if isinstance(block, Callout))

    assert box.tone is Tone.RISK
    assert len(box.lines) == len(context.missing)
