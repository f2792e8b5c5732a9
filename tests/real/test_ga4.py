"""Every real Google Analytics file, against a second reading with the csv module alone."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from analytics.models import BreakdownReading, SiteReading
from platforms.models import Site
from workspaces.models import Workspace

# Header in the file → measure, factor.
MEANING = {
    "Event count": ("site_events", 1),
    "Total users": ("site_all_users", 1),
    "New users": ("site_new_users", 1),
    "Active users": ("site_users", 1),
    "Views": ("page_views", 1),
    "Key events": ("key_events", 1),
    "Total revenue": ("site_revenue_micros", 1_000_000),
    "Sessions": ("sessions", 1),
    "Engaged sessions": ("engaged_sessions", 1),
}


def second_reading(path):
    """(comments by name, header, rows with their record number)."""
    with path.open(encoding="utf-8", newline="") as file:
        records = list(enumerate(csv.reader(file), start=1))
    said = dict(
        cells[0].removeprefix("# ").split(": ", 1)
        for _number, cells in records
        if cells and cells[0].startswith("# ") and ": " in cells[0]
    )
    rows = [(number, cells) for number, cells in records if cells and cells[0][0] != "#"]
    return said, rows[0][1], rows[1:]


def day(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


@pytest.mark.django_db
def test_the_command_says_what_a_second_reading_says(shared_data, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    workspace = Workspace.objects.create(slug="tea", name="山線茶行")
    paths = sorted((shared_data / "exports" / "ga4").rglob("*.csv"))
    assert len(paths) >= 2
    for path in paths:
        said, head, rows = second_reading(path)
        out = StringIO()
        try:
            call_command("import_metrics", "--workspace", "tea", str(path), "--json", stdout=out)
        except SystemExit as exit_:
            assert not exit_.code

        (entry,) = json.loads(out.getvalue())["files"]

        wanted: dict[str, int] = {}
        for _number, cells in rows:
            for name, cell in zip(head, cells, strict=True):
                if name in MEANING:
                    measure, factor = MEANING[name]
                    wanted[measure] = wanted.get(measure, 0) + int(Decimal(cell) * factor)
        assert entry["sums"] == wanted
        assert (entry["rows"], entry["accepted"], entry["rejected"]) == (len(rows), len(rows), [])
        assert entry["accounts"] == [{"name": said["Property"], "ours": True}]
        assert entry["recognised"] == "ga4"
        site = Site.objects.in_workspace(workspace).get(name=said["Property"])
        if head[0] == "Date":
            kept = {(r.row, r.start): r.measures() for r in SiteReading.objects.filter(site=site)}
            assert set(kept) == {(number, day(cells[0])) for number, cells in rows}
            assert entry["period"] == [
                min(day(cells[0]) for _number, cells in rows).isoformat(),
                max(day(cells[0]) for _number, cells in rows).isoformat(),
            ]
        else:
            kept = {(r.row, r.key): r.values for r in BreakdownReading.objects.filter(site=site)}
            assert set(kept) == {(number, cells[0]) for number, cells in rows}
            days = (day(said["Start date"]), day(said["End date"]))
            assert entry["period"] == [each.isoformat() for each in days]
        for (number, _what), values in kept.items():
            cells = dict(zip(head, dict(rows)[number], strict=True))
            assert values == {
                MEANING[name][0]: int(Decimal(cell) * MEANING[name][1])
                for name, cell in cells.items()
                if name in MEANING
            }
