"""Every part of a page, driven as a person would: keyboard, mouse, phone, light and dark."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from workspaces.models import User

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gallery(settings, page: Page, live_server, sign_in, console_guard) -> Page:
    # Leaving a page that polls cuts a request off, which htmx tells the console.
    console_guard.allow("htmx:sendError")
    console_guard.allow("htmx:afterRequest")
    if not (ROOT / "build" / "css" / "app.css").exists():
        pytest.fail("build/css/app.css is missing: run make setup, which builds the stylesheet.")
    settings.ROOT_URLCONF = "tests.browser.gallery"
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], HERE]}]
    sign_in(User.objects.create_user("lin@example.tw", "a long pass phrase", name="林子晴"))
    # The first page of a run compiles every template, on a machine that may be busy.
    page.goto(live_server.url, timeout=60_000)
    return page


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


def wait_for_chart(page: Page) -> None:
    page.wait_for_selector("[data-chart-drawn]")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 800, 390], ids=["desk", "tablet", "phone"])
def test_axe_finds_nothing_and_nothing_spills_over(gallery, theme, width):
    gallery.set_viewport_size({"width": width, "height": 844})
    gallery.emulate_media(color_scheme=theme)
    gallery.goto(gallery.url + "?errors=1&message=1")
    wait_for_chart(gallery)

    assert faults(gallery) == []
    assert gallery.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_number_opens_its_definition_beside_it_and_gives_the_focus_back(gallery):
    how = gallery.get_by_role("link", name="互動率：定義、公式與資料列")

    how.click()
    panel = gallery.locator("#side-panel")
    expect(panel.get_by_role("heading", name="互動率")).to_be_focused()
    assert faults(gallery) == []
    gallery.keyboard.press("Escape")

    expect(panel).to_be_hidden()
    expect(how).to_be_focused()


def test_why_a_value_is_unknown_is_told_to_mouse_keyboard_and_screen_reader(gallery):
    unknown = gallery.get_by_role("button", name=re.compile("匯出檔沒有粉絲人數"))
    bubble = gallery.locator(".tip")

    unknown.hover()
    expect(bubble).to_contain_text("匯出檔沒有粉絲人數")
    gallery.keyboard.press("Escape")
    expect(bubble).to_be_hidden()
    gallery.mouse.move(5, 5)
    unknown.focus()
    expect(bubble).to_contain_text("匯出檔沒有粉絲人數")


def test_letters_move_select_and_open_but_not_while_typing_or_composing(gallery):
    gallery.keyboard.press("j")
    gallery.keyboard.press("j")
    gallery.keyboard.press("x")
    expect(gallery.locator("[data-bulk]")).to_have_attribute("data-count", "1")

    search = gallery.locator("[data-search]")
    gallery.keyboard.press("/")
    expect(search).to_be_focused()
    gallery.keyboard.type("jjx?")
    expect(search).to_have_value("jjx?")
    expect(gallery.locator("#keys")).to_be_hidden()

    search.blur()
    gallery.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: '?', isComposing: true, bubbles: true}))"
    )
    expect(gallery.locator("#keys")).to_be_hidden()
    gallery.keyboard.press("?")
    expect(gallery.locator("#keys")).to_be_visible()
    assert faults(gallery) == []


def test_letters_can_be_switched_off(gallery):
    gallery.keyboard.press("?")
    gallery.get_by_label("單鍵快速鍵").uncheck()
    gallery.keyboard.press("Escape")

    gallery.keyboard.press("?")

    expect(gallery.locator("#keys")).to_be_hidden()


def test_the_sheet_tells_the_keys_of_the_page_one_is_on(gallery):
    gallery.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        " '<button data-key=\"e\">標為完成</button><p data-keys-note>方向鍵移動。</p>')"
    )

    gallery.keyboard.press("?")

    here = gallery.locator("[data-keys-here]")
    expect(here).to_contain_text("標為完成e")
    expect(here).to_contain_text("方向鍵移動。")
    expect(gallery.locator("#keys").get_by_text("打開")).to_be_visible()


def test_g_and_a_letter_go_to_a_room(gallery, console_guard):
    console_guard.allow("404")

    gallery.keyboard.press("g")
    gallery.keyboard.press("r")

    gallery.wait_for_url("**/reports/")


def test_the_palette_finds_rooms_by_a_part_of_their_name(gallery):
    gallery.keyboard.press("Control+k")
    gallery.keyboard.type("報")

    options = gallery.locator("#palette-list [role=option]:not([hidden])")
    assert options.all_inner_texts()[0] == "報告"
    assert faults(gallery) == []
    gallery.keyboard.press("Escape")
    expect(gallery.locator("#palette")).to_be_hidden()


def test_the_theme_is_remembered_and_the_chart_takes_its_colours(gallery):
    wait_for_chart(gallery)
    line = gallery.locator(".js-line").first
    light = line.evaluate("one => getComputedStyle(one).stroke")
    gallery.locator(".topbar summary").last.click()

    gallery.get_by_role("button", name="深色").click()

    expect(gallery.locator("html")).to_have_attribute("data-theme", "dark")
    expect(line).not_to_have_css("stroke", light)
    gallery.reload()
    expect(gallery.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_chart_has_the_same_figures_as_a_table(gallery):
    wait_for_chart(gallery)

    gallery.get_by_role("button", name="看數字表格").click()

    cells = gallery.locator("[data-chart-table] tbody tr").nth(1).locator("th, td")
    assert cells.all_inner_texts() == ["10/12", "4.2%", "—"]


def test_chosen_files_add_up_and_can_be_taken_out_again(gallery):
    def file(name: str) -> dict:
        return {"name": name, "mimeType": "text/csv", "buffer": b"a,b\n"}

    field = gallery.locator("#files")
    field.set_input_files([file("one.csv"), file("two.csv")])
    field.set_input_files([file("three.csv")])
    names = gallery.locator(".drop-file > span:first-child")
    assert names.all_inner_texts() == ["one.csv", "two.csv", "three.csv"]

    gallery.get_by_role("button", name="移除 two.csv").click()

    assert names.all_inner_texts() == ["one.csv", "three.csv"]
    assert field.evaluate("one => [...one.files].map(file => file.name)") == [
        "one.csv",
        "three.csv",
    ]


def test_what_is_typed_is_saved_by_itself_and_says_when(gallery):
    gallery.locator("#summary").fill("本季互動率達標，觸及落後。")

    expect(gallery.locator("[data-saved-at]")).to_have_text(re.compile(r"已儲存 \d\d:\d\d"))


def test_a_lost_line_keeps_what_was_typed_and_says_so(gallery, console_guard):
    console_guard.allow("net::ERR_")
    wait_for_chart(gallery)
    gallery.context.set_offline(True)
    gallery.locator("#summary").fill("還沒存的一句話")

    said = gallery.locator("[data-saved-at]")
    expect(said).to_have_text(re.compile("連不上工作台"))
    expect(gallery.locator("#summary")).to_have_value("還沒存的一句話")
    gallery.context.set_offline(False)
    expect(said).to_have_text(re.compile(r"已儲存 \d\d:\d\d"))


def test_a_refused_request_swaps_its_part_and_an_error_page_swaps_nothing(gallery, console_guard):
    console_guard.allow("422")
    console_guard.allow("404")
    console_guard.allow("Response Status Error Code")
    place = gallery.locator("#summary_helptext")
    swap = "url => htmx.ajax('GET', url, {target: '#summary_helptext'})"

    gallery.evaluate(swap, "/refused/")
    expect(place).to_have_text("請填名稱。")
    gallery.evaluate(swap, "/missing/")

    expect(gallery.locator(".toast-bad")).to_contain_text("可能已搬走或移除")
    expect(place).to_have_text("請填名稱。")


def test_a_message_with_a_way_back_is_taken_back_by_u(gallery):
    gallery.goto(gallery.url + "?message=1")
    expect(gallery.get_by_role("button", name="復原")).to_be_visible()

    with gallery.expect_request("**/undo/") as sent:
        gallery.keyboard.press("u")

    assert sent.value.method == "POST"


def test_u_without_a_fresh_message_asks_before_it_takes_an_older_act_back(gallery):
    gallery.keyboard.press("u")

    expect(gallery.get_by_role("heading", name="復原你上一個動作？")).to_be_visible()
    expect(gallery.get_by_role("button", name="維持原樣")).to_be_focused()


def test_an_act_that_cannot_be_undone_asks_and_the_safe_answer_has_the_focus(gallery):
    opener = gallery.get_by_role("button", name="刪除", exact=True)
    opener.click()

    expect(gallery.get_by_role("button", name="維持原樣")).to_be_focused()
    gallery.keyboard.press("Enter")

    expect(gallery.locator("#remove")).to_be_hidden()
    expect(opener).to_be_focused()


def test_days_are_chosen_in_either_order(gallery):
    gallery.locator("[data-menu]:has([data-range-form]) > summary").click()
    gallery.locator("[data-range-from]").fill("2026-11-21")
    gallery.locator("[data-range-to]").fill("2026-11-01")

    gallery.get_by_role("button", name="顯示這段期間").click()

    gallery.wait_for_url(re.compile(r"period=2026-11-01\.\.2026-11-21"))


def test_paper_is_white_even_when_the_screen_is_dark(gallery):
    gallery.emulate_media(color_scheme="dark")
    gallery.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(gallery.locator("html")).to_have_attribute("data-theme", "light")

    gallery.evaluate("dispatchEvent(new Event('afterprint'))")

    expect(gallery.locator("html")).not_to_have_attribute("data-theme", "light")


def test_on_a_phone_five_tabs_lead_everywhere(gallery):
    gallery.set_viewport_size({"width": 390, "height": 844})

    tabs = gallery.locator(".tabbar-tab")
    assert [text.strip() for text in tabs.all_inner_texts()] == [
        "今日",
        "行事曆",
        "收件匣",
        "成效",
        "更多",
    ]
    tabs.last.click()

    expect(gallery.locator("#rooms-sheet").get_by_role("link")).to_have_count(8)
    assert faults(gallery) == []


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "500"])
def test_error_pages_say_what_to_do(gallery, live_server, name):
    gallery.goto(f"{live_server.url}/sheet/{name}/")

    assert gallery.locator("[data-error-sentence]").inner_text().strip()
    assert gallery.get_by_role("link", name="回到今日").is_visible()
    assert faults(gallery) == []
