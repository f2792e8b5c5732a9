#!/usr/bin/env python3
"""The whole suite on SQLite, then what touches data again on PostgreSQL and Redis.

    tools/run_tests.py [pytest's arguments]

The second part makes a PostgreSQL cluster and a Redis server of its own for the time it runs.
TEST_DATABASE_URL and TEST_REDIS_URL name others.
"""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.servers import postgres_programs, postgres_server, redis_server  # noqa: E402

NO_TESTS = 5  # pytest's exit code when its arguments select nothing


@dataclass
class Part:
    name: str
    seconds: float = 0
    code: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    skips: Counter[str] = field(default_factory=Counter)


def run(name: str, arguments: list[str], env: dict[str, str]) -> Part:
    part = Part(name)
    print(f"\n━━━ {name} ━━━", flush=True)
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        processes = str(max(2, min(os.cpu_count() or 2, 8)))
        command = [sys.executable, "-m", "pytest", "-q", "-n", processes, "--dist", "worksteal"]
        command += ["--durations=10", "--durations-min=2", f"--junitxml={report}", *arguments]
        part.code = subprocess.run(command, cwd=ROOT, env=env).returncode
        if report.exists():
            count(part, report)
    part.seconds = time.monotonic() - start
    return part


def count(part: Part, report: Path) -> None:
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        outcome = "passed"
        for child in case:
            if child.tag == "skipped":
                outcome = "skipped"
                part.skips[child.get("message") or "no reason given"] += 1
            elif child.tag in {"failure", "error"}:
                outcome = "failed"
        part.counts[outcome] += 1


def real_servers(stack: ExitStack) -> tuple[dict[str, str] | None, str]:
    """The environment for the second part, or why there is none."""
    env = dict(os.environ)
    if not env.get("TEST_DATABASE_URL"):
        if postgres_programs() is None:
            return None, (
                "PostgreSQL's server programs are not on this machine and TEST_DATABASE_URL "
                "names none (Debian: apt-get install postgresql)"
            )
        try:
            env["TEST_DATABASE_URL"] = stack.enter_context(postgres_server())
        except (OSError, LookupError, subprocess.CalledProcessError) as error:
            return None, f"PostgreSQL could not be started: {error}"
    if not env.get("TEST_REDIS_URL"):
        env["TEST_REDIS_URL"] = stack.enter_context(redis_server())
    return env, ""


def main() -> int:
    arguments = sys.argv[1:]
    plain = {k: v for k, v in os.environ.items() if k not in {"TEST_DATABASE_URL"}}
    plain.pop("TEST_REDIS_URL", None)
    parts = [run("SQLite, one process; documents and browser", arguments, plain)]
    with ExitStack() as stack:
        env, reason = real_servers(stack)
        if env is None:
            print(f"\nSkipped: the run on PostgreSQL and Redis: {reason}.")
        else:
            # Documents and pages are the same there and were looked at above.
            chosen = ["-m", "not render and not browser and not sqlite", *arguments]
            parts.append(run("PostgreSQL and Redis", chosen, env))
    return sum_up(parts)


def sum_up(parts: list[Part]) -> int:
    total: Counter[str] = Counter()
    print("\n━━━ Summary ━━━")
    for part in parts:
        total += part.counts
        print(f"{part.seconds:7.1f} s  {part.name}: {in_words(part.counts)}")
        if part.code < 0:
            print(f"           pytest was ended by signal {-part.code} before it could say more")
        for reason, number in part.skips.most_common():
            print(f"           {number} skipped: {reason}")
    bad = any(part.code not in {0, NO_TESTS} for part in parts)
    if not total:
        print("No test ran.")
        return 1
    if bad and not total["failed"]:
        print("pytest itself stopped with an error; see above.")
    seconds = sum(part.seconds for part in parts)
    print(f"========== {in_words(total)} in {seconds:.2f}s ==========", flush=True)
    return 1 if bad else 0


def in_words(counts: Counter[str]) -> str:
    order = ["failed", "passed", "skipped"]
    return ", ".join(f"{counts[word]} {word}" for word in order if counts[word]) or "no tests"


if __name__ == "__main__":
    sys.exit(main())
