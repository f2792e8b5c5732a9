"""gunicorn's settings for the one-process installation: web, Celery worker and beat together.

    gunicorn -c workbench/embedded.py workbench.wsgi

The broker is memory, so everything must live in this one worker process. What a killed process
forgets stands in the Job rows; the next start takes it up at once.
"""

import logging
import os
import sys
import threading
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = 1
worker_class = "gthread"
threads = 8
graceful_timeout = 20
# A large upload over a slow line takes longer than gunicorn's usual 30 s of patience.
timeout = 120
# A recycled worker would drop the memory queue.
max_requests = 0
preload_app = False  # threads do not survive a fork
control_socket_disable = True
loglevel = "warning"

_held: dict[str, Any] = {}
# Every sweep and the memory broker's missing host name would fill the operator's screen.
QUIET = {"celery": logging.WARNING, "kombu.connection": logging.ERROR}


def on_starting(server: Any) -> None:
    if server.cfg.workers != 1:
        sys.exit(
            f"{server.cfg.workers} web processes were asked for, but without REDIS_URL everything "
            "runs in one. Set REDIS_URL, or leave WEB_CONCURRENCY and --workers out."
        )


def post_worker_init(worker: Any) -> None:
    from celery.beat import EmbeddedService

    from workbench import pulse
    from workbench.celery import QUEUES, app
    from workspaces import jobs

    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
    app.loader.import_default_modules()
    app.finalize()
    consumer = app.WorkController(
        pool="threads",
        concurrency=2,
        queues=QUEUES,
        hostname="embedded@localhost",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
    )
    thread = threading.Thread(target=consumer.start, name="celery-worker", daemon=True)
    thread.start()
    # Named here because the embedded service does not read the setting: no state file is kept.
    beat = EmbeddedService(app, thread=True, scheduler_cls=app.conf.beat_scheduler)
    beat.start()
    _held.update(thread=thread, beat=beat)
    pulse.start_worker("embedded@localhost")
    # Nobody else can be working: what the last process held is free now.
    jobs.release_all()
    jobs.sweep()


def worker_exit(server: Any, worker: Any) -> None:
    from celery.worker import state

    if _held:
        from workbench import pulse

        pulse.stop_worker()
        _held["beat"].stop()
        state.should_stop = 0
        _held["thread"].join(15)
