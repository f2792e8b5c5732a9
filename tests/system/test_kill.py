"""Whatever dies in the middle of the work, it is finished once and nothing is doubled."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.samples.meta import content_csv
from tests.system.installation import Installation

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]

POSTS = 6000
EXPECTED = {
    "posts": POSTS,
    "readings": POSTS,
    "batches": 1,
    "reach": sum(100 + n for n in range(POSTS)),
}
ENQUEUE = """
from pathlib import Path
from analytics.intake import deliveries
from workspaces import jobs
from workspaces.models import User, Workspace
workspace = Workspace.objects.get(slug="brand")
user = User.objects.get(email="mei@example.com")
with Path({path!r}).open("rb") as stream:
    file = deliveries.receive(workspace, stream, "posts.csv", by=user)
job = jobs.enqueue(
    "analytics.import_files", workspace=workspace, by=user, label="import",
    params={{"files": [file.pk]}},
)
answer = job.pk
"""
COUNT = """
from django.db.models import Sum
from analytics.models import PostReading
from platforms.models import Post, SourceBatch
live = SourceBatch.objects.filter(state=SourceBatch.State.LIVE)
readings = PostReading.objects.filter(batch__in=live)
answer = {
    "posts": Post.objects.count(),
    "readings": PostReading.objects.count(),
    "batches": live.count(),
    "reach": readings.aggregate(all=Sum("reach"))["all"],
}
"""

MAKE_REPORT = """
from datetime import date
from reports.outputs import OUTPUTS
from reports.services import deliverables
from workspaces import jobs
from workspaces.models import User, Workspace
from workspaces.periods import quarter_of
workspace = Workspace.objects.get(slug="brand")
user = User.objects.get(email="mei@example.com")
report = deliverables.begin(workspace, OUTPUTS["O3.3.1"], quarter_of(date(2026, 10, 1)), by=user)
job = jobs.enqueue(
    "reports.make_version", workspace=workspace, by=user, label="report",
    params={"report": report.pk},
)
answer = job.pk
"""
LOOK_AT_REPORT = """
import hashlib
from pathlib import Path
from django.conf import settings
from reports.models import DeliverableVersion, PrintedFigure
(version,) = DeliverableVersion.objects.all()
codes = list(PrintedFigure.objects.values_list("version", "code"))
answer = {
    "formats": sorted(version.files),
    "intact": [
        hashlib.sha256((Path(settings.MEDIA_ROOT) / one["path"]).read_bytes()).hexdigest()
        == one["sha256"]
        for one in version.files.values()
    ],
    "figures": len(codes) > 0,
    "doubled": len(codes) - len(set(codes)),
}
"""
REPORT = {"formats": ["docx", "xlsx"], "intact": [True, True], "figures": True, "doubled": 0}


def job_row(place: Installation, job: int) -> tuple[str, int, int]:
    """Status, attempts and the readings written so far, straight from the tables."""
    query = (
        "SELECT status, attempts, (SELECT count(*) FROM analytics_postreading) "
        f"FROM workspaces_job WHERE id = {int(job)}"
    )
    url = place.env.get("DATABASE_URL")
    if url:
        import psycopg

        with psycopg.connect(url) as connection:
            return connection.execute(query).fetchone()
    database = Path(place.env["WORKBENCH_DATA"]) / "workbench.sqlite3"
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
    try:
        return connection.execute(query).fetchone()
    finally:
        connection.close()


def in_the_middle(place: Installation, job: int) -> bool:
    status, _attempts, readings = job_row(place, job)
    assert status in {"queued", "running"}, f"the import was {status} before it could be killed"
    return status == "running" and 0 < readings < POSTS


def open_brand(place: Installation, posts: int) -> Path:
    """An empty workspace, and a file for it."""
    file = place.folder / "posts.csv"
    file.write_bytes(
        content_csv(
            {
                "id": f"1009000{n:08d}",
                "time": f"{10 + n % 3}/{1 + n % 28:02d}/2026 {n % 24:02d}:{n % 60:02d}",
                "Reach": 100 + n,
                "Reactions": n % 50,
                "Comments": n % 7,
                "Shares": n % 3,
            }
            for n in range(posts)
        )
    )
    place.manage("migrate", "-v0")
    place.manage("create_workspace", "brand", "--name", "品牌", "--owner", "mei@example.com")
    return file


def begin(place: Installation) -> int:
    """A job that imports; nobody works on it before the start."""
    return place.ask(ENQUEUE.format(path=str(open_brand(place, POSTS))))


def begin_report(place: Installation) -> int:
    """A job that makes a quarterly report out of figures that are there already."""
    file = open_brand(place, 1500)
    place.manage("import_metrics", "--workspace", "brand", str(file))
    return place.ask(MAKE_REPORT)


def being_made(place: Installation, job: int) -> bool:
    return job_row(place, job)[0] == "running"


def finished(place: Installation, job: int) -> tuple[str, int, int] | None:
    row = job_row(place, job)
    return row if row[0] not in {"queued", "running"} else None


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Installation]:
    """The one-process installation on SQLite."""
    place = Installation(tmp_path)
    yield place
    place.kill()


@pytest.fixture
def split(tmp_path: Path, redis_url: str) -> Iterator[Installation]:
    """Web, worker and timetable on PostgreSQL and Redis."""
    import psycopg

    server = os.environ["TEST_DATABASE_URL"]
    name = f"kill_{os.getpid()}_{tmp_path.name.replace('-', '_')}".lower()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    url = urlsplit(server)._replace(path=f"/{name}").geturl()
    # A queue of its own: other tests' jobs are not its business.
    queue = urlsplit(redis_url)._replace(path="/7").geturl()
    # Another worker waits for the dead one's lease; in one process the next start knows.
    place = Installation(tmp_path, DATABASE_URL=url, REDIS_URL=queue, JOB_LEASE_SECONDS="8")
    yield place
    place.kill()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.sqlite
def test_import_survives_a_power_cut_in_one_process_mode(alone):
    job = begin(alone)
    alone.start()
    alone.wait(lambda: in_the_middle(alone, job), 180, "the import to be half way")

    alone.kill()
    alone.start()
    status, attempts, _readings = alone.wait(lambda: finished(alone, job), 240, "the import to end")

    assert (status, attempts) == ("done", 2)
    assert alone.ask(COUNT) == EXPECTED


@pytest.mark.sqlite
def test_import_survives_the_death_of_the_server_process_alone(alone):
    job = begin(alone)
    alone.start()
    alone.wait(lambda: in_the_middle(alone, job), 180, "the import to be half way")
    master, worker = alone.running("manage.py up")

    alone.kill([worker])
    status, attempts, _readings = alone.wait(lambda: finished(alone, job), 240, "the import to end")

    assert alone.running("manage.py up")[0] == master
    assert (status, attempts) == ("done", 2)
    assert alone.ask(COUNT) == EXPECTED


@pytest.mark.sqlite
def test_stopping_politely_leaves_the_import_for_the_next_start(alone):
    job = begin(alone)
    alone.start()
    alone.wait(lambda: in_the_middle(alone, job), 180, "the import to be half way")

    assert alone.stop() == 0
    alone.start()
    status, _attempts, _readings = alone.wait(
        lambda: finished(alone, job), 240, "the import to end"
    )

    assert status == "done"
    assert alone.ask(COUNT) == EXPECTED


@pytest.mark.sqlite
def test_report_survives_a_power_cut_in_one_process_mode(alone):
    job = begin_report(alone)
    alone.start()
    alone.wait(lambda: being_made(alone, job), 180, "the report to be begun")

    alone.kill()
    assert being_made(alone, job), "the report was made before it could be killed"
    alone.start()
    status, attempts, _readings = alone.wait(lambda: finished(alone, job), 240, "the report to end")

    assert (status, attempts) == ("done", 2)
    assert alone.ask(LOOK_AT_REPORT) == REPORT


@pytest.mark.postgres
def test_report_survives_the_death_of_its_worker_on_postgresql_and_redis(split):
    job = begin_report(split)
    split.start()
    split.wait(lambda: being_made(split, job), 180, "the report to be begun")

    split.kill(split.running("celery --app workbench.celery worker"))
    assert being_made(split, job), "the report was made before it could be killed"
    status, attempts, _readings = split.wait(lambda: finished(split, job), 240, "the report to end")

    assert (status, attempts) == ("done", 2)
    assert split.ask(LOOK_AT_REPORT) == REPORT


@pytest.mark.postgres
def test_import_survives_the_death_of_its_worker_on_postgresql_and_redis(split):
    job = begin(split)
    split.start()
    split.wait(lambda: in_the_middle(split, job), 180, "the import to be half way")

    split.kill(split.running("celery --app workbench.celery worker"))
    status, attempts, _readings = split.wait(lambda: finished(split, job), 240, "the import to end")

    assert (status, attempts) == ("done", 2)
    assert split.ask(COUNT) == EXPECTED
    assert split.stop() == 0


@pytest.mark.postgres
def test_import_survives_a_power_cut_on_postgresql_and_redis(split):
    job = begin(split)
    split.start()
    split.wait(lambda: in_the_middle(split, job), 180, "the import to be half way")

    split.kill()
    split.start()
    status, attempts, _readings = split.wait(lambda: finished(split, job), 240, "the import to end")

    assert (status, attempts) == ("done", 2)
    assert split.ask(COUNT) == EXPECTED
