"""The list of briefs, beginning one, and reading one whole."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from planning import briefs, completeness, contents, resources, review
from planning.forms import BriefForm
from planning.models import Brief
from planning.sections import SECTIONS
from planning.sockets import metric_names
from planning.views.found import found_brief
from planning.views.frame import brief_frame
from workspaces import comments
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can


@require_safe
@workspace_page(Can.VIEW)
def brief_list(request: WorkspaceRequest) -> HttpResponse:
    """This period's brief first: its objectives with pace, what is missing; then all the others."""
    today = timezone.localdate()
    rows = list(Brief.objects.in_workspace(request.workspace).with_people())
    current = briefs.current(request.workspace, today)
    lacking = review.gaps_of(current) if current and current.is_open else []
    context = {
        "rows": rows,
        "current": current,
        "objectives": review.objectives_of(current) if current else [],
        "lacking": completeness.blocking(lacking),
        "may_plan": request.can(Can.PLAN),
        "today": today,
    }
    return page(request, "planning/brief_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.PLAN)
def brief_create(request: WorkspaceRequest) -> HttpResponse:
    today = timezone.localdate()
    if request.method == "POST":
        form = BriefForm(request.workspace, today, request.POST)
        if form.is_valid():
            data = form.cleaned_data
            brief = briefs.begin(
                request.workspace,
                title=data["title"],
                kind=data["kind"],
                period=data["days"],
                by=request.user,
                based_on=data["based_on"],
            )
            messages.success(request, _("The brief is begun. Write its parts in any order."))
            return redirect("planning:section_edit", request.workspace.slug, brief.pk, "goal")
        return page(request, "planning/brief_form.html", {"form": form}, status=422)
    last = Brief.objects.in_workspace(request.workspace).standing().filter(start__lte=today).first()
    form = BriefForm(
        request.workspace,
        today,
        initial={"based_on": request.GET.get("from") or (last.pk if last else None)},
    )
    return page(request, "planning/brief_form.html", {"form": form})


@require_safe
@workspace_page(Can.VIEW)
def brief_detail(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """A draft as it stands now; in review and afterwards exactly what was sent."""
    brief = found_brief(request, pk)
    version = None if brief.is_open else brief.versions.first()
    content = version.content if version else contents.content_of(brief)
    said = comments.of(request.workspace, brief)
    told = review.told(brief, review.objectives_of(brief)) if brief.is_open else []
    gaps = completeness.gaps(content, metrics=metric_names(), told=told) if brief.is_open else []
    sections = [
        {
            "read": read,
            "comments": said.get(read.section.key, []),
            "gaps": [gap for gap in gaps if gap.section == read.section.key],
        }
        for read in contents.read(content)
    ]
    context = brief_frame(request, brief, gaps) | {
        "sections": sections,
        "version": version,
        "tree": tree(content),
        "totals": resources.totals(content["pieces"]["resources"]),
        "first_section": next(iter(SECTIONS)),
    }
    return page(request, "planning/brief_detail.html", context)


def tree(content: contents.Content) -> list[dict]:
    """Objectives as a tree, parents first, each with how deep it lies (0 at the top)."""
    rows = content["pieces"]["objectives"]
    known = {row["id"] for row in rows}
    ordered: list[dict] = []

    def put(parent: int | None, depth: int) -> None:
        for row in rows:
            above = row["parent_id"] if row["parent_id"] in known else None
            if above == parent and depth < len(rows):
                ordered.append(row | {"depth": depth})
                put(row["id"], depth + 1)

    put(None, 0)
    return ordered
