"""A team that grows from one process on SQLite to PostgreSQL takes everything along."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.system.installation import Installation
from tests.system.test_kill import COUNT, open_brand

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]
POSTS = 300
DIGESTS = """
from workbench.backup import tables
answer = {m._meta.db_table: tables.digest(m) for m in tables.models_at(tables.known())}
"""


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[str]:
    import psycopg

    server = os.environ["TEST_DATABASE_URL"]
    name = f"move_{os.getpid()}_{tmp_path.name.replace('-', '_')}".lower()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.postgres
def test_from_sqlite_to_postgresql_and_back(tmp_path, empty_database):
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    small = Installation(first)
    first.mkdir()
    file = open_brand(small, POSTS)
    small.manage("import_metrics", "--workspace", "brand", str(file))
    digests, counts = small.ask(DIGESTS), small.ask(COUNT)
    assert counts["readings"] == POSTS
    small.manage("backup", "--to", str(tmp_path / "small.zip"))

    large = Installation(second, DATABASE_URL=empty_database)
    large.manage("restore", str(tmp_path / "small.zip"))
    assert large.ask(COUNT) == counts
    moved = large.ask(DIGESTS)
    assert {t for t in digests if moved[t] != digests[t]} <= {"workspaces_pulse"}
    # The next rows get numbers of their own: another import works.
    large.manage("import_metrics", "--workspace", "brand", str(file))
    large.manage("backup", "--to", str(tmp_path / "large.zip"))

    again = Installation(third)
    again.manage("restore", str(tmp_path / "large.zip"))
    assert again.ask(COUNT) == large.ask(COUNT)
