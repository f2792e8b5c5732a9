"""What would have to change before the tables can be spread by workspace."""

from typing import Any

from django.core.management.base import BaseCommand

from workbench.distribution import Table, tables


class Command(BaseCommand):
    help = "Lists, table by table, what stands in the way of distribution by workspace (Citus)."

    def handle(self, **options: Any) -> None:
        found = tables()
        for kind, words in (
            ("by workspace", "Hold the workspace themselves"),
            ("through a row", "Belong to a workspace only through another row"),
            ("reference", "Belong to no workspace: copied to every node"),
        ):
            some = [table for table in found if table.kind == kind]
            self.stdout.write(f"\n{words}: {len(some)}")
            for table in some:
                self.stdout.write(f"  {table.name}")
                self._obstacles(table)
        unique = sum(len(table.unique) for table in found)
        relations = sum(len(table.relations) for table in found)
        keys = sum(table.kind != "reference" for table in found)
        self.stdout.write(
            f"\nIn the way: {keys} primary keys, {unique} uniqueness rules and {relations} "
            "relations that do not contain the workspace."
        )

    def _obstacles(self, table: Table) -> None:
        for name in table.unique:
            self.stdout.write(f"      unique without workspace: {name}")
        for name in table.relations:
            self.stdout.write(f"      relation without workspace: {name}")
