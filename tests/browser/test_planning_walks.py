"""Three walks across departments: by a link, by a slip, and two people in one section."""

import io
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from calendar_app import requests
from planning.models import Task, TaskCheck, TaskFile
from planning.shared import SCOPE
from tests.factories.calendar import EntryFactory, VersionFactory
from tests.factories.planning import filled, people
from tests.factories.timeline import (
    DepartmentFactory,
    ProjectFactory,
    TaskCheckFactory,
    TaskFactory,
    TaskLinkFactory,
)
from tests.factories.workspaces import MembershipFactory
from workspaces import share_links
from workspaces.days import working_days
from workspaces.models import Membership, Notification, Revision
from workspaces.roles import Role

pytestmark = [pytest.mark.django_db(transaction=True)]


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 40), (20, 90, 60)).save(target, "PNG")
    return target.getvalue()


def test_a_designer_without_an_account_ticks_and_attaches_by_a_link(live_server, page: Page):
    lead = MembershipFactory(role=Role.LEAD)
    design = DepartmentFactory(workspace=lead.workspace, name="設計")
    project = ProjectFactory(workspace=lead.workspace, lead=lead.user)
    task = TaskFactory(project=project, department=design, title="禮盒主視覺")
    check = TaskCheckFactory(task=task, text="4:5 版本")
    TaskFactory(project=project, title="行銷部自己的任務")
    _link, token = share_links.issue(
        lead.workspace, scope=SCOPE, label="設計部小吳", by=lead.user, subject=design
    )

    page.goto(live_server.url + reverse("shared:shared_tasks", args=[token]))
    expect(page.get_by_role("heading", name="禮盒主視覺")).to_be_visible()
    expect(page.get_by_text("行銷部自己的任務")).to_have_count(0)
    page.get_by_role("button", name="勾選：4:5 版本").click()
    expect(page.get_by_text("✓ 4:5 版本")).to_be_visible()
    page.locator("input[type=file]").set_input_files(
        {"name": "主視覺.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.get_by_role("button", name="交件：禮盒主視覺").click()
    expect(page.get_by_text("主視覺.png")).to_be_visible()
    page.get_by_role("button", name="已完成：禮盒主視覺", exact=True).click()
    expect(page.get_by_text("1 項已完成的任務")).to_be_visible()

    task.refresh_from_db()
    assert task.is_done and TaskCheck.objects.get(pk=check.pk).done_at
    assert "小吳" in TaskFile.objects.get().sent_by
    assert Notification.objects.filter(user=lead.user).exists()


def test_a_lead_slips_a_task_and_sees_what_moves_and_which_post_is_in_danger(
    live_server, page: Page, sign_in
):
    lead = MembershipFactory(role=Role.LEAD)
    workspace = lead.workspace
    entry = EntryFactory(workspace=workspace, title="禮盒開箱", author=lead.user)
    at = timezone.now().astimezone(workspace.tz) + timedelta(days=25)
    at = at.replace(hour=18, minute=0, second=0, microsecond=0)
    VersionFactory(entry=entry, account__workspace=workspace, at=at)
    asked = requests.ask(
        entry,
        what="picture",
        brief="禮盒開箱的主視覺",
        size="",
        due=None,
        department=DepartmentFactory(workspace=workspace, name="設計"),
        responsible=None,
        by=lead.user,
    )
    days = working_days(workspace)
    after = days.shift(asked.task.due, 1)
    late = days.shift(asked.task.due, 2)
    printing = TaskFactory(
        project=asked.task.project, number=50, title="印刷", start=after, due=after
    )
    TaskLinkFactory(before=asked.task, after=printing)
    sign_in(lead.user)

    page.goto(
        live_server.url + reverse("planning:task_detail", args=[workspace.slug, asked.task.pk])
    )
    page.locator("input[name=due]").fill(late.isoformat())
    page.get_by_role("button", name="看哪些會動").click()
    expect(page.get_by_role("row", name=re.compile("印刷"))).to_contain_text("印刷")
    expect(page.get_by_text(f"{at.month}/{at.day} 18:00")).to_contain_text("禮盒開箱")
    page.get_by_role("button", name="移動 2 項任務").click()

    expect(page.locator("#toasts")).to_contain_text("已移動 2 項任務")
    assert Task.objects.get(pk=asked.task.pk).due == late
    assert Task.objects.get(pk=printing.pk).start == days.shift(late, 1)
    page.keyboard.press("u")
    expect(page.locator("#toasts")).to_contain_text("已復原")
    assert Task.objects.get(pk=printing.pk).start == after


def test_two_people_in_one_section_lose_no_text_and_both_are_told(
    live_server, page: Page, sign_in, browser, console_guard
):
    editor, lead, _manager = people()
    workspace = Membership.objects.get(user=lead).workspace
    brief = filled(workspace, lead)
    where = live_server.url + reverse(
        "planning:section_edit", args=[workspace.slug, brief.pk, "strategy"]
    )
    other = browser.new_context(locale="zh-TW").new_page()
    session = Client()
    session.force_login(editor)
    cookie = session.cookies[settings.SESSION_COOKIE_NAME].value
    other.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    console_guard.allow("409")  # the refusal itself
    sign_in(lead)
    page.goto(where)
    other.goto(where)

    other.locator("textarea[name=strategy]").fill("小編：用茶農的聲音")
    expect(other.locator("form [data-saved-at]").first).to_contain_text("已儲存")
    page.locator("textarea[name=strategy]").fill("組長：用產地的數字")
    said = page.locator("form [data-saved-at]").first
    expect(said).to_contain_text("沒有儲存")
    expect(said).to_contain_text(str(editor))

    expect(page.locator("textarea[name=strategy]")).to_have_value("組長：用產地的數字")
    brief.refresh_from_db()
    assert brief.strategy == "小編：用茶農的聲音"
    kept = [one.content for one in Revision.objects.filter(author=lead)]
    assert any(one.get("refused") and "產地的數字" in str(one) for one in kept)
    (told,) = Notification.objects.filter(user=editor, key__contains="conflict")
    assert str(lead) in told.text
    # The refused text is put back from “Earlier texts”, and theirs stays there too.
    page.get_by_role("link", name="版本紀錄").first.click()
    panel = page.locator("#side-panel-body")
    expect(panel).to_contain_text("小編：用茶農的聲音")
    expect(panel).to_contain_text("組長：用產地的數字")
    other.context.close()
