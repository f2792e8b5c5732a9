from typing import ClassVar, Self

from django.db import models

from workspaces.models.base import WorkspaceModel, WorkspaceQuerySet
from workspaces.models.user import User


class NotificationQuerySet(WorkspaceQuerySet):
    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notification(WorkspaceModel):
    """Something one person should know, with the address where they act on it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    # The same event told twice is one notification.
    key = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user", "key"], name="one_notification_per_event"
            )
        ]

    def __str__(self) -> str:
        return self.text
