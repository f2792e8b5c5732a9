"""Meetings: the list, one with its agenda, decisions and minutes."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from planning import meetings
from planning.models import Decision, Meeting, Project
from planning.timeline_forms import MeetingForm, people
from planning.views.work_found import back
from workspaces import departments
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.days import working_days
from workspaces.http import day_said, is_key, page, undo_tag
from workspaces.models import Department
from workspaces.roles import Can


def _meetings(request: WorkspaceRequest):
    return Meeting.objects.in_workspace(request.workspace).for_list()


def _found(request: WorkspaceRequest, pk: int) -> Meeting:
    return get_object_or_404(_meetings(request).select_related("workspace"), pk=pk)


@require_GET
@workspace_page(Can.VIEW)
def meeting_list(request: WorkspaceRequest) -> HttpResponse:
    day = datetime.combine(timezone.localdate(), time.min, request.workspace.tz)
    rows = _meetings(request)
    context = {
        "coming": rows.coming(at=day).order_by("at")[:50],
        "over": rows.exclude(status=Meeting.Status.PLANNED, at__gte=day)[:50],
        "open": Decision.objects.in_workspace(request.workspace)
        .open()
        .exclude(meeting__status=Meeting.Status.CANCELLED)
        .select_related("meeting")[:50],
        "may_plan": request.can(Can.PLAN),
    }
    return page(request, "planning/meeting_list.html", context)


@require_GET
@workspace_page(Can.VIEW)
def meeting_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return _detail(request, _found(request, pk))


def _detail(request: WorkspaceRequest, meeting: Meeting, *, status: int = 200, **extra):
    held = meeting.status == Meeting.Status.HELD
    agenda = meeting.agenda if held else meetings.agenda(meeting, today=timezone.localdate())
    projects = Project.objects.in_workspace(request.workspace).standing()
    due = working_days(request.workspace).shift(timezone.localdate(), 5)
    context = {
        "meeting": meeting,
        "agenda": agenda,
        "people": meeting.people.all(),
        "decisions": meeting.decisions.select_related("decided_by", "task"),
        "projects": projects,
        "departments": departments.of(request.workspace),
        "members": people(request.workspace),
        "due": due,
        "held": held,
        "may_plan": request.can(Can.PLAN),
        "minutes": meeting.minutes,
    }
    return page(request, "planning/meeting_detail.html", context | extra, status=status)


@require_http_methods(["GET", "POST"])
@workspace_page(Can.PLAN)
def meeting_create(request: WorkspaceRequest) -> HttpResponse:
    """``?project=3`` is a meeting about that project."""
    tomorrow = working_days(request.workspace).shift(timezone.localdate(), 1)
    initial = {
        "at": datetime.combine(tomorrow, time(10, 0)),
        "people": [request.user.pk],
        "project": request.GET.get("project", ""),
    }
    return _form(request, MeetingForm(request.workspace, request.POST or None, initial=initial))


@require_http_methods(["GET", "POST"])
@workspace_page(Can.PLAN)
def meeting_edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = MeetingForm(request.workspace, request.POST or None, instance=found)
    return _form(request, form, found)


def _form(request: WorkspaceRequest, form: MeetingForm, found: Meeting | None = None):
    if request.method == "POST" and form.is_valid():
        standing = _found(request, found.pk) if found else None
        fields = form.written()
        asked = fields.pop("people", standing.people.all() if standing else ())
        made = meetings.save_meeting(
            request.workspace, fields, by=request.user, people=list(asked), meeting=standing
        )
        messages.success(request, _("The meeting stands; its people are told."))
        return redirect("planning:meeting_detail", request.workspace.slug, made.pk)
    context = {"form": form, "meeting": found}
    return page(request, "planning/meeting_form.html", context, status=422 if form.errors else 200)


@require_POST
@workspace_page(Can.PLAN)
def meeting_state(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``to`` held or cancelled."""
    found = _found(request, pk)
    to = request.POST.get("to", "")
    if found.status == Meeting.Status.PLANNED and to == Meeting.Status.HELD:
        step = meetings.hold(found, by=request.user, today=timezone.localdate())
        messages.success(
            request,
            _("The meeting is held; its agenda is kept as it stood."),
            extra_tags=undo_tag(request, step),
        )
    elif found.status == Meeting.Status.PLANNED and to == Meeting.Status.CANCELLED:
        meetings.cancel(found, by=request.user)
        messages.success(request, _("The meeting is called off; its people are told."))
    return redirect("planning:meeting_detail", request.workspace.slug, pk)


@require_POST
@workspace_page(Can.PLAN)
def minutes_write(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found, text = _found(request, pk), request.POST.get("minutes", "")
    seen = request.POST.get("version", "")
    try:
        meetings.write_minutes(found, text, seen=int(seen) if is_key(seen) else 0, by=request.user)
    except meetings.MinutesChanged as error:
        found.version = error.fresh.version
        return _detail(request, found, status=409, conflict=error.fresh.minutes, minutes=text)
    messages.success(request, _("The minutes are kept."))
    return redirect("planning:meeting_detail", request.workspace.slug, pk)


@require_POST
@workspace_page(Can.PLAN)
def decision_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if question := request.POST.get("question", "").strip():
        meetings.ask(found, question, by=request.user)
    return back(request, "planning:meeting_detail", pk)


def _decision(request: WorkspaceRequest, pk: int) -> Decision:
    rows = Decision.objects.in_workspace(request.workspace)
    return get_object_or_404(rows.select_related("meeting", "workspace"), pk=pk)


@require_POST
@workspace_page(Can.PLAN)
def decision_make(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = _decision(request, pk)
    if answer := request.POST.get("answer", "").strip():
        try:
            meetings.decide(found, answer, by=request.user)
        except meetings.DecidedMeanwhile as error:
            meeting = _found(request, found.meeting_id)
            return _detail(request, meeting, status=409, overtaken=error.fresh, typed=answer)
    else:
        messages.error(request, _("Write what was decided."))
    return back(request, "planning:meeting_detail", found.meeting_id)


@require_POST
@workspace_page(Can.PLAN)
def decision_follow(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """A task that carries it out: ``title``, ``project``, ``department``, ``responsible``, ``due``."""
    found = _decision(request, pk)
    given = request.POST
    number = given.get("project", "")
    rows = Project.objects.in_workspace(request.workspace).standing()
    project = rows.filter(pk=number).first() if is_key(number) else None
    today, due = timezone.localdate(), day_said(given.get("due"))
    title = given.get("title", "").strip()[:150]
    if project is None or not title or due is None:
        messages.error(request, _("Choose the project and the day, and write what is to be done."))
        return back(request, "planning:meeting_detail", found.meeting_id)
    department, person = given.get("department", ""), given.get("responsible", "")
    mine = Department.objects.in_workspace(request.workspace)
    fields = {
        "title": title,
        "start": min(today, due),
        "due": due,
        "department": mine.filter(pk=department).first() if is_key(department) else None,
        "responsible": people(request.workspace).filter(pk=person).first()
        if is_key(person)
        else None,
        "note": found.answer,
    }
    meetings.follow_up(found, project, fields, by=request.user)
    messages.success(request, _("“%(task)s” is in the plan.") % {"task": title})
    return back(request, "planning:meeting_detail", found.meeting_id)
