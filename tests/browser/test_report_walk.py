"""The manager's walk in a browser: make, read, write, send to review, sign as the other person."""

import hashlib
import re

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, expect

from reports.models import Deliverable
from tests.samples.people import sample_person
from tests.samples.seeded import seeded

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lead_page(settings, tmp_path, page: Page, live_server, sign_in, jobs_at_once) -> Page:
    settings.MEDIA_ROOT = tmp_path / "media"
    seeded()
    sign_in(sample_person("lead"))
    page.set_default_timeout(60_000)  # a document is made while the page waits
    page.goto(live_server.url + "/w/demo/reports/")
    return page


def test_from_making_a_report_to_its_signature(lead_page: Page, live_server, sign_in):
    page = lead_page
    page.get_by_label("期間").first.select_option("2026Q4")
    page.get_by_role("button", name="製作報告", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("成效報告書")
    expect(page.locator("main")).to_contain_text("目標達成情形")

    summary = page.locator("#text-SUMMARY")
    with page.expect_response(re.compile("/parts/SUMMARY/")) as saved:
        summary.fill("本季到目前為止符合進度，十二月看年節檔期。")
    assert saved.value.ok
    page.get_by_role("button", name="送審").first.click()
    asks = page.get_by_role("dialog")  # names the parts that are still empty
    expect(asks).to_contain_text("還沒有人寫")
    expect(asks).not_to_contain_text("摘要")
    asks.get_by_role("button", name="送審").click()
    expect(page.locator("main")).to_contain_text("審閱中")
    report = Deliverable.objects.get(output="O3.3.1", status="in_review")

    review = f"{live_server.url}/w/demo/reports/{report.pk}/review/"
    page.goto(review)
    expect(page.get_by_role("button", name="簽核")).to_have_count(0)  # nobody signs their own

    page.context.clear_cookies()
    sign_in(sample_person("manager"))
    page.goto(review)
    page.get_by_role("button", name="簽核").click()
    expect(page.locator("main")).to_contain_text("已簽核")

    report.refresh_from_db()
    version = report.versions.first()
    described = version.files["docx"]
    content = (django_settings.MEDIA_ROOT / described["path"]).read_bytes()
    assert (report.status, str(report.signed_by)) == ("signed", "王柏翰")
    assert version.frozen
    assert hashlib.sha256(content).hexdigest() == described["sha256"]
