"""What can be wrong at the start is a sentence with the way out."""

import socket
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.house.rooms import ROOT
from tests.servers import free_port
from workbench.management.commands import up
from workbench.processes import keep_running


@pytest.fixture
def taken():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_named_with_another_to_choose(taken):
    with pytest.raises(CommandError) as refusal:
        call_command("up", host="127.0.0.1", port=str(taken))

    assert f"Port {taken} is taken" in str(refusal.value)
    assert f"make run PORT={taken + 1}" in str(refusal.value)


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(CommandError, match="Write a number between 1 and 65535"):
        call_command("up", host="127.0.0.1", port=port)


def test_a_foreign_address_is_refused():
    with pytest.raises(CommandError, match="not an address of this machine"):
        call_command("up", host="192.0.2.1", port=str(free_port()))


def test_many_web_processes_without_redis_are_refused(monkeypatch, settings):
    settings.EMBEDDED = True
    monkeypatch.setenv("WEB_CONCURRENCY", "4")

    with pytest.raises(CommandError, match="WEB_CONCURRENCY is 4"):
        up.refuse_many_processes()


@pytest.mark.sqlite
def test_gunicorn_itself_refuses_many_workers_in_one_process_mode(tmp_path):
    command = [sys.executable, "-m", "gunicorn", "-c", "workbench/embedded.py", "-w", "3"]

    done = subprocess.run(
        [*command, "workbench.wsgi"],
        cwd=ROOT,
        env={"WORKBENCH_DATA": str(tmp_path), "PORT": str(free_port())},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 1
    assert "3 web processes were asked for" in done.stderr


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://db/x", "DATABASE_URL begins with 'mysql://'"),
        ("REDIS_URL", "localhost:6379", "Write redis://host:6379/0"),
        ("UPLOAD_MAX_MB", "many", "Write a whole number"),
        ("LOG_JSON", "perhaps", "Write true or false"),
        ("SECRET_KEY_FILE", "/nowhere/key", "SECRET_KEY_FILE points to /nowhere/key"),
    ],
)
def test_a_wrong_setting_is_a_sentence(tmp_path, variable, value, sentence):
    done = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env={"WORKBENCH_DATA": str(tmp_path), variable: value},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.sqlite
def test_an_unreachable_database_is_a_sentence(tmp_path):
    url = f"postgres://nobody:secret@127.0.0.1:{free_port()}/none"

    done = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env={"WORKBENCH_DATA": str(tmp_path), "DATABASE_URL": url, "PORT": str(free_port())},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "Check DATABASE_URL and that PostgreSQL runs" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


@pytest.mark.sqlite
def test_a_process_that_cannot_stay_alive_stops_the_others(capfd):
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    broken = [sys.executable, "-c", "raise SystemExit('no such broker')"]

    assert keep_running({"web": sleeper, "worker": broken}) == 1

    said = capfd.readouterr().err
    assert "The worker process ended 5 times within a minute" in said
    assert "no such broker" in said
