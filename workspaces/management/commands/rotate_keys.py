"""Encrypt every secret in the database with the newest of FIELD_KEYS."""

from argparse import ArgumentParser
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workspaces import secrets


class Command(BaseCommand):
    help = (
        "Encrypts every secret in the database with the first of FIELD_KEYS. Afterwards the others "
        "may be taken out. --new prints a new key to put in front."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--new", action="store_true", help="only print a new key")
        parser.add_argument("--dry-run", action="store_true", help="count, change nothing")

    def handle(self, *, new: bool, dry_run: bool, **options: Any) -> None:
        if new:
            self.stdout.write(Fernet.generate_key().decode())
            return
        counted = secrets.rotate(dry_run=dry_run)
        done = "would be encrypted anew" if dry_run else "encrypted anew"
        for place, count in counted.items():
            self.stdout.write(
                f"{place}: {count['current']} already with the newest key, "
                f"{count['changed']} {done}, {count['unreadable']} unreadable"
            )
        if any(count["unreadable"] for count in counted.values()):
            raise CommandError(
                "Some secrets open with none of FIELD_KEYS. Put the key that made them back behind "
                "the others and run this again; nothing was lost."
            )
        if not dry_run and len(settings.FIELD_KEYS) > 1:
            self.stdout.write("Only the first of FIELD_KEYS is needed now.")
