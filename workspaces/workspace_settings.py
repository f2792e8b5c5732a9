"""Change a workspace's settings and write down what was before."""

from django.db import transaction

from workspaces import audit
from workspaces.forms import WorkspaceForm
from workspaces.models import Membership


@transaction.atomic
def change(by: Membership, form: WorkspaceForm) -> list[str]:
    """Save a valid form; the names of the fields that changed."""
    changed = list(form.changed_data)
    if changed:
        workspace = form.save()
        audit.record(
            workspace,
            by.user,
            "workspaces.settings_changed",
            workspace,
            before={name: form.initial[name] for name in changed},
            after={name: getattr(workspace, name) for name in changed},
        )
    return changed
