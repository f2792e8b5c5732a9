"""Start the work that makes a version; wait for it; ask the right job about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports.models import Deliverable
from reports.services import review
from reports.views.found import found_report
from workspaces import jobs
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.models import Job, User
from workspaces.roles import Can


def start_making(report: Deliverable, *, by: User, then_review: bool = False) -> Job:
    """The job that makes a version; the one already under way when there is one."""
    if report.job is not None and report.job.is_active:
        return report.job
    params = {"report": report.pk} | ({"review": True} if then_review else {})
    return _start(report, "reports.make_version", _("Making “{title}”"), params, by)


def start_signing(report: Deliverable, *, by: User, comment: str, digest: str) -> Job:
    """The job that signs; the one already under way when there is one."""
    if report.job is not None and report.job.is_active:
        return report.job
    params = {"report": report.pk, "comment": comment, "digest": digest}
    return _start(report, "reports.sign", _("Signing “{title}”"), params, by)


def _start(report: Deliverable, task: str, label: str, params: dict, by: User) -> Job:
    job = jobs.enqueue(
        task,
        workspace=report.workspace,
        by=by,
        label=label.format(title=report.title)[:200],
        params=params,
        result_url=reverse("reports:report_detail", args=[report.workspace.slug, report.pk]),
    )
    Deliverable.objects.filter(pk=report.pk).update(job=job)
    report.job = job
    return job


@require_POST
@workspace_page(Can.WRITE_REPORTS)
def version_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Make the report again from today's numbers and words."""
    report = found_report(request, pk)
    if not report.is_open:
        messages.error(request, review.why_not_ready(report, report.versions.first()))
    else:
        start_making(report, by=request.user)
    return redirect("reports:report_detail", request.workspace.slug, pk)


@require_POST
@workspace_page(Can.WRITE_REPORTS)
def review_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Make the last version and send it to review in one act."""
    report = found_report(request, pk)
    version = report.versions.first()
    left = (
        [g["label"] for g in version.missing if g["key"] not in report.declared] if version else []
    )
    if not report.is_open:
        messages.error(request, review.why_not_ready(report, version))
    elif left:
        text = _(
            "Still missing: {names}. Fill in each figure, or say that it does not exist and why."
        )
        messages.error(request, text.format(names=_(", ").join(left)))
    else:
        start_making(report, by=request.user, then_review=True)
    return redirect("reports:report_detail", request.workspace.slug, pk)
