"""Read it, then sign or send back; take it back while nobody has decided."""

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reports.services import review
from reports.services.errors import CannotDo
from reports.views.found import found_report
from reports.views.making import start_signing
from reports.views.reading import read
from reports.views.reports import frame
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.approvals import NotAllowed
from workspaces.http import page
from workspaces.roles import Can


@csp_update({"style-src": settings.PLOTLY_STYLE_HASHES})
@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.SIGN)
def report_review(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """The document, a comment and two buttons: sign, send back."""
    report = found_report(request, pk)
    comment, error = request.POST.get("comment", ""), ""
    if request.method == "POST":
        try:
            if request.POST.get("act") == "send_back":
                review.send_back(report, by=request.user, comment=comment)
                messages.success(request, _("Sent back. Its writers have been told."))
            else:
                digest = request.POST.get("digest", "")
                review.refuse_signer(report, by=request.user, digest=digest)
                start_signing(report, by=request.user, comment=comment, digest=digest)
            return redirect("reports:report_detail", request.workspace.slug, pk)
        except (CannotDo, NotAllowed) as refusal:
            error = str(refusal)
    version = report.versions.select_related("made_by").first()
    if version is None or review.waiting(report) is None:
        if error:
            messages.error(request, error)
        return redirect("reports:report_detail", request.workspace.slug, pk)
    context = frame(request, report, version) | {
        "view": read(report, version, editing=False),
        "comment": comment,
        "error": error,
    }
    context["digest"] = context["asked"].digest if context["asked"] else ""
    return page(request, "reports/report_review.html", context, status=422 if error else 200)


@require_POST
@workspace_page(Can.WRITE_REPORTS)
def review_withdraw(request: WorkspaceRequest, pk: int) -> HttpResponse:
    report = found_report(request, pk)
    try:
        review.take_back(report, by=request.user)
        messages.success(request, _("Taken back. You can go on writing."))
    except CannotDo as error:
        messages.error(request, str(error))
    return redirect("reports:report_detail", request.workspace.slug, pk)
