"""Metrics of accounts: what happened on each day, levels at the end, conversions and replies."""

from django.utils.translation import gettext_lazy as _

from analytics.metrics import breaks
from analytics.metrics.definition import Better, Metric, MetricUnit, Scope, Source
from analytics.metrics.formulas import difference, ratio, total
from analytics.metrics.inputs import DAYS, FOLLOWERS_BEFORE, FRIENDS_BEFORE
from analytics.metrics.registry import register
from platforms import measures as m

COUNT, RATIO = MetricUnit.COUNT, MetricUnit.RATIO


def _days(key, label, formula, measure, **more) -> Metric:
    return register(
        Metric(
            key=key,
            label=label,
            formula=formula,
            unit=more.pop("unit", COUNT),
            inputs=(measure,),
            source=Source.DAYS,
            compute=total(measure),
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
            inputs=(above, below),
            source=Source.DAYS,
            compute=ratio((above,), (below,)),
            **more,
        )
    )


followers = _days(
    "followers",
    _("Followers"),
    _("followers at the end of the period"),
    m.FOLLOWERS,
    scope=Scope.ONE_ACCOUNT,
    level=True,
    standard="粉絲人數",
    caveat=_("The last level known within the period; the day is shown beside it."),
)
audience = _days(
    "audience",
    _("Audience on all accounts (people may be counted more than once)"),
    _("sum of the accounts’ followers at the end of the period"),
    m.FOLLOWERS,
    level=True,
)
new_followers = _days(
    "new_followers", _("New followers"), _("sum of the days’ new followers"), m.NEW_FOLLOWERS
)
lost_followers = _days(
    "lost_followers",
    _("Lost followers"),
    _("sum of the days’ lost followers"),
    m.LOST_FOLLOWERS,
    better=Better.DOWN,
)
net_followers = _days(
    "net_followers",
    _("Net followers"),
    _("sum of the days’ new minus lost followers, as the platform reports it"),
    m.NET_FOLLOWERS,
)
growth_rate = _ratio(
    "growth_rate",
    _("Follower growth rate"),
    _("new followers ÷ followers at the start"),
    m.NEW_FOLLOWERS,
    FOLLOWERS_BEFORE,
    by_day=False,
    grows=True,
    standard="成長率",
)
friends = _days(
    "friends",
    _("LINE friends"),
    _("friends ever added, at the end of the period"),
    m.FRIENDS,
    scope=Scope.ONE_ACCOUNT,
    level=True,
    standard="好友人數",
    caveat=_("Friends who blocked the account are still counted; “followers” leaves them out."),
)
new_friends = register(
    Metric(
        key="new_friends",
        label=_("New LINE friends"),
        formula=_("friends at the end − friends at the start"),
        unit=COUNT,
        inputs=(m.FRIENDS, FRIENDS_BEFORE),
        source=Source.DAYS,
        compute=difference(m.FRIENDS, FRIENDS_BEFORE),
        by_day=False,
        standard="新增好友數",
    )
)
account_reach = _days(
    "account_reach",
    _("Account reach"),
    _("people who saw anything of the account, for one day or one span the platform states"),
    m.REACH,
    scope=Scope.ONE_SUBJECT,
    caveat=_("People, so days and accounts are never added up."),
)
mean_daily_reach = _ratio(
    "mean_daily_reach",
    _("Mean daily reach"),
    _("sum of the days’ reach ÷ days that report it"),
    m.REACH,
    DAYS,
    unit=COUNT,
    scope=Scope.ONE_ACCOUNT,
    by_day=False,
    mean=True,
)
account_viewers = _days(
    "account_viewers",
    _("Account viewers"),
    _("unique accounts behind the views, for one day or one span the platform states"),
    m.VIEWERS,
    scope=Scope.ONE_SUBJECT,
    caveat=_("People, so days and accounts are never added up."),
)
account_views = _days(
    "account_views",
    _("Account views"),
    _("sum of the days’ views of everything the account shows"),
    m.VIEWS,
    comparable=False,
    breaks=breaks.VIEWS,
)
account_engaged_views = _days(
    "account_engaged_views",
    _("Engaged views"),
    _("sum of the days’ engaged views, YouTube’s older way of counting"),
    m.ENGAGED_VIEWS,
)
account_impressions = _days(
    "account_impressions",
    _("Account impressions"),
    _("sum of the days’ impressions"),
    m.IMPRESSIONS,
    comparable=False,
)
daily_reactions = _days(
    "daily_reactions",
    _("Likes and reactions of the days"),
    _("sum of the days’ likes and reactions on anything, old posts too"),
    m.REACTIONS,
)
daily_comments = _days(
    "daily_comments",
    _("Comments of the days"),
    _("sum of the days’ comments on anything, old posts too"),
    m.COMMENTS,
)
daily_shares = _days(
    "daily_shares",
    _("Shares of the days"),
    _("sum of the days’ shares of anything, old posts too"),
    m.SHARES,
)
daily_engagements = _days(
    "daily_engagements",
    _("Engagements of the days"),
    _("sum of the days’ engagements as the platform counts them, old posts too"),
    m.ENGAGEMENTS,
    comparable=False,
)
profile_visits = _days(
    "profile_visits",
    _("Profile and page visits"),
    _("sum of the days’ visits"),
    m.PROFILE_VISITS,
)
daily_link_clicks = _days(
    "daily_link_clicks",
    _("Link clicks of the days"),
    _("sum of the days’ link clicks"),
    m.LINK_CLICKS,
)
account_watch_time = _days(
    "account_watch_time",
    _("Watch time of the days"),
    _("sum of the days’ watch time"),
    m.WATCH_MS,
    unit=MetricUnit.MILLISECONDS,
)
account_revenue = _days(
    "account_revenue",
    _("Estimated revenue of the days"),
    _("sum of the days’ estimated revenue"),
    m.REVENUE_MICROS,
    unit=MetricUnit.MICROS,
)
new_members = _days(
    "new_members",
    _("New members"),
    _("sum of the days’ new members"),
    m.NEW_MEMBERS,
    standard="新增會員數",
)
reply_rate = _ratio(
    "reply_rate",
    _("Reply rate"),
    _("answered messages ÷ messages needing an answer"),
    m.ANSWERED,
    m.NEEDING_ANSWER,
    standard="回應率",
)
