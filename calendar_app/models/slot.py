from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calendar_app.models.kinds import EntryKind
from platforms.models import SocialAccount
from workspaces.models import User, WorkspaceModel, WorkspaceQuerySet


class SlotRule(WorkspaceModel):
    """“Every Tuesday and Friday at 18:00 on Instagram”: slots are laid from it, month by month.

    ``weekdays`` is a bit mask, Monday = 1. The time is a clock time in the workspace's zone, so
    that it stays the same when daylight saving changes.
    """

    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="+")
    kind = models.CharField(
        _("kind"), max_length=10, choices=EntryKind.choices, default=EntryKind.POST
    )
    weekdays = models.PositiveSmallIntegerField(_("weekdays"))
    time = models.TimeField(_("time"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    flexible = models.BooleanField(_("kept free for current topics"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["account__platform", "time", "pk"]

    def __str__(self) -> str:
        return f"{self.account} {self.time:%H:%M}"

    def falls_on(self, weekday: int) -> bool:
        """``weekday`` as ``date.weekday()``: Monday is 0."""
        return bool(self.weekdays & (1 << weekday))


class SlotQuerySet(WorkspaceQuerySet):
    def standing(self) -> Self:
        return self.filter(removed_at=None)

    def between(self, start, end) -> Self:
        """Slots with start ≤ moment < end."""
        return self.filter(at__gte=start, at__lt=end)


class Slot(WorkspaceModel):
    """A time at which something is to appear on one account; an entry's version fills it.

    ``version`` counts changes: whoever moves a slot sends the number they saw.
    """

    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("when"))
    kind = models.CharField(
        _("kind"), max_length=10, choices=EntryKind.choices, default=EntryKind.POST
    )
    rule = models.ForeignKey(SlotRule, models.SET_NULL, null=True, blank=True, related_name="slots")
    # The day the rule laid it for; moved or removed, the rule does not lay it again.
    rule_day = models.DateField(null=True, blank=True)
    assignee = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    flexible = models.BooleanField(_("kept free for current topics"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "rule_day"],
                name="a_rule_lays_one_slot_a_day",
                condition=Q(rule__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["workspace", "at"], name="slots_by_time")]

    def __str__(self) -> str:
        return f"{self.account} {self.at:%Y-%m-%d %H:%M}"


class DayOff(WorkspaceModel):
    """A day on which a person gets no slots: leave, training, another branch."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    note = models.CharField(_("note"), max_length=100, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user", "day"], name="one_day_off_per_person_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.day}"
