"""What a post belongs to in the plan: its pillar and its campaign. Nobody reads them outside."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from planning.models import Campaign, Pillar
from workspaces.models import Workspace

AFTERWARDS = timedelta(days=60)  # thanks and results of a campaign that is over


def campaigns_of(workspace: Workspace, *, keep: int | None = None) -> QuerySet[Campaign]:
    """Campaigns a post may belong to now; ``keep`` is the one it has, however old."""
    since = timezone.localdate(timezone=workspace.tz) - AFTERWARDS
    return (
        Campaign.objects.in_workspace(workspace)
        .filter(
            Q(removed_at=None) & ~Q(name="") & (Q(end=None) | Q(end__gte=since)) | Q(pk=keep or 0)
        )
        .order_by("start", "pk")
    )


def pillars_of(workspace: Workspace, *, keep: int | None = None) -> QuerySet[Pillar]:
    """Pillars of briefs that run today or later, newest brief first; and the one it has."""
    today = timezone.localdate(timezone=workspace.tz)
    return (
        Pillar.objects.in_workspace(workspace)
        .filter(Q(removed_at=None, brief__end__gte=today) & ~Q(name="") | Q(pk=keep or 0))
        .select_related("brief")
    )
