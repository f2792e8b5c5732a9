"""What the ground floor itself puts into its sockets."""

from django.utils.translation import gettext_lazy as _

from workspaces import comments, undo
from workspaces.sockets import AUDIT_VERBS, NAV, WAITING_FOR, NavItem
from workspaces.today import failed_work

SETTINGS_VIEWS = (
    "workspaces:person_edit",
    "workspaces:workspace_edit",
    "workspaces:template_upload",
    "workspaces:member_list",
    "workspaces:invitation_create",
    "workspaces:member_reset",
    "workspaces:audit_list",
    "workspaces:health",
)

VERBS = {
    "workspaces.workspace_made": _("made the workspace"),
    "workspaces.settings_changed": _("changed the settings of"),
    "workspaces.template_changed": _("put in the document template"),
    "workspaces.template_removed": _("took out the document template"),
    "workspaces.person_invited": _("invited"),
    "workspaces.invitation_revoked": _("withdrew the invitation for"),
    "workspaces.person_joined": _("joined:"),
    "workspaces.role_changed": _("changed the role of"),
    "workspaces.person_removed": _("removed"),
    "workspaces.password_link_made": _("made a password link for"),
    "workspaces.password_set": _("set the password of"),
    "workspaces.undone": _("undid"),
    "workspaces.approval_asked": _("sent for review"),
    "workspaces.approved": _("approved"),
    "workspaces.sent_back": _("sent back"),
    "workspaces.commented": _("remarked on"),
    "workspaces.comment_removed": _("removed the remark"),
    "workspaces.remark_resolved": _("settled the remark"),
    "workspaces.remark_reopened": _("reopened the remark"),
    "workspaces.department_added": _("added the department"),
    "workspaces.department_archived": _("put away the department"),
    "workspaces.special_day_set": _("set the day"),
    "workspaces.special_day_removed": _("removed the day"),
    "workspaces.link_made": _("made a link for"),
    "workspaces.link_revoked": _("revoked the link for"),
    "workspaces.escalated": _("put before the managers:"),
    "workspaces.escalation_taken_up": _("took up"),
    "workspaces.escalation_cancelled": _("called off"),
}


def plug_in() -> None:
    NAV.append(
        NavItem(
            key="today",
            label=_("Today"),
            icon="sun",
            url_name="workspaces:today",
            place=0,
            letter="t",
            on_phone=True,
        )
    )
    NAV.append(
        NavItem(
            key="settings",
            label=_("Settings"),
            icon="settings",
            url_name="workspaces:settings",
            place=80,
            views=SETTINGS_VIEWS,
        )
    )
    WAITING_FOR.append(failed_work)
    AUDIT_VERBS.update(VERBS)
    undo.HANDLERS[comments.BRING_BACK] = comments.undo_remove
