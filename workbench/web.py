"""gunicorn's settings where the worker and the timetable are processes of their own."""

import os
import shutil
import tempfile
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 8
graceful_timeout = 20
timeout = 120  # a large upload over a slow line
control_socket_disable = True
loglevel = "warning"

# Every process of this host counts into files here; /metrics adds them up. Set before any of
# them loads the library, which decides by this variable.
_counted = tempfile.mkdtemp(prefix="workbench-metrics-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _counted


def child_exit(server: Any, worker: Any) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    shutil.rmtree(_counted, ignore_errors=True)
