from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from calendar_app.models.kinds import EntryKind
from platforms.kinds import Platform
from workspaces.models import WorkspaceModel, WorkspaceQuerySet


def usual_licence_days() -> list[int]:
    return [30, 7, 1]


class CalendarOptions(WorkspaceModel):
    """How this workspace runs its calendar; one row per workspace, made when first asked for."""

    class Approval(models.IntegerChoices):
        NONE = 0, _("Nobody has to approve")
        ONE = 1, _("One person approves")
        TWO = 2, _("Two people approve, one after the other")

    approval_steps = models.PositiveSmallIntegerField(
        _("approval"), choices=Approval.choices, default=Approval.ONE
    )
    missed_after = models.PositiveSmallIntegerField(_("missed after (minutes)"), default=120)
    ready_days = models.PositiveSmallIntegerField(
        _("copy and visuals ready this many days ahead"), default=2
    )
    buffer_days = models.PositiveSmallIntegerField(_("days of approved posts ahead"), default=7)
    flexible_share = models.PositiveSmallIntegerField(
        _("share of slots kept free for current topics (%)"), default=20
    )
    outside_counts = models.BooleanField(
        _("an approval from outside counts as one step"),
        default=False,
        help_text=_("Otherwise it is an opinion that the team sees, and decides itself."),
    )
    cadence = models.JSONField(default=dict, blank=True)  # platform → posts a week
    # Account → codes of calendar_app.markets it speaks to; an account that is missing: Taiwan.
    markets = models.JSONField(default=dict, blank=True)
    # So many days before a licence ends somebody is told.
    licence_days = models.JSONField(default=usual_licence_days, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="one_set_of_calendar_options")
        ]

    def __str__(self) -> str:
        return str(self.workspace)


class WordingQuerySet(WorkspaceQuerySet):
    def standing(self) -> Self:
        return self.filter(archived_at=None)


class HashtagSet(WorkspaceModel):
    """Hashtags that go together, inserted with one click."""

    name = models.CharField(_("name"), max_length=60)
    tags = models.CharField(_("hashtags"), max_length=500)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PostTemplate(WorkspaceModel):
    """A text to start from. {braces} are what the writer fills in."""

    name = models.CharField(_("name"), max_length=80)
    text = models.TextField(_("text"))
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind.choices, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UtmTerm(WorkspaceModel):
    """A word of the naming dictionary: what links may say in one utm_ field."""

    class Field(models.TextChoices):
        SOURCE = "source", "utm_source"
        MEDIUM = "medium", "utm_medium"
        CAMPAIGN = "campaign", "utm_campaign"
        CONTENT = "content", "utm_content"

    field = models.CharField(_("field"), max_length=10, choices=Field.choices)
    value = models.SlugField(_("value"), max_length=60)
    meaning = models.CharField(_("meaning"), max_length=120, blank=True)
    platform = models.CharField(_("platform"), max_length=20, choices=Platform.choices, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["field", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "field", "value"], name="one_utm_term_per_value"
            )
        ]

    def __str__(self) -> str:
        return self.value
