"""A whole installation in a temporary folder: real server, real queue, real kill."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
STOP_WITHIN = 40


class Installation:
    """``manage.py up`` with settings of its own; nothing of this test process's is shared."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.port = folder, free_port()
        self.log = folder / "server.log"
        kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "TMPDIR"}}
        self.env = {
            **kept,
            "WORKBENCH_DATA": str(folder / "data"),
            "PORT": str(self.port),
            "SAMPLE": "0",
            **settings,
        }
        self.process: subprocess.Popen | None = None

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr or done.stdout
        return done.stdout

    def ask(self, code: str) -> Any:
        """Run Python inside the installation; ``code`` sets ``answer``, which comes back."""
        wrapped = f"{code}\nimport json; print(json.dumps(answer, default=str))"
        return json.loads(self.manage("shell", "-v0", "-c", wrapped).splitlines()[-1])

    def start(self) -> None:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait(self.answers, 180, "the server to answer")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as page:
                return page.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def wait(self, until: Callable[[], Any], seconds: float, what: str) -> Any:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := until():
                return found
            time.sleep(0.05)
        said = self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""
        raise AssertionError(f"waited {seconds} s in vain for {what}; the server said:\n{said}")

    def processes(self) -> list[int]:
        """Every process of the installation, the first one first."""
        if self.process is None:
            return []
        found = [self.process.pid]
        for pid in found:
            try:
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            except OSError:
                continue
            found += [int(child) for child in children]
        return found

    def running(self, word: str) -> list[int]:
        """The processes that have ``word`` in their command line."""

        def command(pid: int) -> str:
            try:
                return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
            except OSError:
                return ""

        return [pid for pid in self.processes() if word in command(pid)]

    def kill(self, pids: list[int] | None = None) -> None:
        """As a power cut would: no process gets to say goodbye."""
        everything = pids is None
        for pid in pids or self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if everything and self.process is not None:
            self.process.wait(10)
            self.process = None

    def stop(self) -> int | None:
        """As Ctrl-C or a service manager would; the exit code."""
        if self.process is None:
            return None
        self.process.terminate()
        try:
            code = self.process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        self.process = None
        return code
