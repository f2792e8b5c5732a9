"""What beat starts in planning."""

from celery import shared_task
from django.utils import timezone

from planning import reading, routines, slips
from workspaces.models import UndoStep


# Hourly: every zone has its own midnight, and a second run of a day makes nothing.
@shared_task(name="planning.make_routines", expires=3600)
def make_routines_task() -> int:
    return routines.generate_everywhere(at=timezone.now())


# One small task for each source, so that a slow site holds up nobody else's.
@shared_task(name="planning.fetch_sources", expires=600)
def fetch_sources_task() -> int:
    due = reading.due_sources(at=timezone.now())
    for pk in due:
        fetch_source_task.delay(pk)
    return len(due)


# Nothing is lost when it dies: the source is due again after its lease.
@shared_task(name="planning.fetch_source", queue="pull", expires=600, max_retries=0)
def fetch_source_task(source_id: int, now: bool = False) -> int | None:
    return reading.fetch_source(source_id, at=timezone.now(), now=now)


# Not sent again after a failure: the notification stands in the workspace all the same.
@shared_task(name="planning.mail_move", max_retries=0)
def mail_move_task(step_id: int) -> int:
    return slips.mail_about(UndoStep.objects.select_related("workspace", "user").get(pk=step_id))
