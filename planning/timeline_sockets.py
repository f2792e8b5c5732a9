"""What projects, routines and meetings plug into the ground floor."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning import (
    files,
    import_apply,
    meetings,
    moving,
    projects,
    routines,
    task_changes,
    waiting,
)
from workspaces import undo
from workspaces.sockets import (
    AUDIT_FIELDS,
    AUDIT_KEYS_ARE_NAMES,
    AUDIT_VERBS,
    STORED_FILES,
    WAITING_FOR,
)

VERBS = {
    "planning.project_made": _("made the project"),
    "planning.project_changed": _("changed the project"),
    "planning.project_archived": _("put away the project"),
    "planning.project_restored": _("brought back the project"),
    "planning.task_added": _("added the task"),
    "planning.task_changed": _("changed the task"),
    "planning.task_moved": _("moved the task"),
    "planning.task_progressed": _("reported progress of"),
    "planning.task_blocked": _("said what blocks"),
    "planning.task_unblocked": _("freed the task"),
    "planning.task_linked": _("let wait the task"),
    "planning.task_unlinked": _("let start freely the task"),
    "planning.task_removed": _("removed the task"),
    "planning.check_ticked": _("ticked an item of"),
    "planning.check_unticked": _("unticked an item of"),
    "planning.file_handed_in": _("handed in a file for"),
    "planning.timeline_imported": _("took over the edited timeline"),
    "planning.routines_started": _("began"),
    "planning.routine_added": _("added the routine"),
    "planning.routine_changed": _("changed the routine"),
    "planning.routine_archived": _("put away the routine"),
    "planning.routine_restored": _("brought back the routine"),
    "planning.routine_done": _("ticked the routine"),
    "planning.meeting_called": _("called the meeting"),
    "planning.meeting_changed": _("changed the meeting"),
    "planning.meeting_cancelled": _("called off the meeting"),
    "planning.meeting_held": _("held the meeting"),
    "planning.minutes_written": _("wrote the minutes of"),
    "planning.decision_asked": _("put to a meeting:"),
    "planning.decided": _("decided about"),
}


FIELDS: dict[str, Promise | str] = {
    "title": pgettext_lazy("in the trail", "title"),
    "goal": _("what it is for"),
    "note": _("what is to be handed in"),
    "is_milestone": _("milestone"),
    "department": _("department"),
    "responsible": _("responsible"),
    "contact": _("contact without an account"),
    "consulted": _("consulted"),
    "lead": _("who leads it"),
    "start": _("start"),
    "due": _("due"),
    "progress": _("progress (%)"),
    "reason": _("what blocks it"),
    "item": _("item"),
    "before": pgettext_lazy("in the trail", "waits for"),
    "answer": _("decision"),
    "added": pgettext_lazy("in the trail", "added"),
    "changed": pgettext_lazy("in the trail", "changed"),
    "removed": pgettext_lazy("in the trail", "removed"),
    "count": pgettext_lazy("in the trail", "how many"),
    "winners": pgettext_lazy("in the trail", "winners"),
    "evidence": _("evidence"),
}


def plug_in() -> None:
    """Called once when the app is ready."""
    undo.HANDLERS["planning.task_moved"] = moving.take_back
    undo.HANDLERS["planning.task_unlinked"] = task_changes.take_back_unlink
    undo.HANDLERS["planning.meeting_held"] = meetings.take_back_hold
    undo.HANDLERS["planning.day_removed"] = routines.take_back_day
    undo.HANDLERS["planning.task_removed"] = task_changes.take_back_removal
    undo.HANDLERS["planning.routine_done"] = routines.take_back_tick
    undo.HANDLERS["planning.timeline_imported"] = import_apply.take_back
    undo.HANDLERS["planning.project_archived"] = projects.take_back_archive
    STORED_FILES.append(files.stored_files)
    WAITING_FOR.append(waiting.waiting_for)
    AUDIT_VERBS.update(VERBS)
    AUDIT_FIELDS["planning"] = FIELDS
    AUDIT_KEYS_ARE_NAMES.add("planning.task_moved")
