"""Print a new one-time code for the first account."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from workspaces import first_run
from workspaces.http import absolute


class Command(BaseCommand):
    help = "Prints a new code for the page that makes the first account; earlier codes end."

    def handle(self, *args: Any, **options: Any) -> None:
        if not first_run.needed():
            raise CommandError(
                _("Somebody already has an account here. An owner can invite further people.")
            )
        address = absolute(None, "workspaces:first_run")
        self.stdout.write(f"{address}?code={first_run.code()}")
