from django.db import models

from workspaces.models.base import WorkspaceModel
from workspaces.models.user import User


class UndoStep(WorkspaceModel):
    """One act a person can take back: which handler undoes it, with what."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    label = models.CharField(max_length=200)  # "Import of 3 files"
    handler = models.CharField(max_length=100)  # key in workspaces.undo.HANDLERS
    params = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.label
