"""Writes the sample brand's export files, byte for byte as the platforms would."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workbench.sample.texts import BRAND, HANDLE, INSTAGRAM_ID, PAGE_ID

PACIFIC = ZoneInfo("America/Los_Angeles")
Cell = str | int | float | None
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class SamplePost:
    """One made-up post with the figures its platform reports."""

    id: str
    text: str
    kind: str  # the platform's own word: "Photos", "IG reel" …
    at: datetime  # aware
    seconds: int
    figures: dict[str, int | float | None]

    def known(self, *names: str) -> int | float:
        """The sum of figures that this platform gives for every post."""
        return sum(self.figures[name] or 0 for name in names)


def facebook_content(posts: Iterable[SamplePost]) -> bytes:
    """Business Suite content export with Traditional Chinese headers."""
    head = ["貼文編號", "粉絲專頁編號", "粉絲專頁名稱", "標題", "說明", "時長（秒）", "發佈時間"]
    head += ["字幕類型", "永久連結", "是否跨平台發佈", "是否分享", "貼文類型", "語言", "自訂標籤"]
    head += ["資料留言", "日期", "瀏覽次數", "觸及人數", "心情、留言和分享次數", "心情數"]
    head += ["留言數", "分享次數", "總點擊次數", "連結點擊"]
    rows: list[Row] = []
    for post in posts:
        f = post.figures
        engaged = post.known("reactions", "comments", "shares")
        row: list[Cell] = [post.id, PAGE_ID, BRAND, post.text, "", post.seconds, _wall(post.at)]
        row += ["N/A", f"https://www.facebook.com/{HANDLE}/posts/{post.id}", 0, 0, post.kind]
        row += ["", "", "", "總期間", f["views"], f["reach"], engaged, f["reactions"]]
        row += [f["comments"], f["shares"], f["clicks"], _blank(f["link_clicks"])]
        rows.append(row)
    return _csv([head, *rows], bom=True)


def instagram_content(posts: Iterable[SamplePost]) -> bytes:
    head = ["貼文編號", "帳號編號", "帳號用戶名稱", "帳號名稱", "說明", "時長（秒）", "發佈時間"]
    head += ["永久連結", "貼文類型", "資料留言", "日期", "瀏覽次數", "觸及人數", "按讚數", "分享"]
    head += ["追蹤人數", "留言數", "儲存次數"]
    rows: list[Row] = []
    for post in posts:
        f = post.figures
        path = "reel" if post.kind == "IG reel" else "p"
        row: list[Cell] = [
            post.id,
            INSTAGRAM_ID,
            HANDLE,
            BRAND,
            post.text,
            post.seconds,
            _wall(post.at),
        ]
        row += [f"https://www.instagram.com/{path}/{_shortcode(post.id)}/", post.kind, "", "總期間"]
        row += [f["views"], _blank(f["reach"]), f["likes"], f["shares"], f["follows"]]
        row += [f["comments"], f["saves"]]
        rows.append(row)
    return _csv([head, *rows], bom=True)


def meta_chart(title: str, days: Sequence[tuple[date, int]]) -> bytes:
    lines = ["sep=,", f'"{title}"', '"Date","Primary"']
    lines += [f'"{day.isoformat()}T00:00:00","{value}"' for day, value in days]
    return ("\n".join(lines) + "\n").encode("utf-16")


def youtube_zip(
    videos: Sequence[SamplePost], days: Sequence[tuple[date, dict[str, int | float]]]
) -> bytes:
    """Studio's advanced-mode download: table, chart and totals in one ZIP."""
    head = ["內容", "影片標題", "影片發布時間", "時間長度", "觀看次數", "觀看時間 (小時)"]
    head += ["訂閱人數", "曝光次數", "曝光點閱率 (%)", "喜歡次數", "已新增留言", "分享次數"]
    measures = (
        "views",
        "hours",
        "subscribers",
        "impressions",
        "ctr",
        "likes",
        "comments",
        "shares",
    )
    rows: list[Row] = [
        [
            post.id,
            post.text,
            f"{post.at:%b} {post.at.day}, {post.at.year}",
            post.seconds,
            *(post.figures[key] for key in measures),
        ]
        for post in videos
    ]
    summed = {
        key: round(sum(day[key] for _date, day in days), 4)
        for key in ("views", "hours", "subscribers")
    }
    total: list[Cell] = [
        "總計",
        "",
        "",
        "",
        summed["views"],
        summed["hours"],
        summed["subscribers"],
    ]
    total += [sum(p.figures["impressions"] or 0 for p in videos), 4.2]
    total += [sum(p.figures[key] or 0 for p in videos) for key in ("likes", "comments", "shares")]
    totals: list[Row] = [["日期", "觀看次數", "觀看時間 (小時)", "訂閱人數"]]
    totals += [[day.isoformat(), f["views"], f["hours"], f["subscribers"]] for day, f in days]
    content: list[Row] = [head, total, *rows]
    out = io.BytesIO()
    stamp = (days[-1][0].year, days[-1][0].month, days[-1][0].day, 12, 0, 0)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, table in (("表格資料.csv", content), ("總計.csv", totals)):
            bundle.writestr(zipfile.ZipInfo(name, stamp), _csv(table, bom=False))
    return out.getvalue()


def line_friends(days: Sequence[tuple[date, int, int, int]]) -> bytes:
    """Official Account Manager, friends overview: levels, not gains."""
    rows: list[Row] = [["date", "contacts", "targetReaches", "blocks"]]
    rows += [[f"{day:%Y%m%d}", contacts, reach, blocks] for day, contacts, reach, blocks in days]
    return _csv(rows, bom=True)


def _wall(at: datetime) -> str:
    """Meta writes US Pacific clock time without saying so."""
    return f"{at.astimezone(PACIFIC):%m/%d/%Y %H:%M}"


def _blank(value: int | float | None) -> int | float | str:
    return "" if value is None else value


def _shortcode(post_id: str) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    number, code = int(post_id), ""
    while number:
        number, place = divmod(number, 64)
        code = letters[place] + code
    return code


def _csv(rows: Sequence[Row], *, bom: bool) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return (b"\xef\xbb\xbf" if bom else b"") + out.getvalue().encode()
