"""Targets: the list with pace, setting one from data, changing it with a reason."""

from datetime import date

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analytics.cards import partial_reason
from analytics.goals import objectives
from analytics.goals import target_changes as changes
from analytics.goals.outlook import outlooks
from analytics.goals.target_forms import TargetChangeForm, TargetForm, first_days
from analytics.goals.target_history import history
from analytics.goals.target_numbers import unit_help
from analytics.goals.targets import Attainment, attainment, attainments, by_rank, number_of
from analytics.metrics import METRICS
from analytics.models import Target
from analytics.texts import number_text, value_text
from analytics.view_state import view_state
from platforms.display import format_range
from platforms.models import SocialAccount
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import is_key, page, safe_next, undo_tag
from workspaces.periods import Period
from workspaces.roles import Can


def _targets(request: WorkspaceRequest):
    return (
        Target.objects.in_workspace(request.workspace)
        .filter(metric__in=METRICS)
        .select_related("account", "owner", "workspace", "objective__brief")
        .order_by("due", "level", "pk")
    )


@require_GET
@workspace_page(Can.VIEW)
def target_list(request: WorkspaceRequest) -> HttpResponse:
    today = timezone.localdate()
    targets = by_rank(_targets(request).filter(archived_at=None))
    standing = attainments(targets, today, today=today)
    groups = [
        (_("Running"), [one for one in standing if one.target.start <= today <= one.target.due]),
        (_("Coming"), [one for one in standing if one.target.start > today]),
        (_("Over"), sorted((o for o in standing if o.target.due < today), key=_newest)),
    ]
    context = {
        "state": view_state(request),
        "groups": [(title, rows) for title, rows in groups if rows],
        "archived": _targets(request).exclude(archived_at=None).order_by("-archived_at")[:50],
        "may_set": request.can(Can.SET_TARGETS),
    }
    return page(request, "analytics/target_list.html", context)


@csp_update({"style-src": settings.PLOTLY_STYLE_HASHES})
@require_GET
@workspace_page(Can.VIEW)
def target_detail(request: WorkspaceRequest, target: int) -> HttpResponse:
    found = get_object_or_404(_targets(request), pk=target)
    today = timezone.localdate()
    standing = attainment(found, today, today=today)
    language = get_language() or "zh-hant"
    metric = standing.metric
    baseline = number_of(found.baseline, metric)
    baseline_days = ""
    if found.baseline_start and found.baseline_end:
        baseline_days = format_range(found.baseline_start, found.baseline_end, language=language)
    context = {
        "state": view_state(request),
        "target": found,
        "one": standing,
        "metric": metric,
        "baseline": number_text(baseline, metric, standing.value.currency),
        "baseline_days": baseline_days,
        "goal": number_text(number_of(found.value, metric), metric, standing.value.currency),
        "days": format_range(found.start, found.due, language=language),
        "basis": partial_reason(standing.value),
        "history": history(found),
        "outlook": outlooks([standing], today)[0],
        "may_set": request.can(Can.SET_TARGETS),
    }
    return page(request, "analytics/target_detail.html", context, part="target-detail")


@require_http_methods(["GET", "POST"])
@workspace_page(Can.SET_TARGETS)
def target_create(request: WorkspaceRequest) -> HttpResponse:
    """A new target; ``?metric=&account=&start=&due=`` fills the form."""
    if request.method == "POST":
        form = TargetForm(request.workspace, request.POST)
        if form.is_valid():
            made = changes.set_target(request.workspace, form.fields_of_target(), by=request.user)
            if objective := form.cleaned_data["objective"]:
                objectives.serve(made, objective, by=request.user)
            messages.success(request, _("The target stands from now on."))
            here = reverse("analytics:target_detail", args=[request.workspace.slug, made.pk])
            return redirect(safe_next(request, here))
        return _form_page(request, form, status=422)
    asked = request.GET
    initial = first_days(
        timezone.localdate(), _read_day(asked.get("start")), _read_day(asked.get("due"))
    )
    known = ("metric", "account", "objective", "level")
    extra = {key: asked[key] for key in known if asked.get(key)}
    return _form_page(request, TargetForm(request.workspace, initial=initial | extra))


