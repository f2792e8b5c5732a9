from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workspaces.models.base import WorkspaceModel, WorkspaceQuerySet
from workspaces.models.user import User


class JobQuerySet(WorkspaceQuerySet):
    def active(self) -> Self:
        return self.filter(status__in=[Job.Status.QUEUED, Job.Status.RUNNING])

    def claimable(self) -> Self:
        """Waiting, or running with a lease that ran out because its worker died."""
        return self.filter(
            Q(status=Job.Status.QUEUED)
            | Q(status=Job.Status.RUNNING, lease_until__lt=timezone.now())
        )

    def claim(self, pk: int) -> "Job | None":
        """Compare-and-set: exactly one caller gets the job, every other gets None."""
        changed = (
            self.filter(pk=pk)
            .claimable()
            .update(
                status=Job.Status.RUNNING,
                lease_until=lease_end(),
                attempts=F("attempts") + 1,
                started_at=timezone.now(),
            )
        )
        return Job.objects.select_related("workspace", "started_by").get(pk=pk) if changed else None


class Job(WorkspaceModel):
    """Work a person waits for: the durable intent. The broker only carries its id."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    MAX_ATTEMPTS = 5

    task = models.CharField(max_length=100)  # Celery task name: room.function
    label = models.CharField(max_length=200)  # what the person reads while waiting
    params = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)  # what is happening now
    error = models.TextField(blank=True)  # a sentence for the person
    result = models.JSONField(default=dict)
    result_url = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    request_id = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "lease_until"], name="jobs_to_sweep")]

    def __str__(self) -> str:
        return self.label

    @property
    def is_active(self) -> bool:
        return self.status in {self.Status.QUEUED, self.Status.RUNNING}

    @property
    def retried(self) -> bool:
        """A failed job that somebody has started again as another one."""
        return "retried_as" in self.result

    @property
    def percent(self) -> int | None:
        return min(100, 100 * self.done // self.total) if self.total else None


def lease_end():
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
