"""Put a backup back: all of it or nothing."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from zipfile import ZipFile

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from workbench import pulse
from workbench.backup import checking, database, tables
from workbench.backup.making import BLOCK
from workbench.backup.manifest import BadBackup, Manifest
from workspaces.models import User, Workspace

Say = Callable[[str], None]


class NotRestored(Exception):
    """The text says why, and that nothing was changed."""


def restore(path: Path, *, replace: bool = False, say: Say = lambda text: None) -> Manifest:
    """Raises BadBackup or NotRestored; either way everything is as it was before.

    Files that stood in MEDIA_ROOT are kept beside it under another name.
    """
    with checking.opened(path) as archive:
        say("Reading the backup through …")
        manifest = checking.check(archive)
        fresh = not tables.applied()
        if not fresh:
            _refuse_if_in_use(replace)
        _bring_tables_to(manifest, fresh)
        incoming = Path(mkdtemp(dir=settings.WORKBENCH_DATA, prefix=".restoring-"))
        try:
            _unpack(archive, manifest, incoming)
            with transaction.atomic():
                _load(archive, manifest, say)
                before = _swap(incoming)
        finally:
            shutil.rmtree(incoming, ignore_errors=True)
    if before:
        say(f"The files that were here before are in {before}")
    if set(manifest.nodes) != set(tables.known()):
        say("Bringing the tables of that version up to date …")
        call_command("migrate", verbosity=0, interactive=False)
    return manifest


def _refuse_if_in_use(replace: bool) -> None:
    # An installation of an earlier version may not have these tables as we know them.
    if not replace and (User.objects.exists() or Workspace.objects.exists()):
        raise NotRestored(
            "This installation is not empty; nothing was changed. Restore into an empty one "
            "(another WORKBENCH_DATA or DATABASE_URL), or write --replace to give up what is here."
        )
    if workers := pulse.workers():
        names = ", ".join(worker.name for worker in workers)
        raise NotRestored(
            f"Somebody is working here: {names}. Stop web, worker and timetable first, wait a "
            "minute, and run this again; nothing was changed."
        )


def _bring_tables_to(manifest: Manifest, fresh: bool) -> None:
    wanted, ours = set(manifest.nodes), set(tables.known())
    unknown = sorted(wanted - ours)
    if unknown:
        room, name = unknown[0]
        raise NotRestored(
            f"The backup was made by version {manifest.version}, which is newer than this one "
            f"(it knows {room} {name}). Install that version, then restore."
        )
    if fresh:
        _migrate_to(wanted)
        return
    if wanted == ours:
        if set(tables.applied()) != ours:
            call_command("migrate", verbosity=0, interactive=False)
        return
    raise NotRestored(
        f"The backup was made by version {manifest.version}, whose tables differ from those here. "
        "Restore it into an empty database: its tables are made first and then brought up to date. "
        "Nothing was changed."
    )


def _migrate_to(nodes: set[tables.Node]) -> None:
    """Make the tables of exactly these migrations in a database that has none."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    leaves = [n for n in nodes if not executor.loader.graph.node_map[n].children & nodes]
    executor.migrate(sorted(leaves))


def _unpack(archive: ZipFile, manifest: Manifest, folder: Path) -> None:
    for name in manifest.files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(f"media/{name}") as source, target.open("wb") as out:
            shutil.copyfileobj(source, out, BLOCK)


def _load(archive: ZipFile, manifest: Manifest, say: Say) -> None:
    models = tables.models_at(manifest.nodes)
    with database.triggers_at_rest():
        database.empty(models)
        for model in models:
            _load_table(archive, model, say)
        database.give_numbers_after(models, manifest.numbers)
        database.check_relations()
    lost = set(manifest.triggers) - set(database.triggers())
    if lost:
        raise NotRestored(f"The database has no {sorted(lost)[0]}; nothing was changed.")
    for model in models:
        name = model._meta.db_table
        count, digest = tables.digest(model)
        held = manifest.tables.get(name, {"rows": 0, "digest": tables.Digest(model).hexdigest()})
        if (count, digest) != (held["rows"], held["digest"]):
            raise NotRestored(
                f"After loading, {name} was not what had been backed up; nothing was changed."
            )


def _load_table(archive: ZipFile, model: type[Model], say: Say) -> None:
    name = model._meta.db_table
    try:
        stream = archive.open(f"tables/{name}.jsonl")
    except KeyError:
        return
    batch: list[Model] = []
    with stream:
        for text in stream:
            batch.append(tables.instance(model, json.loads(text)))
            if len(batch) >= tables.BATCH:
                model._base_manager.bulk_create(batch)
                batch = []
    if batch:
        model._base_manager.bulk_create(batch)
    say(name)


def _swap(incoming: Path) -> Path | None:
    """The last act before the rows are committed: folders change places."""
    root = Path(settings.MEDIA_ROOT)
    before = None
    if root.exists() and any(root.iterdir()):
        before = root.with_name(f"{root.name}-before-{timezone.now():%Y%m%d-%H%M%S}")
        root.rename(before)
    elif root.exists():
        root.rmdir()
    try:
        incoming.chmod(0o755)
        incoming.rename(root)
    except OSError as error:
        if before:
            before.rename(root)
        raise NotRestored(
            f"The files could not be put in place ({error.strerror}); nothing was changed."
        ) from None
    return before


__all__ = ["BadBackup", "NotRestored", "restore"]
