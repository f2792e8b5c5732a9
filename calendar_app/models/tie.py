from django.db import models
from django.utils.translation import gettext_lazy as _

from calendar_app.models.entry import EntryVersion
from platforms.models import Post
from workspaces.models import User, WorkspaceModel


class PostTie(WorkspaceModel):
    """This post on the platform is what that version became: plan meets result."""

    class How(models.TextChoices):
        LINK = "link", _("by the link")
        MATCH = "match", _("by account, minute and text")
        PERSON = "person", _("by a person")

    post = models.OneToOneField(Post, models.CASCADE, related_name="+")
    version = models.OneToOneField(EntryVersion, models.CASCADE, related_name="tie")
    how = models.CharField(max_length=6, choices=How.choices)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.version} = {self.post}"
