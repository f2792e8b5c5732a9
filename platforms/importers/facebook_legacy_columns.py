"""Headers of legacy Facebook Insights: as printed and, in some workbooks, as the API names them."""

from platforms.importers.headers import MINUTES, ColumnSet, extra, fields, measure, normal

_POST = (
    fields("post_id", "Post ID"),
    fields("permalink", "Permalink"),
    fields("message", "Post Message"),
    fields("type", "Type"),
    fields("published", "Posted"),
    extra("Countries", "Languages", "Audience Targeting"),
)

POST_COLUMNS = ColumnSet(
    (
        *_POST,
        measure("reach", "Lifetime Post Total Reach", "post_impressions_unique:lifetime"),
        measure("organic_reach", "Lifetime Post organic reach",
                "post_impressions_organic_unique:lifetime"),
        measure("paid_reach", "Lifetime Post Paid Reach", "post_impressions_paid_unique:lifetime"),
        measure("impressions", "Lifetime Post Total Impressions", "post_impressions:lifetime"),
        measure("organic_impressions", "Lifetime Post Organic Impressions",
                "post_impressions_organic:lifetime"),
        measure("paid_impressions", "Lifetime Post Paid Impressions",
                "post_impressions_paid:lifetime"),
        measure("engaged_users", "Lifetime Engaged Users", "post_engaged_users:lifetime"),
        # Clicks anywhere in the post; consumers are the people behind them.
        measure("clicks", "Lifetime Post Consumptions", "post_consumptions:lifetime"),
        measure("link_clicks", "Lifetime Post Consumptions by type - link clicks"),
        measure("reactions", "Lifetime Post Stories by action type - like"),
        measure("comments", "Lifetime Post Stories by action type - comment"),
        measure("shares", "Lifetime Post Stories by action type - share"),
        measure("negative_feedback", "Lifetime Negative Feedback from Users",
                "post_negative_feedback:lifetime"),
        measure("video_views_3s", "Lifetime Total Video Views", "post_video_views:lifetime"),
        measure("video_viewers_3s", "Lifetime Unique Video Views",
                "post_video_views_unique:lifetime"),
        measure("video_views_60s", "Lifetime Total 60-second video views"),
        measure("video_viewers_60s", "Lifetime Unique 60-second video views"),
        measure("watch_ms", "Lifetime Total Video View Time (in MS)",
                "post_video_view_time:lifetime"),
        measure("watch_ms", "Lifetime Total Video View Time (in Minutes)", unit=MINUTES, rank=1),
        fields("length_ms", "Lifetime Video length", "post_video_length:lifetime"),
    )
)  # fmt: skip

SIDE_COLUMNS = {
    "none": ColumnSet(_POST),
    "stories": ColumnSet(
        (
            *_POST,
            measure("reactions", "like"),
            measure("comments", "comment"),
            measure("shares", "share"),
        )
    ),
    "clicks": ColumnSet((*_POST, measure("link_clicks", "link clicks"))),
}

PAGE_COLUMNS = ColumnSet(
    (
        fields("date", "Date"),
        fields("description", "Description"),
        # Page likes were the followers of their time.
        measure("followers", "Lifetime Total Likes", "page_fans:lifetime"),
        measure("new_followers", "Daily New Likes", "page_fan_adds:day"),
        measure("lost_followers", "Daily Unlikes", "page_fan_removes:day"),
        measure("engaged_users", "Daily Page Engaged Users", "page_engaged_users:day"),
        measure("reach", "Daily Total Reach", "page_impressions_unique:day"),
        measure("organic_reach", "Daily Organic Reach", "page_impressions_organic_unique:day"),
        measure("paid_reach", "Daily Paid Reach", "page_impressions_paid_unique:day"),
        measure("impressions", "Daily Total Impressions", "page_impressions:day"),
        measure("organic_impressions", "Daily Organic impressions",
                "page_impressions_organic:day"),
        measure("paid_impressions", "Daily Paid Impressions", "page_impressions_paid:day"),
        measure("profile_visits", "Daily Logged-in Page Views", "page_views_login:day"),
        measure("clicks", "Daily Page consumptions", "page_consumptions:day"),
        measure("negative_feedback", "Daily Negative Feedback from Users",
                "page_negative_feedback:day"),
        measure("video_views_3s", "Daily Total Video Views", "page_video_views:day"),
    )
)  # fmt: skip

TYPES = {
    normal(name): key
    for key, names in {
        "photo": ("Photo",),
        "video": ("Video",),
        "link": ("Link",),
        "text": ("Status",),
        "live": ("Live",),
        "other": ("SharedVideo", "Shared Video", "Event", "Offer", "Question", "Note", "Album"),
    }.items()
    for name in names
}
