"""What the sample brand posts about. Texts are data, in the brand's own language."""

from dataclasses import dataclass
from datetime import date
from random import Random

BRAND = "山線茶行"
HANDLE = "shanxian.tea"
PAGE_ID = "100064880215573"
INSTAGRAM_ID = "17841452200916384"

TEAS = (
    "阿里山烏龍",
    "日月潭紅玉",
    "三峽碧螺春",
    "杉林溪高山茶",
    "蜜香紅茶",
    "東方美人",
    "木柵鐵觀音",
    "文山包種",
)
PLACES = ("台中審計新村", "台南神農街", "高雄駁二", "台北大稻埕", "嘉義檜意森活村")
FOODS = ("桂圓蛋糕", "花生糖", "鹹蛋黃酥", "烤地瓜", "綠豆糕", "鳳梨酥")
PEOPLE = ("茶農阿坤伯", "製茶師雅雯", "門市夥伴小宇", "老顧客林太太", "茶藝老師麗卿")

MONTH_MOODS = {
    1: "寒流一波接一波，手心裡有一杯熱茶就安心",
    2: "開工日，茶先泡好，信件慢慢回",
    3: "春茶準備採收，茶園的風是甜的",
    4: "連假塞在國道上，還好保溫瓶裡有茶",
    5: "母親節想送的不是禮盒，是坐下來喝完一壺的時間",
    6: "梅雨季，店裡的玻璃窗起霧，茶香留得特別久",
    7: "氣溫破三十六度，冰箱裡先放兩壺冷泡",
    8: "颱風天停班停課，今天的行程只有喝茶",
    9: "中秋烤肉解膩，就靠這一壺",
    10: "早晚開始涼了，第一杯熱茶的季節回來了",
    11: "入冬前的山上起大霧，冬茶開採了",
    12: "年底盤點，謝謝每一位把我們放進日常的你",
}

EVERYDAY = (
    "{mood}。今天推薦{tea}，九十度水溫、兩分鐘，剛剛好。",
    "{tea}這樣泡最簡單：茶葉三公克、熱水一百五十毫升，等兩首歌的前奏。收藏起來，週末試試看！",
    "問：{tea}可以冷泡嗎？答：可以，而且很適合。十公克配一公升的水，冰箱睡一晚就好。",
    "{person}說，好的{tea}入口不苦，吞下去之後才慢慢回甘。你也喝得出來嗎？留言告訴我們。",
    "{tea}配{food}，這一題沒有標準答案，但我們投贊成票。你會配什麼？",
    "{place}的朋友看過來！這個週末我們帶著{tea}去擺攤，來的人都請喝一杯。",
    "開箱本月茶款：{tea}。外型緊結、茶湯金黃，聞起來有淡淡花香。",
    "下午三點，會議還沒開完。幫同事訂一壺{tea}，是今天最溫柔的事。",
    "{mood}。你今天喝茶了嗎？",
    "一張圖看懂{tea}的製程：採、萎凋、炒菁、揉捻、烘焙，每一步都急不得。",
    "上週有人問{tea}和其他茶差在哪，我們請{person}用三句話說清楚。",
    "把喝完的{tea}茶葉曬乾，放進鞋櫃除味，這招是{person}教的。",
    "{food}剛出爐，{tea}也剛好泡開。門市今天營業到晚上八點。",
    "茶席布置小練習：一塊布、一枝花、一壺{tea}，客廳就有了茶館的樣子。",
    "謝謝{person}的訂單備註：「請給我跟上次一樣的味道」。這句話我們記很久。",
)
VIDEO = (
    "跟著{person}走一趟茶園，看{tea}怎麼從葉子變成一杯茶",
    "{tea}三分鐘冷泡教學，新手也不會失敗",
    "一日店長：{place}門市從開門到打烊",
    "盲測！{person}喝得出哪一杯是{tea}嗎？",
    "{tea}配{food}，好吃還是奇怪？街訪實測",
    "炒茶的聲音：{tea}製茶現場 ASMR",
    "為什麼{tea}比較貴？一次說清楚",
)
SALE = (
    "【限時優惠】{tea}三入組現折一百，只到這個星期日，門市與官網同步。",
    "【新品上市】{tea}茶包版來了！辦公室也能好好喝茶，連結放在留言。",
    "【異業結盟】我們和{place}的甜點店合作，點{food}就送{tea}小杯一份，數量有限。",
    "【抽獎】留言標記一位想一起喝{tea}的朋友，抽三位送茶禮盒，週五晚上八點公布。",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One made-up post: what it says and how strongly such posts usually do."""

    text: str
    kind: str  # "everyday" | "video" | "sale"
    pull: float


def draft(random: Random, day: date, kind: str, said: set[str]) -> Draft:
    """A text not yet in ``said`` (which it joins), fitting the month."""
    patterns = {"everyday": EVERYDAY, "video": VIDEO, "sale": SALE}[kind]
    pull = {"everyday": 1.0, "video": 1.7, "sale": 1.35}[kind]
    for _attempt in range(60):
        text = random.choice(patterns).format(
            tea=random.choice(TEAS),
            place=random.choice(PLACES),
            food=random.choice(FOODS),
            person=random.choice(PEOPLE),
            mood=MONTH_MOODS[day.month],
        )
        if text not in said:
            break
    said.add(text)
    if "？" in text:
        pull *= 1.15
    return Draft(text, kind, pull)
