"""What a campaign came to, for its page in planning: its posts with their figures."""

from django.utils.translation import gettext as _

from analytics.as_of import as_of
from analytics.plan_table import ENOUGH
from analytics.query import metric_values
from analytics.texts import value_text
from planning.models import Campaign
from planning.sockets import CAMPAIGN_RESULT
from workspaces.models import Workspace
from workspaces.periods import Period

SHOWN = ("post_count", "engagements", "mean_reach_per_post", "engagement_rate", "link_clicks")


def plug_in() -> None:
    """Called once when the app is ready."""
    CAMPAIGN_RESULT.append(campaign_result)


def campaign_result(campaign: Campaign) -> list[tuple[str, str]]:
    """(label, text) of the posts that belong to the campaign, between its days; constant queries.

    A rate or mean of few posts is said with how many stand behind it.
    """
    if campaign.start is None or campaign.end is None or campaign.end < campaign.start:
        return []
    workspace: Workspace = campaign.workspace
    period = Period(campaign.start, campaign.end)
    values = metric_values(
        workspace, period, by="campaign", metrics=SHOWN, as_of=as_of(workspace, period)
    )
    found = []
    for value in values:
        if value.planned_as != str(campaign.pk) or not value.known:
            continue
        text = value_text(value)
        averaged = value.metric.is_ratio or value.metric.mean
        if averaged and value.used < ENOUGH:
            text = _("%(value)s (only %(n)s posts)") % {"value": text, "n": value.used}
        found.append((str(value.metric.label), text))
    return found
