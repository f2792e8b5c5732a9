"""A/B: begun from a version, looked at while it runs, decided by a person."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models.query import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app import entries, experiments, facts
from calendar_app.experiment_forms import ExperimentForm
from calendar_app.experiment_words import (
    known_of,
    reason_of,
    sentence_of,
    words_besides,
)
from calendar_app.models import EntryVersion, Experiment
from calendar_app.results import comparables
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can
from workspaces.word_diff import word_diff

PER_PAGE = 30


def _found(request: WorkspaceRequest) -> QuerySet[Experiment]:
    return Experiment.objects.in_workspace(request.workspace).select_related(
        "workspace",
        "made_by",
        "decided_by",
        *(
            f"{side}__{name}"
            for side in ("first", "second")
            for name in ("entry", "account", "workspace", "tie", "publication")
        ),
    )


@require_safe
@workspace_page(Can.VIEW)
def experiment_list(request: WorkspaceRequest) -> HttpResponse:
    """Running ones by their day of decision, then what was learned."""
    rows = _found(request)
    today = timezone.localdate(timezone=request.workspace.tz)
    over = Paginator(rows.exclude(state=Experiment.State.RUNNING), PER_PAGE)
    context = {
        "running": rows.filter(state=Experiment.State.RUNNING).order_by("decide_on", "pk")[:100],
        "over": over.get_page(request.GET.get("page")),
        "metrics": {key: one.label for key, one in comparables().items()},
        "today": today,
        "may_plan": request.can(Can.PLAN),
    }
    return page(request, "calendar_app/experiment_list.html", context, part="over")


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.PLAN)
def experiment_create(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Of the version ``pk``: it becomes A, a copy of it B."""
    rows = EntryVersion.objects.in_workspace(request.workspace)
    version = get_object_or_404(
        rows.select_related("workspace", "entry__workspace", "account", "publication"), pk=pk
    )
    form = ExperimentForm(
        request.POST or None, version=version, initial={"name": str(version.entry)[:100]}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = experiments.begin(
                version,
                by=request.user,
                account=None if data["slot"] else data["account"],
                at=data["moment"],
                slot=data["slot"],
                **{key: data[key] for key in ExperimentForm.Meta.fields},
            )
        except (experiments.CannotDo, entries.CannotChange) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Variant B is a draft now. Change what is to be varied."))
            second: Any = made.second
            return redirect("calendar:entry_edit", request.workspace.slug, second.entry_id)
    context = {"form": form, "version": version, "text": facts.full_text(version)}
    status = 422 if form.errors else 200
    return page(request, "calendar_app/experiment_create.html", context, status=status)


@require_safe
@workspace_page(Can.VIEW)
def experiment_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return _detail(request, get_object_or_404(_found(request), pk=pk))


def _detail(
    request: WorkspaceRequest,
    experiment: Experiment,
    *,
    error: str = "",
    typed: str = "",
    chosen: str = "",
) -> HttpResponse:
    outcome = experiments.outcome_of(experiment)
    today = timezone.localdate(timezone=request.workspace.tz)
    sides = [("A", experiment.first), ("B", experiment.second)]
    texts = [facts.full_text(version) if version else "" for _name, version in sides]
    context = {
        "experiment": experiment,
        "sides": [
            {"name": name, "version": version, "text": text, "tie": getattr(version, "tie", None)}
            for (name, version), text in zip(sides, texts, strict=True)
        ],
        "pieces": word_diff(*texts) if all(texts) and texts[0] != texts[1] else [],
        "lines": [
            {
                "line": line,
                "sentence": sentence_of(line),
                "reasons": (reason_of(line.a), reason_of(line.b)),
            }
            for line in outcome.lines
        ],
        "besides": words_besides(outcome.besides),
        "was_out": experiments.was_out(experiment),
        "running": experiment.state == Experiment.State.RUNNING,
        "days_left": (experiment.decide_on - today).days,
        "choices": Experiment.Chosen.choices,
        "may_plan": request.can(Can.PLAN),
        "error": error,
        "typed": typed,
        "chosen": chosen,
    }
    status = 422 if error else 200
    return page(request, "calendar_app/experiment_detail.html", context, status=status)


@require_POST
@workspace_page(Can.PLAN)
def experiment_decide(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """``act`` decide (``chosen``, ``learning``) or drop."""
    experiment = get_object_or_404(_found(request), pk=pk)
    learning, chosen = request.POST.get("learning", "")[:2000], request.POST.get("chosen", "")
    try:
        if request.POST.get("act") == "drop":
            experiments.drop(experiment, by=request.user, learning=learning)
            messages.success(request, _("Given up. Both posts stay as they are."))
        else:
            experiments.decide(
                experiment,
                by=request.user,
                chosen=chosen,
                learning=learning,
                known=known_of(experiments.outcome_of(experiment)),
            )
            messages.success(request, _("Decided and written down."))
    except experiments.CannotDo as refusal:
        return _detail(request, experiment, error=str(refusal), typed=learning, chosen=chosen)
    return redirect("calendar:experiment_detail", request.workspace.slug, pk)
