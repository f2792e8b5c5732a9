"""Imports and relations run down the house; connectors and importers are pure."""

import ast
import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.db.models import ForeignObjectRel

from tests.house.rooms import ROOMS, ROOT, sources


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room_models():
    return [model for model in apps.get_models() if model._meta.app_label in ROOMS]


def test_import_contracts_hold():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout
    assert "3 kept, 0 broken" in done.stdout


def test_connectors_and_importers_know_no_database():
    forbidden = (
        "django.db",
        "django.apps",
        "django.conf",
        "platforms.models",
        "platforms.services",
    )
    pure = sources("platforms/connectors", "platforms/importers")

    leaks = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in pure
        for name in imported(path)
        if name.startswith(forbidden)
    }

    assert pure
    assert leaks == set()


def test_nothing_outside_the_roof_imports_the_roof():
    leaks = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources(*ROOMS[1:])
        for name in imported(path)
        if name.split(".")[0] == "workbench"
    }

    assert leaks == set()


def test_relations_point_down_and_leave_no_accessor_in_the_room_below():
    wrong = []
    for model in room_models():
        for field in model._meta.get_fields(include_hidden=False):
            if isinstance(field, ForeignObjectRel) or not field.related_model:
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if there not in ROOMS or here == there:
                continue
            if ROOMS.index(there) < ROOMS.index(here):
                wrong.append(f"{model.__name__}.{field.name} points up to {there}")
            elif not field.remote_field.hidden:
                wrong.append(f"{model.__name__}.{field.name} needs related_name='+'")

    assert room_models()
    assert wrong == []
