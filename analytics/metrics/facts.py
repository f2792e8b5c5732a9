"""Which export reports each input, in the platform's own words: for popovers, reasons and docs.

The words are the platforms' headers, not ours, so they stand here in both languages instead of
in the message catalogue.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analytics.metrics.definition import Metric, Source
from analytics.metrics.inputs import input_measure
from platforms.display import is_chinese

FACEBOOK, INSTAGRAM, YOUTUBE, LINE = "facebook", "instagram", "youtube", "line_oa"
LINKEDIN, TIKTOK, X = "linkedin", "tiktok", "x"

CONTENT = _("content export of Meta Business Suite")
CHARTS = _("overview charts of Meta Business Suite")
TABLE = _("ZIP of YouTube Studio’s advanced mode")
X_POSTS = _("content export of X Analytics (before 2024: by Tweet)")
X_DAYS = _("account overview of X Analytics")
TIKTOK_VIDEOS = _("content or video list of TikTok Studio or the business suite")
TIKTOK_DAYS = _("overview, viewers and followers of TikTok Studio or the business suite")
LINKEDIN_CONTENT = _("content export of LinkedIn page analytics")
LINKEDIN_PAGE = _("followers and visitors exports of LinkedIn page analytics")
BROADCASTS = _("broadcast messages of LINE Official Account Manager")
FRIENDS = _("friends overview of LINE Official Account Manager")
GA4_REPORT = _("any report of Google Analytics, by date or by source (Share → Download file)")
ADS_REPORT = _("table of the ads manager, exported by day or for a from–to")
BY_HAND = _("figures entered by hand")


@dataclass(frozen=True, slots=True)
class Fact:
    """One platform's word for one input. ``platform`` is "" for figures typed by hand."""

    platform: str
    export: Promise
    english: str = ""
    chinese: str = ""

    def word(self, language: str) -> str:
        return self.chinese if is_chinese(language) else self.english


def _meta(english: str, chinese: str, instagram: tuple[str, str] | None = None) -> tuple[Fact, ...]:
    found = (Fact(FACEBOOK, CONTENT, english, chinese),)
    return (*found, Fact(INSTAGRAM, CONTENT, *instagram)) if instagram else found


def _charts(english: str, chinese: str) -> tuple[Fact, ...]:
    return (Fact(FACEBOOK, CHARTS, english, chinese), Fact(INSTAGRAM, CHARTS, english, chinese))


def _youtube(english: str, chinese: str) -> tuple[Fact, ...]:
    return (Fact(YOUTUBE, TABLE, english, chinese),)


def _x(english: str, *, days: bool = False) -> tuple[Fact, ...]:
    """X, TikTok and LinkedIn write English headers, as far as files were met."""
    return (Fact(X, X_DAYS if days else X_POSTS, english, english),)


def _tiktok(english: str, *, days: bool = False) -> tuple[Fact, ...]:
    return (Fact(TIKTOK, TIKTOK_DAYS if days else TIKTOK_VIDEOS, english, english),)


def _linkedin(english: str, *, page: bool = False) -> tuple[Fact, ...]:
    return (Fact(LINKEDIN, LINKEDIN_PAGE if page else LINKEDIN_CONTENT, english, english),)


def _broadcast(english: str) -> tuple[Fact, ...]:
    return (Fact(LINE, BROADCASTS, english, english),)


def _site(english: str, chinese: str) -> tuple[Fact, ...]:
    return (Fact("ga4", GA4_REPORT, english, chinese),)


def _ads(meta: tuple[str, str], google: tuple[str, str] | None = None) -> tuple[Fact, ...]:
    found: tuple[Fact, ...] = (Fact("meta_ads", ADS_REPORT, *meta),)
    if google:
        found += (Fact("google_ads", ADS_REPORT, *google), Fact("line_ads", ADS_REPORT, *google))
    return found


_HAND = (Fact("", BY_HAND),)

