"""Doors of the calendar to the queue."""

from celery import shared_task

from calendar_app import clock


@shared_task(name="calendar.tick", max_retries=0)
def tick_task() -> None:
    clock.tick()


@shared_task(name="calendar.daily", max_retries=0)
def daily_task() -> None:
    clock.daily()
