"""Every page of the sample in Chromium, light and dark: axe finds nothing, nothing is refused."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page

from tests.crawl.pages import walk
from workspaces.models import User

pytestmark = [pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture
def manager(transactional_db, settings, tmp_path) -> User:
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("seed_demo", "--today", "2026-11-21", verbosity=0)
    return User.objects.get(is_sample=True, memberships__role="manager")


def test_axe_finds_nothing_on_any_page_in_light_and_dark(
    manager, client, live_server, page: Page, sign_in
):
    client.force_login(manager)
    one_of_each: dict[str, str] = {}
    for visited in walk(client, "/w/demo/"):
        if "<html" in visited.html:  # whole pages; parts are seen inside them
            one_of_each.setdefault(visited.name, visited.address)
    sign_in(manager)
    found: dict[str, list[str]] = {}

    for name, address in sorted(one_of_each.items()):
        for scheme, width in (("light", 1280), ("dark", 390)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(live_server.url + address)
            page.wait_for_load_state("networkidle")
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wide > 1:
                found.setdefault(name, []).append(f"{scheme}: {wide} px wider than the screen")
            for violation in Axe().run(page, options=RULES).response["violations"]:
                found.setdefault(name, []).append(
                    f"{scheme}: {violation['id']} "
                    + "; ".join(node["html"][:140] for node in violation["nodes"][:2])
                )

    assert len(one_of_each) > 15
    assert found == {}
