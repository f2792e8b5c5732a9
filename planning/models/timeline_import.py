from django.db import models

from workspaces.models import User, WorkspaceModel


class TimelineImport(WorkspaceModel):
    """A timeline that came back from outside, from reading it until somebody confirms it."""

    name = models.CharField(max_length=200)
    rows = models.JSONField()  # planning.import_sheet.Sheet as JSON
    sent_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
