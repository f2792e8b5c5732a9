"""Every real LinkedIn file, against a second reading with openpyxl and calamine alone."""

import json
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from platforms.importers import parse_file
from workspaces.models import Workspace

STEM = "ped-2025/pro-efficient-data-entry_content_1742193384396"
FILES = (f"{STEM}.xls", f"{STEM}.xlsx")
DAYS = {
    "Impressions (organic)": "organic_impressions", "Impressions (sponsored)": "paid_impressions",
    "Impressions (total)": "impressions", "Unique impressions (organic)": "reach",
    "Clicks (total)": "clicks", "Reactions (total)": "reactions", "Comments (total)": "comments",
    "Reposts (total)": "shares",
}  # fmt: skip
POSTS = {
    "Impressions": "impressions", "Views": "views", "Clicks": "clicks", "Likes": "reactions",
    "Comments": "comments", "Reposts": "shares", "Follows": "new_followers",
}  # fmt: skip


def sheets(path) -> dict[str, list[dict]]:
    if path.suffix == ".xls":
        book = CalamineWorkbook.from_path(path)
        tables = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    else:
        tables = {
            sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
            for sheet in load_workbook(path)
        }
    return {
        name: [dict(zip(header, row, strict=True)) for row in rest]
        for name, (header, *rest) in tables.items()
    }


def added(records, names) -> dict[str, int]:
    found = {}
    for name, key in names.items():
        numbers = [record[name] for record in records if record[name] not in ("", None)]
        if numbers:
            found[key] = sum(int(number) for number in numbers)
    return found


def test_every_visible_file_of_linkedin_is_checked_here(shared_data):
    folder = shared_data / "exports" / "linkedin"

    assert {str(path.relative_to(folder)) for path in folder.rglob("*.*")} - {"SOURCES.md"} == set(
        FILES
    )


@pytest.mark.parametrize("name", FILES)
def test_both_sheets_give_what_a_second_reading_adds_up(shared_data, name):
    path = shared_data / "exports" / "linkedin" / name
    independent = sheets(path)

    days, posts = parse_file(path, path.name).tables

    assert (days.rows, days.accepted, days.sums) == (
        30, 30, added(independent["Metrics"], DAYS),
    )  # fmt: skip
    assert (posts.rows, posts.accepted, posts.sums) == (
        8, 8, added(independent["All posts"], POSTS),
    )  # fmt: skip
    assert [reading.start for reading in days.readings] == [
        datetime.strptime(record["Date"], "%m/%d/%Y").date() for record in independent["Metrics"]
    ]
    assert [
        (reading.post.aliases[0].value, reading.post.published_on) for reading in posts.readings
    ] == [
        (
            record["Post link"].rpartition("/")[2],
            datetime.strptime(record["Created date"], "%m/%d/%Y").date(),
        )
        for record in independent["All posts"]
    ]


@pytest.mark.django_db
def test_the_same_as_xls_and_as_xlsx_is_the_same_posts(shared_data, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Workspace.objects.create(slug="tea", name="山線茶行")
    paths = [str(shared_data / "exports" / "linkedin" / name) for name in FILES]
    out = StringIO()

    call_command(
        "import_metrics", *paths, "--workspace", "tea", "--account", "Pro Efficient", "--json",
        stdout=out,
    )  # fmt: skip

    tables = json.loads(out.getvalue())["files"]
    assert [(t["posts_created"], t["posts_unchanged"], t["days"]) for t in tables] == [
        (0, 0, 30), (8, 0, 0), (0, 0, 30), (0, 8, 0),
    ]  # fmt: skip
    assert {t["platform"] for t in tables} == {"linkedin"}
