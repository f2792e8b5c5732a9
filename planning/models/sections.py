"""The rows of a brief's sections: ladder, audiences, platforms, pillars, resources, risks."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.models.brief import BriefRow, RowQuerySet
from platforms.kinds import Platform
from workspaces.models import WorkspaceModel


class LadderStep(BriefRow):
    """One step of the ladder of participation and the behaviour that counts as standing on it."""

    name = models.CharField(_("step"), max_length=40, blank=True)
    behaviour = models.CharField(_("behaviour that counts"), max_length=300, blank=True)
    invitation = models.TextField(_("how we invite people up"), blank=True)
    metric = models.CharField(_("measured by"), max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class Audience(BriefRow):
    """A group of people the brief is for, and how we know."""

    class Evidence(models.TextChoices):
        SURVEY = "survey", _("Survey")
        PLATFORM = "platform", _("Audience data of a platform")
        OBSERVATION = "observation", _("Observation")
        COMMENTS = "comments", _("Topics of comments")
        SALES = "sales", _("Sales and members")

    name = models.CharField(_("group"), max_length=100, blank=True)
    traits = models.TextField(_("who they are"), blank=True)
    needs = models.TextField(_("what they need"), blank=True)
    places = models.TextField(_("where and when they are online"), blank=True)
    evidence_kind = models.CharField(
        _("kind of evidence"), max_length=12, choices=Evidence.choices, blank=True
    )
    evidence = models.TextField(_("evidence"), blank=True)

    def __str__(self) -> str:
        return self.name


class PlatformCriterion(WorkspaceModel):
    """What this workspace judges platforms by, and how much it weighs (1–5)."""

    name = models.CharField(_("criterion"), max_length=80, blank=True)
    question = models.CharField(_("question"), max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=3)
    place = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RowQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.name


class PlatformChoice(BriefRow):
    """One platform judged for this brief. ``scores``: criterion id as text → 1–5."""

    class Decision(models.TextChoices):
        MAIN = "main", _("Main platform")
        SUPPORT = "support", _("Supporting")
        TEST = "test", _("Trial")
        NO = "no", _("Not used")

    platform = models.CharField(_("platform"), max_length=20, choices=Platform.choices, blank=True)
    scores = models.JSONField(default=dict, blank=True)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision.choices, blank=True)
    role = models.CharField(_("what it is for"), max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    def __str__(self) -> str:
        return str(self.get_platform_display())


class Pillar(BriefRow):
    """A theme the content stands on, and its share of all posts in per cent."""

    name = models.CharField(_("pillar"), max_length=60, blank=True)
    share = models.PositiveSmallIntegerField(_("share (%)"), null=True, blank=True)
    topics = models.TextField(_("topics"), blank=True)
    tone = models.CharField(_("tone"), max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class ResourceLine(BriefRow):
    """Hours and money for one platform and kind of work."""

    class Kind(models.TextChoices):
        PEOPLE = "people", _("Work of people")
        PRODUCTION = "production", _("Production")
        ADVERTISING = "advertising", _("Advertising")
        PARTNERS = "partners", _("Partners")
        TOOLS = "tools", _("Tools")
        EXPERIMENT = "experiment", _("Experiment")

    platform = models.CharField(_("platform"), max_length=20, choices=Platform.choices, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, blank=True)
    what = models.CharField(_("for what"), max_length=200, blank=True)
    hours = models.DecimalField(
        _("hours a week"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    budget = models.PositiveIntegerField(_("budget of the period"), null=True, blank=True)
    share = models.PositiveSmallIntegerField(_("share (%)"), null=True, blank=True)

    def __str__(self) -> str:
        return self.what or str(self.get_kind_display())


class Risk(BriefRow):
    """What could go wrong, how we would notice, and what we would do."""

    class Grade(models.IntegerChoices):
        LOW = 1, _("Low")
        MEDIUM = 2, _("Medium")
        HIGH = 3, _("High")

    what = models.CharField(_("risk"), max_length=200, blank=True)
    likelihood = models.PositiveSmallIntegerField(
        _("likelihood"), choices=Grade.choices, null=True, blank=True
    )
    impact = models.PositiveSmallIntegerField(
        _("impact"), choices=Grade.choices, null=True, blank=True
    )
    sign = models.CharField(_("how we notice"), max_length=200, blank=True)
    answer = models.TextField(_("what we do"), blank=True)

    def __str__(self) -> str:
        return self.what
