from django.db import models

from reports.models.deliverable import DeliverableVersion, SignedOff


class PrintedFigure(models.Model):
    """One number on paper: what was printed, what it meant then, and what it was made from."""

    version = models.ForeignKey(DeliverableVersion, models.CASCADE, related_name="figures")
    code = models.CharField(max_length=10)  # "F1"
    metric = models.CharField(max_length=60)
    metric_version = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    formula = models.CharField(max_length=400)
    unit = models.CharField(max_length=20)
    value = models.CharField(max_length=60, null=True)  # exact: int or decimal string
    text = models.CharField(max_length=80)  # as printed
    reason = models.CharField(max_length=300, blank=True)  # why it is "—"
    inputs = models.JSONField(default=dict)  # measure → int | None
    scope = models.JSONField(default=dict)  # accounts, from, to …: reopens the rows
    sources = models.JSONField(default=list)  # [{file, sha256, rows}]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="one_figure_per_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    def save(self, *args, **kwargs) -> None:
        if DeliverableVersion.objects.filter(pk=self.version_id, frozen=True).exists():
            raise SignedOff
        super().save(*args, **kwargs)
