"""What is urgent: put before the managers at once, taken up, called off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from planning.models import Task
from planning.timeline_forms import EscalationForm
from planning.views.work_found import back
from workspaces import escalations
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page
from workspaces.models import Escalation, Membership
from workspaces.roles import Can


@require_GET
@workspace_page(Can.VIEW)
def escalation_list(request: WorkspaceRequest) -> HttpResponse:
    rows = Escalation.objects.in_workspace(request.workspace).with_people()
    context = {
        "open": list(rows.open()),
        "over": rows.exclude(acknowledged_at=None, cancelled_at=None)[:100],
        "may_plan": request.can(Can.PLAN),
        "may_manage": request.can(Can.MANAGE),
    }
    return page(request, "planning/escalation_list.html", context)


@require_http_methods(["GET", "POST"])
@workspace_page(Can.PLAN)
def escalation_create(request: WorkspaceRequest) -> HttpResponse:
    """``?task=3``: about that task. Otherwise about anything."""
    number = request.GET.get("task", "")
    rows = Task.objects.in_workspace(request.workspace).alive().select_related("project")
    task = get_object_or_404(rows, pk=number) if is_key(number) else None
    form = EscalationForm(request.POST or None, initial=_known(task))
    if request.method == "POST" and form.is_valid():
        url = reverse("planning:escalation_list", args=[request.workspace.slug])
        escalations.escalate(
            request.workspace,
            subject=task or form.cleaned_data["what"][:60],
            by=request.user,
            url=url,
            **form.cleaned_data,
        )
        messages.success(
            request, _("The managers are told now, and reminded until one takes it up.")
        )
        return redirect("planning:escalation_list", request.workspace.slug)
    members = Membership.objects.in_workspace(request.workspace).who_can(Can.MANAGE)
    context = {
        "form": form,
        "task": task,
        "managers": [str(one.user) for one in members.with_people()],
    }
    return page(
        request, "planning/escalation_form.html", context, status=422 if form.errors else 200
    )


def _known(task: Task | None) -> dict:
    """What the task itself says, so that nobody types it in a hurry."""
    if task is None:
        return {"since": timezone.localtime()}
    today = timezone.localdate()
    late = (today - task.due).days
    what = task.blocked
    if not what and late > 0:
        what = _("“%(task)s” is %(days)d days late.") % {"task": task.title, "days": late}
    return {"what": what, "since": timezone.localtime(task.blocked_at or timezone.now())}


@require_POST
@workspace_page(Can.MANAGE)
def escalation_answer(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Escalation.objects.in_workspace(request.workspace), pk=pk)
    try:
        escalations.acknowledge(found, by=request.user, answer=request.POST.get("answer", ""))
    except escalations.AlreadyAnswered as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You have taken it up; whoever raised it is told."))
    return back(request, "planning:escalation_list")


@require_POST
@workspace_page(Can.PLAN)
def escalation_cancel(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Escalation.objects.in_workspace(request.workspace), pk=pk)
    try:
        escalations.cancel(found, by=request.user)
    except escalations.AlreadyAnswered as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is called off; nobody is reminded any more."))
    return back(request, "planning:escalation_list")
