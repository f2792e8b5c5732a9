"""Delete now what the nightly tidying would delete, or only count it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, no_translations
from django.utils import timezone

from workspaces.tidy import RULES, tidy


class Command(BaseCommand):
    help = (
        "Deletes what nobody needs any more: ended sessions, old notices and jobs, files that were "
        "never imported. Numbers, reports and the audit trail always stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, delete nothing")

    @no_translations  # the labels stand beside words that no page shows
    def handle(self, *, dry_run: bool, **options: Any) -> None:
        counted = tidy(at=timezone.now(), dry_run=dry_run)
        for rule in RULES:
            self.stdout.write(f"{counted[rule.key]:>8}  {rule.label}")
        total = sum(counted.values())
        self.stdout.write(f"{total:>8}  {'would go' if dry_run else 'are gone'}")
