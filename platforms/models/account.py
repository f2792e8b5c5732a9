from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from platforms.kinds import PLATFORMS, Platform
from workspaces.models import WorkspaceModel, WorkspaceQuerySet


class SocialAccountQuerySet(WorkspaceQuerySet):
    def ours(self) -> Self:
        return self.filter(ours=True)

    def standing(self) -> Self:
        """Accounts that no other one stands for."""
        return self.filter(merged_into=None)

    def for_list(self) -> Self:
        return self.standing().order_by("platform", "name", "pk")


class SocialAccount(WorkspaceModel):
    """A page, channel or profile on a platform.

    ``ours`` is derived: ``confirmed`` when a person said so, else whether any live delivery
    has this account as its main one. Partners (ours=False) stay outside our figures, and so
    does an account that another one stands for.
    """

    platform = models.CharField(_("platform"), max_length=20, choices=Platform.choices)
    name = models.CharField(_("name"), max_length=200)
    confirmed = models.BooleanField(null=True, blank=True)
    ours = models.BooleanField(default=False)
    # The account that stands for it while a person holds both for one (see AccountMerge).
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = SocialAccountQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "platform"], name="accounts_by_platform")]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self):
        return PLATFORMS[self.platform]


class AccountAlias(WorkspaceModel):
    """A name by which a platform or file calls an account. A rename adds one."""

    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="aliases")
    platform = models.CharField(max_length=20, choices=Platform.choices)
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=200)
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "platform", "kind", "value"],
                name="one_account_per_alias",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"
