"""What the media library plugs into the ground floor: words of its acts, its files of proof."""

from django.utils.translation import gettext_lazy as _

from calendar_app import shelves
from calendar_app.models import Consent, Licence
from workspaces import undo
from workspaces.models import Workspace
from workspaces.sockets import AUDIT_VERBS, STORED_FILES

VERBS = {
    "calendar.consent_noted": _("noted a consent for"),
    "calendar.consent_withdrawn": _("noted that a consent was taken back for"),
    "calendar.licence_answered": _("settled the rights of the published post"),
    "calendar.media_placed": _("changed the media of"),
    "calendar.media_changed": _("changed the words of"),
}


def plug_in() -> None:
    """Called once when the app is ready."""
    AUDIT_VERBS.update(VERBS)
    STORED_FILES.append(_proofs)
    undo.HANDLERS[shelves.LABELS_BACK] = shelves.undo_labels


def _proofs(workspace: Workspace) -> list[str]:
    paths = [
        *Licence.objects.in_workspace(workspace).values_list("proof_stored", flat=True),
        *Consent.objects.in_workspace(workspace).values_list("proof_stored", flat=True),
    ]
    return [path for path in paths if path]
