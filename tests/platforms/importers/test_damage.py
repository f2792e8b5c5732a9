"""What happens to files on their way: encodings, cells a spreadsheet changed, lies."""

import json
from datetime import datetime

import pytest

from platforms.importers import inspect_file, parse_file
from tests.platforms.importers.conftest import FB, FB_ZH, IG, fb_row, ig_row, rows

ENGLISH = rows(FB, fb_row(Title="新品上市 ☕"))
CHINESE = rows(FB_ZH, fb_row(Date="總期間"))


@pytest.mark.parametrize(
    ("content", "encoding", "name"),
    [
        (ENGLISH, "utf-8", "utf-8"),
        (ENGLISH, "utf-8-sig", "utf-8-sig"),
        (ENGLISH, "utf-16", "utf-16-le"),
        (ENGLISH, "utf-16-le", "utf-16-le"),
        (ENGLISH, "utf-16-be", "utf-16-be"),
        (ENGLISH, "utf-32", "utf-32"),
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-16", "utf-16-le"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "cp950", "cp950"),
        (CHINESE.replace("新品上市", "嘅咖啡"), "big5hkscs", "big5hkscs"),
        (CHINESE.replace("新品上市", "简体"), "gb18030", "gb18030"),
        (rows(FB, fb_row(Title="新品上市，今天開賣")), "cp950", "cp950"),
        (rows(FB, fb_row(Page_name="Café Müller", Title="Déjà vu à Málaga")), "cp1252", "cp1252"),
        (rows(FB, fb_row(Page_name="Cafe", Title="It’s a déjà vu – “olé”…")), "cp1252", "cp1252"),
        (
            rows(FB, fb_row(Page_name="Cafe", Title="It’s a déjà vu – “olé”…")),
            "mac_roman",
            "mac_roman",
        ),
        (
            rows(FB, fb_row(Page_name="Кава", Title="Добрий день, друзі! Знижки в Києві")),
            "cp1251",
            "cp1251",
        ),
    ],
)
def test_encodings_are_told_by_bytes_and_header(one, content, encoding, name):
    table = one(content, encoding=encoding)

    assert table.head.encoding == name
    assert table.sums["reach"] == 900
    assert table.readings[0].post.text in content
    guessed = "utf" not in name
    assert [w.code for w in table.warnings] == (["encoding_guessed"] if guessed else [])


def test_eight_bit_files_with_unknown_headers_are_refused(refusal):
    assert "not UTF-8" in refusal("某某,欄位\n資料,1\n", encoding="cp950")


def test_a_few_broken_bytes_reject_their_rows_only(one):
    content = rows(FB, fb_row("1122300889256901"), fb_row("1122300889256902")).encode()
    spot = content.rindex("新品上市".encode())
    table = one(b"\xef\xbb\xbf" + content[:spot] + content[spot + 1 :])

    assert [issue.row for issue in table.rejected] == [3]
    assert "bytes" in table.rejected[0].reason
    assert table.sums["reach"] == 900


def test_a_download_cut_off_in_the_middle_of_a_row(one):
    content = rows(FB, fb_row("1122300889256901"), fb_row("1122300889256902", Title='他說 "好"'))
    cut = content[: content.rindex("他說") + 5].encode()
    table = one(cut)

    assert (table.accepted, [issue.row for issue in table.rejected]) == (1, [3])
    assert "cut off" in table.rejected[0].reason


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("told", [False, True])
def test_separators_and_line_ends(one, separator, line_end, told):
    content = rows(
        FB, fb_row(Title="一行\n又一行, 再; 一\t行"), separator=separator, line_end=line_end
    )
    first = f"sep={separator}{line_end}" if told else ""
    table = one(first + content)

    assert table.readings[0].post.text.replace("\r\n", "\n") == "一行\n又一行, 再; 一\t行"
    assert table.readings[0].row == (3 if told else 2)
    assert table.sums["reach"] == 900


