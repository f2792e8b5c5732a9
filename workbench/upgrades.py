"""Which migrations may run while the version before still serves people, and which may not.

First phase: what the former version does not notice (new tables, new columns that may stay
empty). Second phase: what it would stumble over; applied when none of it runs any more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, models
from django.db.migrations import operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation

NOT_NOTICED = (
    operations.CreateModel,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.RenameIndex,
    operations.RemoveConstraint,
    operations.AlterModelOptions,
    operations.AlterModelManagers,
    operations.AlterModelTableComment,
)


@dataclass(frozen=True, slots=True)
class Step:
    room: str
    name: str
    reasons: tuple[str, ...]  # why it has to wait for the second phase; empty: it need not

    @property
    def additive(self) -> bool:
        return not self.reasons


def has_tables() -> bool:
    """Whether anything was ever installed in this database."""
    return "django_migrations" in connection.introspection.table_names()


def pending() -> list[Step]:
    """The migrations still to be applied here, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [step_of(migration) for migration, _backwards in plan]


def step_of(migration: Migration) -> Step:
    """A migration that knows better says so: ``additive = True`` with a comment why."""
    made = {op.name_lower for op in migration.operations if isinstance(op, operations.CreateModel)}
    reasons = (
        () if getattr(migration, "additive", False) else tuple(noticed(migration.operations, made))
    )
    return Step(migration.app_label, migration.name, reasons)


def noticed(steps: Sequence[Operation], made: set[str]) -> Iterator[str]:
    """Sentences about what the former version would stumble over."""
    for step in steps:
        if isinstance(step, NOT_NOTICED):
            continue
        if isinstance(step, operations.SeparateDatabaseAndState):
            yield from noticed(list(step.database_operations), made)
            continue
        # What happens to a table made in the same migration concerns nobody yet.
        if getattr(step, "model_name", "").lower() in made:
            continue
        if isinstance(step, operations.AddField) and may_be_left_out(step.field):
            continue
        yield step.describe()


def may_be_left_out(field: models.Field) -> bool:
    """Rows written by a version that does not know the column are still accepted."""
    if field.many_to_many:
        return True
    return field.null or field.db_default is not models.NOT_PROVIDED
