"""The data workbook of the quarterly sample."""

from datetime import datetime, timedelta
from decimal import Decimal

from platforms.display import MetricUnit
from tests.reports.quarterly_sample import FILE_A, MADE_AT


def build_workbook(report, rows: int = 40) -> bytes:
    """The data workbook of the same quarter: figures, charts, and a long list of posts."""
    from reports import blocks as b
    from reports.documents.excel import ExcelWorkbook, SheetColumn

    unit = MetricUnit
    workbook = ExcelWorkbook(report.head, report.book, language=report.language, made_at=MADE_AT)
    overview = workbook.add_sheet(
        "總覽", title="2026 Q3 數據分析報表", note="互動率的定義見「資料來源」。"
    )
    figures = [
        [f.label, "全部帳號", f, b.Status("落後", b.Tone.RISK), None] for f in list(report.book)[:9]
    ]
    overview.add_table(
        [
            SheetColumn("指標"),
            SheetColumn("帳號"),
            SheetColumn("本季", "number"),
            SheetColumn("進度", "status"),
            SheetColumn("去年同期", "number"),
        ],
        figures,
        caption="KPI",
    )
    for block in report.blocks():
        if isinstance(block, b.Chart):
            overview.add_chart(block.spec)
    posts = workbook.add_sheet("貼文/明細", title="貼文明細")
    columns = [
        SheetColumn("貼文", width=40),
        SheetColumn("發布時間", "moment"),
        SheetColumn("日期", "date"),
        SheetColumn("帳號"),
        SheetColumn("類型"),
        *(
            SheetColumn(label, "number")
            for label in (
                "觸及人數",
                "瀏覽次數",
                "心情數",
                "留言數",
                "分享數",
                "儲存數",
                "連結點擊次數",
            )
        ),
        SheetColumn("互動率", "number", unit.RATIO),
        SheetColumn("觀看時間", "number", unit.MILLISECONDS),
        SheetColumn("廣告花費", "number", unit.MICROS),
        SheetColumn("檔案"),
        SheetColumn("列", "number"),
    ]
    posts.add_table(columns, post_rows(rows), freeze=1)
    return workbook.render()


def post_rows(rows: int) -> list[list]:
    day = datetime(2026, 7, 1, 18, 0)
    texts = (
        "【中秋限定】月見拿鐵回來了",
        "=HYPERLINK(1)",
        "+886 電話詢問",
        "@小山咖啡 " + "很長" * 60,
    )
    return [
        [
            texts[n % 4],
            day + timedelta(hours=n % 2000),
            (day + timedelta(hours=n % 2000)).date(),
            "小山咖啡 Facebook",
            "短影音",
            100_000 - n,
            None if n % 7 == 0 else 200_000 + n,
            n % 900,
            n % 90,
            n % 31,
            -(n % 5),
            n % 77,
            Decimal(n % 100) / 1000,
            n * 61_000,
            n * 1_500_000,
            FILE_A,
            n + 3,
        ]
        for n in range(rows)
    ]
