"""Headers of Google Analytics 4 exports, English and Traditional Chinese."""

from platforms.importers.headers import MONEY, ColumnSet, extra, fields, measure, normal

COLUMNS = ColumnSet(
    (
        fields("date", "Date", zh=["日期"]),
        fields("nth_day", "Nth day", zh=["第 N 天", "第 n 日"]),
        fields("date_range", "Date range", "Date comparison", zh=["日期範圍", "日期比較"]),
        measure("sessions", "Sessions", zh=["工作階段", "工作階段數"]),
        measure("engaged_sessions", "Engaged sessions", zh=["互動工作階段", "互動工作階段數",
                "參與工作階段"]),
        measure("site_users", "Active users", "Users", zh=["活躍使用者", "活躍使用者人數",
                "使用者"]),
        measure("site_all_users", "Total users", zh=["使用者總數", "總使用者", "總使用者人數"]),
        measure("site_new_users", "New users", zh=["新使用者", "新使用者人數"]),
        measure("page_views", "Views", zh=["瀏覽", "瀏覽次數", "觀看次數"]),
        measure("site_events", "Event count", zh=["事件計數", "事件數"]),
        measure("key_events", "Key events", "Session key events", zh=["重要事件",
                "工作階段重要事件"]),
        measure("key_events", "Conversions", zh=["轉換", "轉換次數"], rank=1),
        measure("purchases", "Ecommerce purchases", "Purchases", "Transactions",
                zh=["電子商務購買", "電子商務購買次數", "購買次數", "購買", "交易次數", "交易"]),
        measure("site_revenue_micros", "Total revenue", zh=["總收益"], unit=MONEY),
        measure("site_revenue_micros", "Purchase revenue", zh=["購買收益"], unit=MONEY, rank=1),
        extra("Returning users", zh=["回訪者", "回訪使用者"]),
        extra("Total purchasers", zh=["購買者總數", "總購買者"]),
        extra("First time purchasers", zh=["首次購買者"]),
        extra("Views per active user", "Views per user",
              zh=["每位活躍使用者的瀏覽次數", "每位使用者的瀏覽次數"]),
        extra("Average engagement time per active user", "Average engagement time",
              zh=["每位活躍使用者的平均參與時間", "平均每位活躍使用者參與時間", "平均參與時間"]),
        extra("Average engagement time per session", zh=["每個工作階段的平均參與時間"]),
        extra("Average session duration", zh=["平均工作階段時間長度", "平均工作階段時間"]),
        extra("Engagement rate", zh=["參與度", "參與率"]),
        extra("Bounce rate", zh=["跳出率"]),
        extra("Event count per user", "Event count per active user",
              zh=["每位使用者的事件計數", "每位活躍使用者的事件計數"]),
        extra("Events per session",
              zh=["每個工作階段的事件數", "每個工作階段的事件", "每工作階段事件數"]),
        extra("Engaged sessions per user", "Engaged sessions per active user",
              zh=["每位使用者的互動工作階段", "每位活躍使用者的互動工作階段"]),
        extra("Sessions per user", zh=["每位使用者的工作階段數"]),
        extra("Views per session", zh=["每個工作階段的瀏覽次數"]),
        extra("Session key event rate", "Session conversion rate",
              zh=["工作階段重要事件發生率", "工作階段轉換率"]),
        extra("User key event rate", "User conversion rate",
              zh=["使用者重要事件發生率", "使用者轉換率"]),
        extra("User engagement", zh=["使用者參與"]),
        extra("Average revenue per user", "ARPU", zh=["每位使用者平均收益"]),
        extra("Event value", zh=["事件價值"]),
        extra("Entrances", "Exits", zh=["入站次數", "離開"]),
        extra("Items viewed", "Items added to cart", "Items purchased", "Item revenue",
              zh=["已瀏覽的商品數", "加入購物車的商品數", "已購買的商品數", "商品收益"]),
    )
)  # fmt: skip

# Only Google Analytics has these: one beside a known dimension settles what a table is.
OWN = frozenset(
    normal(name)
    for name in (
        "Active users", "Total users", "New users", "Sessions", "Engaged sessions", "Event count",
        "Key events", "Session key events", "Ecommerce purchases", "Views per active user",
        "Average engagement time per active user", "Average engagement time per session",
        "Engagement rate",
        "活躍使用者", "活躍使用者人數", "使用者總數", "總使用者人數", "新使用者", "工作階段",
        "互動工作階段", "事件計數", "重要事件", "電子商務購買", "每位活躍使用者的瀏覽次數",
    )
)  # fmt: skip

