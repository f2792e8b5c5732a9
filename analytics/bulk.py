"""Many rows into one table, without a model object per row.

An import writes a hundred thousand rows into five tables; making a model of each costs more
than the database does. Here rows are tuples: ``executemany`` on SQLite, ``COPY`` on PostgreSQL.
Columns that are not named stay empty, so only nullable ones may be left out.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models

Row = Sequence[Any]
Converter = Callable[[Any], Any]


def insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Sequence[Row],
    *,
    skip_known: bool = False,
) -> None:
    """Write ``rows`` of values for the fields ``names`` (``post_id`` for a foreign key's column).

    ``skip_known`` leaves out rows that a unique constraint refuses. Runs in the caller's
    transaction; no signals, no defaults.
    """
    if not rows:
        return
    fields = [_field(model, name) for name in names]
    ready = _prepared(fields, rows)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and skip_known:
            arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT * FROM unnest({arrays}) "  # noqa: S608
                "ON CONFLICT DO NOTHING",
                [list(column) for column in zip(*ready, strict=True)],
            )
        elif connection.vendor == "postgresql":
            copying = f"COPY {table} ({columns}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(copying) as copy:
                for row in ready:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            verb = "INSERT OR IGNORE" if skip_known else "INSERT"
            cursor.executemany(
                f"{verb} INTO {table} ({columns}) VALUES ({places})",
                ready,
            )


def insert_from(
    model: type[models.Model], names: Sequence[str], rows: models.QuerySet[Any]
) -> None:
    """``INSERT … SELECT``: ``rows`` is a ``values_list`` with a column for each of ``names``."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(_field(model, name).column)) for name in names)
    query, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) {query}", params)


def reserve(model: type[models.Model], number: int) -> list[int]:
    """Primary keys for ``number`` new rows of ``model``, nobody else's from now on.

    On SQLite only within a transaction that has begun to write, which ours do at once.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, number],
            )
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        first = (last[0] if last else 0) + 1
    return list(range(first, first + number))


def _field(model: type[models.Model], name: str) -> models.Field:
    field = model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
    assert isinstance(field, models.Field)
    return field


def _prepared(fields: Sequence[models.Field], rows: Sequence[Row]) -> Sequence[Row]:
    """The rows as the driver takes them; numbers and texts already are."""
    turned = [(place, turn) for place, field in enumerate(fields) if (turn := _converter(field))]
    if not turned:
        return rows
    columns = list(zip(*rows, strict=True))
    for place, turn in turned:
        columns[place] = tuple(turn(value) for value in columns[place])
    return list(zip(*columns, strict=True))


def _converter(field: models.Field) -> Converter | None:
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, cls=field.encoder)
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.DateTimeField):
        adapt = connection.ops.adapt_datetimefield_value
    elif isinstance(field, models.DateField):
        adapt = connection.ops.adapt_datefield_value
    else:
        return None
    return lambda value: None if value is None else adapt(value)
