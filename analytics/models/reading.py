from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models.functions import Coalesce

from analytics.models.measures import MeasureColumns
from platforms.measures import AD_MEASURES, SITE_MEASURES, Measure
from platforms.models import AdAccount, Post, Site, SocialAccount, SourceBatch
from platforms.records import Span

SPANS = [(span.value, span.value) for span in Span]
# NULLs count as distinct in a unique index; a day that cannot occur makes them equal.
NO_DAY = models.Value(date(1, 1, 1), output_field=models.DateField())


class Reading(MeasureColumns):
    """What a platform said about one subject over one span, in one row of one delivery.

    Append-only: a reading is never changed. Undoing an import withdraws its batch, and merging
    only says whom its row speaks for; whom it names stays beside it.
    """

    batch = models.ForeignKey(SourceBatch, models.CASCADE, related_name="+")
    span = models.CharField(max_length=10, choices=SPANS)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    row = models.PositiveIntegerField()
    extra = models.JSONField(default=dict)

    class Meta:
        abstract = True


class PostReading(Reading):
    """One row about one post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    # The post the row names, where another one stands for it.
    own_post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "batch",
                "post",
                "row",
                "span",
                Coalesce("start", NO_DAY),
                Coalesce("end", NO_DAY),
                name="post_reading_once",
            )
        ]
        indexes = [
            models.Index(fields=["post", "span"], name="post_readings_by_span"),
            # Lifetime readings have no days: the few that do are found without passing them all.
            models.Index(
                fields=["start", "end"],
                name="post_readings_of_days",
                condition=models.Q(start__isnull=False),
            ),
            models.Index(
                fields=["own_post"],
                name="post_readings_moved",
                condition=models.Q(own_post__isnull=False),
            ),
        ]


class AccountReading(Reading):
    """One row about one account: a day of a chart, a channel's totals, a level typed by hand."""

    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="+")
    # The account the row names, where another one stands for it.
    own_account = models.ForeignKey(SocialAccount, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "batch",
                "account",
                "row",
                "span",
                Coalesce("start", NO_DAY),
                Coalesce("end", NO_DAY),
                name="account_reading_once",
            )
        ]
        indexes = [
            models.Index(fields=["account", "span", "start"], name="account_readings_by_day")
        ]


class BreakdownReading(models.Model):
    """One key of one dimension of an account's audience or traffic, or of a web site's."""

    batch = models.ForeignKey(SourceBatch, models.CASCADE, related_name="+")
    account = models.ForeignKey(SocialAccount, models.CASCADE, null=True, related_name="+")
    own_account = models.ForeignKey(SocialAccount, models.CASCADE, null=True, related_name="+")
    site = models.ForeignKey(Site, models.CASCADE, null=True, related_name="+")
    dimension = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    span = models.CharField(max_length=10, choices=SPANS)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    row = models.PositiveIntegerField()
    values = models.JSONField(default=dict)  # measure → int
    share_ppm = models.JSONField(default=dict)  # measure → parts per million
    extra = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "batch",
                "account",
                "row",
                "dimension",
                "key",
                Coalesce("start", NO_DAY),
                name="breakdown_reading_once",
            ),
            models.UniqueConstraint(
                "batch",
                "site",
                "row",
                "dimension",
                "key",
                Coalesce("start", NO_DAY),
                name="site_breakdown_reading_once",
            ),
            models.CheckConstraint(
                condition=models.Q(account=None, site__isnull=False)
                | models.Q(account__isnull=False, site=None),
                name="breakdown_of_an_account_or_a_site",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "dimension"], name="breakdowns_of_accounts"),
            models.Index(fields=["site", "dimension", "start"], name="breakdowns_of_sites"),
        ]


class ApartReading(models.Model):
    """What a delivery said about something that is no social account, in one of its rows.

    Its figures are columns of their own, so that none of them can enter an organic figure.
    """

    MEASURES: ClassVar[dict[str, Measure]]

    batch = models.ForeignKey(SourceBatch, models.CASCADE, related_name="+")
    span = models.CharField(max_length=10, choices=SPANS)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    row = models.PositiveIntegerField()
    extra = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def measures(self) -> dict[str, int]:
        """The reported measures only."""
        return {key: value for key in self.MEASURES if (value := getattr(self, key)) is not None}


class SiteReading(ApartReading):
    """One row about a whole web site: a day of it, or a stated from–to."""

    MEASURES = SITE_MEASURES

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "batch",
                "site",
                "row",
                "span",
                Coalesce("start", NO_DAY),
                name="site_reading_once",
            )
        ]
        indexes = [models.Index(fields=["site", "span", "start"], name="site_readings_by_day")]


class AdReading(ApartReading):
    """One row about a campaign, ad set or ad over a day or a stated from–to.

    ``cut`` names the part where a row is only a part of it (an age, a placement); then all the
    rows of the cut together are the whole, but for people.
    """

    MEASURES = AD_MEASURES

    account = models.ForeignKey(AdAccount, models.CASCADE, related_name="+")
    campaign = models.CharField(max_length=400)
    ad_set = models.CharField(max_length=400, blank=True)
    ad = models.CharField(max_length=400, blank=True)
    cut = models.CharField(max_length=200, blank=True)
    result_kind = models.CharField(max_length=200, blank=True)
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "batch",
                "account",
                "row",
                "span",
                Coalesce("start", NO_DAY),
                name="ad_reading_once",
            )
        ]
        indexes = [models.Index(fields=["account", "span", "start"], name="ad_readings_by_day")]


for _model in (SiteReading, AdReading):
    for _key in _model.MEASURES:
        _model.add_to_class(_key, models.BigIntegerField(null=True, blank=True))
