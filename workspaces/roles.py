"""Roles, abilities and the one table between them. Views name abilities, never roles."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Can(StrEnum):
    VIEW = "view"  # read dashboards, reports, lists
    IMPORT = "import"  # bring files in, undo an import, name accounts
    PLAN = "plan"  # write posts and plans (calendar, brief drafts)
    LEAD = "lead"  # assign, approve posts
    MERGE = "merge"  # say that two posts or accounts are one
    SET_TARGETS = "set_targets"  # targets and KPI
    WRITE_REPORTS = "write_reports"  # make and edit outputs
    SIGN = "sign"  # sign off what somebody else wrote
    MANAGE = "manage"  # workspace settings, brand, document look
    MANAGE_PEOPLE = "manage_people"  # invitations, roles
    OWN = "own"  # remove the sample or the workspace


CAN_LABELS = {
    Can.VIEW: _("read this workspace"),
    Can.IMPORT: _("import and undo imports"),
    Can.PLAN: _("write posts and plans"),
    Can.LEAD: _("assign and approve posts"),
    Can.MERGE: _("merge posts and accounts"),
    Can.SET_TARGETS: _("set targets"),
    Can.WRITE_REPORTS: _("write reports"),
    Can.SIGN: _("sign off reports"),
    Can.MANAGE: _("change the settings of the workspace"),
    Can.MANAGE_PEOPLE: _("invite people and change roles"),
    Can.OWN: _("manage the workspace as its owner"),
}


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    LEAD = "lead", _("Team lead")
    EDITOR = "editor", _("Social editor")
    VIEWER = "viewer", _("Viewer")

    def allows(self, ability: Can) -> bool:
        return ability in ABILITIES[self]

    def covers(self, other: "Role") -> bool:
        """True when whoever has this role can do all that ``other`` can."""
        return ABILITIES[self] >= ABILITIES[other]


_EDITOR = {Can.VIEW, Can.IMPORT, Can.PLAN}
_LEAD = _EDITOR | {Can.LEAD, Can.MERGE, Can.SET_TARGETS, Can.WRITE_REPORTS, Can.SIGN}
_MANAGER = _LEAD | {Can.MANAGE, Can.MANAGE_PEOPLE}

ABILITIES: dict[Role, frozenset[Can]] = {
    Role.OWNER: frozenset(Can),
    Role.MANAGER: frozenset(_MANAGER),
    Role.LEAD: frozenset(_LEAD),
    Role.EDITOR: frozenset(_EDITOR | {Can.WRITE_REPORTS}),
    Role.VIEWER: frozenset({Can.VIEW}),
}
