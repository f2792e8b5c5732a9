"""What the calendar's commands are asked: a workspace, a month, a person."""

from django.utils.translation import gettext as _

from workspaces.models import Membership, User, Workspace
from workspaces.periods import Grain, Period, parse_period
from workspaces.roles import Role


class WrongCall(Exception):
    """An option is off; the text says which and how to mend it."""


def workspace_of(slug: str) -> Workspace:
    found = Workspace.objects.filter(slug=slug).first()
    if found is None:
        raise WrongCall(_("There is no workspace “%(slug)s”.") % {"slug": slug})
    return found


def month_of(code: str) -> Period:
    try:
        period = parse_period(code)
    except ValueError as error:
        raise WrongCall(str(error)) from None
    if period.grain != Grain.MONTH:
        raise WrongCall(_("“%(code)s” is no month. Write it as 2026-11.") % {"code": code})
    return period


def person_of(workspace: Workspace, email: str) -> User:
    """The member with this address; without one, whoever owns the workspace."""
    members = Membership.objects.in_workspace(workspace).select_related("user")
    found = (
        members.filter(user__email__iexact=email).first()
        if email
        else members.filter(role=Role.OWNER).order_by("pk").first()
        or members.filter(role=Role.MANAGER).order_by("pk").first()
    )
    if found is None:
        raise WrongCall(_("“%(name)s” is not in this workspace.") % {"name": email or "owner"})
    return found.user
