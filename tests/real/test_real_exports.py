"""Every real Facebook, Instagram and YouTube file, against a second reading written here.

The second reading uses the csv module and openpyxl only: no line of the importers. It knows,
file by file, where the header stands and which column is which figure.
"""

import csv
import io
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from platforms.importers import inspect_file, parse_file, read_row
from platforms.records import Span
from tests.real.column_names import LEGACY_DAY, LEGACY_POST, META, SCALED, YOUTUBE


@dataclass
class Expected:
    """What a table must give; ``skipped`` names the records that carry no subject."""

    rows: int
    accepted: int
    sums: dict[str, int]
    skipped: list[int] = field(default_factory=list)


def text(path: Path, encoding: str) -> list[list[str]]:
    content = path.read_bytes().decode(encoding)
    return list(csv.reader(io.StringIO(content, newline="")))


def add_up(header, records, names, scaled=None, count_of=None) -> dict[str, int]:
    """Sums per measure in smallest units; empty cells and short rows add nothing."""
    sums: dict[str, int] = {}
    for place, name in enumerate(header):
        if name in names:
            key, factor = names[name], 1
        elif scaled and name in scaled:
            key, factor = scaled[name]
        else:
            continue
        if count_of and not count_of(place):
            continue
        cells = [record[place] for record in records if len(record) > place and record[place]]
        if cells:
            sums[key] = sum(round(Decimal(str(cell)) * factor) for cell in cells)
    return sums


def csv_table(path: Path, names, encoding="utf-8-sig", skip=()) -> Expected:
    header, *records = text(path, encoding)
    kept = [record for number, record in enumerate(records, 2) if number not in skip]
    return Expected(
        len(records), len(kept), add_up(header, kept, names, SCALED), skipped=list(skip)
    )


def chart(path: Path, key: str) -> Expected:
    records = text(path, "utf-16")
    assert records[0] == ["sep=", ""]
    assert records[2] == ["Date", "Primary"]
    days = [record for record in records[3:] if record]
    return Expected(len(days), len(days), {key: sum(int(count) for _day, count in days)})


CONTENT = {
    "facebook/oigetit-2025/Jan-14-2025_Apr-14-2025_1396269028466733.csv": 261,
    "facebook/sugarcane-2024/Jan-01-2024_Apr-01-2024_1162450548895235.csv": 60,
    "facebook/sugarcane-2024/Apr-02-2024_Jul-02-2024_665360019788100.csv": 59,
    "facebook/sugarcane-2024/Nov-05-2024_Jan-05-2025_1016476477111055 .csv": 54,
    "facebook/sugarcane-2024-excel-resaved/Oct-01-2024_Dec-31-2024_659394146642923.csv": 81,
    "instagram/elitravelguy-2026/May-25-2026_Jun-21-2026_1493633672508178.csv": 21,
}
CHARTS = {
    "facebook/oigetit-2025/Follows.csv": "new_followers",
    "facebook/oigetit-2025/Interactions.csv": "engagements",
    "facebook/oigetit-2025/Reach.csv": "reach",
    "facebook/oigetit-2025/Views.csv": "views",
    "facebook/oigetit-2025/Visits.csv": "profile_visits",
    "instagram/elitravelguy-2026/Follows.csv": "new_followers",
    "instagram/elitravelguy-2026/Interactions.csv": "engagements",
    "instagram/elitravelguy-2026/Link clicks.csv": "link_clicks",
    "instagram/elitravelguy-2026/Reach.csv": "reach",
    "instagram/elitravelguy-2026/Views.csv": "views",
    "instagram/elitravelguy-2026/Visits.csv": "profile_visits",
}
# Records of the file that are totals or notes, counted from 1 with the header.
TUBE = {
    "youtube/codingtrain-2021/Table data.csv": ("youtube_breakdown", [2]),
    "youtube/codingtrain-2021/Totals.csv": ("youtube_totals", []),
    "youtube/dangertv-2024/DangerTV_Content.csv": ("youtube_table", [502]),
    "youtube/dangertv-2024/Subscription status_Chart data.csv": ("youtube_breakdown", []),
    "youtube/dangertv-2024/viewer_age.csv": ("youtube_breakdown", []),
    "youtube/shorts-channel-2026/Chart data.csv": ("youtube_chart", []),
    "youtube/shorts-channel-2026/Table data.csv": ("youtube_table", [2]),
    "youtube/shorts-channel-2026/Totals.csv": ("youtube_totals", []),
}
OTHER = {
    "facebook/oigetit-2025/Audience.csv",
    "instagram/elitravelguy-2026/Audience.csv",
    "facebook/lok-2017-legacy-insights/Facebook Insights Data Export (Post Level) - LOK - 2017-07-27.xls",
    "facebook/lok-2017-legacy-insights/Facebook Insights Data Export (Post Level) - LOK - 2017-11-19.xlsx",
    "facebook/vic-2014-legacy-insights/Facebook Insights Data Export (Post Level) - Visualization Studio VIC - 2014-08-24 - 2015-02-19.csv",
    "facebook/vic-2014-legacy-insights/Facebook Insights Data Export - Visualization Studio VIC - 2014-02-28 - 2014-08-23.csv",
    "facebook/research-sets/Live.csv",
    "facebook/research-sets/dataset_Facebook.csv",
}


