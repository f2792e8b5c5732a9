from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PulseManager(models.Manager["Pulse"]):
    def beat(self, kind: str, name: str, **detail: Any) -> None:
        """Say "here, now". The last one of each kind and name is kept."""
        self.update_or_create(
            kind=kind, name=name[:120], defaults={"at": timezone.now(), "detail": detail}
        )

    def latest_of(self, kind: str) -> "Pulse | None":
        return self.filter(kind=kind).order_by("-at").first()

    def since(self, kind: str, moment: datetime) -> models.QuerySet["Pulse"]:
        return self.filter(kind=kind, at__gte=moment).order_by("name")


class Pulse(models.Model):
    """A sign of life of the installation: a worker, an entry of the timetable, a backup.

    Belongs to no workspace and holds nothing of one.
    """

    class Kind(models.TextChoices):
        WORKER = "worker", _("Worker")
        TASK = "task", _("Timetable")
        BACKUP = "backup", _("Backup")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120)
    at = models.DateTimeField()
    # task: {"seconds": 0.2, "error": ""}; backup: {"bytes": …, "rows": …, "files": …}
    detail = models.JSONField(default=dict)

    objects: ClassVar[PulseManager] = PulseManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="one_pulse_per_name")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
