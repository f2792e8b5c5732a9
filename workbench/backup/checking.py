"""Read every byte of a backup and compare it with what its list says."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from workbench.backup.making import BLOCK
from workbench.backup.manifest import NAME, SEAL, BadBackup, Manifest


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(path) as archive:
            yield archive
    except FileNotFoundError:
        raise BadBackup(f"There is no file {path}.") from None
    except BadZipFile as error:
        raise BadBackup(
            f"{path} is damaged or was not written to its end ({error}). Use an earlier backup."
        ) from None


def check(archive: ZipFile) -> Manifest:
    """Raises BadBackup with the first thing that is not as it was written."""
    manifest = Manifest.read(archive)
    expected = {f"tables/{name}.jsonl" for name in manifest.tables}
    expected |= {f"media/{name}" for name in manifest.files} | {NAME, SEAL}
    there = set(archive.namelist())
    if expected - there:
        raise BadBackup(f"{sorted(expected - there)[0]} is missing in this backup.")
    if there - expected:
        raise BadBackup(f"{sorted(there - expected)[0]} was added to this backup.")
    for name, table in manifest.tables.items():
        _check_table(archive, name, table)
    for name, file in manifest.files.items():
        if not within(name):
            raise BadBackup(f"“{name}” would be written outside the folder for files.")
        total, size = read_through(archive, f"media/{name}")
        if (size, total) != (file["bytes"], file["sha256"]):
            raise BadBackup(f"The file {name} is not what was backed up.")
    return manifest


def _check_table(archive: ZipFile, name: str, table: dict) -> None:
    total, count = hashlib.sha256(), 0
    with archive.open(f"tables/{name}.jsonl") as stream:
        for text in stream:
            total.update(text)
            count += 1
            try:
                json.loads(text)
            except ValueError:
                raise BadBackup(f"Row {count} of {name} cannot be read.") from None
    if (count, total.hexdigest()) != (table["rows"], table["sha256"]):
        raise BadBackup(f"The table {name} is not what was backed up.")


def read_through(archive: ZipFile, member: str) -> tuple[str, int]:
    total, size = hashlib.sha256(), 0
    with archive.open(member) as stream:
        while block := stream.read(BLOCK):
            total.update(block)
            size += len(block)
    return total.hexdigest(), size


def within(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name