def test_blank_records_do_not_count_but_keep_row_numbers(one):
    content = (
        "\n" + rows(FB) + "\n" + rows(fb_row()) + ",,,\n   \n" + rows(fb_row("1122300889256999"))
    )
    table = one(content)

    assert table.rows == 2
    assert [reading.row for reading in table.readings] == [4, 7]


def test_headers_survive_invisible_marks_case_and_brackets(one):
    head = [f"\ufeff{name.upper()}\u00a0" for name in FB]
    head[5], head[7] = "Duration（secs）", "Cap\u00adtion\u200b type"
    table = one(rows(head, fb_row(**{"Duration (sec)": "18"})))

    assert table.readings[0].post.duration_ms == 18_000
    assert table.sums["reach"] == 900


def test_a_header_again_below_a_pasted_second_file_is_skipped(one):
    table = one(rows(FB, fb_row("1122300889256901"), FB, fb_row("1122300889256902")))

    assert [issue.row for issue in table.skipped] == [3]
    assert table.accepted == 2


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("abc", "is not a number"), ("3月4日", "a date a spreadsheet made"),
        ("1.08E+15", "rounded by a spreadsheet"), ("1.5", "not a whole number"),
        ("9223372036854775808", "larger than"), ("=1+1", "is a formula"),
    ],
)  # fmt: skip
def test_a_bad_number_rejects_the_row_with_header_and_cell(one, cell, problem):
    table = one(rows(FB, fb_row("1122300889256901"), fb_row("1122300889256902", Reach=cell)))

    (issue,) = table.rejected
    assert (issue.row, issue.cell) == (3, "Reach")
    assert issue.reason.startswith("Reach: ")
    assert problem in issue.reason
    assert table.sums["reach"] == 900


def test_more_cells_than_the_header_is_an_error_unless_they_are_empty(one):
    table = one(rows(FB, [*fb_row("1122300889256901"), "", ""], [*fb_row("1122300889256902"), "9"]))

    assert [issue.row for issue in table.rejected] == [3]


@pytest.mark.parametrize(
    ("cells", "separator", "milliseconds"),
    [
        (["96808,007", "808,007"], ";", [96_808_007, 808_007]),
        (["808,007", ""], ";", [808_007]),
        (["808,007", ""], ",", [808_007_000]),
        (["1,808.5", "808,007"], ",", [1_808_500, 808_007_000]),
        (["96808.007", "808,007"], ";", [96_808_007, 808_007_000]),
    ],
)
def test_decimal_commas_are_settled_per_file(one, cells, separator, milliseconds):
    records = [
        fb_row(f"112230088925690{n}", Seconds_viewed=text, **{"Estimated earnings (USD)": ""})
        for n, text in enumerate(cells)
    ]
    table = one(rows(FB, *records, separator=separator))

    assert [r.values["watch_ms"] for r in table.readings if "watch_ms" in r.values] == milliseconds


def test_formulas_are_text(one):
    table = one(rows(FB, fb_row(Title='=HYPERLINK("http://evil")', Custom_labels="@SUM(1)")))

    assert table.readings[0].post.text == '=HYPERLINK("http://evil")'
    assert table.readings[0].extra["Custom labels"] == "@SUM(1)"


@pytest.mark.parametrize(
    ("written", "digits", "sure"),
    [
        ("1.08E+15", "1080000000000000", 3),
        ("1,08E+15", "1080000000000000", 3),
        ("1096263115194030.00", "1096263115194030", 15),
        ("1122300000000000.00", "1122300000000000", 5),
    ],
)
def test_ids_a_spreadsheet_rounded_are_no_keys(one, written, digits, sure):
    table = one(rows(FB, fb_row(written)))

    (reading,) = table.readings
    assert reading.post.damaged_id == (digits, sure)
    assert all(alias.kind == "permalink" for alias in reading.post.aliases)
    assert [warning.code for warning in table.warnings] == ["ids_damaged"]


def test_one_id_for_different_posts_is_damage_too(one):
    table = one(
        rows(
            FB,
            fb_row("1122300000000000", Publish_time="03/18/2025 02:39"),
            fb_row("1122300000000000", Publish_time="03/19/2025 02:39"),
            fb_row("1122300889256922", Publish_time="03/20/2025 02:39"),
        )
    )

    assert [reading.post.damaged_id is not None for reading in table.readings] == [
        True,
        True,
        False,
    ]


