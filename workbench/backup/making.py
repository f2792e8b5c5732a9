"""Write a backup while everything goes on."""

import hashlib
import os
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from workbench.backup import database, tables
from workbench.backup.manifest import Manifest, keys_now

BLOCK = 1 << 20
Say = Callable[[str], None]


def make(target: Path, *, say: Say = lambda text: None) -> Manifest:
    """One file at ``target``, whole or not at all; readable by this user only."""
    draft = target.with_name(f".{target.name}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=1, allowZip64=True) as archive:
                manifest = _fill(archive, say)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return manifest


def _fill(archive: ZipFile, say: Say) -> Manifest:
    with database.steady_view() as alias:
        nodes = tables.applied(alias)
        manifest = Manifest(
            version=version(),
            made_at=timezone.now().isoformat(),
            engine=connection.vendor,
            migrations=[list(node) for node in nodes],
            keys=keys_now(),
        )
        models = tables.models_at(nodes)
        for model in models:
            name = model._meta.db_table
            manifest.tables[name] = _table(archive, model, alias)
            say(f"{name}: {manifest.tables[name]['rows']} rows")
        manifest.numbers = database.numbers_given(models, alias)
    manifest.triggers = sorted(database.triggers())
    # After the rows: a file that a row names is there unless it was deleted meanwhile.
    for path in stored_files():
        _file(archive, path, manifest)
    say(f"{len(manifest.files)} files")
    manifest.write(archive)
    return manifest


def _table(archive: ZipFile, model: type[Model], alias: str) -> dict:
    content, lines = tables.Digest(model), hashlib.sha256()
    with archive.open(f"tables/{model._meta.db_table}.jsonl", "w", force_zip64=True) as stream:
        for row in tables.rows(model, alias):
            text = tables.line(row)
            content.add(row)
            lines.update(text)
            stream.write(text)
    return {"rows": content.rows, "sha256": lines.hexdigest(), "digest": content.hexdigest()}


def _file(archive: ZipFile, path: Path, manifest: Manifest) -> None:
    name = path.relative_to(settings.MEDIA_ROOT).as_posix()
    try:
        source: IO[bytes] = path.open("rb")
    except FileNotFoundError:
        return
    total, size = hashlib.sha256(), 0
    with source, archive.open(f"media/{name}", "w", force_zip64=True) as stream:
        while block := source.read(BLOCK):
            total.update(block)
            size += len(block)
            stream.write(block)
    manifest.files[name] = {"bytes": size, "sha256": total.hexdigest()}


def stored_files() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    return iter(sorted(path for path in root.rglob("*") if path.is_file()))


def version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return str(project["project"]["version"])
