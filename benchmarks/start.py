"""From an empty data folder to the first page, and what the process holds while it waits.

A fresh checkout has its libraries to fetch first; that depends on the line and is not measured.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.held import Held, Promises

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 180
IDLE = 8  # seconds after the first page


def measure(_rows: int, *, full: bool) -> Promises:
    with tempfile.TemporaryDirectory(prefix="workbench-bench-start-") as folder:
        port = _free_port()
        given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        given |= {"WORKBENCH_DATA": folder, "PORT": str(port), "LOG_LEVEL": "ERROR"}
        started = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT,
            env=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _first_page(f"http://127.0.0.1:{port}/account/login/", server)
            yield Held(
                "empty data folder to the first page, sample workspace included",
                time.perf_counter() - started,
                unit=" s",
            )
            time.sleep(IDLE)
            if Path("/proc").is_dir():
                yield Held("memory of the embedded mode at rest", _memory(server.pid), unit=" MB")
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=60)


def _first_page(address: str, server: subprocess.Popen) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError("The server ended before it showed a page.")
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server showed no page.")


def _memory(leader: int) -> float:
    """Megabytes that the processes of ``leader``'s group hold for themselves."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/smaps_rollup"):
        try:
            if os.getpgid(int(status.parent.name)) == leader:
                held = re.findall(r"^Private_(?:Clean|Dirty):\s+(\d+) kB", status.read_text(), re.M)
                total += sum(map(int, held))
        except (OSError, ProcessLookupError):
            continue
    return total / 1024


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