def test_long_ids_that_all_end_in_zeros_were_saved_as_numbers(one):
    numbers = ["17974697564884200", "18129029371615800", "18094696763189100"]
    table = one(
        rows(IG, *(ig_row(n, Publish_time=f"05/2{i}/2026 10:23") for i, n in enumerate(numbers)))
    )

    assert [reading.post.damaged_id for reading in table.readings] == [
        (number, 15) for number in numbers
    ]


def test_an_id_that_is_gone_rejects_its_row(one):
    table = one(rows(FB, fb_row("#NAME?"), fb_row("hello"), fb_row()))

    assert [(issue.row, issue.cell) for issue in table.rejected] == [(2, "Post ID"), (3, "Post ID")]


def test_a_rounded_page_number_finds_its_page_by_name(one):
    table = one(
        rows(
            FB,
            fb_row("1122300889256901", Page_ID="100044310645639.00"),
            fb_row("1122300889256902", Page_ID="1.00E+14"),
        )
    )

    assert len(table.accounts) == 1
    assert table.account_rows == [2]
    assert table.accounts[0].aliases[0].value == "100044310645639"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\n\n\n", "empty"),
        (b"\0\0\0\0", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "picture"),
        (b"%PDF-1.7\n", "PDF"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        (b'{"media": [{"title": "x"}]}', "JSON"),
        (b'[{"a": 1}]', "JSON"),
        (b"\x1f\x8b\x08\0\0\0", "archive"),
        (b"Post ID,Views\0\0\n1,2\n", "zero bytes"),
        (b"PK\x03\x04 not really a zip", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not a workbook"),
        (b"<?xml version='1.0'?><rss></rss>", "XML"),
        (b"just some words", "headers"),
        (b"a,b,c\n1,2,3\n", "headers"),
    ],
)
def test_files_that_are_no_export_get_a_sentence(refusal, content, word):
    assert word in refusal(content)


@pytest.mark.parametrize(
    ("head", "word"),
    [
        ("Posted by,Campaign name,Reach,Budget", "LinkedIn"),
        ("Tweet text,Tweet permalink,Mood,Colour", "Twitter"),
        ("Video link,Post time,Mood,Colour", "TikTok"),
        ("月份,好友數,目標好友數,封鎖數", "LINE"),
    ],
)
def test_unknown_tables_of_a_platform_name_it(refusal, head, word):
    assert word in refusal(head + "\n1,2,3,4\n")


def test_too_large_a_file_is_refused(refusal, monkeypatch):
    monkeypatch.setattr("platforms.importers.containers.LARGEST_FILE", 100)
    assert "larger than" in refusal(ENGLISH)


def test_an_account_of_every_refused_row_even_when_all_are(one):
    table = one(rows(FB, *(fb_row("") for _ in range(5))))

    assert (table.rows, table.accepted, len(table.rejected)) == (5, 0, 5)
    assert table.sums == {}


def test_inspection_shows_three_publish_times_and_keeps_no_readings(put):
    path = put(
        rows(
            FB,
            *(fb_row(f"112230088925690{n}", Publish_time=f"03/1{n}/2025 02:39") for n in range(5)),
        )
    )
    (table,) = inspect_file(path, "a.csv").tables

    assert [when for when, _text in table.samples] == [
        datetime(2025, 3, 10 + n, 2, 39) for n in range(3)
    ]
    assert table.samples[0][1] == "新品上市"
    assert (table.rows, table.accepted, table.account_rows) == (5, 5, [5])


def test_progress_is_told_and_the_name_never_decides(put):
    told: list[int] = []
    path = put(rows(FB, *(fb_row(str(1122300889250000 + n)) for n in range(1200))), "picture.png")

    parse = parse_file(path, "picture.png", progress=told.append)

    assert parse.tables[0].accepted == 1200
    assert told == [501, 1001]
    assert json.dumps(parse.tables[0].sums)
