"""Metrics of posts within a stated from–to (YouTube tables): never mixed with lifetime figures."""

from django.utils.translation import gettext_lazy as _

from analytics.metrics import breaks
from analytics.metrics.definition import Metric, MetricUnit, Scope, Source
from analytics.metrics.formulas import ratio, total
from analytics.metrics.registry import register
from platforms import measures as m

_CAVEAT = _("Only tables whose own from–to lies within the period count; the span is shown.")


def _table(key, label, formula, measure, **more) -> Metric:
    return register(
        Metric(
            key=f"period_{key}",
            label=label,
            formula=formula,
            unit=more.pop("unit", MetricUnit.COUNT),
            inputs=(measure,),
            source=Source.POST_PERIODS,
            compute=total(measure),
            caveat=_CAVEAT,
            **more,
        )
    )


def _table_ratio(key, label, formula, above, below, **more) -> Metric:
    return register(
        Metric(
            key=f"period_{key}",
            label=label,
            formula=formula,
            unit=MetricUnit.RATIO,
            inputs=(*above, *below),
            source=Source.POST_PERIODS,
            compute=ratio(above, below),
            caveat=_CAVEAT,
            **more,
        )
    )


period_views = _table(
    "views",
    _("Views in the period"),
    _("sum of the videos’ views within the table’s from–to"),
    m.VIEWS,
    comparable=False,
    breaks=breaks.VIEWS,
)
period_engaged_views = _table(
    "engaged_views",
    _("Engaged views in the period"),
    _("sum of the videos’ engaged views within the table’s from–to"),
    m.ENGAGED_VIEWS,
)
period_viewers = _table(
    "viewers",
    _("Unique viewers of a video in the period"),
    _("people who watched the video within the table’s from–to"),
    m.VIEWERS,
    scope=Scope.ONE_SUBJECT,
)
period_impressions = _table(
    "impressions",
    _("Thumbnail impressions in the period"),
    _("sum of the videos’ thumbnail impressions within the table’s from–to"),
    m.IMPRESSIONS,
    comparable=False,
)
period_reactions = _table(
    "reactions",
    _("Likes in the period"),
    _("sum of the videos’ likes within the table’s from–to"),
    m.REACTIONS,
)
period_comments = _table(
    "comments",
    _("Comments in the period"),
    _("sum of the videos’ comments within the table’s from–to"),
    m.COMMENTS,
)
period_shares = _table(
    "shares",
    _("Shares in the period"),
    _("sum of the videos’ shares within the table’s from–to"),
    m.SHARES,
)
period_engagements = register(
    Metric(
        key="period_engagements",
        label=_("Engagements in the period"),
        formula=_("reactions + comments + shares within the table’s from–to"),
        unit=MetricUnit.COUNT,
        inputs=(m.REACTIONS, m.COMMENTS, m.SHARES),
        source=Source.POST_PERIODS,
        compute=total(m.REACTIONS, m.COMMENTS, m.SHARES),
        caveat=_CAVEAT,
    )
)
period_engagement_rate_by_views = _table_ratio(
    "engagement_rate_by_views",
    _("Engagement rate by views in the period"),
    _("(reactions + comments + shares) ÷ views within the table’s from–to"),
    (m.REACTIONS, m.COMMENTS, m.SHARES),
    (m.VIEWS,),
    comparable=False,
    breaks=breaks.VIEWS,
)
period_watch_time = _table(
    "watch_time",
    _("Watch time in the period"),
    _("sum of the videos’ watch time within the table’s from–to"),
    m.WATCH_MS,
    unit=MetricUnit.MILLISECONDS,
)
period_new_followers = _table(
    "new_followers",
    _("New subscribers from videos in the period"),
    _("sum of the subscribers gained within the table’s from–to"),
    m.NEW_FOLLOWERS,
)
period_net_followers = _table(
    "net_followers",
    _("Net subscribers from videos in the period"),
    _("sum of the subscribers gained minus lost within the table’s from–to"),
    m.NET_FOLLOWERS,
)
period_revenue = _table(
    "revenue",
    _("Estimated revenue in the period"),
    _("sum of the videos’ estimated revenue within the table’s from–to"),
    m.REVENUE_MICROS,
    unit=MetricUnit.MICROS,
)
