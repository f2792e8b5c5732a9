"""Read a backup through and say whether it is whole and would be readable here."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workbench.backup import checking
from workbench.backup.manifest import BadBackup, missing_keys


class Command(BaseCommand):
    help = "Reads every row and file of a backup and compares it with its checksums."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *, file: str, **options: Any) -> None:
        try:
            with checking.opened(Path(file)) as archive:
                manifest = checking.check(archive)
        except BadBackup as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"Whole: {manifest.rows} rows of {len(manifest.tables)} tables and "
            f"{len(manifest.files)} files, made by version {manifest.version} on "
            f"{manifest.engine}, {manifest.made_at[:16].replace('T', ' ')} UTC."
        )
        for sentence in missing_keys(manifest):
            self.stdout.write(f"Note: {sentence}")
