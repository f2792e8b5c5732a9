from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from platforms.kinds import PostType
from platforms.models.account import SocialAccount
from platforms.models.delivery import SourceBatch
from workspaces.models import WorkspaceModel, WorkspaceQuerySet


class PostQuerySet(WorkspaceQuerySet):
    def present(self) -> Self:
        """Posts that at least one live delivery still speaks about."""
        return self.filter(present=True)


class Post(WorkspaceModel):
    """A post as it stands on the platform: the attributes of its current delivery.

    Kept once a delivery has named it, so that undoing an import never breaks a link to it;
    ``present`` is False while no live delivery speaks about it, while another post stands for
    it, and while nobody has decided whether its rows count.
    """

    class Decision(models.TextChoices):
        """What a person said of rows whose id a spreadsheet rounded."""

        NONE = "", ""
        OPEN = "open", _("Waiting for a decision")  # fits several posts; counts nowhere
        OWN = "own", _("A post of its own")
        LEFT_OUT = "left_out", _("Left out")

    HELD = (Decision.OPEN, Decision.LEFT_OUT)

    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="posts")
    # Whose deliveries name it, while that account is merged into ``account``; derived.
    own_account = models.ForeignKey(
        SocialAccount, models.CASCADE, null=True, related_name="+", db_index=False
    )
    # The post that stands for it while both are one; derived from what people said and, between
    # merged accounts, from equal ids.
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    decision = models.CharField(
        max_length=10, choices=Decision.choices, blank=True, default="", db_default=""
    )
    text = models.TextField(_("text"), blank=True)
    post_type = models.CharField(_("type"), max_length=20, choices=PostType.choices, blank=True)
    permalink = models.URLField(_("link"), max_length=1000, blank=True)
    # Moment where the file knows it; the day (in the workspace's zone) always where known.
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    duration_ms = models.BigIntegerField(null=True, blank=True)
    present = models.BooleanField(default=True)
    # CJK bigrams of the text, one form for SQLite and PostgreSQL alike.
    search = models.TextField(blank=True, editable=False)

    objects: ClassVar = PostQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "published_on", "account"], name="posts_by_publishing_day"
            ),
            models.Index(
                fields=["merged_into"],
                name="posts_merged",
                condition=models.Q(merged_into__isnull=False),
            ),
            models.Index(
                fields=["own_account"],
                name="posts_of_merged_accounts",
                condition=models.Q(own_account__isnull=False),
            ),
            models.Index(
                fields=["workspace", "decision"],
                name="posts_with_a_decision",
                condition=~models.Q(decision=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60] or self.permalink or f"#{self.pk}"

    @property
    def address(self) -> str:
        """Its link where a browser may follow it: a file can say anything."""
        return self.permalink if self.permalink.startswith(("https://", "http://")) else ""


class PostAlias(models.Model):
    """An identity under which deliveries name a post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="aliases")
    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "value"], name="one_post_per_alias")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"


class BatchPost(models.Model):
    """What one delivery says a post *is* (text, time, type); the current one shows on Post."""

    batch = models.ForeignKey(SourceBatch, models.CASCADE, related_name="posts")
    post = models.ForeignKey(Post, models.CASCADE, related_name="deliveries")
    # The post the row names, where another one stands for it.
    own_post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+", db_index=False)
    row = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    post_type = models.CharField(max_length=20, blank=True)
    permalink = models.CharField(max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    duration_ms = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "batch", Coalesce("own_post", "post"), name="one_description_per_named_post"
            )
        ]
        indexes = [
            models.Index(
                fields=["own_post"],
                name="descriptions_moved",
                condition=models.Q(own_post__isnull=False),
            )
        ]