def one_table(path: Path):
    parse = parse_file(path, path.name)
    assert parse.refused == []
    (table,) = parse.tables
    return table


def assert_same(table, expected: Expected) -> None:
    assert (table.rows, table.accepted) == (expected.rows, expected.accepted)
    assert [issue.row for issue in table.skipped] == expected.skipped
    assert table.rejected == []
    assert table.sums == expected.sums
    assert sum(reading.values.get("views", 0) for reading in table.readings) == expected.sums.get(
        "views", 0
    )


def test_every_visible_file_of_the_three_platforms_is_checked_here(shared_data):
    folder = shared_data / "exports"

    found = {
        str(path.relative_to(folder))
        for platform in ("facebook", "instagram", "youtube")
        for path in (folder / platform).rglob("*")
        if path.is_file() and path.name != "SOURCES.md"
    }

    assert found == {*CONTENT, *CHARTS, *TUBE, *OTHER}


@pytest.mark.parametrize("name", CONTENT)
def test_content_exports_give_what_the_csv_module_adds_up(shared_data, name):
    path = shared_data / "exports" / name
    expected = csv_table(path, META)

    table = one_table(path)

    assert expected.rows == CONTENT[name]
    assert_same(table, expected)
    assert table.head.span == Span.LIFETIME
    assert table.head.platform == name.split("/")[0]
    assert sum(table.account_rows) == expected.rows


@pytest.mark.parametrize("name", CHARTS)
def test_charts_give_what_the_csv_module_adds_up(shared_data, name):
    path = shared_data / "exports" / name

    table = one_table(path)

    assert_same(table, chart(path, CHARTS[name]))
    assert table.head.encoding == "utf-16-le"
    assert len({reading.start for reading in table.readings}) == table.rows


@pytest.mark.parametrize("name", TUBE)
def test_youtube_exports_give_what_the_csv_module_adds_up(shared_data, name):
    path = shared_data / "exports" / name
    family, skip = TUBE[name]

    table = one_table(path)

    assert_same(table, csv_table(path, YOUTUBE, "utf-8", skip))
    assert table.head.family == family


def test_audience_files_give_every_label_its_share(shared_data):
    for name, pairs in (("facebook/oigetit-2025", 32), ("instagram/elitravelguy-2026", 32)):
        path = shared_data / "exports" / name / "Audience.csv"
        numbers = [
            cell
            for record in text(path, "utf-16")
            for cell in record
            if cell.replace(".", "", 1).isdigit()
        ]

        parse = parse_file(path, path.name)

        shares = [
            reading.share_ppm["followers"] for table in parse.tables for reading in table.readings
        ]
        assert parse.refused == []
        assert len(shares) == pairs
        assert sum(shares) == sum(int(Decimal(number) * 10_000) for number in numbers)


def described(path: Path, encoding: str) -> tuple[list[str], list[str], list[list[str]]]:
    header, descriptions, *records = text(path, encoding)
    return header, descriptions, records


def test_legacy_post_level_csv(shared_data):
    name = next(name for name in OTHER if "vic-2014" in name and "Post Level" in name)
    path = shared_data / "exports" / name
    header, descriptions, records = described(path, "utf-8-sig")
    sums = add_up(header, records, LEGACY_POST)

    table = one_table(path)

    assert_same(table, Expected(99, 98, sums, [2]))
    assert len({reading.post.aliases for reading in table.readings}) == 98
    assert table.accounts[0].name == "VisualizationStudio"


