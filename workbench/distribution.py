"""What stands in the way of spreading the tables over a cluster by workspace (Citus).

A cluster splits tables by one column, here the workspace. It can keep a uniqueness, a primary key
or a relation only where that column is part of it, or where one side is a small table copied to
every node ("reference table"). This looks at the models and says where that is not so.
"""

from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import ForeignKey, Model, UniqueConstraint

from workspaces.models import WorkspaceModel

ROOMS = (
    "workspaces",
    "platforms",
    "planning",
    "calendar_app",
    "inbox",
    "analytics",
    "reports",
)
KEY = "workspace"


@dataclass(slots=True)
class Table:
    """How one table stands. ``reference``: copied to every node, for it belongs to no workspace."""

    name: str
    kind: str  # "by workspace" | "through a row" | "reference"
    unique: list[str] = field(default_factory=list)  # uniqueness that lacks the workspace
    relations: list[str] = field(default_factory=list)  # relations that lack the workspace


def tables() -> list[Table]:
    """Every table of ours, in the order of names."""
    ours = [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in ROOMS]
    return [_table(model) for model in sorted(ours, key=lambda model: model._meta.db_table)]


def kind(model: type[Model]) -> str:
    if any(f.name == KEY for f in model._meta.concrete_fields) or issubclass(model, WorkspaceModel):
        return "by workspace"
    return "through a row" if _leads_to_workspace(model, set()) else "reference"


def _leads_to_workspace(model: type[Model], seen: set[type[Model]]) -> bool:
    if model in seen:
        return False
    seen.add(model)
    targets = [f.related_model for f in model._meta.concrete_fields if isinstance(f, ForeignKey)]
    return any(
        issubclass(target, WorkspaceModel) or _leads_to_workspace(target, seen)
        for target in targets
        if isinstance(target, type)
    )


def _table(model: type[Model]) -> Table:
    table = Table(model._meta.db_table, kind(model))
    if table.kind == "reference":
        return table
    for one in model._meta.concrete_fields:
        if one.unique and not one.primary_key:
            table.unique.append(one.name)
        if isinstance(one, ForeignKey) and one.name != KEY:
            target = one.related_model
            if isinstance(target, type) and kind(target) != "reference":
                table.relations.append(f"{one.name} → {target._meta.db_table}")
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and KEY not in constraint.fields:
            table.unique.append(constraint.name)
    table.unique += ["+".join(names) for names in model._meta.unique_together if KEY not in names]
    return table
