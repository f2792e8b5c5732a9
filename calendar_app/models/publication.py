from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calendar_app.models.entry import EntryVersion
from planning.models import Campaign
from platforms.models import SocialAccount
from workspaces.models import User, WorkspaceModel, WorkspaceQuerySet


class PublicationQuerySet(WorkspaceQuerySet):
    def due(self, at) -> Self:
        return self.filter(state=Publication.State.DUE, due_at__lte=at)


class Publication(WorkspaceModel):
    """The intent to publish one version at one time. Rows, not queues, are what is promised.

    ``due → sending → sent | failed | unknown | missed | by_hand``; every step is one conditional
    UPDATE, so that exactly one worker or person takes it. ``token`` is what a sender gives a
    platform to recognise the same publication again.
    """

    class State(models.TextChoices):
        DUE = "due", pgettext_lazy("publication", "Due")
        SENDING = "sending", _("Publishing")
        SENT = "sent", pgettext_lazy("state", "Published")
        BY_HAND = "by_hand", _("Published by hand")
        FAILED = "failed", _("Failed")
        UNKNOWN = "unknown", _("Outcome unknown")
        MISSED = "missed", _("Missed")
        CANCELLED = "cancelled", _("Called off")

    version = models.OneToOneField(EntryVersion, models.CASCADE, related_name="publication")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField()
    token = models.CharField(max_length=64)
    text = models.TextField(blank=True)  # as approved, for the pack and for a sender
    reminded_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    permalink = models.URLField(max_length=1000, blank=True)

    objects: ClassVar = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="publications_due")]

    def __str__(self) -> str:
        return str(self.version)


# States in which it is on the platform, or may be.
GONE_OUT = (
    Publication.State.SENDING,
    Publication.State.SENT,
    Publication.State.BY_HAND,
    Publication.State.UNKNOWN,
)


class PublicationAttempt(models.Model):
    """One try or decision about a publication; never changed afterwards."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="attempts")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    was = models.CharField(max_length=10)
    now = models.CharField(max_length=10, choices=Publication.State.choices)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.was} → {self.now}"


class PublishingPause(WorkspaceModel):
    """Nothing is taken for publishing while a pause that covers it stands."""

    account = models.ForeignKey(
        SocialAccount, models.CASCADE, null=True, blank=True, related_name="+"
    )
    campaign = models.ForeignKey(
        Campaign, models.CASCADE, null=True, blank=True, related_name="+"
    )  # neither account nor campaign: everything
    reason = models.CharField(_("reason"), max_length=300)
    started_at = models.DateTimeField(auto_now_add=True)
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    resumes_at = models.DateTimeField(_("goes on at"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reason
