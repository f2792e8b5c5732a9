"""What is backed up comes back: every row of every table, every byte of every file."""

import hashlib
import json
import os
import zipfile
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from reports.models import Deliverable, DeliverableVersion
from reports.services import making as reports_making
from reports.services import review
from tests.factories.reports import ReportFactory, brand
from tests.factories.workspaces import (
    AuditEventFactory,
    JobFactory,
    MembershipFactory,
    NotificationFactory,
)
from tests.reports.conftest import declare_all
from workbench.backup import checking, database, making, restoring, tables
from workbench.backup.manifest import BadBackup, missing_keys
from workbench.backup.restoring import NotRestored
from workspaces.models import AuditEvent, Job, Pulse, User, Workspace
from workspaces.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(settings, tmp_path) -> Path:
    settings.WORKBENCH_DATA = tmp_path / "data"
    settings.MEDIA_ROOT = settings.WORKBENCH_DATA / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)
    return tmp_path


@pytest.fixture
def worked_in(place) -> Deliverable:
    """An installation with figures, a signed report, odd characters, fractions and gaps."""
    workspace = brand(name="山線茶行 “🍵” \\ \n 第二行")
    report = ReportFactory(workspace=workspace)
    declare_all(report, by=report.author)
    version = reports_making.make_version(report, by=report.author)
    approval = review.ask(report, version, by=report.author)
    manager = MembershipFactory(workspace=workspace, role=Role.MANAGER).user
    review.sign(report, by=manager, comment="好", digest=approval.digest)
    JobFactory(workspace=workspace, params={"z": 1, "a": [1.0, 2.5, None, "NaN", True], "é": {}})
    NotificationFactory(workspace=workspace)
    AuditEventFactory(workspace=workspace, before=None, after={"b": 1, "a": "2"})
    last = JobFactory(workspace=workspace)
    Job.objects.filter(pk=last.pk).delete()
    report.refresh_from_db()
    return report


@pytest.fixture
def used(place, settings) -> Workspace:
    """Less of everything, where a report says nothing more."""
    member = MembershipFactory()
    JobFactory(workspace=member.workspace, started_by=member.user)
    (settings.MEDIA_ROOT / "uploads").mkdir()
    (settings.MEDIA_ROOT / "uploads" / "posts.csv").write_bytes(b"Post ID,Reach\n1,2\n" * 50)
    return member.workspace


def whole_content(media: Path) -> tuple[dict, dict]:
    """(table → rows and digest, file → hash) of the installation as it is now."""
    models = tables.models_at(tables.known())
    files = {
        path.relative_to(media).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in media.rglob("*")
        if path.is_file()
    }
    return {model._meta.db_table: tables.digest(model) for model in models}, files


def wipe(media: Path) -> None:
    models = tables.models_at(tables.known())
    with transaction.atomic(), database.triggers_at_rest():
        database.empty(models)
    for path in media.rglob("*"):
        if path.is_file():
            path.unlink()


def test_every_table_and_file_comes_back(worked_in, place, settings):
    before = whole_content(settings.MEDIA_ROOT)
    assert sum(count for count, _digest in before[0].values()) > 200
    assert len(before[1]) >= 4
    job = Job.objects.order_by("-pk").first()
    times = (worked_in.created_at, job.created_at)
    making.make(place / "all.zip")

    wipe(settings.MEDIA_ROOT)
    assert whole_content(settings.MEDIA_ROOT) != before
    restoring.restore(place / "all.zip")

    assert whole_content(settings.MEDIA_ROOT) == before
    again = Deliverable.objects.get(pk=worked_in.pk)
    # Times of making are those of then, not of the restore.
    assert (again.created_at, Job.objects.get(pk=job.pk).created_at) == times


def test_what_was_signed_is_guarded_again(worked_in, place, settings):
    making.make(place / "all.zip")
    guards = database.triggers()
    assert guards
    wipe(settings.MEDIA_ROOT)
    restoring.restore(place / "all.zip")

    assert database.triggers() == guards
    with pytest.raises(DatabaseError, match="signed off"), transaction.atomic():
        DeliverableVersion.objects.filter(deliverable=worked_in, frozen=True).update(files={})


