"""A believable quarterly report, for tests to open and for people to look at.

``python -m tests.reports.quarterly_sample FOLDER`` writes it in the default look, with two
brand templates and as an Excel workbook.
"""

import os
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from platforms.display import MetricUnit
from tests.reports.quarterly_brands import ORANGE, TEAL, brand_template

MADE_AT = datetime(2026, 10, 8, 2, 30, tzinfo=UTC)
FILE_A = "Facebook_貼文_2026-07-01_2026-09-30.csv"
FILE_B = "Instagram_貼文與限時動態_2026Q3.csv"
NOT_REPORTED = "這一季沒有任何檔案提供這個數字：請匯入網站流量，或手動填寫。"


def build_report(language: str = "zh-hant"):
    from platforms.display import format_quarter, format_range
    from reports import blocks as b
    from reports.figures import FigureBook, FigureSource
    from reports.pieces import DateText, QuotedText, compose
    from tests.reports.quarterly_charts import charts

    book = FigureBook(language)
    facebook = FigureSource.of_rows({FILE_A: range(3, 126)})
    both = FigureSource.of_rows({FILE_A: range(3, 126), FILE_B: [*range(2, 40), 44, 47]})

    def count(
        value, metric, label, unit=MetricUnit.COUNT, formula="", inputs=None, source=both, **scope
    ):
        return book.cite(
            value,
            metric=metric,
            label=label,
            formula=formula or f"{label}的合計",
            unit=unit,
            version=1,
            inputs=inputs or {},
            source=source,
            scope={"期間": "2026 Q3", **scope},
        )

    rate = book.cite(
        Decimal("0.0482"),
        metric="engagement_rate",
        label="互動率",
        formula="（心情數＋留言數＋分享數）÷ 觸及人數",
        unit=MetricUnit.RATIO,
        version=2,
        inputs={"reactions": 21_480, "comments": 3_102, "shares": 1_655, "reach": 544_337},
        source=both,
        scope={"期間": "2026 Q3", "帳號": "全部帳號"},
    )
    last_rate = book.cite(
        Decimal("0.0441"),
        metric="engagement_rate",
        label="互動率",
        formula="同上",
        unit=MetricUnit.RATIO,
        version=2,
        inputs={"reach": 500_113},
        source=facebook,
        scope={"期間": "2026 Q2", "帳號": "全部帳號"},
    )
    change = book.cite(
        Decimal("0.0041"),
        metric="engagement_rate_change",
        label="互動率與上季相差",
        formula="本季互動率 − 上季互動率",
        unit=MetricUnit.POINTS,
        version=1,
        inputs={},
        source=both,
        scope={"期間": "2026 Q3"},
    )
    views = count(1_248_930, "views", "瀏覽次數")
    new_followers = count(
        -312,
        "net_followers",
        "淨增粉絲人數",
        inputs={"new_followers": 1_204, "lost_followers": 1_516},
        formula="新增粉絲人數 − 流失粉絲人數",
    )
    purchases = book.cite(
        None,
        metric="purchases",
        label="購買人次",
        formula="購買人次的合計",
        unit=MetricUnit.COUNT,
        version=1,
        inputs={"purchases": None},
        source=FigureSource(),
        reason=NOT_REPORTED,
        scope={"期間": "2026 Q3"},
    )
    watch = count(7_212_345_000, "watch_ms", "觀看時間", MetricUnit.MILLISECONDS)
    spend = count(
        38_500_000_000,
        "spend_micros",
        "廣告花費",
        MetricUnit.MICROS,
        source=FigureSource(note="由林怡君於 2026/10/2 手動填寫"),
    )
    reach_vs = count(
        Decimal("1.8"), "reach_multiple", "短影音觸及是照片的幾倍", MetricUnit.MULTIPLE
    )
    target = count(
        Decimal("0.05"),
        "target",
        "互動率目標值",
        MetricUnit.RATIO,
        source=FigureSource(note="目標：陳主任，2026/7/1 核定"),
    )

    line, bar, net, top, combo, stacked = charts(last_rate)
    good, risk, bad = b.Tone.GOOD, b.Tone.RISK, b.Tone.BAD
    head = b.DocumentHead(
        workspace="小山咖啡",
        title="2026 Q3 成效報告書",
        period=format_range(
            datetime(2026, 7, 1).date(), datetime(2026, 9, 30).date(), language=language
        ),
        status="待審",
        version="第 3 版",
        zone="Asia/Taipei",
        author="林怡君",
    )
    quarter = DateText(format_quarter(2026, 3, language=language))
    posts = [
        b.Column("貼文", "text", 2.0),
        b.Column("發布時間", "date"),
        b.Column("類型"),
        b.Column("帳號"),
        *(
            b.Column(label, "number")
            for label in (
                "觸及人數",
                "瀏覽次數",
                "心情數",
                "留言數",
                "分享數",
                "儲存數",
                "連結點擊次數",
                "互動率",
            )
        ),
    ]
    texts = [
        "【中秋限定】月見拿鐵回來了，前一百名加贈手工柚子餅乾，數量有限送完為止 https://example.test/"
        "moon-latte-2026?utm_source=facebook",
        "店長的一日：凌晨四點的烘豆室",
        "=SUM(A1) 新品開箱 🎉",
        "你喝咖啡加糖嗎？留言告訴我們",
    ]
    post_rows = []
    for n in range(14):
        post_rows.append(
            [
                QuotedText(texts[n % 4]),
                DateText(f"9/{n + 1}（二）18:00"),
                "短影音",
                QuotedText("小山咖啡"),
                *(
                    count(v, m, m, 貼文=f"貼文 {n + 1}")
                    for m, v in (
                        ("reach", 128_300 - n * 977),
                        ("views", 1_248_930 - n * 11_377),
                        ("reactions", 2_480 - n),
                        ("comments", 310 + n),
                        ("shares", 165 + n),
                        ("saves", 12 * n),
                        ("link_clicks", 33 + n),
                    )
                ),
                book.cite(
                    Decimal("0.0231") + Decimal(n) / 1000,
                    metric="er",
                    label="互動率",
                    formula="互動數 ÷ 觸及人數",
                    unit=MetricUnit.RATIO,
                    version=1,
                    inputs={},
                    source=facebook,
                    scope={"貼文": f"貼文 {n + 1}"},
                ),
            ]
        )

    sections = [
        b.Section(
            "COVER",
            [
                b.Cover(
                    [quarter, " 成效報告書"],
                    "小山咖啡的社群經營：目標、成果與下一季",
                    [
                        ("期間", DateText(head.period)),
                        ("時區", DateText("台北時間（UTC+8）")),
                        ("編製", QuotedText("林怡君（組長）")),
                        ("狀態", DateText("待審，第 3 版")),
                    ],
                    "請核定",
                    [
                        compose(
                            "本季互動率{rate}，比上季{change}，接近但未達目標{target}；粉絲淨增為{net}。",
                            rate=rate,
                            change=change,
                            target=target,
                            net=new_followers,
                        ),
                        "建議下一季把照片貼文減半，改做短影音，並維持廣告預算不變。",
                    ],
                ),
                b.Figures(
                    [
                        b.FigureCard(
                            "互動率",
                            rate,
                            compose("目標{t}・上季{l}", t=target, l=last_rate),
                            b.Status("落後", risk),
                        ),
                        b.FigureCard("瀏覽次數", views, "上季沒有資料", b.Status("達標", good)),
                        b.FigureCard(
                            "淨增粉絲人數", new_followers, "目標為正成長", b.Status("未達標", bad)
                        ),
                        b.FigureCard(
                            "購買人次",
                            purchases,
                            "尚未匯入網站資料",
                            b.Status("無法判斷", b.Tone.NEUTRAL),
                        ),
                    ]
                ),
            ],
        ),
        b.Section(
            "SUMMARY",
            [
                b.Heading("重點摘要"),
                b.Editable(
                    "SUMMARY",
                    "重點摘要",
                    "這一季我們把力氣放在短影音，平均觸及是照片的 1.8 倍，互動率連續六週高於上季。\n"
                    "八月粉絲流失集中在價格調整公告之後三天，客服已經把常見問題補上。\n"
                    "- 中秋檔期是全年互動最高的一週\n- 留言回覆時間縮短到 42 分鐘\n"
                    "1. 先固定每週三支短影音\n2. 再談擴大預算",
                ),
                b.Callout(
                    "資料不完整",
                    ["Instagram 八月十二日至十八日沒有資料，圖上留白，不以零計。"],
                    risk,
                ),
            ],
        ),
        b.Section(
            "KPI",
            [
                b.Heading("目標達成"),
                b.Table(
                    [
                        b.Column("指標"),
                        b.Column("基準值", "number"),
                        b.Column("目標值", "number"),
                        b.Column("實際", "number"),
                        b.Column("進度", "status"),
                    ],
                    [
                        ["互動率", last_rate, target, rate, b.Status("落後", risk)],
                        ["淨增粉絲人數", None, None, new_followers, b.Status("未達標", bad)],
                        ["購買人次", None, None, purchases, b.Status("無法判斷", b.Tone.NEUTRAL)],
                        ["觀看時間", None, None, watch, b.Status("達標", good)],
                        ["廣告花費", None, None, spend, b.Status("預算內", good)],
                    ],
                    caption="KPI 與實際",
                    note="進度以季末為準；灰色表示資料不足，不作判斷。",
                ),
                b.Heading("什麼有效，為什麼", 2),
                b.Paragraph(
                    compose("短影音的平均觸及是照片的{times}。", times=reach_vs), style="lead"
                ),
                b.Chart(line, "來源：Facebook 與 Instagram 匯出檔。"),
                b.Chart(bar, show_table=True),
                b.Chart(net),
                b.Chart(top),
                b.Chart(combo),
                b.Chart(stacked),
            ],
        ),
        b.Section(
            "POSTS",
            [
                b.Heading("貼文明細"),
                b.Table(
                    posts, post_rows, caption="本季貼文（依觸及人數）", comments=False, total=False
                ),
                b.Heading("下一段", 2),
                b.Paragraph("寬表之後回到直式頁面。"),
                b.Bullets(["照片減半", compose("互動率維持在{r}以上", r=target), "每週檢討"]),
                b.Bullets(["先做", "再做"], ordered=True),
            ],
        ),
        b.Section(
            "NEXT",
            [
                b.Heading("停止・繼續・開始"),
                b.Editable(
                    "SCS", "停止・繼續・開始", "", "由組長填寫：下一季停止、繼續、開始什麼。"
                ),
                b.Heading("簽核", 2),
                b.Signatures(
                    [
                        b.Signature("編製", "林怡君", "2026/10/8 10:30", "已送審"),
                        b.Signature("簽核", "", "", "待簽核"),
                    ]
                ),
            ],
        ),
    ]
    return b.ReportDocument(head, sections, book, language)


def main(folder: Path) -> None:
    from reports.documents.word import WordDocument
    from tests.reports.quarterly_workbook import build_workbook

    folder.mkdir(parents=True, exist_ok=True)
    report = build_report()
    plain = WordDocument(made_at=MADE_AT)
    (folder / "default.docx").write_bytes(plain.render(report))
    (folder / "report.xlsx").write_bytes(build_workbook(report))
    anchors = ["COVER", "SUMMARY", "KPI", "POSTS", "NEXT"]
    for name, accents, places in (
        ("orange", ORANGE, anchors),
        ("teal", TEAL, ["SUMMARY", "SLOGAN", "KPI"]),
    ):
        word = WordDocument(brand_template(accents, anchors=places), made_at=MADE_AT)
        (folder / f"{name}.docx").write_bytes(word.render(report))
        sys.stdout.write(
            f"{name} missing: {word.missing_anchors} unknown: {word.unknown_anchors}\n"
        )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
    import django

    django.setup()
    main(Path(sys.argv[1]))
