"""Routines: what is due today, what was missed, what was done; and the list of routines itself."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from planning import files, routines
from planning.models import Routine, RoutineRun, RunFile
from planning.timeline_forms import RoutineForm
from planning.views.task_parts import send
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page, undo_tag
from workspaces.periods import quarter_of
from workspaces.roles import Can

_MISSED_DAYS = 14


@require_GET
@workspace_page(Can.VIEW)
def routine_list(request: WorkspaceRequest) -> HttpResponse:
    """``?who=all`` shows everybody's; the usual view is the asker's own."""
    return _day_page(request)


def _day_page(request: WorkspaceRequest, *, refused: dict | None = None) -> HttpResponse:
    today = timezone.localdate()
    everybody = request.GET.get("who") == "all" or not request.can(Can.PLAN)
    runs = (
        RoutineRun.objects.in_workspace(request.workspace)
        .filter(routine__archived_at=None)
        .select_related("done_by")
    )
    if not everybody:
        runs = runs.filter(routines.falls_to(request.membership))
    listed = runs.for_list().prefetch_related("files")
    since = today - timedelta(days=_MISSED_DAYS)
    missed = list(listed.missed(today=today).filter(day__gte=since).order_by("-day"))
    context = {
        "today": today,
        "runs": list(listed.filter(day=today)),
        "missed": missed,
        "done": listed.done()
        .filter(day__range=(since, today - timedelta(days=1)))
        .order_by("-day", "routine")[:60],
        "work": routines.work_done(request.workspace, quarter_of(today), today=today),
        "any": Routine.objects.in_workspace(request.workspace).exists(),
        "everybody": everybody,
        "refused": refused,
        "may_plan": request.can(Can.PLAN),
        "may_lead": request.can(Can.LEAD),
    }
    return page(request, "planning/routine_list.html", context, status=422 if refused else 200)


@require_POST
@workspace_page(Can.PLAN)
def run_tick(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """With ``evidence``, ``link`` and a file; a refusal keeps what was typed."""
    rows = RoutineRun.objects.in_workspace(request.workspace).select_related(
        "routine", "workspace", "done_by"
    )
    run = get_object_or_404(rows, pk=pk)
    text, link = request.POST.get("evidence", ""), request.POST.get("link", "").strip()
    sent = request.FILES.get("file")
    try:
        if link:
            URLValidator(schemes=["http", "https"])(link)
        file = files.keep(request.workspace, sent) if sent else None
        step = routines.tick(run, by=request.user, evidence=text, link=link[:500], file=file)
    except (routines.NoEvidence, files.Refused) as error:
        return _day_page(
            request, refused={"run": run.pk, "text": text, "link": link, "error": str(error)}
        )
    except ValidationError:
        said = _("Write a whole address, such as https://example.com/post.")
        return _day_page(
            request, refused={"run": run.pk, "text": text, "link": link, "error": said}
        )
    messages.success(
        request,
        _("“%(routine)s” is done.") % {"routine": run.routine.title},
        extra_tags=undo_tag(request, step),
    )
    return redirect("planning:routine_list", request.workspace.slug)


@require_GET
@workspace_page(Can.VIEW)
def run_file(request: WorkspaceRequest, pk: int) -> HttpResponseBase:
    return send(get_object_or_404(RunFile.objects.in_workspace(request.workspace), pk=pk))


@require_POST
@workspace_page(Can.LEAD)
def routine_start(request: WorkspaceRequest) -> HttpResponse:
    """The usual set, due from today."""
    today = timezone.localdate()
    routines.add_starters(request.workspace, by=request.user, since=today)
    routines.generate(request.workspace, today=today)
    messages.success(request, _("The usual routines stand. Change them to how you work."))
    return redirect("planning:routine_set", request.workspace.slug)


@require_GET
@workspace_page(Can.VIEW)
def routine_set(request: WorkspaceRequest) -> HttpResponse:
    rows = list(Routine.objects.in_workspace(request.workspace).select_related("person"))
    labels = dict(Routine.Rhythm.choices)
    order = {value: place for place, value in enumerate(labels)}
    standing = sorted(
        (one for one in rows if one.archived_at is None),
        key=lambda one: (order[one.rhythm], str(one.at or ""), one.pk),
    )
    context = {
        "routines": standing,
        "archived": [one for one in rows if one.archived_at],
        "may_lead": request.can(Can.LEAD),
    }
    return page(request, "planning/routine_set.html", context)


def _found(request: WorkspaceRequest, pk: int) -> Routine:
    return get_object_or_404(Routine.objects.in_workspace(request.workspace), pk=pk)


@require_http_methods(["GET", "POST"])
@workspace_page(Can.LEAD)
def routine_create(request: WorkspaceRequest) -> HttpResponse:
    initial = {"since": timezone.localdate()}
    return _form(request, RoutineForm(request.workspace, request.POST or None, initial=initial))


@require_http_methods(["GET", "POST"])
@workspace_page(Can.LEAD)
def routine_edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = RoutineForm(request.workspace, request.POST or None, instance=found)
    return _form(request, form, found)


def _form(
    request: WorkspaceRequest, form: RoutineForm, found: Routine | None = None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        if found is not None:  # the form has written into its instance
            found = _found(request, found.pk)
        routines.save_routine(request.workspace, form.written(), by=request.user, routine=found)
        routines.generate(request.workspace, today=timezone.localdate())
        messages.success(request, _("The routine is kept."))
        return redirect("planning:routine_set", request.workspace.slug)
    context = {"form": form, "routine": found}
    return page(request, "planning/routine_form.html", context, status=422 if form.errors else 200)


@require_POST
@workspace_page(Can.LEAD)
def routine_archive(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``back`` brings it back."""
    found = _found(request, pk)
    routines.archive(found, by=request.user, archived="back" not in request.POST)
    return redirect("planning:routine_set", request.workspace.slug)
