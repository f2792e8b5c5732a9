from typing import Self

from django.db import models

from workspaces.models.workspace import Workspace


class WorkspaceQuerySet(models.QuerySet):
    """Every query that answers a person starts with ``in_workspace``."""

    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)


class WorkspaceModel(models.Model):
    """A row that belongs to one workspace and is invisible from every other."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        abstract = True
