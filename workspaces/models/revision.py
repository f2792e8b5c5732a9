from django.db import models

from workspaces.models.base import WorkspaceModel
from workspaces.models.user import User


class Revision(WorkspaceModel):
    """One saved state of one text-bearing thing; numbers start at 1 and never repeat."""

    subject_key = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(max_length=200, blank=True)  # how it came about, when not by typing

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "subject_key", "number"], name="one_revision_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_key} #{self.number}"
