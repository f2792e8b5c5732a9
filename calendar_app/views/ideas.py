"""The idea bank: a board of what could become a post."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from calendar_app.forms import IdeaForm
from calendar_app.models import Idea
from workspaces import audit
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.http import page
from workspaces.roles import Can

MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.PLAN)
def idea_list(request: WorkspaceRequest) -> HttpResponse:
    """Columns by state, and the box to write one down."""
    form = IdeaForm(request.POST or None, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        idea = form.save(commit=False)
        idea.workspace, idea.author = request.workspace, request.user
        idea.save()
        audit.record(request.workspace, request.user, "calendar.idea_added", idea)
        messages.success(request, _("Written down."))
        return redirect("calendar:idea_list", request.workspace.slug)
    rows = list(
        Idea.objects.in_workspace(request.workspace)
        .select_related("author", "pillar")
        .prefetch_related("entries")[:MOST]
    )
    columns = [
        {"state": value, "label": label, "ideas": [one for one in rows if one.state == value]}
        for value, label in Idea.State.choices
    ]
    return page(
        request,
        "calendar_app/idea_list.html",
        {"columns": columns, "form": form, "nothing": not rows},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page(Can.PLAN)
def idea_edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    idea = get_object_or_404(Idea, workspace=request.workspace, pk=pk)
    form = IdeaForm(request.POST or None, instance=idea, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        audit.record(
            request.workspace,
            request.user,
            "calendar.idea_changed",
            saved,
            after={"fields": form.changed_data},
        )
        messages.success(request, _("Saved."))
        return redirect("calendar:idea_list", request.workspace.slug)
    return page(
        request,
        "calendar_app/idea_edit.html",
        {"form": form, "idea": idea, "states": Idea.State.choices},
        status=422 if form.errors else 200,
    )


@require_POST
@workspace_page(Can.PLAN)
def idea_move(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """To another column."""
    idea = get_object_or_404(Idea, workspace=request.workspace, pk=pk)
    state = request.POST.get("state", "")
    if state in Idea.State.values and state != idea.state:
        Idea.objects.filter(pk=idea.pk).update(state=state)
        audit.record(
            request.workspace,
            request.user,
            "calendar.idea_moved",
            idea,
            before={"state": idea.state},
            after={"state": state},
        )
    return redirect("calendar:idea_list", request.workspace.slug)
