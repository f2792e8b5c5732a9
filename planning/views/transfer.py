"""A timeline edited outside comes back: upload, look at the difference, confirm."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planning import import_apply
from planning.import_sheet import MAX_BYTES, CannotRead
from planning.importing import Change
from planning.models import TimelineImport
from planning.sheet_rows import COLUMNS
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page, undo_tag
from workspaces.roles import Can

_SHOWN = 200  # rows of each kind on the page; the rest is counted


@require_http_methods(["GET", "POST"])
@workspace_page(Can.PLAN)
def timeline_import(request: WorkspaceRequest) -> HttpResponse:
    error = ""
    if request.method == "POST":
        file = request.FILES.get("files")
        if file is None:
            error = _("Choose a file first.")
        elif (file.size or 0) > MAX_BYTES:
            error = _("The file is larger than a timeline can be. Send the timeline alone.")
        else:
            try:
                made = import_apply.receive(
                    request.workspace, file.read(), file.name or "—", by=request.user
                )
            except CannotRead as refused:
                error = str(refused)
            else:
                return redirect("planning:import_detail", request.workspace.slug, made.pk)
    return page(
        request, "planning/import_form.html", {"error": error}, status=422 if error else 200
    )


@require_http_methods(["GET", "POST"])
@workspace_page(Can.PLAN)
def import_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """What would change; POST with its ``digest`` does it, ``take`` are conflicts that win."""
    rows = TimelineImport.objects.in_workspace(request.workspace).select_related("workspace")
    found = get_object_or_404(rows, pk=pk)
    changed = False
    if request.method == "POST" and found.applied_at is None:
        try:
            step = import_apply.confirm(
                found,
                by=request.user,
                digest=request.POST.get("digest", ""),
                take={int(one) for one in request.POST.getlist("take") if is_key(one)},
            )
        except import_apply.DiffChanged:
            changed = True
        else:
            said = _("“%(name)s” is taken over.") % {"name": found.name}
            tag = undo_tag(request, step) if step else ""
            messages.success(request, said, extra_tags=tag)
            return redirect("planning:project_list", request.workspace.slug)
    context: dict = {"found": found, "changed": changed}
    if found.applied_at is None:
        diff = import_apply.diff_of(found)
        context |= {
            "diff": diff,
            "added": diff.added[:_SHOWN],
            "edits": [(one, _lines(one)) for one in diff.changed[:_SHOWN]],
            "conflicts": [(one, _lines(one)) for one in diff.conflicts[:_SHOWN]],
        }
    return page(request, "planning/import_detail.html", context, status=409 if changed else 200)


def _lines(change: Change) -> list[tuple[str, object, object]]:
    """(column, before, after) in the order of the sheet."""
    return [
        (str(column.label), _shown(change.before.get(column.key)), _shown(change.after[column.key]))
        for column in COLUMNS
        if column.key in change.after
    ]


def _shown(value: object) -> str:
    return "—" if value in (None, "") else str(value)
