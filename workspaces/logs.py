"""Structured logs: readable lines by default, JSON for collectors (LOG_JSON)."""

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

# What stands after these in an address lets somebody in, so it must not stay in a log.
ONE_TIME = re.compile(r"(/(?:invitation|password|reset/key|shared/[a-z]+)/)[^/\s]{8,}")


def without_secrets(logger: Any, method: str, event: EventDict) -> EventDict:
    """One-time links are masked; a refusal (4xx), and a database that is away for a
    moment (503), is one line and no traceback."""
    if isinstance(event.get("event"), str):
        event["event"] = ONE_TIME.sub(r"\1…", event["event"])
    away = str(event.get("event")).startswith("Service Unavailable")
    if event.get("logger") == "django.request" and (event.get("level") == "warning" or away):
        event.pop("exc_info", None)
    return event


def configure(options: dict) -> None:
    """Django's LOGGING_CONFIG: everything goes to standard error through structlog."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        without_secrets,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if options.get("json")
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(options.get("level", "INFO"))
    logging.getLogger("django.server").propagate = False
    for noisy in ("kombu", "celery.redirected", "celery.beat", "celery.app.trace"):
        logging.getLogger(noisy).setLevel("WARNING")
