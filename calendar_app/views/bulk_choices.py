"""What the bar under a selection offers; for pages whose rows can be ticked."""

from typing import Any

from calendar_app.labels import pillars_of
from planning.models import Campaign
from workspaces.access import WorkspaceRequest
from workspaces.models import Membership
from workspaces.roles import Can


def bulk_choices(request: WorkspaceRequest) -> dict[str, Any]:
    if not request.can(Can.PLAN):
        return {"bulk": None}
    members = Membership.objects.in_workspace(request.workspace).who_can(Can.PLAN).with_people()
    return {
        "bulk": {
            "people": [(member.user_id, str(member.user)) for member in members],
            "pillars": [(one.pk, one.name) for one in pillars_of(request.workspace)],
            "campaigns": [
                (one.pk, one.name)
                for one in Campaign.objects.in_workspace(request.workspace)
                .standing()
                .exclude(name="")[:50]
            ],
        }
    }
