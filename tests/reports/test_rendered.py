"""Documents as LibreOffice draws them: pages, charts and glyphs that are really there."""

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from reports.documents.word import WordDocument
from tests.reports.quarterly_brands import ORANGE, TEAL, brand_template
from tests.reports.quarterly_sample import MADE_AT, build_report
from tests.reports.quarterly_workbook import build_workbook

pytestmark = pytest.mark.render


def drawn(folder: Path, name: str, content: bytes) -> list[Path]:
    """Pages of an office file as pictures, by way of PDF."""
    source = folder / name
    source.write_bytes(content)
    subprocess.run(
        [
            shutil.which("soffice"),
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    pdf = source.with_suffix(".pdf")
    subprocess.run(
        ["pdftoppm", "-r", "50", "-png", str(pdf), str(folder / source.stem)],
        check=True,
        timeout=120,
    )
    return sorted(folder.glob(f"{source.stem}-*.png"))


def words(folder: Path, name: str) -> str:
    result = subprocess.run(
        ["pdftotext", "-layout", str(folder / name), "-"], check=True, capture_output=True
    )
    return result.stdout.decode()


def colours_near(picture: Path, colour: str) -> int:
    """How many pixels have (nearly) this colour: bars are filled, not outlined."""
    wanted = tuple(int(colour[i : i + 2], 16) for i in (0, 2, 4))
    image = Image.open(picture).convert("RGB")
    return sum(
        count
        for count, pixel in image.getcolors(1 << 24)
        if all(abs(a - b) <= 6 for a, b in zip(pixel, wanted, strict=True))
    )


def test_the_report_has_its_decision_on_page_one_and_all_its_charts(tmp_path):
    pages = drawn(tmp_path, "report.docx", WordDocument(made_at=MADE_AT).render(build_report()))
    text = words(tmp_path, "report.pdf")
    first = text.split("\f")[0]

    assert 6 <= len(pages) <= 16
    assert "請核定" in first and "目標達成" in first
    assert "第 1 頁" in first
    for finding in ("互動率，每週", "每月淨增粉絲人數", "各類型貼文數"):
        assert finding in text  # titles live in the charts: an undrawn chart has none
    assert any(colours_near(page, "2F5D8C") > 3000 for page in pages)
    blank = [page for page in pages if len(Image.open(page).convert("L").getcolors()) < 8]
    assert blank == []


def test_a_brands_theme_colours_its_charts(tmp_path):
    anchors = ["COVER", "SUMMARY", "KPI", "POSTS", "NEXT"]
    for name, own, other in (("orange", ORANGE, TEAL), ("teal", TEAL, ORANGE)):
        word = WordDocument(brand_template(own, anchors=anchors), made_at=MADE_AT)
        pages = drawn(tmp_path, f"{name}.docx", word.render(build_report()))

        assert max(colours_near(page, own[0]) for page in pages) > 3000
        assert max(colours_near(page, other[0]) for page in pages) < 200


def test_the_workbook_prints_with_its_charts_whole(tmp_path):
    pages = drawn(tmp_path, "data.xlsx", build_workbook(build_report()))
    text = words(tmp_path, "data.pdf")

    assert 5 <= len(pages) <= 14
    assert "第 1 頁，共" in text
    assert "=HYPERLINK(1)" in text
    assert "###" not in text, "a column too narrow for its number"
    assert any(colours_near(page, "2F5D8C") > 1500 for page in pages)
