"""What is due, where it stands, who must act; choose an output and a period and make it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.outputs import OUTPUTS, made_here
from reports.services import deliverables, due
from reports.views.making import start_making
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.periods import Period, month_of, parse_period, quarter_of
from workspaces.roles import Can


@require_safe
@workspace_page(Can.VIEW)
def report_list(request: WorkspaceRequest) -> HttpResponse:
    return _list(request, chosen=request.GET.get("period", ""))


@require_POST
@workspace_page(Can.WRITE_REPORTS)
def report_create(request: WorkspaceRequest) -> HttpResponse:
    """Begin (or find) the report of an output and period, and make its first version."""
    output = OUTPUTS.get(request.POST.get("output", ""))
    code = (request.POST.get("own_period") or request.POST.get("period") or "").strip()
    if output is None or output.place:
        return _list(request, chosen=code, error=_("Choose which report to make."), status=422)
    try:
        period = parse_period(code)
    except ValueError as error:
        return _list(request, chosen=code, error=str(error), status=422)
    today = timezone.localdate()
    if period.start > today:
        sentence = _("%(period)s has not begun yet, so there is nothing to report.")
        text = sentence % {"period": period.label}
        return _list(request, chosen=code, error=text, status=422)
    report = deliverables.begin(request.workspace, output, period, by=request.user)
    if report.is_open and not report.versions.exists():
        start_making(report, by=request.user)
    elif report.is_signed:
        messages.info(request, _("This report is signed already. Make a new edition to change it."))
    return redirect("reports:report_detail", request.workspace.slug, report.pk)


def _list(
    request: WorkspaceRequest, *, chosen: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    rows = due.due_rows(request.workspace, request.membership, today=today)
    last = quarter_of(today).previous()
    offered: list[Period] = [last, quarter_of(today), month_of(today).previous()]
    own = chosen if chosen and chosen not in {p.code for p in offered} else ""
    context = {
        "rows": rows,
        "waiting": [row for row in rows if row.mine and row.act and row.late],
        "outputs": [(one.code, f"{one.code} {one.title}") for one in made_here()],
        "output_list": made_here(),
        "periods": [(p.code, p.label) for p in offered],
        "chosen_output": request.POST.get("output", "O3.3.1"),
        "chosen": chosen or last.code,
        "own": own,
        "error": error,
        "may_write": request.can(Can.WRITE_REPORTS),
        "template_name": request.workspace.brand_template_name,
    }
    return page(request, "reports/report_list.html", context, status=status)
