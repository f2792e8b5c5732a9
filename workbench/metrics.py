"""What Prometheus reads: requests as they are answered, everything else when it asks.

Requests are counted in each process and added up over all of a host's (the library's files in
PROMETHEUS_MULTIPROC_DIR, see ``web.py``). Jobs, queue, imports and signs of life are asked from
the database at the moment of the scrape, so they are right however many hosts there are.
"""

import hmac
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from platforms.models import SocialAccount, SourceBatch, SourceFile
from workbench import queues
from workbench.backup.database import size
from workspaces import samples
from workspaces.models import Job, Pulse

SECONDS = Histogram(
    "workbench_request_seconds",
    "Time to answer a request.",
    ["view", "method"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
ANSWERS = Counter("workbench_requests_total", "Requests answered.", ["view", "method", "status"])
CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class MeasureMiddleware:
    """Count every request under the name of its view, never under its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = match.view_name or "unnamed" if match else "none"
        method = request.method if request.method in METHODS else "OTHER"
        SECONDS.labels(view, method).observe(time.perf_counter() - started)
        ANSWERS.labels(view, method, str(response.status_code)).inc()
        return response


def may_read(request: HttpRequest) -> bool:
    """With METRICS_TOKEN whoever sends it; without, only a program on this machine."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        wanted = f"Bearer {settings.METRICS_TOKEN}"
        return hmac.compare_digest(given.encode(), wanted.encode())
    return samples.came_from_here(request)


def text() -> bytes:
    """Everything, in Prometheus' text format."""
    whole = CollectorRegistry()
    whole.register(Installation())
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder and os.path.isdir(folder):  # noqa: PTH112
        MultiProcessCollector(whole)
        return generate_latest(whole)
    return generate_latest(REGISTRY) + generate_latest(whole)


class Installation(Collector):
    """Asked at every scrape. A part that cannot be asked is missing and named as such."""

    def collect(self) -> Iterator[Metric]:
        failed = GaugeMetricFamily(
            "workbench_scrape_failed", "1 for a part that could not be asked.", labels=["part"]
        )
        for name, part in PARTS.items():
            try:
                found = list(part())
            except Exception:  # noqa: BLE001 -- whatever it is, the other parts still count
                failed.add_metric([name], 1)
                continue
            failed.add_metric([name], 0)
            yield from found
        yield failed


def gauge(name: str, words: str, rows: Iterable[tuple[list[str], float]], labels: list[str]) -> Any:
    family = GaugeMetricFamily(f"workbench_{name}", words, labels=labels)
    for values, number in rows:
        family.add_metric(values, number)
    return family


def jobs() -> Iterator[Metric]:
    counted = dict(Job.objects.order_by().values_list("status").annotate(number=Count("pk")))
    rows = [([str(state)], counted.get(state, 0)) for state in Job.Status.values]
    yield gauge("jobs", "Jobs kept, by state.", rows, ["state"])
    oldest = Job.objects.filter(status=Job.Status.QUEUED).aggregate(at=Min("created_at"))["at"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0
    yield gauge("oldest_waiting_job_seconds", "Age of the oldest waiting job.", [([], age)], [])
    lost = Job.objects.filter(status=Job.Status.RUNNING, lease_until__lt=timezone.now()).count()
    yield gauge("jobs_lost", "Running jobs whose worker fell silent.", [([], lost)], [])


def queue() -> Iterator[Metric]:
    rows = [([name], length) for name, length in queues.lengths().items()]
    yield gauge("queue_messages", "Messages waiting in the broker.", rows, ["queue"])


def imports() -> Iterator[Metric]:
    states = SourceFile.objects.order_by().values_list("state").annotate(number=Count("pk"))
    yield gauge("source_files", "Files brought in.", [([s], n) for s, n in states], ["state"])
    live = Q(deliveries__batch__state=SourceBatch.State.LIVE)
    accounts = (
        SocialAccount.objects.ours()
        .annotate(last=Max("deliveries__batch__created_at", filter=live))
        .exclude(last=None)
        .order_by("pk")
        .values_list("workspace__slug", "platform", "pk", "last")
    )
    rows = [([slug, platform, str(pk)], at.timestamp()) for slug, platform, pk, at in accounts]
    labels = ["workspace", "platform", "account"]
    yield gauge("last_import_timestamp_seconds", "Newest delivery in use.", rows, labels)


def space() -> Iterator[Metric]:
    disk = shutil.disk_usage(settings.WORKBENCH_DATA)
    rows = [(["free"], disk.free), (["used"], disk.used)]
    yield gauge("disk_bytes", "The disk that holds WORKBENCH_DATA.", rows, ["kind"])
    yield gauge("database_bytes", "What the database takes.", [([], size())], [])


def signs() -> Iterator[Metric]:
    found = list(Pulse.objects.order_by("kind", "name"))
    for kind, name, words, label in (
        (Pulse.Kind.WORKER, "worker_sign_timestamp_seconds", "Last sign of a worker.", "worker"),
        (Pulse.Kind.TASK, "timetable_timestamp_seconds", "Last run of an entry.", "entry"),
        (Pulse.Kind.BACKUP, "backup_timestamp_seconds", "Last backup.", "name"),
    ):
        rows = [([one.name], one.at.timestamp()) for one in found if one.kind == kind]
        yield gauge(name, words, rows, [label])


PARTS: dict[str, Callable[[], Iterator[Metric]]] = {
    "jobs": jobs,
    "queue": queue,
    "imports": imports,
    "space": space,
    "signs": signs,
}