def test_legacy_page_level_csv_with_1280_columns_and_8_bit_letters(shared_data):
    name = next(name for name in OTHER if "vic-2014" in name and "Post Level" not in name)
    path = shared_data / "exports" / name
    header, descriptions, records = described(path, "cp1252")
    sums = add_up(
        header,
        records,
        LEGACY_DAY,
        # Of two columns with one name the one that counts times, not people.
        count_of=lambda place: (
            header.count(header[place]) == 1 or descriptions[place].endswith("(Total Count)")
        ),
    )

    table = one_table(path)

    assert len(header) == 1280
    assert_same(table, Expected(178, 177, sums, [2]))
    assert {warning.code for warning in table.warnings} == {"encoding_guessed", "columns_left_out"}


def test_legacy_workbook_reads_all_seven_sheets(shared_data):
    name = next(name for name in OTHER if name.endswith(".xlsx"))
    path = shared_data / "exports" / name
    sheets = {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in load_workbook(path)
    }

    tables = {table.head.table: table for table in parse_file(path, path.name).tables}

    assert list(tables) == list(sheets)
    key = sheets["Key Metrics"]
    assert_same(tables["Key Metrics"], Expected(48, 47, add_up(key[0], key[2:], LEGACY_POST), [2]))
    stories = sheets["Lifetime Post Stories by act..."]
    names = {"like": "reactions", "comment": "comments", "share": "shares"}
    assert_same(
        tables["Lifetime Post Stories by act..."],
        Expected(47, 47, add_up(stories[0], stories[1:], names)),
    )
    clicks = sheets["Lifetime Post Consumptions b..."]
    assert_same(
        tables["Lifetime Post Consumptions b..."],
        Expected(47, 47, add_up(clicks[0], clicks[1:], {"link clicks": "link_clicks"})),
    )
    assert all(table.rows == table.accepted + len(table.skipped) for table in tables.values())


def test_legacy_xml_workbook_named_xls(shared_data):
    name = next(name for name in OTHER if name.endswith(".xls"))
    path = shared_data / "exports" / name
    space = "{urn:schemas-microsoft-com:office:spreadsheet}"
    sheet = ElementTree.parse(path).getroot().find(f"{space}Worksheet")
    rows = [
        ["".join(cell.itertext()) for cell in row.iter(f"{space}Cell")]
        for row in sheet.iter(f"{space}Row")
    ]

    parse = parse_file(path, path.name)

    assert parse.refused == []
    assert len(parse.tables) == 7
    assert_same(parse.tables[0], Expected(8, 7, add_up(rows[0], rows[2:], LEGACY_POST), [2]))
    assert parse.tables[0].head.encoding == "xml"


def test_research_data_sets_are_refused(shared_data):
    for name in ("Live.csv", "dataset_Facebook.csv"):
        path = shared_data / "exports/facebook/research-sets" / name

        parse = parse_file(path, path.name)

        assert parse.tables == []
        assert len(parse.refused) == 1


def test_inspection_agrees_with_parsing_on_every_file(shared_data):
    paths = [path for path in sorted((shared_data / "exports").rglob("*")) if path.is_file()]

    for path in paths:
        report, parse = inspect_file(path, path.name), parse_file(path, path.name)
        assert report.sha256 == parse.sha256
        assert report.refused == parse.refused
        assert [(table.head, table.sums) for table in report.tables] == [
            (table.head, table.sums) for table in parse.tables
        ]
    assert len(paths) > 40


def test_raw_rows_stand_where_readings_say(shared_data):
    path = shared_data / "exports" / next(iter(CONTENT))
    table = one_table(path)

    for reading in table.readings[::40]:
        raw = read_row(path, path.name, None, "", reading.row)
        named = dict(zip(raw.headers, raw.cells, strict=False))
        assert named["Reach"] == str(reading.values["reach"])
        assert named["Post ID"] == reading.post.aliases[0].value


def test_damaged_ids_of_the_resaved_file_fit_the_whole_ids_of_the_original(shared_data):
    folder = shared_data / "exports" / "facebook"
    names = [name.removeprefix("facebook/") for name in CONTENT]
    resaved = one_table(folder / next(name for name in names if "resaved" in name))
    whole = one_table(folder / next(name for name in names if "Nov-05" in name))

    by_minute = {
        (reading.post.published_wall, reading.post.text): reading.post for reading in whole.readings
    }
    matched = 0
    for reading in resaved.readings:
        post = reading.post
        assert post.damaged_id is not None
        assert all(alias.kind != "platform_id" for alias in post.aliases)
        other = by_minute.get((post.published_wall, post.text))
        if other is not None:
            digits, sure = post.damaged_id
            known = other.aliases[0].value
            assert len(known) == len(digits)
            assert abs(int(known) - int(digits)) < 10 ** (len(digits) - sure)
            matched += 1
    assert matched == 54
    assert resaved.accounts == whole.accounts
