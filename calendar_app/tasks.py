"""Doors of the calendar to the queue."""

from celery import shared_task

from calendar_app import clock, drafting
from workspaces.jobs import work


@shared_task(name="calendar.tick", max_retries=0)
def tick_task() -> None:
    clock.tick()


@shared_task(name="calendar.daily", max_retries=0)
def daily_task() -> None:
    clock.daily()


@shared_task(name=drafting.TASK, max_retries=0)
def draft_task(job_id: int) -> None:
    work(job_id, drafting.run, on_give_up=drafting.gave_up)
