"""Made-up files in the shape of the real ones; the language of the sentences is English."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from django.utils import translation

from platforms.importers import FileParse, parse_file


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def put(tmp_path):
    """Write bytes or text under a name and give the path."""

    def write(content: bytes | str, name: str = "export.csv", encoding: str = "utf-8-sig") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def parse(put):
    """Parse bytes or text as a file."""

    def read(
        content: bytes | str, name: str = "export.csv", encoding: str = "utf-8-sig", **said
    ) -> FileParse:
        return parse_file(put(content, name, encoding), name, **said)

    return read


@pytest.fixture
def one(parse):
    """Parse a file that must give exactly one table and no refusal."""

    def read(content, name="export.csv", encoding="utf-8-sig", **said):
        found = parse(content, name, encoding, **said)
        assert found.refused == []
        (table,) = found.tables
        assert table.accepted + len(table.skipped) + len(table.rejected) == table.rows
        return table

    return read


@pytest.fixture
def refusal(parse):
    """Parse a file that must be refused whole; gives the sentence."""

    def read(content, name="export.csv", encoding="utf-8-sig", **said) -> str:
        found = parse(content, name, encoding, **said)
        assert found.tables == []
        (refused,) = found.refused
        return refused.reason

    return read


def rows(*records: list, separator: str = ",", line_end: str = "\n") -> str:
    """CSV text of records, quoted where needed."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=line_end).writerows(records)
    return text.getvalue()


def zipped(**members: bytes | str) -> bytes:
    """A ZIP of members; ``__`` in a keyword stands for a dot."""
    return zipped_of({name.replace("__", "."): content for name, content in members.items()})


def zipped_of(members: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


FB = [
    "Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time",
    "Caption type", "Permalink", "Is crosspost", "Is share", "Post type", "Languages",
    "Custom labels", "Funded content status", "Data comment", "Date", "Views", "Reach",
    "Reactions, Comments and Shares", "Reactions", "Comments", "Shares", "Total clicks",
    "Link Clicks", "Other Clicks", "Seconds viewed", "Estimated earnings (USD)",
]  # fmt: skip
FB_ZH = [
    "貼文編號", "粉絲專頁編號", "粉絲專頁名稱", "標題", "說明", "時長（秒）", "發佈時間",
    "字幕類型", "永久連結", "是否跨平台發佈", "是否分享", "貼文類型", "語言",
    "自訂標籤", "贊助內容狀態", "資料留言", "日期", "瀏覽次數", "觸及人數",
    "心情、留言和分享次數", "心情數", "留言數", "分享次數", "總點擊次數",
    "連結點擊", "其他點擊", "觀看秒數", "預估收益 (USD)",
]  # fmt: skip
PAGE = "100044310645639"


def fb_row(number: str = "1122300889256922", **changes) -> list[str]:
    """One Facebook row; ``changes`` by English header with blanks as underscores."""
    values = {
        "Post ID": number, "Page ID": PAGE, "Page name": "山茶花咖啡", "Title": "新品上市",
        "Description": "", "Duration (sec)": "0", "Publish time": "03/18/2025 02:39",
        "Caption type": "N/A",
        "Permalink": f"https://www.facebook.com/camellia.tw/posts/{number}",
        "Is crosspost": "0", "Is share": "0", "Post type": "Photos", "Languages": "",
        "Custom labels": "", "Funded content status": "", "Data comment": "",
        "Date": "Lifetime", "Views": "1200", "Reach": "900",
        "Reactions, Comments and Shares": "45", "Reactions": "30", "Comments": "10",
        "Shares": "5", "Total clicks": "70", "Link Clicks": "12", "Other Clicks": "58",
        "Seconds viewed": "12.345", "Estimated earnings (USD)": "0.25",
    }  # fmt: skip
    values.update({name.replace("_", " "): text for name, text in changes.items()})
    return [values[name] for name in FB]


IG = [
    "Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)",
    "Publish time", "Permalink", "Post type", "Data comment", "Date", "Views", "Reach", "Likes",
    "Shares", "Follows", "Comments", "Saves",
]  # fmt: skip
IG_ZH = [
    "貼文編號", "帳號編號", "帳號用戶名稱", "帳號名稱", "說明", "時長（秒）", "發佈時間",
    "永久連結", "貼文類型", "資料留言", "日期", "瀏覽次數", "觸及人數", "按讚數", "分享",
    "追蹤人數", "留言數", "儲存次數",
]  # fmt: skip


def ig_row(number: str = "17974697564884257", **changes) -> list[str]:
    values = {
        "Post ID": number, "Account ID": "17841400882674637", "Account username": "camellia.tw",
        "Account name": "山茶花咖啡", "Description": "春季限定", "Duration (sec)": "58",
        "Publish time": "05/26/2026 10:23",
        "Permalink": "https://www.instagram.com/reel/DYz2HS0M2ks/", "Post type": "IG reel",
        "Data comment": "", "Date": "Lifetime", "Views": "4993", "Reach": "3206",
        "Likes": "287", "Shares": "56", "Follows": "2", "Comments": "0", "Saves": "7",
    }  # fmt: skip
    values.update({name.replace("_", " "): text for name, text in changes.items()})
    return [values[name] for name in IG]
