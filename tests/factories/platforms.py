"""Accounts, posts and deliveries, one of each kind, different every time."""

from datetime import date

import factory

from analytics.current import rank_of
from platforms.kinds import Platform, PostType
from platforms.models import Post, SocialAccount, SourceBatch, SourceFile
from platforms.records import Span
from platforms.search import search_text
from tests.factories.workspaces import WorkspaceFactory

TAKEN = date(2026, 11, 20)


class SocialAccountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SocialAccount

    workspace = factory.SubFactory(WorkspaceFactory)
    platform = Platform.FACEBOOK
    name = factory.Sequence(lambda n: f"小草選物 {n} 號店")
    ours = True


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    account = factory.SubFactory(SocialAccountFactory)
    workspace = factory.SelfAttribute("account.workspace")
    text = factory.Sequence(lambda n: f"春茶開箱第 {n} 回")
    post_type = PostType.PHOTO
    published_on = date(2026, 8, 3)
    search = factory.LazyAttribute(lambda post: search_text(post.text))


class SourceFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SourceFile

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence(lambda n: f"Jul-01-2026_Sep-30-2026_{n}.csv")
    stored = ""
    size = 1
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    state = SourceFile.State.IMPORTED
    taken_on = TAKEN


class SourceBatchFactory(factory.django.DjangoModelFactory):
    """A delivery in use; ``rank`` follows from its day, its range and its content."""

    class Meta:
        model = SourceBatch

    file = factory.SubFactory(SourceFileFactory)
    workspace = factory.SelfAttribute("file.workspace")
    state = SourceBatch.State.LIVE
    family = "facebook_content"
    platform = Platform.FACEBOOK
    span = Span.LIFETIME
    zone = "America/Los_Angeles"
    taken_on = TAKEN
    end = None
    rank = factory.LazyAttribute(lambda one: rank_of(one.taken_on, one.end, one.file.sha256))
