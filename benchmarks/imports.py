"""An import against the least anybody could do: parse tuples, create one post and one reading."""

import csv
import io
import resource
import sys
from datetime import date

from analytics.intake.deliveries import receive
from analytics.intake.ingest import import_file
from analytics.models import PostReading
from benchmarks.held import Held, Promises, seconds
from platforms.models import Post, SocialAccount, SourceBatch
from tests.samples.meta import content_csv
from workspaces.models import Workspace

LIMIT = 3.0
LINEAR = 1.3  # seconds per row at ten times the rows


def measure(rows: int, *, full: bool) -> Promises:
    content = sample(rows)
    taken = seconds(lambda: bring(content, f"bench-{rows}"))
    yield Held(
        f"import of {rows:,} rows against bare parse and bulk_create", taken / bare(content), LIMIT
    )
    yield Held(f"import of {rows:,} rows", rows / taken, unit=" rows/s")
    again = seconds(lambda: bring(sample(rows, more=1), f"bench-{rows}"))
    yield Held("the same posts with newer figures against the first import", again / taken, 2.0)
    if full:
        many = rows * 10
        content = sample(many)
        longer = seconds(lambda: bring(content, f"bench-{many}"))
        yield Held(f"{many:,} rows, per row, against {rows:,}", longer / taken / 10, LINEAR)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield Held(
        "memory at its highest", peak / (2**20 if sys.platform == "darwin" else 2**10), unit=" MB"
    )


def sample(rows: int, more: int = 0) -> bytes:
    """A content export of Business Suite with four measures."""
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
        for number in range(rows)
    )


def bring(content: bytes, slug: str) -> None:
    workspace, _made = Workspace.objects.get_or_create(slug=slug, defaults={"name": "bench"})
    import_file(receive(workspace, io.BytesIO(content), "content.csv", by=None))


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
