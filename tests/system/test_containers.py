"""Dockerfile and docker-compose.yml say what the code needs, and every command really starts."""

import fnmatch
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.rooms import ROOMS
from tests.servers import free_port, postgres_programs, restartable_postgres, restartable_redis
from tests.system.containers import ROOT, Service, compose, filled_in, image_copies, lay_out
from workbench.celery import QUEUES

OURS = ["migrate", "web", "worker", "timetable"]
HOST_NAME = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:com|org|io|net|dev|tw|cn)\b")


# --- what the files say ------------------------------------------------------------------------


def test_services_are_those_of_several_processes():
    assert list(compose()["services"]) == [*OURS, "postgres", "redis"]


@pytest.mark.parametrize("name", ["Dockerfile", "docker-compose.yml", ".dockerignore"])
def test_no_host_name_stands_in(name):
    """Images are named without a registry; whoever builds brings their own."""
    lines = (ROOT / name).read_text().splitlines()

    assert [line for line in lines if HOST_NAME.search(line)] == []
    images = [line.split()[1] for line in lines if re.match(r"FROM |\s+image: ", line)]
    assert not [image for image in images if "/" in image]


@pytest.mark.parametrize("name", [*OURS, "postgres", "redis"])
def test_every_service_is_locked_down(name):
    service = compose()["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] in {"unless-stopped", "on-failure"}
    assert service["healthcheck"]
    assert "privileged" not in service


def test_nobody_is_root():
    last = (ROOT / "Dockerfile").read_text().split("\nFROM ")[-1]

    assert "USER 10001:10001" in last
    assert last.index("USER 10001") < last.index("CMD [")
    for name in ("postgres", "redis"):
        assert not compose()["services"][name]["user"].startswith("0")


def test_all_of_ours_see_the_same_data_and_settings():
    services = [compose()["services"][name] for name in OURS]

    assert {str(service["volumes"]) for service in services} == {"['data:/data']"}
    assert {service["environment"]["WORKBENCH_DATA"] for service in services} == {"/data"}
    assert len({str(service["environment"]) for service in services}) == 1
    assert set(compose()["volumes"]) == {"data", "postgres"}


def test_tables_are_ready_before_anybody_serves():
    for name in ("web", "worker", "timetable"):
        waits = compose()["services"][name]["depends_on"]
        assert waits == {"migrate": {"condition": "service_completed_successfully"}}
    waits = compose()["services"]["migrate"]["depends_on"]
    assert waits["postgres"]["condition"] == "service_healthy"


def test_the_worker_takes_from_every_queue():
    command = compose()["services"]["worker"]["command"]

    assert command[command.index("--queues") + 1].split(",") == QUEUES


def test_without_a_password_nothing_starts():
    url = compose()["services"]["web"]["environment"]["DATABASE_URL"]

    with pytest.raises(KeyError, match="POSTGRES_PASSWORD"):
        filled_in(url, {})
    assert filled_in(url, {"POSTGRES_PASSWORD": "abc"}).startswith("postgres://workbench:abc@")


def test_everything_the_dockerfile_copies_is_there_and_sent():
    """Each COPY of the first stage exists and gets past .dockerignore."""
    first = (ROOT / "Dockerfile").read_text().split("\nFROM ")[1]
    copied = [
        source
        for line in first.splitlines()
        if line.startswith("COPY ")
        for source in line.split()[1:-1]
    ]
    let_in = [
        line[1:]
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    ]

    assert set(copied) == set(let_in)
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert set(ROOMS) <= set(copied)
    assert set(ROOMS) <= {target for _source, target in image_copies()}


def test_the_image_holds_no_tool_and_no_test():
    targets = {target for _source, target in image_copies()}

    for unwanted in ("tests", "tools", "node_modules", "data", ".git", "benchmarks", "static"):
        assert not any(fnmatch.fnmatch(target, f"{unwanted}*") for target in targets)


# --- what the commands do ----------------------------------------------------------------------


def wait(until: Callable[[], bool], seconds: float, what: str, *services: Service) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if until():
            return
        time.sleep(0.5)
    said = "\n".join(f"--- {service.name}\n{service.said()}" for service in services)
    raise AssertionError(f"waited {seconds} s in vain for {what}:\n{said}")


@pytest.fixture
def addresses(tmp_path: Path) -> Iterator[dict[str, str]]:
    if postgres_programs() is None:
        pytest.skip("PostgreSQL's server programs are not on this machine")
    with restartable_postgres() as database, restartable_redis() as broker:
        yield {
            "DATABASE_URL": database.url,
            "REDIS_URL": broker.url,
            "WORKBENCH_DATA": str(tmp_path / "data"),
            "HOST": "127.0.0.1",
            "PORT": str(free_port()),
            "POSTGRES_PASSWORD": "abc",
            # As an operator behind a proxy would have it: the machine's own name is not in it.
            "ALLOWED_HOSTS": "workbench.example.test",
            "WEB_CONCURRENCY": "1",
            "WORKER_CONCURRENCY": "1",
        }


def files_below(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder)) for path in folder.rglob("*") if ".venv" not in path.parts
    }


@pytest.mark.real
@pytest.mark.postgres
@pytest.mark.xdist_group("real")
def test_every_service_starts_from_what_the_image_holds(addresses, tmp_path):
    """Outside a container, but with the image's files, commands, variables and health checks."""
    if not (ROOT / "build" / "static" / "staticfiles.json").exists():
        pytest.skip("the static files are not collected (make setup)")
    app = lay_out(tmp_path / "app")
    before = files_below(app)
    migrate, web, worker, timetable = (Service(name, app, tmp_path, **addresses) for name in OURS)
    try:
        migrate.start()
        assert migrate.finish() == 0, migrate.said()
        assert not worker.healthy()
        assert not web.healthy()

        for service in (web, worker, timetable):
            service.start()
        for service in (web, worker, timetable):
            wait(service.healthy, 90, f"{service.name} to be healthy", web, worker, timetable)

        # What each does when it is told to go.
        for service in (timetable, worker, web):
            assert service.stop() in {0, -15}, service.said()
        assert not web.healthy()
    finally:
        for service in (migrate, web, worker, timetable):
            service.kill()

    # A read-only file system would have been enough.
    assert files_below(app) == before
    assert sorted(os.listdir(tmp_path / "data")) == ["keys"]
