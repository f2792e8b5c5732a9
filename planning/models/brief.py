from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from planning.models.reviewed import Reviewed
from workspaces.models import User, WorkspaceModel, WorkspaceQuerySet
from workspaces.periods import Period, quarter_of


class BriefQuerySet(WorkspaceQuerySet):
    def standing(self) -> Self:
        """Everything that has not been replaced by a later brief."""
        return self.exclude(status=Brief.Status.SUPERSEDED)

    def on(self, day: date) -> Self:
        """Briefs whose days hold ``day``; a campaign's brief comes after the period's."""
        return self.filter(start__lte=day, end__gte=day)

    def with_people(self) -> Self:
        return self.select_related("author", "approved_by", "workspace")


class Brief(Reviewed):
    """What the team wants to reach with its social media in one period, and how.

    The rows that hang on it (objectives, audiences, pillars …) are its sections.
    """

    class Kind(models.TextChoices):
        QUARTER = "quarter", _("Quarter")
        HALF = "half", _("Half year")
        YEAR = "year", _("Year")
        CAMPAIGN = "campaign", _("Campaign")

    class Axis(models.TextChoices):
        TRUST = "trust", _("Trust")
        INFLUENCE = "influence", _("Influence")
        DATA = "data", _("Data capital")
        CREATION = "creation", _("Creation flow")

    kind = models.CharField(_("kind of period"), max_length=10, choices=Kind.choices)
    organisation_goal = models.TextField(_("what the organisation wants"), blank=True)
    brand_strategy = models.TextField(_("brand strategy"), blank=True)
    purpose = models.TextField(_("what social media is for"), blank=True)
    axis = models.CharField(
        _("axis of the period"), max_length=10, choices=Axis.choices, blank=True
    )
    axis_reason = models.TextField(_("why this axis"), blank=True)
    strategy = models.TextField(_("strategy"), blank=True)
    success_factors = models.TextField(_("what must succeed"), blank=True)
    experiments = models.TextField(_("experiments"), blank=True)
    based_on = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followers"
    )

    objects: ClassVar = BriefQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="brief_ends_after_it_starts", condition=Q(end__gte=F("start"))
            )
        ]

    @property
    def period(self) -> Period:
        whole = quarter_of(self.start)
        return (
            whole
            if (whole.start, whole.end) == (self.start, self.end)
            else Period(self.start, self.end)
        )


class BriefVersion(WorkspaceModel):
    """What stood in a brief when it was sent to review: its words, rows and frozen figures.

    ``content`` is planning.contents.content_of; ``snapshot`` what later rooms froze with it.
    """

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    snapshot = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "number"], name="one_brief_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.brief} v{self.number}"


class RowQuerySet(WorkspaceQuerySet):
    def standing(self) -> Self:
        return self.filter(removed_at=None)


class BriefRow(WorkspaceModel):
    """One row of a section of a brief, in the order people gave it.

    A removed row stays, so that taking it back brings back whatever points to it.
    """

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="+")
    place = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["place", "pk"]
