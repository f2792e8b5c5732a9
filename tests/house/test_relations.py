"""The import rule holds for the database too: no row points to a room further up."""

import ast

from django.apps import apps
from django.db.models import ForeignObjectRel

from tests.house.rooms import ROOMS, sources

# Position in the house: 0 is the roof, the last is the ground floor.
FLOOR = {room: place for place, room in enumerate(ROOMS)}


def relations() -> list[tuple[str, str, str, str | None]]:
    """(from room, to room, "Model.field", related name) of every relation of ours."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in FLOOR:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignObjectRel) or not field.is_relation:
                continue
            target = field.related_model
            if target is None:
                continue
            found.append(
                (
                    model._meta.app_label,
                    target._meta.app_label,
                    f"{model.__name__}.{field.name}",
                    getattr(field.remote_field, "related_name", None),
                )
            )
    return found


def test_there_are_relations_to_judge():
    assert ("workspaces", "workspaces", "Membership.user", "memberships") in relations()


def test_no_relation_points_to_a_room_further_up():
    upward = [
        name
        for room, target, name, _related in relations()
        if target in FLOOR and FLOOR[target] < FLOOR[room]
    ]

    assert upward == []


def test_relations_across_rooms_leave_nothing_behind_on_the_other_side():
    """A reverse accessor would let an earlier room lean on a later one by its name."""
    leaning = [
        f"{room}: {name} ({related})"
        for room, target, name, related in relations()
        if target in FLOOR and target != room and not (related or "").endswith("+")
    ]

    assert leaning == []


def test_no_room_looks_a_model_up_by_its_name():
    """``get_model`` and string references would go round the import contracts."""
    lookups = []
    for path in sources():
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get_model":
                lookups.append(f"{path}:{node.lineno}")

    assert lookups == []
