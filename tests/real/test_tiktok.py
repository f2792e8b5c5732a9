"""Every real TikTok file, against a second reading with csv, zipfile and openpyxl alone."""

import csv
import io
import json
import zipfile
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from platforms.importers import parse_file
from workspaces.models import Workspace

NAMES = {
    "Video Views": "views", "Profile Views": "profile_visits", "Likes": "reactions",
    "Comments": "comments", "Shares": "shares", "Video views": "views",
    "Add to Favorites": "saves",
}  # fmt: skip
ZIP = "bossz-2026/temp_1777023477442.zip"
FILES = (
    "bossz-2026/Overview.csv",
    "bossz-2026/Overview.xlsx",
    ZIP,
    "vintage-2025/TIKTOK_VIDEO_RAW.csv",
)


def second_reading(path) -> list[dict[str, str]]:
    if path.suffix == ".xlsx":
        header, *rest = load_workbook(path).active.iter_rows(values_only=True)
        return [dict(zip(header, row, strict=True)) for row in rest]
    content = path.read_bytes()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            content = archive.read("Overview.csv")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def added(records) -> dict[str, int]:
    return {
        key: sum(int(record[name]) for record in records)
        for name, key in NAMES.items()
        if name in records[0]
    }


def test_every_visible_file_of_tiktok_is_checked_here(shared_data):
    folder = shared_data / "exports" / "tiktok"

    assert {str(path.relative_to(folder)) for path in folder.rglob("*.*")} - {"SOURCES.md"} == set(
        FILES
    )


@pytest.mark.parametrize("name", FILES)
def test_each_gives_what_a_second_reading_adds_up(shared_data, name):
    path = shared_data / "exports" / "tiktok" / name
    records = second_reading(path)

    (table,) = parse_file(path, path.name, taken_on=date(2026, 11, 21)).tables

    assert (table.rows, table.accepted) == (len(records), len(records))
    assert table.sums == added(records)
    if "Date" in records[0]:
        assert [reading.start for reading in table.readings] == [
            datetime.strptime(f"{record['Date']} 2026", "%B %d %Y").date() for record in records
        ]
    else:
        assert [reading.post.published_wall for reading in table.readings] == [
            datetime.strptime(record["Post time"], "%Y/%m/%d %H:%M:%S") for record in records
        ]
        assert [reading.post.aliases[0].value for reading in table.readings] == [
            record["Video link"].rpartition("/")[2] for record in records
        ]


def test_the_numbers_of_the_videos_say_when_they_were_published(shared_data):
    path = shared_data / "exports" / "tiktok" / FILES[-1]

    gaps = [
        abs((datetime.fromtimestamp(int(r["Video link"].rpartition("/")[2]) >> 32)
             - datetime.strptime(r["Post time"], "%Y/%m/%d %H:%M:%S")).days)
        for r in second_reading(path)
    ]  # fmt: skip

    assert max(gaps) <= 45  # what importers/tiktok.py allows


@pytest.mark.django_db
def test_the_command_and_the_day_of_download(shared_data, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Workspace.objects.create(slug="tea", name="山線茶行")
    folder = shared_data / "exports" / "tiktok"

    def run(*names: str, **said: str):
        options = [part for key, value in said.items() for part in (f"--{key}", value)]
        out = StringIO()
        call_command(
            "import_metrics", *(str(folder / name) for name in names),
            "--workspace", "tea", "--account", "bossz", "--json", *options, stdout=out,
        )  # fmt: skip
        return json.loads(out.getvalue())["files"]

    tables = run(*FILES)
    assert [table["platform"] for table in tables] == ["tiktok"] * 4
    assert [table["days"] for table in tables] == [7, 7, 7, 0]
    assert tables[3]["posts_created"] == 51
    assert tables[0]["period"] == ["2026-04-12", "2026-04-18"]

    # The file had been downloaded a year before: said afterwards, the days move.
    (table,) = run(FILES[0], **{"uploaded-on": "2025-05-01"})
    assert table["period"] == ["2025-04-12", "2025-04-18"]
    # Once more without saying anything: as it was said.
    (table,) = run(FILES[0])
    assert table["period"] == ["2025-04-12", "2025-04-18"]
    # The ZIP says itself when it was made.
    (table,) = run(ZIP)
    assert table["period"] == ["2026-04-16", "2026-04-22"]
