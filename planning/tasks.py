"""What beat starts in planning."""

from celery import shared_task
from django.utils import timezone

from planning import routines


# Hourly: every zone has its own midnight, and a second run of a day makes nothing.
@shared_task(name="planning.make_routines", expires=3600)
def make_routines_task() -> int:
    return routines.generate_everywhere(at=timezone.now())
