"""Celery's own scheduler, which also says at every turn that it lives (``workbench.alive``)."""

from typing import Any

from celery.beat import Scheduler

from workbench import alive

LONGEST_SLEEP = 20.0  # seconds


class Timetable(Scheduler):
    def tick(self, *arguments: Any, **more: Any) -> float:
        alive.touch("timetable")
        return min(float(super().tick(*arguments, **more)), LONGEST_SLEEP)
