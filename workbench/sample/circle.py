"""Who stands around the sample brand, and what its team reads: communities, core fans, articles."""

from datetime import datetime, time, timedelta
from typing import Any

from planning import pieces, reading
from planning.models import ReadingItem, ReadingSource
from planning.rows import KINDS
from workbench.sample.rows import write
from workspaces.models import User, Workspace
from workspaces.periods import Period

COMMUNITIES: tuple[dict[str, Any], ...] = (
    {
        "name": "山線茶友會",
        "kind": "own",
        "platform": "facebook",
        "size": 1840,
        "size_source": "社團後台成員數",
        "contact": "管理員信箱，由小編輪值",
        "activity": "每週五晚上開泡茶直播串，回答泡法；新品先在這裡試喝。",
        "rules": "不賣二手茶具以外的東西；問健康療效的留言由我們回覆不涉療效。",
        "benefits": "新品試飲名額、優先購連結。",
    },
    {
        "name": "上班族手沖研究室",
        "kind": "outside",
        "platform": "facebook",
        "size": 26500,
        "size_source": "社團首頁",
        "contact": "版主私訊",
        "activity": "只回答問題，不貼自家連結；每月一篇泡法心得。",
        "rules": "商業貼文須先經版主同意，並註明合作。",
        "benefits": "",
    },
    {
        "name": "小農市集夥伴",
        "kind": "partner",
        "platform": "line_oa",
        "size": None,
        "size_source": "",
        "contact": "市集主辦小編",
        "activity": "市集前三天互相轉貼活動訊息。",
        "rules": "每個攤位每週一則。",
        "benefits": "攤位抽籤順位。",
    },
)
FANS: tuple[dict[str, Any], ...] = (
    {
        "name": "阿德上山",
        "kind": "helper",
        "platform": "instagram",
        "reason": "幾乎每支影片都幫忙回答泡法，上季回了 40 多則。",
        "benefits": "每季新品一份、產地走訪名額。",
        "contact": "Instagram 私訊",
        "consent": "10 月私訊同意，紀錄在客服信箱",
    },
    {
        "name": "小雨泡茶",
        "kind": "creator",
        "platform": "youtube",
        "size": 3200,
        "size_source": "頻道首頁訂閱數",
        "reason": "自己拍了三支冬片開箱，留言品質好。",
        "benefits": "素材授權費與試飲，內容標示合作。",
        "contact": "電子郵件",
        "consent": "簽署素材授權時一併同意",
    },
)
# A feed of nobody: the sample asks no site, so both are paused.
SOURCES: tuple[tuple[str, str, str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "平台公告彙整",
        "https://platform-news.example/feed",
        "platform",
        (
            ("限時動態貼圖可以直接連到商品頁", "先開放商家帳號，下個月全面上線。", "new"),
            ("短影音封面改成 4:5 裁切", "舊影片不會重新裁切，新上傳的要留意文字位置。", "kept"),
            ("粉絲專頁洞察報告調整匯出欄位", "「觸及人數」改名，欄位順序也變了。", "read"),
        ),
    ),
    (
        "飲品產業週報",
        "https://drinks-weekly.example/rss",
        "industry",
        (
            ("便利商店熱飲櫃提前一週上架", "氣溫下降，三大通路把熱茶陳列往前移。", "new"),
            ("年節禮盒預購提早兩週", "百貨通路十一月中已開始預購，茶葉禮盒增加最多。", "new"),
            ("進口抹茶價格連三季上漲", "", "dismissed"),
        ),
    ),
)


def fill_circle(workspace: Workspace, this: Period, *, lead: User, editor: User) -> None:
    """By the path people take; the articles as a feed would have brought them."""
    day = this.start + timedelta(days=35)
    first = None
    for values in COMMUNITIES:
        row = pieces.add(KINDS["communities"], workspace, None, by=editor)
        write("communities", row, editor, **values, size_on=day if values["size"] else None)
        first = first or row
        write("communities", row, editor, owner=editor, last_contact=day + timedelta(days=5))
    for values in FANS:
        row = pieces.add(KINDS["fans"], workspace, None, by=lead)
        write("fans", row, lead, **values, owner=lead, last_contact=day + timedelta(days=9))
        write("fans", row, lead, community=first, size_on=day if "size" in values else None)
    for name, url, kind, articles in SOURCES:
        source = reading.add_source(workspace, url=url, name=name, kind=kind, by=lead)
        found = datetime.combine(day, time(9), workspace.tz)
        ReadingSource.objects.filter(pk=source.pk).update(tried_at=found, fetched_at=found)
        reading.pause(source, by=lead)
        for place, (title, summary, state) in enumerate(articles):
            item = ReadingItem.objects.create(
                workspace=workspace,
                source=source,
                key=f"{place:064d}",
                title=title,
                url=f"{url}/{place + 1}",
                summary=summary,
                published_at=found - timedelta(days=place, hours=place),
                found_at=found,
            )
            if state == "kept":
                note = reading.keep(item, by=editor)
                write("notes", note, editor, meaning="下一批短影音的標題往上移，拍攝時留邊。")
            elif state != "new":
                reading.mark(workspace, [item], state, by=editor)