def test_no_number_is_given_twice(used, place, settings):
    workspace = used
    erased = JobFactory(workspace=workspace)
    number = erased.pk
    Job.objects.filter(pk=number).delete()
    making.make(place / "all.zip")
    wipe(settings.MEDIA_ROOT)
    restoring.restore(place / "all.zip")

    assert JobFactory(workspace=Workspace.objects.get(pk=workspace.pk)).pk > number


def test_a_table_that_no_model_knows_would_be_missed(db):
    """Whatever a migration makes by hand has to be given to the backup as well."""
    there = set(connection.introspection.table_names())
    held = {model._meta.db_table for model in tables.models_at(tables.known())}

    assert there - held == {"django_migrations"}


def test_an_installation_in_use_is_not_given_up_by_accident(used, place, settings):
    making.make(place / "all.zip")
    AuditEventFactory(workspace=used, subject="後來的事")
    now = whole_content(settings.MEDIA_ROOT)

    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(place / "all.zip"))
    assert whole_content(settings.MEDIA_ROOT) == now

    said = StringIO()
    call_command("restore", str(place / "all.zip"), "--replace", stdout=said)
    assert not AuditEvent.objects.filter(subject="後來的事").exists()
    kept = list(settings.WORKBENCH_DATA.glob("media-before-*"))
    assert len(kept) == 1
    assert str(kept[0]) in said.getvalue()


def test_nothing_is_restored_under_running_workers(used, place):
    making.make(place / "all.zip")
    Pulse.objects.beat(Pulse.Kind.WORKER, "worker@web-1")

    with pytest.raises(NotRestored, match="worker@web-1"):
        restoring.restore(place / "all.zip", replace=True)

    Pulse.objects.update(at=timezone.now() - timedelta(minutes=5))
    restoring.restore(place / "all.zip", replace=True)


