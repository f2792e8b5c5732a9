from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from workspaces.models.base import WorkspaceModel, WorkspaceQuerySet
from workspaces.models.user import User


class EscalationQuerySet(WorkspaceQuerySet):
    def open(self) -> Self:
        """Neither taken up nor called off."""
        return self.filter(acknowledged_at=None, cancelled_at=None)

    def with_people(self) -> Self:
        return self.select_related("raised_by", "acknowledged_by", "cancelled_by")


class Escalation(WorkspaceModel):
    """Something urgent that was put before the managers: what, since when, what is asked.

    ``step`` counts the reminders sent; ``next_at`` is when the next one is due while nobody
    has taken it up.
    """

    subject_key = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=200)
    url = models.CharField(max_length=300, blank=True)
    what = models.TextField(_("what happened"))
    since = models.DateTimeField(_("since when"))
    asked_for = models.TextField(_("what is asked of the manager"))
    raised_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    raised_at = models.DateTimeField()
    step = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("what will be done"), blank=True)
    cancelled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = EscalationQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        indexes = [
            models.Index(fields=["next_at"], name="escalations_to_remind"),
            models.Index(fields=["workspace", "subject_key"], name="escalations_by_subject"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_open(self) -> bool:
        return self.acknowledged_at is None and self.cancelled_at is None
