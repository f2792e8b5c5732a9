"""People at work while servers fall over: two web and two worker processes under load.

Used by tests/system/test_load.py (a minute) and benchmarks/load.py (as long as wanted).
"""

import http.client
import json
import random
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from tests.samples.meta import content_csv
from tests.servers import Server, free_port, restartable_postgres, restartable_redis
from tests.system.containers import ROOT, Service
from tests.system.installation import Installation

PAGES = ("", "analytics/", "analytics/posts/", "data/", "reports/", "jobs/", "settings/health/")
AWAY = (ConnectionError, http.client.HTTPException, TimeoutError, OSError)

SESSION = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from workspaces.models import User
user = User.objects.get(email="mei@example.com")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
answer = session.session_key
"""

# Hands in files and asks for reports, one after the other; tries again when the database is away.
FEED = """
import json, time
from datetime import date
from pathlib import Path
from django.db import InterfaceError, OperationalError, connection, transaction
from analytics.intake import deliveries
from reports.outputs import OUTPUTS
from reports.services import deliverables
from workspaces import jobs
from workspaces.models import User, Workspace
from workspaces.periods import quarter_of

def patiently(act):
    while True:
        try:
            workspace = Workspace.objects.get(slug="brand")
            with transaction.atomic():
                return act(workspace, User.objects.get(email="mei@example.com")).pk
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(0.3)

def imports(path):
    def act(workspace, user):
        with path.open("rb") as stream:
            file = deliveries.receive(workspace, stream, path.name, by=user)
        return jobs.enqueue("analytics.import_files", workspace=workspace, by=user,
                            label=path.name, params={{"files": [file.pk]}})
    return act

def report(workspace, user):
    made = deliverables.begin(workspace, OUTPUTS["O3.1.1"], quarter_of(date(2026, 10, 1)), by=user)
    return jobs.enqueue("reports.make_version", workspace=workspace, by=user, label="report",
                        params={{"report": made.pk}})

answer = []
for number, path in enumerate(sorted(Path({folder!r}).glob("*.csv"))):
    answer.append(patiently(imports(path)))
    if number % 4 == 3:
        answer.append(patiently(report))
    time.sleep({pause})
