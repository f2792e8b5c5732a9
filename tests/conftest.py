"""What every test may ask for. Fixtures of one room live in that room's folder."""

import glob
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from tests.servers import redis_server

ROOT = Path(__file__).resolve().parent.parent

# A busy machine is no reason for an example to fail.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real export files; tests that read it skip where it is absent."""
    folder = Path(os.environ.get("WORKBENCH_SHARED") or ROOT.parent / "shared") / "data"
    if not folder.is_dir():
        pytest.skip(f"no real export files at {folder} (WORKBENCH_SHARED names another place)")
    return folder


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real server that speaks the Redis protocol: TEST_REDIS_URL, else one of our own."""
    if os.environ.get("TEST_REDIS_URL"):
        yield os.environ["TEST_REDIS_URL"]
        return
    with redis_server() as url:
        yield url


@pytest.fixture(autouse=True)
def forget_readings() -> None:
    """What a process keeps of one test's database says nothing about the next one's."""
    from analytics import kept

    kept.forget()


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """Call it to do, here and now, every job that waits; returns how many were done."""

    def run() -> int:
        from workbench.celery import app
        from workspaces.models import Job

        app.loader.import_default_modules()
        count = 0
        while job := Job.objects.filter(status=Job.Status.QUEUED).order_by("pk").first():
            app.tasks[job.task].apply(args=[job.pk], throw=True)
            count += 1
        return count

    return run


@pytest.fixture
def jobs_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job is done in the moment its transaction commits, as if the worker were very quick."""

    def send(job) -> None:
        from workbench.celery import app

        app.loader.import_default_modules()
        app.tasks[job.task].apply(args=[job.pk], throw=True)

    monkeypatch.setattr("workspaces.jobs.send", send)


def chromium() -> str | None:
    return os.environ.get("CHROME_BIN") or shutil.which("chromium")


def missing_for(item: pytest.Item) -> str:
    """Why this test cannot run on this machine; empty if it can."""
    from django.conf import settings

    if item.get_closest_marker("render"):
        for program, package in (("soffice", "libreoffice"), ("pdftoppm", "poppler-utils")):
            if not shutil.which(program):
                return f"{program} is not installed ({package})"
        if not glob.glob("/usr/share/fonts/**/NotoSansCJK*", recursive=True):
            return "no Chinese font is installed (fonts-noto-cjk)"
    if item.get_closest_marker("browser") and not chromium():
        return "chromium is not installed and CHROME_BIN names none"
    engine = settings.DATABASES["default"]["ENGINE"]
    if item.get_closest_marker("postgres") and "postgresql" not in engine:
        return "this run uses SQLite; the test is about PostgreSQL (TEST_DATABASE_URL)"
    return ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder = Path(item.path).relative_to(ROOT / "tests").parts[0]
        if folder == "browser":
            item.add_marker("browser")
        if folder in {"house", "tools"}:
            item.add_marker("sqlite")  # about the source; no database says otherwise
        if reason := missing_for(item):
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Name what fails when it fails: the details come only at the end of a long run."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        print(f"\nFAILED just now: {report.nodeid}", flush=True)  # noqa: T201 -- for the log
