"""Moving a task: first what would move with it, then the move."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from planning import moving
from planning.models import Task
from planning.tasks import mail_move_task
from planning.views.work_found import back, found_task
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import day_said, page, undo_tag
from workspaces.roles import Can

_FAR = 2000  # days a bar can be carried


@require_http_methods(["GET", "POST"])
@workspace_page(Can.PLAN)
def task_move(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``start`` and ``due`` as days, or ``shift``/``stretch`` in calendar days from the chart."""
    task = found_task(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    start, due = _asked(task, given)
    if start and due and due < start and not task.is_milestone:
        due = start
    if request.method == "GET":
        return _answer(request, task, moving.preview(task, start=start, due=due), start, due)
    try:
        step = moving.move(
            task, by=request.user, digest=given.get("digest", ""), start=start, due=due
        )
    except moving.PlanChanged as error:
        return _answer(request, task, error.fresh, start, due, changed=True)
    if step is None:
        messages.info(request, _("Nothing had to move."))
    else:
        mail_move_task.delay_on_commit(step.pk)
        count = len(step.params["moves"])
        said = ngettext("%(count)d task is moved.", "%(count)d tasks are moved.", count)
        messages.success(request, said % {"count": count}, extra_tags=undo_tag(request, step))
    return back(request, "planning:project_detail", task.project_id)


def _answer(
    request: WorkspaceRequest,
    task: Task,
    found: moving.Preview,
    start: date | None,
    due: date | None,
    *,
    changed: bool = False,
) -> HttpResponse:
    context = {
        "task": task,
        "project": task.project,
        "preview": found,
        "start": start,
        "due": due,
        "changed": changed,
    }
    return page(
        request,
        "planning/task_move.html",
        context,
        part="move-preview",
        status=409 if changed else 200,
    )


def _asked(task: Task, given) -> tuple[date | None, date | None]:
    shift, stretch = _number(given.get("shift")), _number(given.get("stretch"))
    if shift:
        return task.start + timedelta(days=shift), None
    if stretch:
        return None, max(task.start, task.due + timedelta(days=stretch))
    start, due = day_said(given.get("start")), day_said(given.get("due"))
    if start == task.start and due == task.due:
        return None, None
    # Only the first day was changed: the task keeps its length.
    return (start, None) if due == task.due and start != task.start else (start, due)


def _number(text: str | None) -> int:
    try:
        return max(-_FAR, min(_FAR, int(text or 0)))
    except ValueError:
        return 0
