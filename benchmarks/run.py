"""The measured promises: ratios taken in one run, printed with the limit they are held against.

    make bench                                     everything, on SQLite
    make bench ARGS="imports --rows 20000"         one part, smaller
    make bench ARGS="imports --full"               imports up to a million rows as well
    make bench SIZE=small                          a tenth of everything, in some minutes
    BENCH_DATABASE_URL=postgres://… make bench     everything again on PostgreSQL

Ratios, not seconds: both sides run on the same machine in the same minute. The exit code is 1
when a limit is passed, 2 when a part could not run. The full workspace that pages and rollups
need is made once and kept in the folder for temporary files. On PostgreSQL the databases
“workbench_bench…” beside the given one are made and used.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not this folder: its modules have names of the standard library
# part → rows, and whether it reads the kept workspace
PARTS = {
    "imports": (100_000, False),
    "rollups": (1_000_000, True),
    "pages": (1_000_000, True),
    "calendar": (200_000, True),
    "outputs": (10_000, True),
    "plans": (200_000, True),
    "start": (0, False),
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], epilog=f"Parts: {', '.join(PARTS)}."
    )
    parser.add_argument("parts", nargs="*", metavar="part", help="default: all of them")
    parser.add_argument("--rows", type=int, help="instead of each part's own number of rows")
    parser.add_argument("--small", action="store_true", help="a tenth of each part's rows")
    parser.add_argument("--full", action="store_true", help="the slow ones too: a million rows in")
    parser.add_argument("--json", type=Path, help="write what was measured to this file as well")
    options = parser.parse_args()
    unknown = [name for name in options.parts if name not in PARTS]
    if unknown:
        print(f"There is no part “{unknown[0]}”. Choose from: {', '.join(PARTS)}.")
        return 2
    told: list[dict] = []
    worst, started = 0, time.perf_counter()
    second = os.environ.get("BENCH_DATABASE_URL")
    for database in [None, second] if second else [None]:
        for name in options.parts or PARTS:
            worst = max(worst, _part(name, database, options, told))
    if options.json:
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1))
    missed = [one for one in told if not one["kept"]]
    held = [one for one in told if one["limit"] is not None]
    print()
    for one in missed:
        print(f"OVER {one['part']}, {one['database']}: {one['what']}")
    print(
        f"{len(held) - len(missed)} of {len(held)} limits kept, {len(told) - len(held)} figures "
        f"without a limit, in {time.perf_counter() - started:.0f} s."
        if told
        else "Nothing was measured."
    )
    return worst


def _part(name: str, database: str | None, options: argparse.Namespace, told: list[dict]) -> int:
    from benchmarks.held import Held

    rows, kept = PARTS[name]
    rows = rows and (options.rows or (rows // 10 if options.small else rows))
    started = time.perf_counter()
    where = "PostgreSQL" if database else "SQLite"
    print(f"\n{name}, {where}" + (f", {rows:,} rows" if rows else ""), flush=True)
    code = 0
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as scratch:
        folder = _kept_folder() if kept else Path(scratch)
        environment = _environment(folder, database, kept)
        command = [sys.executable, "-m", "benchmarks.part", name, "--rows", str(rows)]
        command += ["--full"] if options.full else []
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for line in process.stdout:
            if not line.startswith("{"):
                continue
            held = Held(**json.loads(line))
            print(held.line(), flush=True)
            told.append(json.loads(line) | {"part": name, "database": where, "kept": held.kept})
            code = max(code, 0 if held.kept else 1)
        if process.wait():
            print("This part could not run.")
            code = 2
    print(f"     ({time.perf_counter() - started:.0f} s)")
    return code


def _environment(folder: Path, database: str | None, kept: bool) -> dict[str, str]:
    given = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL", "BENCH_DATABASE_URL")
    }
    given |= {"WORKBENCH_DATA": str(folder), "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR"}
    if database:
        given["DATABASE_URL"] = _database(database, kept)
    return given


def _kept_folder() -> Path:
    """Where the full workspace is kept; another one when its making or a table changes."""
    return Path(tempfile.gettempdir()) / f"workbench-bench-stock-{_digest()}"


def _digest() -> str:
    made_by = [ROOT / "benchmarks" / "stock.py", *sorted(ROOT.glob("*/migrations/0*.py"))]
    found = hashlib.sha256()
    for path in made_by:
        found.update(path.read_bytes())
    return found.hexdigest()[:10]


def _database(url: str, kept: bool) -> str:
    """A database of our own beside the given one: kept for the full workspace, else new."""
    import psycopg

    name = f"workbench_bench_stock_{_digest()}" if kept else "workbench_bench_scratch"
    with psycopg.connect(url, autocommit=True) as server:
        if not kept:
            server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            server.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


if __name__ == "__main__":
    sys.exit(main())
