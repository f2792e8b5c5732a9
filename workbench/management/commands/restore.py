"""Put a backup back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError

from workbench.backup.manifest import missing_keys
from workbench.backup.restoring import BadBackup, NotRestored, restore


class Command(BaseCommand):
    help = (
        "Puts a backup back, on the same database engine or the other one. All of it or nothing: "
        "a damaged backup changes nothing."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument(
            "--replace", action="store_true", help="give up what this installation holds now"
        )

    def handle(self, *, file: str, replace: bool, **options: Any) -> None:
        try:
            manifest = restore(Path(file), replace=replace, say=self.tell)
        except (BadBackup, NotRestored) as error:
            raise CommandError(str(error)) from None
        cache.clear()
        self.stdout.write(
            f"Restored and compared: {manifest.rows} rows of {len(manifest.tables)} tables and "
            f"{len(manifest.files)} files of {manifest.made_at[:16].replace('T', ' ')} UTC."
        )
        for sentence in missing_keys(manifest):
            self.stdout.write(f"Note: {sentence}")

    def tell(self, text: str) -> None:
        if not text.replace("_", "").isalnum():  # not every table's name
            self.stdout.write(text)
