"""What hangs on a task: its checklist, what it waits for, its files."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from planning import files, task_changes
from planning.models import TaskCheck, TaskFile, TaskLink
from planning.overview import tasks_of
from planning.views.tasks import detail_page
from planning.views.work_found import back, found_task
from workspaces import audit
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, undo_tag
from workspaces.roles import Can


@require_POST
@workspace_page(Can.PLAN)
def check_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    task = found_task(request, pk)
    lines = request.POST.get("text", "").splitlines()
    with transaction.atomic():
        task_changes.add_checks(task, lines)
        audit.record(task.workspace, request.user, "planning.task_changed", task)
    return back(request, "planning:task_detail", pk)


@require_POST
@workspace_page(Can.PLAN)
def check_tick(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``done`` is 1 or 0, so that pressing twice is harmless."""
    rows = TaskCheck.objects.in_workspace(request.workspace).filter(task__removed_at=None)
    check = get_object_or_404(rows.select_related("task", "workspace"), pk=pk)
    task_changes.tick(check, request.POST.get("done") == "1", by=request.user)
    return back(request, "planning:task_detail", check.task_id)


@require_POST
@workspace_page(Can.PLAN)
def link_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    task = found_task(request, pk)
    number, lag = request.POST.get("before", ""), request.POST.get("lag", "")
    before = tasks_of(task.project).filter(pk=number).first() if is_key(number) else None
    if before is None:
        return detail_page(request, task, status=422, link_error=_("Choose a task to wait for."))
    try:
        task_changes.link(
            before, task, lag=min(int(lag), 200) if is_key(lag) else 0, by=request.user
        )
    except task_changes.CannotLink as error:
        return detail_page(request, task, status=422, link_error=str(error))
    return back(request, "planning:task_detail", pk)


@require_POST
@workspace_page(Can.PLAN)
def link_remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    rows = TaskLink.objects.in_workspace(request.workspace)
    found = get_object_or_404(rows.select_related("before", "after", "workspace"), pk=pk)
    step = task_changes.unlink(found, by=request.user)
    messages.success(request, step.label, extra_tags=undo_tag(request, step))
    return back(request, "planning:task_detail", found.after_id)


@require_POST
@workspace_page(Can.PLAN)
def file_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    task = found_task(request, pk)
    written = files.from_words(request.POST.get("words", ""))
    sent = [*request.FILES.getlist("files"), *([written] if written else [])]
    if not sent:
        return detail_page(request, task, status=422, file_error=_("Choose a file first."))
    for file in sent[:10]:
        try:
            described = files.keep(request.workspace, file)
        except files.Refused as error:
            return detail_page(request, task, status=422, file_error=str(error))
        files.hand_in(task, described, by=request.user)
    messages.success(request, _("The file is handed in."))
    return back(request, "planning:task_detail", pk)


@require_GET
@workspace_page(Can.VIEW)
def file_download(request: WorkspaceRequest, pk: int) -> HttpResponseBase:
    rows = TaskFile.objects.in_workspace(request.workspace).filter(removed_at=None)
    return send(get_object_or_404(rows, pk=pk))


def send(file) -> HttpResponseBase:
    """Always as a download under its own kind, never shown in our pages' name."""
    try:
        stream = (Path(settings.MEDIA_ROOT) / file.path).open("rb")
    except OSError:
        return HttpResponse(
            _("“%(name)s” is no longer in the store.") % {"name": file.name}, status=410
        )
    response = FileResponse(
        stream,
        as_attachment=True,
        filename=_with_ending(file.name, file.kind),
        content_type=files.KINDS.get(file.kind, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _with_ending(name: str, kind: str) -> str:
    """``invoice.exe`` that is a picture goes out as ``invoice.exe.png``."""
    ending = Path(name).suffix.lower().removeprefix(".")
    return name if ending == kind or (ending, kind) == ("jpeg", "jpg") else f"{name}.{kind}"
