from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calendar_app.models.idea import Idea
from calendar_app.models.kinds import EntryKind
from calendar_app.models.slot import Slot
from planning.models import Campaign, Pillar
from platforms.models import SocialAccount
from workspaces.models import User, WorkspaceModel, WorkspaceQuerySet

NAME_FROM_TEXT = 40  # characters that name an entry without a title


class EntryQuerySet(WorkspaceQuerySet):
    def standing(self) -> Self:
        return self.filter(removed_at=None)


class Entry(WorkspaceModel):
    """One thing a team says, with a version for each account it goes to.

    ``version`` counts changes of what would be published: an approval is about one of them.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", pgettext_lazy("state", "Published")
        MISSED = "missed", _("Missed")

    title = models.CharField(_("working title"), max_length=200, blank=True)
    kind = models.CharField(
        _("kind"), max_length=10, choices=EntryKind.choices, default=EntryKind.POST
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    text = models.TextField(_("text"), blank=True)
    first_comment = models.TextField(_("first comment"), blank=True)
    link = models.URLField(_("link"), max_length=1000, blank=True)
    utm = models.JSONField(default=dict, blank=True)  # source, medium, campaign, content, term
    hashtags = models.CharField(_("hashtags"), max_length=500, blank=True)
    # What only some kinds have (calendar_app.particulars): poll answers, a LINE message's kind.
    particulars = models.JSONField(default=dict, blank=True)
    call_to_action = models.CharField(_("call to action"), max_length=200, blank=True)
    disclosure = models.BooleanField(_("paid or partnered: say so"), default=False)
    # Answers to law rules: rule id as text → {"answer", "evidence", "by"}.
    law = models.JSONField(default=dict, blank=True)
    pillar = models.ForeignKey(Pillar, models.SET_NULL, null=True, blank=True, related_name="+")
    campaign = models.ForeignKey(Campaign, models.SET_NULL, null=True, blank=True, related_name="+")
    idea = models.ForeignKey(Idea, models.SET_NULL, null=True, blank=True, related_name="entries")
    variant_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="variants"
    )
    variant = models.CharField(_("variant"), max_length=20, blank=True)
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    assignee = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    writers = models.ManyToManyField(User, related_name="+", blank=True)
    version = models.PositiveIntegerField(default=1)
    steps_done = models.PositiveSmallIntegerField(default=0)  # of the approval
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["workspace", "state"], name="entries_by_state")]

    def __str__(self) -> str:
        return self.title or self.text[:NAME_FROM_TEXT] or f"#{self.pk}"


class EntryVersion(WorkspaceModel):
    """What goes to one account, and when. An empty text means: the entry's own text."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="versions")
    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("when"), null=True, blank=True)
    slot = models.OneToOneField(
        Slot, models.SET_NULL, null=True, blank=True, related_name="filled_by"
    )
    own_text = models.BooleanField(default=False)
    text = models.TextField(_("text"), blank=True)
    first_comment = models.TextField(_("first comment"), blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)  # YouTube and the like
    # utm_ words of this account alone, by field; what is missing is the entry's.
    utm = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["account__platform", "account__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "account"], name="one_version_per_account")
        ]
        indexes = [models.Index(fields=["workspace", "at"], name="versions_by_time")]

    def __str__(self) -> str:
        return f"{self.entry} → {self.account}"

    @property
    def words(self) -> str:
        """What will be published as text."""
        return self.text if self.own_text else self.entry.text

    @property
    def comment(self) -> str:
        """The first comment there: its own, else the entry's."""
        return self.first_comment or self.entry.first_comment

    @property
    def its_time(self) -> datetime:
        """For whoever has made sure that it has one."""
        assert self.at is not None
        return self.at
