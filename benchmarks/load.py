"""What two web and two worker processes carry while servers are restarted and killed under them.

    .venv/bin/python benchmarks/load.py --minutes 5 --visitors 6
    .venv/bin/python benchmarks/load.py --minutes 5 --visitors 6 --calm     nothing is felled

Starts a PostgreSQL and a Redis of its own. Exit code 1 when anybody saw an error, or work was
lost or doubled. tests/system/test_load.py is the same in a minute.
"""

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not this folder: its modules have names of the standard library

from tests.system.load import Town, expected, fed, town  # noqa: E402

POSTS = 250
EVERY = 15  # seconds between two disturbances


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--visitors", type=int, default=4)
    parser.add_argument("--files", type=int, default=40, help="exports handed in on the way")
    parser.add_argument("--calm", action="store_true", help="fell nothing: what it carries at best")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="workbench-load-") as folder:
        with town(Path(folder)) as here:
            return run(here, options)


def run(here: Town, options: argparse.Namespace) -> int:
    seconds = 60 * options.minutes
    here.open(options.visitors)
    started = time.monotonic()
    feeder = here.feed(options.files, POSTS, pause=seconds / options.files / 2)
    blows = itertools.cycle(disturbances(here))
    while time.monotonic() - started < seconds:
        time.sleep(min(EVERY, max(0.1, seconds - (time.monotonic() - started))))
        if not options.calm:
            name, blow = next(blows)
            blow()
            print(f"{time.monotonic() - started:6.0f} s  {name}", flush=True)
    handed_in = fed(feeder, 600)
    lasted = time.monotonic() - started
    here.leave()
    found = here.settle(600)
    seen = here.answers
    print(
        f"{seen.pages} pages ({seen.pages / lasted:.1f}/s), 95 of 100 within {seen.p95():.2f} s "
        f"(waiting for restarts included), {seen.uploads} uploads, asked again {seen.again} times"
    )
    print(f"{len(handed_in)} imports and reports, {found['jobs']}, attempts {found['attempts']}")
    wrong = list(seen.wrong)
    for name, number in expected(options.files, POSTS).items():
        if found[name] != number:
            wrong.append(f"{name}: {found[name]} instead of {number}")
    if set(found["jobs"]) != {"done"}:
        wrong.append(f"jobs that failed: {found['failed']}")
    print("\n".join(wrong) or "Nobody saw an error; nothing was lost or doubled.")
    return 1 if wrong else 0


def disturbances(here: Town) -> Iterator[tuple[str, Callable[[], None]]]:
    def again(server) -> Callable[[], None]:
        def blow() -> None:
            server.stop()
            time.sleep(2)
            server.start()

        return blow

    for service in (*here.workers, *here.webs):

        def blow(service=service) -> None:
            service.kill()
            time.sleep(1)
            service.start()

        yield f"{service.name} was killed", blow
        yield "Redis was restarted", again(here.broker)
        yield "PostgreSQL was restarted", again(here.database)


if __name__ == "__main__":
    sys.exit(main())
