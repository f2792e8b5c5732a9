"""Is the worker or timetable of this host alive? Asked by a container's health check.

    python -m workbench.alive worker|timetable|web

Answers by its exit code. Light on purpose: no Django, so that asking every few seconds costs
nothing. Worker and timetable touch a file of their own; the web server is asked for /readyz.
"""

import os
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

OLD_AFTER = 90  # seconds; both touch their file at least every 20


def sign(kind: str) -> Path:
    return Path(tempfile.gettempdir()) / f"workbench-{os.getuid()}-{kind}.alive"


def touch(kind: str) -> None:
    sign(kind).touch()


def age(kind: str) -> float | None:
    """Seconds since the last sign; None when there never was one."""
    try:
        return time.time() - sign(kind).stat().st_mtime
    except FileNotFoundError:
        return None


def web_answers() -> bool:
    port = os.environ.get("PORT") or "8000"
    # By a name that the settings allow: the one of this machine may not be among them.
    allowed = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".*")
    headers = {"Host": allowed} if allowed else {}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def main(arguments: list[str]) -> int:
    kind = arguments[0] if arguments else ""
    if kind == "web":
        return 0 if web_answers() else 1
    if kind in {"worker", "timetable"}:
        seconds = age(kind)
        return 0 if seconds is not None and seconds < OLD_AFTER else 1
    sys.stderr.write("Say which: python -m workbench.alive web|worker|timetable\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
