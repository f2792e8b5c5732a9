"""Who belongs to a workspace: invite, join, change a role, remove, hand on a password link."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workspaces import audit
from workspaces.models import (
    Invitation,
    Membership,
    PasswordLink,
    UndoStep,
    User,
    Workspace,
)
from workspaces.roles import Can, Role


class PeopleError(Exception):
    """The text says why this is not done and what to do instead."""


def grantable(by: Membership) -> list[Role]:
    """The roles this member may give: everything up to their own; only owners make owners."""
    if not by.can(Can.MANAGE_PEOPLE):
        return []
    return [role for role in Role if Role(by.role).covers(role)]


@transaction.atomic
def invite(by: Membership, email: str, role: Role) -> tuple[Invitation, str]:
    """The invitation and its token; an earlier open one for the same address ends."""
    workspace = by.workspace
    _may_grant(by, role)
    email = email.strip().lower()
    if workspace.is_sample:
        raise PeopleError(
            _("Nobody real can be invited into the sample. Begin with your own workspace first.")
        )
    if Membership.objects.in_workspace(workspace).filter(user__email=email).exists():
        raise PeopleError(
            _("%(email)s already belongs to this workspace. Change the role in the list instead.")
            % {"email": email}
        )
    Invitation.objects.in_workspace(workspace).open().filter(email=email).update(
        revoked_at=timezone.now()
    )
    invitation, token = Invitation.issue(workspace=workspace, email=email, role=role, by=by.user)
    audit.record(
        workspace, by.user, "workspaces.person_invited", invitation, after={"role": str(role)}
    )
    return invitation, token


@transaction.atomic
def revoke(by: Membership, invitation: Invitation) -> bool:
    """End an open invitation. False when it was no longer open."""
    changed = (
        Invitation.objects.in_workspace(by.workspace)
        .open()
        .filter(pk=invitation.pk)
        .update(revoked_at=timezone.now())
    )
    if changed:
        audit.record(by.workspace, by.user, "workspaces.invitation_revoked", invitation)
    return bool(changed)


@transaction.atomic
def join(token: str, user: User) -> Membership:
    """Use the invitation once: ``user`` becomes a member. Raises PeopleError."""
    invitation = Invitation.objects.select_related("workspace").for_token(token).first()
    if invitation is None:
        raise PeopleError(_("This invitation has been used, withdrawn or is older than 7 days."))
    if invitation.email != user.email:
        raise PeopleError(
            _("This invitation is for %(email)s, and you are signed in as %(own)s.")
            % {"email": invitation.email, "own": user.email}
        )
    changed = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now())
    if not changed:
        raise PeopleError(_("This invitation has been used, withdrawn or is older than 7 days."))
    membership, _made = Membership.objects.get_or_create(
        workspace=invitation.workspace, user=user, defaults={"role": invitation.role}
    )
    audit.record(
        invitation.workspace,
        user,
        "workspaces.person_joined",
        membership.user,
        after={"role": membership.role},
    )
    return membership


@transaction.atomic
def join_as_new(token: str, *, name: str, password: str) -> Membership:
    """Make the account the invitation is for, and join with it."""
    invitation = Invitation.objects.for_token(token).first()
    if invitation is None:
        raise PeopleError(_("This invitation has been used, withdrawn or is older than 7 days."))
    if User.objects.filter(email=invitation.email).exists():
        raise PeopleError(
            _("%(email)s already has an account here. Sign in, then open this link again.")
            % {"email": invitation.email}
        )
    user = User.objects.create_user(invitation.email, password, name=name)
    return join(token, user)


@transaction.atomic
def change_role(by: Membership, member: Membership, role: Role) -> None:
    """Raises PeopleError; the last owner stays one."""
    _in_turn(by, member)
    if member.role == role:
        return
    _may_touch(by, member)
    _may_grant(by, role)
    if member.role == Role.OWNER and _is_last_owner(member):
        raise PeopleError(
            _("%(name)s is the only owner. Make somebody else an owner first.")
            % {"name": member.user}
        )
    before = member.role
    member.role = role
    member.save(update_fields=["role"])
    if not role.covers(Role(before)):
        _end_what_hangs_on(member, role, by=by)
    audit.record(
        by.workspace,
        by.user,
        "workspaces.role_changed",
        member.user,
        before={"role": before},
        after={"role": str(role)},
    )


@transaction.atomic
def remove(by: Membership, member: Membership) -> None:
    """The person loses this workspace; what they made stays. Raises PeopleError."""
    _in_turn(by, member)
    _may_touch(by, member)
    if member.role == Role.OWNER and _is_last_owner(member):
        raise PeopleError(
            _("%(name)s is the only owner. Make somebody else an owner first.")
            % {"name": member.user}
        )
    audit.record(
        by.workspace,
        by.user,
        "workspaces.person_removed",
        member.user,
        before={"role": member.role},
    )
    _end_what_hangs_on(member, None, by=by)
    member.delete()


def resettable(by: Membership, members: Iterable[Membership]) -> set[int]:
    """Ids of the members for whom ``by`` may make a password link.

    Such a link opens everything its person can open. So whoever makes one must manage people,
    and be allowed at least as much, in every workspace the person belongs to.
    """
    if not by.can(Can.MANAGE_PEOPLE):
        return set()
    members = list(members)
    own = {row.workspace_id: row for row in Membership.objects.filter(user=by.user_id)}
    everywhere: dict[int, list[Membership]] = {}
    for row in Membership.objects.filter(user__in=[member.user_id for member in members]):
        everywhere.setdefault(row.user_id, []).append(row)
    return {
        member.pk
        for member in members
        if member.user_id != by.user_id
        and not (member.user.is_sample or member.user.is_staff or member.user.is_superuser)
        and all(_outranks(own.get(row.workspace_id), row) for row in everywhere[member.user_id])
    }


def _outranks(mine: Membership | None, theirs: Membership) -> bool:
    return (
        mine is not None
        and mine.can(Can.MANAGE_PEOPLE)
        and Role(mine.role).covers(Role(theirs.role))
    )


@transaction.atomic
def password_link(by: Membership, member: Membership) -> str:
    """The token of a one-time link that lasts a day. Raises PeopleError."""
    if member.pk not in resettable(by, [member]):
        raise PeopleError(
            _(
                "You cannot make this link: %(name)s can do more than you do, or belongs to a "
                "workspace that you do not manage. Ask an owner."
            )
            % {"name": member.user}
        )
    token = PasswordLink.issue(member.user, by=by.user)
    audit.record(by.workspace, by.user, "workspaces.password_link_made", member.user)
    return token


@transaction.atomic
def use_password_link(token: str, password: str) -> User:
    """Set the password once. Every session of the person ends with the old password."""
    link = PasswordLink.objects.select_related("user").for_token(token).first()
    changed = link and PasswordLink.objects.open().filter(pk=link.pk).update(used_at=timezone.now())
    if not link or not changed:
        raise PeopleError(_("This link has been used or is older than 24 hours."))
    user = link.user
    user.set_password(password)
    user.save(update_fields=["password"])
    for workspace in Workspace.objects.of(user):
        audit.record(workspace, user, "workspaces.password_set", user)
    return user


def _may_grant(by: Membership, role: Role) -> None:
    if role not in grantable(by):
        raise PeopleError(
            _("Only an owner can make somebody an owner. Choose another role, or ask an owner.")
        )


def _may_touch(by: Membership, member: Membership) -> None:
    if member.workspace_id != by.workspace_id or Role(member.role) not in grantable(by):
        raise PeopleError(_("Only an owner can change what an owner may do."))


def _is_last_owner(member: Membership) -> bool:
    owners = Membership.objects.in_workspace(member.workspace).filter(role=Role.OWNER)
    return not owners.exclude(pk=member.pk).exists()


def _in_turn(by: Membership, member: Membership) -> None:
    """Two owners who remove each other at once take turns; the second sees what the first did."""
    Workspace.objects.select_for_update().get(pk=by.workspace_id)
    for one in (by, member):
        try:
            one.refresh_from_db(fields=["role"])
        except Membership.DoesNotExist:
            raise PeopleError(
                _("%(name)s no longer belongs to this workspace.") % {"name": one.user}
            ) from None


def _end_what_hangs_on(member: Membership, role: Role | None, *, by: Membership) -> None:
    """Ways in and ways back that rested on abilities the person has no more.

    Else somebody who is removed comes back by an invitation of their own, or takes a password
    link along; and who was a lead yesterday still takes back yesterday's merge.
    """
    workspace, user = member.workspace, member.user
    UndoStep.objects.in_workspace(workspace).filter(user=user, undone_at=None).delete()
    still = [] if role is None else grantable(Membership(workspace=workspace, role=role))
    sent = Invitation.objects.in_workspace(workspace).open().filter(invited_by=user)
    for invitation in sent.exclude(role__in=still):
        revoke(by, invitation)
    if role is None or not role.allows(Can.MANAGE_PEOPLE):
        links = PasswordLink.objects.open().filter(made_by=user)
        links.filter(user__memberships__workspace=workspace).update(expires_at=timezone.now())
