"""Versions of things that hold text, and the conflict of two people editing one."""

from typing import Any

from django.db import transaction
from django.db.models import Max, Model

from workspaces.audit import subject_key
from workspaces.models import Revision, User, Workspace


@transaction.atomic
def keep(
    workspace: Workspace, subject: Model, content: Any, *, author: User | None, note: str = ""
) -> Revision:
    """Keep ``content`` as the next revision; the same content twice is kept once.

    ``note`` says how it came about when nobody typed it: brought back, taken from a draft.
    """
    rows = Revision.objects.in_workspace(workspace).filter(subject_key=subject_key(subject))
    last = rows.first()
    if last is not None and last.content == content:
        return last
    number = (rows.aggregate(top=Max("number"))["top"] or 0) + 1
    return Revision.objects.create(
        workspace=workspace,
        subject_key=subject_key(subject),
        number=number,
        content=content,
        author=author,
        note=note[:200],
    )
