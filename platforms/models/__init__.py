"""How the outside world is kept: accounts, posts as they stand, and every delivery."""

from platforms.models.account import AccountAlias, SocialAccount
from platforms.models.delivery import BatchAccount, RowProblem, SourceBatch, SourceFile
from platforms.models.merge import AccountMerge, PostMerge
from platforms.models.post import BatchPost, Post, PostAlias
from platforms.models.source import AdAccount, Site

__all__ = [
    "AccountAlias",
    "AccountMerge",
    "AdAccount",
    "BatchAccount",
    "BatchPost",
    "Post",
    "PostAlias",
    "PostMerge",
    "RowProblem",
    "Site",
    "SocialAccount",
    "SourceBatch",
    "SourceFile",
]
