"""Take back the last act. A room registers how; the person presses ``u``."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workspaces import audit
from workspaces.models import UndoStep, User, Workspace


class CannotUndo(Exception):
    """The text says why and what to do instead."""


HANDLERS: dict[str, Callable[[Workspace, User, dict[str, Any]], None]] = {}


def remember(
    workspace: Workspace, user: User, label: str, handler: str, params: dict[str, Any]
) -> UndoStep:
    """Called by the service that did the act, in its transaction."""
    if handler not in HANDLERS:
        raise LookupError(f"No undo handler named {handler}.")
    return UndoStep.objects.create(
        workspace=workspace, user=user, label=label[:200], handler=handler, params=params
    )


def last_step(workspace: Workspace, user: User) -> UndoStep | None:
    return UndoStep.objects.in_workspace(workspace).filter(user=user, undone_at=None).first()


@transaction.atomic
def undo(step: UndoStep, by: User) -> None:
    """Take ``step`` back once. Raises CannotUndo with a sentence."""
    changed = UndoStep.objects.filter(pk=step.pk, undone_at=None).update(undone_at=timezone.now())
    if not changed:
        raise CannotUndo(_("“%(label)s” has already been undone.") % {"label": step.label})
    HANDLERS[step.handler](step.workspace, by, step.params)
    audit.record(step.workspace, by, "workspaces.undone", step.label)
