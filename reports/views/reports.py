"""One report: read it as a document, see where it stands, do the next act."""

from urllib.parse import urlencode

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.models import Deliverable, DeliverableVersion
from reports.outputs import OUTPUTS
from reports.services import deliverables, history, judgement, restated, review
from reports.services.errors import CannotDo
from reports.views.found import found_report
from reports.views.making import start_making
from reports.views.reading import read
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can


@csp_update({"style-src": settings.PLOTLY_STYLE_HASHES})
@require_safe
@workspace_page(Can.VIEW)
def report_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    report = found_report(request, pk)
    if request.htmx and request.htmx.target == "unwritten-parts":
        # Asked again when the question opens: what was typed since is saved, not on the page.
        names = {"unwritten": judgement.unwritten(report)}
        return page(request, "reports/_status.html", names, part="unwritten-parts")
    version = report.versions.select_related("made_by").first()
    editing = report.is_open and request.can(Can.WRITE_REPORTS) and version is not None
    context = frame(request, report, version) | {
        "editing": editing,
        "view": read(report, version, editing=editing) if version else None,
        "restated_url": reverse("reports:restated", args=[request.workspace.slug, pk])
        if version and report.is_signed
        else "",
    }
    return page(request, "reports/report_detail.html", context)


def frame(
    request: WorkspaceRequest, report: Deliverable, version: DeliverableVersion | None
) -> dict:
    """What every page about one report shows around the document."""
    may_write = request.can(Can.WRITE_REPORTS)
    asked = review.waiting(report)
    signers = review.signers_of(report) if asked else []
    me = request.user.pk
    barred = review.authors_of(report) | ({asked.author_id} if asked else set())
    missing = [
        gap | {"declared": report.declared.get(gap["key"]), "url": _form_url(request, report, gap)}
        for gap in (version.missing if version else [])
    ]
    job = report.job
    words_changed = bool(version and version.judgement_version != report.judgement_version)
    data_changed = bool(
        version
        and not report.is_signed
        and version.data_stamp != restated.data_stamp(request.workspace)
    )
    return {
        "report": report,
        "output": OUTPUTS[report.output],
        "version": version,
        "versions": report.versions.defer("blocks", "judgement").select_related("made_by"),
        "files": file_rows(request, report, version),
        "missing": missing if not report.is_signed else [],
        "left": [gap for gap in missing if not gap["declared"]],
        "warnings": version.warnings if version and not report.is_signed else [],
        "asked": asked,
        "signers": signers,
        "signer_names": _(", ").join(str(member.user) for member in signers),
        "may_write": may_write,
        "may_sign": bool(asked) and request.can(Can.SIGN) and me not in barred,
        "barred": me in barred,
        "may_take_back": bool(asked) and (me in barred or request.can(Can.MANAGE)),
        "returned": history.last_return(report),
        "moments": history.moments(report),
        "job": job if job and (job.is_active or job.status in ("failed", "cancelled")) else None,
        "not_sent": (job.result.get("not_sent", "") if job and report.is_open else ""),
        "unwritten": judgement.unwritten(report) if not report.is_signed else [],
        "words_changed": words_changed,
        "data_changed": data_changed,
        "stale": words_changed or data_changed,
    }


def file_rows(
    request: WorkspaceRequest, report: Deliverable, version: DeliverableVersion | None
) -> list[dict]:
    """Downloads with their hashes, the Word file first."""
    names = {"docx": _("Word file"), "xlsx": _("Excel file")}
    icons = {"docx": "file-type-docx", "xlsx": "file-spreadsheet"}
    if version is None:
        return []
    return [
        {
            "kind": kind,
            "label": names[kind],
            "icon": icons[kind],
            "url": reverse(
                "reports:version_download",
                args=[request.workspace.slug, report.pk, version.number, kind],
            ),
        }
        | version.files[kind]
        for kind in OUTPUTS[report.output].formats
        if kind in version.files
    ]


def _form_url(request: WorkspaceRequest, report: Deliverable, gap: dict) -> str:
    """The form for figures by hand, filled with what is asked, leading back here."""
    back = reverse("reports:report_detail", args=[request.workspace.slug, report.pk])
    asked = {"measure": gap["measure"], "next": back}
    if gap["account"]:
        asked["account"] = gap["account"]
    if gap["whole"]:
        asked |= {"start": report.start.isoformat(), "end": gap["day"], "span": "period"}
    else:
        asked["day"] = gap["day"]
    return f"{reverse('data:hand_create', args=[request.workspace.slug])}?{urlencode(asked)}"


@require_POST
@workspace_page(Can.WRITE_REPORTS)
def edition_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """A new draft that starts from a signed report; the signed one stays as it is."""
    report = found_report(request, pk)
    try:
        fresh = deliverables.new_edition(report, by=request.user)
    except CannotDo as error:
        messages.error(request, str(error))
        return redirect("reports:report_detail", request.workspace.slug, pk)
    if fresh.is_open and not fresh.versions.exists():
        start_making(fresh, by=request.user)
    return redirect("reports:report_detail", request.workspace.slug, fresh.pk)


@require_safe
@workspace_page(Can.VIEW)
def restated_part(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """A window on a signed report: which of its figures say something else today."""
    report = found_report(request, pk)
    version = report.versions.filter(frozen=True).first()
    found = None
    if (
        version is not None
        and report.signed_at is not None
        and version.data_stamp != restated.data_stamp(request.workspace)
    ):
        found = restated.compare_with_now(version, since=report.signed_at)
    return page(request, "reports/restated.html", {"report": report, "restated": found})
