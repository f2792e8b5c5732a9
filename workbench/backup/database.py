"""What the two engines do differently: a steady view, triggers, the next free number."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import AutoField, BigAutoField, Model, SmallAutoField

SNAPSHOT = "backup-snapshot"


@contextmanager
def steady_view() -> Iterator[str]:
    """The alias of a database that stands still while others go on writing."""
    if connection.vendor == "sqlite":
        with _sqlite_copy() as alias:
            yield alias
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield "default"


@contextmanager
def _sqlite_copy() -> Iterator[str]:
    """SQLite's own online copy; a long read would keep its journal from being emptied."""
    with tempfile.TemporaryDirectory(dir=settings.WORKBENCH_DATA, prefix=".backup-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)
        default = connection.settings_dict
        options = {"timeout": 20}
        settings_dict = {**default, "NAME": copy, "OPTIONS": options}
        # Under a name of its own, so that the rows are asked for like any others.
        connections[SNAPSHOT] = type(connections["default"])(settings_dict, SNAPSHOT)
        try:
            yield SNAPSHOT
        finally:
            connections[SNAPSHOT].close()
            del connections[SNAPSHOT]


def triggers() -> dict[str, str]:
    """Name of every trigger that a migration made → the table it guards."""
    query = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


@contextmanager
def triggers_at_rest() -> Iterator[None]:
    """What guards rows against being changed would also refuse to let them be put back."""
    guarded = sorted(set(triggers().values()))
    quote = connection.ops.quote_name
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            kept = cursor.fetchall()
            for name, _sql in kept:
                cursor.execute(f"DROP TRIGGER {quote(name)}")
        yield
        with connection.cursor() as cursor:
            for _name, sql in kept:
                cursor.execute(sql)
        return
    with connection.cursor() as cursor:
        for table in guarded:
            cursor.execute(f"ALTER TABLE {quote(table)} DISABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        # A table with checks still to be made cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in guarded:
            cursor.execute(f"ALTER TABLE {quote(table)} ENABLE TRIGGER USER")


def empty(tables: list[type[Model]]) -> None:
    names = [connection.ops.quote_name(model._meta.db_table) for model in tables]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)} RESTART IDENTITY")
            return
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 -- our own tables' names


def numbers_given(tables: list[type[Model]], alias: str) -> dict[str, int]:
    """The last number each table gave to a row, also where that row is gone since."""
    given: dict[str, int] = {}
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            last = dict(cursor.fetchall())
            return {t: last[t] for t in sorted(_numbered(tables)) if last.get(t)}
        for table, column in sorted(_numbered(tables).items()):
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
            (sequence,) = cursor.fetchone()
            if sequence:
                cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608
                number, called = cursor.fetchone()
                if called:
                    given[table] = number
    return given


def give_numbers_after(tables: list[type[Model]], given: dict[str, int]) -> None:
    """No number is given twice: what old links and the audit trail name stays unique."""
    with connection.cursor() as cursor:
        for table, column in _numbered(tables).items():
            number = given.get(table, 0)
            if not number:
                continue
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, number])
            else:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                    [f'"{table}"', column, number],
                )


def check_relations() -> None:
    """Raises IntegrityError when a row points to nothing."""
    connection.check_constraints()


def _numbered(tables: list[type[Model]]) -> dict[str, str]:
    """Table → column of those whose rows are numbered by the database."""
    found = {}
    for model in tables:
        key = model._meta.pk
        if isinstance(key, AutoField | BigAutoField | SmallAutoField):
            found[model._meta.db_table] = str(key.column)
    return found


def size() -> int:
    """Bytes the database takes on its disk."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        parts = [path, path.with_name(f"{path.name}-wal")]
        return sum(part.stat().st_size for part in parts if part.exists())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
