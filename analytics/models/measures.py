from django.db import models

from platforms.measures import MEASURES


class MeasureColumns(models.Model):
    """One nullable BigInteger column per measure: null = not reported, zero = reported zero."""

    class Meta:
        abstract = True

    def measures(self) -> dict[str, int]:
        """The reported measures only."""
        return {key: value for key in MEASURES if (value := getattr(self, key)) is not None}


for _key in MEASURES:
    MeasureColumns.add_to_class(_key, models.BigIntegerField(null=True, blank=True))
