import secrets
from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from workspaces.models.membership import hash_token
from workspaces.models.user import User

PASSWORD_LINK_HOURS = 24


class PasswordLinkQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(used_at=None, expires_at__gt=timezone.now())

    def for_token(self, token: str) -> Self:
        return self.open().filter(token_hash=hash_token(token), user__is_active=True)


class PasswordLink(models.Model):
    """A one-time link with which one person sets a password; only its hash is kept.

    Handed on by an owner or manager where no mail server sends one.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = PasswordLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return self.user.email

    @classmethod
    def issue(cls, user: User, *, by: User | None) -> str:
        """The token of a new link, which cannot be read again; earlier links stop working."""
        now = timezone.now()
        cls.objects.open().filter(user=user).update(expires_at=now)
        token = secrets.token_urlsafe(32)
        cls.objects.create(
            user=user,
            token_hash=hash_token(token),
            made_by=by,
            expires_at=now + timedelta(hours=PASSWORD_LINK_HOURS),
        )
        return token
