"""Projects: made, changed, put away, brought back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from planning.models import Project
from workspaces import audit, undo
from workspaces.models import UndoStep, User, Workspace


@transaction.atomic
def make_project(workspace: Workspace, fields: Mapping[str, Any], *, by: User) -> Project:
    project = Project.objects.create(workspace=workspace, **fields)
    audit.record(workspace, by, "planning.project_made", project)
    return project


@transaction.atomic
def change_project(project: Project, fields: Mapping[str, Any], *, by: User) -> None:
    before = {name: _plain(getattr(project, name)) for name in fields}
    after = {name: _plain(value) for name, value in fields.items()}
    changed = [name for name in fields if before[name] != after[name]]
    if not changed:
        return
    for name in changed:
        setattr(project, name, fields[name])
    project.save(update_fields=changed)
    audit.record(
        project.workspace,
        by,
        "planning.project_changed",
        project,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


@transaction.atomic
def archive(project: Project, *, by: User) -> UndoStep:
    project.archived_at = timezone.now()
    project.save(update_fields=["archived_at"])
    audit.record(project.workspace, by, "planning.project_archived", project)
    return undo.remember(
        project.workspace,
        by,
        _("Putting away “%(project)s”") % {"project": project.title},
        "planning.project_archived",
        {"project": project.pk},
    )


@transaction.atomic
def restore(project: Project, *, by: User) -> None:
    project.archived_at = None
    project.save(update_fields=["archived_at"])
    audit.record(project.workspace, by, "planning.project_restored", project)


def take_back_archive(workspace: Workspace, by: User, params: dict) -> None:
    """Undo handler."""
    Project.objects.in_workspace(workspace).filter(pk=params["project"]).update(archived_at=None)


def _plain(value: Any) -> Any:
    """As the audit trail keeps it."""
    return value.isoformat() if isinstance(value, date) else str(value or "")
