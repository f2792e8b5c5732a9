"""Which metrics the outputs show, in which order, and below what they are silent."""

# The figures a manager looks at first; the first known ones make the sentence that matters.
SENTENCE = ("engagement_rate", "mean_reach_per_post", "new_followers", "purchases", "post_count")
# Compared with the period before and the year before.
COMPARED = (
    "post_count",
    "engagement_rate",
    "engagements",
    "mean_reach_per_post",
    "reach_rate",
    "share_rate",
    "click_through_rate",
    "click_through_rate_by_views",
    "link_clicks",
    "reactions",
    "comments",
    "shares",
    "saves",
    "audience",
    "new_followers",
    "growth_rate",
    "new_friends",
    "sessions",
    "purchases",
    "new_members",
    "conversion_rate",
    "reply_rate",
    "period_views",
    "period_engagements",
    "period_watch_time",
)
# One row per account.
PER_ACCOUNT = (
    "post_count",
    "engagements",
    "engagement_rate",
    "mean_reach_per_post",
    "new_followers",
    "followers",
)
# Among these the largest movers are looked for, account by account.
MOVING = (
    "engagements",
    "engagement_rate",
    "mean_reach_per_post",
    "share_rate",
    "link_clicks",
    "new_followers",
    "account_views",
    "mean_daily_reach",
)
PER_TYPE = ("post_count", "engagements", "engagement_rate", "mean_reach_per_post")

# What the sections ask of the whole brand and of each account, one after the other.
FORESEEN = {
    "workspace": (*SENTENCE, *COMPARED, "views"),
    "account": (*PER_ACCOUNT, *MOVING, "friends", "growth_rate", "new_friends"),
}

# Below this many posts a ranking would be an accident (a rule of the report).
RANKED_FROM = 8
RANKED = 3
MOVERS = 5
# A change of fewer posts or days than this says nothing.
MOVED_FROM_POSTS = 3
MOVED_FROM_DAYS = 7
MOST_ACCOUNTS = 5  # columns of the weekly table; the total column holds all
