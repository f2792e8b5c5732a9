"""Write down who did what. Services call ``record``; nothing else writes audit rows."""

from typing import Any

import structlog
from django.db.models import Model

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


def subject_key(row: Model) -> str:
    """ "deliverable:12": the same thing under every table that points to anything."""
    return f"{row._meta.model_name}:{row.pk}"
