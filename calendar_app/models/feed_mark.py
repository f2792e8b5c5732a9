from django.db import models
from django.db.models import Q

from calendar_app.models.entry import EntryVersion
from calendar_app.models.slot import Slot
from workspaces.models import WorkspaceModel


class FeedMark(WorkspaceModel):
    """What calendar programs were last told of one version or slot, and how often it changed."""

    version = models.OneToOneField(EntryVersion, models.CASCADE, null=True, related_name="+")
    slot = models.OneToOneField(Slot, models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=64)  # of everything a calendar program shows
    sequence = models.PositiveIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=True, slot__isnull=False)
                | Q(version__isnull=False, slot__isnull=True),
                name="a_feed_mark_is_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version or self.slot}: {self.sequence}"
