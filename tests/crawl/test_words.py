"""No English is left over in Traditional Chinese: pages, mails and documents are read whole."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from analytics.metrics import METRICS
from analytics.metrics.facts import facts_of, measures_asked_for
from tests.crawl.pages import latin_words, texts, walk

# Names of platforms, programs and file kinds, units, keys, and terms people here say in Latin.
ALLOWED = set(
    """Facebook Instagram YouTube LINE Threads LinkedIn TikTok Bluesky Mastodon Meta Google Business
    Suite Studio Excel Word CSV ZIP PDF UTF BOM SHA KPI KGI CSF OIDC TOTP SSO API UTC GMT Esc Ctrl Enter
    CPC CPM TWD NT Analytics Ads Shift Alt ID ASMR GA Reels Shorts Reel IG English MB KB GB
    JPEG PNG WebP GIF MP MOV UTM AI KOL Office OpenAI RSS sRGB""".split()  # noqa: SIM905
)
# Titles a chart file gives itself, shown as the file has them; and what the start prints.
OWN_TITLES = {"Facebook reach", "Facebook visits", "Facebook follows", "First account"} | {
    "Instagram reach",
    "Instagram profile visits",
    "Instagram follows",
    # Channels as Google Analytics calls them in every language.
    "Organic Social",
    "Organic Search",
    "Direct",
    "Referral",
    "Email",
    "(other)",
}
# Headers of platforms whose files are in English whatever the reader's language.
HEADERS = {
    fact.word("zh-hant")
    for metric in METRICS.values()
    for measure in measures_asked_for(metric)
    for fact in facts_of(metric, measure)
    if fact.word("zh-hant").isascii()
}
OWN_WORDS = sorted(OWN_TITLES | HEADERS - {""}, key=len, reverse=True)


@pytest.mark.django_db
def test_no_page_of_the_sample_has_english_left_over(sample, manager, client):
    client.force_login(manager)
    left: dict[str, set[str]] = {}
    seen = []

    for visited in walk(client, "/w/demo/"):
        assert visited.status == 200, (visited.address, visited.status)
        seen.append(visited.name)
        for text in texts(visited.html):
            words = latin_words(_without_own_titles(text), ALLOWED)
            if words:
                left.setdefault(visited.name, set()).add(text[:90])

    assert len(set(seen)) > 20
    assert not left, "\n".join(f"{name}: {sorted(found)}" for name, found in sorted(left.items()))


@pytest.mark.django_db
def test_no_document_has_english_left_over(sample):
    from reports.models import Deliverable

    report = Deliverable.objects.in_workspace(sample).get(output="O3.3.1", status="signed")
    from django.conf import settings

    left = set()
    for kind, described in report.versions.first().files.items():
        content = (settings.MEDIA_ROOT / described["path"]).read_bytes()
        for text in _document_texts(kind, content):
            if text in METRICS:  # the key beside its label, for looking it up
                continue
            words = latin_words(_without_own_titles(text), ALLOWED)
            if words:
                left.add(text[:90])

    assert not left, "\n".join(sorted(left))


def _without_own_titles(text: str) -> str:
    for title in OWN_WORDS:
        text = text.replace(title, "")
    return text


def _document_texts(kind: str, content: bytes) -> list[str]:
    if kind == "xlsx":
        book = load_workbook(io.BytesIO(content))
        return [
            str(cell.value)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and not cell.value.startswith("=")
        ] + book.sheetnames
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        from lxml import etree

        names = [n for n in parts.namelist() if n.startswith("word/") and n.endswith(".xml")]
        words = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
        return [
            element.text or ""
            for name in names
            if "styles" not in name and "settings" not in name
            for element in etree.fromstring(parts.read(name)).iter(words)
        ]
