"""Signs of life: every worker says so in the database, every entry of the timetable when it ran.

The 營運健康 page, /metrics and the containers' health checks read them.
"""

import contextlib
import socket
import threading
import time
from datetime import timedelta
from typing import Any

import structlog
from celery import signals
from django.db import DatabaseError, connection
from django.utils import timezone

from workbench import alive
from workbench.schedule import TIMETABLE
from workspaces.models import Pulse

log = structlog.get_logger(__name__)
EVERY = 20  # seconds
TIMETABLED = {entry["task"]: name for name, entry in TIMETABLE.items()}

_stop: threading.Event | None = None
_began: dict[str, float] = {}


def beat(kind: str, name: str, **detail: Any) -> None:
    """A sign that cannot be given must not stop the work it speaks of."""
    try:
        Pulse.objects.beat(kind, name, **detail)
    except DatabaseError as error:
        log.warning("no_pulse", kind=kind, name=name, error=str(error))


def start_worker(name: str) -> None:
    """Say every 20 seconds that this worker lives, until ``stop_worker``."""
    global _stop
    if _stop is not None:
        return
    stop = _stop = threading.Event()

    def say() -> None:
        while True:
            alive.touch("worker")
            beat(Pulse.Kind.WORKER, name)
            connection.close()
            if stop.wait(EVERY):
                break
        with contextlib.suppress(DatabaseError):
            Pulse.objects.filter(kind=Pulse.Kind.WORKER, name=name).delete()
        connection.close()

    threading.Thread(target=say, name="worker-pulse", daemon=True).start()


def stop_worker() -> None:
    """It left on purpose, so nobody has to wonder where it is."""
    global _stop
    if _stop is not None:
        _stop.set()
        _stop = None


@signals.worker_ready.connect(weak=False)
def _ready(sender: Any = None, **more: Any) -> None:
    start_worker(getattr(sender, "hostname", "") or f"worker@{socket.gethostname()}")


@signals.worker_shutting_down.connect(weak=False)
def _leaving(**more: Any) -> None:
    stop_worker()


@signals.task_prerun.connect(weak=False)
def _began_task(task_id: str = "", task: Any = None, **more: Any) -> None:
    if getattr(task, "name", "") in TIMETABLED:
        _began[task_id] = time.monotonic()


@signals.task_postrun.connect(weak=False)
def _ended_task(task_id: str = "", task: Any = None, state: str = "", **more: Any) -> None:
    name = TIMETABLED.get(getattr(task, "name", ""))
    if name is None:
        return
    seconds = round(time.monotonic() - _began.pop(task_id, time.monotonic()), 3)
    error = "" if state == "SUCCESS" else type(more.get("retval")).__name__
    beat(Pulse.Kind.TASK, name, seconds=seconds, error=error)


def workers(within: float = 3 * EVERY) -> list[Pulse]:
    """Those that gave a sign in the last minute."""
    moment = timezone.now() - timedelta(seconds=within)
    return list(Pulse.objects.since(Pulse.Kind.WORKER, moment))
