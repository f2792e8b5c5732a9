"""A manager makes a brief from nothing: begun, written, sent; approved by another, downloaded."""

import io

import pytest
from django.urls import reverse
from docx import Document
from playwright.sync_api import Locator, Page, expect

from analytics.models import Target
from planning.models import Brief
from tests.factories.workspaces import MembershipFactory
from workspaces.roles import Role

pytestmark = [pytest.mark.django_db(transaction=True)]


def write(row: Locator, **values: str) -> None:
    """Type into a piece and wait until it says that it is saved."""
    for name, value in values.items():
        field = row.locator(f"[name='{name}']")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    field.blur()
    expect(row.page.locator("form[data-dirty]")).to_have_count(0)
    expect(row.locator("[data-saved-at]")).to_contain_text("已儲存")


def add(page: Page, button: str, **values: str) -> Locator:
    before = page.locator("article.piece").count()
    page.get_by_role("button", name=button).click()
    expect(page.locator("article.piece")).to_have_count(before + 1)
    row = page.locator("article.piece").nth(before)
    write(row, **values)
    return row


def test_a_manager_makes_sends_gets_approved_and_downloads_a_brief(
    live_server, page: Page, sign_in
):
    manager = MembershipFactory(role=Role.MANAGER)
    other = MembershipFactory(workspace=manager.workspace, role=Role.MANAGER)
    slug = manager.workspace.slug
    sign_in(manager.user)

    page.goto(live_server.url + reverse("planning:brief_create", args=[slug]))
    page.get_by_role("button", name="開始寫").click()
    page.wait_for_url("**/planning/briefs/**")
    brief = Brief.objects.get()

    def section(key: str) -> None:
        address = reverse("planning:section_edit", args=[slug, brief.pk, key])
        page.goto(live_server.url + address)

    section("goal")
    write(
        page.locator("article.piece"),
        organisation_goal="營收成長一成",
        brand_strategy="單一產區、看得到製程",
        purpose="讓陌生人認識產地",
        axis="trust",
    )
    section("objectives")
    owner = str(manager.user.pk)
    add(
        page,
        "新增目標",
        sentence="季底前讓更多上班族認識我們",
        level="kgi",
        metric="engagement_rate",
        owner=owner,
    )
    add(
        page,
        "新增目標",
        sentence="每週都有一支茶農說話的影片",
        level="kpi",
        metric="post_count",
        owner=owner,
    )
    for number in range(2):
        page.reload()
        page.locator("article.piece").nth(number).get_by_role("link", name="設定目標值").click()
        page.locator("[name=value]").fill("60")
        page.locator("[name=baseline]").fill("40")
        page.get_by_role("button", name="設定目標值").click()
        page.wait_for_url("**/write/objectives/")
    section("audiences")
    add(page, "新增族群", name="上班族", evidence_kind="survey", evidence="問卷 312 份")
    section("platforms")
    add_platform(page)
    section("strategy")
    write(page.locator("article.piece"), strategy="用產地內容吸引")
    section("pillars")
    for name, share in (("產地", "50"), ("日常", "30"), ("知識", "20")):
        add(page, "新增支柱", name=name, share=share, topics="茶")
    section("resources")
    add(page, "新增一行", kind="people", what="拍攝", hours="10")
    section("law")
    questions = page.locator("#law-list article.piece")
    for number in range(questions.count()):
        write(questions.nth(number), answer="none")

    page.goto(live_server.url + reverse("planning:brief_detail", args=[slug, brief.pk]))
    page.get_by_role("button", name="送審").click()
    expect(page.get_by_text("第 1 版已送審")).to_be_visible()
    sign_in(other.user)
    page.reload()
    page.get_by_role("button", name="核准", exact=True).first.click()
    page.locator("#approve").get_by_role("button", name="核准").click()
    expect(page.get_by_text("企畫書已核准")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Word 檔").click()

    document = Document(io.BytesIO(download.value.path().read_bytes()))
    words = "\n".join(
        [one.text for one in document.paragraphs]
        + [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    )
    for found in ("營收成長一成", "每週都有一支茶農說話的影片", "問卷 312 份", "知識"):
        assert found in words
    brief.refresh_from_db()
    assert (brief.author, brief.approved_by) == (manager.user, other.user)
    assert Target.objects.filter(objective__brief=brief).count() == 2


def add_platform(page: Page) -> None:
    """One platform, decided for, with a score for every criterion."""
    rows = page.locator("#platforms-list article.piece")
    page.get_by_role("button", name="新增平台").click()
    expect(rows).to_have_count(1)
    row = rows.first
    for select in row.locator("select[name^='score-']").all():
        select.select_option("4")
    write(row, platform="instagram", decision="main", reason="受眾在這裡")


def test_whoever_leaves_at_once_loses_nothing(live_server, page: Page, sign_in):
    manager = MembershipFactory(role=Role.MANAGER)
    sign_in(manager.user)
    page.goto(live_server.url + reverse("planning:brief_create", args=[manager.workspace.slug]))
    page.get_by_role("button", name="開始寫").click()
    page.wait_for_url("**/planning/briefs/**")
    address = reverse(
        "planning:section_edit", args=[manager.workspace.slug, Brief.objects.get().pk, "goal"]
    )
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(live_server.url + address)
    page.locator("[name=organisation_goal]").fill("營收成長一成")

    page.goto(live_server.url + reverse("workspaces:today", args=[manager.workspace.slug]))

    for _attempt in range(10):  # what was sent on leaving arrives a moment after the next page
        page.goto(live_server.url + address)
        if page.locator("[name=organisation_goal]").input_value():
            break
        page.wait_for_timeout(300)
    expect(page.locator("[name=organisation_goal]")).to_have_value("營收成長一成")
