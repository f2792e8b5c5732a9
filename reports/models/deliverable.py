from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from workspaces.models import Job, User, WorkspaceModel, WorkspaceQuerySet
from workspaces.periods import Grain, Period, month_of, quarter_of, week_of


class SignedOff(Exception):
    """Somebody signed this; the text says what to do instead of changing it."""

    def __init__(self) -> None:
        super().__init__(
            _now(
                "This report has been signed off and is never changed again. "
                "Make a new edition if it has to say something else."
            )
        )


class DeliverableQuerySet(WorkspaceQuerySet):
    def standing(self) -> Self:
        """The edition that counts of each output and period."""
        return self.exclude(status=Deliverable.Status.SUPERSEDED)

    def of(self, output: str, period: Period) -> Self:
        return self.filter(output=output, start=period.start, end=period.end)

    def with_people(self) -> Self:
        return self.select_related("workspace", "author", "signed_by", "job")


class Deliverable(WorkspaceModel):
    """One output of the standard for one period: O3.1.1 or O3.3.1 of 2026 Q3.

    ``judgement`` holds what people write (anchor → text) and is what autosave changes;
    the generated parts are made anew with every version.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        SIGNED = "signed", _("Signed off")
        SUPERSEDED = "superseded", _("Superseded")

    output = models.CharField(max_length=10)  # "O3.1.1"
    start = models.DateField()
    end = models.DateField()
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="zh-hant")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Whoever wrote judgement text counts as an author and cannot sign.
    writers = models.ManyToManyField(User, related_name="+", blank=True)
    judgement = models.JSONField(default=dict)
    judgement_version = models.PositiveIntegerField(default=0)  # guards against lost edits
    # Missing figures somebody declared not to exist: key → {"reason", "by", "at"}.
    declared = models.JSONField(default=dict)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = DeliverableQuerySet.as_manager()

    # What may still be written on a signed row: a later edition, the work that looks at it.
    OPEN_WHEN_SIGNED = frozenset({"status", "job", "job_id"})

    class Meta:
        ordering = ["-end", "output", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="signer_is_not_author",
                condition=models.Q(signed_by=None) | ~models.Q(signed_by=models.F("author")),
            ),
            # Two people who press “make” at once get one report.
            models.UniqueConstraint(
                fields=["workspace", "output", "start", "end"],
                condition=models.Q(status__in=["draft", "in_review"]),
                name="one_open_report_per_period",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        written = kwargs.get("update_fields")
        if self.pk and not (written and set(written) <= self.OPEN_WHEN_SIGNED):
            closed = [self.Status.SIGNED, self.Status.SUPERSEDED]
            if type(self).objects.filter(pk=self.pk, status__in=closed).exists():
                raise SignedOff
        super().save(*args, **kwargs)

    @property
    def period(self) -> Period:
        """The days this report is about, with the grain they are."""
        for named in (quarter_of, month_of, week_of):
            period = named(self.start)
            if (period.start, period.end) == (self.start, self.end):
                return period
        return Period(self.start, self.end, Grain.CUSTOM)

    @property
    def is_open(self) -> bool:
        """Whether words may still be written (not while somebody else reads it for signing)."""
        return self.status == self.Status.DRAFT

    @property
    def is_signed(self) -> bool:
        return self.status in {self.Status.SIGNED, self.Status.SUPERSEDED}


class DeliverableVersion(WorkspaceModel):
    """One rendering: blocks as shown, files with their hashes. A signed one never changes."""

    deliverable = models.ForeignKey(Deliverable, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    blocks = models.JSONField()  # reports.blocks as data: what the page shows
    judgement = models.JSONField(default=dict)  # as it stood
    warnings = models.JSONField(default=list)
    missing = models.JSONField(default=list)  # figures no file gives: asked for by name
    # format → {"path": below MEDIA_ROOT, "sha256": …, "size": …, "name": …}; once signed also
    # "reviewed": the same of the file that was read before signing.
    files = models.JSONField(default=dict)
    judgement_version = models.PositiveIntegerField(default=0)  # of the deliverable, as printed
    data_stamp = models.CharField(max_length=80, blank=True)  # services.restated.data_stamp
    digest = models.CharField(max_length=64, blank=True)  # pins what a reviewer reads
    frozen = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["deliverable", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.deliverable} v{self.number}"

    def save(self, *args, **kwargs) -> None:
        self._refuse_if_frozen()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._refuse_if_frozen()
        return super().delete(*args, **kwargs)

    def _refuse_if_frozen(self) -> None:
        # Asked of the database: what this object believes may be old.
        if self.pk and type(self).objects.filter(pk=self.pk, frozen=True).exists():
            raise SignedOff
