"""What a brief and a posting strategy share: written, read by a second person, approved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workspaces.models import User, WorkspaceModel


class Reviewed(WorkspaceModel):
    """A plan for some days that counts once somebody who did not write it approves it.

    ``number`` is the last version that was sent to review, 0 before that.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        SUPERSEDED = "superseded", _("Superseded")

    title = models.CharField(_("title"), max_length=200)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    writers = models.ManyToManyField(User, related_name="+", blank=True)
    number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    approved_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_approved(self) -> bool:
        return self.status in (self.Status.APPROVED, self.Status.SUPERSEDED)
