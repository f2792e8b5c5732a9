"""The departments that take part: seven from the start, and a workspace's own."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workspaces import audit
from workspaces.models import Department, User, Workspace

# In the order in which work runs through an organisation.
USUAL = (
    _("Planning department"),
    _("Product department"),
    _("Marketing department"),
    _("Design department"),
    _("Customer service department"),
    _("Public relations department"),
    _("Finance department"),
)


class NameTaken(Exception):
    """The text names the department that has this name already."""


def of(workspace: Workspace) -> list[Department]:
    """The departments in use; the usual seven the first time anybody asks."""
    rows = Department.objects.in_workspace(workspace)
    found = list(rows.working())
    if not found and not rows.exists():
        make_usual(workspace)
        found = list(rows.working())
    return found


def make_usual(workspace: Workspace) -> None:
    """The usual seven, named in the workspace's language. Twice is harmless."""
    with translation.override(workspace.language):
        Department.objects.bulk_create(
            [
                Department(workspace=workspace, name=str(name), place=place)
                for place, name in enumerate(USUAL)
            ],
            ignore_conflicts=True,
        )


@transaction.atomic
def add(workspace: Workspace, name: str, *, by: User) -> Department:
    """A department of the workspace's own; one that was put away comes back by its name."""
    name = name.strip()[:60]
    rows = Department.objects.in_workspace(workspace)
    standing = rows.filter(name=name).first()
    if standing is not None:
        if standing.archived_at is None:
            raise NameTaken(gettext("There is already a department “%(name)s”.") % {"name": name})
        standing.archived_at = None
        standing.save(update_fields=["archived_at"])
    else:
        standing = Department.objects.create(workspace=workspace, name=name, place=rows.count())
    audit.record(workspace, by, "workspaces.department_added", standing)
    return standing


@transaction.atomic
def archive(department: Department, *, by: User) -> None:
    """No longer offered for new tasks; what it has done stays named."""
    department.archived_at = timezone.now()
    department.save(update_fields=["archived_at"])
    audit.record(department.workspace, by, "workspaces.department_archived", department)
