"""Write down who did what. Services call ``record``; nothing else writes audit rows."""

from datetime import timedelta
from typing import Any

import structlog
from django.db.models import Model
from django.utils import timezone

from workspaces.models import AuditEvent, User, Workspace


def record(
    workspace: Workspace,
    actor: User | None,
    verb: str,
    subject: object,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    name: str = "",
) -> AuditEvent:
    """One act. ``verb`` is room.past_tense; ``before``/``after`` hold only what changed.

    ``name``: somebody without an account, who acted by a link.
    """
    context = structlog.contextvars.get_contextvars()
    return AuditEvent.objects.create(
        workspace=workspace,
        actor=actor,
        actor_name=str(actor) if actor else name[:120],
        verb=verb,
        subject=str(subject)[:200],
        subject_key=subject_key(subject) if isinstance(subject, Model) else "",
        before=before,
        after=after,
        request_id=context.get("request_id", ""),
    )


def record_now_and_then(
    workspace: Workspace, actor: User, verb: str, subject: Model, *, within: timedelta
) -> AuditEvent | None:
    """For what is saved every few seconds while somebody writes: one row in so much time."""
    since = timezone.now() - within
    same = AuditEvent.objects.in_workspace(workspace).filter(
        subject_key=subject_key(subject), verb=verb, actor=actor, at__gte=since
    )
    return None if same.exists() else record(workspace, actor, verb, subject)


def subject_key(row: Model) -> str:
    """ "deliverable:12": the same thing under every table that points to anything."""
    return f"{row._meta.model_name}:{row.pk}"
