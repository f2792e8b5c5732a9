"""Groups around the brand and the people who carry them."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.models.brief import RowQuerySet
from platforms.kinds import Platform
from workspaces.models import User, WorkspaceModel


class Following(WorkspaceModel):
    """Somebody or something with people around it; the size says its day and its source."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    platform = models.CharField(_("platform"), max_length=20, choices=Platform.choices, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    size = models.PositiveIntegerField(_("people in it"), null=True, blank=True)
    size_on = models.DateField(_("counted on"), null=True, blank=True)
    size_source = models.CharField(_("where the number is from"), max_length=120, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    benefits = models.TextField(_("benefits"), blank=True)
    last_contact = models.DateField(_("last contact"), null=True, blank=True)
    owner = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who looks after it"),
    )
    place = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def quiet_days(self, today: date) -> int | None:
        """Days since the last contact; None when nobody wrote one down."""
        return (today - self.last_contact).days if self.last_contact else None


class Community(Following):
    """A group on a platform: our own, a partner's, or one that talks about our subject."""

    class Kind(models.TextChoices):
        OWN = "own", pgettext_lazy("community", "Our own")
        PARTNER = "partner", pgettext_lazy("community", "A partner’s")
        OUTSIDE = "outside", pgettext_lazy("community", "Somebody else’s")

    kind = models.CharField(_("whose it is"), max_length=10, choices=Kind.choices, blank=True)
    rules = models.TextField(_("rules of the group"), blank=True)
    activity = models.TextField(_("what we do there"), blank=True)


class CoreFan(Following):
    """Somebody who carries the brand on: answers others, brings ideas, tells friends."""

    class Kind(models.TextChoices):
        HELPER = "helper", pgettext_lazy("core fan", "Answers others")
        CREATOR = "creator", pgettext_lazy("core fan", "Makes content")
        VOICE = "voice", pgettext_lazy("core fan", "Recommends us")
        TESTER = "tester", pgettext_lazy("core fan", "Tries things out")

    kind = models.CharField(_("role"), max_length=10, choices=Kind.choices, blank=True)
    community = models.ForeignKey(
        Community,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("community"),
    )
    reason = models.TextField(_("why a core fan"), blank=True)
    consent = models.CharField(_("how they agreed to be kept here"), max_length=200, blank=True)
