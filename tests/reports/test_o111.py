"""O1.1.1: the plan of a period in Word, from the version that was approved."""

import io
import json
import zipfile

import pytest
from django.core.management import call_command
from django.urls import reverse
from docx import Document

from analytics.models import Target
from planning import review
from reports.outputs import OUTPUTS
from reports.services.drafts import render_draft
from reports.services.errors import CannotDo
from tests.factories.analytics import TargetFactory
from tests.factories.planning import QUARTER, add, filled, people, with_objectives, write
from tests.factories.workspaces import WorkspaceFactory
from workspaces.models import Membership


@pytest.fixture
def brief(db):
    """Complete, with two targets; its people are written on it as attributes."""
    editor, lead, manager = people()
    workspace = Membership.objects.get(user=lead).workspace
    made = filled(workspace, lead)
    for one in with_objectives(made, lead, "engagement_rate"):
        TargetFactory(
            workspace=workspace,
            objective=one,
            start=QUARTER.start,
            due=QUARTER.end,
            baseline="0.049",
            baseline_start=QUARTER.previous().start,
            baseline_end=QUARTER.previous().end,
            owner=lead,
        )
    add("risks", made, lead, what="颱風", answer="備用影片", likelihood=2, impact=3)
    made.refresh_from_db()
    made.lead, made.manager = lead, manager
    return made


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    parts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        parts += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(parts)


def render(brief):
    return render_draft(brief.workspace, OUTPUTS["O1.1.1"], QUARTER, "docx", subject=brief.pk)


def test_a_reader_finds_everything_the_standard_asks_for(brief):
    words = text_of(render(brief).content)

    for found in (
        "營收成長一成",  # organisation goal
        "單一產區、看得到製程",  # brand strategy
        "讓陌生人認識產地",  # purpose
        "信任",  # axis
        "季底前讓更多上班族追蹤我們",  # objectives
        "KPI",
        "2026/12/31",  # due
        "上班族",  # audience
        "問卷 312 份",  # evidence
        "Instagram",
        "受眾在這裡",  # reason of the choice
        "用產地內容吸引",  # strategy
        "產地",  # pillars
        "拍攝",  # resources
        "颱風",
        "個人資料保護法 第 8 條",
        "已檢查",
        "資料來源",
        "核准紀錄",
    ):
        assert found in words, found


def test_every_figure_has_a_source(brief):
    rendered = render(brief)

    by_metric = {record["metric"] for record in rendered.figures}
    assert {"brief_baseline", "brief_value", "platform_points", "pillar_share"} <= by_metric
    assert {"brief_hours", "brief_experiments"} <= by_metric
    with zipfile.ZipFile(io.BytesIO(rendered.content)) as bundle:
        assert "word/comments.xml" in bundle.namelist()


def test_an_approved_brief_prints_what_was_sent_whatever_changes_later(brief):
    version = review.submit(brief, by=brief.lead)
    review.approve(brief, by=brief.manager, comment="照這份走", digest=version.digest)
    before = {r["code"]: r["text"] for r in render(brief).figures}

    Target.objects.update(value="0.9")
    after = render(brief)

    assert {r["code"]: r["text"] for r in after.figures} == before
    words = text_of(after.content)
    assert str(brief.manager) in words
    assert "照這份走" in words
    assert "90.0%" not in words


def test_adjusted_targets_print_their_history(brief):
    from analytics.goals.objectives import revise

    target = Target.objects.order_by("pk").first()
    revise(
        target,
        {"value": target.value * 2, "owner_id": target.owner_id},
        reason="檔期延後",
        evidence="九月會議紀錄",
        by=brief.lead,
    )

    words = text_of(render(brief).content)

    assert "目標值的調整紀錄" in words
    assert "檔期延後（九月會議紀錄）" in words
    assert "5.0% → 10.0%" in words


def test_a_period_without_a_brief_says_where_to_begin_one(db):
    with pytest.raises(CannotDo, match="企畫"):
        render_draft(WorkspaceFactory(), OUTPUTS["O1.1.1"], QUARTER, "docx")


def test_the_command_prefers_the_approved_brief(brief, tmp_path, capsys):
    version = review.submit(brief, by=brief.lead)
    review.approve(brief, by=brief.manager, comment="", digest=version.digest)
    later = filled(brief.workspace, brief.lead)
    write("goal", later, brief.lead, purpose="另一份草稿")

    call_command(
        "render_output",
        "--workspace",
        brief.workspace.slug,
        "--output",
        "O1.1.1",
        "--period",
        "2026Q4",
        "--format",
        "docx",
        "--to",
        str(tmp_path),
        "--json",
    )

    answer = json.loads(capsys.readouterr().out)
    words = text_of((tmp_path / answer["file"]).read_bytes())
    assert "另一份草稿" not in words
    assert "讓陌生人認識產地" in words


def test_the_file_is_downloaded_from_the_brief(brief, client):
    client.force_login(brief.manager)

    response = client.get(reverse("reports:brief_download", args=[brief.workspace.slug, brief.pk]))

    assert response["Content-Disposition"].startswith("attachment")
    assert "營收成長一成" in text_of(response.content)


def test_the_reports_room_leaves_the_plan_to_planning(brief, client):
    client.force_login(brief.lead)

    page = client.get(reverse("reports:report_list", args=[brief.workspace.slug]))
    refused = client.post(
        reverse("reports:report_create", args=[brief.workspace.slug]),
        {"output": "O1.1.1", "period": "2026Q3"},
    )

    assert "O1.1.1" not in [row.output.code for row in page.context["rows"]]
    assert refused.status_code == 422
