"""A command that was killed leaves nothing that nobody would ever see or finish."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from analytics.intake import leftovers
from platforms.models import SourceBatch, SourceFile
from tests.samples.meta import content_csv

pytestmark = pytest.mark.django_db


def gone() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture
def left(receive, workspace) -> SourceFile:
    """A file a command was importing when it was killed, half written."""
    file = receive(content_csv([{"id": "900000000000001", "Reach": 1}]))
    file.report = {**file.report, **leftovers.mark()}
    file.report[leftovers.KEY]["pid"] = gone()
    file.save()
    SourceBatch.objects.create(
        workspace=workspace, file=file, family="facebook_content", platform="facebook",
        span="lifetime", zone="UTC", taken_on=file.taken_on, rank="",
    )  # fmt: skip
    return file


def test_a_file_of_a_killed_command_is_discarded_and_its_half_written_rows_go(workspace, left):
    assert leftovers.tidy(workspace) == 1

    left.refresh_from_db()
    assert left.state == SourceFile.State.DISCARDED
    assert not left.batches.exists()
    assert leftovers.tidy(workspace) == 0


def test_a_command_at_work_is_left_alone(workspace, left):
    left.report[leftovers.KEY]["pid"] = os.getpid()
    left.save()

    assert leftovers.tidy(workspace) == 0
    assert left.batches.exists()


def test_a_command_on_another_machine_has_a_day(workspace, left):
    left.report[leftovers.KEY]["host"] = "elsewhere"
    left.save()

    assert leftovers.tidy(workspace) == 0
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert leftovers.tidy(workspace) == 1


def test_bytes_no_file_knows_are_removed_after_a_day_and_no_others(workspace, left):
    folder = Path(settings.MEDIA_ROOT) / "uploads" / str(workspace.pk)
    lost, fresh = folder / "lost", folder / "fresh"
    for path in (lost, fresh):
        path.write_bytes(b"half")
    old = time.time() - 3 * 86400
    for path in (lost, Path(settings.MEDIA_ROOT) / left.stored):
        os.utime(path, (old, old))

    leftovers.tidy(workspace)

    assert (lost.exists(), fresh.exists()) == (False, True)
    assert (Path(settings.MEDIA_ROOT) / left.stored).exists()
