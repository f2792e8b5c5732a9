"""Metrics of posts: lifetime figures, on the day the post was published."""

from django.utils.translation import gettext_lazy as _

from analytics.metrics import breaks
from analytics.metrics.definition import Better, Metric, MetricUnit, Scope, Source
from analytics.metrics.formulas import ratio, total
from analytics.metrics.inputs import FOLLOWER_BASE, OWN_RATES, POSTS
from analytics.metrics.registry import register
from platforms import measures as m

ENGAGEMENTS = (m.REACTIONS, m.COMMENTS, m.SHARES)
COUNT, RATIO = MetricUnit.COUNT, MetricUnit.RATIO


def _sum(key, label, formula, *inputs, **more) -> Metric:
    return register(
        Metric(
            key=key,
            label=label,
            formula=formula,
            unit=more.pop("unit", COUNT),
            inputs=inputs or (key,),
            source=Source.POSTS,
            compute=total(*(inputs or (key,))),
            **more,
        )
    )


def _ratio(key, label, formula, above, below, **more) -> Metric:
    return register(
        Metric(
            key=key,
            label=label,
            formula=formula,
            unit=more.pop("unit", RATIO),
            inputs=(*above, *below),
            source=Source.POSTS,
            compute=ratio(above, below),
            **more,
        )
    )


