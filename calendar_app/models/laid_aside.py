from django.db import models

from calendar_app.models.entry import Entry
from platforms.models import AccountMerge
from workspaces.models import User, WorkspaceModel


class LaidAside(WorkspaceModel):
    """The version that gave way when two accounts of one post turned out to be one.

    It names its account by number within ``content``: relations to an account follow a merge, and
    this one must know where it came from when the two are parted.
    """

    merge = models.ForeignKey(AccountMerge, models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    content = models.JSONField()  # as calendar_app.doubled._content
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.entry)
