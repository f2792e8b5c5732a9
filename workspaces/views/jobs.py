"""Work a person waits for: one job's progress, the list, stopping, trying again."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from workspaces import jobs
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.models import Job
from workspaces.roles import Can


@require_safe
@workspace_page(Can.VIEW)
def job_list(request: WorkspaceRequest) -> HttpResponse:
    """The asker's own work; whoever manages the workspace sees everybody's."""
    everybody = request.can(Can.MANAGE) and request.GET.get("of") == "all"
    found = Job.objects.in_workspace(request.workspace).select_related("started_by")
    if not everybody:
        found = found.filter(started_by=request.user)
    rows = Paginator(found.order_by("-pk"), 25).get_page(request.GET.get("page"))
    context = {"rows": rows, "everybody": everybody}
    return page(request, "workspaces/job_list.html", context, part="job-list")


@require_safe
@workspace_page(Can.VIEW)
def job_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Asked every second and a half by <c-job-progress> while the job runs."""
    return page(request, "workspaces/job_detail.html", {"job": _job(request, pk)}, part="job")


@require_POST
@workspace_page(Can.VIEW)
def job_cancel(request: WorkspaceRequest, pk: int) -> HttpResponse:
    job = _mine(request, pk)
    jobs.cancel(job)
    if request.htmx:
        return page(request, "workspaces/job_detail.html", {"job": _job(request, pk)}, part="job")
    return redirect("workspaces:job_detail", request.workspace.slug, pk)


@require_POST
@workspace_page(Can.IMPORT)  # whoever may start work at all
def job_retry(request: WorkspaceRequest, pk: int) -> HttpResponse:
    fresh = jobs.retry(_mine(request, pk), by=request.user)
    return redirect("workspaces:job_detail", request.workspace.slug, fresh.pk)


def _job(request: WorkspaceRequest, pk: int) -> Job:
    found = Job.objects.in_workspace(request.workspace).select_related("workspace", "started_by")
    return get_object_or_404(found, pk=pk)


def _mine(request: WorkspaceRequest, pk: int) -> Job:
    """A job is stopped or repeated by whoever started it, or manages the workspace."""
    job = _job(request, pk)
    if job.started_by_id != request.user.pk and not request.can(Can.MANAGE):
        raise PermissionDenied(Can.MANAGE)
    return job
