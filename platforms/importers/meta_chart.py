"""Business Suite overview charts: one figure of one account per US Pacific day."""

from platforms.importers.base import Grid, Options
from platforms.importers.headers import COUNT, Binding, clean, normal
from platforms.importers.meta_content import PACIFIC
from platforms.importers.tables import Row, Table
from platforms.records import ReadingRecord, Span, Subject

KEY = "meta_chart"

_PREFIXES = {
    "facebook": ("Facebook Page", "Facebook 粉絲專頁", "Facebook", "粉絲專頁", "FB"),
    "instagram": ("Instagram", "IG"),
}

_TITLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "reach": (
        ("Reach", "Accounts reached"),
        ("觸及人數", "觸及", "觸及的帳號數量", "觸及帳號數"),
    ),
    "views": (("Views",), ("瀏覽次數", "觀看次數")),
    "viewers": (("Viewers",), ("瀏覽人數", "觀看人數")),
    "impressions": (("Impressions",), ("曝光次數",)),
    "paid_reach": (("Paid reach",), ("付費觸及人數", "付費觸及")),
    "paid_impressions": (("Paid impressions",), ("付費曝光次數",)),
    "profile_visits": (
        ("Visits", "Profile visits", "Page visits", "Page and profile visits"),
        ("造訪次數", "造訪", "個人檔案造訪次數", "個人檔案瀏覽次數", "粉絲專頁造訪次數",
         "粉絲專頁和個人檔案造訪次數"),
    ),
    "new_followers": (
        ("Follows", "New followers", "New follows", "New likes and follows", "New likes",
         "New Instagram followers", "New Facebook followers"),
        ("追蹤", "追蹤次數", "追蹤人數", "新追蹤者", "新追蹤者人數", "新追蹤人數",
         "新按讚數和追蹤人數"),
    ),
    "lost_followers": (("Unfollows",), ("取消追蹤", "取消追蹤次數", "取消追蹤人數")),
    "net_followers": (
        ("Net follows", "Net followers"), ("淨追蹤者人數", "淨追蹤人數", "淨追蹤次數"),
    ),
    "followers": (("Followers",), ("追蹤者", "追蹤者人數", "粉絲人數")),
    "engagements": (
        ("Content interactions", "Interactions"),
        ("內容互動", "內容互動次數", "互動次數", "互動"),
    ),
    "link_clicks": (("Link clicks",), ("連結點擊", "連結點擊次數", "連結點按次數")),
}  # fmt: skip
_BY_NAME = {
    normal(name): (key, language)
    for key, both in _TITLES.items()
    for language, names in zip(("en", "zh-Hant"), both, strict=True)
    for name in names
}


def named_platform(title: str) -> str | None:
    """The platform a chart's title begins with."""
    return _split(title)[0]


def _split(title: str) -> tuple[str | None, str]:
    text = normal(title)
    for platform, prefixes in _PREFIXES.items():
        for prefix in prefixes:
            start = normal(prefix)
            if text.startswith(start) and text[len(start) :] in _BY_NAME:
                return platform, text[len(start) :]
    return None, text


def chart_of(title: str) -> tuple[str, str | None, str] | None:
    """Measure, platform (None where the title names none) and language of a chart's title."""
    platform, name = _split(title)
    if normal(title) in _BY_NAME:
        platform, name = None, normal(title)
    found = _BY_NAME.get(name)
    if found is None:
        return None
    if normal(title).startswith(normal("粉絲專頁")):
        platform = "facebook"
    return found[0], platform, found[1]


class MetaChart(Table):
    """Rows of day and figure; further columns (a comparison period) are kept as extra."""

    family = KEY
    zone = PACIFIC
    span = Span.DAY

    def take(self, row: Row) -> list[ReadingRecord]:
        # 2025-01-01T01:00:00 on one side of a US clock change: only the date part speaks.
        day = self.date_in(row)
        return [
            ReadingRecord(
                subject=Subject.ACCOUNT,
                span=Span.DAY,
                row=row.number,
                values=self.values(row),
                start=day,
                end=day,
                extra=self.beyond(row),
            )
        ]


def table(
    grid: Grid, options: Options, title: str, header_row: int, header: list[str], last_row: int
) -> MetaChart:
    """The chart of a section whose title is known."""
    found = chart_of(title)
    assert found is not None
    measure, platform, language = found
    names = [clean(name) for name in header]
    binding = Binding(
        names,
        fields={"date": [0]},
        measures={measure: [1]},
        units={1: COUNT},
        extras={place: name for place, name in enumerate(names) if place > 1 and name},
        english=int(language == "en"),
        chinese=int(language != "en"),
    )
    chart = MetaChart(grid, options, binding, header_row, last_row)
    if platform:
        chart.platform = chart.head.platform = platform
    return chart
