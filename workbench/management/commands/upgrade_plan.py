"""Say whether this version's tables can be made while the former version still serves."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from workbench.upgrades import has_tables, pending


class Command(BaseCommand):
    help = (
        "Lists the migrations to come and which phase each belongs to. Exit code 0: 'migrate' may "
        "run while the former version serves. 1: stop the former version first, or apply the "
        "second phase after it has gone. 2: there are no tables to compare with."
    )

    def handle(self, **options: Any) -> None:
        if not has_tables():
            # Unpacked beside the old one, a new version has a ./data of its own.
            raise CommandError(
                f"The database {connection.settings_dict['NAME']} has no tables, so there is "
                "nothing to compare with. Give the settings of the installation that runs: "
                "DATABASE_URL, or WORKBENCH_DATA with its whole path.",
                returncode=2,
            )
        steps = pending()
        if not steps:
            self.stdout.write("The tables are those of this version; nothing is to be done.")
            return
        for step in steps:
            phase = "first phase " if step.additive else "SECOND PHASE"
            self.stdout.write(f"{phase}  {step.room} {step.name}")
            for reason in step.reasons:
                self.stdout.write(f"              {reason}")
        if all(step.additive for step in steps):
            self.stdout.write("All may be applied while the former version serves.")
            return
        self.stdout.write(
            "Not all may be applied while the former version serves: stop it first, or apply "
            "those before the first SECOND PHASE now and the rest when it is gone."
        )
        sys.exit(1)
