"""Files as people keep them: sums below, titles above, the table further right, numbers as numbers."""

import io

import pytest
from openpyxl import Workbook

from platforms.importers import cells
from tests.platforms.importers.conftest import FB, IG, fb_row, ig_row, rows
from tests.samples.exports import SAMPLES


def book(*records: list, right: int = 0, down: int = 0) -> bytes:
    """A workbook of one sheet whose table begins ``right`` columns and ``down`` rows further."""
    made, out = Workbook(), io.BytesIO()
    sheet = made.active
    assert sheet is not None
    for number, cells_ in enumerate(records, start=1 + down):
        for place, cell in enumerate(cells_, start=1 + right):
            sheet.cell(number, place, cell or None)
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("word", ["總計", "合計", "Total", "Grand Total:", "加總"])
def test_sums_below_a_table_are_no_post(one, word):
    sums = [word, *[""] * (len(FB) - 2), "2400"]

    table = one(rows(FB, fb_row("1122300889256901"), fb_row("1122300889256902"), sums))

    assert [issue.row for issue in table.skipped] == [4]
    assert (table.accepted, list(table.rejected)) == (2, [])


def test_a_video_that_is_called_total_is_none(one):
    head = ["Video title", "Video link", "Post time", "Video views", "Likes"]
    link = "https://www.tiktok.com/@tea/video/7490000000000000000"

    table = one(rows(head, ["Total", link, "2025/10/31 18:19:10", "10", "2"]))

    assert table.accepted == 1


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.family)
def test_a_table_may_begin_further_right(parse, sample):
    plain = parse(book(*sample.records), **sample.said)
    moved = parse(book(*sample.records, right=2), **sample.said)

    assert moved.refused == plain.refused == []
    assert [table.readings for table in moved.tables] == [table.readings for table in plain.tables]


@pytest.mark.parametrize(
    ("encoding", "head"), [("cp932", "日付,総友だち数,ターゲットリーチ,ブロック数")]
)
def test_line_as_a_japanese_spreadsheet_saves_it(one, encoding, head):
    table = one(f"{head}\n20260901,5300,4000,1100\n".encode(encoding))

    assert (table.head.encoding, table.head.language) == (encoding, "ja")
    assert table.sums == {"friends": 5300, "blocks": 1100}


def test_other_eight_bit_letters_are_not_taken_for_japanese(one):
    content = rows(FB, fb_row(Title="???", Page_name="Tea")).encode()

    found = one(content.replace(b"???", b"\xe8\x8c\xb6\xed\xa0\xbc"))

    assert found.head.encoding not in ("cp932", "utf-8")


@pytest.mark.parametrize(
    ("cell", "reach"), [("1.234", 1234), ("12.345.678", 12_345_678), ("1 234", 1234), ("7", 7)]
)
def test_points_between_thousands_where_decimals_have_a_comma(one, cell, reach):
    row = fb_row(Reach=cell, Seconds_viewed="1234,5", **{"Estimated_earnings_(USD)": "0,25"})
    table = one(rows(FB, row, separator=";"))

    assert (table.sums["reach"], table.sums["watch_ms"]) == (reach, 1_234_500)


def test_a_point_in_a_count_is_no_thousand_where_decimals_have_points(one):
    table = one(rows(FB, fb_row(Reach="1.234")))

    assert "1.234" in table.rejected[0].reason


@pytest.mark.parametrize("day", ["30/09/2026", "2026/9/30", "20260930"])
def test_days_of_line_are_read_as_the_spreadsheet_writes_them(one, day):
    second = "01/10/2026" if day.startswith("30") else "2026-10-01"

    table = one(f"date,contacts,targetReaches,blocks\n{day},5,4,1\n{second},6,4,1\n")

    assert [str(reading.start) for reading in table.readings] == ["2026-09-30", "2026-10-01"]


@pytest.mark.parametrize(
    ("cell", "count"), [("'1200", 1200), ("'-3", -3), ("(28)", -28), ("(1,028)", -1028)]
)
def test_counts_as_spreadsheets_mark_them(cell, count):
    assert cells.count(cell) == count


@pytest.mark.parametrize(
    "cell", ["250.5", "NT$250.5", "TWD 250.5", "250.5 TWD", "250.5元", "¥250.5", "250.5 €"]
)
def test_money_with_its_currency_on_either_side(cell):
    assert cells.micros(cell) == 250_500_000


def test_a_missing_amount_is_no_currency():
    assert cells.micros("NAN") is cells.micros("N/A") is cells.micros("—") is None


def test_few_ids_that_a_workbook_holds_as_numbers_are_rounded(one):
    numbers = [1122300889256920, 1122300889256980]
    table = one(book(FB, *[[number, *fb_row()[1:]] for number in numbers]))

    assert [reading.post.damaged_id for reading in table.readings] == [
        ("1122300889256920", 15),
        ("1122300889256980", 15),
    ]


def test_ids_that_a_program_wrote_whole_are_whole(one):
    numbers = [1122300889256920, 1122300889256983]
    table = one(book(FB, *[[number, *fb_row()[1:]] for number in numbers]))

    assert [reading.post.aliases[0].value for reading in table.readings] == [
        str(n) for n in numbers
    ]


def test_an_account_whose_id_a_workbook_rounded_is_known_by_its_names(one):
    row = ig_row(Account_ID="")
    row[IG.index("Account ID")] = 17841400882674600  # type: ignore[call-overload]

    (account,) = one(book(IG, row)).accounts

    assert [alias.kind for alias in account.aliases] == ["handle", "name"]
