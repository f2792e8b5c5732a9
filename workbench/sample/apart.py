"""The sample brand's web site, ads and audience: files as their platforms write them."""

import csv
import io
from datetime import date, timedelta
from math import sin

from workbench.sample.texts import BRAND
from workspaces.periods import Period

SITE = f"{BRAND}官網 - GA4"
ADS = f"{BRAND}廣告"
CHANNELS = (
    ("Organic Social", 41, 66),
    ("Organic Search", 24, 71),
    ("Direct", 19, 58),
    ("Referral", 9, 55),
    ("Email", 5, 74),
    ("(other)", 2, 40),
)  # name, its part of all visits in percent, engaged visits in percent
PAGES = (
    ("山線茶行｜烏龍茶", 34),
    ("門市資訊", 21),
    ("冷泡茶組", 18),
    ("禮盒", 15),
    ("關於我們", 12),
)
CAMPAIGNS = (
    ("新茶預購", "25-44 對茶有興趣", 46, "actions:offsite_conversion.fb_pixel_purchase", 0.0011),
    ("門市活動推廣", "門市周邊 5 公里", 32, "actions:link_click", 0.013),
    ("好友招募", "看過粉絲專頁的人", 22, "actions:onsite_conversion.messaging_first_reply", 0.002),
)  # name, ad set, part of the budget in percent, kind of result, results per impression
AGES = (("18-24", 8.4, 5.2), ("25-34", 22.6, 11.9), ("35-44", 19.3, 9.8), ("45-54", 9.4, 5.1),
        ("55-64", 4.2, 2.1), ("65+", 1.4, 0.6))  # fmt: skip
CITIES = (("台北市, 台灣", 24.1), ("新北市, 台灣", 19.8), ("台中市, 台灣", 12.6),
          ("桃園市, 台灣", 10.2), ("高雄市, 台灣", 8.7), ("台南市, 台灣", 6.3))  # fmt: skip


def site_days(period: Period, sessions: int, purchases: int) -> bytes:
    """Analytics, free form by date; the days add up to what the shop said of the quarter."""
    rows: list[list[object]] = [["日期", "工作階段", "互動工作階段", "活躍使用者", "新使用者",
                                 "瀏覽", "電子商務購買"]]  # fmt: skip
    visits = _shared_out(sessions, period)
    bought = _shared_out(purchases, period)
    for day, seen, sold in zip(_days(period), visits, bought, strict=True):
        rows.append([f"{day:%Y%m%d}", seen, seen * 62 // 100, seen * 86 // 100, seen * 55 // 100,
                     seen * 27 // 10, sold])  # fmt: skip
    return _report("依日期的自由格式", period, rows)


def site_channels(period: Period, sessions: int) -> bytes:
    rows: list[list[object]] = [["工作階段主要管道群組 (預設管道群組)", "工作階段", "互動工作階段",
                                 "參與度", "重要事件", "總收益"]]  # fmt: skip
    for name, part, engaged in CHANNELS:
        seen = sessions * part // 100
        rows.append([name, seen, seen * engaged // 100, engaged / 100, seen * 11 // 100,
                     seen * 96])  # fmt: skip
    return _report("流量開發：工作階段主要管道群組", period, rows)


def site_pages(period: Period, sessions: int) -> bytes:
    rows: list[list[object]] = [["網頁標題和畫面類別", "瀏覽", "活躍使用者"]]
    for name, part in PAGES:
        seen = sessions * 27 * part // 1000
        rows.append([name, seen, seen * 4 // 10])
    return _report("網頁和畫面：網頁標題和畫面類別", period, rows)


def meta_ads(period: Period, budget: int) -> bytes:
    """Ads Manager by ad set for the whole period, with its total row."""
    head: list[object] = ["分析報告開始", "分析報告結束", "行銷活動名稱", "廣告組合名稱",
                          "花費金額 (TWD)", "曝光次數", "觸及人數", "點擊次數（全部）",
                          "連結點擊次數", "成果", "成果指標", "帳號名稱"]  # fmt: skip
    span = [period.start.isoformat(), period.end.isoformat()]
    rows = [head]
    sums = [0, 0, 0, 0]
    for name, ad_set, part, kind, rate in CAMPAIGNS:
        spent = budget * part // 100
        shown = spent * 14
        clicked = shown * 19 // 1000
        figures = [spent, shown, shown * 5 // 9, clicked]
        sums = [a + b for a, b in zip(sums, figures, strict=True)]
        rows.append([*span, name, ad_set, *figures, clicked * 7 // 10, round(shown * rate), kind,
                     ADS])  # fmt: skip
    rows.append([*span, "", "", *sums, "", "", "", ""])
    return _csv(rows, bom=True)


def audience(quarter: int) -> bytes:
    """Business Suite, audience: shares of the followers; a little younger every quarter."""
    lines = ["sep=,", '"年齡和性別"', '"","女性","男性"']
    for place, (band, women, men) in enumerate(AGES):
        shift = 0.3 * quarter * (1 if place < 2 else -0.5)
        lines.append(f'"{band}","{women + shift:.1f}","{men:.1f}"')
    lines += ["", '"熱門城市"', ",".join(f'"{name}"' for name, _part in CITIES)]
    lines += [",".join(f'"{part}"' for _name, part in CITIES)]
    return ("\n".join(lines) + "\n").encode("utf-16")


def _days(period: Period) -> list[date]:
    return [period.start + timedelta(days=n) for n in range(period.days)]


def _shared_out(whole: int, period: Period) -> list[int]:
    """A whole over the days: busier at the end of the week, nothing lost in rounding."""
    weights = [10 + 3 * (day.weekday() >= 4) + 2 * sin(place / 5) for place, day in
               enumerate(_days(period))]  # fmt: skip
    total, given, found = sum(weights), 0, []
    reached = 0.0
    for weight in weights:
        reached += weight
        upto = round(whole * reached / total)
        found.append(upto - given)
        given = upto
    return found


def _report(title: str, period: Period, rows: list[list[object]]) -> bytes:
    rule = "# " + "-" * 40
    above = [rule, f"# {title}", f"# 帳戶: {BRAND}", f"# 資源: {SITE}", rule, "# ", "# 所有使用者",
             f"# 開始日期: {period.start:%Y%m%d}", f"# 結束日期: {period.end:%Y%m%d}"]  # fmt: skip
    return "\r\n".join(above).encode() + b"\r\n" + _csv(rows, bom=False)


def _csv(rows: list[list[object]], *, bom: bool) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return (b"\xef\xbb\xbf" if bom else b"") + out.getvalue().encode()