print(json.dumps(answer))
"""

LOOK = """
from collections import Counter
from django.db.models import Sum
from analytics.models import PostCurrent, PostReading
from platforms.models import Post, SourceBatch, SourceFile
from reports.models import Deliverable, DeliverableVersion, PrintedFigure
from workspaces.models import Job
live = SourceBatch.objects.filter(state=SourceBatch.State.LIVE)
codes = list(PrintedFigure.objects.values_list("version", "code"))
ended = Job.objects.filter(task="analytics.inspect_files", status="done")
looked_at = [pk for params in ended.values_list("params", flat=True) for pk in params["files"]]
answer = {
    "jobs": dict(Counter(Job.objects.values_list("status", flat=True))),
    "unfinished": Job.objects.filter(status__in=["queued", "running"]).count(),
    "attempts": Counter(Job.objects.values_list("attempts", flat=True)),
    "failed": list(Job.objects.exclude(status="done").values("label", "status", "error")[:5]),
    "posts": Post.objects.count(),
    "arriving": SourceBatch.objects.filter(state="arriving").count(),
    "readings": PostReading.objects.filter(batch__in=live).count(),
    "leftovers": PostReading.objects.exclude(batch__in=live).count(),
    "reach": PostReading.objects.filter(batch__in=live).aggregate(n=Sum("reach"))["n"],
    "current": PostCurrent.objects.aggregate(n=Sum("reach"))["n"],
    "not_inspected": SourceFile.objects.filter(pk__in=looked_at, state="waiting", report={}).count(),
    "versions": DeliverableVersion.objects.count(),
    "doubled_figures": len(codes) - len(set(codes)),
}
"""


@dataclass
class Answers:
    """What visitors saw. ``wrong``: anything but a page or a clear "try again"."""

    pages: int = 0
    again: int = 0  # 503 with Retry-After, or nobody at the door: asked again
    uploads: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    by_page: Counter = field(default_factory=Counter)

    def p95(self) -> float:
        return sorted(self.seconds)[int(0.95 * len(self.seconds))] if self.seconds else 0.0


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any, **more: Any) -> None:
        return None


class Visitor(threading.Thread):
    """Somebody who looks at one page after the other, and sometimes uploads a file."""

    def __init__(self, name: str, ports: list[int], session: str, answers: Answers) -> None:
        super().__init__(name=name, daemon=True)
        self.ports, self.session, self.answers = ports, session, answers
        self.over = threading.Event()
        self.chance = random.Random(name)
        self.opener = urllib.request.build_opener(NoRedirect)
        self.csrf = "a" * 32

    def run(self) -> None:
        while not self.over.is_set():
            if self.chance.random() < 0.1:
                self.upload()
            else:
                self.look(self.chance.choice(PAGES))

    def look(self, page: str) -> None:
        started = time.monotonic()
        status = self.patiently("GET", f"/w/brand/{page}")
        if status is None:
            return
        self.answers.seconds.append(time.monotonic() - started)
        self.answers.by_page[page] += 1
        self.answers.pages += 1
        if status != 200:
            self.answers.wrong.append(f"GET {page}: {status}")

    def upload(self) -> None:
        line = uuid4().hex
        body = (
            f"--{line}\r\nContent-Disposition: form-data; name=csrfmiddlewaretoken\r\n\r\n"
            f"{self.csrf}\r\n--{line}\r\n"
            f'Content-Disposition: form-data; name="files"; filename="{line[:8]}.csv"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        ).encode()
        body += content_csv([{"id": f"77{uuid4().int % 10**16:016d}", "Reach": 1}])
        body += f"\r\n--{line}--\r\n".encode()
        kind = f"multipart/form-data; boundary={line}"
        status = self.patiently("POST", "/w/brand/data/upload/", body, kind)
        if status is None:
            return
        self.answers.uploads += 1
        if status != 302:
            self.answers.wrong.append(f"upload: {status}")

    def patiently(
        self, method: str, path: str, body: bytes | None = None, kind: str = ""
    ) -> int | None:
        """The status, asking again while somebody starts anew; None when the load is over."""
        tries = 0
        while not self.over.is_set() and tries < 120:
            tries += 1
            port = self.chance.choice(self.ports)
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}{path}", data=body, method=method
            )
            request.add_header("Cookie", f"sessionid={self.session}; csrftoken={self.csrf}")
            if kind:
                request.add_header("Content-Type", kind)
            try:
                with self.opener.open(request, timeout=60) as answer:
                    answer.read()
                    return answer.status
            except urllib.error.HTTPError as error:
                if error.code != 503 or not error.headers.get("Retry-After"):
                    return error.code
            except AWAY:
                pass
            self.answers.again += 1
            time.sleep(0.2)
        if not self.over.is_set():
            self.answers.wrong.append(f"{method} {path}: no answer in {tries} tries")
        return None


class Town:
    """PostgreSQL, Redis, two web servers, two workers and the timetable, each to be felled."""

    def __init__(self, folder: Path, database: Server, broker: Server) -> None:
        self.folder, self.database, self.broker = folder, database, broker
        self.ports = [free_port(), free_port()]
        common = {
            "DATABASE_URL": database.url,
            "REDIS_URL": broker.url,
            "WORKBENCH_DATA": str(folder / "data"),
            "HOST": "127.0.0.1",
            "WEB_CONCURRENCY": "1",
            "WORKER_CONCURRENCY": "1",
            "JOB_LEASE_SECONDS": "6",
            "POSTGRES_PASSWORD": "abc",
            "LOG_LEVEL": "WARNING",
        }
        self.place = Installation(folder, **common)
        self.webs = [
            Service(f"web.{n}", ROOT, folder, **common, PORT=str(port))
            for n, port in enumerate(self.ports)
        ]
        self.workers = [Service(f"worker.{n}", ROOT, folder, **common, PORT="0") for n in range(2)]
        self.timetable = Service("timetable", ROOT, folder, **common, PORT="0")
        self.answers = Answers()
        self.visitors: list[Visitor] = []

    @property
    def services(self) -> list[Service]:
        return [*self.webs, *self.workers, self.timetable]

    def open(self, visitors: int) -> None:
        self.place.manage("migrate", "-v0")
        arguments = ["create_workspace", "brand", "--name", "品牌", "--owner", "mei@example.com"]
        self.place.manage(*arguments)
        session = self.place.ask(SESSION)
        for service in self.services:
            service.start()
        for service in self.services:
            self.wait(service.healthy, 120, f"{service.name} to be healthy")
        self.visitors = [
            Visitor(f"visitor {n}", self.ports, session, self.answers) for n in range(visitors)
        ]
        for visitor in self.visitors:
            visitor.start()

    def feed(self, files: int, posts: int, pause: float) -> subprocess.Popen:
        """Starts handing in ``files`` exports of ``posts`` posts each, all different."""
        folder = self.folder / "exports"
        folder.mkdir()
        for number in range(files):
            rows = (
                {
                    "id": f"1009{number:04d}{n:010d}",
                    "time": f"{10 + n % 2}/{1 + n % 28:02d}/2026 {n % 24:02d}:{n % 60:02d}",
                    "Reach": 100 + n,
                }
                for n in range(posts)
            )
            (folder / f"{number:04d}.csv").write_bytes(content_csv(rows))
        code = FEED.format(folder=str(folder), pause=pause)
        command = [str(self.workers[0].command()[0]).replace("celery", "python"), "manage.py"]
        return subprocess.Popen(
            [*command, "shell", "-v0", "-c", code],
            cwd=ROOT,
            env=self.place.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def look(self) -> dict[str, Any]:
        return self.place.ask(LOOK)

    def settle(self, seconds: float) -> dict[str, Any]:
        """Until no job waits or runs; what is there then."""
        deadline = time.monotonic() + seconds
        while True:
            found = self.look()
            if not found["unfinished"]:
                return found
            if time.monotonic() > deadline:
                raise AssertionError(f"still unfinished after {seconds} s: {found}\n{self.said()}")
            time.sleep(1)

    def leave(self) -> None:
        for visitor in self.visitors:
            visitor.over.set()
        for visitor in self.visitors:
            visitor.join(70)

    def strike(self) -> None:
        """Kill both workers while a job runs, so that somebody else has to end it."""
        for _try in range(20):
            self.wait(self._at_work, 60, "a job to run")
            for worker in self.workers:
                worker.kill()
            cut_off = self._at_work()
            for worker in self.workers:
                worker.start()
            if cut_off:
                return
            # It ended in the moment between: the next one will not.
            for worker in self.workers:
                self.wait(worker.healthy, 60, f"{worker.name} to be healthy")
        raise AssertionError("no job was ever running when the workers were killed")

    def _at_work(self) -> bool:
        with psycopg.connect(self.database.url) as connection:
            question = "SELECT count(*) FROM workspaces_job WHERE status = 'running'"
            row = connection.execute(question).fetchone()
        return bool(row and row[0])

    def wait(self, until: Callable[[], bool], seconds: float, what: str) -> None:
        deadline = time.monotonic() + seconds
        while not until():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {seconds} s in vain for {what}\n{self.said()}")
            time.sleep(0.05)

    def said(self) -> str:
        return "\n".join(f"--- {one.name}\n{one.said()[-2500:]}" for one in self.services)


@contextmanager
def town(folder: Path) -> Iterator[Town]:
    with restartable_postgres(durable=True) as database, restartable_redis() as broker:
        made = Town(folder, database, broker)
        try:
            yield made
        finally:
            for visitor in made.visitors:
                visitor.over.set()
            for service in made.services:
                service.kill()


def expected(files: int, posts: int) -> dict[str, int]:
    reach = files * sum(100 + n for n in range(posts))
    return {"posts": files * posts, "readings": files * posts, "reach": reach, "current": reach}


def fed(feeder: subprocess.Popen, seconds: float) -> list[int]:
    out, error = feeder.communicate(timeout=seconds)
    assert feeder.returncode == 0, error
    return json.loads(out.splitlines()[-1])
