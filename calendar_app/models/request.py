from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calendar_app.models.entry import Entry
from calendar_app.models.media import MediaAsset
from planning.models import Task, TaskFile
from workspaces.models import User, WorkspaceModel, WorkspaceQuerySet
from workspaces.punctuation import labelled


class MaterialRequestQuerySet(WorkspaceQuerySet):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def with_offers(self) -> Self:
        """Adds ``offered``: a file was handed in that nobody has decided about."""
        decided = OfferDecision.objects.filter(file=OuterRef("pk"))
        files = TaskFile.objects.filter(task=OuterRef("task"), removed_at=None)
        return self.annotate(offered=Exists(files.filter(~Exists(decided))))


class MaterialRequest(WorkspaceModel):
    """What a post asks of a department: copy, a picture or a video, as a task with a due day.

    Files handed in for the task are its offers; an ``OfferDecision`` says what became of one.
    """

    class What(models.TextChoices):
        COPY = "copy", pgettext_lazy("what a post asks for", "Copy")
        PICTURE = "picture", _("Picture")
        VIDEO = "video", _("Video")

    class End(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("request", "Accepted")
        CALLED_OFF = "off", pgettext_lazy("request", "Called off")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="requests")
    what = models.CharField(_("what is needed"), max_length=7, choices=What.choices)
    brief = models.TextField(_("what it should say or show"))
    size = models.CharField(_("size or length"), max_length=100, blank=True)
    task = models.OneToOneField(Task, models.CASCADE, related_name="+")
    # The due day that was last proposed and answered; another one is proposed when the post moves.
    proposed_due = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    end = models.CharField(max_length=8, choices=End.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = MaterialRequestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return labelled(self.get_what_display(), self.entry)


class OfferDecision(WorkspaceModel):
    """What an editor said to one file that was handed in; never changed afterwards."""

    request = models.ForeignKey(MaterialRequest, models.CASCADE, related_name="decisions")
    file = models.OneToOneField(TaskFile, models.CASCADE, related_name="+")
    accepted = models.BooleanField()
    reason = models.CharField(_("what should change"), max_length=130, blank=True)
    asset = models.ForeignKey(MediaAsset, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.file}: {self.accepted}"
