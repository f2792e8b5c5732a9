from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from workspaces.models.base import WorkspaceModel, WorkspaceQuerySet
from workspaces.models.membership import hash_token
from workspaces.models.user import User


class ShareLinkQuerySet(WorkspaceQuerySet):
    def open(self, *, at: datetime | None = None) -> Self:
        at = at or timezone.now()
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at), revoked_at=None)

    def for_token(self, token: str, scope: str) -> Self:
        return self.open().filter(token_hash=hash_token(token), scope=scope)


class ShareLink(WorkspaceModel):
    """A secret address for somebody without an account; only its hash is kept.

    ``scope`` says what it opens ("planning.department"), ``subject_key`` which one of them.
    A link of a person (``user``) ends with that person's membership.
    """

    scope = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=80, blank=True)
    label = models.CharField(max_length=120)  # for whom, in words
    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["workspace", "scope"], name="share_links_by_scope")]

    def __str__(self) -> str:
        return self.label

    def is_open(self, *, at: datetime | None = None) -> bool:
        at = at or timezone.now()
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)
