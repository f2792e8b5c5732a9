from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from workspaces.models.base import WorkspaceModel, WorkspaceQuerySet


class DepartmentQuerySet(WorkspaceQuerySet):
    def working(self) -> Self:
        """Those a task can be given to, in the order people gave them."""
        return self.filter(archived_at=None).order_by("place", "pk")


class Department(WorkspaceModel):
    """A part of the organisation that takes part in the team's work: design, finance …"""

    name = models.CharField(_("department"), max_length=60)
    place = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="one_department_per_name")
        ]

    def __str__(self) -> str:
        return self.name
