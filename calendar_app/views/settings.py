"""How this workspace runs its calendar."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from calendar_app import options
from calendar_app.forms import OptionsForm
from workspaces import audit
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.MANAGE)
def options_edit(request: WorkspaceRequest) -> HttpResponse:
    standing = options.options_of(request.workspace)
    before = _values(standing)
    form = OptionsForm(request.POST or None, instance=standing)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        audit.record(
            request.workspace,
            request.user,
            "calendar.options_changed",
            request.workspace,
            before=before,
            after=_values(saved),
        )
        messages.success(request, _("Saved."))
        return redirect("calendar:options_edit", request.workspace.slug)
    return page(
        request,
        "calendar_app/options_edit.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


def _values(row) -> dict:
    return {
        "approval_steps": row.approval_steps,
        "missed_after": row.missed_after,
        "ready_days": row.ready_days,
        "buffer_days": row.buffer_days,
        "flexible_share": row.flexible_share,
        "outside_counts": row.outside_counts,
        "cadence": row.cadence,
    }
