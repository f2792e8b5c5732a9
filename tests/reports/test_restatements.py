"""The next report explains by itself what was restated; signed files never change."""

from datetime import date
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone, translation
from docx import Document
from openpyxl import load_workbook

from analytics.closing.close import close
from analytics.intake import deliveries
from analytics.merging.posts import merge
from analytics.models import PeriodClose
from platforms.models import Post, SourceFile
from reports.models import Deliverable
from reports.outputs import OUTPUTS
from reports.outputs.context import OutputContext
from reports.services import drafts, files, restated
from tests.factories.reports import BEFORE, QUARTER, export, imported
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory
from workspaces.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea(media):
    """Two quarters read in time; the second quarter is closed."""
    workspace = WorkspaceFactory(slug="tea")
    imported(workspace, export(BEFORE, 10), "2026Q2.csv", taken_on=date(2026, 7, 3))
    imported(workspace, export(), "2026Q3.csv", taken_on=date(2026, 10, 5))
    close(workspace, BEFORE, by=manager_of(workspace))
    return workspace


def manager_of(workspace):
    return MembershipFactory(workspace=workspace, role=Role.MANAGER).user


def correct(workspace, taken_on=date(2026, 7, 6)):
    return imported(workspace, export(BEFORE, 10, more=7), "第二季更正.csv", taken_on=taken_on)


def section_of(workspace, code="O3.3.1"):
    context = OutputContext(
        workspace, QUARTER, code, "成效報告書，2026 Q3", "zh-hant", timezone.now()
    )
    with translation.override("zh-hant"):
        document = OUTPUTS[code].build(context)
    return next((one for one in document.sections if one.anchor == "RESTATED"), None), context


def test_without_any_closing_the_report_says_nothing_of_it(media):
    workspace = WorkspaceFactory()
    imported(workspace, export(), "2026Q3.csv", taken_on=date(2026, 10, 5))

    assert section_of(workspace)[0] is None


@pytest.mark.parametrize("code", ["O3.1.1", "O3.3.1"])
def test_growth_is_not_explained_as_a_restatement(tea, code):
    correct(tea, taken_on=date(2026, 10, 20))

    section, _context = section_of(tea, code)

    assert "沒有重編" in str(section.blocks[1])


def test_both_values_stand_in_word_with_file_person_and_time(tea):
    correct(tea)

    rendered = drafts.render_draft(tea, OUTPUTS["O3.3.1"], QUARTER, "docx")

    text = "\n".join(p.text for p in Document(BytesIO(rendered.content)).paragraphs)
    assert "重編說明" in text
    assert "第二季更正.csv：匯入了" in text
    figures = {(f["metric"], f["text"]) for f in rendered.figures}
    _section, context = section_of(tea)
    then, now = [
        figure
        for figure in context.book
        if figure.metric == "reactions" and dict(figure.scope)["period"] == context.days_of(BEFORE)
    ][:2]
    assert now.value - then.value == 70
    assert {("reactions", then.text), ("reactions", now.text)} <= figures
    assert "雜湊值" in then.source.note
    assert rendered.as_of == date(2026, 10, 7)


def test_the_workbook_lists_every_figure_that_differs(tea):
    correct(tea)

    rendered = drafts.render_draft(tea, OUTPUTS["O3.1.1"], QUARTER, "xlsx")

    sheet = load_workbook(BytesIO(rendered.content))["重編說明"]
    cells = {str(cell.value) for row in sheet for cell in row if cell.value is not None}
    assert "互動數" in cells
    assert any("第二季更正.csv" in cell for cell in cells)


def test_a_quarter_after_the_report_s_own_is_left_out(tea):
    close(tea, QUARTER, by=manager_of(tea))
    imported(tea, export(more=5), "第三季更正.csv", taken_on=date(2026, 10, 6))
    context = OutputContext(tea, BEFORE, "O3.3.1", "Q2", "zh-hant", timezone.now())

    with translation.override("zh-hant"):
        document = OUTPUTS["O3.3.1"].build(context)

    section = next(one for one in document.sections if one.anchor == "RESTATED")
    assert "第三季更正" not in str(section.blocks)


def test_signed_files_keep_every_byte_and_growth_is_no_difference(signed, client):
    version = signed.version
    before = {kind: files.check_unchanged(one) for kind, one in version.files.items()}
    close(signed.workspace, QUARTER, by=signed.manager)

    imported(signed.workspace, export(more=300), "later.csv", taken_on=timezone.localdate())

    found = restated.compare_with_now(version, since=version.made_at)
    assert found.differences == []
    imported(signed.workspace, export(more=20), "更正.csv", taken_on=date(2026, 10, 6))
    found = restated.compare_with_now(version, since=version.made_at)
    assert any(one.label == "互動數" for one in found.differences)
    version.refresh_from_db()
    assert {k: files.check_unchanged(one) for k, one in version.files.items()} == before
    assert Deliverable.objects.get(pk=signed.report.pk).status == "signed"


# --- the command -------------------------------------------------------------------------------


def test_the_command_says_whether_the_chain_holds(tea, capsys):
    call_command("verify_closings")
    assert "ok  tea  1 筆結季" in capsys.readouterr().out

    table = PeriodClose._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing pending when it is altered
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER closing_stays")
        else:
            cursor.execute("DROP TRIGGER closing_stays")
        cursor.execute(f"UPDATE {table} SET closed_by_name = 'somebody'")

    with pytest.raises(CommandError):
        call_command("verify_closings", "--workspace", "tea", "--json")
    assert '"faults": [{"number": 1, "period": "2026 Q2"' in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("verify_closings", "--workspace", "nobody")


def test_the_stamp_follows_what_counts_and_not_the_clock(tea):
    by = manager_of(tea)
    first = restated.data_stamp(tea)
    file = SourceFile.objects.get(name="2026Q3.csv")
    deliveries.withdraw(file, by)
    undone = restated.data_stamp(tea)
    assert undone != first
    deliveries.withdraw(SourceFile.objects.get(name="2026Q2.csv"), by)
    assert restated.data_stamp(tea) not in {first, undone}
    for name in ("2026Q2.csv", "2026Q3.csv"):
        deliveries.restore(SourceFile.objects.get(name=name), by)
    assert restated.data_stamp(tea) == first  # the figures are the same again

    second, post = Post.objects.in_workspace(tea).order_by("pk")[:2]
    merge(second, post, by)

    assert restated.data_stamp(tea) != first
