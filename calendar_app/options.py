"""How a workspace runs its calendar: one row, made when first asked for."""

from calendar_app.models import CalendarOptions
from workspaces.models import Workspace

# Posts a week, from practice; a workspace sets its own.
USUAL_CADENCE = {"instagram": 3, "facebook": 3, "linkedin": 2, "tiktok": 3, "youtube": 1}


def options_of(workspace: Workspace) -> CalendarOptions:
    found, _created = CalendarOptions.objects.get_or_create(
        workspace=workspace, defaults={"cadence": dict(USUAL_CADENCE)}
    )
    return found
