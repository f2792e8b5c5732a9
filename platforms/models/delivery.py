from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from platforms.kinds import SOURCE_CHOICES
from platforms.models.account import SocialAccount
from platforms.models.fields import ReportField, SentenceField
from platforms.models.source import AdAccount, Site
from platforms.records import Span
from workspaces.models import Job, User, WorkspaceModel, WorkspaceQuerySet


class SourceFileQuerySet(WorkspaceQuerySet):
    def live(self) -> Self:
        return self.filter(state=SourceFile.State.IMPORTED)


class SourceFile(WorkspaceModel):
    """One file as it arrived, byte for byte, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be imported")
        IMPORTED = "imported", _("Imported")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Undone")
        DISCARDED = "discarded", _("Discarded")

    name = models.CharField(max_length=255)  # as the editor's computer called it
    stored = models.CharField(max_length=255)  # path below MEDIA_ROOT
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    # The day whose numbers the file shows; the day of upload unless the person says otherwise.
    taken_on = models.DateField()
    # What the person chose on the import page: {"zone": …, "account": pk, "platform": …,
    # "from": …, "to": …, "mapping": …}; part of what makes a delivery the same or another.
    choices = models.JSONField(default=dict)
    # What inspection found, ready to show (tables, accounts, samples, warnings, refusals).
    report = ReportField(default=dict)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    imported_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar = SourceFileQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["workspace", "sha256"], name="files_by_content")]

    def __str__(self) -> str:
        return self.name


class SourceBatchQuerySet(WorkspaceQuerySet):
    def live(self) -> Self:
        return self.filter(state=SourceBatch.State.LIVE)


class SourceBatch(WorkspaceModel):
    """One delivery: one table of one file, one pull, or one set of figures typed by hand.

    Readings hang on it. ``rank`` orders deliveries by the rule *current*: taken_on, then end of
    the range, then content, never by the order in which somebody happened to import them.
    """

    class State(models.TextChoices):
        ARRIVING = "arriving", _("Arriving")  # rows are being written; nothing reads them yet
        LIVE = "live", _("In use")
        WITHDRAWN = "withdrawn", _("Undone")

    file = models.ForeignKey(SourceFile, models.CASCADE, null=True, related_name="batches")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ARRIVING)
    family = models.CharField(max_length=40)
    member = models.CharField(max_length=255, blank=True)
    table = models.CharField(max_length=255, blank=True)
    platform = models.CharField(max_length=20, choices=SOURCE_CHOICES, blank=True)
    # Whose figures they are where they are no social account's.
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, related_name="deliveries")
    ad_account = models.ForeignKey(
        AdAccount, models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    encoding = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, blank=True)
    span = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Span])
    zone = models.CharField(max_length=50)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    taken_on = models.DateField()
    rank = models.CharField(max_length=120)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    # Rows that could not be read, and how many for which reason (analytics.intake.row_list).
    # Empty in deliveries of earlier versions, which list every such row as a RowProblem.
    refused = models.PositiveIntegerField(null=True)
    reasons = ReportField(null=True)
    posts_created = models.PositiveIntegerField(default=0)
    posts_updated = models.PositiveIntegerField(default=0)
    posts_unchanged = models.PositiveIntegerField(default=0)
    days = models.PositiveIntegerField(default=0)
    sums = models.JSONField(default=dict)
    warnings = ReportField(default=list)
    entered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = SourceBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            # A killed and repeated import finds what it already wrote instead of doubling it.
            models.UniqueConstraint(
                fields=["file", "member", "table", "family"], name="one_batch_per_table_of_a_file"
            )
        ]

    def __str__(self) -> str:
        return self.table or self.member or self.family


class BatchAccount(models.Model):
    """How many rows of a delivery speak about an account, and whether it is the main one."""

    batch = models.ForeignKey(SourceBatch, models.CASCADE, related_name="accounts")
    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="deliveries")
    # The account the delivery names, where another one stands for it.
    own_account = models.ForeignKey(SocialAccount, models.CASCADE, null=True, related_name="+")
    rows = models.PositiveIntegerField()
    main = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "batch", Coalesce("own_account", "account"), name="one_count_per_named_account"
            )
        ]


class RowProblem(models.Model):
    """A row that was not taken, and why.

    Where a delivery has very many, these are the first ones and those that wait for a decision;
    all of them stand in its file (analytics.intake.row_list). Nothing is dropped without a word.
    """

    batch = models.ForeignKey(SourceBatch, models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    skipped = models.BooleanField()  # totals and descriptions; otherwise refused
    cell = models.CharField(max_length=200, blank=True)
    reason = SentenceField()
    # The row is kept under this post until a person says which one it is (Post.decision).
    post = models.ForeignKey("Post", models.SET_NULL, null=True, related_name="problems")

    class Meta:
        ordering = ["row", "pk"]
