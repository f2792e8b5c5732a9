"""Workbooks and archives on their way: whole, cut off, locked, lying, too large."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from platforms.importers import read_row
from platforms.importers import workbooks as books
from tests.platforms.importers.conftest import FB, fb_row, rows, zipped_of

ENGLISH = rows(FB, fb_row(Title="新品上市 ☕"))


def workbook(*records, sheet: str = "Sheet1") -> bytes:
    book, stream = Workbook(), io.BytesIO()
    book.active.title = sheet
    for record in records:
        book.active.append(record)
    book.save(stream)
    return stream.getvalue()


def test_an_export_saved_as_xlsx_keeps_figures_times_and_percentages(one):
    row = fb_row()
    row[FB.index("Publish time")] = datetime(2025, 3, 18, 2, 39)
    row[FB.index("Reach")], row[FB.index("Views")] = 900, 1200.0
    table = one(workbook(FB, row), "export.csv")

    assert (table.head.encoding, table.head.table) == ("xlsx", "Sheet1")
    assert table.sums["views"] == 1200
    assert table.readings[0].post.published_wall == datetime(2025, 3, 18, 2, 39)


def test_percent_formats_of_a_workbook_keep_their_meaning():
    assert books.text_of(0.106, "0.0%") == "10.6%"
    assert books.text_of(10.6, "0.0") == "10.6"
    assert books.text_of(1122300889256922.0) == "1122300889256922"
    assert books.text_of(True) == "TRUE"


def test_workbooks_that_unpack_to_too_much_are_refused_unopened(refusal, monkeypatch):
    monkeypatch.setattr(books, "MOST_BYTES", 5_000)
    assert "too large" in refusal(workbook(FB, fb_row()), "big.xlsx")


def test_workbooks_with_too_many_cells_are_refused(refusal, monkeypatch):
    monkeypatch.setattr(books, "MOST_CELLS", 50)
    assert "too large" in refusal(workbook(FB, fb_row()), "big.xlsx")


def test_an_empty_workbook(refusal):
    assert "empty" in refusal(workbook(), "empty.xlsx")


def test_a_workbook_cut_off(refusal):
    assert "damaged" in refusal(workbook(FB, fb_row())[:-200], "cut.xlsx")


def test_a_workbook_behind_a_password(refusal):
    shell = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    )
    assert "password" in refusal(shell, "secret.xlsx")


def test_an_old_workbook_behind_a_password(refusal):
    """BIFF8 as Excel 97–2003 encrypts it (RC4, password “secret”)."""
    locked = Path(__file__).parents[2] / "samples" / "locked.xls"

    assert "password" in refusal(locked.read_bytes(), "locked.xls")


XML = """<?xml version="1.0"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Key Metrics"><Table>
<Row>{head}</Row>
<Row><Cell ss:Index="5"><Data ss:Type="String">Lifetime: The people. (Unique Users)</Data></Cell></Row>
<Row>{row}</Row>
</Table></Worksheet></Workbook>"""


LEGACY = ["Post ID", "Permalink", "Post Message", "Posted", "Lifetime Post Total Reach",
          "Lifetime Post Consumptions"]  # fmt: skip


POST = ["155336_195838", "https://www.facebook.com/lok/posts/195838", "a &amp; b",
        "2017-07-22T05:30:00.000", "371", "38"]  # fmt: skip


def xml(row: list[str], head: list[str] = LEGACY) -> str:
    def cells(texts):
        return "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in texts)

    return XML.format(head=cells(head), row=cells(row))


def test_xml_workbook_named_xls(one):
    table = one(xml(POST), "export.xls", "utf-8")

    assert (table.head.encoding, table.head.family) == ("xml", "facebook_legacy_posts")
    assert table.sums == {"reach": 371, "clicks": 38}
    assert table.readings[0].post.text == "a & b"
    assert table.readings[0].post.published_wall == datetime(2017, 7, 22, 5, 30)
    assert [issue.row for issue in table.skipped] == [2]


@pytest.mark.parametrize(
    "broken",
    [b"half an emoji \xf0\x9f\x98", b"control \x08 mark", b"Q&A", b"&#x1F; &#8;", b"\xc3("],
)
def test_ill_formed_xml_is_mended_in_its_texts_only(one, broken):
    content = xml(POST).encode().replace(b"a &amp; b", broken)
    table = one(content, "export.xls")

    assert table.sums == {"reach": 371, "clicks": 38}
    assert [warning.code for warning in table.warnings] == ["text_mended"]


def test_xml_that_is_cut_off_or_dangerous_is_refused(refusal):
    assert "cut off" in refusal(xml(POST)[:-100], "export.xls", "utf-8")
    bomb = xml(POST).replace(
        '<?xml version="1.0"?>', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]>'
    )
    assert "damaged" in refusal(bomb, "export.xls", "utf-8")


def test_zip_litter_is_ignored_and_other_members_are_said(parse):
    found = parse(
        zipped_of(
            {
                "__MACOSX/._a.csv": b"x",
                "._b.csv": b"x",
                ".DS_Store": b"x",
                "folder/": b"",
                "folder/posts.csv": ENGLISH,
                "picture.csv": b"\x89PNG....",
                "notes.txt": "hello",
            }
        ),
        "all.zip",
    )

    assert [table.head.member for table in found.tables] == ["folder/posts.csv"]
    assert [refused.member for refused in found.refused] == ["picture.csv", "notes.txt"]


def test_zip_inside_a_zip_and_paths_outside_are_refused(parse):
    found = parse(
        zipped_of(
            {"inner.zip": zipped_of({"a.csv": ENGLISH}), "../up.csv": ENGLISH, "/root.csv": ENGLISH}
        ),
        "all.zip",
    )

    assert found.tables == []
    assert [r.member for r in found.refused] == ["inner.zip", "../up.csv", "/root.csv"]
    assert "inside an archive" in found.refused[0].reason
    assert all("outside" in refused.reason for refused in found.refused[1:])


def test_a_workbook_inside_a_zip_is_read(one):
    table = one(zipped_of({"Overview.xlsx": workbook(FB, fb_row())}), "all.zip")

    assert (table.head.member, table.head.table) == ("Overview.xlsx", "Sheet1")


def test_zip_bombs_and_crowds_are_refused(parse, refusal):
    bomb = parse(zipped_of({"zeros.csv": b"0" * 50_000_000}), "bomb.zip")
    assert "unpacks" in bomb.refused[0].reason
    crowd = zipped_of({f"{n}.csv": "a,b\n" for n in range(300)})
    assert "300" in refusal(crowd, "crowd.zip")


def test_an_account_archive_is_refused_whole(refusal):
    archive = zipped_of({"your_instagram_activity/messages/inbox/a/message_1.json": "{}"})
    assert "private messages" in refusal(archive, "instagram-me.zip")


def test_truncated_and_empty_zip(refusal):
    assert "damaged" in refusal(zipped_of({"a.csv": ENGLISH * 20})[:-30], "cut.zip")
    assert "empty" in refusal(zipped_of({}), "empty.zip")


def test_a_member_with_a_wrong_checksum(parse):
    content = bytearray(zipped_of({"a.csv": ENGLISH}))
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", ENGLISH)
    content = bytearray(stored.getvalue())
    content[content.index(b"Post ID") + 1] ^= 1

    found = parse(bytes(content), "bad.zip")
    assert found.tables == []
    assert "damaged" in found.refused[0].reason


def test_a_member_damaged_far_from_its_beginning(parse):
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(
            "a.csv", rows(FB, *(fb_row(str(1122300889250000 + n)) for n in range(900)))
        )
        archive.writestr("b.csv", ENGLISH)
    content = bytearray(stored.getvalue())
    content[content.index(b"1122300889250700")] = ord("9")

    found = parse(bytes(content), "bad.zip")
    assert [table.head.member for table in found.tables] == ["b.csv"]
    assert [refused.member for refused in found.refused] == ["a.csv"]
    assert "damaged" in found.refused[0].reason


def test_old_chinese_member_names_are_read(parse):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("PLACEHOLD.csv", ENGLISH)
    content = stream.getvalue().replace(b"PLACEHOLD", "貼文a".encode("cp950") + b"bcde")

    assert parse(content, "old.zip").tables[0].head.member == "貼文abcde.csv"


def test_raw_rows_come_back_from_every_kind_of_file(put):
    plain = put("sep=,\n" + rows(FB, fb_row()), "a.csv")
    packed = put(zipped_of({"x/a.csv": rows(FB, fb_row(Reach="7"))}), "a.zip")
    book = put(workbook(FB, fb_row(Reach="8")), "a.xlsx")
    charts = put(
        '"Reach"\n"Date","Primary"\n"2025-01-01","5"\n\n"Views"\n"Date","Primary"\n"2025-01-01","6"\n',
        "c.csv",
    )

    assert read_row(plain, "a.csv", None, "", 3).cells == fb_row()
    assert read_row(packed, "a.zip", "x/a.csv", "", 2).cells[FB.index("Reach")] == "7"
    assert read_row(book, "a.xlsx", None, "Sheet1", 2).cells[FB.index("Reach")] == "8"
    assert read_row(charts, "c.csv", None, "Views", 7).cells == ["2025-01-01", "6"]
    assert read_row(charts, "c.csv", None, "Views", 7).headers == ["Date", "Primary"]
    assert read_row(plain, "a.csv", None, "", 99).cells == []
    assert read_row(put(b"\x89PNG", "p.csv"), "p.csv", None, "", 2).headers == []
