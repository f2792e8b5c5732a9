from django.db import models

from workspaces.models import User, WorkspaceModel
from workspaces.periods import Period, quarter_of


class PeriodClose(WorkspaceModel):
    """A period as somebody closed it: every value with its inputs, and what they were read from.

    Closings of a workspace form a chain: ``digest`` is taken over everything here and over the
    digest of the closing before. Rows are never changed; the database itself refuses it.
    """

    number = models.PositiveIntegerField()  # 1, 2, … within the workspace
    start = models.DateField()
    end = models.DateField()
    as_of = models.DateField()  # the day the period is read by, as it was set when closing
    zone = models.CharField(max_length=50)
    # [{"metric", "version", "cut": "" | "account:12" | "type:video", "value", "used", "total",
    #   "late", "reason", "inputs"}]
    values = models.JSONField()
    # {"accounts", "posts", "days", "tables": subject → digest of its figures and their rows,
    #  "batches": [{"pk", "name", "sha256", "taken_on", "readings"}], "counts"}
    evidence = models.JSONField()
    accepted = models.JSONField(default=list)  # sentences: what was known to be missing
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    closed_by_name = models.CharField(max_length=200)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-end", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="closings_are_numbered"),
            models.UniqueConstraint(
                fields=["workspace", "start", "end"], name="a_period_is_closed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.period.label

    @property
    def period(self) -> Period:
        quarter = quarter_of(self.start)
        whole = (quarter.start, quarter.end) == (self.start, self.end)
        return quarter if whole else Period(self.start, self.end)
