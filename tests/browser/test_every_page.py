"""Every page of the sample in Chromium, light and dark: axe finds nothing, nothing is refused."""

import zlib

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page

from tests.crawl.pages import walk
from tests.samples.people import sample_person
from tests.samples.seeded import seeded
from workspaces.models import User

pytestmark = [pytest.mark.django_db(transaction=True)]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "resultTypes": ["violations"],  # all rules run; what they let pass is not written down
}
PARTS = 6  # tests that several processes can share; each page belongs to one of them
_one_of_each: dict[str, str] = {}  # kind of page → address; found once per process


@pytest.fixture
def manager(transactional_db, settings, tmp_path) -> User:
    settings.MEDIA_ROOT = tmp_path / "media"
    seeded()
    return sample_person("manager")


def pages_of(client: Client) -> dict[str, str]:
    """One address of every kind of page that is reached by links; the same in every copy."""
    if not _one_of_each:
        for visited in walk(client, "/w/demo/"):
            if "<html" in visited.html:  # whole pages; parts are seen inside them
                _one_of_each.setdefault(visited.name, visited.address)
    return _one_of_each


def part_of(name: str) -> int:
    """By the name alone, so that no page falls between two processes."""
    return zlib.crc32(name.encode()) % PARTS


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_page_in_light_and_dark(
    part, manager, client, live_server, page: Page, sign_in
):
    client.force_login(manager)
    every = pages_of(client)
    sign_in(manager)
    found: dict[str, list[str]] = {}

    for name, address in sorted(every.items()):
        if part_of(name) != part:
            continue
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

    assert len(every) > 15
    assert found == {}
