"""An import against the least anybody could do: parse tuples, create one post and one reading."""

import csv
import io
import re
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from analytics.intake.deliveries import receive
from analytics.intake.ingest import import_file
from analytics.models import PostReading
from benchmarks.held import Held, Promises, seconds
from platforms.models import Post, SocialAccount, SourceBatch
from tests.samples.meta import content_csv
from workspaces.models import Workspace

LIMIT = 3.0
LINEAR = 1.3  # seconds per row at ten times the rows
FLAT = 1.5  # memory at its highest, against a small import
FEW = 2_000
WRITTEN_AT_ONCE = 10_000


def measure(rows: int, *, full: bool) -> Promises:
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as folder:
        path = Path(folder) / "content.csv"
        write(path, min(FEW, rows))
        bring(path, "bench-few")  # what a process loads once is not the import's cost
        least = highest(lambda: bring(path, "bench-few-too"))
        write(path, rows)
        taken, peak = timed(path, f"bench-{rows}")
        what = f"import of {rows:,} rows"
        yield Held(what, rows / taken, unit=" rows/s")
        if peak and least:
            yield Held(f"{what}, memory against one of {FEW:,}", peak / least, FLAT)
            yield Held(f"{what}, memory at its highest", peak, unit=" MB")
        write(path, rows, more=1)
        again, peak = timed(path, f"bench-{rows}")
        yield Held("the same posts with newer figures against the first import", again / taken, 2.0)
        if peak and least:
            yield Held("the same posts again, memory against a small import", peak / least, FLAT)
        if full:
            many = rows * 10
            write(path, many)
            longer, peak = timed(path, f"bench-{many}")
            what = f"import of {many:,} rows"
            yield Held(f"{what}, per row, against {rows:,}", longer / taken / 10, LINEAR)
            yield Held(what, many / longer, unit=" rows/s")
            if peak and least:
                yield Held(f"{what}, memory against one of {FEW:,}", peak / least, FLAT)
                yield Held(f"{what}, memory at its highest", peak, unit=" MB")
        # Last: its lists of objects would stand in everybody else's memory.
        write(path, rows)
        floor = bare(path.read_bytes())
        yield Held(
            f"import of {rows:,} rows against bare parse and bulk_create", taken / floor, LIMIT
        )


def timed(path: Path, slug: str) -> tuple[float, float]:
    """Seconds of an import, and megabytes at its highest."""
    taken = 0.0

    def act() -> None:
        nonlocal taken
        taken = seconds(lambda: bring(path, slug))

    peak = highest(act)
    return taken, peak


def write(path: Path, rows: int, more: int = 0) -> None:
    """A content export of Business Suite with four measures, written a few rows at a time."""
    with path.open("wb") as file:
        for first in range(0, rows, WRITTEN_AT_ONCE):
            part = sample(min(WRITTEN_AT_ONCE, rows - first), more, first)
            file.write(part if not first else part.split(b"\n", 1)[1])


def sample(rows: int, more: int = 0, first: int = 0) -> bytes:
    return content_csv(
        {
            "id": str(900_000_000_000_000 + number),
            "time": f"{1 + number % 9:02d}/{1 + number % 28:02d}/2026 04:{number % 60:02d}",
            "text": f"第 {number} 篇：今天想喝什麼茶？",
            "Reach": 1000 + number % 977 + more,
            "Reactions": number % 91 + more,
            "Comments": number % 7,
            "Shares": number % 5,
        }
        for number in range(first, first + rows)
    )


def bring(path: Path, slug: str) -> None:
    workspace, _made = Workspace.objects.get_or_create(slug=slug, defaults={"name": "bench"})
    with path.open("rb") as stream:
        import_file(receive(workspace, stream, "content.csv", by=None))


def highest(act: Callable[[], object]) -> float:
    """Megabytes this process holds at the highest point of ``act``; 0 where nobody can say."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
        act()
        found = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.M)
    except OSError:
        act()
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def bare(content: bytes) -> float:
    """Seconds of the least: no aliases, no descriptions, nothing current, nothing rolled up."""
    workspace = Workspace.objects.create(slug="bench-bare", name="bare")
    account = SocialAccount.objects.create(workspace=workspace, platform="facebook", name="bare")
    batch = SourceBatch.objects.create(
        workspace=workspace,
        family="bare",
        span="lifetime",
        zone="UTC",
        taken_on=date(2026, 11, 21),
        rank="",
    )
    taken = seconds(lambda: _parse_and_create(content, workspace, account, batch))
    workspace.delete()
    return taken


def _parse_and_create(
    content: bytes, workspace: Workspace, account: SocialAccount, batch: SourceBatch
) -> None:
    posts, readings = [], []
    for number, row in enumerate(csv.DictReader(io.StringIO(content.decode("utf-8-sig")))):
        post = Post(workspace=workspace, account=account, text=row["Title"])
        posts.append(post)
        readings.append(
            PostReading(
                batch=batch,
                post=post,
                span="lifetime",
                row=number,
                reach=int(row["Reach"]),
                reactions=int(row["Reactions"]),
                comments=int(row["Comments"]),
                shares=int(row["Shares"]),
            )
        )
    Post.objects.bulk_create(posts, batch_size=500)
    PostReading.objects.bulk_create(readings, batch_size=500)
