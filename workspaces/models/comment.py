from django.db import models
from django.utils.translation import gettext_lazy as _

from workspaces.models.base import WorkspaceModel
from workspaces.models.user import User


class Comment(WorkspaceModel):
    """A remark of one person on one part of one thing; ``subject_key`` is "model:pk"."""

    subject_key = models.CharField(max_length=80)
    part = models.CharField(max_length=40, blank=True)  # the section it is about
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("remark"))
    mentions = models.ManyToManyField(User, related_name="+", blank=True)
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["workspace", "subject_key"], name="comments_by_subject")]

    def __str__(self) -> str:
        return self.text[:60]
