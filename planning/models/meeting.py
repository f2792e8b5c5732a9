from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.models.project import Project, Task
from workspaces.models import User, WorkspaceModel, WorkspaceQuerySet


class MeetingQuerySet(WorkspaceQuerySet):
    def coming(self, *, at: datetime) -> Self:
        return self.filter(status=Meeting.Status.PLANNED, at__gte=at)

    def for_list(self) -> Self:
        return self.select_related("project", "called_by")


class Meeting(WorkspaceModel):
    """People come together about a project or about the team's work as a whole.

    The agenda is built from the state of things until the meeting is held; then it is frozen
    in ``agenda`` beside the minutes.
    """

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("Progress review")
        STRATEGY = "strategy", _("Monthly strategy")
        QUARTER = "quarter", _("Quarterly re-planning")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Called off")

    project = models.ForeignKey(
        Project,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("project"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PROGRESS)
    title = models.CharField(_("meeting"), max_length=120)
    at = models.DateTimeField(_("when"))
    minutes_long = models.PositiveSmallIntegerField(_("minutes"), default=30)
    place = models.CharField(_("where"), max_length=200, blank=True)
    people = models.ManyToManyField(User, related_name="+", blank=True, verbose_name=_("people"))
    others = models.CharField(_("others taking part"), max_length=300, blank=True)
    wishes = models.TextField(_("also to be talked about"), blank=True)
    agenda = models.JSONField(default=list, blank=True)
    minutes = models.TextField(_("minutes of the meeting"), blank=True)
    version = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    called_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["workspace", "at"], name="meetings_by_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def ends(self) -> datetime:
        return self.at + timedelta(minutes=self.minutes_long)


class DecisionQuerySet(WorkspaceQuerySet):
    def open(self) -> Self:
        return self.filter(decided_at=None)


class Decision(WorkspaceModel):
    """A question put to a meeting and, once decided, its answer. ``task`` carries it out."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    question = models.CharField(_("to be decided"), max_length=300)
    answer = models.TextField(_("decision"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    task = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.question
