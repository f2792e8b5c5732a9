from django.db import models

from workspaces.models.base import WorkspaceModel
from workspaces.models.user import User


class AuditEvent(WorkspaceModel):
    """Who did what to which thing, when. Written by services; never changed or deleted alone."""

    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=120, blank=True)  # stays when the person is erased
    verb = models.CharField(max_length=60)  # room.past_tense: "analytics.import_undone"
    subject = models.CharField(max_length=200)  # the thing in words
    subject_key = models.CharField(max_length=80, blank=True)  # "model:pk"
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["workspace", "-at"], name="audit_newest_first"),
            models.Index(fields=["workspace", "subject_key"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.verb} {self.subject}"