post_count = _sum(
    "post_count",
    _("Posts published"),
    _("number of posts published in the period"),
    POSTS,
    better=Better.NEITHER,
    by_post=False,
)
reach = _sum(
    "reach",
    _("Reach of a post"),
    _("people who saw the post at least once, as the platform estimates it"),
    m.REACH,
    scope=Scope.ONE_SUBJECT,
    standard="文章瀏覽人數",
    caveat=_("People, so it exists for one post only and is never added up."),
)
viewers = _sum(
    "viewers",
    _("Viewers of a post"),
    _("unique accounts behind the views of the post"),
    m.VIEWERS,
    scope=Scope.ONE_SUBJECT,
    caveat=_("People, so it exists for one post only and is never added up."),
)
mean_reach = _ratio(
    "mean_reach_per_post",
    _("Mean reach per post"),
    _("sum of the posts’ reach ÷ posts that report it"),
    (m.REACH,),
    (POSTS,),
    unit=COUNT,
    by_post=False,
    mean=True,
)
post_reach_total = _sum(
    "post_reach_total",
    _("Sum of post reach (people counted more than once)"),
    _("sum of the posts’ reach; stands only as a denominator, it is no number of people"),
    m.REACH,
    denominator=True,
    by_post=False,
    better=Better.NEITHER,
)
views = _sum(
    "views",
    _("Views"),
    _("sum of the posts’ views"),
    comparable=False,
    breaks=breaks.VIEWS,
    caveat=_("Plays and displays, repeats included; each platform counts in its own way."),
)
impressions = _sum(
    "impressions",
    _("Impressions"),
    _("sum of the posts’ impressions"),
    comparable=False,
    caveat=_("Not the same as views; Meta stopped reporting impressions in 2024 and 2025."),
)
reactions = _sum(
    "reactions",
    _("Likes and reactions"),
    _("sum of the posts’ likes and reactions"),
    standard="按讚數",
)
comments = _sum("comments", _("Comments"), _("sum of the posts’ comments"), standard="留言數")
shares = _sum("shares", _("Shares"), _("sum of the posts’ shares"), standard="分享數")
saves = _sum("saves", _("Saves"), _("sum of the posts’ saves"))
engagements = _sum(
    "engagements",
    _("Engagements"),
    _("reactions + comments + shares"),
    *ENGAGEMENTS,
    caveat=_("Saves and clicks are not included; they have metrics of their own."),
)
engagement_rate = _ratio(
    "engagement_rate",
    _("Engagement rate"),
    _("(reactions + comments + shares) ÷ reach"),
    ENGAGEMENTS,
    (m.REACH,),
    standard="互動率",
)
engagement_rate_by_views = _ratio(
    "engagement_rate_by_views",
    _("Engagement rate by views"),
    _("(reactions + comments + shares) ÷ views"),
    ENGAGEMENTS,
    (m.VIEWS,),
    comparable=False,
    breaks=breaks.VIEWS,
)
engagement_rate_by_impressions = _ratio(
    "engagement_rate_by_impressions",
    _("Engagement rate by impressions"),
    _("(reactions + comments + shares) ÷ impressions"),
    ENGAGEMENTS,
    (m.IMPRESSIONS,),
    comparable=False,
    caveat=_("For X and LinkedIn, which report no reach of a post; their own rates add clicks."),
)
engagement_rate_by_followers = _ratio(
    "engagement_rate_by_followers",
    _("Engagement rate by followers"),
    _("(reactions + comments + shares) ÷ (followers at the end × posts)"),
    ENGAGEMENTS,
    (FOLLOWER_BASE,),
)
mean_engagement_rate = register(
    Metric(
        key="mean_engagement_rate",
        label=_("Mean of the posts’ engagement rates"),
        formula=_("mean of each post’s own (reactions + comments + shares) ÷ reach"),
        unit=RATIO,
        inputs=(OWN_RATES, POSTS),
        source=Source.POSTS,
        compute=ratio((OWN_RATES,), (POSTS,)),
        per_post=True,
        by_post=False,
        caveat=_("Every post weighs the same here, however many people it reached."),
    )
)
reach_rate = _ratio(
    "reach_rate",
    _("Reach rate"),
    _("sum of the posts’ reach ÷ (followers at the end × posts)"),
    (m.REACH,),
    (FOLLOWER_BASE,),
    caveat=_("What part of the followers an average post reached; above 100% is possible."),
)
share_rate = _ratio(
    "share_rate",
    _("Share rate"),
    _("shares ÷ reach"),
    (m.SHARES,),
    (m.REACH,),
    standard="分享率",
)
save_rate = _ratio("save_rate", _("Save rate"), _("saves ÷ reach"), (m.SAVES,), (m.REACH,))
clicks = _sum(
    "clicks",
    _("All clicks"),
    _("sum of the posts’ clicks of every kind"),
    comparable=False,
    caveat=_("Every platform includes other clicks (photo, “more”, name)."),
)
link_clicks = _sum("link_clicks", _("Link clicks"), _("sum of the posts’ link clicks"))
click_through_rate = _ratio(
    "click_through_rate",
    _("Click-through rate by impressions"),
    _("link clicks ÷ impressions"),
    (m.LINK_CLICKS,),
    (m.IMPRESSIONS,),
    standard="觸擊率",
)
click_through_rate_by_views = _ratio(
    "click_through_rate_by_views",
    _("Click-through rate by views"),
    _("link clicks ÷ views"),
    (m.LINK_CLICKS,),
    (m.VIEWS,),
    comparable=False,
    breaks=breaks.VIEWS,
)
video_views_3s = _sum(
    "video_views_3s", _("3-second video views"), _("sum of the posts’ 3-second video views")
)
watch_time = _sum(
    "watch_time",
    _("Watch time"),
    _("sum of the posts’ watch time"),
    m.WATCH_MS,
    unit=MetricUnit.MILLISECONDS,
)
follows_from_posts = _sum(
    "follows_from_posts",
    _("New followers from posts"),
    _("sum of the follows a post brought"),
    m.NEW_FOLLOWERS,
)
negative_feedback = _sum(
    "negative_feedback",
    _("Negative feedback"),
    _("sum of hides and reports on the posts"),
    better=Better.DOWN,
)
revenue = _sum(
    "revenue",
    _("Estimated revenue"),
    _("sum of the posts’ estimated revenue"),
    m.REVENUE_MICROS,
    unit=MetricUnit.MICROS,
)