@require_http_methods(["GET", "POST"])
@workspace_page(Can.SET_TARGETS)
def target_edit(request: WorkspaceRequest, target: int) -> HttpResponse:
    found = get_object_or_404(_targets(request).filter(archived_at=None), pk=target)
    if request.method == "POST":
        form = TargetChangeForm(request.workspace, request.POST, target=found)
        if form.is_valid():
            objectives.revise(
                found,
                form.fields_of_target(),
                reason=form.cleaned_data["reason"],
                evidence=form.cleaned_data["evidence"],
                by=request.user,
            )
            if form.cleaned_data["objective"] != found.objective:
                objectives.serve(found, form.cleaned_data["objective"], by=request.user)
            messages.success(request, _("The target is changed; what it was is kept below."))
            return redirect("analytics:target_detail", request.workspace.slug, found.pk)
        return _form_page(request, form, found, status=422)
    return _form_page(request, TargetChangeForm(request.workspace, target=found), found)


def _form_page(
    request: WorkspaceRequest, form: TargetForm, target: Target | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "target": target, "state": view_state(request)}
    return page(request, "analytics/target_form.html", context, status=status)


@require_GET
@workspace_page(Can.SET_TARGETS)
def target_baseline(request: WorkspaceRequest) -> HttpResponse:
    """What the data say for the metric, account and days chosen so far in the form."""
    metric = METRICS.get(request.GET.get("metric", ""))
    start, due = _read_day(request.GET.get("start")), _read_day(request.GET.get("due"))
    first = _read_day(request.GET.get("baseline_start"))
    last = _read_day(request.GET.get("baseline_end"))
    account = None
    if is_key(number := request.GET.get("account", "")):
        ours = SocialAccount.objects.in_workspace(request.workspace).ours()
        account = ours.filter(pk=number).first()
    context: dict = {"metric": metric}
    if metric and start and due and start <= due:
        period = changes.period_like(start, due).previous()
        if first and last and first <= last:
            period = Period(first, last)
        found = changes.baseline_from_data(request.workspace, metric.key, account, period)
        language = get_language() or "zh-hant"
        context |= {
            "days": format_range(period.start, period.end, language=language),
            "value": found.value,
            "text": value_text(found.value),
            "partial": partial_reason(found.value),
            "unit": unit_help(metric),
        }
    return page(request, "analytics/target_form.html", context, part="target-baseline")


@require_POST
@workspace_page(Can.SET_TARGETS)
def target_archive(request: WorkspaceRequest, target: int) -> HttpResponse:
    found = get_object_or_404(_targets(request).filter(archived_at=None), pk=target)
    step = changes.archive_target(found, by=request.user)
    messages.success(request, _("The target is archived."), extra_tags=undo_tag(request, step))
    return redirect("analytics:target_list", request.workspace.slug)


@require_POST
@workspace_page(Can.SET_TARGETS)
def target_restore(request: WorkspaceRequest, target: int) -> HttpResponse:
    found = get_object_or_404(_targets(request).exclude(archived_at=None), pk=target)
    changes.restore_target(found, by=request.user)
    messages.success(request, _("The target counts again."))
    return redirect("analytics:target_detail", request.workspace.slug, found.pk)


@require_GET
@workspace_page(Can.VIEW)
def pace_window(request: WorkspaceRequest) -> HttpResponse:
    """For the Today page: the running targets and their pace."""
    today = timezone.localdate()
    running = _targets(request).filter(archived_at=None, start__lte=today, due__gte=today)
    standing = attainments(by_rank(running[:12]), today, today=today)
    return page(request, "analytics/pace_window.html", {"standing": standing}, part="pace")


def _newest(one: Attainment) -> int:
    return -one.target.due.toordinal()


def _read_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
