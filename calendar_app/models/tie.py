from django.db import models
from django.utils.translation import gettext_lazy as _

from calendar_app.models.entry import EntryVersion
from planning.models import Campaign, Pillar
from platforms.models import Post
from workspaces.models import User, WorkspaceModel


class PostTie(WorkspaceModel):
    """This post on the platform is what that version became: plan meets result."""

    class How(models.TextChoices):
        LINK = "link", _("by the link")
        MATCH = "match", _("by account, minute and text")
        PERSON = "person", _("by a person")

    # No accessor on posts, which know nothing of plans; later rooms join by the query name.
    post = models.OneToOneField(
        Post, models.CASCADE, related_name="+", related_query_name="its_tie"
    )
    # The post that was tied, while another one stands for it.
    own_post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="+")
    version = models.OneToOneField(EntryVersion, models.CASCADE, related_name="tie")
    how = models.CharField(max_length=6, choices=How.choices)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.version} = {self.post}"


class PostLabel(WorkspaceModel):
    """What a post was about, said afterwards by a person. It never claims that anybody planned it.

    Where the post is tied to a plan that names a pillar or campaign itself, the plan speaks.
    """

    post = models.OneToOneField(
        Post, models.CASCADE, related_name="+", related_query_name="its_label"
    )
    # The post that was labelled, while another one stands for it.
    own_post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="+")
    pillar = models.ForeignKey(Pillar, models.SET_NULL, null=True, blank=True, related_name="+")
    campaign = models.ForeignKey(Campaign, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.post}: {self.pillar or self.campaign or '—'}"
