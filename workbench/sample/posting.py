"""The sample brand's posting strategy of this quarter with its research, campaigns, a partner."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from planning import draws, pieces, strategies
from planning.models import Campaign, PostingStrategy
from planning.rows import KINDS, rows_of
from workbench.sample.circle import fill_circle
from workbench.sample.rows import write
from workspaces.models import User, Workspace
from workspaces.periods import Period

NOTES: tuple[dict[str, Any], ...] = (
    {
        "kind": "industry",
        "title": "便利商店冷泡茶再推新品，主打無糖",
        "source": "門市走訪紀錄，三家連鎖各兩間",
        "text": "無糖瓶裝茶的陳列多了一排，價格帶 29–39 元。",
        "meaning": "拿得到的無糖茶變多，我們要講產地與現泡的差別，不比方便。",
        "tags": "無糖, 冷泡",
    },
    {
        "kind": "competitor",
        "title": "對手連三週發茶農短影音，留言多在問價格",
        "source": "競品觀察表，10 月",
        "text": "三家品牌都拍採收，一家有字幕，兩家只有音樂。",
        "meaning": "人物與聲音是差別；我們每支都要有茶農說話，價格放在留言置頂。",
        "tags": "短影音",
    },
    {
        "kind": "platform",
        "title": "Instagram 縮圖改為直式顯示",
        "source": "平台後台公告",
        "text": "個人檔案格狀改直式，舊封面會被裁切。",
        "meaning": "知識卡改 4:5，封面文字往中間移。",
        "tags": "版型",
    },
    {
        "kind": "current",
        "title": "冬至與年節送禮討論提早",
        "source": "粉絲留言整理，10–11 月",
        "text": "十一月起每週都有人問禮盒與寄送日。",
        "meaning": "禮盒預告提前到十一月下旬，先開會員優先購。",
        "tags": "年節, 禮盒",
    },
)
WORDS = {
    "environment": "無糖茶在通路變多，冬季熱飲回溫；年節送禮討論比去年提早約兩週。",
    "competitors": "三家競品都加碼採收短影音，檔期促銷密集；少有人回答「怎麼泡」。",
    "direction": "用茶農的聲音做出差別，回答「怎麼泡」當日常內容；十一月下旬開始禮盒，不打折、給會員先買。",
    "flexible_share": 20,
}
PLANS: dict[str, dict[str, Any]] = {
    "instagram": {
        "audience": "25–38 歲上班族",
        "times": "週二 12:10、週四 20:00、週六 10:30、週日 21:00",
        "per_week": 4,
        "sharing": "短影音同步限時動態；茶農帳號共同發布",
        "formats": "短影音、輪播知識卡、限時動態",
        "hashtags": "#台灣茶 #山線茶行 加一個主題標籤",
        "call": "留言說你的泡法",
    },
    "facebook": {
        "audience": "送禮的家庭採買者、在地老客人",
        "times": "週一 12:00、週三 20:00、週五 18:30、週日 20:30",
        "per_week": 4,
        "sharing": "市集與新品轉到兩個在地社團；影片另上原生檔",
        "formats": "相片、影片、活動",
        "hashtags": "品牌標籤即可",
        "call": "留言提問，置頂回答",
    },
    "line_oa": {
        "audience": "會員與買過的人",
        "times": "每月第一、三個週四 12:00",
        "per_week": Decimal("0.5"),
        "sharing": "只推給會員標籤；不轉貼社群內容",
        "formats": "圖文訊息、優惠券",
        "hashtags": "",
        "call": "點選查看泡法與優先購",
    },
    "youtube": {
        "audience": "愛看製茶的人",
        "times": "週五 19:00",
        "per_week": 1,
        "sharing": "剪 30 秒短片到 Instagram 與 Facebook，文末附完整版",
        "formats": "五分鐘紀錄片、短片",
        "hashtags": "#製茶",
        "call": "訂閱看下一個茶區",
    },
    "threads": {
        "audience": "喜歡聊天的年輕茶友",
        "times": "有事才發，每週兩次左右",
        "per_week": 2,
        "sharing": "不跨貼，只引用留言",
        "formats": "文字、單張相片",
        "hashtags": "",
        "call": "問一個好回答的問題",
    },
}


def write_posting(
    workspace: Workspace, this: Period, *, lead: User, editor: User, manager: User
) -> None:
    """By the path people take: noted by the editor, written by the lead, approved."""
    for place, values in enumerate(NOTES):
        note = pieces.add(KINDS["notes"], workspace, None, by=editor)
        write("notes", note, editor, **values, seen_on=this.start + timedelta(days=6 + 9 * place))
    _partner(workspace, this, lead)
    _campaigns(workspace, this, lead, editor)
    fill_circle(workspace, this, lead=lead, editor=editor)
    strategy = strategies.begin(workspace, period=this, by=lead)
    write("strategy_words", strategy, lead, **WORDS)
    for row in rows_of(KINDS["platform_plans"], workspace, strategy):
        write("platform_plans", row, lead, **PLANS[row.platform])
    _themes(strategy, this, lead)
    asked = strategies.submit(strategy, by=lead)
    comment = "禮盒提前我同意，客服人力先排。"
    strategies.decide(strategy, by=manager, yes=True, comment=comment, digest=asked.digest)


def _themes(strategy: PostingStrategy, this: Period, by: User) -> None:
    themes = (
        (0, 30, "冬茶採收", "", "茶農短影音每週一支、產地天氣、採收倒數"),
        (31, 60, "辦公室的一壺熱茶", "感恩節前後送同事", "熱泡做法輪播、留言常見問題、禮盒預告"),
        (61, this.days - 1, "年節送禮", "冬至、聖誕、元旦", "禮盒開箱、寄送日提醒、會員優先購"),
    )
    for first, last, theme, occasion, ideas in themes:
        row = pieces.add(KINDS["month_themes"], strategy.workspace, strategy, by=by)
        write(
            "month_themes",
            row,
            by,
            start=this.start + timedelta(days=first),
            end=this.start + timedelta(days=last),
            theme=theme,
            occasion=occasion,
            ideas=ideas,
        )


def _partner(workspace: Workspace, this: Period, by: User) -> None:
    row = pieces.add(KINDS["partners"], workspace, None, by=by)
    write(
        "partners",
        row,
        by,
        name="慢慢喝茶筆記",
        platforms="Instagram、YouTube",
        audience_fit="讀者多為 25–35 歲上班族，喜歡小農與器皿，和我們的主要族群重疊。",
        results="第二季合作一支開箱，留言多在問泡法；導購連結帶來 38 筆訂單。",
        cost="每支 18,000 元，含授權三個月",
        contract_start=this.start,
        contract_end=this.end,
        disclosure="貼文開頭寫「合作」，並啟用平台付費合作標籤",
    )


def _campaigns(workspace: Workspace, this: Period, lead: User, editor: User) -> None:
    first = this.start + timedelta(days=40)
    row: Campaign = pieces.add(KINDS["campaigns"], workspace, None, by=lead)
    write(
        "campaigns",
        row,
        lead,
        name="冬茶命名募集",
        kind="launch",
        start=first,
        end=first + timedelta(days=24),
        owner=lead,
        budget=30000,
        goal="收到 150 個命名，讓粉絲變成共創者；新增會員 60 人。",
        mechanic="在活動貼文留言你替冬片取的名字，一人可取三個。",
        rules="留言截止後由茶農選出一名、抽出五名；公布在原貼文與官網。",
        prizes="命名獎：冬片一斤；參加獎：試飲包五份。",
        privacy="只用帳號名稱公布得獎；寄送資料於活動結束後三十日刪除。",
        result="",
    )
    stages = (
        ("warm", 0, 4, "茶農出題短影音，預告怎麼參加"),
        ("start", 5, 9, "活動貼文開跑，兩平台同步"),
        ("peak", 10, 16, "每天限時動態選三個名字請大家投票"),
        ("tail", 17, 20, "最後提醒，回覆沒被看見的留言"),
        ("close", 21, 24, "公布、寄送、刪除個資、記下成果"),
    )
    for kind, begin, end, what in stages:
        stage = pieces.add(KINDS["stages"], workspace, row, by=lead)
        write(
            "stages",
            stage,
            lead,
            kind=kind,
            start=first + timedelta(days=begin),
            end=first + timedelta(days=end),
            what=what,
        )
    names = "\n".join(
        f"{name}，{idea}"
        for name, idea in (
            ("小雨泡茶", "霜見"),
            ("阿德上山", "初雪"),
            ("茶包退散", "暖燈"),
            ("林一杯", "夜行"),
            ("白開水姐", "歸途"),
            ("山線常客", "小寒"),
            ("週五下班", "慢火"),
        )
    )
    draws.take_in(row, draws.typed(names), by=editor)
    draws.draw(row, 2, by=lead, seed="冬茶命名")
