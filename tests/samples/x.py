"""Small tables in the shape of X's exports, made up row by row: header and rows as lists."""

from collections.abc import Sequence

CONTENT_HEAD = [
    "Post id", "Date", "Post text", "Post Link", "Impressions", "Likes", "Engagements",
    "Bookmarks", "Shares", "New follows", "Replies", "Reposts", "Profile visits",
    "Detail Expands", "Url Clicks", "Hashtag Clicks", "Permalink Clicks",
]  # fmt: skip
CONTENT_PT = [
    "ID do post", "Data", "Texto do post", "Postar link", "Impressões", "Curtidas",
    "Engajamentos", "Itens salvos", "Compartilhamentos", "Novos seguidores", "Respostas",
    "Reposts", "Visitas ao perfil", "Expansões de detalhes", "Cliques de URL",
    "Cliques de hashtag", "Cliques de link permanente",
]  # fmt: skip
OVERVIEW_HEAD = [
    "Date", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows",
    "Unfollows", "Replies", "Reposts", "Profile visits", "Create Post", "Video views",
    "Media views",
]  # fmt: skip
OVERVIEW_PT = [
    "Data", "Impressões", "Curtidas", "Engajamentos", "Itens salvos", "Compartilhamentos",
    "Novos seguidores", "Deixar de seguir", "Respostas", "Reposts", "Visitas ao perfil",
    "Criar post", "Visualizações de vídeo", "Visualizações de mídia",
]  # fmt: skip
_CLICKS = [
    "user profile clicks", "url clicks", "hashtag clicks", "detail expands", "permalink clicks",
    "app opens", "app installs", "follows", "email tweet", "dial phone", "media views",
    "media engagements",
]  # fmt: skip
_ACTS = ["impressions", "engagements", "engagement rate", "retweets", "replies", "likes"]
TWEET_HEAD = [
    "Tweet id", "Tweet permalink", "Tweet text", "time", *_ACTS, *_CLICKS,
    *(f"promoted {name}" for name in (*_ACTS, *_CLICKS)),
]  # fmt: skip
TWEET_DAY_HEAD = ["Date", "Tweets published", *_ACTS, *_CLICKS]
VIDEO_DAY_HEAD = ["Date", "Views", "Watch Time (ms)", "Completion Rate", "Average Watch Time (ms)"]
VIDEO_HEAD = [
    "Uploaded on", "Video ID", "Video title", "Views", "Duration", "Video link", "Monetized",
    "Estimated Revenue", "Published date", "Post link",
]  # fmt: skip


def content_row(
    number: str = "1891564128784855141",
    day: str = "Mon Feb 17 2025",
    text: str = "新茶上市",
    handle: str = "camellia_tw",
    figures: Sequence[int] = (197, 10, 29, 2, 1, 3, 4, 5, 6, 13, 7, 0, 0),
) -> list[str]:
    link = f"https://x.com/{handle}/status/{number}"
    return [number, day, text, link, *map(str, figures)]


def overview_row(
    day: str = "Tue, Aug 26, 2025",
    figures: Sequence[int] = (444, 4, 29, 1, 0, 3, 1, 6, 2, 4, 1, 12, 20),
) -> list[str]:
    return [day, *map(str, figures)]


def tweet_row(
    number: str = "812369747765362688",
    time: str = "2016-12-23 18:50 +0000",
    text: str = "新茶 &amp; 舊茶",
    handle: str = "camellia_tw",
) -> list[str]:
    link = f"https://twitter.com/{handle}/status/{number}"
    acts = ["1938.0", "18.0", "0.0093", "3.0", "2.0", "1.0"]
    clicks = ["5.0", "15.0", "0.0", "2.0", "0.0", "0", "0", "1", "0", "0", "0", "0"]
    return [number, link, text, time, *acts, *clicks, *["-"] * 18]


def tweet_day_row(day: str = "2016-12-23") -> list[str]:
    return [day, "4", "1938", "18", "0.0093", "3", "2", "1", *["1"] * 12]


def video_rows() -> list[list[str]]:
    """The whole file: a daily table, a blank record and the list of videos."""
    return [
        ["Video overview", "", "", "", ""],
        VIDEO_DAY_HEAD,
        ["Tue, Aug 26, 2025", "120", "345678", "41.50", "2880"],
        ["Mon, Aug 25, 2025", "80", "100000", "50.00", "1250"],
        [""] * 10,
        ["Your videos", *[""] * 9],
        VIDEO_HEAD,
        ["Jan 17, 2026", "7_1889", "手沖教學", "847", "1:05", "https://video.x/1", "No", "0",
         "Jan 18, 2026", "https://x.com/camellia_tw/status/1891564128784855141"],
        ["Jan 16, 2026", "7_1888", "沒有貼文", "12", "0:30", "https://video.x/2", "No", "0", "", ""],
    ]  # fmt: skip
