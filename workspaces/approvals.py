"""A second person's decision: ask, approve, send back. Author ≠ approver, always."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from workspaces import audit
from workspaces.models import Approval, Membership, User, Workspace
from workspaces.roles import Can


class NotAllowed(Exception):
    """The text says why this person cannot decide, and who can."""


@transaction.atomic
def ask(
    workspace: Workspace, subject: Model, *, author: User, digest: str = "", title: str = ""
) -> Approval:
    """Ask for a decision; an earlier open question about the same thing is withdrawn."""
    key = audit.subject_key(subject)
    Approval.objects.in_workspace(workspace).filter(
        subject_key=key, state=Approval.State.WAITING
    ).update(state=Approval.State.WITHDRAWN, decided_at=timezone.now())
    approval = Approval.objects.create(
        workspace=workspace,
        subject_key=key,
        subject=(title or str(subject))[:200],
        digest=digest,
        author=author,
    )
    audit.record(workspace, author, "workspaces.approval_asked", subject)
    return approval


def waiting(workspace: Workspace, subject: Model) -> Approval | None:
    return (
        Approval.objects.in_workspace(workspace)
        .filter(subject_key=audit.subject_key(subject), state=Approval.State.WAITING)
        .select_related("author")
        .first()
    )


def may_take_back(approval: Approval, *, by: User, authors: Collection[int]) -> bool:
    """Whoever wrote in it or asked for the decision, and whoever manages the workspace."""
    if by.pk == approval.author_id or by.pk in authors:
        return True
    managers = Membership.objects.in_workspace(approval.workspace).who_can(Can.MANAGE)
    return managers.filter(user=by).exists()


def not_yours() -> str:
    """The sentence for everybody else."""
    return _("Only whoever wrote in it or sent it, or a manager, takes it back from review.")


@transaction.atomic
def decide(
    approval: Approval,
    *,
    by: User | None,
    yes: bool,
    comment: str = "",
    digest: str = "",
    also_authors: Collection[int] = frozenset(),
    name: str = "",
) -> Approval:
    """Approve or send back, once. ``also_authors`` are ids who wrote too. Raises NotAllowed.

    ``name`` with ``by`` None: somebody without an account, let in by a link.
    """
    if by is None and not name:
        raise ValueError("Either a person or a name decides.")
    if yes and by is not None and (by.pk == approval.author_id or by.pk in also_authors):
        raise NotAllowed(_("You wrote this yourself, so another person has to approve it."))
    if not yes and not comment.strip():
        raise NotAllowed(_("Say what should change, so that the author can act on it."))
    if yes and approval.digest and digest != approval.digest:
        raise NotAllowed(
            _(
                "“%(title)s” has changed since it was sent for review. Open it again and decide on "
                "what stands there now."
            )
            % {"title": approval.subject}
        )
    state = Approval.State.APPROVED if yes else Approval.State.REJECTED
    changed = Approval.objects.filter(pk=approval.pk, state=Approval.State.WAITING).update(
        state=state,
        decided_by=by,
        decided_name="" if by else name[:160],
        decided_at=timezone.now(),
        comment=comment.strip(),
    )
    if not changed:
        raise NotAllowed(
            _("Somebody has already decided about “%(title)s”.") % {"title": approval.subject}
        )
    approval.refresh_from_db()
    audit.record(
        approval.workspace,
        by,
        "workspaces.approved" if yes else "workspaces.sent_back",
        approval.subject,
        after={"subject": approval.subject_key, "comment": comment.strip()},
        name=name,
    )
    return approval
