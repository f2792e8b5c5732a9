"""Projects: the list, one as chart, board or list, and its form."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from planning import overview, projects, sketches
from planning.models import Project
from planning.sketches import ProjectSketch
from planning.timeline_forms import ProjectForm
from planning.views.work_found import found_project
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.days import day_names
from workspaces.http import page, undo_tag
from workspaces.models import Department
from workspaces.roles import Can

VIEWS = ("gantt", "board", "list")
_ROWS = 120  # of a chart or list at once; a project seldom has more
_NAMED = 8  # tasks named in a warning; the rest is counted


@require_GET
@workspace_page(Can.VIEW)
def project_list(request: WorkspaceRequest) -> HttpResponse:
    rows = overview.projects_with_counts(request.workspace, today=timezone.localdate())
    context = {
        "projects": [one for one in rows if one.archived_at is None],
        "archived": [one for one in rows if one.archived_at is not None],
        "may_plan": request.can(Can.PLAN),
        "may_lead": request.can(Can.LEAD),
    }
    return page(request, "planning/project_list.html", context)


@require_GET
@workspace_page(Can.VIEW)
def project_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``?view=gantt|board|list``; ``?department=3`` leaves only that department's tasks."""
    project = found_project(request, pk)
    today = timezone.localdate()
    whole = ProjectSketch.of(project)
    tasks = overview.ordered(whole.tasks.values(), whole.links)
    chosen = request.GET.get("department", "")
    taking_part = {task.department_id for task in tasks}
    departments = [
        (str(one.pk), one.name)
        for one in Department.objects.in_workspace(request.workspace)
        if one.pk in taking_part
    ]
    chosen = chosen if chosen in dict(departments) else ""
    mine = [task for task in tasks if not chosen or str(task.department_id) == chosen]
    view = request.GET.get("view", "gantt")
    view = view if view in VIEWS else "gantt"
    shown = Paginator(mine, _ROWS).get_page(request.GET.get("page"))
    on_board = view == "board"
    columns = overview.board_of(project, mine, whole, today=today) if on_board else []
    rows = [] if on_board else overview.rows_of(project, shown, whole, today=today)
    moves, dangers = sketches.slipping(project, whole, today=today)
    pushed = [one for one in moves if not one.is_late]
    broken = overview.broken_of(whole)
    context = {
        "project": project,
        "rows": rows,
        "any": bool(mine),
        "view": view,
        "sentence": overview.sentence(project, tasks, today=today),
        "departments": departments,
        "chosen": chosen,
        # The other ways to look keep the filter: the address holds all that is chosen.
        "kept": f"&department={chosen}" if chosen else "",
        "shown": shown,
        "pushed": pushed[:_NAMED],
        "pushed_more": max(0, len(pushed) - _NAMED),
        "dangers": dangers[:_NAMED],
        "broken": broken[:_NAMED],
        "broken_more": max(0, len(broken) - _NAMED),
        "may_plan": request.can(Can.PLAN) and project.archived_at is None,
        "may_lead": request.can(Can.LEAD),
        "today": today,
    }
    if view == "gantt":
        chart = overview.chart_of(project, rows, whole, today=today)
        context["chart"] = chart
        context["bars"] = list(zip(rows, chart.bars, strict=True))
        context["day_names"] = sorted(day_names(request.workspace, chart.first, chart.last).items())
    context["columns"] = columns
    return page(request, "planning/project_detail.html", context, part="project-work")


@require_http_methods(["GET", "POST"])
@workspace_page(Can.PLAN)
def project_create(request: WorkspaceRequest) -> HttpResponse:
    form = ProjectForm(request.workspace, request.POST or None, initial={"lead": request.user})
    if request.method == "POST" and form.is_valid():
        made = projects.make_project(request.workspace, form.cleaned_data, by=request.user)
        messages.success(request, _("The project stands. Now add its tasks."))
        return redirect("planning:project_detail", request.workspace.slug, made.pk)
    return _form_page(request, form)


@require_http_methods(["GET", "POST"])
@workspace_page(Can.PLAN)
def project_edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    project = found_project(request, pk)
    form = ProjectForm(request.workspace, request.POST or None, instance=project)
    if request.method == "POST" and form.is_valid():
        # The form has written into its instance; the change is judged against the stored row.
        standing, fields = found_project(request, pk), form.written()
        if fields.get("due", standing.due) >= fields.get("start", standing.start):
            projects.change_project(standing, fields, by=request.user)
            messages.success(request, _("The project is changed."))
            return redirect("planning:project_detail", request.workspace.slug, pk)
        # Somebody moved the other end meanwhile.
        form.add_error("due", _("It would end before it begins. Choose a later day."))
    return _form_page(request, form, project)


@require_POST
@workspace_page(Can.LEAD)
def project_archive(request: WorkspaceRequest, pk: int) -> HttpResponse:
    step = projects.archive(found_project(request, pk), by=request.user)
    messages.success(request, _("The project is put away."), extra_tags=undo_tag(request, step))
    return redirect("planning:project_list", request.workspace.slug)


@require_POST
@workspace_page(Can.LEAD)
def project_restore(request: WorkspaceRequest, pk: int) -> HttpResponse:
    projects.restore(found_project(request, pk), by=request.user)
    messages.success(request, _("The project is back."))
    return redirect("planning:project_detail", request.workspace.slug, pk)


def _form_page(
    request: WorkspaceRequest, form: ProjectForm, project: Project | None = None
) -> HttpResponse:
    context = {"form": form, "project": project}
    status = 422 if form.errors else 200
    return page(request, "planning/project_form.html", context, status=status)
