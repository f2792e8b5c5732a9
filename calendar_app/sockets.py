"""What the calendar plugs into the ground floor: navigation, waiting work, ways back, words."""

from django.utils.translation import gettext_lazy as _

from calendar_app import (
    bulk,
    bulk_acts,
    drafting,
    entries,
    laying,
    offers,
    requests,
    waiting_experiments,
    waiting_material,
)
from calendar_app.models import MediaAsset
from calendar_app.post_labels import undo_labels
from calendar_app.ties import undo_tie
from calendar_app.waiting import waiting_for
from planning import sockets as planning_sockets
from workspaces import secrets, undo
from workspaces.models import Workspace
from workspaces.roles import Can
from workspaces.sockets import AUDIT_VERBS, NAV, STORED_FILES, WAITING_FOR, NavItem

VERBS = {
    "calendar.rule_added": _("laid slots by a rule:"),
    "calendar.rule_ended": _("ended a rule of slots:"),
    "calendar.slot_added": _("added the slot"),
    "calendar.slot_moved": _("moved the slot"),
    "calendar.slot_assigned": _("gave out the slot"),
    "calendar.slot_removed": _("removed the slot"),
    "calendar.entry_written": _("wrote in the post"),
    "calendar.accounts_chosen": _("chose the accounts of"),
    "calendar.days_off_noted": _("noted days off of"),
    "calendar.day_off_removed": _("took back a day off of"),
    "calendar.idea_changed": _("changed the idea"),
    "calendar.idea_moved": _("moved the idea"),
    "calendar.entry_begun": _("began the post"),
    "calendar.text_brought_back": _("brought back an earlier text of"),
    "calendar.entry_planned": _("gave a time to the post"),
    "calendar.entry_assigned": _("gave the post to somebody:"),
    "calendar.entry_labelled": _("set pillar or campaign of"),
    "calendar.approval_taken_back": _("took back the approval of"),
    "calendar.entry_removed": _("removed the post"),
    "calendar.scheduled": _("scheduled the post"),
    "calendar.taken_back": _("took back from review"),
    "calendar.review_expired": _("let the review run out of"),
    "calendar.put_before": _("put before somebody outside"),
    "calendar.approved_outside": _("approved by a link"),
    "calendar.changes_wanted_outside": _("wants changed, by a link,"),
    "calendar.published_by_hand": _("published by hand"),
    "calendar.link_corrected": _("corrected the link of"),
    "calendar.called_off": _("called off the post"),
    "calendar.planned_again": _("gave another time to"),
    "calendar.paused": _("paused publishing:"),
    "calendar.resumed": _("let publishing go on:"),
    "calendar.tied": _("tied to its result"),
    "calendar.untied": _("untied from its result"),
    "calendar.labelled": _("said what posts were about:"),
    "calendar.unlabelled": _("took back what posts were about:"),
    "calendar.options_changed": _("changed the options of the calendar"),
    "calendar.media_added": _("added to the media library"),
    "calendar.media_removed": _("removed from the media library"),
    "calendar.licence_changed": _("changed the licence of"),
    "calendar.wording_added": _("added the wording"),
    "calendar.wording_changed": _("changed the wording"),
    "calendar.wording_archived": _("archived the wording"),
    "calendar.wording_offered": _("offered the wording again:"),
    "calendar.material_asked": _("asked a department for material for"),
    "calendar.material_called_off": _("called off the material asked for"),
    "calendar.material_due_kept": _("left the due day of the material for"),
    "calendar.offer_accepted": _("took handed-in material into"),
    "calendar.offer_sent_back": _("sent back material for"),
    "calendar.experiment_begun": _("began the A/B"),
    "calendar.experiment_decided": _("decided the A/B"),
    "calendar.experiment_dropped": _("gave up the A/B"),
    "calendar.draft_asked": _("asked for a draft for"),
    "calendar.draft_taken": _("put a draft into"),
    "calendar.drafting_changed": _("changed the drafting help of"),
    "calendar.idea_added": _("wrote down the idea"),
}


def plug_in() -> None:
    """Called once when the app is ready."""
    NAV.append(
        NavItem(
            key="calendar",
            label=_("Calendar"),
            icon="calendar-week",
            url_name="calendar:calendar_view",
            place=30,
            on_phone=True,
            letter="c",
            ability=Can.VIEW,
        )
    )
    WAITING_FOR.extend([waiting_for, waiting_material.waiting_for])
    secrets.PLACES["keys of drafting help"] = drafting.keys
    WAITING_FOR.append(waiting_experiments.waiting_for)
    STORED_FILES.append(_stored_files)
    AUDIT_VERBS.update(VERBS)
    planning_sockets.TASK_ENDANGERS.append(requests.endangered_by)
    planning_sockets.FILE_HANDED_IN.append(offers.handed_in)
    undo.HANDLERS["calendar.slots"] = laying.undo_slots
    undo.HANDLERS["calendar.end_rule"] = laying.undo_rule
    undo.HANDLERS["calendar.rule_back"] = laying.undo_stop
    undo.HANDLERS["calendar.tie"] = undo_tie
    undo.HANDLERS["calendar.labels"] = undo_labels
    undo.HANDLERS["calendar.entry_time"] = entries.undo_plan
    undo.HANDLERS["calendar.entry_back"] = entries.undo_remove
    undo.HANDLERS["calendar.bulk"] = bulk.undo_bulk
    undo.HANDLERS["calendar.entry_field"] = bulk_acts.undo_field
    undo.HANDLERS["calendar.ask_back"] = bulk_acts.undo_ask
    undo.HANDLERS["calendar.approval_back"] = bulk_acts.undo_approve


def _stored_files(workspace: Workspace) -> list[str]:
    rows = MediaAsset.objects.in_workspace(workspace).values_list("stored", "preview")
    return [path for pair in rows for path in pair if path]
