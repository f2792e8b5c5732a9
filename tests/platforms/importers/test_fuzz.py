"""Whatever comes in: no exception, no row unaccounted for, no error in the log.

The same examples every time; ``FUZZ=long`` looks for new ones, thirty times as many.
"""

import logging
import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from platforms.importers import inspect_file, parse_file, read_row
from tests.platforms.importers.conftest import (
    FB,
    FB_ZH,
    IG_ZH,
    fb_row,
    ig_row,
    rows,
    zipped_of,
)
from tests.platforms.importers.test_facebook_legacy import DAYS, DAYS_SAID, POST, POSTS, SAID
from tests.platforms.importers.test_meta_sections import AUDIENCE, chart
from tests.platforms.importers.test_youtube import TABLE, TABLE_ZH, TOTAL, VIDEO
from tests.samples.exports import SAMPLES

LONG = os.environ.get("FUZZ") == "long"
QUICK = settings(
    max_examples=1800 if LONG else 60,
    derandomize=not LONG,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
MORE = settings(QUICK, max_examples=9000 if LONG else 300)
GOOD = [
    rows(FB, fb_row("1122300889256901"), fb_row("1122300889256902")).encode("utf-8-sig"),
    rows(FB_ZH, fb_row(Date="總期間"), fb_row(Date="03/18/2025")).encode("cp950"),
    rows(IG_ZH, ig_row(), ig_row("")).encode(),
    (chart("Reach", ("2025-01-01", "5")) + chart("Facebook visits", ("2025-01-01", "6"))).encode(
        "utf-16"
    ),
    AUDIENCE.encode("utf-16"),
    rows(TABLE, TOTAL, VIDEO).encode(),
    rows(TABLE_ZH, VIDEO, VIDEO).encode(),
    rows(["Date", "Views"], ["2025-06-13", "1"], ["2025-06-14", "2"]).encode(),
    rows(["Viewer age", "Views (%)"], ["13–17 years", "5"]).encode(),
    rows(POSTS, SAID, POST).encode(),
    rows(DAYS, DAYS_SAID, ["2/28/2014", *"123456789"]).encode(),
    zipped_of(
        {"Table data.csv": rows(TABLE, TOTAL, VIDEO), "x/Totals.csv": "Date,Views\n2025-06-13,1\n"}
    ),
]
ODD_CELLS = [
    "", " ", "-", "NaN", "1,938", "1.2K", "3.4萬", "9" * 30, "-5", "1.5", "#NAME?", "=1+1", "03/04/2025",
    "25/13/2025", "Lifetime", "總期間", "2025-02-30", '"', "\n", "\t", "null", "1E+20", "%", "０", "Total",
    "🦊" * 3, "\u00ad", "\ufeff", "1122300889256922", "0:00:99", "Jan 99, 2025", "\ud7ff", "²",
]  # fmt: skip


SAID = [(sample.text().encode("utf-8-sig"), sample.said) for sample in SAMPLES]


@pytest.fixture
def accounted(tmp_path, caplog):
    caplog.set_level(logging.ERROR, logger="platforms.importers")

    def check(content: bytes, said: dict | None = None) -> None:
        said = said or {}
        path = tmp_path / "file"
        path.write_bytes(content)
        caplog.clear()
        parse = parse_file(path, "file", **said)
        report = inspect_file(
            path, "file", mapping=said.get("mapping"), taken_on=said.get("taken_on")
        )
        for table in parse.tables:
            assert table.accepted + len(table.skipped) + len(table.rejected) == table.rows
            assert table.accepted == len({reading.row for reading in table.readings})
            for measure, total in table.sums.items():
                assert total == sum(r.values.get(measure, 0) for r in table.readings)
            for reading in table.readings[:3]:
                raw = read_row(
                    path,
                    "file",
                    table.head.member,
                    table.head.table,
                    reading.row,
                    mapping=said.get("mapping"),
                )
                assert raw.cells
        for refused in parse.refused:
            assert refused.reason
        assert [table.rows for table in report.tables] == [table.rows for table in parse.tables]
        assert parse.tables or parse.refused
        assert caplog.records == []

    return check


@QUICK
@given(content=st.binary(max_size=400))
def test_random_bytes(accounted, content):
    accounted(content)


@QUICK
@given(content=st.text(max_size=300), encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_random_text(accounted, content, encoding):
    accounted(content.encode(encoding, "ignore"))


@MORE
@given(data=st.data())
def test_good_files_with_bytes_changed_cut_or_repeated(accounted, data):
    good, said = data.draw(st.sampled_from([*[(content, {}) for content in GOOD], *SAID]))
    content = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, max(0, len(content) - 1)))
        act = data.draw(st.sampled_from(["change", "cut", "repeat", "drop"]))
        if act == "change" and content:
            content[place] = data.draw(st.integers(0, 255))
        elif act == "cut":
            del content[place:]
        elif act == "repeat":
            content[place:place] = content[place : place + data.draw(st.integers(1, 80))]
        else:
            del content[place : place + data.draw(st.integers(1, 40))]
    accounted(bytes(content), said)


