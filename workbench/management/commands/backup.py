"""Write everything the installation knows into one file."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from workbench import pulse
from workbench.backup import making
from workspaces.models import Pulse

PATTERN = "workbench-????????-??????.zip"


class Command(BaseCommand):
    help = (
        "Writes rows and files into one ZIP while everything goes on. Keys are not in it: keep "
        "WORKBENCH_DATA/keys (or SECRET_KEY and FIELD_KEYS) in another place."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", required=True, metavar="FILE", help="a new file, or a folder to name it in"
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="in a folder: delete all but the newest N"
        )

    def handle(self, *, to: str, keep: int | None, verbosity: int, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep needs a number from 1 on: the newest backup always stays.")
        target = Path(to).expanduser().resolve()
        folder = target if target.is_dir() else None
        if not folder and target.suffix != ".zip":
            # A file of that name would take the folder's place, and only the first night's backup.
            raise CommandError(
                f"There is no folder {target}. Make it first, or name a new file that ends in .zip."
            )
        if keep and not folder:
            raise CommandError("--keep goes with a folder: only there are older backups known.")
        if folder:
            target = folder / f"workbench-{timezone.now():%Y%m%d-%H%M%S}.zip"
        if target.exists():
            raise CommandError(f"{target} exists already; nothing was written over it.")
        try:
            manifest = making.make(target, say=self.stdout.write if verbosity > 1 else _quiet)
        except OSError as error:
            raise CommandError(
                f"{target} could not be written ({error.strerror}). Nothing half is left behind."
            ) from None
        except DatabaseError as error:
            raise CommandError(f"The database could not be read: {error}") from None
        size = target.stat().st_size
        pulse.beat(
            Pulse.Kind.BACKUP, "newest", bytes=size, rows=manifest.rows, files=len(manifest.files)
        )
        if folder and keep:
            _delete_older(folder, keep)
        self.stdout.write(
            f"{target}: {manifest.rows} rows of {len(manifest.tables)} tables, "
            f"{len(manifest.files)} files, {filesizeformat(size)}. The keys are not in it."
        )


def _quiet(text: str) -> None:
    return None


def _delete_older(folder: Path, keep: int) -> None:
    for old in sorted(folder.glob(PATTERN), key=os.path.getmtime)[:-keep]:
        old.unlink()
