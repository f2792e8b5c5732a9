"""Rows as lines of text that mean the same on SQLite and PostgreSQL.

The models are those of the migrations, not of the code: their fields hand over what the column
holds, nothing is translated or prettified on the way, and a backup of an earlier version can be
read with the models of that version.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import connections, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model

BATCH = 1000
Node = tuple[str, str]  # ("analytics", "0001_first_tables")


def applied(alias: str = "default") -> list[Node]:
    """The migrations this database has seen; empty when it has no tables."""
    loader = MigrationLoader(connections[alias])
    return sorted(set(loader.applied_migrations) & set(loader.disk_migrations or {}))


def known() -> list[Node]:
    """The migrations this version of the workbench has."""
    loader = MigrationLoader(None)
    return sorted(loader.disk_migrations or {})


def models_at(nodes: Iterable[Node]) -> list[type[Model]]:
    """The tables after ``nodes``, each once, in the order of their names."""
    loader = MigrationLoader(None)
    wanted = set(nodes)
    leaves = [node for node in wanted if not loader.graph.node_map[node].children & wanted]
    state: Apps = loader.project_state(sorted(leaves)).apps
    found = {
        model._meta.db_table: model
        for model in state.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return [_as_it_is(found[name]) for name in sorted(found)]


def _as_it_is(model: type[Model]) -> type[Model]:
    """A restored row keeps its times: these fields must not write the present moment."""
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.DateField | models.TimeField):
            field.auto_now = field.auto_now_add = False
    return model


def columns(model: type[Model]) -> list[Field]:
    return [f for f in model._meta.local_concrete_fields if not getattr(f, "generated", False)]


def rows(model: type[Model], alias: str) -> Iterator[list[Any]]:
    """Every row in the order of its key, each value ready for JSON."""
    names = [field.attname for field in columns(model)]
    found = model._base_manager.using(alias).order_by("pk").values_list(*names)
    for row in found.iterator(chunk_size=BATCH):
        yield [_plain(value) for value in row]


def line(row: list[Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class Digest:
    """Of a table's content: equal for equal content, whichever engine keeps it.

    PostgreSQL orders the keys of JSON its own way and writes 1e16 as a whole number.
    """

    def __init__(self, model: type[Model]) -> None:
        self._sum = hashlib.sha256()
        self._json = any(isinstance(field, models.JSONField) for field in columns(model))
        self.rows = 0

    def add(self, row: list[Any]) -> None:
        self.rows += 1
        if self._json:
            text = json.dumps(_whole(row), sort_keys=True, separators=(",", ":")).encode()
        else:
            text = line(row)
        self._sum.update(text)

    def hexdigest(self) -> str:
        return self._sum.hexdigest()


def digest(model: type[Model], alias: str = "default") -> tuple[int, str]:
    """(rows, digest) of a table as it is in the database now."""
    total = Digest(model)
    for row in rows(model, alias):
        total.add(row)
    return total.rows, total.hexdigest()


def instance(model: type[Model], values: list[Any]) -> Model:
    """A row again; ``values`` as ``rows`` gave them."""
    fields = columns(model)
    return model(
        **{field.attname: _again(field, value) for field, value in zip(fields, values, strict=True)}
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def _again(field: Field, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(field, models.DurationField):
        return timedelta(microseconds=value)
    return field.to_python(value)


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _whole(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return value
