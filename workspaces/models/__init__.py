"""Who is asking, for which workspace, and what is kept about what they did."""

from workspaces.models.approval import Approval
from workspaces.models.audit import AuditEvent
from workspaces.models.base import WorkspaceModel, WorkspaceQuerySet
from workspaces.models.comment import Comment
from workspaces.models.day import SpecialDay
from workspaces.models.department import Department
from workspaces.models.escalation import Escalation
from workspaces.models.job import Job
from workspaces.models.membership import Invitation, Membership
from workspaces.models.notification import Notification
from workspaces.models.password_link import PasswordLink
from workspaces.models.pulse import Pulse
from workspaces.models.revision import Revision
from workspaces.models.share_link import ShareLink
from workspaces.models.undo import UndoStep
from workspaces.models.user import User
from workspaces.models.workspace import Workspace

__all__ = [
    "Approval",
    "AuditEvent",
    "Comment",
    "Department",
    "Escalation",
    "Invitation",
    "Job",
    "Membership",
    "Notification",
    "PasswordLink",
    "Pulse",
    "Revision",
    "ShareLink",
    "SpecialDay",
    "UndoStep",
    "User",
    "Workspace",
    "WorkspaceModel",
    "WorkspaceQuerySet",
]
