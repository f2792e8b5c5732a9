from django.db import models
from django.utils.translation import gettext_lazy as _

from workspaces.models.base import WorkspaceModel


class SpecialDay(WorkspaceModel):
    """One day on which this workspace differs from Taiwan's calendar of working days.

    ``works`` False: closed although others work (an outing); True: at work although others are
    off (stocktaking on a Saturday).
    """

    day = models.DateField(_("day"))
    name = models.CharField(_("what for"), max_length=60)
    works = models.BooleanField(_("we work on this day"), default=False)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "day"], name="one_special_day_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y/%m/%d} {self.name}"
