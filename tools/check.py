#!/usr/bin/env python3
"""Everything that can be said about the code without running it; two parts at a time."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def parts() -> list[tuple[str, list[str | Path]]]:
    """Longest first, so that two cores end together."""
    templates = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    return [
        ("types (mypy)", [BIN / "mypy"]),
        ("texts (tools/messages.py)", [sys.executable, "tools/messages.py", "check"]),
        (
            "migrations (makemigrations)",
            [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", "-v1"],
        ),
        ("imports (lint-imports)", [BIN / "lint-imports", "--no-logo"]),
        ("rules (ruff check)", [BIN / "ruff", "check", "--quiet", "."]),
        ("shape (ruff format)", [BIN / "ruff", "format", "--check", "--quiet", "."]),
        ("templates (djade)", [BIN / "djade", "--check", "--target-version", "5.2", *templates]),
    ]


def run(name: str, command: list[str | Path], folder: str) -> tuple[str, float, int, str]:
    # The operator's own database and settings have nothing to do with this.
    env = {**os.environ, "WORKBENCH_DATA": folder, "DATABASE_URL": "", "REDIS_URL": ""}
    start = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return name, time.monotonic() - start, done.returncode, done.stdout.strip()


def main() -> int:
    start, failed = time.monotonic(), []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        for waiting in [pool.submit(run, *part, folder) for part in parts()]:
            name, seconds, code, said = waiting.result()
            print(f"{'FAILED' if code else 'ok':>6}  {seconds:5.1f} s  {name}", flush=True)
            if code:
                failed.append(name)
                print("        " + said.replace("\n", "\n        "), flush=True)
            elif "NOT checked" in said:
                print("        " + said.replace("\n", "\n        "), flush=True)
    total = f"{time.monotonic() - start:.1f} s"
    print(
        f"{len(failed)} of {len(parts())} failed in {total}." if failed else f"All ok in {total}."
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