def rewritten(source: Path, target: Path, change) -> Path:
    """The same archive after ``change(name, bytes) -> bytes | None``."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda n, b: b[:-1] if n == "tables/workspaces_job.jsonl" else b, "workspaces_job is not"),
        (
            lambda n, b: b + b if n == "tables/workspaces_user.jsonl" else b,
            "workspaces_user is not",
        ),
        (lambda n, b: b"x" if n.startswith("media/") else b, "is not what was backed up"),
        (lambda n, b: None if n == "tables/workspaces_job.jsonl" else b, "is missing"),
        (lambda n, b: b.replace(b"0.1.0", b"0.2.0") if n == "manifest.json" else b, "altered"),
        (lambda n, b: None if n == "manifest.json" else b, "not a backup"),
    ],
)
def test_a_damaged_backup_is_named_and_changes_nothing(used, place, settings, change, said):
    making.make(place / "all.zip")
    damaged = rewritten(place / "all.zip", place / "damaged.zip", change)
    now = whole_content(settings.MEDIA_ROOT)

    with pytest.raises(CommandError, match=said):
        call_command("backup_verify", str(damaged))
    with pytest.raises(BadBackup, match=said):
        restoring.restore(damaged, replace=True)

    assert whole_content(settings.MEDIA_ROOT) == now


def test_a_backup_cut_short_is_named(used, place):
    making.make(place / "all.zip")
    content = (place / "all.zip").read_bytes()
    (place / "short.zip").write_bytes(content[: len(content) // 2])

    with pytest.raises(CommandError, match="not written to its end"):
        call_command("backup_verify", str(place / "short.zip"))
    with pytest.raises(CommandError, match="no file"):
        call_command("backup_verify", str(place / "none.zip"))


def resealed(place: Path, change) -> Path:
    """A backup whose list was changed by somebody who knows how it is sealed."""
    with zipfile.ZipFile(place / "all.zip") as archive:
        found = json.loads(archive.read("manifest.json"))
    change(found)
    text = json.dumps(found).encode()
    new = {"manifest.json": text, "manifest.sha256": hashlib.sha256(text).hexdigest().encode()}
    return rewritten(place / "all.zip", place / "resealed.zip", lambda n, b: new.get(n, b))


def test_rows_that_do_not_come_out_as_they_were_are_not_kept(used, place, settings):
    """The last comparison is with the database, not with the file."""
    making.make(place / "all.zip")
    now = whole_content(settings.MEDIA_ROOT)

    def lie(manifest: dict) -> None:
        manifest["tables"]["workspaces_job"]["digest"] = "0" * 64

    with pytest.raises(NotRestored, match="workspaces_job was not what had been backed up"):
        restoring.restore(resealed(place, lie), replace=True)

    assert whole_content(settings.MEDIA_ROOT) == now
    assert list(settings.WORKBENCH_DATA.glob(".restoring-*")) == []


def test_a_file_is_never_written_outside_its_folder(used, place):
    making.make(place / "all.zip")

    def escape(manifest: dict) -> None:
        manifest["files"]["../../evil"] = {"bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}

    bad = resealed(place, escape)
    with zipfile.ZipFile(bad, "a") as archive:
        archive.writestr("media/../../evil", b"x")

    with pytest.raises(BadBackup, match="outside"):
        restoring.restore(bad, replace=True)
    assert not (place / "evil").exists()


def test_a_backup_of_a_newer_version_is_refused(used, place):
    making.make(place / "all.zip")
    newer = resealed(place, lambda m: m["migrations"].append(["analytics", "9999_of_tomorrow"]))

    with pytest.raises(NotRestored, match="newer than this one"):
        restoring.restore(newer, replace=True)


def test_a_backup_of_other_tables_is_refused_where_tables_are(used, place):
    making.make(place / "all.zip")
    older = resealed(place, lambda m: m["migrations"].remove(["workspaces", "0003_signs_of_life"]))

    with pytest.raises(NotRestored, match="into an empty database"):
        restoring.restore(older, replace=True)


def test_keys_are_not_in_it_and_other_keys_are_named(used, place, settings):
    settings.FIELD_KEYS = ["first-key-of-this-place"]
    manifest = making.make(place / "all.zip")
    with zipfile.ZipFile(place / "all.zip") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert settings.SECRET_KEY.encode() not in whole
    assert b"first-key-of-this-place" not in whole
    assert missing_keys(manifest) == []

    settings.FIELD_KEYS = ["newer", "first-key-of-this-place"]
    assert missing_keys(manifest) == []
    settings.FIELD_KEYS, settings.SECRET_KEY = ["another"], "another"
    assert len(missing_keys(manifest)) == 2


def test_the_command_says_what_it_wrote_and_keeps_the_newest(place):
    MembershipFactory()
    folder = place / "backups"
    folder.mkdir()
    for day in (1, 2, 3):
        old = folder / f"workbench-2026110{day}-041000.zip"
        old.touch()
        os.utime(old, (day, day))
    (folder / "notes.txt").touch()

    said = StringIO()
    call_command("backup", to=str(folder), keep=2, stdout=said)

    left = sorted(path.name for path in folder.iterdir())
    assert left[:2] == ["notes.txt", "workbench-20261103-041000.zip"]
    assert len(left) == 3
    newest = folder / left[2]
    assert newest.stat().st_mode & 0o077 == 0
    assert str(newest) in said.getvalue()
    call_command("backup_verify", str(newest), stdout=said)
    assert "Whole: " in said.getvalue()
    assert Pulse.objects.latest_of(Pulse.Kind.BACKUP).detail["bytes"] == newest.stat().st_size
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", to=str(newest))


@pytest.mark.parametrize(
    ("to", "keep", "words"),
    [("backups", 14, "There is no folder"), ("all.zip", 14, "--keep goes with a folder")],
    ids=["a folder that is not there", "older ones of a single file"],
)
def test_a_place_that_would_keep_only_one_backup_is_refused(place, to, keep, words):
    with pytest.raises(CommandError, match=words):
        call_command("backup", to=str(place / to), keep=keep)

    assert not (place / to).exists()


def test_nothing_half_is_left_behind(place, monkeypatch):
    User.objects.create_user("mei@example.com")

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "_table", full)

    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", to=str(place / "all.zip"))

    assert list(place.glob("*all.zip*")) == []


def test_rows_written_meanwhile_are_not_half_in_it(used, place, monkeypatch):
    """Each table is read as it was at one moment, whatever is written between two of them."""
    count = Job.objects.count()
    table = making._table
    late = []

    def with_traffic(archive, model, alias):
        if not late and connection.vendor == "sqlite":
            late.append(JobFactory(workspace=used))
        return table(archive, model, alias)

    monkeypatch.setattr(making, "_table", with_traffic)
    manifest = making.make(place / "all.zip")

    assert manifest.tables["workspaces_job"]["rows"] == count
    with checking.opened(place / "all.zip") as archive:
        assert checking.check(archive).tables == manifest.tables
