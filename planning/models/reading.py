"""What is read regularly: sources with a feed, and the articles found in them."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.models.strategy import ResearchNote
from workspaces.models import User, WorkspaceModel, WorkspaceQuerySet


class ReadingSourceQuerySet(WorkspaceQuerySet):
    def standing(self) -> Self:
        return self.filter(removed_at=None)

    def due(self, *, at: datetime) -> Self:
        return self.standing().filter(paused_at=None, next_at__lte=at)


class ReadingSource(WorkspaceModel):
    """A feed (RSS or Atom) that is fetched every few hours; ``kind`` is what its notes become."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    url = models.URLField(_("address of the feed or its page"), max_length=500)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=ResearchNote.Kind.choices,
        default=ResearchNote.Kind.INDUSTRY,
    )
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(db_index=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)  # the last time it could be read
    error = models.CharField(
        max_length=300, blank=True
    )  # why the last try failed; empty: it did not
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    # What the site said about its answer, so that it can answer "nothing new".
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)

    objects: ClassVar = ReadingSourceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "url"],
                condition=Q(removed_at=None),
                name="one_source_per_address",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.url


class ReadingItem(WorkspaceModel):
    """An article of a source, as its feed announced it. Its words are a stranger's."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("article", "New")
        READ = "read", pgettext_lazy("article", "Read")
        KEPT = "kept", pgettext_lazy("article", "Kept")
        DISMISSED = "dismissed", pgettext_lazy("article", "Dismissed")

    source = models.ForeignKey(ReadingSource, models.CASCADE, related_name="items")
    key = models.CharField(max_length=64)  # hash of what the feed calls it
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=1000, blank=True)
    summary = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    note = models.ForeignKey(ResearchNote, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-found_at", "-published_at", "-pk"]
        constraints = [
            # A feed shows the same article for weeks; it is found once.
            models.UniqueConstraint(fields=["source", "key"], name="one_item_per_source_and_key")
        ]
        indexes = [models.Index(fields=["workspace", "state"], name="articles_by_state")]

    def __str__(self) -> str:
        return self.title
