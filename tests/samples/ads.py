"""Small files in the shape of ads managers' exports, made up row by row."""

import csv
import io
from collections.abc import Iterable, Sequence

META_HEAD = (
    "Reporting starts",
    "Reporting ends",
    "Campaign name",
    "Ad set name",
    "Amount spent (TWD)",
    "Impressions",
    "Reach",
    "Clicks (all)",
    "Link clicks",
    "Results",
    "Result indicator",
    "Cost per result",
)
META_HEAD_ZH = (
    "分析報告開始",
    "分析報告結束",
    "行銷活動名稱",
    "廣告組合名稱",
    "花費金額 (TWD)",
    "曝光次數",
    "觸及人數",
    "點擊次數（全部）",
    "連結點擊次數",
    "成果",
    "成果指標",
    "每次成果成本",
)
META_ROWS = (
    ("2026-10-01", "2026-10-31", "秋茶上市", "25-44 女", "1,200.5", 40000, 21000, 900, 610,
     30, "actions:purchase", 40.02),
    ("2026-10-01", "2026-10-31", "秋茶上市", "類似受眾", 800, 20000, 12000, 300, 190,
     10, "actions:purchase", 80),
)  # fmt: skip
META_TOTAL = ("2026-10-01", "2026-10-31", "", "", 2000.5, 60000, 30000, 1200, 800, 40, "", "")

GOOGLE_HEAD = (
    "Campaign",
    "Campaign state",
    "Campaign type",
    "Clicks",
    "Impr.",
    "CTR",
    "Currency code",
    "Avg. CPC",
    "Cost",
    "Conversions",
)
GOOGLE_ROWS = (
    ("品牌字", "Enabled", "Search", 420, "15,000", "2.80%", "TWD", 7.62, "$3,200.00", "44.00"),
    ("烏龍茶", "Paused", "Search", 12, 300, "4.00%", "TWD", 1.53, "$18.40", "2.00"),
)
GOOGLE_TOTAL = ("Total: Campaigns", " --", " --", 432, "15,300", "2.82%", "TWD", 7.45,
                "$3,218.40", "46.00")  # fmt: skip

LINE_HEAD = ("廣告帳號ID", "廣告帳號名稱", "日期", "廣告活動名稱", "曝光次數", "點擊次數", "費用",
             "轉換次數", "點擊率")  # fmt: skip
LINE_ROWS = (
    ("A2009000111", "山線茶行", "2026-10-05", "加好友", 9000, 130, 450, 21, "1.44%"),
    ("A2009000111", "山線茶行", "2026-10-06", "加好友", 7000, 95, 400, 12, "1.36%"),
)


def meta(
    rows: Iterable[Sequence[object]] = META_ROWS,
    *,
    head: Sequence[object] = META_HEAD,
    total: Sequence[object] | None = META_TOTAL,
    account: str = "",
) -> str:
    """Meta Ads Manager by ad set; ``account`` adds a column with the ad account's name."""
    records: list[Sequence[object]] = [list(head), *map(list, rows)]
    if total:
        records.append(list(total))
    if account:
        name = "帳號名稱" if head is META_HEAD_ZH else "Account name"
        records = [[*record, account if place else name] for place, record in enumerate(records)]
    return _csv(records)


def google(
    rows: Iterable[Sequence[object]] = GOOGLE_ROWS,
    *,
    head: Sequence[object] = GOOGLE_HEAD,
    total: Sequence[object] | None = GOOGLE_TOTAL,
    span: str = "October 1, 2026 - October 31, 2026",
) -> str:
    """A Google Ads campaign report with its two lines above and its total rows below."""
    records: list[Sequence[object]] = [["Campaign report"], [span], list(head), *rows]
    if total:
        records.append(total)
    return _csv(records)


def line(rows: Iterable[Sequence[object]] = LINE_ROWS, head: Sequence[object] = LINE_HEAD) -> str:
    """A LINE Ads performance report by campaign and day."""
    return _csv([head, *rows])


def _csv(records: Iterable[Sequence[object]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(records)
    return out.getvalue()
