"""Small files in the shape of Google Analytics' exports, made up row by row."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

CHANNEL_HEAD = (
    "Session primary channel group (Default Channel Group)",
    "Sessions",
    "Engaged sessions",
    "Engagement rate",
    "Event count",
    "Key events",
    "Total revenue",
)
CHANNEL_HEAD_ZH = (
    "工作階段主要管道群組 (預設管道群組)",
    "工作階段",
    "互動工作階段",
    "參與度",
    "事件計數",
    "重要事件",
    "總收益",
)
CHANNELS = (
    ("Organic Social", 420, 300, 0.714285, 2100, 31, "12400.5"),
    ("Direct", 180, 90, 0.5, 700, 4, "1600"),
    ("(other)", 7, 3, 0.428571, 20, 0, "0"),
)
DAY_HEAD = ("Date", "Sessions", "Active users", "Views", "Ecommerce purchases")
SNAPSHOT = (
    (("Nth day", "Active users"), (("0000", 51), ("0001", 40), ("0002", 63))),
    (("Nth day", "New users"), (("0000", 30), ("0001", 22), ("0002", 41))),
    (
        ("Session default channel group", "Sessions"),
        (("Organic Social", 120), ("Direct", 60)),
    ),
    (("Country", "Active users"), (("Taiwan", 120), ("Japan", 8))),
    (
        ("Page title and screen class", "Views"),
        (("山線茶行｜烏龍茶", 210), ("門市資訊", 44)),
    ),
    (("Event name", "Event count"), (("page_view", 254), ("purchase", 3))),
)


def report(
    head: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "Traffic acquisition",
    site: str = "山線茶行 - GA4",
    account: str = "山線茶行",
    start: str = "20261001",
    end: str = "20261031",
    segment: str = "All Users",
    chinese: bool = False,
) -> str:
    """A report's CSV with its nine comment lines."""
    words = ("Account", "Property", "Start date", "End date")
    if chinese:
        words = ("帳戶", "資源", "開始日期", "結束日期")
        segment = "所有使用者" if segment == "All Users" else segment
    rule = "# " + "-" * 40
    above = [
        rule,
        f"# {title}",
        f"# {words[0]}: {account}",
        f"# {words[1]}: {site}",
        rule,
        "# ",
        f"# {segment}",
        f"# {words[2]}: {start}",
        f"# {words[3]}: {end}",
    ]
    return "\r\n".join([*above, *_lines(head, rows)]) + "\r\n"


def channels(**more) -> str:
    """Traffic acquisition by channel group, with its ``(other)`` row."""
    head = CHANNEL_HEAD_ZH if more.get("chinese") else CHANNEL_HEAD
    return report(head, CHANNELS, **more)


def days(rows: Iterable[Sequence[object]], head: Sequence[object] = DAY_HEAD, **more) -> str:
    """A free-form table by date: ("20261005", sessions, users, views, purchases)."""
    return report(head, rows, **{"title": "Report CSV Export", **more})


def snapshot(start: str = "20261001", end: str = "20261003", **more) -> str:
    """A reports snapshot: several small tables, each with comment lines of its own."""
    first, *others = SNAPSHOT
    parts = [report(*first, title="Reports snapshot", start=start, end=end, **more)]
    for head, rows in others:
        above = ["# All Users", f"# Start date: {start}", f"# End date: {end}"]
        parts.append("\r\n".join([*above, *_lines(head, rows)]) + "\r\n")
    return "\r\n".join(parts)


def exploration(
    head: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    totals: Sequence[object] = (),
    site: str = "山線茶行 - GA4",
    span: str = "20261001-20261031",
) -> str:
    """A free-form exploration: property, tab and span above, the grand total as first row."""
    rule = "# " + "-" * 40
    above = [rule, f"# {site}", "# Free form-Free form 1", f"# {span}", rule, ""]
    if totals:
        rows = [[*totals, "Grand total"], *rows]
    return "\r\n".join([*above, *_lines(head, rows)]) + "\r\n"


def workbook(head: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """The same report as .xlsx: one sheet, no comment lines."""
    book = Workbook()
    sheet = book.active
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(head: Sequence[object], rows: Iterable[Sequence[object]]) -> list[str]:
    return [",".join(_cell(cell) for cell in record) for record in (head, *rows)]


def _cell(value: object) -> str:
    text = str(value)
    return f'"{text}"' if "," in text else text
