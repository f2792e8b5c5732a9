import hashlib
import secrets
from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workspaces.models.base import WorkspaceModel, WorkspaceQuerySet
from workspaces.models.user import User
from workspaces.roles import ABILITIES, Can, Role

INVITATION_DAYS = 7


class MembershipQuerySet(WorkspaceQuerySet):
    def with_people(self) -> Self:
        return self.select_related("user").order_by("user__name", "user__email")

    def who_can(self, ability: Can) -> Self:
        return self.filter(role__in=[role for role in Role if role.allows(ability)])


class Membership(WorkspaceModel):
    """One person's role in one workspace."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user"], name="one_role_per_person_and_workspace"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    def can(self, ability: Can) -> bool:
        return Role(self.role).allows(ability)

    @property
    def abilities(self) -> frozenset[Can]:
        return ABILITIES[Role(self.role)]


class InvitationQuerySet(WorkspaceQuerySet):
    def open(self) -> Self:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def for_token(self, token: str) -> Self:
        return self.open().filter(token_hash=hash_token(token))


class Invitation(WorkspaceModel):
    """An invitation to join; only the hash of its link is kept."""

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.email

    @classmethod
    def issue(
        cls, *, workspace, email: str, role: str, by: User | None
    ) -> "tuple[Invitation, str]":
        """A new invitation and its token, which cannot be read again later."""
        token = secrets.token_urlsafe(32)
        invitation = cls.objects.create(
            workspace=workspace,
            email=email.strip().lower(),
            role=role,
            invited_by=by,
            token_hash=hash_token(token),
            expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
        )
        return invitation, token


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
