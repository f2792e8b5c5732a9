"""Secret addresses for people without an account: issued once, found by hash, revocable."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from workspaces import audit
from workspaces.models import Membership, ShareLink, User, Workspace
from workspaces.models.membership import hash_token

USUAL_DAYS = 30
LONGEST_DAYS = 180
_SEEN_EVERY = timedelta(minutes=5)  # a page that is read all day is noted now and then


@transaction.atomic
def issue(
    workspace: Workspace,
    *,
    scope: str,
    label: str,
    by: User | None,
    subject: Model | None = None,
    user: User | None = None,
    days: int | None = USUAL_DAYS,
) -> tuple[ShareLink, str]:
    """A new link and its token, which cannot be read again later. ``days`` None: until revoked."""
    token = secrets.token_urlsafe(32)
    link = ShareLink.objects.create(
        workspace=workspace,
        scope=scope,
        subject_key=audit.subject_key(subject) if subject is not None else "",
        label=label.strip()[:120],
        token_hash=hash_token(token),
        user=user,
        made_by=by,
        expires_at=timezone.now() + timedelta(days=min(days, LONGEST_DAYS)) if days else None,
    )
    audit.record(workspace, by, "workspaces.link_made", link, after={"scope": scope})
    return link, token


def find(token: str, scope: str, *, at: datetime | None = None) -> ShareLink | None:
    """The open link of this token, noted as used; None for anything else.

    A person's own link opens only while the person is a member and may sign in.
    """
    at = at or timezone.now()
    link = ShareLink.objects.for_token(token, scope).select_related("workspace", "user").first()
    if link is None or not link.is_open(at=at):
        return None
    if link.user_id is not None and not _still_in(link):
        return None
    if link.last_used_at is None or at - link.last_used_at > _SEEN_EVERY:
        ShareLink.objects.filter(pk=link.pk).update(last_used_at=at)
    return link


def over(token: str, scope: str) -> ShareLink | None:
    """The link of this token that has expired or was revoked, so that its page can say whom to ask."""
    rows = ShareLink.objects.filter(token_hash=hash_token(token), scope=scope)
    link = rows.select_related("workspace", "made_by").first()
    return None if link is None or link.is_open() else link


@transaction.atomic
def revoke(link: ShareLink, *, by: User | None) -> bool:
    """The address opens nothing from now on. False if somebody has revoked it already."""
    changed = ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if changed:
        audit.record(link.workspace, by, "workspaces.link_revoked", link)
    return bool(changed)


def number_in(subject_key: str, model: str) -> int | None:
    """The row's number in ``department:3`` if it is one of ``model``."""
    name, _colon, number = subject_key.partition(":")
    return int(number) if name == model and number.isdigit() else None


def _still_in(link: ShareLink) -> bool:
    return Membership.objects.filter(
        workspace=link.workspace_id, user=link.user_id, user__is_active=True
    ).exists()
