"""Figures as deliveries bring them: of posts over their life, of days, of stated spans."""

from datetime import date
from decimal import Decimal

import factory

from analytics.current import refresh_account_days, refresh_posts
from analytics.models import AccountReading, PostReading, Target
from analytics.rollup import refresh_rollups
from platforms.models import BatchPost, Post, SocialAccount, SourceBatch
from platforms.records import Span
from tests.factories.platforms import TAKEN, PostFactory, SourceBatchFactory
from tests.factories.workspaces import WorkspaceFactory


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    workspace = factory.SubFactory(WorkspaceFactory)
    metric = "engagement_rate"
    start = date(2026, 7, 1)
    due = date(2026, 9, 30)
    value = Decimal("0.05")


def delivery(account: SocialAccount, *, taken_on: date = TAKEN, **more) -> SourceBatch:
    return SourceBatchFactory(
        file__workspace=account.workspace,
        file__taken_on=taken_on,
        taken_on=taken_on,
        platform=account.platform,
        **more,
    )


def posted(
    account: SocialAccount,
    day: date,
    *,
    taken_on: date = TAKEN,
    row: int = 2,
    kind: str = "photo",
    text: str | None = None,
    **values: int,
) -> Post:
    """A post published on ``day``, with the lifetime figures one delivery reports about it."""
    more = {} if text is None else {"text": text}
    post = PostFactory(account=account, published_on=day, post_type=kind, **more)
    told(post, taken_on=taken_on, row=row, **values)
    return post


def told(post: Post, *, taken_on: date = TAKEN, row: int = 2, **values: int) -> PostReading | None:
    """One more delivery about ``post``; without values it only describes it."""
    batch = delivery(post.account, taken_on=taken_on)
    BatchPost.objects.create(
        batch=batch,
        post=post,
        row=row,
        text=post.text,
        post_type=post.post_type,
        published_on=post.published_on,
    )
    reading = None
    if values:
        reading = PostReading.objects.create(
            batch=batch, post=post, span=Span.LIFETIME, row=row, **values
        )
    refresh_rollups(refresh_posts([post.pk]))
    return reading


def watched(
    post: Post, start: date, end: date, *, row: int = 3, span: str = Span.PERIOD, **values: int
) -> PostReading:
    """What a table says about ``post`` within its own from–to."""
    batch = delivery(post.account, span=span, start=start, end=end)
    return PostReading.objects.create(
        batch=batch, post=post, span=span, start=start, end=end, row=row, **values
    )


def happened(account: SocialAccount, day: date, *, row: int = 4, **values: int) -> AccountReading:
    """One day of one account."""
    batch = delivery(account, family="meta_chart", span=Span.DAY, start=day, end=day)
    reading = AccountReading.objects.create(
        batch=batch, account=account, span=Span.DAY, start=day, end=day, row=row, **values
    )
    refresh_account_days([(account.pk, day)])
    return reading


def stated(account: SocialAccount, start: date, end: date, **values: int) -> AccountReading:
    """Figures of an account for a whole from–to, as typed by hand."""
    batch = delivery(account, family="by_hand", span=Span.PERIOD, start=start, end=end)
    return AccountReading.objects.create(
        batch=batch, account=account, span=Span.PERIOD, start=start, end=end, row=1, **values
    )
