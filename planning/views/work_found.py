"""Rows behind the door: every view about the timeline finds its row here."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from planning.models import Project, Task
from workspaces.access import WorkspaceRequest
from workspaces.http import safe_next


def found_project(request: WorkspaceRequest, pk: int) -> Project:
    rows = Project.objects.in_workspace(request.workspace).select_related("workspace", "lead")
    return get_object_or_404(rows, pk=pk)


def found_task(request: WorkspaceRequest, pk: int) -> Task:
    rows = Task.objects.in_workspace(request.workspace).filter(removed_at=None)
    return get_object_or_404(
        rows.select_related(
            "workspace", "project", "project__workspace", "department", "responsible"
        ),
        pk=pk,
    )


def back(request: WorkspaceRequest, name: str, *args) -> HttpResponse:
    """Where the person was (``next``), else the named page."""
    return redirect(safe_next(request, reverse(name, args=[request.workspace.slug, *args])))
