"""The month as a sheet: download, edit, bring back, look at the difference, confirm."""

import tempfile
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from calendar_app import sheet_changes, sheets
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.periods import Grain, Period, month_of, parse_period
from workspaces.roles import Can

MOST_BYTES = 5 << 20
SALT = "calendar.sheet"


def _month(request: WorkspaceRequest, code: str) -> Period:
    try:
        found = parse_period(code)
    except ValueError:
        found = None
    if found is None or found.grain != Grain.MONTH:
        return month_of(timezone.localdate(timezone=request.workspace.tz))
    return found


@require_GET
@workspace_page(Can.VIEW)
def month_export(request: WorkspaceRequest) -> HttpResponseBase:
    month = _month(request, request.GET.get("month", ""))
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 -- the response closes it
    sheets.write(request.workspace, month, file)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{request.workspace.slug}-{month.code}.xlsx"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.LEAD)
def month_import(request: WorkspaceRequest) -> HttpResponse:
    """A sheet is brought, its difference shown, and only then done."""
    month = _month(request, request.GET.get("month", ""))
    context: dict[str, Any] = {"month": month, "heads": sheets.heads()}
    if request.method == "POST" and request.POST.get("rows"):
        return _apply(request)
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None or (file.size or 0) > MOST_BYTES:
                raise sheets.NotASheet(_("Choose an .xlsx file of 5 MB at most."))
            content = file.read()
            rows = sheets.read(BytesIO(content))
            exported = sheets.exported_in(BytesIO(content))
            month = _month(request, sheets.month_in(BytesIO(content)))
        except sheets.NotASheet as error:
            context["error"] = str(error)
            return page(request, "calendar_app/month_import.html", context, status=422)
        context |= _shown(request, month, rows, exported)
    return page(request, "calendar_app/month_import.html", context)


def _shown(
    request: WorkspaceRequest,
    month: Period,
    rows: list[sheets.Row],
    exported: sheet_changes.Exported | None,
) -> dict[str, Any]:
    found = sheet_changes.compare(request.workspace, month, rows, exported)
    names = sheets.heads()
    kept = {
        "month": month.code,
        "rows": [[row.key, row.values, row.number] for row in rows],
        "exported": exported,
    }
    return {
        "month": month,
        "found": found,
        "changes": [
            {
                "row": change.row,
                "fields": [
                    (names[name], change.before[name], change.after[name]) for name in change.after
                ],
            }
            for change in found.changed
        ],
        # What was looked at is what will be done: the rows come back as they were shown.
        "kept": signing.dumps(kept, salt=SALT, compress=True),
    }


def _apply(request: WorkspaceRequest) -> HttpResponse:
    here = reverse("calendar:month_import", args=[request.workspace.slug])
    try:
        kept = signing.loads(request.POST["rows"], salt=SALT, max_age=86400)
    except signing.BadSignature:
        messages.error(request, _("That took too long. Bring the sheet again."))
        return redirect(here)
    month = _month(request, kept["month"])
    rows = [sheets.Row(key, values, number) for key, values, number in kept["rows"]]
    found = sheet_changes.compare(request.workspace, month, rows, kept.get("exported"))
    done = sheet_changes.apply(request.workspace, found, by=request.user)
    messages.success(
        request,
        _("%(added)d added, %(changed)d changed, %(removed)d removed.")
        % {
            "added": len(done.added),
            "changed": len(done.changed),
            "removed": len(done.removed),
        },
    )
    for number, reason in done.rejected[:5]:
        messages.error(request, _("Row %(row)s: %(reason)s") % {"row": number, "reason": reason})
    return redirect(
        reverse("calendar:calendar_view", args=[request.workspace.slug])
        + f"?date={month.start.isoformat()}"
    )
