"""What a department without accounts does through its link: its tasks, progress, files."""

from dataclasses import dataclass

from django.db.models import QuerySet

from planning.models import Task
from workspaces import share_links
from workspaces.models import Department, ShareLink
from workspaces.punctuation import aside

SCOPE = "planning.department"
FEED = "planning.feed"


@dataclass(frozen=True, slots=True)
class Guest:
    """Who stands behind a link: the link, its department, and the name written into the trail."""

    link: ShareLink
    department: Department

    @property
    def name(self) -> str:
        return aside(self.link.label, self.department)[:120]


def guest_of(token: str) -> Guest | None:
    """None for a link that is unknown, over, revoked, or whose department is put away."""
    link = share_links.find(token, SCOPE)
    if link is None:
        return None
    number = share_links.number_in(link.subject_key, "department")
    if number is None:
        return None
    department = Department.objects.in_workspace(link.workspace).working().filter(pk=number).first()
    return Guest(link, department) if department else None


def tasks_of(guest: Guest) -> QuerySet[Task]:
    """The department's own tasks of projects in use; nothing else of the workspace."""
    return (
        Task.objects.in_workspace(guest.link.workspace)
        .alive()
        .filter(department=guest.department)
        .select_related("project", "workspace", "department", "responsible", "project__lead")
    )
