"""The sample workspace in a test's database: made once per process, copied after that.

Making it takes many seconds; every test that walks through it wants one of its own.
"""

import atexit
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from workspaces.models import Workspace

TODAY = "2026-11-21"


@dataclass
class Kept:
    """The whole database and the folder of files, as they were just after the making."""

    database: sqlite3.Connection
    files: Path


_kept: dict[str, Kept] = {}


def seeded(today: str = TODAY) -> Workspace:
    """The sample for that day, its files in MEDIA_ROOT.

    Outside a transaction on SQLite it is copied, with the same primary keys each time;
    everything else that stood in the database is gone then. Elsewhere it is made.
    """
    files = Path(settings.MEDIA_ROOT)
    copies = connection.vendor == "sqlite" and not connection.in_atomic_block
    if copies and today in _kept:
        connection.ensure_connection()
        _kept[today].database.backup(connection.connection)
        shutil.copytree(_kept[today].files, files, dirs_exist_ok=True)
        ContentType.objects.clear_cache()
    else:
        call_command("seed_demo", "--today", today, verbosity=0)
        if copies:
            _kept[today] = _keep(files)
    return Workspace.objects.get(slug="demo")


def _keep(files: Path) -> Kept:
    folder = Path(tempfile.mkdtemp(prefix="workbench-sample-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if files.is_dir():
        shutil.copytree(files, folder, dirs_exist_ok=True)
    database = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(database)
    return Kept(database, folder)
