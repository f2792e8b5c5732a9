"""What the sample's people wrote into their briefs: a small tea brand in Taiwan."""

TITLE = "經營社群媒體企畫書，{period}"
REMARK = "@林佳穎 產地人物的素材夠拍六支，第七支要再約一次茶園，先抓十月底。"
APPROVED_LAST = "目標抓得務實，照這份走。八月連假檔期記得留人力回訊息。"
APPROVED_THIS = "冬茶是今年重點，短影音的人力我同意加。"
MORE_POSTS = ("每月加一場茶農直播，直播也算一則貼文。", "十月月會決議第二項")
NOT_OURS = "本期沒有這類內容。"

GOAL = {
    "organisation_goal": "年度營收成長一成五，其中官網與 LINE 訂單占四成；讓年輕上班族把台灣茶當成每天的飲料。",
    "brand_strategy": "山線茶行賣的是產地與手藝：小農、單一產區、看得到的製程。價格不打折扣戰，靠故事與信任讓客人願意回購。",
    "purpose": "社群是認識產地的第一站，也是回購前的最後一站：讓陌生人看見製茶，讓粉絲加入會員，讓會員願意替我們說話。",
    "axis": "trust",
    "axis_reason": "新客多半先看留言再下單。這一季把問答、產地紀錄與檢驗資料補齊，先把信任站穩。",
}
GOAL_CHANGES = {
    "axis": "creation",
    "axis_reason": "上一季信任的底已經有了，短影音每篇的互動最多；冬茶採收有畫面，這一季把創作流做起來。",
}
STRATEGY = {
    "strategy": (
        "用產地內容吸引、用提問互動留住、用 LINE 完成回購。\n"
        "- Facebook：每週四則，提問型結尾，市集與新品預告\n"
        "- Instagram：每週四則，短影音兩支，限時動態每天兩則\n"
        "- YouTube：每週一支製茶紀錄\n"
        "- LINE：每月兩次推播，只給會員有用的泡法與優先購"
    ),
    "success_factors": (
        "- 每週至少一支有聲音、有人物的製茶短影音\n"
        "- 兩小時內回覆問題，留言回應率九成五以上\n"
        "- 貼文提前一週完成，不臨時湊"
    ),
    "experiments": "知識卡輪播與茶農直播各試四次；季末看分享率，沒有高過平均就停。",
}
STRATEGY_CHANGES = {
    "experiments": "每月一次茶農直播；留言常見問題做成輪播知識卡。季末看分享率，沒有高過平均就停。",
}
LADDER = (
    {
        "name": "粉絲",
        "behaviour": "追蹤，並在一個月內按讚或留言一次",
        "invitation": "提問型結尾，讓人有話可回",
        "metric": "new_followers",
    },
    {
        "name": "會員",
        "behaviour": "加入 LINE 好友並完成第一次購買",
        "invitation": "加好友送泡茶小卡，首購附三種小包",
        "metric": "new_members",
    },
    {
        "name": "共創者",
        "behaviour": "分享自己的泡茶照片、參加試飲或替新品命名",
        "invitation": "每月選三位的照片轉發，寄季節試飲包",
        "metric": "shares",
    },
)
ROWS: dict[str, list[dict]] = {
    "audiences": [
        {
            "name": "25–38 歲上班族",
            "traits": "辦公室久坐，每天一杯手搖，想少糖又懶得泡。",
            "needs": "三分鐘能完成的冷泡做法、好收納的小包裝。",
            "places": "Instagram 平日中午與晚上九點後；Facebook 通勤時間。",
            "evidence_kind": "survey",
            "evidence": "五月官網購後問卷 312 份：六成一在辦公室喝，最在意方便與少糖。",
        },
        {
            "name": "送禮的家庭採買者",
            "traits": "38–55 歲，年節前集中購買，重視產地與包裝。",
            "needs": "預算分級的禮盒、可追溯的檢驗資料、快速到貨。",
            "places": "Facebook 晚上八點、LINE 推播後一小時內。",
            "evidence_kind": "sales",
            "evidence": "去年年節檔期訂單：四成七在檔期前十天下單，七成來自 LINE 與 Facebook。",
        },
        {
            "name": "愛看製茶的人",
            "traits": "喜歡職人紀錄與台灣山景，不一定常買。",
            "needs": "看得到過程、聽得到聲音、叫得出人名。",
            "places": "YouTube 週末晚上、Instagram 短影音。",
            "evidence_kind": "comments",
            "evidence": "第二季留言整理：製程影片下的提問占全部提問的四成。",
        },
    ],
    "pillars": [
        {
            "name": "產地與人",
            "share": 35,
            "topics": "茶農、採收、製程、山上的天氣",
            "tone": "慢、具體、叫得出名字",
        },
        {
            "name": "泡茶日常",
            "share": 30,
            "topics": "冷泡、辦公室一壺、配點心",
            "tone": "像同事教你一招",
        },
        {
            "name": "茶知識",
            "share": 20,
            "topics": "產區、品種、焙火、常見問題",
            "tone": "講白話，不賣弄",
        },
        {
            "name": "檔期與新品",
            "share": 15,
            "topics": "市集、禮盒、會員優先購",
            "tone": "直接講清楚辦法",
        },
    ],
    "resources": [
        {
            "kind": "people",
            "platform": "instagram",
            "what": "短影音拍攝與剪輯",
            "hours": "12",
            "share": 40,
        },
        {
            "kind": "people",
            "platform": "facebook",
            "what": "日常圖文與回覆",
            "hours": "14",
            "share": 30,
        },
        {
            "kind": "production",
            "platform": "youtube",
            "what": "製茶紀錄外拍（含交通）",
            "hours": "4",
            "budget": 36000,
            "share": 10,
        },
        {
            "kind": "advertising",
            "platform": "facebook",
            "what": "檔期貼文加強推廣",
            "budget": 45000,
            "share": 8,
        },
        {
            "kind": "experiment",
            "platform": "",
            "what": "知識卡輪播與茶農直播",
            "hours": "4",
            "budget": 12000,
            "share": 12,
        },
    ],
    "risks": [
        {
            "what": "颱風或採收延後，製程素材斷檔",
            "likelihood": 2,
            "impact": 2,
            "sign": "採收前一週茶農回報日期改變",
            "answer": "保留兩支備用影片；改發泡茶日常，檔期順延一週。",
        },
        {
            "what": "留言質疑產地或農藥殘留",
            "likelihood": 2,
            "impact": 3,
            "sign": "同一主題的疑問一天超過三則",
            "answer": "兩小時內回覆檢驗報告連結，主管知情；必要時發說明貼文。",
        },
        {
            "what": "促銷過密，互動率下降",
            "likelihood": 3,
            "impact": 2,
            "sign": "連兩週互動率低於目標",
            "answer": "檔期貼文不超過全部的一成五，先停加強推廣。",
        },
    ],
}
PILLARS_NOW = (
    {
        "name": "產地與人",
        "share": 40,
        "topics": "冬茶採收、茶農、製程、山上的天氣",
        "tone": "慢、具體、叫得出名字",
    },
    {
        "name": "泡茶日常",
        "share": 25,
        "topics": "辦公室一壺、熱泡、配點心",
        "tone": "像同事教你一招",
    },
    {
        "name": "茶知識",
        "share": 20,
        "topics": "常見問題知識卡、品種、焙火",
        "tone": "講白話，不賣弄",
    },
    {
        "name": "檔期與新品",
        "share": 15,
        "topics": "冬茶上市、年節禮盒、會員優先購",
        "tone": "直接講清楚辦法",
    },
)
# platform, decision, role, reason, scores by the six criteria of a new workspace
PLATFORMS = (
    (
        "instagram",
        "main",
        "被看見：短影音與限時動態",
        "上班族在這裡最活躍，短影音每篇的互動最多。",
        (5, 5, 4, 4, 4, 4),
    ),
    (
        "facebook",
        "main",
        "對話：提問、市集與檔期",
        "留言最多，送禮採買者主要在這裡問。",
        (4, 4, 5, 5, 4, 5),
    ),
    (
        "line_oa",
        "support",
        "回購：會員推播與客服",
        "訂單轉換最好，但不適合認識新客。",
        (4, 4, 4, 4, 3, 3),
    ),
    (
        "youtube",
        "support",
        "信任：完整製茶紀錄",
        "影片能長期被搜尋，拍攝成本較高。",
        (3, 4, 3, 3, 2, 5),
    ),
    (
        "threads",
        "test",
        "試水溫：製茶小事與即時對話",
        "受眾有成長，但還拿不到完整數據。",
        (3, 3, 4, 4, 4, 1),
    ),
    ("tiktok", "no", "", "人力不足以每週三支，受眾與送禮客重疊少。", (3, 3, 2, 1, 2, 3)),
)
# metric, level, the metric of the objective it serves, sentence, why it can be reached
OBJECTIVES = (
    (
        "new_followers",
        "kgi",
        "",
        "季底前讓更多陌生人願意追蹤：新增粉絲比上一季成長 5%",
        "短影音帶來的追蹤連兩季上升，七月有兩場市集。",
    ),
    (
        "post_count",
        "csf",
        "new_followers",
        "發文節奏穩定：每週照計畫發布，不因檔期中斷",
        "人力不變，節奏維持上一季的水準。",
    ),
    (
        "engagement_rate",
        "kpi",
        "post_count",
        "貼文互動率比上一季提高 6%，靠提問型結尾與製程短影音",
        "上一季提問型貼文的互動明顯高於平均。",
    ),
    (
        "mean_reach_per_post",
        "kpi",
        "post_count",
        "每則貼文平均觸及守住上一季的 98%，不靠加量",
        "短影音的平均觸及明顯高於相片，比例提高就拉得動平均。",
    ),
)
SENTENCES_NOW = {
    "new_followers": "季底前新增粉絲比上一季成長 10%，主力是 Instagram 短影音",
    "engagement_rate": "貼文互動率比上一季提高 5%，冬茶製程短影音每週一支",
    "mean_reach_per_post": "每則貼文平均觸及比上一季成長 12%，靠把短影音做好",
}
VOICE = {
    "character": "在山上做茶三代的鄰居：懂茶、不賣弄，講話慢但清楚。願意說「不知道，我去問師傅」。",
    "addressing": "稱呼「你」；群發才用「大家」。不用「親」「寶」。",
    "emoji_rule": "句尾最多一個，和內容有關（🍵⛰️）；道歉與客訴不用。",
    "most_emoji": 3,
    "hashtag_rule": "放在文末，品牌標籤固定，其餘跟主題走。",
    "most_hashtags": 6,
    "fixed_hashtags": "#山線茶行 #台灣茶",
}
VOICE_RULES = {
    "voice_pairs": (
        (
            "這批冬片焙得輕一點，泡三十秒先喝一口。",
            "頂級冬片震撼上市，錯過再等一年！",
            "給做法，不喊口號",
        ),
        ("昨天下雨，採收延到週四，照片晚兩天補。", "敬請期待更多精彩內容。", "說發生了什麼事"),
    ),
    "voice_words": (
        ("全台第一", "我們最近三個月賣最多的", "沒有依據的最高級"),
        ("養生、降火氣", "喝起來清爽", "食品不得宣稱醫療效能"),
        ("限時瘋搶", "這批大約六百包，賣完就等春茶", "製造焦慮"),
    ),
    "voice_replies": (
        (
            "你們的茶有農藥嗎？",
            "謝謝你問。這批的檢驗報告在這裡（連結），採收日與檢驗日都有寫。還想看哪一項再跟我們說。",
            "先給資料，不急著解釋",
        ),
        (
            "包裹破了一角，茶有點潮",
            "對不起讓你收到這樣的茶。請把訂單編號私訊給我們，今天就補寄一份。",
            "先道歉、給時間",
        ),
    ),
}
CARE = {
    "profile": "看得到山的茶行。小農、單一產區、冷泡也好喝。",
    "avatar": "品牌圓標，淺色底",
    "cover": "茶園晨霧，每季換",
    "links": "官網、LINE 好友、門市地圖",
    "contact": "每日 10:00–19:00，客服電話與電子信箱",
}
LAW = {
    ("個人資料保護法", "第 8 條"): "抽獎頁下方已放個資告知，七月法務看過。",
    ("個人資料保護法", "第 20 條"): "LINE 推播內有取消方式，退訂當日生效。",
    ("著作權法", "第 22 條、第 26 條之 1"): "音樂用已付費素材庫；照片自拍，授權編號記在素材表。",
    ("著作權法", "第 12 條"): "外拍契約第四條：著作財產權歸本公司。",
    ("民法", "第 18 條"): "茶農與粉絲照片都有訊息同意截圖。",
    ("公平交易法", "第 21 條"): "產地與銷量都附資料，不寫「第一」。",
    ("公平交易法", "第 21 條第 5 項、第 6 項"): "合作貼文標示「合作」並啟用平台的付費合作標籤。",
    ("消費者保護法", "第 22 條"): "活動辦法發布前由門市與客服核對庫存。",
    ("消費者保護法", "第 18 條、第 19 條"): "官網購買頁載明七日鑑賞期與食品例外。",
    ("食品安全衛生管理法", "第 28 條"): "文案逐句檢查，不提功效。",
}
