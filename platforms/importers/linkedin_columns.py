"""Headers of LinkedIn page analytics and of a person's own profile.

No Chinese file was met; sheets in other languages are known by their places.
"""

from platforms.importers.headers import SHARE, ColumnSet, extra, fields, measure, normal


def _three(name: str, *older: str) -> tuple:
    """Total, organic and sponsored columns; older files call some of them otherwise."""
    names = (name, *older)
    key = {"Clicks": "clicks", "Reactions": "reactions", "Comments": "comments",
           "Reposts": "shares"}[name]  # fmt: skip
    return (
        measure(key, *(f"{one} (total)" for one in names)),
        measure(key, *(f"{one} (organic)" for one in names), rank=1),
        extra(*(f"{one} (sponsored)" for one in names)),
    )


METRICS = ColumnSet(
    (
        fields("date", "Date", zh=["日期"]),
        measure("organic_impressions", "Impressions (organic)", zh=["曝光次數（自然）"]),
        measure("paid_impressions", "Impressions (sponsored)", zh=["曝光次數（贊助）"]),
        measure("impressions", "Impressions (total)", zh=["曝光次數（總計）"]),
        measure("reach", "Unique impressions (organic)", "Unique impressions"),
        *_three("Clicks"),
        *_three("Reactions", "Likes"),
        *_three("Comments"),
        *_three("Reposts", "Shares"),
        extra("Engagement rate (organic)", "Engagement rate (sponsored)",
              "Engagement rate (total)"),
    )
)  # fmt: skip
POSTS = ColumnSet(
    (
        fields("text", "Post title", "Update title"),
        fields("permalink", "Post link", "Update link"),
        fields("paid", "Post type", "Update type"),
        extra("Campaign name"),
        # Who of the page's people published it is nobody's business here.
        fields("posted_by", "Posted by"),
        fields("published", "Created date"),
        extra("Campaign start date", "Campaign end date", "Audience"),
        measure("impressions", "Impressions"),
        measure("views", "Views", "Views (Excluding offsite video views)", "Video views"),
        extra("Offsite Views"),
        measure("clicks", "Clicks"),
        extra("Click through rate (CTR)"),
        measure("reactions", "Likes", "Reactions"),
        measure("comments", "Comments"),
        measure("shares", "Reposts", "Shares"),
        measure("new_followers", "Follows"),
        extra("Engagement rate"),
        fields("content_type", "Content Type"),
    )
)
FOLLOWERS = ColumnSet(
    (
        fields("date", "Date", zh=["日期"]),
        extra("Sponsored followers", "Organic followers", "Auto-invited followers"),
        # Of that day, whatever its name says: the others add up to it.
        measure("new_followers", "Total followers"),
    )
)
_PAGES = ("Overview", "Life", "Jobs")
VISITORS = ColumnSet(
    (
        fields("date", "Date", zh=["日期"]),
        measure("profile_visits", "Total page views (total)"),
        measure("profile_visits", "Overview page views (total)", rank=1),
        extra("Total page views (desktop)", "Total page views (mobile)"),
        *(
            extra(f"{page} {what} ({where})")
            for page in (*_PAGES, "Total")
            for what in ("page views", "unique visitors")
            for where in ("desktop", "mobile", "total")
            if (what, where) != ("page views", "total") and (page, what) != ("Total", "page views")
        ),
        extra("Life page views (total)", "Jobs page views (total)"),
        extra("Custom button clicks"),
    )
)
PARTS = ColumnSet(
    (
        fields("location", "Location"),
        fields("job_function", "Job function", "Function"),
        fields("seniority", "Seniority", "Experience level"),
        fields("industry", "Industry"),
        fields("company_size", "Company size"),
        measure("followers", "Total followers"),
        measure("profile_visits", "Total views", "Total page views"),
    )
)
DIMENSIONS = ("location", "job_function", "seniority", "industry", "company_size")
PROFILE_DAYS = ColumnSet(
    (
        fields("date", "Date", zh=["日期"]),
        measure("impressions", "Impressions"),
        measure("engagements", "Engagements"),
        measure("new_followers", "New followers"),
    )
)
PROFILE_PARTS = ColumnSet(
    (
        fields("dimension", "Top Demographics"),
        fields("label", "Value"),
        measure("followers", "Percentage", unit=SHARE),
    )
)

# The columns in their order, for sheets in other languages.
METRIC_PLACES = (
    "Date", "Impressions (organic)", "Impressions (sponsored)", "Impressions (total)",
    "Unique impressions (organic)",
    *(f"{name} ({part})" for name in ("Clicks", "Reactions", "Comments", "Reposts",
                                      "Engagement rate")
      for part in ("organic", "sponsored", "total")),
)  # fmt: skip
POST_PLACES = (
    "Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date",
    "Campaign start date", "Campaign end date", "Audience", "Impressions", "Views",
    "Offsite Views", "Clicks", "Click through rate (CTR)", "Likes", "Comments", "Reposts",
    "Follows", "Engagement rate", "Content Type",
)  # fmt: skip
FOLLOWER_PLACES = {
    4: ("Date", "Sponsored followers", "Organic followers", "Total followers"),
    5: ("Date", "Sponsored followers", "Organic followers", "Auto-invited followers",
        "Total followers"),
}  # fmt: skip
VISITOR_PLACES = (
    "Date",
    *(f"{page} {what} ({where})"
      for page in (*_PAGES, "Total")
      for what in ("page views", "unique visitors")
      for where in ("desktop", "mobile", "total")),
)  # fmt: skip

OWN_METRICS = frozenset(normal(name) for name in METRIC_PLACES if "(" in name)
COMPETITORS = frozenset(
    normal(name)
    for name in ("Page", "Total Followers", "New Followers", "Total post engagements",
                 "Total posts")
)  # fmt: skip
CONTENT_TYPES = {
    normal(name): kind
    for kind, names in {
        "video": ("Video", "影片"),
        "photo": ("Image", "Photo", "Images", "相片", "圖片"),
        "carousel": ("Multi image", "Multi-image", "Document", "Carousel"),
        "link": ("Article", "Link", "Newsletter"),
        "text": ("Text",),
        "live": ("Live", "Live video", "Event"),
        "other": ("Poll", "Job", "Other"),
    }.items()
    for name in names
}
