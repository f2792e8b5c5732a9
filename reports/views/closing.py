"""Closing a quarter: which are closed, what is missing before one is, and what moved since."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from analytics.closing import words
from analytics.closing.chain import faults
from analytics.closing.close import CannotClose, closing_of, why_not
from analytics.closing.restated import Restatement, restatement, restatements
from analytics.metrics import METRICS
from analytics.models import PeriodClose
from reports.services import closing
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.periods import Grain, Period, parse_period
from workspaces.roles import Can

MOST_ROWS = 40


@require_safe
@workspace_page(Can.VIEW)
def closing_list(request: WorkspaceRequest) -> HttpResponse:
    """Quarters with figures: closed or not, restated or not; and whether the chain holds."""
    today = timezone.localdate()
    moved = {found.close.pk: found for found in restatements(request.workspace)}
    found = closing.quarters(request.workspace, today)
    rows = [
        {
            "quarter": one,
            "ready": one.ready(today),
            "restated": moved.get(one.close.pk) if one.close else None,
        }
        for one in found
    ]
    context = {
        "rows": rows,
        "waiting": [row["quarter"] for row in rows if row["ready"]],
        "closed": sum(one.close is not None for one in found),
        "faults": faults(request.workspace),
        "may_close": request.can(Can.MANAGE),
    }
    return page(request, "reports/closing_list.html", context)


@require_safe
@workspace_page(Can.VIEW)
def closing_detail(request: WorkspaceRequest, code: str) -> HttpResponse:
    """One quarter: before closing what is missing, afterwards what it was and what moved since."""
    return _detail(request, _quarter(code))


@require_POST
@workspace_page(Can.MANAGE)
def closing_create(request: WorkspaceRequest, code: str) -> HttpResponse:
    """Close it. With open questions only when the person says that they are known."""
    period = _quarter(code)
    asked = closing.questions(request.workspace, period)
    if asked and not request.POST.get("known"):
        error = _("Tick that you know what is missing, or mend it first.")
        return _detail(request, period, error=error, status=422)
    try:
        closing.close(request.workspace, period, by=request.user)
    except CannotClose as refusal:
        return _detail(request, period, error=str(refusal), status=422)
    messages.success(
        request,
        _("%(period)s is closed. Its values stay; corrections will be shown beside them.")
        % {"period": period.label},
    )
    return redirect("reports:closing_detail", request.workspace.slug, period.code)


def _quarter(code: str) -> Period:
    try:
        period = parse_period(code)
    except ValueError as error:
        raise Http404(str(error)) from None
    if period.grain is not Grain.QUARTER:
        raise Http404
    return period


def _detail(
    request: WorkspaceRequest, period: Period, *, error: str = "", status: int = 200
) -> HttpResponse:
    close = closing_of(request.workspace, period)
    context: dict[str, Any] = {
        "period": period,
        "close": close,
        "error": error,
        "may_close": request.can(Can.MANAGE),
    }
    if close is not None:
        context |= _closed(close)
    else:
        context |= {
            "why_not": why_not(request.workspace, period),
            "questions": closing.questions(request.workspace, period),
        }
    return page(request, "reports/closing_detail.html", context, status=status)


def _closed(close: PeriodClose) -> dict[str, Any]:
    found: Restatement = restatement(close)
    corrected = words.rows(found)
    values = [
        {
            "label": METRICS[row["metric"]].label,
            "row": words.row(words.Correction(row["metric"], "", words.number(row["value"]), None)),
            "used": row["used"],
            "total": row["total"],
            "late": row["late"],
        }
        for row in close.values
        if not row["cut"]
        and row["value"] is not None
        and row["metric"] in METRICS
        and not METRICS[row["metric"]].denominator
    ]
    return {
        "values": values,
        "counts": close.evidence["counts"],
        "batches": close.evidence["batches"],
        "restated": found if found.changed else None,
        "summary": words.summary(found) if found.changed else "",
        "corrected": corrected[:MOST_ROWS],
        "left_over": max(0, len(corrected) - MOST_ROWS),
        "causes": [(words.cause_text(cause), cause.at) for cause in found.causes],
        "faults": [one for one in faults(close.workspace) if one.name == close.period.label],
    }
