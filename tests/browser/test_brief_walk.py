"""A plan from nothing: written by a lead, approved by the manager, downloaded as a Word file."""

import io

import pytest
from django.urls import reverse
from docx import Document
from playwright.sync_api import Page, expect

from planning.models import Brief
from tests.factories.analytics import TargetFactory
from tests.factories.planning import QUARTER, filled, people, with_objectives
from workspaces.models import Membership

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_a_brief_is_finished_sent_approved_and_downloaded(live_server, page: Page, sign_in):
    _editor, lead, manager = people()
    workspace = Membership.objects.get(user=lead).workspace
    brief = filled(workspace, lead)
    objectives = with_objectives(brief, lead, "post_count")
    for one in objectives:
        TargetFactory(
            workspace=workspace,
            objective=one,
            metric="post_count",
            start=QUARTER.start,
            due=QUARTER.end,
        )
    where = live_server.url + reverse(
        "planning:section_edit", args=[workspace.slug, brief.pk, "risks"]
    )
    sign_in(lead)

    # A row is added in place and saved while it is typed; the guide beside it follows.
    page.goto(where)
    page.get_by_role("button", name="新增風險").click()
    row = page.locator("article.piece")
    row.locator("input[name=what]").fill("颱風延後採收")
    row.locator("textarea[name=answer]").fill("改發備用影片")
    expect(row.locator("[data-saved-at]")).to_contain_text("已儲存")
    expect(page.locator("#gap-list")).to_contain_text("這個部分已完整")

    # The objective's letters are judged again when its sentence becomes too short.
    page.goto(where.replace("risks", "objectives"))
    first = page.locator("article.piece").first
    first.locator("input[name=sentence]").fill("成長")
    expect(first.locator(".smart")).to_contain_text("寫清楚要改變什麼")
    first.locator("input[name=sentence]").fill("季底前讓更多上班族追蹤我們")
    expect(first.locator(".smart")).to_contain_text("寫出了要改變什麼")

    page.goto(live_server.url + reverse("planning:brief_detail", args=[workspace.slug, brief.pk]))
    page.get_by_role("button", name="送審").click()
    expect(page.get_by_text("第 1 版已送審")).to_be_visible()

    sign_in(manager)
    page.reload()
    page.get_by_role("button", name="核准", exact=True).first.click()
    page.locator("#approve").get_by_role("button", name="核准").click()
    expect(page.get_by_text("企畫書已核准")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Word 檔").click()

    words = "\n".join(
        cell.text
        for table in Document(io.BytesIO(download.value.path().read_bytes())).tables
        for line in table.rows
        for cell in line.cells
    )
    assert "颱風延後採收" in words
    assert Brief.objects.get().approved_by == manager
