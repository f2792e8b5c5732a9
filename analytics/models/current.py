from django.db import models

from analytics.models.measures import MeasureColumns
from platforms.kinds import PostType
from platforms.models import Post, SocialAccount
from workspaces.models import WorkspaceModel, WorkspaceQuerySet


class PostCurrent(MeasureColumns):
    """The current lifetime figures of one post: for each measure the best-ranked live reading.

    Derived from live readings alone, so any files in any order give the same row.
    ``sources`` maps measure → PostReading id: the birth certificate of each figure.
    """

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="+")
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+")
    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="+")
    published_on = models.DateField(null=True)
    post_type = models.CharField(max_length=20, choices=PostType.choices, blank=True)
    mask = models.BigIntegerField()  # platforms.measures.mask_of(reported measures)
    taken_on = models.DateField()  # of the newest reading used
    sources = models.JSONField(default=dict)

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["account", "published_on"], name="post_currents_by_day"),
            models.Index(fields=["workspace", "published_on"], name="post_currents_by_workspace"),
        ]


class AccountDay(MeasureColumns):
    """The current figures of one account on one day (span *day*), measure by measure."""

    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="+")
    day = models.DateField()
    sources = models.JSONField(default=dict)  # measure → AccountReading id

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "day"], name="one_row_per_account_and_day")
        ]


class DayRollup(MeasureColumns, WorkspaceModel):
    """Sums of lifetime figures of the posts published on a day, per account, type and mask.

    ``mask`` says which measures these posts report: a ratio sums only the rollups whose mask
    has all its inputs, and so uses only posts that report them all. PEOPLE measures are summed
    here only as denominators.
    """

    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="+")
    day = models.DateField()
    post_type = models.CharField(max_length=20, choices=PostType.choices, blank=True)
    mask = models.BigIntegerField()
    posts = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "day", "post_type", "mask"], name="one_rollup_per_cell"
            )
        ]
        indexes = [models.Index(fields=["workspace", "day"], name="rollups_by_day")]
