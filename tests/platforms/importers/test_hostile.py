"""Files made to hurt: refused before they are read, by what they say of themselves."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from platforms.importers import containers, workbooks
from tests.platforms.importers.conftest import FB, fb_row, rows, zipped_of

ROOT = Path(__file__).resolve().parents[3]
GOOD = rows(FB, fb_row())


def test_a_link_in_a_zip_is_not_followed_and_its_neighbours_are_read(parse):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("secrets.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("posts.csv", GOOD)

    found = parse(out.getvalue(), "all.zip")

    assert [table.head.member for table in found.tables] == ["posts.csv"]
    (refused,) = found.refused
    assert refused.member == "secrets.csv"
    assert "a link to a file" in refused.reason


@pytest.mark.parametrize(
    "name",
    ["../../up.csv", "/etc/cron.d/x.csv", "C:\\Windows\\x.csv", "a/../../b.csv", "..\\x.csv"],
)
def test_a_member_that_points_outside_is_never_opened(parse, name):
    found = parse(zipped_of({name: GOOD}), "escape.zip")

    assert found.tables == []
    assert "points outside" in found.refused[0].reason


def test_a_bomb_is_refused_by_its_own_promise(parse):
    bomb = zipped_of({"zeros.csv": b"0" * (30 << 20), "posts.csv": GOOD})

    found = parse(bomb, "bomb.zip")

    assert [table.head.member for table in found.tables] == ["posts.csv"]
    assert "far more than a table" in found.refused[0].reason


def test_an_archive_in_an_archive_in_an_archive_is_not_unpacked(refusal):
    inner = zipped_of({"posts.csv": GOOD})
    for _ in range(5):
        inner = zipped_of({"inner.zip": inner})

    assert "inside an archive" in refusal(inner, "russian.zip")


def test_more_members_than_a_drop_has_are_refused(refusal):
    assert "more than 200" in refusal(zipped_of({f"{n}.csv": "x" for n in range(201)}), "many.zip")


def workbook_of(cells: int) -> bytes:
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for _ in range(cells // 100):
        sheet.append([1] * 100)
    book.save(out)
    return out.getvalue()


def test_a_workbook_with_too_many_cells_is_refused_before_it_is_read(refusal, monkeypatch):
    def never(*_args, **_more):
        raise AssertionError("the workbook was opened")

    monkeypatch.setattr(workbooks, "MOST_CELLS", 20_000)
    monkeypatch.setattr("openpyxl.load_workbook", never)

    assert "too large" in refusal(workbook_of(20_100), "wide.xlsx")


def test_cells_and_formulas_are_counted_across_the_pieces_in_which_a_sheet_is_read():
    text = b'<row><c r="A1"><v>1</v></c><c r="B1" t="s"/><x:c r="C1"/><cols/><cell/></row>' * 40_000
    with_formula = text + b"<c><f>1+1</f></c>"

    assert workbooks._counted(io.BytesIO(text)) == (120_000, False)
    assert workbooks._counted(io.BytesIO(with_formula)) == (120_001, True)


def test_a_file_of_half_a_gigabyte_is_refused_without_being_read(put, parse, monkeypatch):
    path = put(b"")
    with path.open("r+b") as stream:
        stream.truncate(containers.LARGEST_FILE + 1)  # a hole: takes no room on the disk
    monkeypatch.setattr(containers, "fingerprint", lambda _path: ("", containers.LARGEST_FILE + 1))
    from platforms.importers import parse_file

    (refused,) = parse_file(path, "huge.csv").refused

    assert "larger than 500 MB" in refused.reason


READ = """
import resource, sys
sys.path.insert(0, sys.argv[2])
import django
from django.conf import settings
settings.configure(USE_I18N=True, LANGUAGES=[("en", "English")], INSTALLED_APPS=[])
django.setup()
from pathlib import Path
from platforms.importers import inspect_file
report = inspect_file(Path(sys.argv[1]), "big.csv")
print(report.tables[0].rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_memory_stays_flat_however_long_a_text_file_is(tmp_path):
    """60 MB cost no more than 6: rows pass by, only what is wrong with them is kept."""
    used = {}
    for size in (300, 3000):
        path = tmp_path / f"{size}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            out.write(rows(FB))
            for number in range(size * 10):
                when = f"0{number % 9 + 1}/{number % 28 + 1:02d}/2025 02:39"
                row = fb_row(str(1122300889200000 + number), Publish_time=when, Title="茶" * 700)
                out.write(rows(row))
        answer = subprocess.run(
            [sys.executable, "-c", READ, str(path), str(ROOT)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        count, megabytes = map(int, answer.stdout.split())
        assert count == size * 10
        used[size] = megabytes
    assert (tmp_path / "3000.csv").stat().st_size > 60 << 20
    assert used[3000] - used[300] < 40
