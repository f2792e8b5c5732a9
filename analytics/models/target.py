from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.metrics import METRICS
from planning.models import Objective
from platforms.models import SocialAccount
from workspaces.models import User, WorkspaceModel


class Target(WorkspaceModel):
    """What one metric should reach by when, from which baseline. KGI, CSF or KPI."""

    class Level(models.TextChoices):
        KGI = "kgi", "KGI"
        CSF = "csf", "CSF"
        KPI = "kpi", "KPI"

    level = models.CharField(_("level"), max_length=3, choices=Level.choices, default=Level.KPI)
    metric = models.CharField(_("metric"), max_length=60)  # key in the metric registry
    metric_version = models.PositiveSmallIntegerField(default=1)
    account = models.ForeignKey(
        SocialAccount, models.CASCADE, null=True, blank=True, related_name="+"
    )  # null: all our accounts
    # The sentence of a brief this figure stands for; null for a target of its own.
    objective = models.ForeignKey(
        Objective, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Decimal strings keep ratios exact: "0.048"; counts are whole numbers.
    start = models.DateField(_("from"))
    due = models.DateField(_("due"))
    baseline = models.DecimalField(
        _("baseline"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    baseline_start = models.DateField(null=True, blank=True)
    baseline_end = models.DateField(null=True, blank=True)
    value = models.DecimalField(_("target"), max_digits=24, decimal_places=6)
    note = models.TextField(_("why this target"), blank=True)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["level", "due", "pk"]

    def __str__(self) -> str:
        metric = METRICS.get(self.metric)
        return f"{self.get_level_display()} {metric.label if metric else self.metric}"


class TargetRevision(models.Model):
    """One change of a target: old, new, why, who."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="revisions")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
