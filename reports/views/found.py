"""Rows behind the door: every report room view finds its report and version here."""

from django.shortcuts import get_object_or_404

from reports.models import Deliverable, DeliverableVersion
from workspaces.access import WorkspaceRequest


def found_report(request: WorkspaceRequest, pk: int) -> Deliverable:
    reports = Deliverable.objects.in_workspace(request.workspace).with_people()
    return get_object_or_404(reports, pk=pk)


def found_version(request: WorkspaceRequest, pk: int, number: int) -> DeliverableVersion:
    versions = DeliverableVersion.objects.in_workspace(request.workspace)
    return get_object_or_404(
        versions.select_related("deliverable", "made_by"), deliverable=pk, number=number
    )
