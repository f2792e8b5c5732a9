"""How a period is posted, what was found out before, and the campaigns in it."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from planning.models.brief import Brief, RowQuerySet
from planning.models.reviewed import Reviewed
from platforms.kinds import Platform
from workspaces.models import User, WorkspaceModel, WorkspaceQuerySet
from workspaces.periods import Period, month_of, quarter_of
from workspaces.punctuation import listed


def whole_period(start: date, end: date) -> Period:
    """From–to as a quarter or month where it is exactly one."""
    for whole in (quarter_of(start), month_of(start)):
        if (whole.start, whole.end) == (start, end):
            return whole
    return Period(start, end)


class StrategyQuerySet(WorkspaceQuerySet):
    def with_people(self) -> Self:
        return self.select_related("author", "approved_by", "workspace", "brief")


class PostingStrategy(Reviewed):
    """What is posted where, how often and why, for a month or a quarter.

    ``frozen`` holds planning.strategies.content_of as it was sent to review.
    """

    brief = models.ForeignKey(Brief, models.SET_NULL, null=True, blank=True, related_name="+")
    environment = models.TextField(_("industry and current events"), blank=True)
    competitors = models.TextField(_("what competitors do"), blank=True)
    direction = models.TextField(_("what follows for us"), blank=True)
    flexible_share = models.PositiveSmallIntegerField(
        _("share kept free for current topics (%)"), default=20
    )
    frozen = models.JSONField(default=dict, blank=True)

    objects: ClassVar = StrategyQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="strategy_ends_after_it_starts", condition=Q(end__gte=F("start"))
            )
        ]

    @property
    def period(self) -> Period:
        return whole_period(self.start, self.end)


class StrategyRow(WorkspaceModel):
    strategy = models.ForeignKey(PostingStrategy, models.CASCADE, related_name="+")
    place = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["place", "pk"]


class PlatformPlan(StrategyRow):
    """The posting points of one platform: for whom, when, how often, how, in which formats."""

    platform = models.CharField(_("platform"), max_length=20, choices=Platform.choices, blank=True)
    audience = models.CharField(_("main audience"), max_length=200, blank=True)
    times = models.CharField(_("times of posting"), max_length=200, blank=True)
    per_week = models.DecimalField(
        _("posts a week"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    sharing = models.TextField(_("how it is shared on"), blank=True)
    formats = models.CharField(_("formats"), max_length=200, blank=True)
    hashtags = models.CharField(_("hashtag rules"), max_length=200, blank=True)
    call = models.CharField(_("call to action"), max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.get_platform_display())


class MonthTheme(StrategyRow):
    """What a stretch of the period is about."""

    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("to"), null=True, blank=True)
    theme = models.CharField(_("theme"), max_length=120, blank=True)
    occasion = models.CharField(_("occasion"), max_length=120, blank=True)
    ideas = models.TextField(_("what we publish"), blank=True)

    def __str__(self) -> str:
        return self.theme


class ResearchNote(WorkspaceModel):
    """Something found out about the industry, current events, competitors or platforms."""

    class Kind(models.TextChoices):
        INDUSTRY = "industry", _("Industry")
        CURRENT = "current", _("Current event")
        COMPETITOR = "competitor", _("Competitor")
        PLATFORM = "platform", _("Platform change")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.INDUSTRY)
    title = models.CharField(_("what was found"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    seen_on = models.DateField(_("date"), null=True, blank=True)
    text = models.TextField(_("in short"), blank=True)
    meaning = models.TextField(_("what it means for us"), blank=True)
    tags = models.CharField(_("tags"), max_length=200, blank=True)
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    place = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RowQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class Campaign(WorkspaceModel):
    """Something people can take part in, in stages, with rules, prizes and a result."""

    class Kind(models.TextChoices):
        DISCOUNT = "discount", _("Discount")
        FLASH = "flash", _("Limited-time discount")
        FESTIVAL = "festival", _("Festival")
        LAUNCH = "launch", _("New product")
        PUBLICITY = "publicity", _("Publicity")
        ALLIANCE = "alliance", _("Alliance with another brand")

    name = models.CharField(_("name"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, blank=True)
    start = models.DateField(_("first day"), null=True, blank=True)
    end = models.DateField(_("last day"), null=True, blank=True)
    goal = models.TextField(_("goal"), blank=True)
    mechanic = models.TextField(_("how one takes part"), blank=True)
    rules = models.TextField(_("rules"), blank=True)
    prizes = models.TextField(_("prizes"), blank=True)
    privacy = models.TextField(_("personal-data notice"), blank=True)
    budget = models.PositiveIntegerField(_("budget"), null=True, blank=True)
    owner = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who looks after it"),
    )
    result = models.TextField(_("what came of it"), blank=True)
    place = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RowQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]

    def __str__(self) -> str:
        return self.name


class CampaignStage(WorkspaceModel):
    """One stage of a campaign, from warming up to closing it."""

    class Kind(models.TextChoices):
        WARM = "warm", _("Warming up")
        START = "start", _("Kick-off")
        PEAK = "peak", _("Peak")
        TAIL = "tail", _("Winding down")
        CLOSE = "close", _("Closing")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    kind = models.CharField(_("stage"), max_length=6, choices=Kind.choices, blank=True)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("to"), null=True, blank=True)
    what = models.TextField(_("what happens"), blank=True)
    place = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RowQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Participant(WorkspaceModel):
    """Somebody who takes part in a campaign, as typed or pasted; one line each."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    name = models.CharField(_("who"), max_length=120)
    note = models.CharField(_("note"), max_length=200, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            # Pasting the same list twice counts nobody twice.
            models.UniqueConstraint(
                fields=["campaign", "name"], name="one_participant_per_name_and_campaign"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Draw(WorkspaceModel):
    """Winners drawn from the participants of one moment; the seed lets anybody draw them again."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    seed = models.CharField(max_length=64)
    pool = models.JSONField()  # names in the order they were drawn from
    winners = models.JSONField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return listed(self.winners)


class Partner(WorkspaceModel):
    """A creator or brand we work with: fit, past results, cost, contract, disclosure."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    platforms = models.CharField(_("platforms"), max_length=200, blank=True)
    audience_fit = models.TextField(_("how the audience fits"), blank=True)
    results = models.TextField(_("past results"), blank=True)
    cost = models.CharField(_("cost"), max_length=120, blank=True)
    contract_start = models.DateField(_("contract from"), null=True, blank=True)
    contract_end = models.DateField(_("contract to"), null=True, blank=True)
    disclosure = models.CharField(_("how it is disclosed"), max_length=200, blank=True)
    place = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RowQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
