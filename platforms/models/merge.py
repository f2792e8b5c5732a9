"""What people said is one and the same. What follows from it is derived (analytics.merging)."""

from django.db import models

from platforms.models.account import SocialAccount
from platforms.models.post import Post
from workspaces.models import User, WorkspaceModel


class PostMerge(WorkspaceModel):
    """A person says that ``post`` is the same as ``into``, which stands for both."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="merge")
    into = models.ForeignKey(Post, models.CASCADE, related_name="merges")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(post=models.F("into")), name="no_post_is_merged_into_itself"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} = {self.into}"


class AccountMerge(WorkspaceModel):
    """A person says that ``account`` is the same as ``into``, which stands for both.

    ``moved``: rows of other rooms that named ``account`` and name ``into`` meanwhile, as
    {"app.model.field": [pk, …]}; they go back when both are parted again.
    """

    account = models.OneToOneField(SocialAccount, models.CASCADE, related_name="merge")
    into = models.ForeignKey(SocialAccount, models.CASCADE, related_name="merges")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    moved = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(account=models.F("into")),
                name="no_account_is_merged_into_itself",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} = {self.into}"
