from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calendar_app.models.entry import EntryVersion
from workspaces.models import User, WorkspaceModel, WorkspaceQuerySet


class ExperimentQuerySet(WorkspaceQuerySet):
    def running(self) -> Self:
        return self.filter(state=Experiment.State.RUNNING)


class Experiment(WorkspaceModel):
    """Two variants of one version, with what they are to teach: A/B.

    A figure alone decides nothing: ``chosen`` and ``learning`` are a person's.
    """

    class Varied(models.TextChoices):
        OPENING = "opening", _("Opening")
        TEXT = "text", _("Wording of the text")
        LENGTH = "length", _("Length of the text")
        CALL = "call", _("Call to action")
        PICTURE = "picture", _("Picture or video")
        FORMAT = "format", _("Format")
        TIME = "time", _("Time")
        HASHTAGS = "hashtags", _("Hashtags")
        OFFER = "offer", _("Offer")

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("experiment", "Running")
        DECIDED = "decided", pgettext_lazy("experiment", "Decided")
        DROPPED = "dropped", pgettext_lazy("experiment", "Dropped")

    class Chosen(models.TextChoices):
        A = "a", _("A does it better")
        B = "b", _("B does it better")
        NEITHER = "neither", _("No difference that can be told")

    name = models.CharField(_("name"), max_length=120)
    hypothesis = models.TextField(_("hypothesis"), max_length=1000)
    varied = models.CharField(_("what is varied"), max_length=10, choices=Varied.choices)
    metric = models.CharField(_("figure that decides"), max_length=60)
    decide_on = models.DateField(_("decided on"))
    first = models.ForeignKey(
        EntryVersion, models.SET_NULL, null=True, related_name="experiments_as_first"
    )
    second = models.ForeignKey(
        EntryVersion, models.SET_NULL, null=True, related_name="experiments_as_second"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    chosen = models.CharField(_("decision"), max_length=10, choices=Chosen.choices, blank=True)
    learning = models.TextField(_("what we learned"), max_length=2000, blank=True)
    # What was known when it was decided: figures and verdict as words, for whoever reads it later.
    known = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ExperimentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["first"],
                name="one_running_experiment_per_version",
                condition=Q(state="running"),
            )
        ]

    def __str__(self) -> str:
        return self.name
