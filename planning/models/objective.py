from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.models.brief import BriefRow, RowQuerySet
from workspaces.models import User


class ObjectiveQuerySet(RowQuerySet):
    def of_standing_briefs(self) -> Self:
        """Of briefs that have not been replaced."""
        return self.standing().exclude(brief__status="superseded")

    def with_people(self) -> Self:
        return self.select_related("owner", "brief", "parent")


class Objective(BriefRow):
    """One SMART sentence of a brief. KGI at the top, CSF below it, KPI as the leaves.

    Which figure it means stands in ``metric`` (a key of the metric registry, chosen through
    ``planning.sockets.METRIC_CHOICES``); baseline and value are the targets analytics keeps.
    """

    class Level(models.TextChoices):
        KGI = "kgi", "KGI"
        CSF = "csf", "CSF"
        KPI = "kpi", "KPI"

    level = models.CharField(_("level"), max_length=3, choices=Level.choices, default=Level.KPI)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("serves"),
    )
    sentence = models.CharField(_("objective"), max_length=300, blank=True)
    metric = models.CharField(_("measured by"), max_length=60, blank=True)
    attainable = models.TextField(_("why it can be reached"), blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    owner = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who looks after it"),
    )
    # Filled when a brief is copied forward: what the same objective came to last time.
    last_time = models.TextField(_("last time"), blank=True)

    objects: ClassVar = ObjectiveQuerySet.as_manager()

    def __str__(self) -> str:
        return self.sentence or str(self.get_level_display())
