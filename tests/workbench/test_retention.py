"""Files go when no number can come from them, and never before."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone

from analytics.intake import deliveries
from platforms.models import SourceFile
from tests.factories.calendar import MediaFactory
from tests.factories.reports import export, imported
from tests.factories.timeline import TaskFactory, TaskFileFactory
from tests.factories.workspaces import WorkspaceFactory
from workspaces.tidy import tidy

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER = NOW + timedelta(days=91)


@pytest.fixture(autouse=True)
def place(settings, tmp_path) -> Path:
    settings.WORKBENCH_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploading")
    (tmp_path / "uploading").mkdir()
    return tmp_path


def received(state: str, name: str = "a.csv") -> SourceFile:
    file = deliveries.receive(WorkspaceFactory(), BytesIO(b"a,b\n"), name, by=None)
    SourceFile.objects.filter(pk=file.pk).update(state=state)
    file.refresh_from_db()
    return file


def bytes_of(file: SourceFile, settings) -> Path:
    return Path(settings.MEDIA_ROOT) / file.stored


@pytest.mark.parametrize("state", ["discarded", "refused"])
def test_a_file_never_imported_goes_with_its_bytes(settings, state):
    file = received(state)

    assert tidy(at=LATER, dry_run=True)["unused_files"] == 1
    assert bytes_of(file, settings).exists()
    assert tidy(at=NOW + timedelta(days=89))["unused_files"] == 0
    assert tidy(at=LATER)["unused_files"] == 1

    assert not SourceFile.objects.exists()
    assert not bytes_of(file, settings).exists()


def test_what_a_number_came_from_stays_for_ever(settings):
    file = imported(WorkspaceFactory(), export(posts=3))
    waiting = received("waiting")
    undone = imported(WorkspaceFactory(), export(posts=2))
    deliveries.withdraw(undone, None)

    counted = tidy(at=NOW + timedelta(days=4000))

    assert (counted["unused_files"], counted["strays"]) == (0, 0)
    assert all(bytes_of(one, settings).exists() for one in (file, waiting, undone))


def test_zero_days_means_for_ever(settings):
    settings.RETAIN_UNUSED_FILES_DAYS = 0
    received("discarded")

    assert tidy(at=NOW + timedelta(days=4000))["unused_files"] == 0


def test_an_upload_that_no_row_knows_goes_after_two_days(settings):
    known = received("waiting")
    stray = bytes_of(known, settings).with_name("f" * 32)
    stray.write_bytes(b"half")

    assert tidy(at=NOW)["strays"] == 0
    assert tidy(at=NOW + timedelta(days=3))["strays"] == 1
    assert not stray.exists()
    assert bytes_of(known, settings).exists()


def test_files_of_every_room_are_known_and_only_strays_go(settings):
    asset = MediaFactory(workspace=WorkspaceFactory(), stored="", preview="")
    place = asset.workspace_id
    names = {"stored": f"media/{place}/a", "preview": f"media/{place}/a.webp"}
    type(asset).objects.filter(pk=asset.pk).update(**names)
    task = TaskFactory(project__workspace=asset.workspace)
    TaskFileFactory(task=task, path=f"planning/{place}/b.txt")
    kept = [*names.values(), f"planning/{place}/b.txt"]
    lost = [f"media/{place}/c", f"planning/{place}/d.part", "media/999999/of-nobody"]
    for name in (*kept, *lost):
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")

    assert tidy(at=NOW)["strays"] == 0
    assert tidy(at=NOW + timedelta(days=3))["strays"] == len(lost)

    assert all((Path(settings.MEDIA_ROOT) / name).exists() for name in kept)
    assert not any((Path(settings.MEDIA_ROOT) / name).exists() for name in lost)


def test_what_a_killed_process_left_goes(place):
    (place / ".backup-x1").mkdir()
    (place / ".backup-x1" / "copy.sqlite3").write_bytes(b"x")
    upload = place / "uploading" / "tmpabc.upload.csv"
    upload.write_bytes(b"x")
    other = place / "uploading" / "somebody.csv"
    other.write_bytes(b"x")
    old = (NOW - timedelta(days=3)).timestamp()
    for path in (place / ".backup-x1", upload, other):
        os.utime(path, (old, old))

    assert tidy(at=NOW)["half_made"] == 2
    assert not (place / ".backup-x1").exists()
    assert not upload.exists()
    assert other.exists()
