"""What the clock does in the calendar; every step can be run by hand and run twice."""

from datetime import datetime, timedelta

from django.utils import timezone

from calendar_app import as_published, laying, licence_clock, publishing, review, ties
from calendar_app.models import Publication, PublishingPause, SlotRule
from workspaces.models import Workspace


def tick(now: datetime | None = None) -> dict[str, int]:
    """Once a minute: pauses that end, reminders, missed ones, reviews that ran out."""
    now = now or timezone.now()
    return {
        "resumed": end_pauses(now),
        "reminded": publishing.remind(now),
        "missed": publishing.mark_missed(now),
        "expired": review.expire(now),
    }


def end_pauses(now: datetime) -> int:
    """What was to go on by itself does; whoever paused it is told."""
    over = PublishingPause.objects.filter(ended_at=None, resumes_at__lte=now)
    count = 0
    for pause in over.select_related("workspace", "started_by"):
        if PublishingPause.objects.filter(pk=pause.pk, ended_at=None).update(ended_at=now):
            publishing.went_on(pause)
            count += 1
    return count


def daily(now: datetime | None = None) -> dict[str, int]:
    """Once a day: lay the slots of the next two months, tie what has arrived, tell of rights that end."""
    now = now or timezone.now()
    laid = tied = 0
    with_rules = SlotRule.objects.filter(ended_at=None).values("workspace")
    for workspace in Workspace.objects.filter(pk__in=with_rules):
        today = timezone.localdate(now, workspace.tz)
        laid += laying.lay(workspace, today, today + timedelta(days=laying.AHEAD))
    with_results = Publication.objects.filter(state__in=publishing.OVER, version__tie=None).values(
        "workspace"
    )
    for workspace in Workspace.objects.filter(pk__in=with_results):
        tied += ties.match_new(workspace)
    kept = as_published.fill()
    return {"laid": laid, "tied": tied, "kept": kept, "rights": licence_clock.remind(now)}
