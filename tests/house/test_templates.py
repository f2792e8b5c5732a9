"""The Content-Security-Policy is strict: nothing inline, or the page is dead in a browser."""

import re

import pytest

from tests.house.rooms import ROOMS, ROOT

INLINE = {
    # <c-icon style="filled"> names a drawing, not a rule.
    "inline style": re.compile(r"""\sstyle\s*=(?!"(?:outline|filled)")"""),
    "style element": re.compile(r"<style[\s>]"),
    "event attribute": re.compile(r"""\son[a-z]+\s*=\s*["']"""),
    "htmx event attribute": re.compile(r"\shx-on"),
    "htmx expression": re.compile(
        r"""hx-(?:vals|headers)\s*=\s*["']\s*js(?:on)?:|["']\s*javascript:"""
    ),
    "script without src": re.compile(
        r"""<script(?![^>]*\ssrc=)(?![^>]*type=["']application/json["'])[^>]*>"""
    ),
}
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
# Mail programs read no stylesheet.
MAIL = "emails"


def templates():
    folders = [ROOT / "templates", *(ROOT / room / "templates" for room in ROOMS)]
    return sorted(p for f in folders for p in f.rglob("*.html") if MAIL not in p.parts)


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has(what):
    found = [
        f"{path.relative_to(ROOT)}: {match.group().strip()}"
        for path in templates()
        for match in INLINE[what].finditer(COMMENT.sub("", path.read_text()))
    ]

    assert templates()
    assert found == []


def test_no_template_writes_signs_of_one_language_itself():
    """Colons, lists and brackets come from workspaces.punctuation: an English page has its own."""
    full_width = re.compile("[、。「」（），：；]")

    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in templates()
        for match in full_width.finditer(COMMENT.sub("", path.read_text()))
    ]

    assert found == []


def test_no_source_makes_an_address_of_another_host():
    """Pages, styles and scripts load nothing from elsewhere."""
    external = re.compile(
        r"""(?:src|href)=["']https?://|@import\s+["']https?://|url\(["']?https?://"""
    )
    files = [*templates(), *(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]

    found = {
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in files
        for match in external.finditer(path.read_text())
    }

    assert files
    assert found == set()