DIMENSIONS = {
    normal(name): key
    for key, names in {
        "session_channel": (
            "Session primary channel group (Default Channel Group)",
            "Session primary channel group (Default channel group)",
            "Session primary channel group", "Session default channel group",
            "Session default channel grouping",
            "工作階段主要管道群組 (預設管道群組)", "工作階段主要管道群組",
            "工作階段預設管道群組", "工作階段主要管道分組 (預設管道分組)"),
        "session_source_medium": ("Session source / medium", "Session manual source / medium", "工作階段來源/媒介",
                                  "工作階段來源／媒介", "工作階段來源 / 媒介"),
        "session_source": ("Session source", "Session manual source", "工作階段來源"),
        "session_medium": ("Session medium", "Session manual medium", "工作階段媒介"),
        "session_campaign": ("Session campaign", "Session manual campaign name",
                             "工作階段廣告活動", "工作階段廣告活動名稱"),
        "session_source_platform": ("Session source platform", "工作階段來源平台"),
        "first_channel": (
            "First user primary channel group (Default Channel Group)",
            "First user primary channel group", "First user default channel group",
            "首次使用者主要管道群組 (預設管道群組)", "首次使用者主要管道群組",
            "首次使用者預設管道群組"),
        "first_source_medium": ("First user source / medium", "首次使用者來源/媒介",
                                "首次使用者來源／媒介"),
        "first_source": ("First user source", "首次使用者來源"),
        "first_medium": ("First user medium", "首次使用者媒介"),
        "first_campaign": ("First user campaign", "首次使用者廣告活動"),
        "page": ("Page path and screen class", "Page path + query string and screen class",
                 "Page path", "Page path + query string",
                 "網頁路徑和畫面類別", "網頁路徑與畫面類別", "網頁路徑"),
        "page_title": ("Page title and screen class", "Page title and screen name", "Page title",
                       "網頁標題和畫面類別", "網頁標題和畫面名稱", "網頁標題與畫面類別", "網頁標題"),
        "landing_page": ("Landing page", "Landing page + query string", "到達網頁",
                         "到達網頁 + 查詢字串"),
        "content_group": ("Content group", "內容群組"),
        "event": ("Event name", "事件名稱"),
        "country": ("Country", "Country ID", "國家/地區", "國家／地區", "國家"),
        "region": ("Region", "地區"),
        "city": ("City", "Town/City", "城市", "城鄉／市"),
        "language": ("Language", "語言"),
        "age": ("Age", "年齡"),
        "gender": ("Gender", "性別"),
        "interest": ("Interests", "興趣"),
        "audience": ("Audience name", "目標對象名稱"),
        "device": ("Device category", "裝置類別"),
        "browser": ("Browser", "瀏覽器"),
        "operating_system": ("Operating system", "OS with version", "作業系統"),
        "screen": ("Screen resolution", "螢幕解析度"),
        "site_platform": ("Platform", "Platform / device category", "平台", "平台/裝置類別"),
        "device_model": ("Device model", "裝置型號"),
        "app_version": ("App version", "應用程式版本"),
        "stream": ("Stream name", "串流名稱"),
        "hostname": ("Hostname", "主機名稱"),
        "item": ("Item name", "Item ID", "商品名稱", "商品編號"),
        "item_category": ("Item category", "商品類別"),
        "new_or_returning": ("New / returning", "New / established", "新訪/回訪"),
        "hour": ("Hour", "小時"),
        "day_of_week": ("Day of week", "星期幾"),
        "week": ("Week", "Nth week", "ISO week of the year", "週", "第 N 週"),
        "month": ("Month", "Nth month", "Year month", "月", "第 N 個月"),
        "hour_of_day": ("Nth hour", "第 N 個小時"),
    }.items()
    for name in names
}  # fmt: skip

# Names other tables have too: they count only beside a figure that only Google Analytics has.
COMMENT_WORDS = {
    "account": ("Account", "帳戶"),
    "property": ("Property", "資源"),
    "start": ("Start date", "開始日期"),
    "end": ("End date", "結束日期"),
}
EVERYBODY = frozenset(normal(word) for word in ("All Users", "所有使用者", "All users"))
TOTAL_WORDS = frozenset(
    normal(word) for word in ("Grand total", "Totals", "Total", "總計", "總和", "合計")
)
