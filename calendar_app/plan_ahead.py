"""What the calendar tells planning: the posts that are planned for some days."""

from datetime import datetime, time, timedelta

from calendar_app.models import EntryVersion
from planning.sockets import PlannedPost
from workspaces.models import Workspace
from workspaces.periods import Period


def posts_planned(workspace: Workspace, period: Period) -> list[PlannedPost]:
    """One for each version that has a time in these days; one query."""
    start = datetime.combine(period.start, time.min, workspace.tz)
    end = datetime.combine(period.end + timedelta(days=1), time.min, workspace.tz)
    rows = (
        EntryVersion.objects.in_workspace(workspace)
        .filter(at__gte=start, at__lt=end, entry__removed_at=None)
        .select_related("entry__pillar", "entry__campaign", "account")
        .order_by("at", "pk")
    )
    return [
        PlannedPost(
            at=row.its_time,
            platform=row.account.platform,
            account=row.account.name,
            title=str(row.entry),
            kind=str(row.entry.get_kind_display()),
            state=str(row.entry.get_state_display()),
            pillar=str(row.entry.pillar or ""),
            campaign=str(row.entry.campaign or ""),
        )
        for row in rows
    ]
