"""What the bar under a selection offers; for pages whose rows can be ticked."""

from typing import Any

from calendar_app.labels import pillars_of
from planning.models import Campaign
from workspaces.access import WorkspaceRequest
from workspaces.models import Membership
from workspaces.roles import Can

MOST = 50  # campaigns to choose from, newest first


def bulk_choices(request: WorkspaceRequest, known: dict[str, Any] | None = None) -> dict[str, Any]:
    """``known``: people, pillars and campaigns that the page has read already."""
    if not request.can(Can.PLAN):
        return {"bulk": None}
    place = request.workspace
    if known is None:
        members = Membership.objects.in_workspace(place).who_can(Can.PLAN).with_people()
        campaigns = Campaign.objects.in_workspace(place).standing().exclude(name="")
        known = {
            "people": [(member.user_id, str(member.user)) for member in members],
            "pillars": [(one.pk, one.name) for one in pillars_of(place)],
            "campaigns": [(one.pk, one.name) for one in campaigns[:MOST]],
        }
    return {"bulk": {name: known[name] for name in ("people", "pillars", "campaigns")}}