FACTS: dict[Source, dict[str, tuple[Fact, ...]]] = {
    Source.POSTS: {
        "reach": _meta("Reach", "觸及人數", ("Reach", "觸及人數")) + _broadcast("open"),
        "viewers": _meta("Viewers", "瀏覽人數", ("Viewers", "瀏覽人數")),
        "views": _meta("Views", "瀏覽次數", ("Views", "瀏覽次數"))
        + _tiktok("Video views")
        + _linkedin("Views"),
        "impressions": _meta("Impressions", "曝光次數", ("Impressions", "曝光次數"))
        + _x("Impressions")
        + _linkedin("Impressions"),
        "reactions": _meta("Reactions", "心情數", ("Likes", "按讚數"))
        + _x("Likes")
        + _tiktok("Likes")
        + _linkedin("Likes"),
        "comments": _meta("Comments", "留言數", ("Comments", "留言數"))
        + _x("Replies")
        + _tiktok("Comments")
        + _linkedin("Comments"),
        "shares": _meta("Shares", "分享次數", ("Shares", "分享次數"))
        + _x("Reposts")
        + _tiktok("Shares")
        + _linkedin("Reposts"),
        "saves": _meta("Saves", "儲存次數", ("Saves", "儲存次數"))
        + _x("Bookmarks")
        + _tiktok("Add to Favorites"),
        "clicks": _meta("Total clicks", "總點擊次數") + _linkedin("Clicks") + _broadcast("clickUU"),
        "link_clicks": _meta("Link Clicks", "連結點擊", ("Link clicks", "連結點擊"))
        + _x("Url clicks"),
        "video_views_3s": _meta("3-second video views", "3 秒影片觀看次數"),
        "watch_ms": _meta("Seconds viewed", "觀看秒數"),
        "new_followers": _meta("Follows", "追蹤人數", ("Follows", "追蹤人數"))
        + _x("New follows")
        + _linkedin("Follows"),
        "negative_feedback": _meta("Negative feedback from users", "用戶的負面意見"),
        "revenue_micros": _meta("Estimated earnings", "預估收益"),
        "followers": _charts("Followers", "追蹤者") + _HAND,
    },
    Source.DAYS: {
        "followers": (
            *_charts("Followers", "追蹤者"),
            *_tiktok("Followers", days=True),
            Fact(LINE, FRIENDS, "contacts − blocks", "好友數 − 封鎖數"),
            *_HAND,
        ),
        "friends": (Fact(LINE, FRIENDS, "contacts", "好友數"), *_HAND),
        "new_followers": _charts("Follows", "追蹤")
        + _youtube("Subscribers gained", "獲得的訂閱人數")
        + _x("New follows", days=True)
        + _tiktok("New followers", days=True)
        + _linkedin("Total followers", page=True),
        "lost_followers": _charts("Unfollows", "取消追蹤")
        + _youtube("Subscribers lost", "流失的訂閱人數")
        + _x("Unfollows", days=True)
        + _tiktok("Lost followers", days=True),
        "net_followers": _charts("Net follows", "淨追蹤者人數")
        + _youtube("Subscribers", "訂閱人數")
        + _x("New follows − Unfollows", days=True)
        + _tiktok("Net growth", days=True),
        "reach": _charts("Reach", "觸及人數")
        + _tiktok("Reached audience", days=True)
        + _linkedin("Unique impressions (organic)")
        + _HAND,
        "viewers": _charts("Viewers", "瀏覽人數")
        + _youtube("Unique viewers", "非重複觀眾人數")
        + _tiktok("Total Viewers", days=True),
        "views": _charts("Views", "瀏覽次數")
        + _youtube("Views", "觀看次數")
        + _x("Video views", days=True)
        + _tiktok("Video Views", days=True),
        "engaged_views": _youtube("Engaged views", "互動觀看次數"),
        "impressions": _charts("Impressions", "曝光次數")
        + _youtube("Thumbnail impressions", "縮圖曝光次數")
        + _x("Impressions", days=True)
        + _linkedin("Impressions (total)"),
        "reactions": _youtube("Likes", "喜歡次數")
        + _x("Likes", days=True)
        + _tiktok("Likes", days=True)
        + _linkedin("Reactions (total)"),
        "comments": _youtube("Comments added", "已新增留言")
        + _x("Replies", days=True)
        + _tiktok("Comments", days=True)
        + _linkedin("Comments (total)"),
        "shares": _youtube("Shares", "分享次數")
        + _x("Reposts", days=True)
        + _tiktok("Shares", days=True)
        + _linkedin("Reposts (total)"),
        "engagements": _charts("Content interactions", "內容互動") + _x("Engagements", days=True),
        "profile_visits": _charts("Visits", "造訪次數")
        + _x("Profile visits", days=True)
        + _tiktok("Profile Views", days=True)
        + _linkedin("Total page views (total)", page=True),
        "link_clicks": _charts("Link clicks", "連結點擊") + _x("Url clicks", days=True),
        "watch_ms": _youtube("Watch time (hours)", "觀看時間（小時）")
        + _x("Watch Time (ms)", days=True),
        "revenue_micros": _youtube("Estimated revenue", "預估收益"),
        "new_members": _HAND,
        "answered": _HAND,
        "needing_answer": _HAND,
    },
    Source.POST_PERIODS: {
        "views": _youtube("Views", "觀看次數"),
        "engaged_views": _youtube("Engaged views", "互動觀看次數"),
        "viewers": _youtube("Unique viewers", "非重複觀眾人數"),
        "impressions": _youtube("Thumbnail impressions", "縮圖曝光次數"),
        "reactions": _youtube("Likes", "喜歡次數"),
        "comments": _youtube("Comments added", "已新增留言"),
        "shares": _youtube("Shares", "分享次數"),
        "watch_ms": _youtube("Watch time (hours)", "觀看時間（小時）"),
        "new_followers": _youtube("Subscribers gained", "獲得的訂閱人數"),
        "net_followers": _youtube("Subscribers", "訂閱人數"),
        "revenue_micros": _youtube("Estimated revenue", "預估收益"),
    },
    Source.SITES: {
        "sessions": _site("Sessions", "工作階段") + _HAND,
        "purchases": _site("Ecommerce purchases", "電子商務購買") + _HAND,
        "engaged_sessions": _site("Engaged sessions", "互動工作階段"),
        "site_users": _site("Active users", "活躍使用者"),
        "site_new_users": _site("New users", "新使用者"),
        "page_views": _site("Views", "瀏覽"),
        "key_events": _site("Key events", "重要事件"),
        "site_revenue_micros": _site("Total revenue", "總收益"),
    },
    Source.ADS: {
        "spend_micros": _ads(("Amount spent", "花費金額"), ("Cost", "費用")) + _HAND,
        "paid_impressions": _ads(("Impressions", "曝光次數"), ("Impr.", "曝光")),
        "paid_clicks": _ads(("Clicks (all)", "點擊次數（全部）"), ("Clicks", "點擊")),
        "paid_results": _ads(("Results", "成果"), ("Conversions", "轉換")),
    },
}


def measures_asked_for(metric: Metric) -> list[str]:
    """The measures that must be imported for ``metric``, each once."""
    if metric.per_post:
        return ["reactions", "comments", "shares", "reach"]
    found = [input_measure(key) for key in metric.inputs]
    return list(dict.fromkeys(key for key in found if key))


def facts_of(metric: Metric, measure: str) -> tuple[Fact, ...]:
    return FACTS[metric.source].get(measure, ())


def platforms_of(metric: Metric) -> list[str]:
    """Platforms whose exports report every input, in the order of the facts; "" is by hand."""
    wanted = measures_asked_for(metric)
    if not wanted:
        return [FACEBOOK, INSTAGRAM, YOUTUBE, X, TIKTOK, LINKEDIN]
    sets = [[fact.platform for fact in facts_of(metric, measure)] for measure in wanted]
    if metric.source is Source.POSTS:  # a level typed by hand completes any platform's posts
        sets = [names for names in sets if "" not in names] or sets
    return [p for p in dict.fromkeys(sets[0]) if all(p in names for names in sets)]
