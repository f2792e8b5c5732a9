from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planning.models.project import StoredFile
from workspaces.models import User, WorkspaceModel, WorkspaceQuerySet
from workspaces.roles import Role


class RoutineQuerySet(WorkspaceQuerySet):
    def standing(self) -> Self:
        return self.filter(archived_at=None)


class Routine(WorkspaceModel):
    """Work that comes back by itself: the reply round of every day, the look of every week.

    It falls to everybody of ``role`` (whoever does it first) or to ``person``. ``turn`` places
    it within its rhythm: weekday 1–7 of a week, working day 1… of a month or quarter.
    """

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("Every working day")
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")
        QUARTERLY = "quarterly", _("Every quarter")

    key = models.CharField(max_length=30, blank=True)  # of the starter set; "" for own ones
    title = models.CharField(_("routine"), max_length=100)
    note = models.TextField(_("how it is done"), blank=True)
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm.choices)
    turn = models.PositiveSmallIntegerField(_("which day"), default=1)
    at = models.TimeField(_("done by"), null=True, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.EDITOR)
    person = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("one person"),
    )
    wants_evidence = models.BooleanField(_("ticked with evidence"), default=True)
    since = models.DateField(_("from"))
    archived_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RoutineQuerySet.as_manager()

    class Meta:
        ordering = ["rhythm", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "key"],
                condition=~Q(key=""),
                name="one_starter_routine_per_key",
            )
        ]

    def __str__(self) -> str:
        return self.title


class RoutineRunQuerySet(WorkspaceQuerySet):
    def done(self) -> Self:
        return self.exclude(done_at=None)

    def missed(self, *, today: date) -> Self:
        return self.filter(done_at=None, day__lt=today)

    def for_list(self) -> Self:
        return self.select_related("routine", "routine__person").order_by(
            "day", "routine__at", "pk"
        )


class RoutineRun(WorkspaceModel):
    """One time a routine falls due: on ``day``, and what shows that it was done."""

    routine = models.ForeignKey(Routine, models.CASCADE, related_name="runs")
    day = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    evidence = models.TextField(_("what was done"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)

    objects: ClassVar = RoutineRunQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["workspace", "day"], name="routine_runs_by_day")]
        constraints = [
            # The clock may come twice, or late: a day of a routine is one row.
            models.UniqueConstraint(fields=["routine", "day"], name="one_run_per_routine_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.routine} {self.day:%Y/%m/%d}"


class RunFile(StoredFile):
    """A file that shows that a routine was done."""

    run = models.ForeignKey(RoutineRun, models.CASCADE, related_name="files")

    class Meta:
        ordering = ["-sent_at", "-pk"]
