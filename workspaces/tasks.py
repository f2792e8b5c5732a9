"""What beat starts on the ground floor."""

from celery import shared_task
from django.utils import timezone

from workspaces import escalations, jobs
from workspaces.tidy import tidy


# Another sweep follows in seconds, so one that waits in a queue is not worth doing late.
@shared_task(name="workspaces.sweep_jobs", expires=10)
def sweep_jobs_task() -> int:
    return jobs.sweep()


@shared_task(name="workspaces.tidy", expires=3600)
def tidy_task() -> int:
    return sum(tidy(at=timezone.now()).values())


@shared_task(name="workspaces.remind_escalations", expires=60)
def remind_escalations_task() -> int:
    return escalations.remind(at=timezone.now())
