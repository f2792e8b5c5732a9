from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from platforms.kinds import AD_CHANNELS, CHANNELS, Channel, PlatformFacts
from workspaces.models import WorkspaceModel, WorkspaceQuerySet


class SourceQuerySet(WorkspaceQuerySet):
    def for_list(self) -> Self:
        return self.order_by("platform", "name", "pk")


class NamedSource(WorkspaceModel):
    """Something that has figures of its own and is no social account.

    Known by the id its platform gives it where a file says one, else by its name. A person may
    show it under another name; files go on finding it by every name it had (``also_called``).
    """

    platform: models.CharField
    name = models.CharField(_("name"), max_length=200)
    external_id = models.CharField(max_length=100, blank=True)
    owner = models.CharField(_("belongs to"), max_length=200, blank=True)
    also_called = models.JSONField(default=list, blank=True)  # earlier names
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def is_called(self, name: str) -> bool:
        names = {one.casefold() for one in (self.name, *self.also_called)}
        return name.casefold() in names

    @property
    def facts(self) -> PlatformFacts:
        return CHANNELS[self.platform]


class Site(NamedSource):
    """A web site as Google Analytics counts it: one property.

    Its users are no platform's reach, so it is no social account and never stands among them.
    """

    platform = models.CharField(
        max_length=20, choices=[(Channel.GA4.value, Channel.GA4.label)], default=Channel.GA4
    )

    objects: ClassVar = SourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name", "external_id"], name="one_site_per_name_and_id"
            )
        ]


class AdAccount(NamedSource):
    """An account from which ads are paid. What it buys never enters an organic figure."""

    platform = models.CharField(
        max_length=20, choices=[(one.value, one.label) for one in AD_CHANNELS]
    )

    objects: ClassVar = SourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "platform", "name", "external_id"],
                name="one_ad_account_per_name_and_id",
            )
        ]
