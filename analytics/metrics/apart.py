"""Metrics of web sites and of ads. No organic metric reads what these read, nor they it."""

import pandas as pd
from django.utils.translation import gettext_lazy as _

from analytics.metrics.definition import Better, Metric, MetricUnit, Scope, Source
from analytics.metrics.formulas import ratio, total
from analytics.metrics.registry import register
from platforms import measures as m

COUNT, RATIO, MICROS = MetricUnit.COUNT, MetricUnit.RATIO, MetricUnit.MICROS


def _sum(source: Source, key, label, formula, measure, **more) -> Metric:
    return register(
        Metric(
            key=key,
            label=label,
            formula=formula,
            unit=more.pop("unit", COUNT),
            inputs=(measure,),
            source=source,
            compute=total(measure),
            by_post=False,
            **more,
        )
    )


def _over(source: Source, key, label, formula, above, below, **more) -> Metric:
    return register(
        Metric(
            key=key,
            label=label,
            formula=formula,
            unit=more.pop("unit", RATIO),
            inputs=(above, below),
            source=source,
            compute=more.pop("compute", ratio((above,), (below,))),
            by_post=False,
            **more,
        )
    )


def _per_thousand(totals: pd.DataFrame) -> pd.Series:
    shown = totals[m.PAID_IMPRESSIONS]
    return totals[m.SPEND_MICROS] * 1000 / shown.where(shown > 0)


_WHOLE = _("Rows that Google Analytics withholds are not in it; “(other)” is.")

sessions = _sum(
    Source.SITES,
    "sessions",
    _("Website traffic"),
    _("sum of the website’s sessions, by days or within a from–to"),
    m.SESSIONS,
    standard="網站流量",
    caveat=_WHOLE,
)
purchases = _sum(
    Source.SITES,
    "purchases",
    _("Purchases"),
    _("sum of the website’s purchases, by days or within a from–to"),
    m.PURCHASES,
    standard="購買人次",
    caveat=_WHOLE,
)
conversion_rate = _over(
    Source.SITES,
    "conversion_rate",
    _("Conversion rate"),
    _("purchases ÷ website sessions"),
    m.PURCHASES,
    m.SESSIONS,
    standard="轉換率",
)
site_users = _sum(
    Source.SITES,
    "site_users",
    _("Website users"),
    _("people on the website on one day, or over one span the property states"),
    m.SITE_USERS,
    scope=Scope.ONE_SUBJECT,
    caveat=_("People, so days are never added up, and never put beside a platform’s reach."),
)
site_new_users = _sum(
    Source.SITES,
    "site_new_users",
    _("New website users"),
    _("sum of the first visits"),
    m.SITE_NEW_USERS,
)
page_views = _sum(
    Source.SITES,
    "page_views",
    _("Page views"),
    _("sum of the views of the website’s pages"),
    m.PAGE_VIEWS,
)
engaged_session_rate = _over(
    Source.SITES,
    "engaged_session_rate",
    _("Engaged session rate"),
    _("engaged sessions ÷ sessions"),
    m.ENGAGED_SESSIONS,
    m.SESSIONS,
)
key_events = _sum(
    Source.SITES,
    "key_events",
    _("Key events"),
    _("sum of what the property marks as key"),
    m.KEY_EVENTS,
    comparable=False,
)
site_revenue = _sum(
    Source.SITES,
    "site_revenue",
    _("Website revenue"),
    _("sum of the revenue the property reports"),
    m.SITE_REVENUE_MICROS,
    unit=MICROS,
)

ad_spend = _sum(
    Source.ADS,
    "ad_spend",
    _("Ad spend"),
    _("sum of what the campaigns spent"),
    m.SPEND_MICROS,
    unit=MICROS,
    better=Better.NEITHER,
)
ad_impressions = _sum(
    Source.ADS,
    "ad_impressions",
    _("Ad impressions"),
    _("sum of the impressions that were paid for"),
    m.PAID_IMPRESSIONS,
    better=Better.NEITHER,
)
ad_clicks = _sum(
    Source.ADS,
    "ad_clicks",
    _("Ad clicks"),
    _("sum of the clicks on ads"),
    m.PAID_CLICKS,
)
ad_results = _sum(
    Source.ADS,
    "ad_results",
    _("Ad results"),
    _("sum of the results of one kind"),
    m.PAID_RESULTS,
    comparable=False,
    caveat=_("Results of different kinds are never added up."),
)
cost_per_click = _over(
    Source.ADS,
    "cost_per_click",
    _("Cost per ad click (CPC)"),
    _("ad spend ÷ ad clicks"),
    m.SPEND_MICROS,
    m.PAID_CLICKS,
    unit=MICROS,
    mean=True,
    better=Better.DOWN,
)
cost_per_thousand = _over(
    Source.ADS,
    "cost_per_thousand",
    _("Cost per thousand ad impressions (CPM)"),
    _("ad spend × 1000 ÷ ad impressions"),
    m.SPEND_MICROS,
    m.PAID_IMPRESSIONS,
    unit=MICROS,
    mean=True,
    better=Better.DOWN,
    compute=_per_thousand,
)
cost_per_result = _over(
    Source.ADS,
    "cost_per_result",
    _("Cost per ad result"),
    _("ad spend ÷ ad results of one kind"),
    m.SPEND_MICROS,
    m.PAID_RESULTS,
    unit=MICROS,
    mean=True,
    better=Better.DOWN,
    comparable=False,
)
ad_click_rate = _over(
    Source.ADS,
    "ad_click_rate",
    _("Ad click rate"),
    _("ad clicks ÷ ad impressions"),
    m.PAID_CLICKS,
    m.PAID_IMPRESSIONS,
)
