"""What the data pages plug into the ground floor: navigation, waiting work, ways back."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from analytics import accounts, source_names
from analytics.intake import deliveries, hand, row_list
from analytics.intake.waiting import waiting_for
from analytics.merging import accounts as merged_accounts
from analytics.merging import posts as merged_posts
from analytics.merging import undecided
from platforms.models import SourceBatch, SourceFile
from workspaces import undo
from workspaces.models import User, Workspace
from workspaces.roles import Can
from workspaces.sockets import (
    AUDIT_VERBS,
    FIRST_STEPS,
    NAV,
    STORED_FILES,
    WAITING_FOR,
    FirstStep,
    NavItem,
)

VERBS = {
    "analytics.imported": _("imported"),
    "analytics.import_refused": _("could not import"),
    "analytics.import_undone": _("undid the import of"),
    "analytics.import_restored": _("brought back the import of"),
    "analytics.file_discarded": _("discarded"),
    "analytics.file_kept": _("took up again"),
    "analytics.file_mapped": _("said what the columns mean in"),
    "analytics.figure_typed": _("typed figures for"),
    "analytics.figure_withdrawn": _("took back typed figures of"),
    "analytics.figure_restored": _("brought back typed figures of"),
    "analytics.account_confirmed": _("decided whether it is ours:"),
    "analytics.account_renamed": _("renamed the account"),
    "analytics.account_added": _("added the account"),
    "analytics.source_renamed": _("renamed"),
    "analytics.accounts_merged": _("merged with another account:"),
    "analytics.accounts_parted": _("parted from another account:"),
    "analytics.posts_merged": _("merged with another post:"),
    "analytics.posts_parted": _("parted from another post:"),
    "analytics.row_matched": _("decided which post a row is:"),
    "analytics.row_reopened": _("took back which post a row is:"),
}


def plug_in() -> None:
    """Called once when the app is ready."""
    NAV.append(
        NavItem(
            key="data",
            label=_("Data"),
            icon="database-import",
            url_name="data:import_list",
            place=70,
            letter="d",
        )
    )
    WAITING_FOR.append(waiting_for)
    FIRST_STEPS.append(
        FirstStep(
            place=10,
            title=_("Bring in the first files"),
            text=_("Download the exports of your platforms and drop them on the data page."),
            act=_("Import files"),
            url_name="data:import_list",
            done=_has_figures,
            ability=Can.IMPORT,
        )
    )
    STORED_FILES.append(_stored_files)
    AUDIT_VERBS.update(VERBS)
    undo.HANDLERS["analytics.restore_imports"] = _restore_imports
    undo.HANDLERS["analytics.keep_file"] = _keep_file
    undo.HANDLERS["analytics.restore_figure"] = hand.undo_withdrawal
    undo.HANDLERS["analytics.account_ours"] = accounts.undo_ours
    undo.HANDLERS["analytics.account_name"] = accounts.undo_rename
    undo.HANDLERS[source_names.BACK] = source_names.undo_rename
    undo.HANDLERS[merged_posts.PART] = merged_posts.undo_merge
    undo.HANDLERS[merged_posts.JOIN] = merged_posts.undo_part
    undo.HANDLERS[merged_accounts.PART] = merged_accounts.undo_merge
    undo.HANDLERS[merged_accounts.JOIN] = merged_accounts.undo_part
    undo.HANDLERS[undecided.DECIDE] = undecided.undo_decision


def _has_figures(workspace: Workspace) -> bool:
    return SourceBatch.objects.in_workspace(workspace).live().exists()


def _stored_files(workspace: Workspace) -> list[str]:
    files = SourceFile.objects.in_workspace(workspace).values_list("stored", flat=True)
    return [*files, *row_list.stored(workspace)]


def _restore_imports(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    files = SourceFile.objects.in_workspace(workspace).filter(
        pk__in=params["files"], state=SourceFile.State.WITHDRAWN
    )
    for file in files:
        deliveries.restore(file, by)


def _keep_file(workspace: Workspace, by: User, params: dict[str, Any]) -> None:
    SourceFile.objects.in_workspace(workspace).filter(
        pk=params["file"], state=SourceFile.State.DISCARDED
    ).update(state=params["state"])
