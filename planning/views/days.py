"""The workspace's own working days and its departments."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from planning import routines
from workspaces import audit, departments, undo
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.days import day_names, holiday_name, is_make_up_day
from workspaces.http import day_said, page, undo_tag
from workspaces.models import Department, SpecialDay
from workspaces.roles import Can


@require_GET
@workspace_page(Can.VIEW)
def day_list(request: WorkspaceRequest) -> HttpResponse:
    today = timezone.localdate()
    last = date(today.year + 1, 12, 31)
    own = SpecialDay.objects.in_workspace(request.workspace).filter(day__gte=today)
    names = day_names(request.workspace, today, last)
    context = {
        "own": own,
        "public": [(day, holiday_name(day)) for day in sorted(names) if holiday_name(day)],
        "made_up": [day for day in sorted(names) if is_make_up_day(day)],
        "departments": departments.of(request.workspace),
        "may_manage": request.can(Can.MANAGE),
        "may_lead": request.can(Can.LEAD),
    }
    return page(request, "planning/day_list.html", context)


@require_POST
@workspace_page(Can.MANAGE)
def day_set(request: WorkspaceRequest) -> HttpResponse:
    """``day``, ``name``, ``works`` 1 or 0; a day that stands already is changed."""
    name = request.POST.get("name", "").strip()[:60]
    day = day_said(request.POST.get("day"))
    if day is None:
        messages.error(request, _("Choose the day."))
        return redirect("planning:day_list", request.workspace.slug)
    if not name:
        messages.error(request, _("Write what the day is for."))
        return redirect("planning:day_list", request.workspace.slug)
    works = request.POST.get("works") == "1"
    with transaction.atomic():
        made, _new = SpecialDay.objects.in_workspace(request.workspace).update_or_create(
            workspace=request.workspace, day=day, defaults={"name": name, "works": works}
        )
        if not works:
            routines.forget_unworked(request.workspace, day)
        audit.record(request.workspace, request.user, "workspaces.special_day_set", made)
    messages.success(request, _("The day counts from now on."))
    return redirect("planning:day_list", request.workspace.slug)


@require_POST
@workspace_page(Can.MANAGE)
def day_remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SpecialDay.objects.in_workspace(request.workspace), pk=pk)
    with transaction.atomic():
        audit.record(request.workspace, request.user, "workspaces.special_day_removed", found)
        step = undo.remember(
            request.workspace,
            request.user,
            str(found),
            "planning.day_removed",
            {"day": found.day.isoformat(), "name": found.name, "works": found.works},
        )
        found.delete()
    messages.success(
        request,
        _("The day is again as in Taiwan’s calendar."),
        extra_tags=undo_tag(request, step),
    )
    return redirect("planning:day_list", request.workspace.slug)


@require_POST
@workspace_page(Can.LEAD)
def department_add(request: WorkspaceRequest) -> HttpResponse:
    name = request.POST.get("name", "").strip()
    if name:
        try:
            departments.add(request.workspace, name, by=request.user)
        except departments.NameTaken as error:
            messages.error(request, str(error))
    return redirect("planning:day_list", request.workspace.slug)


@require_POST
@workspace_page(Can.LEAD)
def department_archive(request: WorkspaceRequest, pk: int) -> HttpResponse:
    rows = Department.objects.in_workspace(request.workspace).select_related("workspace")
    departments.archive(get_object_or_404(rows, pk=pk), by=request.user)
    messages.success(request, _("The department is put away; add its name again to bring it back."))
    return redirect("planning:day_list", request.workspace.slug)
