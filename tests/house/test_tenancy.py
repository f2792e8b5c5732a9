"""Every query in a view begins with the workspace of whoever asks."""

import ast
from pathlib import Path

from django.apps import apps

from tests.house.rooms import ROOMS, ROOT
from workspaces.models import WorkspaceModel

# Questions that rightly begin elsewhere, with the reason. "file: first call" each.
BEGINS_ELSEWHERE = {
    "workbench/views.py: Job.filter": "readyz: the age of the oldest job, no content",
    "workbench/views.py: Membership.filter": "home: the asker's own memberships",
    "workspaces/views/entry.py: Invitation.for_token": "whoever holds the token",
    "workspaces/views/personal.py: Membership.filter": "the asker's own memberships",
}


# Relations by which a row hangs on one that the view has fetched within the workspace before.
HANGS_ON = {"post", "account", "file", "batch", "deliverable", "version", "entry", "asset"}


def view_files() -> list[Path]:
    found = []
    for room in ROOMS:
        found += (ROOT / room).glob("views.py")
        found += (ROOT / room).glob("*_views.py")
        found += (ROOT / room / "views").rglob("*.py")
    return sorted(found)


def of_a_workspace() -> set[str]:
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    return {model.__name__ for model in ours if issubclass(model, WorkspaceModel)}


def questions(path: Path) -> list[tuple[str, bool]]:
    """("Model.method", asked within the workspace) for every Model.objects.method in the file.

    Within: ``in_workspace`` stands in the chain, or the chain is about rows already in hand
    (``filter(pk=row.pk)``, ``filter(pk__in=[row.pk for row in rows])``), as an update needs.
    """
    tree = ast.parse(path.read_text())
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and _is_manager(node.value)):
            continue
        methods, link, calls = [node.attr], above[node], []
        while isinstance(link, ast.Attribute | ast.Call):
            if isinstance(link, ast.Attribute):
                methods.append(link.attr)
            else:
                calls.append(link)
            link = above[link]
        within = "in_workspace" in methods or any(_in_hand(call) for call in calls)
        found.append((f"{node.value.value.id}.{node.attr}", within))  # type: ignore[attr-defined]
    return found


def _is_manager(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "objects"
        and isinstance(node.value, ast.Name)
    )


def _in_hand(call: ast.Call) -> bool:
    """About rows the view has already found: by their number, or hanging on such a row."""
    if any(isinstance(word.value, ast.Name) and word.arg in HANGS_ON for word in call.keywords):
        return True
    given = {word.arg: word.value for word in call.keywords}
    one, many = given.get("pk"), given.get("pk__in")
    return (isinstance(one, ast.Attribute) and one.attr == "pk") or (
        isinstance(many, ast.ListComp)
        and isinstance(many.elt, ast.Attribute)
        and many.elt.attr == "pk"
    )


def test_there_are_queries_to_judge():
    asked = [question for path in view_files() for question in questions(path)]

    assert ("Job.in_workspace", True) in asked


def test_every_query_of_a_view_begins_in_the_askers_workspace():
    models = of_a_workspace()
    astray = {
        f"{path.relative_to(ROOT)}: {call}"
        for path in view_files()
        for call, within in questions(path)
        if call.split(".")[0] in models and not within
    }

    assert astray == set(BEGINS_ELSEWHERE)


def test_models_without_a_workspace_are_not_asked_directly_by_views():
    """Rows that hang on another row are reached through it, never by their own number."""
    models = of_a_workspace()
    ours = {m.__name__ for m in apps.get_models() if m._meta.app_label in ROOMS}
    free = {"User", "Workspace", "PasswordLink"}
    astray = {
        f"{path.relative_to(ROOT)}: {call}"
        for path in view_files()
        for call, within in questions(path)
        if call.split(".")[0] in ours - models - free and not within
    }

    assert astray == set()


def test_every_row_belongs_to_a_workspace_or_hangs_on_one_that_does():
    """User and Workspace themselves, and signs of life of the installation, stand alone."""
    models = [m for m in apps.get_models() if m._meta.app_label in ROOMS]

    def leads_home(model, seen=()) -> bool:
        if issubclass(model, WorkspaceModel):
            return True
        targets = [
            field.related_model
            for field in model._meta.concrete_fields
            if field.is_relation and not field.null and field.related_model not in seen
        ]
        return any(t._meta.app_label in ROOMS and leads_home(t, (*seen, model)) for t in targets)

    alone = {model.__name__ for model in models if not leads_home(model)}

    assert alone == {"User", "Workspace", "PasswordLink", "Pulse"}
