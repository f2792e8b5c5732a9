"""The editor's walk in a browser: drop, look, import, read the refused rows, undo."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from platforms.models import SocialAccount, SourceFile
from tests.samples.meta import chart_csv, content_csv
from workspaces.models import Membership, User, Workspace
from workspaces.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [
    {"id": f"9000000000000{n:02}", "Reach": 100 + n, "Comments": n, "text": f"新茶第{n}波"}
    for n in range(10, 22)
]
BROKEN = {"id": "", "comment": "An error occurred while computing metadata"}
PARTNER = {"id": "900000000000099", "Reach": 5, "page": ("200900000000001", "好茶研究室")}


@pytest.fixture
def editor_page(settings, tmp_path, page: Page, live_server, sign_in, jobs_at_once) -> Page:
    """The data page of a new workspace, as its social editor sees it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    workspace = Workspace.objects.create(slug="tea", name="山線茶行")
    user = User.objects.create_user("lin@example.tw", "a long pass phrase", name="林子晴")
    Membership.objects.create(workspace=workspace, user=user, role=Role.EDITOR)
    sign_in(user)
    page.goto(live_server.url + reverse("data:import_list", args=["tea"]))
    return page


def chosen(*files: tuple[str, bytes]) -> list[dict]:
    return [{"name": name, "mimeType": "text/csv", "buffer": body} for name, body in files]


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


