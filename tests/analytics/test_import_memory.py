"""An import takes as much memory for many rows as for few, and its leavings go in small steps."""

import gc
import io
import re
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analytics import current
from analytics.intake import deliveries, ingest, row_list
from analytics.models import PostReading
from platforms.importers.ids import Repeats
from platforms.importers.shelf import Shelf
from platforms.models import BatchPost, Post, SourceBatch
from tests.analytics.test_import_speed import bring, export
from tests.samples.meta import content_csv

pytestmark = pytest.mark.django_db
STEP = 100
FEW, MANY = 500, 1500
MORE = 600_000  # bytes, garbage not yet collected; keeping the readings takes 1,500,000


@pytest.fixture
def small_steps(monkeypatch) -> None:
    """What is done to a large file in steps of a thousand is done here in steps of a hundred."""
    monkeypatch.setattr(Repeats, "FEW", STEP)
    monkeypatch.setattr(ingest, "CHUNK", STEP)
    monkeypatch.setattr(current.chunked, "__defaults__", (STEP,))
    monkeypatch.setattr(Shelf.__init__, "__defaults__", (None, STEP))


def test_memory_does_not_grow_with_the_rows(workspace, small_steps):
    def highest(rows: int, more: int) -> int:
        """Bytes at the highest point of an import beyond those before it."""
        content = export(rows, more)
        gc.collect()
        tracemalloc.start()
        bring(workspace, content)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    bring(workspace, export(MANY))
    few, many = highest(FEW, 1), highest(MANY, 2)  # newer figures of known posts: the dearer way

    assert many - few < MORE, (few, many)
    assert PostReading.objects.count() == MANY + FEW + MANY


def test_memory_does_not_grow_with_the_rows_that_cannot_be_read(
    workspace, small_steps, monkeypatch
):
    monkeypatch.setattr(row_list, "MOST_LISTED", STEP)

    def highest(bad: int) -> int:
        content = content_csv(
            {"id": str(900_000_000_000_000 + number), "Reach": "?" if number else "1"}
            for number in range(bad + 1)
        )
        gc.collect()
        tracemalloc.start()
        bring(workspace, content)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    highest(2 * FEW)
    few, many = highest(FEW), highest(8 * FEW)

    assert many - few < MORE, (few, many)
    assert sorted(SourceBatch.objects.values_list("refused", flat=True)) == [
        FEW, 2 * FEW, 8 * FEW,
    ]  # fmt: skip


def test_what_a_killed_import_left_goes_in_small_steps(workspace, monkeypatch):
    monkeypatch.setattr(ingest, "CHUNK", 10)
    file = deliveries.receive(workspace, io.BytesIO(export(35)), "content.csv", by=None)
    bring(workspace, export(12))  # some of the posts stand on their own
    monkeypatch.setattr(ingest, "_make_live", lambda *_all: {})  # killed before its last step
    ingest.import_file(file)
    assert SourceBatch.objects.filter(file=file).get().posts.count() == 35

    with CaptureQueriesContext(connection) as caught:
        ingest.forget(file)

    assert not SourceBatch.objects.filter(file=file).exists()
    assert Post.objects.count() == BatchPost.objects.count() == PostReading.objects.count() == 12
    lists = [found for query in caught for found in re.findall(r" IN \(([\d, ]+)\)", query["sql"])]
    assert max(len(found.split(",")) for found in lists) == 10