@MORE
@given(data=st.data())
def test_every_family_with_odd_cells_lost_cells_and_moved_rows(accounted, data):
    sample = data.draw(st.sampled_from(SAMPLES))
    records = [list(cells) for cells in sample.records]
    for _ in range(data.draw(st.integers(1, 6))):
        record = records[data.draw(st.integers(0, len(records) - 1))]
        act = data.draw(st.sampled_from(["cell", "drop", "add", "again", "swap"]))
        if act == "cell" and record:
            place = data.draw(st.integers(0, len(record) - 1))
            record[place] = data.draw(st.sampled_from(ODD_CELLS) | st.text(max_size=8))
        elif act == "drop" and record:
            del record[data.draw(st.integers(0, len(record) - 1))]
        elif act == "add":
            record.append(data.draw(st.sampled_from(ODD_CELLS)))
        elif act == "again":
            records.append(list(record))
        else:
            records.append(records.pop(data.draw(st.integers(0, len(records) - 1))))
    content = replace(sample, records=records).text()
    encoding = data.draw(st.sampled_from(["utf-8", "utf-16", "cp950"]))
    accounted(content.encode(encoding, "replace"), sample.said)


@MORE
@given(data=st.data())
def test_good_rows_with_odd_cells(accounted, data):
    head, good = data.draw(
        st.sampled_from(
            [
                (FB, fb_row()), (FB_ZH, fb_row(Date="總期間")), (IG_ZH, ig_row()), (TABLE, VIDEO),
                (TABLE_ZH, VIDEO), (POSTS, POST), (DAYS, ["2/28/2014", *"123456789"]),
                (["Date", "Content", "Video title", "Views"], ["2025-06-13", "UWQNrpakgcA", "a", "3"]),
                (["Geography", "Views", "Watch time (hours)"], ["TW", "3", "1.5"]),
            ]
        )
    )  # fmt: skip
    records = []
    for _ in range(data.draw(st.integers(0, 5))):
        row = list(good)
        for _change in range(data.draw(st.integers(0, 4))):
            place = data.draw(st.integers(0, len(row) - 1))
            row[place] = data.draw(st.sampled_from(ODD_CELLS) | st.text(max_size=8))
        records.append(
            row[: data.draw(st.integers(1, len(row)))] + [""] * data.draw(st.integers(0, 2))
        )
    content = rows(head, *records)
    encoding = data.draw(st.sampled_from(["utf-8", "utf-16", "cp950"]))
    accounted(content.encode(encoding, "replace"))


@MORE
@given(cell=st.sampled_from(ODD_CELLS) | st.text(max_size=30))
def test_a_cell_is_a_number_nothing_or_a_sentence(cell):
    from platforms.importers import cells

    for read in (cells.count, cells.milliseconds, cells.micros, cells.share):
        try:
            number = read(cell)
        except cells.NotANumber as problem:
            assert str(problem)
        else:
            assert number is None or abs(number) <= cells.LARGEST
    cells.extra_value(cell)