def look_everywhere(page: Page) -> None:
    """axe in light and dark, and nothing wider than a phone."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(250)  # colours fade over
        assert faults(page) == [], theme
    page.emulate_media(color_scheme="light")
    size = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    # Tables learn of the new width a moment later.
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth", timeout=5000)
    page.set_viewport_size(size)


def test_from_dropped_files_to_an_undone_import(editor_page):
    page = editor_page
    expect(page.get_by_text("把下載的檔案拖到這裡")).to_be_visible()
    look_everywhere(page)

    page.set_input_files(
        "#files",
        chosen(
            ("不管叫什麼.csv", content_csv([*ROWS, BROKEN, PARTNER])),
            ("Reach.csv", chart_csv("Reach", [("2026-11-01", 5), ("2026-11-02", 6)])),
            ("照片.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(200))),
        ),
    )
    page.wait_for_url("**/review/**")
    review = page.locator("#review")
    expect(review.get_by_role("heading", name="照片.csv")).to_be_visible()
    expect(review.get_by_text("2026/11/2 20:30").first).to_be_visible()
    expect(review).to_contain_text("合作夥伴")
    look_everywhere(page)

    page.get_by_label("檔案裡的時間是").select_option("Asia/Taipei")
    expect(review.get_by_text("當作「台北」換算")).to_be_visible()
    page.get_by_label("檔案裡的時間是").select_option("America/Los_Angeles")
    expect(review.get_by_text("2026/11/2 20:30").first).to_be_visible()

    page.locator(".page-acts").get_by_role("button", name=re.compile("匯入")).click()
    page.wait_for_url("**/summary/**")
    expect(page.get_by_role("group", name="這次匯入的結果")).to_contain_text("13")
    look_everywhere(page)

    page.get_by_role("link", name="第 14 列").click()
    panel = page.locator("#side-panel")
    expect(panel.get_by_role("heading", name="第 14 列")).to_be_focused()
    expect(panel).to_contain_text("An error occurred while computing metadata")
    assert faults(page) == []
    page.keyboard.press("Escape")

    with page.expect_download() as download:
        page.get_by_role("link", name="下載（CSV）").click()
    assert "An error occurred" in Path(download.value.path()).read_text("utf-8-sig")

    page.get_by_role("button", name="復原這次匯入").click()
    page.get_by_role("button", name="復原匯入").click()
    expect(page.locator(".toast")).to_contain_text("不再計入")
    assert SourceFile.objects.filter(state="withdrawn").count() == 2

    page.locator(".toast").get_by_role("button", name="復原").click()
    expect(page.locator(".status", has_text="已匯入").first).to_be_visible()
    assert SourceFile.objects.filter(state="imported").count() == 2


def test_an_unanswered_question_stops_the_import_and_keeps_every_answer(editor_page, console_guard):
    console_guard.allow("422")
    page = editor_page
    page.set_input_files("#files", chosen(("Reach.csv", chart_csv("Reach", [("2026-11-01", 5)]))))
    page.wait_for_url("**/review/**")

    page.get_by_label("這是哪個帳號的數字？").select_option("new")
    page.locator("summary", has_text="是新的帳號").click()
    page.get_by_label("新帳號的名稱").fill("山線茶行")
    page.get_by_label("下載日期").fill("2026-11-19")
    expect(page.locator("[data-saved-at]")).to_have_text(re.compile("已儲存"))
    page.locator(".page-acts").get_by_role("button", name=re.compile("匯入")).click()

    expect(page.get_by_text("請選擇新帳號的平台。")).to_be_visible()
    expect(page.get_by_label("新帳號的名稱")).to_have_value("山線茶行")
    assert faults(page) == []
    page.goto(page.url)  # as if the browser had been closed meanwhile
    expect(page.get_by_label("新帳號的名稱")).to_have_value("山線茶行")
    expect(page.get_by_label("下載日期")).to_have_value("2026-11-19")


def test_the_pages_beside_the_walk_hold_up_too(editor_page, live_server):
    page = editor_page
    page.set_input_files("#files", chosen(("a.csv", content_csv([*ROWS, PARTNER, PARTNER | {"id": "900000000000098"}]))))  # fmt: skip
    page.wait_for_url("**/review/**")
    page.locator(".page-acts").get_by_role("button", name=re.compile("匯入")).click()
    page.wait_for_url("**/files/*/")
    look_everywhere(page)
    file, account = SourceFile.objects.get(), SocialAccount.objects.first()

    for name, args in (
        ("import_list", []),
        ("row_detail", [file.batches.get().pk, 2]),
        ("hand_create", []),
        ("account_list", []),
        ("account_detail", [account.pk]),
        ("account_create", []),
    ):
        page.goto(live_server.url + reverse(f"data:{name}", args=["tea", *args]))
        look_everywhere(page)


def test_a_figure_is_typed_by_keyboard_and_listed(editor_page, workspace_account, live_server):
    page = editor_page
    page.goto(live_server.url + reverse("data:hand_create", args=["tea"]))
    page.get_by_label("帳號", exact=True).select_option(label="Facebook：山線茶行")
    page.get_by_label("哪一天（或第一天）").fill("2026-11-01")
    page.get_by_label("項目").first.select_option("followers")
    page.get_by_label("數值").first.fill("1.2萬")
    page.keyboard.press("Control+Enter")

    page.wait_for_url("**/by-hand/*/")
    expect(page.get_by_role("cell", name="12,000")).to_be_visible()
    look_everywhere(page)


@pytest.fixture
def workspace_account(editor_page) -> SocialAccount:
    return SocialAccount.objects.create(
        workspace=Workspace.objects.get(), platform="facebook", name="山線茶行", ours=True
    )


UNKNOWN = "代碼,網址,發文日,掌聲\nabc1,https://example.test/p/abc1,2026-11-01,12\nabc2,https://example.test/p/abc2,2026-11-02,3月4日\n"  # fmt: skip


def test_the_columns_of_an_unknown_table_are_said_by_keyboard_and_seen_at_once(editor_page):
    page = editor_page
    page.set_input_files("#files", chosen(("不認識.csv", UNKNOWN.encode())))
    page.wait_for_url("**/review/**")
    page.get_by_role("link", name="自己對應欄位").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/columns/")
    look_everywhere(page)

    page.get_by_label("平台").select_option("bluesky")
    for column, meaning in (("代碼", "post_id"), ("網址", "permalink"), ("掌聲", "reactions")):
        page.get_by_label(column, exact=True).select_option(meaning)
    preview = page.locator("#mapping-preview")
    expect(preview.get_by_role("row").nth(1)).to_contain_text("12")
    expect(preview).to_contain_text("「3月4日」")
    look_everywhere(page)

    page.get_by_role("button", name="這樣讀").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/**")
    expect(page.get_by_text("自訂欄位對應的表格").first).to_be_visible()
