"""Models and migrations agree, and every migration has a name that says what it does."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from tests.house.rooms import ROOMS, ROOT


@pytest.mark.django_db
def test_models_and_migrations_agree():
    said = StringIO()

    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(f"A migration is missing:\n{said.getvalue()}")


def test_every_migration_says_what_it_does():
    names = [p.stem for room in ROOMS for p in (ROOT / room / "migrations").glob("[0-9]*.py")]

    assert names
    unnamed = [n for n in names if re.search(r"_(auto_\d|initial$)|^\d+_(auto|initial)", n)]
    assert unnamed == []
    assert [n for n in names if not re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", n)] == []
