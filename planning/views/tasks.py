"""One task: its page, its form, its progress; and everybody's own tasks."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from planning import overview, task_changes
from planning.models import Task, TaskLink
from planning.timeline_forms import MoveForm, TaskForm
from planning.views.work_found import back, found_project, found_task
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page, undo_tag
from workspaces.models import Escalation
from workspaces.punctuation import listed
from workspaces.roles import Can

_CHOICES = 200
_ROWS = 100  # of the list at once


@require_GET
@workspace_page(Can.VIEW)
def my_tasks(request: WorkspaceRequest) -> HttpResponse:
    """``?who=all`` shows everybody's open tasks; the headings count those of all pages."""
    today = timezone.localdate()
    everybody = request.GET.get("who") == "all"
    tasks = Task.objects.in_workspace(request.workspace).open()
    if not everybody:
        tasks = tasks.filter(responsible=request.user)
    week = today + timedelta(days=7)
    counts = tasks.aggregate(
        late=Count("pk", filter=Q(due__lt=today)),
        week=Count("pk", filter=Q(due__range=(today, week))),
        later=Count("pk", filter=Q(due__gt=week)),
    )
    shown = Paginator(tasks.for_list(), _ROWS).get_page(request.GET.get("page"))
    groups: dict[str, list] = {"late": [], "week": [], "later": []}
    for task in shown:
        row = overview.row_of(task, [], today=today)
        groups["late" if row.late else "week" if task.due <= week else "later"].append(row)
    labels = {"late": _("Late"), "week": _("Due within seven days"), "later": _("Later")}
    context = {
        "groups": [(labels[key], counts[key], rows) for key, rows in groups.items() if rows],
        "shown": shown,
        "everybody": everybody,
        "may_plan": request.can(Can.PLAN),
    }
    return page(request, "planning/task_list.html", context)


@require_GET
@workspace_page(Can.VIEW)
def task_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return detail_page(request, found_task(request, pk))


def detail_page(
    request: WorkspaceRequest, task: Task, *, status: int = 200, **extra
) -> HttpResponse:
    today = timezone.localdate()
    links = TaskLink.objects.in_workspace(request.workspace)
    others = overview.tasks_of(task.project).exclude(pk=task.pk).order_by("start", "number")
    if len(nearest := list(others[: _CHOICES + 1])) > _CHOICES:
        # A list nobody scrolls through: what begins before this one, the nearest first.
        nearest = list(others.filter(start__lte=task.due).order_by("-due")[:_CHOICES])
    tone, word = overview.standing(task, today=today)
    context = {
        "task": task,
        "project": task.project,
        "tone": tone,
        "word": word,
        "checks": list(task.checks.all()),
        "files": task.files.filter(removed_at=None),
        "waits_for": links.filter(after=task, before__removed_at=None).select_related("before"),
        "followers": links.filter(before=task, after__removed_at=None).select_related("after"),
        "others": nearest,
        "consulted": listed(task.consulted.all()),
        "move_form": MoveForm(initial={"start": task.start, "due": task.due}),
        "escalations": Escalation.objects.in_workspace(request.workspace)
        .filter(subject_key=f"task:{task.pk}")
        .with_people(),
        "may_plan": request.can(Can.PLAN),
    }
    return page(request, "planning/task_detail.html", context | extra, status=status)


@require_http_methods(["GET", "POST"])
@workspace_page(Can.PLAN)
def task_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    project = found_project(request, pk)
    today = max(project.start, timezone.localdate())
    initial = {"start": today, "due": today}
    form = TaskForm(request.workspace, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        fields = form.fields_of_task() | {
            "consulted": form.cleaned_data["consulted"],
            "checks": form.cleaned_data["checks"].splitlines(),
        }
        task_changes.add_task(project, fields, by=request.user)
        messages.success(request, _("“%(task)s” is in the plan.") % {"task": fields["title"]})
        if "another" in request.POST:
            return redirect("planning:task_create", request.workspace.slug, project.pk)
        return redirect("planning:project_detail", request.workspace.slug, project.pk)
    context = {"form": form, "project": project, "task": None}
    return page(request, "planning/task_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@workspace_page(Can.PLAN)
def task_edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    task = found_task(request, pk)
    initial = {"version": task.version}
    form = TaskForm(request.workspace, request.POST or None, instance=task, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            task_changes.change_task(
                found_task(request, pk),
                form.fields_of_task(),
                seen=form.cleaned_data["version"] or 0,
                by=request.user,
                consulted=list(form.cleaned_data["consulted"]),
            )
        except task_changes.ChangedMeanwhile as error:
            conflict = error.fresh
            # What was typed stays; saving again is then a decision, not an accident.
            form.data = request.POST.copy()
            form.data["version"] = str(conflict.version)
        else:
            messages.success(request, _("The task is changed."))
            return redirect("planning:task_detail", request.workspace.slug, pk)
    context = {"form": form, "project": task.project, "task": task, "conflict": conflict}
    status = 409 if conflict else 422 if form.errors else 200
    return page(request, "planning/task_form.html", context, status=status)


@require_POST
@workspace_page(Can.PLAN)
def task_progress(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``progress`` 0–100, or ``status`` from the board."""
    task = found_task(request, pk)
    status, progress = request.POST.get("status", ""), request.POST.get("progress", "")
    if status in Task.Status.values:
        task_changes.set_status(task, status, by=request.user)
    elif is_key(progress):
        task_changes.set_progress(task, progress=int(progress), by=request.user)
    else:
        return HttpResponse(_("Say how far the task is, from 0 to 100."), status=400)
    messages.success(request, _("Progress of “%(task)s” is kept.") % {"task": task.title})
    return back(request, "planning:task_detail", pk)


@require_POST
@workspace_page(Can.PLAN)
def task_block(request: WorkspaceRequest, pk: int) -> HttpResponse:
    task = found_task(request, pk)
    task_changes.block(task, request.POST.get("reason", ""), by=request.user)
    return back(request, "planning:task_detail", pk)


@require_POST
@workspace_page(Can.PLAN)
def task_remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    task = found_task(request, pk)
    step = task_changes.remove(task, by=request.user)
    messages.success(
        request,
        _("“%(task)s” is out of the plan.") % {"task": task.title},
        extra_tags=undo_tag(request, step),
    )
    return redirect("planning:project_detail", request.workspace.slug, task.project_id)
